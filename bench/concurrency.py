"""Forty utterances against a service that takes 0.3 s a request: how near to the least possible time?

    python -m bench.concurrency            # ours, and podcastfy's and podcast-creator's where they are installed

The least is ceil(40 / c) × 0.3 s for c requests at once; the aim is 1.1 times that.
"""

from __future__ import annotations

import asyncio
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from unittest import mock

from podcast.model import Request, Spoken, Utterance
from podcast.show import Voice
from podcast.speak import ClipStore, Plan, clip_key, speak
from podcast.speak.engine import Engine
from podcast.speak.engines import load
from tests.fakes import FakeEdge, FakeOpenAI, Service

COUNT, DELAY_S = 40, 0.3
TEXTS = [f"這是第{n}句，說的是今天的科技新聞。" for n in range(COUNT)]


class Narrow:
    """An engine that takes fewer requests, or more, at once than it says."""

    def __init__(self, engine: Engine, workers: int) -> None:
        self.engine, self.workers, self.name = engine, workers, engine.name

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)


def todo(engine: Engine, voice: Voice) -> Plan:
    spoken = [Spoken(text, text) for text in TEXTS]
    requests: tuple[Request, ...] = tuple(engine.prepare(s, voice) for s in spoken)
    utterances = tuple(Utterance(0, n, "host", s, 350) for n, s in enumerate(spoken))
    return Plan(utterances, requests, tuple(clip_key(engine.identity(voice), r) for r in requests))


def ours(engine: Engine, voice: Voice, workers: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        clips = speak(todo(engine, voice), Narrow(engine, workers), {"host": voice}, ClipStore(Path(folder)))
        took = time.perf_counter() - began
    assert len(clips) == COUNT
    return took


def rows(voice: Voice) -> None:
    engine = load(voice.engine)
    ours(engine, voice, engine.workers)  # imports, and the fake's own encoding
    for workers in sorted({1, 4, engine.workers, 20, 40}):
        took, least = ours(engine, voice, workers), math.ceil(COUNT / workers) * DELAY_S
        verdict = "ok" if took <= 1.1 * least else "over 1.1"
        print(f"{engine.name:<7} {workers:>2} at once  {took:6.2f} s, {took / least:.3f} of {least:5.2f} s  {verdict}")


def serve(kind: type[Service], pipe: Connection) -> None:
    with kind(delay_s=DELAY_S) as service:
        pipe.send(service.url)  # type: ignore[attr-defined]
        pipe.recv()


@contextmanager
def apart(kind: type[Service]) -> Iterator[str]:
    """The service in a process of its own, as in life; gives its address."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(kind, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("end")
        process.join()


def podcastfy(url: str) -> None:
    from podcastfy.text_to_speech import TextToSpeech

    text = "".join(f"<Person{1 + n % 2}>{t}</Person{1 + n % 2}>" for n, t in enumerate(TEXTS))
    voices = {"question": "zh-TW-HsiaoChenNeural", "answer": "zh-TW-YunJheNeural"}
    config = {"text_to_speech": {"edge": {"default_voices": voices}}}
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        TextToSpeech(model="edge", conversation_config=config).convert_to_speech(text, f"{folder}/out.mp3")
        print(f"podcastfy, one after the other: {time.perf_counter() - began:6.2f} s")


def podcast_creator(url: str) -> None:
    """Its node that makes all clips, all at once instead of its five."""
    from podcast_creator.core import Dialogue
    from podcast_creator.nodes import generate_all_audio_node
    from podcast_creator.speakers import Speaker, SpeakerProfile

    who = Speaker(name="host", voice_id="coral", backstory="-", personality="-")
    access = {"api_key": FakeOpenAI.key, "base_url": url}
    profile = SpeakerProfile(tts_provider="openai", tts_model="tts-1", speakers=[who], tts_config=access)
    transcript = [Dialogue(speaker="host", dialogue=text) for text in TEXTS]
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"TTS_BATCH_SIZE": str(COUNT)}):
        state = {"transcript": transcript, "output_dir": Path(folder), "speaker_profile": profile}
        began = time.perf_counter()
        asyncio.run(generate_all_audio_node(state, {}))
        print(f"podcast-creator, {COUNT} at once: {time.perf_counter() - began:6.2f} s")


def peer(name: str, run: Callable[[str], None], url: str) -> None:
    try:
        run(url)
    except ImportError as e:
        print(f"{name} is not installed ({e.name})")


def main() -> None:
    with apart(FakeEdge) as url, mock.patch("edge_tts.communicate.WSS_URL", url):
        rows(Voice("edge", "zh-TW-HsiaoChenNeural"))
        peer("podcastfy", podcastfy, url)
    settings = {"OPENAI_API_KEY": FakeOpenAI.key}
    with apart(FakeOpenAI) as url, mock.patch.dict(os.environ, {**settings, "OPENAI_BASE_URL": url}):
        rows(Voice("openai", "coral"))
        peer("podcast-creator", podcast_creator, url)


if __name__ == "__main__":
    main()
