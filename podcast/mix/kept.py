"""What earlier mixes of an episode worked out, by content: an edit costs what it changed."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from podcast.disk import write_whole
from podcast.errors import DiskError

_DIGEST = 32  # bytes of SHA-256 before the data: a damaged file is worked out anew


def forget_mixes(root: Path, episodes: set[str]) -> None:
    """Delete what was kept below ``root`` for all but the folders named in ``episodes``."""
    for folder in root.glob("*/"):
        if folder.name not in episodes:
            shutil.rmtree(folder, ignore_errors=True)


def kept_bytes(root: Path) -> int:
    """How much is kept below ``root``, for all episodes together."""
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


class Kept:
    """Data under keys of its content's making, in a folder that may be deleted at any time. None keeps nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def get(self, *key: object) -> bytes | None:
        if self._folder is None:
            return None
        name = self._name(key)
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            return None
        whole = hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]
        return data[_DIGEST:] if whole else None

    def put(self, data: bytes, *key: object) -> None:
        """What cannot be written is not kept: that costs time, nothing else."""
        if self._folder is None:
            return
        with suppress(DiskError):
            path = self._folder / self._name(key)
            write_whole(path, hashlib.sha256(data).digest() + data, durable=False)

    def tidy(self) -> None:
        """Forget what this mix had no use for."""
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name not in self._used:
                with suppress(OSError):
                    path.unlink()

    def _name(self, key: tuple[object, ...]) -> str:
        name = hashlib.sha256(repr(key).encode()).hexdigest()[:40]
        self._used.add(name)
        return name
