"""The connection to a Dask cluster: one that is started here, its size, its limits, and what goes wrong with it."""

from __future__ import annotations

import concurrent.futures as cf
import importlib
import itertools
import logging
import os
import re
import secrets
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from podcast.errors import ConfigError, EngineBusy, PodcastError, Unreachable
from podcast.service.limit import Limit
from podcast.show import Show
from podcast.speak import store_of
from podcast.speak.elsewhere import Shelf, answers, made, program, refuse_other_program
from podcast.speak.engine import Engine
from podcast.speak.engines import goes_to
from podcast.storage import Storage

PLACE = re.compile(r"local:([1-9][0-9]{0,2})|(tcp|tls)://[^/\s]+:[0-9]+")
AHEAD = 1.5  # requests for each thread of the cluster: the next one is there when it has ended
CONNECT_S = 10
WORKERS_S = 60  # that a cluster may be without a worker
LOOK_S = 2.0


def greeted(shelf: Shelf, word: str) -> bool:
    """Whether this worker sees the shared clips that the one who asks sees. Raises Unreachable for another program."""
    refuse_other_program(shelf)
    return shelf.shared is None or Storage(str(shelf.shared), anywhere=True).read(word) is not None


@contextmanager
def connected(place: str, show: Show) -> Iterator[Cluster]:
    """The cluster at ``place``, or one of processes on this machine that ends with the block."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise ConfigError("--on needs a package more: pip install -c constraints.txt -e '.[cluster]'.") from error
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told here, in a sentence
        warnings.filterwarnings("ignore", module=name)
    local = PLACE.fullmatch(place)
    shelf = _shelf(show, bool(local and local[1]))
    processes = None
    try:
        if local and local[1]:
            processes = distributed.LocalCluster(
                n_workers=int(local[1]), threads_per_worker=1, memory_limit=0, dashboard_address=None,
                silence_logs=logging.CRITICAL, loop=_deaf_loop(),
            )  # fmt: skip
        client = distributed.Client(processes or place, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise Unreachable(
            f"No cluster answers at {place} ({error}): start one with `dask scheduler` and `dask worker {place}`, or "
            "take --on local:4."
        ) from error
    cluster = Cluster(client, place, shelf)
    try:
        cluster.greet()
        yield cluster
    except BaseException:
        _end_at_once(processes)
        raise
    else:
        client.close()
        if processes:
            processes.close()


def _deaf_loop() -> Any:
    """The loop that starts the processes, in a thread that does not hear Ctrl-C, nor do they: they are ended from here,
    and none of them says good-bye with a traceback."""
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")  # of the process that tidies up after all others
    runner = importlib.import_module("distributed.utils").LoopRunner()
    if not hasattr(signal, "pthread_sigmask"):
        runner.start()
        return runner.loop
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        runner.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return runner.loop


def _shelf(show: Show, local: bool) -> Shelf:
    store = store_of(show)
    if local:
        return Shelf(store.root, store.shared.address if store.shared else None, show.network, program())
    if store.shared is None:
        raise ConfigError(
            "Workers on other machines need a store of clips that they share with this one: name it in show.yaml, "
            "for instance clips: s3://bucket/prefix."
        )
    return Shelf(None, store.shared.address, None, program())


def _end_at_once(processes: Any) -> None:
    """Workers that are in the middle of a sentence are not waited for."""
    for nanny in dict(getattr(processes, "workers", None) or {}).values():
        with suppress(Exception):
            nanny.auto_restart = False
            os.kill(nanny.process.process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


@dataclass
class _Elastic:
    """The limit of an engine that takes as many requests at once as there are workers, or a service's own."""

    limit: Limit
    grows: bool


class Cluster:
    """A connection, how large the cluster is, and what each engine may be asked at once by all of it."""

    def __init__(self, client: Any, place: str, shelf: Shelf) -> None:
        self._client, self._place, self.shelf = client, place, shelf
        self._executor = client.get_executor()
        self._limits: dict[str, _Elastic] = {}
        self._asked: dict[str, cf.Future[Any]] = {}  # key of a clip → who makes it
        self._waiting: dict[cf.Future[Any], int] = {}  # how many wait for it
        self._lock = threading.Lock()
        self._seen = time.monotonic()
        self._looked = 0.0
        self.orders = itertools.count(1)
        self.threads = 1

    def greet(self) -> None:
        """Wait for the first workers, and see that they run this program and share these clips."""
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_S)
        except Exception as error:
            raise self.lost("has no worker") from error
        self._look()
        word = f"hello/{secrets.token_hex(8)}"
        if self.shelf.shared:
            shared = Storage(self.shelf.shared, anywhere=True)
            shared.create(word, b"hello", "text/plain")
        try:
            answers = self._client.run(greeted, self.shelf, word, on_error="return")
        finally:
            if self.shelf.shared:
                shared.remove(word)
        for worker, answer in answers.items():
            if isinstance(answer, PodcastError):
                raise answer
            if answer is not True:
                why = f"({answer})" if isinstance(answer, Exception) else ""
                raise Unreachable(
                    f"The worker {worker} does not see the clips at {self.shelf.shared} {why}: give it the same "
                    "account, or name a place in show.yaml's `clips` that all machines can reach."
                )

    def check(self) -> None:
        """Raises Unreachable when the cluster is gone, or has been without a worker for too long."""
        if self._client.status not in ("running", "connecting"):
            raise self.lost("is gone")
        if time.monotonic() - self._looked > LOOK_S:
            self._look()
        if time.monotonic() - self._seen > WORKERS_S:
            raise self.lost("has no worker any more")

    def _look(self) -> None:
        self._looked = time.monotonic()
        try:
            found = sum(self._client.nthreads().values())
        except Exception as error:
            raise self.lost("is gone") from error
        if found:
            self._seen = time.monotonic()
        if found and found != self.threads:
            self.threads = found
            for each in self._limits.values():
                if each.grows:
                    each.limit.widen(self._most())

    def lost(self, what: str) -> Unreachable:
        return Unreachable(
            f"The cluster at {self._place} {what}: what is done is published, what was spoken is kept; the same "
            "command goes on from here once it is back."
        )

    def limit(self, engine: Engine) -> Limit:
        """One for all episodes: a service counts all workers together."""
        with self._lock:
            if engine.name not in self._limits:
                grows = goes_to(engine) is None
                self._limits[engine.name] = _Elastic(Limit(self._most() if grows else engine.workers), grows)
            return self._limits[engine.name].limit

    def _most(self) -> int:
        return int(self.threads * AHEAD) + 1

    def submit(self, priority: int, key: str, fn: Callable[..., Any], *args: Any) -> cf.Future[Any]:
        """What goes wrong with the cluster itself is told in our words. ``key``: of the clip that it makes; who asks
        for one that is being made gets the same answer, so that no two episodes pay for a sentence that they share.
        """
        answer: cf.Future[Any] = cf.Future()
        with self._lock:
            asked = self._asked.get(key) if key else None
            if asked is None:
                try:
                    asked = self._executor.submit(fn, *args, pure=False, priority=priority)
                except Exception:
                    answer.set_exception(self.lost("is gone"))
                    return answer
                if key:
                    self._asked[key] = asked
            self._waiting[asked] = self._waiting.get(asked, 0) + 1
        asked.add_done_callback(lambda done: self._pass_on(done, answer, key))
        answer.add_done_callback(lambda answer: self._give_up(asked) if answer.cancelled() else None)
        return answer

    def _pass_on(self, done: cf.Future[Any], answer: cf.Future[Any], key: str) -> None:
        with self._lock:
            self._waiting.pop(done, None)
            if self._asked.get(key) is done:
                del self._asked[key]
        with suppress(cf.InvalidStateError):  # nobody waits for it any more
            try:
                answer.set_result(done.result())
            except cf.CancelledError:
                answer.set_exception(self.lost("is gone"))
            except BaseException as error:
                answer.set_exception(_told(error))

    def _give_up(self, asked: cf.Future[Any]) -> None:
        """The last one who waited does not any more."""
        with self._lock:
            left = self._waiting.get(asked, 0) - 1
            self._waiting[asked] = left
        if left <= 0:
            asked.cancel()


class InOrder(cf.Executor):
    """The cluster, for one episode: what comes before others in the order is done before them."""

    def __init__(self, cluster: Cluster, priority: int) -> None:
        self._cluster, self._priority = cluster, priority

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> cf.Future[Any]:
        key = args[2] if fn in (made, answers) else ""
        return self._cluster.submit(self._priority, key, fn, *args)


def _told(error: BaseException) -> BaseException:
    if isinstance(error, PodcastError):
        return error
    if type(error).__name__ == "KilledWorker":
        return EngineBusy("its worker died several times")
    return Unreachable(f"A worker of the cluster cannot do its work ({type(error).__name__}: {error}).")
