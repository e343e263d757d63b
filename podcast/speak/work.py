"""A plan → its clips: only what is missing, each once, several at a time, stored as they come."""

from __future__ import annotations

import concurrent.futures as cf
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

from podcast.errors import EngineRefused, EngineUnavailable, Refused
from podcast.model import Clip, Request, Spoken
from podcast.service.limit import Limit
from podcast.service.work import Again, Job, Policy, Threads, Work
from podcast.show import Voice
from podcast.speak.elsewhere import Elsewhere, kept, made, stored
from podcast.speak.engine import Engine, Sound
from podcast.speak.engines import ENGINES, repeats
from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore
from podcast.speak.verify import Blemished, Delivered, check

TAKES = 3  # of one sentence, at most, where a proof doubts each of them


class Proof(Protocol):
    """Somebody who hears each clip before it counts as good."""

    def doubt(self, spoken: Spoken, voice: Voice, delivered: Delivered) -> float:
        """How much there is wrong with it; 0 where nothing is."""

    def settled(self, spoken: Spoken, voice: Voice, delivered: Delivered) -> bool:
        """Whether it was heard before, and either nothing is wrong or it was the best of all takes."""

    def settle(self, spoken: Spoken, voice: Voice, delivered: Delivered, takes: int) -> None:
        """It is taken, as the best of ``takes``."""


@dataclass(slots=True, kw_only=True)
class _Job(Job):
    key: str
    request: Request
    voice: Voice
    spoken: Spoken
    blemished: int = 0
    takes: list[tuple[float, Delivered]] = field(default_factory=list)  # with what is wrong with each


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
    proof: Proof | None = None,
) -> tuple[Clip, ...]:
    """The clips of ``plan``, in its order; ``progress`` hears how many of how many are there.

    Raises EngineRefused naming the sentence that cannot be had, EngineUnavailable when the engine is gone,
    Interrupted once ``cancel`` is set. What was spoken until then is in the store. ``elsewhere``: other processes or
    machines do it, which are handed the engine's name. ``known``: clips that are there; None: as the store says.
    ``proof`` hears each clip, those that are there too; what it doubts is asked for again, and the best of three taken.
    """
    clips = dict(known) if known is not None else stored(store, plan.keys)
    jobs = {
        key: _Job(key=key, request=request, voice=voices[utterance.speaker], spoken=utterance.spoken)
        for utterance, request, key in zip(plan.utterances, plan.requests, plan.keys, strict=True)
    }
    if proof:
        clips = dict(_good(clips, jobs, store, proof, progress))
    jobs = {key: job for key, job in jobs.items() if key not in clips}
    total = len(clips) + len(jobs)
    if progress:
        progress(len(clips), total)
    run = _Run(engine, store, elsewhere, policy or Policy(), cancel or threading.Event(), proof)
    longest_first = sorted(jobs.values(), key=lambda job: -len(job.request.payload))  # then no core waits at the end
    try:
        with closing(run(longest_first)) as new:
            for clip in new:
                clips[clip.key] = clip
                if progress:
                    progress(len(clips), total)
    except EngineUnavailable:
        left = [job for key, job in jobs.items() if key not in clips]
        if not all(job.takes for job in left):
            raise
        clips |= {job.key: run.best(job) for job in left}  # they were there, and may be better one day
    return tuple(clips[key] for key in plan.keys)


def _good(
    clips: Mapping[str, Clip], jobs: Mapping[str, _Job], store: ClipStore, proof: Proof,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, Clip]]:  # fmt: skip
    """Those of the stored clips that need not be asked for again."""
    for n, (key, clip) in enumerate(clips.items(), 1):
        if _stands(clip, jobs[key], store, proof):
            yield key, clip
        if progress:
            progress(n, len(jobs))


def _stands(clip: Clip, job: _Job, store: ClipStore, proof: Proof) -> bool:
    """Whether a stored clip need not be asked for again. One that is doubted is the job's first take."""
    there = Delivered(store.samples(clip), clip.sample_rate, clip.boundaries)
    if proof.settled(job.spoken, job.voice, there):
        return True
    if (doubt := proof.doubt(job.spoken, job.voice, there)) and not repeats(job.request.engine):
        job.takes.append((doubt, there))
        return False
    proof.settle(job.spoken, job.voice, there, 1)
    return True


class _Run(Work[_Job, Clip]):
    unavailable = EngineUnavailable
    stopped = "Stopped; what was spoken until now is kept: render again to go on."

    def __init__(
        self, engine: Engine, store: ClipStore, elsewhere: Elsewhere | None, policy: Policy, cancel: threading.Event,
        proof: Proof | None = None,
    ) -> None:  # fmt: skip
        super().__init__(elsewhere.limit(engine) if elsewhere else Limit(engine.workers), policy, cancel)
        self.engine, self.store, self.elsewhere, self.proof = engine, store, elsewhere, proof

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
            return came if isinstance(came, Clip) else self._proved(job, check(came, job.request, job.voice))
        except Blemished as e:
            job.blemished += 1
            if job.blemished < self.policy.blemished:
                raise Again from e
            return self._proved(job, e.delivered)

    def _proved(self, job: _Job, delivered: Delivered) -> Clip:
        """The clip, once nothing is doubted in it; else the best of several takes. Once stopped, nobody hears it."""
        if proof := self.proof:
            job.takes.append((proof.doubt(job.spoken, job.voice, delivered), delivered))
            most = 1 if repeats(self.engine.name) else TAKES
            if job.takes[-1][0] and len(job.takes) < most:
                raise Again
            delivered = self._best(job)
            proof.settle(job.spoken, job.voice, delivered, len(job.takes))
        return kept(self.store, job.key, delivered, better=proof is not None and len(job.takes) > 1)

    def best(self, job: _Job) -> Clip:
        """Of the takes that there are, where no more can be had."""
        return kept(self.store, job.key, self._best(job), better=True)

    def _best(self, job: _Job) -> Delivered:
        return min(job.takes, key=lambda take: take[0])[1]

    def _leave(self) -> None:
        self.proof = None
        super()._leave()

    def give_up(self, job: _Job, why: Refused) -> Clip:
        if job.takes:
            return self.best(job)
        raise EngineRefused(f"“{_short(job.request.text)}”: {why}") from why


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
