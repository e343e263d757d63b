"""One render of a show at a time: a lock that says who holds it, and that dies with its owner."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from podcast.errors import PodcastError, ShowBusy


@contextmanager
def render_lock(path: Path, timeout_s: float = 0.0) -> Iterator[None]:
    """Hold ``path`` while the block runs. The operating system lets go of it when the process ends, however it ends.

    Raises ShowBusy, naming the owner, when another process holds it for longer than ``timeout_s``.
    """
    from filelock import FileLock, Timeout

    owner = path.with_suffix(".owner")  # beside it: on Windows a locked file cannot be read
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=timeout_s)
    except Timeout as e:
        raise ShowBusy(f"{path.parent}: {_owner(owner)} is rendering this show; wait until it is done.") from e
    except OSError as e:
        raise PodcastError(f"{path}: no lock can be had here ({e.strerror}); check who may write.") from e
    try:
        with suppress(OSError):
            owner.write_text(_myself(), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            owner.unlink()
        lock.release()


def _myself() -> str:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return f"process {os.getpid()} (“{command}”, since {datetime.now().astimezone():%H:%M:%S})"


def _owner(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() or "another process"
    except OSError:
        return "another process"
