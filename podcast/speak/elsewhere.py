"""Speaking on another process or machine: it is handed an engine's name, and answers with handles of clips."""

from __future__ import annotations

import concurrent.futures as cf
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from podcast.errors import Interrupted, Unreachable
from podcast.mandarin import Mandarin
from podcast.model import Clip, Request, Script
from podcast.service.limit import Limit
from podcast.show import Voice
from podcast.speak.engine import Engine, Loads
from podcast.speak.engines import load
from podcast.speak.plan import Plan, plan
from podcast.speak.probe import probe
from podcast.speak.store import ClipStore
from podcast.speak.verify import Delivered, check

LIBRARIES = ("av", "numpy", "onnxruntime", "soxr", "edge-tts")
"""Whose versions change what is heard, or what is asked."""
TICK_S = 0.1  # how often it is seen whether it is one's turn


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where clips lie, as seen from elsewhere, and with which program they are made there.

    ``root``: the folder on this disk; None: one of the worker's own, before the ``shared`` clips.
    """

    root: Path | None
    shared: str | None = None
    network: Path | None = None  # the embedded voice's, on this disk
    made_by: str = ""  # `program()` of who asks; another one there would store other sound under the same keys


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other processes or machines that speak, through any ``concurrent.futures.Executor``."""

    executor: cf.Executor
    shelf: Shelf
    limit: Callable[[Engine], Limit] = lambda engine: Limit(engine.workers)

    def asked(
        self, engine: Engine, cancel: threading.Event | None, key: str, request: Request, voice: Voice
    ) -> Clip | None:
        """`answers`, there, as one of the requests that the engine takes at once."""
        limit = self.limit(engine)
        while not limit.take(time.monotonic()):
            if (cancel or threading.Event()).wait(TICK_S):
                raise Interrupted("Stopped; what was spoken until now is kept: render again to go on.")
        try:
            return self.executor.submit(answers, self.shelf, engine.name, key, request, voice).result()
        finally:
            limit.give()


@cache
def program() -> str:
    """Tells one version of this program from another, with the libraries that change what is heard."""
    found = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        found.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    found.update(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    return found.hexdigest()[:16]


# ---------------------------------------------------------------- run there


@cache
def opened(shelf: Shelf) -> ClipStore:
    """The store of clips as this worker sees it, once a process. Raises Unreachable for another version's."""
    refuse_other_program(shelf)
    return ClipStore(shelf.root or _own_folder(), shelf.shared)


def refuse_other_program(shelf: Shelf) -> None:
    if shelf.made_by and shelf.made_by != program():
        raise Unreachable(
            "A worker of the cluster runs another version of podcast, or of the libraries that it sounds with: install "
            "the same everywhere (pip install -c constraints.txt), and start the workers again."
        )


def _own_folder() -> Path:
    """Of a worker on another machine, which Dask deletes when the worker is gone."""
    from distributed import get_worker

    return Path(get_worker().local_directory) / "clips"


def planned(
    shelf: Shelf, script: Script, mandarin: Mandarin, engine: str, voices: Mapping[str, Voice], sentence_ms: int
) -> tuple[Plan, dict[str, Clip]]:
    """What the engine has to say, and which of its clips are there."""
    todo = plan(script, mandarin, load(engine, shelf.network), voices, sentence_ms)
    return todo, stored(opened(shelf), todo.keys)


def stored(store: ClipStore, keys: Iterable[str]) -> dict[str, Clip]:
    """Those of the clips that are there, by key."""
    wanted = tuple(dict.fromkeys(keys))
    store.fetch(wanted)
    return {key: clip for key in wanted if (clip := store.get(key))}


def made(shelf: Shelf, engine: str, key: str, request: Request, voice: Voice, deadline_s: float) -> Clip:
    """One attempt at a clip, checked and stored; none where another worker was quicker."""
    store = opened(shelf)
    if clip := store.get(key):
        return clip
    speaker = load(engine, shelf.network)
    return kept(store, key, check(speaker.synthesise(request, voice, deadline_s), request, voice))


def kept(store: ClipStore, key: str, delivered: Delivered, better: bool = False) -> Clip:
    return store.put(key, delivered.samples, delivered.sample_rate, delivered.boundaries, better=better)


def answers(shelf: Shelf, engine: str, key: str, request: Request, voice: Voice) -> Clip | None:
    """Whether the engine answers from there; the clip, when the question is one of the episode's own (it has a key)."""
    if key and (clip := opened(shelf).get(key)):
        return clip  # it has just answered another episode
    asked = load(engine, shelf.network)
    if isinstance(asked, Loads):
        asked.load(lambda text: None)  # which is not the service's time
    return heard(opened(shelf), key, probe(asked, request, voice))


def heard(store: ClipStore, key: str, delivered: Delivered) -> Clip | None:
    return kept(store, key, delivered) if key else None
