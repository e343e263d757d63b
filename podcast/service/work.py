"""Many requests to one service: several at a time, each until it is answered or given up."""

from __future__ import annotations

import concurrent.futures as cf
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from podcast.errors import Busy, Interrupted, PodcastError, Refused, Unavailable
from podcast.service.limit import Limit

_TICK_S = 0.1  # how often a request to stop is noticed


class Faulty(Busy):
    """The service answered, and what came cannot be used. May pass; such answers are paid for."""


class Again(Exception):
    """An answer that would do, and may come better: ask once more, at once."""


@dataclass(frozen=True, slots=True)
class Policy:
    """When to ask again and when to give up."""

    attempts: int = 8  # for one request
    faulty: int = 4  # of these may bring an answer that cannot be used
    blemished: int = 3  # answers that would do and could be better; the last one of them is taken as it is
    first_wait_s: float = 0.5  # doubles with each attempt, less up to half of it by chance
    longest_wait_s: float = 20.0
    longest_pause_s: float = 90.0  # a service that wants us to stay away for longer is gone
    dead_after: int = 10  # failures in a row, whichever the request
    deadline_s: float | None = None  # for a whole request; None: what the service is usually given
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

        threading.Thread(target=run, daemon=True, name="ask").start()
        return future


@dataclass(slots=True)
class Job:
    """One request on its way; subclasses say what is asked."""

    failed: int = 0
    faulty: int = 0
    not_before: float = 0.0  # monotonic seconds
    overdue: float = 0.0


J = TypeVar("J", bound=Job)
R = TypeVar("R")


class Work(Generic[J, R]):
    """All that is decided about requests is decided here, in one thread; workers only make one attempt each.

    A subclass says how a job is asked and what becomes of its answer. Calling it with the jobs yields the results as
    they come. Raises Unavailable when the service is gone, Interrupted once ``cancel`` is set.
    """

    unavailable: type[Unavailable] = Unavailable
    faulty_is_alive = False  # whether a service whose answers cannot be used counts as one that answers
    stopped = "Stopped; what was done until now is kept: the same command goes on from here."

    def __init__(self, limit: Limit, policy: Policy, cancel: threading.Event) -> None:
        self.limit, self.policy, self.cancel = limit, policy, cancel
        self.waiting: deque[J] = deque()
        self.under_way: dict[cf.Future[Any], J] = {}
        self.answered: deque[tuple[J, cf.Future[Any]]] = deque()
        self.chance = random.Random()

    def ask(self, job: J, deadline_s: float) -> cf.Future[Any]:
        """Make one attempt, in another thread or elsewhere. ``job.overdue`` is set, and may be set otherwise."""
        raise NotImplementedError

    def usual_deadline_s(self, job: J) -> float:
        """For one whole request, where the policy does not say."""
        raise NotImplementedError

    def take(self, job: J, answer: Callable[[], Any]) -> R:
        """The result of an answer, kept for good. Raises Faulty, Refused, Again, and what ``answer`` raises."""
        raise NotImplementedError

    def give_up(self, job: J, why: Refused) -> R:
        """The result of a job that has none; or raises, which ends all of them."""
        raise NotImplementedError

    def __call__(self, jobs: Iterable[J]) -> Generator[R, None, None]:
        self.waiting.extend(jobs)
        try:
            while self.waiting or self.under_way or self.answered:
                if not self._has_failed():  # what a failure means is settled before more is asked
                    self._start()
                self._collect(0.0 if self.answered else _TICK_S)
                if not self._has_failed():  # the service is busy with the next ones while an answer is checked
                    self._start()
                if self.answered:
                    results = self._settle(*self.answered[0])
                    self.answered.popleft()
                    yield from results
                if self.cancel.is_set():
                    raise Interrupted(self.stopped)
        finally:
            self._leave()

    def _has_failed(self) -> bool:
        return any(not future.done() or future.exception() is not None for _, future in self.answered)

    def _start(self) -> None:
        now = time.monotonic()
        for _ in range(len(self.waiting)):
            not_kept = len(self.under_way) + len(self.answered)
            if not_kept > self.limit.at_once or not self.limit.take(now):
                return  # what is not kept is lost and paid again when we are killed: one more than is under way
            job = self.waiting.popleft()
            if now < job.not_before:
                self.limit.give()
                self.waiting.append(job)
                continue
            deadline_s = self.policy.deadline_s
            deadline_s = self.usual_deadline_s(job) if deadline_s is None else deadline_s
            job.overdue = now + deadline_s + self.policy.overtime_s
            self.under_way[self.ask(job, deadline_s)] = job

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

    def _settle(self, job: J, future: cf.Future[Any]) -> tuple[R, ...]:
        try:
            if not future.done():
                future.cancel()
                raise Busy("no answer in time")
            result = self.take(job, future.result)
        except Again:
            self.waiting.append(job)
            return ()
        except Busy as e:
            refused = self._again(job, e)
            return (self.give_up(job, refused),) if refused else ()
        except Refused as e:
            return (self.give_up(job, e),)
        self.limit.went_well()
        return (result,)

    def _again(self, job: J, e: Busy) -> Refused | None:
        """Put the job back for later, or give up: on the service, or on this job (then why)."""
        policy = self.policy
        now = time.monotonic()
        in_a_row = self._failed_in_a_row(now, e)
        job.failed += 1
        job.faulty += isinstance(e, Faulty)
        if in_a_row >= policy.dead_after:
            raise self.unavailable(f"{in_a_row} requests in a row failed, the last one: {e}") from e
        if job.failed >= policy.attempts or job.faulty >= policy.faulty:
            return Refused(f"failed {job.failed} times, the last time: {e}")
        if e.retry_after_s is not None and e.retry_after_s > policy.longest_pause_s:
            raise self.unavailable(f"it wants to be left alone for {e.retry_after_s:.0f} s") from e
        wait_s = min(policy.first_wait_s * 2 ** (job.failed - 1), policy.longest_wait_s)
        job.not_before = now + wait_s * self.chance.uniform(0.5, 1.0)
        self.waiting.append(job)
        return None

    def _failed_in_a_row(self, now: float, e: Busy) -> int:
        if isinstance(e, Faulty) and self.faulty_is_alive:
            self.limit.went_well()
            return 0
        return self.limit.failed(now, e.retry_after_s)

    def _leave(self) -> None:
        """Keep what has come meanwhile; wait for nothing."""
        for job, future in (*self.answered, *((job, future) for future, job in self.under_way.items())):
            if not future.cancel() and future.done() and future.exception() is None:
                with suppress(PodcastError, Again):
                    self.take(job, future.result)
        for _ in self.under_way:
            self.limit.give()
        self.answered.clear()
        self.under_way.clear()
