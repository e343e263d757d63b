"""What runs that were killed left behind: half-made audio and files, folders that nobody serves any more."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from podcast.show import Show

YOUNG_S = 600  # a file that is being written takes its place within seconds
OLD_S = 86_400  # a folder of a version that did not say whether it is still served
SERVED = "serve-"
LOCK = ".lock"
_AUDIO = re.compile(r"\..+\.([0-9]{1,10})\.(?:mp3|m4a|opus)")  # .EP1.4711.mp3, of process 4711
_PART = re.compile(r"\..*\.part|tmp\w+\.part")


def sweep(show: Show) -> None:
    """Delete them. Of audio only what was mixed under the render lock, so hold it; nothing of a living process goes."""
    for path in _candidates(show):
        with suppress(OSError):
            if _is_left(path):
                path.unlink()
    for folder in show.state.glob(f"{SERVED}*"):
        if folder.is_dir() and not _is_served(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _candidates(show: Show) -> Iterator[Path]:
    places = [show.root, show.scripts, show.feed, show.state, show.ledger, show.cache]
    for place in (show.feed, show.ledger, show.cache, show.cache / "clips"):
        with suppress(OSError):
            places += [Path(entry.path) for entry in os.scandir(place) if entry.is_dir(follow_symlinks=False)]
    for place in dict.fromkeys(places):
        with suppress(OSError):
            yield from (Path(e.path) for e in os.scandir(place) if e.name.startswith((".", "tmp")))


def _is_left(path: Path) -> bool:
    age_s = time.time() - path.stat().st_mtime
    if match := _AUDIO.fullmatch(path.name):
        return not _lives(int(match[1])) or age_s > OLD_S  # the number may be another process's by now
    return _PART.fullmatch(path.name) is not None and age_s > YOUNG_S


def _lives(process: int) -> bool:
    if os.name == "nt":
        return False  # the lock is ours: who made it has ended
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's
    return True


@contextmanager
def served_folder(show: Show) -> Iterator[Path]:
    """A folder on the show's disk, locked as long as it is served; the lock dies with its owner, whoever kills it."""
    import tempfile

    from filelock import FileLock

    folder = tempfile.TemporaryDirectory(prefix=SERVED, dir=show.state, ignore_cleanup_errors=True)
    with folder as made, FileLock(Path(made) / LOCK):
        yield Path(made)


def _is_served(folder: Path) -> bool:
    from filelock import FileLock, Timeout

    if not (folder / LOCK).exists():
        return time.time() - folder.stat().st_mtime < OLD_S
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except (Timeout, OSError):
        return True
