"""A plan → its clips: only what is missing, each once, several at a time, stored as they come."""

from __future__ import annotations

import concurrent.futures as cf
import threading
from collections.abc import Callable, Mapping

from podcast.errors import EngineBusy, EngineRefused
from podcast.model import Clip, Request
from podcast.show import Voice
from podcast.speak.engine import Engine
from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore
from podcast.speak.verify import decode


def speak(
    plan: Plan,
    engine: Engine,
    voices: Mapping[str, Voice],
    store: ClipStore,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Clip, ...]:
    clips: dict[str, Clip] = {}
    jobs: dict[str, tuple[Request, Voice]] = {}
    for utterance, request, key in zip(plan.utterances, plan.requests, plan.keys, strict=True):
        stored = clips.get(key) or store.get(key)
        if stored:
            clips[key] = stored
        else:
            jobs[key] = (request, voices[utterance.speaker])
    with cf.ThreadPoolExecutor(engine.workers) as pool:
        futures = {pool.submit(engine.synthesise, request, voice, 60.0): key for key, (request, voice) in jobs.items()}
        for future in cf.as_completed(futures):
            key = futures[future]
            try:
                sound = future.result()
            except EngineBusy as e:
                raise EngineRefused(f"“{jobs[key][0].text}”: {e}") from e
            samples, rate = decode(sound.data)
            clips[key] = store.put(key, samples, rate, sound.boundaries)
            if progress:
                progress(len(clips), len(set(plan.keys)))
    return tuple(clips[key] for key in plan.keys)
