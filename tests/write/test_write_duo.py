"""Two hosts by rules: who says what. The words stay the author's, whoever says them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from podcast.facts import check
from podcast.language import language_of
from podcast.model import Digest, Item, Line, Script, Section
from podcast.read import read_digest
from podcast.show import Presenter, Show, Speaker
from podcast.write import letters, unsaid, write_script
from tests.write.conftest import group, points

ON = date(2025, 7, 1)
ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seeds" / "ep1-page.txt"
HOSTS = (Presenter("阿哲", "host"), Presenter("小雯", "guest"))


@pytest.fixture
def duo(show: Show) -> Show:
    speakers = (Speaker("host", "阿哲", ()), Speaker("guest", "小雯", ()))
    return replace(show, hosts=HOSTS, speakers=speakers, style="duo")


def said(script: Script, chapter: int) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in script.chapters[chapter].lines]


def told(duo: Show, *texts: str, kind: Any = "news") -> list[tuple[str, str]]:
    """A story of one group, without its announcements."""
    section = Section("story1", "一則新聞", (group("story1.1", "一組重點", *texts),), kind=kind)
    digest = Digest("EP1", "標題", sections=(section, Section("story2", "另一則新聞", points("story2", "話。"))))
    lines = write_script(digest, duo, ON).chapters[1].lines
    return [(line.speaker, line.text) for line in lines if line.source[0].startswith("story1.1.")]


def test_they_say_who_they_are_before_the_title(digest: Digest, duo: Show) -> None:
    opening = write_script(digest, duo, ON).chapters[0].lines
    at = next(n for n, line in enumerate(opening) if line.source == ("title",))
    assert [(line.speaker, line.text) for line in opening[at - 2 : at]] == [
        ("host", "我是阿哲。"), ("guest", "我是小雯。"),
    ]  # fmt: skip
    assert check(write_script(digest, duo, ON), digest, duo) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"style": "narrator"},
        {"host": replace(language_of("zh-TW").host, presenter="")},
        {"hosts": (Presenter("主持人", "host"), Presenter("小雯", "guest"))},
    ],
    ids=["one voice", "host.yaml without it", "a host without a name"],
)
def test_nobody_does_where_it_is_not_wanted(digest: Digest, duo: Show, change: dict) -> None:
    assert "我是" not in "".join(text for _, text in said(write_script(digest, replace(duo, **change), ON), 0))


def test_nobody_does_twice(digest: Digest, duo: Show) -> None:
    greeted = replace(digest, intro=(Item("intro.1", "嗨，歡迎收聽午後科技茶，我是阿哲，旁邊是小雯。"),))
    assert "我是小雯" not in "".join(text for _, text in said(write_script(greeted, duo, ON), 0))


def test_the_listener_puts_the_questions_that_the_author_answers(duo: Show) -> None:
    assert told(duo, "公司賣了工廠。錢去哪裡了？大半拿去還債。", "店長很滿意。") == [
        ("host", "公司賣了工廠。"), ("guest", "錢去哪裡了？"), ("host", "大半拿去還債。"), ("host", "店長很滿意。"),
    ]  # fmt: skip
    assert told(duo, "這是什麼？真的有用嗎？有人試過了。", "話。")[:2] == [
        ("guest", "這是什麼？真的有用嗎？"), ("host", "有人試過了。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "誰會買單？",  # nobody answers
        "他問：「為什麼？」沒有人回答。",
        "「錢去哪裡了？大半還債。」他說。",
        "我為什麼要寫這件事？因為重要。",
        "您用過嗎？很多人用過。",
        "問題（是誰付錢？）沒有答案。",
        "沒有標點的一句話",
    ],
)
def test_what_is_no_question_of_a_listeners_stays_whole(duo: Show, text: str) -> None:
    assert [speaker for speaker, _ in told(duo, text, "後面還有一句話。")] == ["host", "host"]


@pytest.mark.parametrize("sums", ["總結來看，貴了三成。", "這顯示，成本還會再漲。", "從這裡可以看出一件事：人太少。"])
def test_the_listener_sums_up_a_long_turn(duo: Show, sums: str) -> None:
    assert [speaker for speaker, _ in told(duo, "第一句話。", "第二句話。", sums)] == ["host", "host", "guest"]
    assert [speaker for speaker, _ in told(duo, "第一句話。", sums)] == ["host", "host"]
    assert [speaker for speaker, _ in told(duo, sums, "第二句話。", "總統第三句話。")] == ["host", "host", "host"]


@pytest.mark.parametrize("kind", ["essay", "letter", "column"])
def test_who_tells_of_himself_is_one_voice(duo: Show, kind: str) -> None:
    lines = told(duo, "我第一次去那裡。", "為什麼？因為便宜。", "總之，很好。", kind=kind)
    assert {speaker for speaker, _ in lines} == {"host"}
    assert told(duo, "為什麼？因為便宜。", "我國也是。", kind="essay")[0][0] == "guest"


@pytest.mark.parametrize("path", [ROOT / "digests/EP1.md", SEED], ids=["own", "seed"])
@pytest.mark.parametrize("form", ["full", "short"])
def test_a_real_digest_is_said_whole_in_the_authors_words(path: Path, form: str, duo: Show) -> None:
    if not path.exists():
        pytest.skip("the seed page lies beside the repository only where it is developed")
    digest = read_digest(path, "EP1")
    script = write_script(digest, duo, ON, form)
    alone = write_script(digest, replace(duo, style="narrator"), ON, form)

    def words(lines: tuple[Line, ...]) -> str:
        return letters("".join(line.text for line in lines if line.source))

    assert [words(chapter.lines) for chapter in script.chapters] == [words(chapter.lines) for chapter in alone.chapters]
    assert unsaid(digest, script) == unsaid(digest, alone)
    assert check(script, digest, duo) == ()
    for chapter in script.chapters[1:-1]:
        assert {line.speaker for line in chapter.lines} == {"host", "guest"}


def test_they_take_turns_in_the_short_form_too(digest: Digest, duo: Show) -> None:
    """Where nobody wrote highlights each story is its own part."""
    script = write_script(replace(digest, highlights=None), duo, ON, "short")
    assert [{line.speaker for line in chapter.lines[1:]} for chapter in script.chapters[1:-1]] == [{"host"}, {"guest"}]
    assert [chapter.lines[0].speaker for chapter in script.chapters[1:-1]] == ["guest", "host"]


def test_where_there_is_one_group_alone_they_take_turns_within_it(duo: Show) -> None:
    """Nobody says his name and then nothing."""

    def speakers(*texts: str) -> list[str]:
        section = Section("story1", "標題", points("story1", *texts), kind="essay")
        script = write_script(Digest("EP1", "標題", sections=(section,)), duo, ON)
        told = [line.speaker for chapter in script.chapters[1:-1] for line in chapter.lines]
        introduced = "我是小雯。" in [line.text for line in script.chapters[0].lines]
        assert introduced == ("guest" in told)
        return told

    sentence = "這是一句有二十個字的話，說了一件要緊的事。"
    assert speakers(*[sentence] * 12) == [*["host"] * 6, *["guest"] * 6]
    assert speakers("一句話。", "又一句話。") == ["host", "guest"]
    assert speakers("只有一句話。") == ["host"]
    assert speakers("我很好。", "我很忙。") == ["host", "host"]


def test_a_text_without_sections_is_told_by_both(duo: Show) -> None:
    intro = tuple(Item(f"intro.{n}", "這是一句有二十個字的話，說了一件要緊的事。") for n in range(1, 9))
    script = write_script(Digest("EP1", "標題", intro=intro), duo, ON)
    assert [line.speaker for line in script.chapters[1].lines] == [*["host"] * 4, *["guest"] * 4]
