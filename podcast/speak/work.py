"""A plan → its clips: only what is missing, each once, several at a time, stored as they come."""

from __future__ import annotations

import concurrent.futures as cf
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable, Interrupted
from podcast.model import Clip, Request
from podcast.show import Voice
from podcast.speak.elsewhere import Elsewhere, kept, made, stored
from podcast.speak.engine import Engine, Sound
from podcast.speak.engines import ENGINES
from podcast.speak.limit import Limit
from podcast.speak.plan import Plan
from podcast.speak.probe import Threads
from podcast.speak.store import ClipStore
from podcast.speak.verify import Blemished, FaultySound, check

_TICK_S = 0.1  # how often a request to stop is noticed


@dataclass(frozen=True, slots=True)
class Policy:
    """When to ask again and when to give up."""

    attempts: int = 8  # for one sentence
    faulty: int = 4  # of these may bring sound that is not the whole sentence: such answers are paid for
    blemished: int = 3  # answers with a fault in their sound; the last one of them is taken as it is
    first_wait_s: float = 0.5  # doubles with each attempt, less up to half of it by chance
    longest_wait_s: float = 20.0
    longest_pause_s: float = 90.0  # a service that wants us to stay away for longer is gone
    dead_after: int = 10  # failures in a row, whichever the sentence
    deadline_s: float | None = None  # for a whole request; None: the engine's own, and a share for long text
    overtime_s: float = 1.0  # after it an answer is no longer waited for


@dataclass(slots=True)
class _Job:
    key: str
    request: Request
    voice: Voice
    failed: int = 0
    faulty: int = 0
    blemished: int = 0
    not_before: float = 0.0  # monotonic seconds
    overdue: float = 0.0


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
        key: _Job(key, request, voices[utterance.speaker])
        for utterance, request, key in zip(plan.utterances, plan.requests, plan.keys, strict=True)
        if key not in clips
    }
    total = len(clips) + len(jobs)
    if progress:
        progress(len(clips), total)
    run = _Run(engine, store, elsewhere, policy or Policy(), cancel or threading.Event())
    with closing(run(jobs.values())) as new:
        for clip in new:
            clips[clip.key] = clip
            if progress:
                progress(len(clips), total)
    return tuple(clips[key] for key in plan.keys)


class _Run:
    """All that is decided about requests is decided here, in one thread; workers only make one attempt each."""

    def __init__(
        self, engine: Engine, store: ClipStore, elsewhere: Elsewhere | None, policy: Policy, cancel: threading.Event
    ) -> None:
        self.engine, self.store, self.policy, self.cancel = engine, store, policy, cancel
        self.elsewhere = elsewhere
        self.limit = elsewhere.limit(engine) if elsewhere else Limit(engine.workers)
        self.waiting: deque[_Job] = deque()
        self.under_way: dict[cf.Future[Sound | Clip], _Job] = {}
        self.answered: deque[tuple[_Job, cf.Future[Sound | Clip]]] = deque()
        self.chance = random.Random()

    def __call__(self, jobs: Iterable[_Job]) -> Generator[Clip, None, None]:
        self.waiting.extend(jobs)
        try:
            while self.waiting or self.under_way or self.answered:
                self._start()
                self._collect(0.0 if self.answered else _TICK_S)
                self._start()  # the service is busy with the next ones while an answer is checked
                if self.answered:
                    if clip := self._settle(*self.answered[0]):
                        yield clip
                    self.answered.popleft()
                if self.cancel.is_set():
                    raise Interrupted("Stopped; what was spoken until now is kept: render again to go on.")
        finally:
            self._leave()

    def _start(self) -> None:
        now = time.monotonic()
        for _ in range(len(self.waiting)):
            not_stored = len(self.under_way) + len(self.answered)
            if not_stored > self.limit.at_once or not self.limit.take(now):
                return  # what is not stored is lost and paid again when we are killed: one more than is under way
            job = self.waiting.popleft()
            if now < job.not_before:
                self.limit.give()
                self.waiting.append(job)
                continue
            self.under_way[self._asked(job, now)] = job

    def _asked(self, job: _Job, now: float) -> cf.Future[Sound | Clip]:
        """One attempt. Elsewhere it may have to wait until somebody is free: there its own deadline ends it."""
        deadline_s = self._deadline_s(job.request)
        if there := self.elsewhere:
            job.overdue = float("inf")
            what = there.shelf, self.engine.name, job.key, job.request, job.voice, deadline_s
            return there.executor.submit(made, *what)
        job.overdue = now + deadline_s + self.policy.overtime_s
        return Threads().submit(self.engine.synthesise, job.request, job.voice, deadline_s)

    def _deadline_s(self, request: Request) -> float:
        if self.policy.deadline_s is not None:
            return self.policy.deadline_s
        row = ENGINES.get(self.engine.name)
        return (row.deadline_s if row else 30.0) + len(request.text) / 10

    def _collect(self, wait_s: float) -> None:
        """Take what has an answer, or is too late for one."""
        if not self.under_way:
            time.sleep(wait_s / 4)
            return
        cf.wait(self.under_way, timeout=wait_s, return_when=cf.FIRST_COMPLETED)
        now = time.monotonic()
        for future, job in list(self.under_way.items()):
            if future.done() or now > job.overdue:
                self.answered.append((job, future))
                del self.under_way[future]
                self.limit.give()

    def _settle(self, job: _Job, future: cf.Future[Sound | Clip]) -> Clip | None:
        try:
            if not future.done():
                future.cancel()
                raise EngineBusy("no answer in time")
            answer = future.result()
            delivered = answer if isinstance(answer, Clip) else check(answer, job.request, job.voice)
        except Blemished as e:
            job.blemished += 1
            if job.blemished < self.policy.blemished:
                self.waiting.append(job)
                return None
            delivered = e.delivered
        except EngineBusy as e:
            self._again(job, e)
            return None
        except EngineRefused as e:
            raise EngineRefused(f"“{_short(job.request.text)}”: {e}") from e
        self.limit.went_well()
        return delivered if isinstance(delivered, Clip) else kept(self.store, job.key, delivered)

    def _again(self, job: _Job, e: EngineBusy) -> None:
        """Put the job back for later, or give up: on the engine, or on this sentence."""
        policy = self.policy
        now = time.monotonic()
        in_a_row = self.limit.failed(now, e.retry_after_s)
        job.failed += 1
        job.faulty += isinstance(e, FaultySound)
        if in_a_row >= policy.dead_after:
            raise EngineUnavailable(f"{in_a_row} requests in a row failed, the last one: {e}") from e
        if job.failed >= policy.attempts or job.faulty >= policy.faulty:
            raise EngineRefused(f"“{_short(job.request.text)}” failed {job.failed} times, the last time: {e}") from e
        if e.retry_after_s is not None and e.retry_after_s > policy.longest_pause_s:
            raise EngineUnavailable(f"it wants to be left alone for {e.retry_after_s:.0f} s") from e
        wait_s = min(policy.first_wait_s * 2 ** (job.failed - 1), policy.longest_wait_s)
        job.not_before = now + wait_s * self.chance.uniform(0.5, 1.0)
        self.waiting.append(job)

    def _leave(self) -> None:
        """Keep what has come meanwhile; wait for nothing."""
        for job, future in (*self.answered, *((job, future) for future, job in self.under_way.items())):
            if not future.cancel() and future.done() and future.exception() is None:
                with suppress(FaultySound):
                    if not isinstance(answer := future.result(), Clip):
                        kept(self.store, job.key, check(answer, job.request, job.voice))
        for _ in self.under_way:
            self.limit.give()
        self.answered.clear()
        self.under_way.clear()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
