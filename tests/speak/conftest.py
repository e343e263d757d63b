from __future__ import annotations

import re
import threading

import pytest

from podcast.model import Chapter, Line, Request, Script, Spoken
from podcast.show import Show, Speaker, Voice
from podcast.speak import ClipStore, Policy
from podcast.speak.engine import Sound
from podcast.speak.verify import Delivered, check
from tests.fakes import FakeEdge, FakeOpenAI, spoken, wav

QUICK = Policy(first_wait_s=0.01, longest_wait_s=0.02, deadline_s=2.0, overtime_s=0.3)


class PlainMandarin:
    """Says what is written, a sentence an utterance: enough to plan with."""

    def say(self, written: str) -> Spoken:
        return Spoken(written, written)

    def utterances(self, said: Spoken, fits) -> tuple[Spoken, ...]:
        found, at = [], 0
        for match in re.finditer(r"[^。！？；]+[。！？；」]*|[。！？；」]+", said.text):
            found.append(said.slice(at, match.end()))
            at = match.end()
        assert all(fits(part) for part in found)
        return tuple(found)


class Toy:
    """An engine without network or model: a tone a syllable. ``fails[text]`` is raised first, one at a time."""

    name = "kokoro"
    workers = 2

    def __init__(self) -> None:
        self.fails: dict[str, list[Exception]] = {}
        self.asked: list[str] = []
        self.hold: threading.Event | None = None

    def identity(self, voice: Voice) -> str:
        return f"toy {voice.voice} {voice.speed:g}"

    def prepare(self, said: Spoken, voice: Voice) -> Request:
        return Request(self.name, voice.voice, said.text, said.text, len(said.text) <= 200)

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        self.asked.append(request.text)
        if self.hold:
            self.hold.wait(30)
        for text, errors in self.fails.items():
            if text in request.text and errors:
                raise errors.pop(0)
        return Sound(wav(spoken(request.payload, voice.voice)))


def deliver(engine, request: Request, voice: Voice, deadline_s: float) -> Delivered:
    """One attempt, checked."""
    return check(engine.synthesise(request, voice, deadline_s), request, voice)


@pytest.fixture
def mandarin():
    return PlainMandarin()


@pytest.fixture
def toy():
    return Toy()


@pytest.fixture
def store(tmp_path):
    return ClipStore(tmp_path / "clips")


@pytest.fixture
def edge():
    with FakeEdge() as service:
        yield service


@pytest.fixture
def openai_service():
    with FakeOpenAI() as service:
        yield service


@pytest.fixture
def show(tmp_path):
    host = Speaker("host", "主持人", (Voice("edge", "zh-TW-HsiaoChenNeural"), Voice("kokoro", "zf_xiaobei")))
    return Show(tmp_path, "節目", "作者", "說明", speakers=(host,))


def script_of(*lines: str, speaker: str = "host") -> Script:
    return Script("EP1", "題目", (Chapter("一", tuple(Line(text, speaker, (), 900) for text in lines)),))


SENTENCES = tuple(f"這是第{n}句話，說的是今天的科技新聞。" for n in "一二三四五六七八九十")
