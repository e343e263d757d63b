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
from typing import Any

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable, Interrupted
from podcast.model import Clip, Request
from podcast.show import Voice
from podcast.speak.engine import Engine, Sound
from podcast.speak.engines import ENGINES, load
from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore
from podcast.speak.verify import Delivered, FaultySound, check

_TICK_S = 0.1  # how often a request to stop is noticed


@dataclass(frozen=True, slots=True)
class Policy:
    """When to ask again and when to give up."""

    attempts: int = 8  # for one sentence
    faulty: int = 4  # of these may bring sound that is not the whole sentence: such answers are paid for
    first_wait_s: float = 0.5  # doubles with each attempt, less up to half of it by chance
    longest_wait_s: float = 20.0
    longest_pause_s: float = 90.0  # a service that wants us to stay away for longer is gone
    dead_after: int = 10  # failures in a row, whichever the sentence
    deadline_s: float | None = None  # for a whole request; None: the engine's own, and a share for long text
    overtime_s: float = 1.0  # after it an answer is no longer waited for


class Threads(cf.Executor):
    """A daemon thread a call. The standard pool joins its threads when the interpreter ends, however stuck they are."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> cf.Future[Any]:
        future: cf.Future[Any] = cf.Future()
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                result = fn(*args, **kwargs)
            except BaseException as e:
                future.set_exception(e)
            else:
                future.set_result(result)

        threading.Thread(target=run, daemon=True, name="speak").start()
        return future


@dataclass(slots=True)
class _Job:
    key: str
    request: Request
    voice: Voice
    failed: int = 0
    faulty: int = 0
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
    executor: cf.Executor | None = None,
    policy: Policy | None = None,
) -> tuple[Clip, ...]:
    """The clips of ``plan``, in its order; ``progress`` hears how many of how many are there.

    Raises EngineRefused naming the sentence that cannot be had, EngineUnavailable when the engine is gone,
    Interrupted once ``cancel`` is set. What was spoken until then is in the store. A given ``executor`` may
    work elsewhere: it is handed the engine's name.
    """
    clips = {key: clip for key in dict.fromkeys(plan.keys) if (clip := store.get(key))}
    jobs = {
        key: _Job(key, request, voices[utterance.speaker])
        for utterance, request, key in zip(plan.utterances, plan.requests, plan.keys, strict=True)
        if key not in clips
    }
    total = len(clips) + len(jobs)
    if progress:
        progress(len(clips), total)
    run = _Run(engine, store, executor, policy or Policy(), cancel or threading.Event())
    with closing(run(jobs.values())) as new:
        for clip in new:
            clips[clip.key] = clip
            if progress:
                progress(len(clips), total)
    return tuple(clips[key] for key in plan.keys)


def ask(engine: Engine | str, request: Request, voice: Voice, deadline_s: float) -> Sound:
    """One attempt. Runs where the executor runs it: an engine can go there by its name."""
    engine = load(engine) if isinstance(engine, str) else engine
    return engine.synthesise(request, voice, deadline_s)


class _Run:
    """All that is decided about requests is decided here, in one thread; workers only make one attempt each."""

    def __init__(
        self, engine: Engine, store: ClipStore, executor: cf.Executor | None, policy: Policy, cancel: threading.Event
    ) -> None:
        self.engine, self.store, self.policy, self.cancel = engine, store, policy, cancel
        self.executor = executor or Threads()
        self.who: Engine | str = engine.name if executor else engine
        self.waiting: deque[_Job] = deque()
        self.under_way: dict[cf.Future[Sound], _Job] = {}
        self.answered: deque[tuple[_Job, cf.Future[Sound]]] = deque()
        self.failed_in_a_row = 0
        self.at_once = float(engine.workers)  # fewer once the service says that it is too much
        self.not_before = 0.0
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
            if len(self.under_way) >= int(self.at_once) or not_stored > self.at_once or now < self.not_before:
                return  # what is not stored is lost and paid again when we are killed: one more than is under way
            job = self.waiting.popleft()
            if now < job.not_before:
                self.waiting.append(job)
                continue
            deadline_s = self._deadline_s(job.request)
            job.overdue = now + deadline_s + self.policy.overtime_s
            future = self.executor.submit(ask, self.who, job.request, job.voice, deadline_s)
            self.under_way[future] = job

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

    def _settle(self, job: _Job, future: cf.Future[Sound]) -> Clip | None:
        try:
            if not future.done():
                future.cancel()
                raise EngineBusy("no answer in time")
            delivered = check(future.result(), job.request, job.voice)
        except EngineBusy as e:
            self._again(job, e)
            return None
        except EngineRefused as e:
            raise EngineRefused(f"“{_short(job.request.text)}”: {e}") from e
        self.failed_in_a_row = 0
        self.at_once = min(self.engine.workers, self.at_once + 0.1)
        return self._keep(job, delivered)

    def _keep(self, job: _Job, delivered: Delivered) -> Clip:
        return self.store.put(job.key, delivered.samples, delivered.sample_rate, delivered.boundaries)

    def _again(self, job: _Job, e: EngineBusy) -> None:
        """Put the job back for later, or give up: on the engine, or on this sentence."""
        policy = self.policy
        now = time.monotonic()
        self.failed_in_a_row += e.retry_after_s is None  # who names a time to come again is alive
        job.failed += 1
        job.faulty += isinstance(e, FaultySound)
        if self.failed_in_a_row >= policy.dead_after:
            raise EngineUnavailable(f"{self.failed_in_a_row} requests in a row failed, the last one: {e}") from e
        if job.failed >= policy.attempts or job.faulty >= policy.faulty:
            raise EngineRefused(f"“{_short(job.request.text)}” failed {job.failed} times, the last time: {e}") from e
        if e.retry_after_s is not None:
            if e.retry_after_s > policy.longest_pause_s:
                raise EngineUnavailable(f"it wants to be left alone for {e.retry_after_s:.0f} s") from e
            if now >= self.not_before:  # the first of a burst speaks for all of it
                self.at_once = max(1.0, self.at_once / 2)
            self.not_before = max(self.not_before, now + e.retry_after_s)
        wait_s = min(policy.first_wait_s * 2 ** (job.failed - 1), policy.longest_wait_s)
        job.not_before = now + wait_s * self.chance.uniform(0.5, 1.0)
        self.waiting.append(job)

    def _leave(self) -> None:
        """Keep what has come meanwhile; wait for nothing."""
        for job, future in (*self.answered, *((job, future) for future, job in self.under_way.items())):
            if not future.cancel() and future.done() and future.exception() is None:
                with suppress(FaultySound):
                    self._keep(job, check(future.result(), job.request, job.voice))
        self.answered.clear()
        self.under_way.clear()


def probe(engine: Engine, request: Request, voice: Voice, *, within_s: float = 5.0, tries: int = 3) -> Delivered:
    """One short request, to learn whether the engine answers; its sound can be kept.

    Raises EngineUnavailable when nothing comes in time, EngineRefused when what comes is no speech.
    """
    ends = time.monotonic() + within_s
    for n in range(1, tries + 1):
        left_s = max(0.1, ends - time.monotonic())
        try:
            answer = Threads().submit(ask, engine, request, voice, left_s)
            return check(answer.result(timeout=left_s), request, voice)
        except TimeoutError as e:
            raise EngineUnavailable(f"did not answer within {within_s:g} s") from e
        except EngineBusy as e:
            wait_s = e.retry_after_s or 0.2 * n
            if n == tries or time.monotonic() + wait_s > ends:
                raise EngineRefused(str(e)) from e
            time.sleep(wait_s)
    raise AssertionError("the last try returns or raises")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
