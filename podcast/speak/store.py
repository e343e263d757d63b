"""Clips by content: one WAV file each, whole or not there, named after what it says and how."""

from __future__ import annotations

import hashlib
import json
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.disk import write_whole
from podcast.errors import DiskError, SpeechError
from podcast.model import Boundary, Clip, Request
from podcast.show import Show
from podcast.speak.shared import SharedClips, address_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LABEL = b"clip"  # the RIFF chunk that makes the file ours: JSON with key, hash and boundaries; players skip it
_YOUNG_S = 3600  # older: an unfinished file belongs to a process that was killed, a clip to no command under way


def clip_key(identity: str, request: Request) -> str:
    """What the clip is stored under: 64 hex digits over everything that changes its sound."""
    what = json.dumps([identity, request.engine, request.voice, request.payload], ensure_ascii=False)
    return hashlib.sha256(what.encode()).hexdigest()


class ClipStore:
    """The clips of all episodes under ``root``. May be deleted at any time; costs only making them anew.

    ``shared``: where clips are looked for that are not here, and where those that are made here go.
    """

    def __init__(self, root: Path, shared: str | None = None) -> None:
        self.root = root
        self.shared = SharedClips(shared, root / "at") if shared else None

    def fetch(self, keys: Iterable[str]) -> None:
        """Make this folder and the shared clips equal for ``keys``, many at a time. Raises Unreachable."""
        if self.shared is None:
            return
        wanted = tuple(dict.fromkeys(keys))
        here = {key for key in wanted if self._path(key).is_file()}
        for key, data in self.shared.bring(key for key in wanted if key not in here):
            self._take(key, data)
        for key in here - self.shared.known:  # made before they were shared, or when the place was out of reach
            if (own := self._data(key)) and _parse(key, own):
                self._share(key, own)

    def get(self, key: str) -> Clip | None:
        """The clip, or None when it is missing; a file that is damaged or not ours is removed."""
        data = self._data(key)
        if data is None:
            return self._brought(key)
        if found := _parse(key, data):
            return found[0]
        with suppress(OSError):
            self._path(key).unlink()
        return self._brought(key)

    def _data(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as e:
            raise SpeechError(f"{path}: the stored clip cannot be read ({e.strerror}); check who may read it.") from e

    def _brought(self, key: str) -> Clip | None:
        """From the shared clips; one that is damaged there is none."""
        found = dict(self.shared.bring([key])) if self.shared else {}
        return self._take(key, found[key]) if key in found else None

    def _take(self, key: str, data: bytes) -> Clip | None:
        if (found := _parse(key, data)) is None:
            return None
        self._write(key, data)
        if self.shared:
            self.shared.note(key)
        return found[0]

    def put(
        self, key: str, samples: NDArray[np.int16], sample_rate: int, boundaries: tuple[Boundary, ...],
        better: bool = False,
    ) -> Clip:  # fmt: skip
        """Store mono ``samples`` whole: nobody ever sees a part of the file. Gives the clip that is shared, where
        another machine was quicker; ``better``: this one is known to be the best, and takes the place of any."""
        data = _wav(key, samples.astype("<i2", copy=False).tobytes(), sample_rate, boundaries)
        self._write(key, data)
        if self.shared:
            return self._share(key, data, better)
        return Clip(key, len(samples), sample_rate, 1, boundaries)

    def _share(self, key: str, data: bytes, better: bool = False) -> Clip:
        assert self.shared is not None
        there = self.shared.keep(key, data, lambda found: not better and _parse(key, found) is not None)
        if there != data:
            self._write(key, there)
        found = _parse(key, there)
        assert found is not None
        return found[0]

    def _write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        try:
            write_whole(path, data, durable=False)
        except DiskError as e:
            why = getattr(e.__cause__, "strerror", None) or e.__cause__
            raise SpeechError(f"{self.root}: a clip cannot be stored ({why}); make room or check who may write.") from e

    def samples(self, clip: Clip) -> NDArray[np.int16]:
        """The clip's samples, shape [n], read from disk each time and checked again."""
        import numpy as np

        path = self._path(clip.key)
        try:
            found = _parse(clip.key, path.read_bytes())
        except OSError:
            found = None
        if found is None or found[0] != clip:
            raise SpeechError(f"{path}: the clip was removed or damaged during the render; render again.")
        return np.frombuffer(found[1], dtype="<i2")

    def size(self) -> tuple[int, int]:
        """(files, bytes)"""
        sizes = [_size(path) for path in self._files("*.wav")]
        return len(sizes), sum(sizes)

    def prune(self, keep: set[str]) -> tuple[int, int]:
        """Remove every clip whose key is not in ``keep``, and what killed renders left; (files, bytes) removed.

        What is younger than an hour stays: `say` and `preview` take no lock and may be about to need it.
        """
        gone = [path for path in self._files("*.wav") if path.stem not in keep]
        gone += (*self._files("*.part"), *self._files(".*.part"))
        removed = [_remove(path) for path in gone if _age_s(path) > _YOUNG_S]
        return sum(size is not None for size in removed), sum(size or 0 for size in removed)

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.wav"

    def _files(self, pattern: str) -> Iterator[Path]:
        yield from sorted(self.root.glob(f"??/{pattern}"))


def store_of(show: Show) -> ClipStore:
    """The show's own store, before the one that it shares."""
    return ClipStore(show.cache / "clips", address_of(show.clips, show.root) if show.clips else None)


def _wav(key: str, pcm: bytes, sample_rate: int, boundaries: tuple[Boundary, ...]) -> bytes:
    label = {
        "key": key,
        "sha256": hashlib.sha256(pcm).hexdigest(),
        "boundaries": [[b.text, b.start_ms, b.end_ms] for b in boundaries],
    }
    fmt = struct.pack("<HHIIHH", 1, 1, sample_rate, sample_rate * 2, 2, 16)
    body = b"WAVE" + _chunk(b"fmt ", fmt) + _chunk(_LABEL, json.dumps(label).encode()) + _chunk(b"data", pcm)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _parse(key: str, data: bytes) -> tuple[Clip, bytes] | None:
    """The clip and its PCM, or None unless the file is whole, ours and the one asked for."""
    try:
        chunks = dict(_chunks(data))
        label = json.loads(chunks[_LABEL])
        pcm = chunks[b"data"]
        if label["key"] != key or label["sha256"] != hashlib.sha256(pcm).hexdigest():
            return None
        sample_rate = struct.unpack_from("<I", chunks[b"fmt "], 4)[0]
        boundaries = tuple(Boundary(text, start, end) for text, start, end in label["boundaries"])
        return Clip(key, len(pcm) // 2, sample_rate, 1, boundaries), pcm
    except (KeyError, TypeError, ValueError, RecursionError, struct.error):
        return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> int | None:
    size = _size(path)
    try:
        path.unlink()
    except OSError:
        return None
    return size
