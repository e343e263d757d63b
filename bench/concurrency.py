"""Forty utterances against a service that takes 0.3 s a request: how near to the least possible time?

    python -m bench.concurrency            # ours, and podcastfy's and podcast-creator's where they are installed

The least is ceil(40 / c) × 0.3 s for c requests at once; the aim is 1.1 times that.
"""

from __future__ import annotations

import math
import tempfile
import time
from pathlib import Path

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


def rows(service: Service, voice: Voice) -> None:
    engine = load(voice.engine)
    service.delay_s = 0.0
    ours(engine, voice, engine.workers)  # imports, the fake's own encoding
    service.delay_s = DELAY_S
    for workers in sorted({1, 4, engine.workers, 20, 40}):
        took, least = ours(engine, voice, workers), math.ceil(COUNT / workers) * DELAY_S
        verdict = "ok" if took <= 1.1 * least else "over 1.1"
        print(
            f"{engine.name:<7} {workers:>2} at once  {took:6.2f} s  least {least:5.2f} s  {took / least:.3f}  {verdict}"
        )


def podcastfy(service: Service) -> None:
    from podcastfy.text_to_speech import TextToSpeech

    text = "".join(f"<Person{1 + n % 2}>{t}</Person{1 + n % 2}>" for n, t in enumerate(TEXTS))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        TextToSpeech(model="edge").convert_to_speech(text, f"{folder}/out.mp3")
        print(f"podcastfy        {time.perf_counter() - began:6.2f} s")


def podcast_creator(service: FakeOpenAI) -> None:
    import asyncio

    from esperanto import AIFactory

    voice = AIFactory.create_text_to_speech("openai", "tts-1", config={"base_url": service.url, "api_key": service.key})

    async def all_at_once() -> None:
        await asyncio.gather(*(voice.agenerate_speech(text=t, voice="coral") for t in TEXTS))

    began = time.perf_counter()
    asyncio.run(all_at_once())
    print(f"podcast-creator's engine, 40 at once: {time.perf_counter() - began:6.2f} s")


def main() -> None:
    with FakeEdge() as edge:
        rows(edge, Voice("edge", "zh-TW-HsiaoChenNeural"))
        _peer("podcastfy", podcastfy, edge)
    with FakeOpenAI() as openai:
        rows(openai, Voice("openai", "coral"))
        _peer("podcast-creator", podcast_creator, openai)


def _peer(name: str, run: object, service: Service) -> None:
    try:
        run(service)  # type: ignore[operator]
    except ImportError as e:
        print(f"{name} is not installed ({e.name})")


if __name__ == "__main__":
    main()
