"""Episodes and their utterances spread over the workers of a Dask cluster: `render --on local:4`, `--on tcp://…:8786`.

All decisions are made here, where the show lies: drafts, which engine, when to ask again. Workers plan, speak and mix;
what they make is found by its key, in the folder of this machine or in the clips that it shares with them.
"""

from __future__ import annotations

import concurrent.futures as cf
import itertools
import logging
import os
import re
import secrets
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast.draft import Draft, write_draft
from podcast.errors import ConfigError, EngineBusy, Interrupted, PodcastError, Unreachable
from podcast.library import Library, Work
from podcast.mandarin import mandarin_of
from podcast.mixing import Mixing, mixed
from podcast.model import Episode
from podcast.progress import Progress
from podcast.render import Here, Options, Outcome, finish
from podcast.show import Show
from podcast.speak import Take, speak_episode, store_of
from podcast.speak.elsewhere import Elsewhere, Shelf, answers, made, opened, program, refuse_other_program
from podcast.speak.engine import Engine
from podcast.speak.engines import goes_to
from podcast.speak.limit import Limit
from podcast.speak.probe import Threads
from podcast.storage import Storage

PLACE = re.compile(r"local:([1-9][0-9]{0,2})|(tcp|tls)://[^/\s]+:[0-9]+")
AHEAD = 1.5  # requests for each thread of the cluster: the next one is there when it has ended
MOST_EPISODES = 64  # under way at once: each has a thread and its script here
CONNECT_S = 10
WORKERS_S = 60  # that a cluster may be without a worker
LOOK_S = 2.0
MIX_FIRST = 1_000_000  # an episode that is all spoken is to be finished

Ended = Callable[[Work, Outcome | PodcastError, float], None]
"""Hears how an episode ended, and after how many seconds."""
Watch = Callable[[str], Progress]
"""Gives each episode that begins a progress of its own."""


def render_many(
    library: Library, works: Iterable[Work], place: str, *, now: Callable[[], datetime], options: Options,
    ended: Ended, watch: Watch,
) -> None:  # fmt: skip
    """Render ``works`` on the cluster at ``place``; one that fails stops none of the others.

    Raises Unreachable when the cluster is gone, Interrupted on Ctrl-C, ShowBusy, ConfigError: what is done then is
    published, what was spoken is kept.
    """
    from podcast.show.leftovers import sweep
    from podcast.show.lock import render_lock

    show = library.show
    with render_lock(show.state / "render.lock"):
        sweep(show)
        with connected(place, show) as cluster:
            _Run(library, cluster, now, options, ended, watch).run(works)


class _Run:
    """Drafts are made here one after the other, in the order of the episodes: numbers are given in it."""

    def __init__(
        self, library: Library, cluster: Cluster, now: Callable[[], datetime], options: Options, ended: Ended,
        watch: Watch,
    ) -> None:  # fmt: skip
        self._library, self._cluster, self._options = library, cluster, options
        self._now, self._ended, self._watch = now, ended, watch
        self._cancel = threading.Event()
        self._feed = _Feed()
        self._under_way: dict[cf.Future[Outcome], tuple[Work, float]] = {}

    def run(self, works: Iterable[Work]) -> None:
        try:
            for work in works:
                while len(self._under_way) >= min(MOST_EPISODES, self._cluster.threads + 1):
                    self._collect()
                self._begin(work)
            while self._under_way:
                self._collect()
        except BaseException:
            self._cancel.set()
            raise

    def _begin(self, work: Work) -> None:
        began, now, options = time.monotonic(), self._now(), self._options
        try:
            draft = write_draft(self._library.show, work, now=now, form=options.form, rewrite=options.rewrite)
        except PodcastError as error:
            self._ended(work, error, time.monotonic() - began)
            return
        what = self._library, work, draft, There(self._cluster, self._feed, self._cancel)
        future = Threads().submit(finish, *what, now=now, options=options, progress=self._watch(work.slug))
        self._under_way[future] = work, began

    def _collect(self) -> None:
        cf.wait(self._under_way, timeout=0.2, return_when=cf.FIRST_COMPLETED)
        for future in [future for future in self._under_way if future.done()]:
            work, began = self._under_way.pop(future)
            try:
                outcome: Outcome | PodcastError = future.result()
            except (Unreachable, Interrupted):  # so would the others
                raise
            except PodcastError as error:
                outcome = error
            self._ended(work, outcome, time.monotonic() - began)
        self._cluster.check()


class There(Here):
    """The long work of one episode on a cluster; feed and pages are written here."""

    def __init__(self, cluster: Cluster, feed: _Feed, cancel: threading.Event) -> None:
        self._cluster, self._feed, self._cancel = cluster, feed, cancel
        self._order = next(cluster.orders)

    def speak(self, show: Show, draft: Draft, options: Options, progress: Progress) -> Take:
        elsewhere = Elsewhere(_InOrder(self._cluster, -self._order), self._cluster.shelf, self._cluster.limit)
        return speak_episode(
            draft.script, show, mandarin_of(show), store_of(show), published=draft.published,
            engine_override=options.engine, progress=progress, cancel=self._cancel, elsewhere=elsewhere,
        )  # fmt: skip

    def mix(self, job: Mixing, path: Path, progress: Progress) -> Episode:
        shelf = self._cluster.shelf
        executor = _InOrder(self._cluster, MIX_FIRST - self._order)
        if shelf.root:
            return executor.submit(mix_beside, shelf, job, path).result()
        episode, name = executor.submit(mix_far_away, shelf, job).result()
        shared = Storage(str(shelf.shared), anywhere=True)
        shared.get(name, path)
        with suppress(Exception):  # it is in the way of nobody
            shared.remove(name)
        return episode

    def rebuild(self, show: Show, now: datetime) -> None:
        self._feed.rebuild(show, now, super().rebuild)


class _Feed:
    """The feed after each episode; those that end while it is being built share the next build."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._saved = itertools.count(1)
        self._last = self._built = 0

    def rebuild(self, show: Show, now: datetime, build: Callable[[Show, datetime], None]) -> None:
        mine = self._last = next(self._saved)
        with self._lock:
            if self._built < mine:
                upto = self._last
                build(show, now)
                self._built = upto


# ---------------------------------------------------------------- run there


def mix_beside(shelf: Shelf, job: Mixing, path: Path) -> Episode:
    """On this machine: the file lies where it belongs, and what earlier mixes worked out is at hand."""
    from podcast.episode.names import safe_name
    from podcast.mix import Kept

    store = opened(shelf)
    store.fetch(job.take.plan.keys)
    return mixed(job, store, path, None, Kept(job.show.cache / "mix" / safe_name(job.slug)))


def mix_far_away(shelf: Shelf, job: Mixing) -> tuple[Episode, str]:
    """On another: the file goes to the shared clips, from where it is taken by the name that is answered."""
    from podcast.mix import Kept

    store = opened(shelf)
    store.fetch(job.take.plan.keys)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "episode.mp3"
        episode = mixed(job, store, path, None, Kept())
        name = f"mixed/{secrets.token_hex(8)}.mp3"
        Storage(str(shelf.shared), anywhere=True).put(path, name, "audio/mpeg", "no-cache")
    return episode, name


def greeted(shelf: Shelf, word: str) -> bool:
    """Whether this worker sees the shared clips that the one who asks sees. Raises Unreachable for another program."""
    refuse_other_program(shelf)
    return shelf.shared is None or Storage(str(shelf.shared), anywhere=True).read(word) is not None


# ---------------------------------------------------------------- the cluster


@contextmanager
def connected(place: str, show: Show) -> Iterator[Cluster]:
    """The cluster at ``place``, or one of processes on this machine that ends with the block."""
    try:
        import distributed
    except ImportError as error:
        raise ConfigError("--on needs a package more: pip install -c constraints.txt -e '.[cluster]'.") from error
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told here, in a sentence
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
    from distributed.utils import LoopRunner

    sys.warnoptions.append("ignore:resource_tracker:UserWarning")  # of the process that tidies up after all others
    runner = LoopRunner()
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
        answer.add_done_callback(lambda answer: answer.cancelled() and self._give_up(asked))
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


class _InOrder(cf.Executor):
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
