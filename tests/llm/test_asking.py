"""The client against a language model on loopback that fails in every way, and is paid for nothing twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from podcast.errors import ConfigError, Interrupted
from podcast.llm import Answer, AnswerStore, Ask, Failed, Model, Purse, Tokens, model_of
from podcast.llm.asking import server_of
from podcast.service.work import Policy
from podcast.show import ModelSettings, Show
from tests.fake_model import TOO_MANY, FakeModel

QUICK = Policy(
    attempts=4, faulty=3, first_wait_s=0.01, longest_wait_s=0.02, dead_after=9, deadline_s=3.0, overtime_s=0.5
)
SCHEMA = {
    "type": "object",
    "properties": {"said": {"type": "string"}},
    "required": ["said"],
    "additionalProperties": False,
}
SETTINGS = ModelSettings(model="gpt-x", price=(1.0, 2.0))


def asks(*texts: str) -> list[Ask]:
    return [Ask(text, "重說一次。", text, SCHEMA) for text in texts]


def fine(ask: Ask, value: object) -> str:
    return ""


@pytest.fixture
def fake():
    with FakeModel(retry_after_s=0) as running:
        yield running


@pytest.fixture
def model(fake, tmp_path):
    return Model(SETTINGS, server_of(SETTINGS), AnswerStore(tmp_path / "llm"), Purse())


def said(results: Sequence[Answer | Failed]) -> list[str]:
    return [r.value["said"] if isinstance(r, Answer) else f"failed: {r.why}" for r in results]


def test_each_is_answered_in_order_and_the_data_is_apart(fake, model):
    assert said(model.ask(asks("一", "二", "三"), fine, policy=QUICK)) == ["一", "二", "三"]
    body = next(body for body in fake.bodies if body["messages"][1]["content"] == "二")
    assert body["messages"] == [{"role": "system", "content": "重說一次。"}, {"role": "user", "content": "二"}]
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("gpt-x", 0.4, 2000)
    assert model.spent.tokens == Tokens(3000, 300)
    assert model.purse.spent == pytest.approx(0.0036)


def test_what_is_stored_is_not_asked_again_and_counts_as_spent(fake, model):
    model.ask(asks("一", "二"), fine, policy=QUICK)
    again = Model(SETTINGS, model.server, model.store, Purse())
    results = again.ask(asks("二", "一", "三"), fine, policy=QUICK)
    assert [isinstance(r, Answer) and r.stored for r in results] == [True, True, False]
    assert len(fake.bodies) == 3
    assert (again.spent.stored, again.spent.tokens) == (Tokens(2000, 200), Tokens(1000, 100))
    assert again.purse.spent == pytest.approx(0.0036)


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, model="other"),
        replace(SETTINGS, temperature=0.0),
        replace(SETTINGS, base_url="http://127.0.0.1:1/v1/"),
    ],
)
def test_whatever_changes_the_answer_is_part_of_the_key(model, settings):
    key = model.key(asks("一")[0])
    other = Model(settings, server_of(settings), model.store, Purse())
    assert other.key(asks("一")[0]) != key
    assert model.key(replace(asks("一")[0], system="換個說法。")) != key


@pytest.mark.parametrize(
    "fault",
    ["429", "500", "503", "early", "page", "error", "empty", "null", "length", "refusal", "filter", "broken", "wrong"],
)
def test_what_may_pass_is_asked_again(fake, model, fault):
    fake.next(fault)
    assert said(model.ask(asks("一"), fine, policy=QUICK)) == ["一"]
    assert len(fake.bodies) == 2
    fake.always(fault)
    model.ask(asks("一"), fine, policy=QUICK)
    assert len(fake.bodies) == 2, "what is stored is not asked, broken answers before it neither"


@pytest.mark.parametrize("fault", ["think", "unopened", "parts", "uncounted"])
def test_what_stands_around_the_answer_is_passed_over(fake, model, fault):
    fake.always(fault)
    assert said(model.ask(asks("一"), fine, policy=QUICK)) == ["一"]
    assert len(fake.bodies) == 1
    assert model.spent.tokens.into > 0


BAD = {  # fault → (why, requests)
    "empty": ("failed 3 times, the last time: the answer is empty", 3),
    "length": ("failed 3 times, the last time: the answer was cut off at 8,000 tokens", 3),
    "refusal": ("failed 3 times, the last time: the model refuses to answer", 3),
    "broken": ("failed 3 times, the last time: there is no JSON in the answer, or not all of it", 3),
    "wrong": ("failed 3 times, the last time: the answer has no “said”", 3),
    "503": ("failed 4 times, the last time: http://127.0.0.1:PORT/v1 is overloaded (503)", 4),
    "page": (
        "failed 4 times, the last time: what http://127.0.0.1:PORT/v1 answered is no answer of a language model",
        4,
    ),
    "400": ("http://127.0.0.1:PORT/v1 does not answer this with model “gpt-x” (400)", 3),
    "context": ("it is longer than what gpt-x takes at once (400)", 1),
}


@pytest.mark.parametrize("fault", BAD)
def test_one_that_fails_for_good_is_told_and_stops_none_of_the_others(fake, model, fault):
    policy = replace(QUICK, dead_after=99)
    fake.always(fault)
    (failed,) = model.ask(asks("一"), fine, policy=policy)
    assert isinstance(failed, Failed)
    assert (failed.why.replace(str(fake.port), "PORT"), len(fake.bodies)) == BAD[fault]
    assert failed.settled == (fault not in ("503", "page")), "a server that is busy may answer another time"
    assert FakeModel.key not in failed.why
    fake.always(None)
    assert said(model.ask(asks("二"), fine, policy=policy)) == ["二"]


def test_what_failed_is_not_paid_again_unless_it_is_asked_anew(fake, model):
    fake.always("broken")
    model.ask(asks("一"), fine, policy=QUICK)
    assert len(fake.bodies) == 3
    (failed,) = model.ask(asks("一"), fine, policy=QUICK)
    assert (failed.settled, len(fake.bodies)) == (True, 3)
    fake.always(None)
    assert said(model.ask(asks("一"), fine, policy=QUICK, anew=True)) == ["一"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("401", "refuses the key (401); check OPENAI_API_KEY"),
        ("404", "knows no model “gpt-x” (404); set another in show.yaml"),
        ("quota", "is used up (insufficient_quota)"),
    ],
)
def test_a_service_that_will_never_answer_is_asked_no_more(fake, model, fault, told):
    fake.always(fault)
    results = model.ask(asks(*"一二三四五六七八九十"), fine, policy=QUICK)
    assert all(isinstance(r, Failed) and not r.settled and told in r.why for r in results)
    model.ask(asks("二十"), fine, policy=QUICK)
    assert len(fake.bodies) <= SETTINGS.at_once


def test_a_server_that_is_gone_is_told(fake, model):
    fake.stop()
    (failed,) = model.ask(asks("一"), fine, policy=replace(QUICK, dead_after=3))
    assert "cannot be reached" in failed.why
    assert not failed.settled


@pytest.mark.parametrize("fault", ["stall", "drip"])
def test_an_answer_that_takes_too_long_is_given_up(fake, model, fault):
    fake.always(fault)
    (failed,) = model.ask(asks("一"), fine, policy=replace(QUICK, deadline_s=0.3, attempts=2))
    assert "no whole answer in time" in failed.why or "no answer in time" in failed.why


@pytest.mark.parametrize(
    ("without", "sent"),
    [
        ({"json_schema"}, {"response_format": {"type": "json_object"}}),
        ({"json_schema", "json_object"}, {"response_format": None}),
        ({"temperature"}, {"temperature": None}),
        ({"max_tokens"}, {"max_completion_tokens": 2000, "max_tokens": None}),
        ({"max_tokens", "temperature", "json_schema", "json_object"}, {"response_format": None, "temperature": None}),
    ],
)
def test_a_server_is_asked_in_the_way_that_it_knows(fake, model, without, sent):
    fake.without = without
    assert said(model.ask(asks("一"), fine, policy=QUICK)) == ["一"]
    before = len(fake.bodies)
    assert {key: fake.bodies[-1].get(key) for key in sent} == sent
    assert said(model.ask(asks("二"), fine, policy=QUICK)) == ["二"]
    assert len(fake.bodies) == before + 1, "what was found out is remembered"


@pytest.mark.parametrize("told", TOO_MANY)
def test_an_answer_is_asked_for_as_long_as_the_server_allows(fake, model, told):
    fake.most, fake.too_many = 1200, TOO_MANY[told]
    assert said(model.ask(asks("一"), fine, policy=QUICK)) == ["一"]
    assert [body["max_tokens"] for body in fake.bodies] == [2000, 1200]
    assert fake.bodies[-1]["response_format"]["type"] == "json_schema", "nothing else of the request was the fault"
    fake.most = 200
    (failed,) = model.ask(asks("二"), fine, policy=QUICK)
    assert isinstance(failed, Failed)


def test_no_answer_is_asked_to_be_longer_than_the_settings_say(fake, tmp_path):
    settings = replace(SETTINGS, max_tokens=700)
    model = Model(settings, server_of(settings), AnswerStore(tmp_path / "llm"), Purse())
    fake.next("length")
    assert said(model.ask(asks("一"), fine, policy=QUICK)) == ["一"]
    assert [body["max_tokens"] for body in fake.bodies] == [700, 700]


def test_what_is_wrong_goes_back_to_the_model(fake, model):
    def check(ask: Ask, value: dict) -> str:
        return "" if ask.turns else "請用繁體中文"

    fake.writer = lambda body: json.dumps({"said": "好" * len(body["messages"])}, ensure_ascii=False)
    assert said(model.ask(asks("一"), check, policy=QUICK)) == ["好好好好"]
    last = fake.bodies[-1]["messages"][-2:]
    assert last[0] == {"role": "assistant", "content": '{"said": "好好"}'}
    assert "請用繁體中文" in last[1]["content"]


def test_the_budget_is_never_passed(fake, model):
    model.purse = Purse(0.02)  # each may cost 0.004 and a little at most, and does cost 0.0012
    results = model.ask(asks(*"一二三四五六七八九十"), fine, policy=QUICK)
    assert model.purse.spent <= 0.02
    told = [r for r in results if isinstance(r, Failed)]
    assert all(r.why == "it could pass the budget of US$0.02" and not r.settled for r in told)
    tight = Model(SETTINGS, model.server, AnswerStore(model.store.root / "other"), Purse(0.001))
    before = len(fake.bodies)
    assert said(tight.ask(asks("一"), fine, policy=QUICK)) == ["failed: it could pass the budget of US$0.001"]
    assert len(fake.bodies) == before


def test_what_fails_sets_nothing_aside_for_ever(fake, model):
    model.purse = Purse(0.01)
    fake.next("503", "503", "503")
    assert said(model.ask(asks("一"), fine, policy=QUICK)) == ["一"]
    assert model.purse.held == 0.0


def test_several_at_once_but_no_more_than_settings_say(fake, tmp_path):
    settings = replace(SETTINGS, at_once=3)
    fake.delay_s = 0.05
    model = Model(settings, server_of(settings), AnswerStore(tmp_path / "llm"), Purse())
    assert len(model.ask(asks(*"一二三四五六七八"), fine, policy=QUICK)) == 8
    assert fake.most_at_once == 3


def test_what_came_before_a_stop_is_kept(fake, model):
    cancel, done = threading.Event(), []

    def advance() -> None:
        done.append(1)
        if len(done) == 3:
            cancel.set()

    with pytest.raises(Interrupted):
        model.ask(asks(*"一二三四五六七八九十"), fine, advance=advance, cancel=cancel, policy=QUICK)
    for thread in [thread for thread in threading.enumerate() if thread.name == "ask"]:
        thread.join()  # what was under way when it stopped reaches the server late
    kept = model.store.size()[0]
    assert 3 <= kept < 10
    before = len(fake.bodies)
    assert len(said(model.ask(asks(*"一二三四五六七八九十"), fine, policy=QUICK))) == 10
    assert len(fake.bodies) - before == 10 - kept


def test_a_damaged_answer_is_asked_again_and_only_that(fake, model):
    model.ask(asks("一", "二"), fine, policy=QUICK)
    path = next(model.store.root.glob("*/*.json"))
    path.write_bytes(path.read_bytes()[:-9])
    assert said(model.ask(asks("一", "二"), fine, policy=QUICK)) == ["一", "二"]
    assert len(fake.bodies) == 3


def test_offline_nothing_is_sent(fake, model):
    model.ask(asks("一"), fine, policy=QUICK)
    quiet = Model(SETTINGS, model.server, model.store, Purse(), offline=True)
    assert said(quiet.ask(asks("一", "二"), fine)) == ["一", "failed: it has not been asked"]
    assert len(fake.bodies) == 1


def test_without_a_key_nothing_is_sent(monkeypatch, tmp_path):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    model = Model(SETTINGS, server_of(SETTINGS), AnswerStore(tmp_path), Purse())
    assert said(model.ask(asks("一"), fine)) == [
        "failed: OPENAI_API_KEY is not set; export it, or name your own server in OPENAI_BASE_URL"
    ]


def test_the_key_of_openai_goes_to_no_stranger(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine")
    monkeypatch.setenv("LLM_API_KEY", "theirs")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert server_of(ModelSettings()).key() == "sk-mine"
    assert server_of(ModelSettings(base_url="https://llm.example.org/v1")).key() == "theirs"
    assert server_of(ModelSettings(base_url="http://localhost:11434/v1")).key() == "sk-mine"
    monkeypatch.setenv("OPENAI_BASE_URL", "https://llm.example.org/v1")
    assert server_of(ModelSettings(base_url="https://llm.example.org/v1/")).key() == "sk-mine"


def test_a_budget_needs_a_price(monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_BASE_URL", "https://llm.example.org/v1")
    show = Show(root=tmp_path, title="茶", author="館", description="茶", budget=1.0)
    with pytest.raises(ConfigError, match=r"nobody knows what gpt-4.1-mini costs: give its price"):
        model_of(show)
    assert model_of(replace(show, llm=ModelSettings(price=(0.4, 1.6)))).price == (0.4, 1.6)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:11434/v1")
    assert model_of(show).price == (0.0, 0.0)
    monkeypatch.delenv("OPENAI_BASE_URL")
    assert model_of(show).price == (0.4, 1.6)
