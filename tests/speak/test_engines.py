"""The contract: what holds for every engine of the table. A new row is tested by being there."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from podcast.errors import SpeechError
from podcast.mandarin import Mandarin
from podcast.show import Voice
from podcast.speak.engine import Engine
from podcast.speak.engines import ENGINES, USUAL_PACE, gender, load, word_check
from tests import fakes

from .conftest import deliver

TEXT = "Meta 投資 Scale AI，金額是一百四十八億美元。"


@pytest.fixture(params=ENGINES)
def engine(request) -> Engine:
    service = {"edge": "edge", "openai": "openai_service"}.get(request.param)
    if service:
        request.getfixturevalue(service)
    return load(request.param)


@pytest.fixture
def voice(engine) -> Voice:
    return Voice(engine.name, ENGINES[engine.name].voices[0].name)


def test_it_is_the_one_of_its_row(engine):
    assert ENGINES[engine.name].where.endswith(f":{type(engine).__name__}")
    assert load(engine.name) is engine
    assert engine.workers >= 1
    assert ENGINES[engine.name].pace != USUAL_PACE, "the engine's own bounds tell a sentence from half of one"


def test_prepare_is_pure_and_its_request_can_be_pickled(engine, voice):
    spoken = Mandarin().say(TEXT)
    request = engine.prepare(spoken, voice)
    assert request == engine.prepare(spoken, voice) == pickle.loads(pickle.dumps(request))
    assert (request.engine, request.voice, request.text, request.fits) == (engine.name, voice.voice, TEXT, True)


def test_too_long_a_text_does_not_fit(engine, voice):
    assert not engine.prepare(Mandarin().say("今天的科技新聞。" * 300), voice).fits


def test_identity_tells_voices_apart_and_stays(engine, voice):
    names = [v.name for v in ENGINES[engine.name].voices]
    assert len({engine.identity(Voice(engine.name, name)) for name in names}) == len(names)
    assert engine.identity(voice) == engine.identity(voice)


def test_it_speaks_and_what_it_says_is_the_whole_sentence(engine, voice):
    request = engine.prepare(Mandarin().say(TEXT), voice)
    got = deliver(engine, request, voice, 30.0)
    assert 2.5 < len(got.samples) / got.sample_rate < 9


def test_it_can_be_named_where_it_runs(engine, voice):
    request = engine.prepare(Mandarin().say("今天天氣很好。"), voice)
    assert len(deliver(load(engine.name), request, voice, 30.0).samples)


@pytest.mark.parametrize(
    ("engines", "known"), [(["edge"], True), (["edge", "openai"], True), (["edge", "kokoro"], False), (["azure"], True)]
)
def test_only_the_engines_of_the_show_are_asked_which_words_they_know(engines, known):
    assert word_check(engines)("Blorptastic") is known


def test_asking_a_service_wakes_no_dictionary():
    code = "import sys; from podcast.speak.engines import word_check; word_check(['edge'])('x'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "podcast.speak.engines" in loaded
    assert not [name for name in loaded if "kokoro" in name]


def test_asking_whether_a_word_is_known_only_looks_it_up():
    """The network that guesses takes ten times as long as the tables: seconds for a long page."""
    words = ["Blorptastic", "O'Qwelmy", "McBlorpy", "Zuvlane-Graspet", "BLORPTAS", "Blorpy's", "OpenBlorp", "surfshark"]
    code = (
        "import sys; from podcast.speak.engines import word_check; "
        f"print(*map(word_check(['kokoro']), {words})); print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    answers, modules = told.splitlines()
    assert answers == "False False False False False False False True"
    assert not {"podcast.speak.kokoro.english_guess", "numpy", "onnxruntime"} & set(modules.split())


def test_an_engine_is_made_once_for_a_network_and_only_the_embedded_one_takes_it(tmp_path):
    own = tmp_path / "network.onnx"
    assert load("kokoro", own) is load("kokoro", own)
    assert load("kokoro", own) is not load("kokoro")
    assert load("edge", own) is load("edge")
    voice = Voice("kokoro", "zm_yunyang")
    assert load("kokoro", own).identity(voice) == load("kokoro").identity(voice)


def test_an_engine_that_is_not_there_is_told():
    with pytest.raises(SpeechError, match="no engine “azure”; there are: edge, openai, kokoro"):
        load("azure")


def test_the_table_knows_who_is_heard():
    assert gender("edge", "zh-TW-YunJheNeural") == gender("kokoro", "zm_yunyang") == "male"
    assert gender("edge", "zh-TW-HsiaoChenNeural") == gender("kokoro", "zf_xiaobei") == "female"
    assert gender("edge", "of-nobody") is gender("azure", "x") is None


def test_the_fakes_speak_what_the_table_lists():
    with fakes.FakeEdge() as service:
        assert {v.name for v in ENGINES["edge"].voices} <= set(service.voices)
