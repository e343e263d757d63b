"""Episodes and their utterances spread over the workers of a Dask cluster: `render --on local:4`, `--on tcp://…:8786`.

All decisions are made here, where the show lies: drafts, which engine, when to ask again. Workers plan, speak and mix;
what they make is found by its key, in the folder of this machine or in the clips that it shares with them.
"""

from __future__ import annotations

import concurrent.futures as cf
import itertools
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.cluster.dask import Cluster, InOrder, connected
from podcast.draft import Draft, write_draft
from podcast.episode.names import content_type
from podcast.errors import Interrupted, PodcastError, Unreachable
from podcast.library import Library, Work
from podcast.mandarin import mandarin_of
from podcast.mixing import Mixing, mixed
from podcast.model import Episode
from podcast.progress import Progress
from podcast.render import Here, Options, Outcome, finish
from podcast.show import Music, Show
from podcast.speak import Take, speak_episode, store_of
from podcast.speak.elsewhere import Elsewhere, Shelf, opened
from podcast.speak.probe import Threads
from podcast.storage import Storage

if TYPE_CHECKING:
    from podcast.mix import Score

MOST_EPISODES = 64  # under way at once: each has a thread and its script here
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
            draft = write_draft(
                self._library.show, work, now=now, wanted=options.wanted, progress=self._watch(work.slug)
            )
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
        elsewhere = Elsewhere(InOrder(self._cluster, -self._order), self._cluster.shelf, self._cluster.limit)
        return speak_episode(
            draft.script, show, mandarin_of(show), store_of(show), published=draft.published,
            engine_override=options.engine, progress=progress, cancel=self._cancel, elsewhere=elsewhere,
        )  # fmt: skip

    def music(self, show: Show) -> Score:
        made: Score = self._feed.once("music", lambda: super(There, self).music(show))
        return made

    def picture(self, show: Show) -> bytes:
        made: bytes = self._feed.once("picture", lambda: super(There, self).picture(show))
        return made

    def mix(self, job: Mixing, path: Path, progress: Progress) -> Episode:
        shelf = self._cluster.shelf
        executor = InOrder(self._cluster, MIX_FIRST - self._order)
        if shelf.root or not any(job.show.music.pieces().values()):
            job = replace(job, music=None)  # megabytes that the worker has as well
        if shelf.root:
            beside: Episode = executor.submit(mix_beside, shelf, job, path).result()
            return beside
        episode: Episode
        episode, names = executor.submit(mix_far_away, shelf, job).result()
        shared = Storage(str(shelf.shared), anywhere=True)
        for name, to in zip(names, (path, *(path.parent / form.file for form in episode.further)), strict=True):
            shared.get(name, to)
            with suppress(Exception):  # it is in the way of nobody
                shared.remove(name)
        return episode

    def rebuild(self, show: Show, now: datetime) -> None:
        self._feed.rebuild(show, now, super().rebuild)


class _Feed:
    """The feed after each episode; those that end while it is being built share the next build.

    And what is the same for all of them, made once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._saved = itertools.count(1)
        self._last = self._built = 0
        self._made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

    def rebuild(self, show: Show, now: datetime, build: Callable[[Show, datetime], None]) -> None:
        mine = self._last = next(self._saved)
        with self._lock:
            if self._built < mine:
                upto = self._last
                build(show, now)
                self._built = upto


# ---------------------------------------------------------------- run there


@cache
def _score(music: Music, root: Path) -> Score:
    """Once a worker: decoding takes a while."""
    from podcast.mix import score
    from podcast.show.music_files import files_of

    return score(files_of(music, root))


def mix_beside(shelf: Shelf, job: Mixing, path: Path) -> Episode:
    """On this machine: the file lies where it belongs, and what earlier mixes worked out is at hand."""
    from podcast.episode.names import safe_name
    from podcast.mix import Kept

    store = opened(shelf)
    store.fetch(job.take.plan.keys)
    job = replace(job, music=_score(job.show.music, job.show.root))
    return mixed(job, store, path, None, Kept(job.show.cache / "mix" / safe_name(job.slug)))


def mix_far_away(shelf: Shelf, job: Mixing) -> tuple[Episode, tuple[str, ...]]:
    """On another: the files go to the shared clips, from where they are taken by the names that are answered."""
    from podcast.mix import Kept

    store = opened(shelf)
    store.fetch(job.take.plan.keys)
    if job.music is None:
        job = replace(job, music=_score(job.show.music, job.show.root))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "episode.mp3"
        episode = mixed(job, store, path, None, Kept())
        files = (path, *(path.parent / form.file for form in episode.further))
        names = tuple(f"mixed/{secrets.token_hex(8)}{file.suffix}" for file in files)
        for file, name in zip(files, names, strict=True):
            Storage(str(shelf.shared), anywhere=True).put(file, name, content_type(name), "no-cache")
    return episode, names
