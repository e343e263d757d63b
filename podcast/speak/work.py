"""A plan → its clips: only what is missing, each once, several at a time, stored as they come."""

from __future__ import annotations

import concurrent.futures as cf
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import NoReturn

from podcast.errors import EngineRefused, EngineUnavailable, Refused
from podcast.model import Clip, Request
from podcast.service.limit import Limit
from podcast.service.work import Again, Job, Policy, Threads, Work
from podcast.show import Voice
from podcast.speak.elsewhere import Elsewhere, kept, made, stored
from podcast.speak.engine import Engine, Sound
from podcast.speak.engines import ENGINES
from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore
from podcast.speak.verify import Blemished, check


@dataclass(slots=True, kw_only=True)
class _Job(Job):
    key: str
    request: Request
    voice: Voice
    blemished: int = 0


def speak(
    plan: Plan,
    engine: Engine,
    voices: Mapping[str, Voice],
    store: ClipStore,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancel: threading.Event | None = None,
    elsewhere: Elsewhere | None = None,
    known: Mapping[str, Clip] | None = None,
    policy: Policy | None = None,
) -> tuple[Clip, ...]:
    """The clips of ``plan``, in its order; ``progress`` hears how many of how many are there.

    Raises EngineRefused naming the sentence that cannot be had, EngineUnavailable when the engine is gone,
    Interrupted once ``cancel`` is set. What was spoken until then is in the store. ``elsewhere``: other processes or
    machines do it, which are handed the engine's name. ``known``: clips that are there; None: as the store says.
    """
    clips = dict(known) if known is not None else stored(store, plan.keys)
    jobs = {
        key: _Job(key=key, request=request, voice=voices[utterance.speaker])
        for utterance, request, key in zip(plan.utterances, plan.requests, plan.keys, strict=True)
        if key not in clips
    }
    total = len(clips) + len(jobs)
    if progress:
        progress(len(clips), total)
    run = _Run(engine, store, elsewhere, policy or Policy(), cancel or threading.Event())
    longest_first = sorted(jobs.values(), key=lambda job: -len(job.request.payload))  # then no core waits at the end
    with closing(run(longest_first)) as new:
        for clip in new:
            clips[clip.key] = clip
            if progress:
                progress(len(clips), total)
    return tuple(clips[key] for key in plan.keys)


class _Run(Work[_Job, Clip]):
    unavailable = EngineUnavailable
    stopped = "Stopped; what was spoken until now is kept: render again to go on."

    def __init__(
        self, engine: Engine, store: ClipStore, elsewhere: Elsewhere | None, policy: Policy, cancel: threading.Event
    ) -> None:
        super().__init__(elsewhere.limit(engine) if elsewhere else Limit(engine.workers), policy, cancel)
        self.engine, self.store, self.elsewhere = engine, store, elsewhere

    def ask(self, job: _Job, deadline_s: float) -> cf.Future[Sound | Clip]:
        """Elsewhere it may have to wait until somebody is free: there its own deadline ends it."""
        if there := self.elsewhere:
            job.overdue = float("inf")
            what = there.shelf, self.engine.name, job.key, job.request, job.voice, deadline_s
            return there.executor.submit(made, *what)
        return Threads().submit(self.engine.synthesise, job.request, job.voice, deadline_s)

    def usual_deadline_s(self, job: _Job) -> float:
        """The engine's own, and a share for long text."""
        row = ENGINES.get(self.engine.name)
        return (row.deadline_s if row else 30.0) + len(job.request.text) / 10

    def take(self, job: _Job, answer: Callable[[], Sound | Clip]) -> Clip:
        try:
            came = answer()
            return came if isinstance(came, Clip) else kept(self.store, job.key, check(came, job.request, job.voice))
        except Blemished as e:
            job.blemished += 1
            if job.blemished < self.policy.blemished:
                raise Again from e
            return kept(self.store, job.key, e.delivered)

    def give_up(self, job: _Job, why: Refused) -> NoReturn:
        raise EngineRefused(f"“{_short(job.request.text)}”: {why}") from why


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
