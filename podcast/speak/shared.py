"""The clips that several machines share: a place behind each one's own folder, so that all of them pay once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from podcast.errors import PodcastError, PublishError, Unreachable
from podcast.storage import Storage, reason

TOGETHER = 32  # clips asked for at a time: some 8 MB


class SharedClips:
    """Clips by key at any address that fsspec knows, under the same names as in a local folder.

    Who stores a clip first is right: what came later is dropped, so that all machines hear the same sound. ``known``:
    a file that remembers which clips lie there, so that nobody asks twice. Raises Unreachable.
    """

    def __init__(self, address: str, known: Path) -> None:
        self.address = address
        self._known_at = known.with_name(f"{known.name}-{hashlib.sha256(address.encode()).hexdigest()[:12]}")

    def bring(self, keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """(key, bytes) of those of ``keys`` that are there; whether they are whole is for the reader to say."""
        wanted = tuple(keys)
        for at in range(0, len(wanted), TOGETHER):
            some = wanted[at : at + TOGETHER]
            with self._told():
                found = self._storage.read_many(map(_name, some))
            yield from ((key, found[_name(key)]) for key in some if _name(key) in found)

    def keep(self, key: str, data: bytes, is_whole: Callable[[bytes], bool]) -> bytes:
        """Store a clip. Returns what lies there then: ``data``, or what another machine had stored before."""
        with self._told():
            if not self._storage.create(_name(key), data, "audio/wav"):
                there = self._storage.read(_name(key)) or b""
                if is_whole(there):
                    data = there
                else:
                    self._storage.replace(_name(key), data)
        self.note(key)
        return data

    def note(self, key: str) -> None:
        """Remember that the clip lies there. A line a clip: processes that write at once do each other no harm."""
        if key in self.known:
            return
        self.known.add(key)
        with suppress(OSError):  # it is asked once more, nothing else
            self._known_at.parent.mkdir(parents=True, exist_ok=True)
            with self._known_at.open("ab", buffering=0) as file:
                file.write(f"{key}\n".encode())

    @cached_property
    def known(self) -> set[str]:
        try:
            return set(self._known_at.read_text(encoding="ascii", errors="replace").split())
        except OSError:
            return set()

    @cached_property
    def _storage(self) -> Storage:
        return Storage(self.address, anywhere=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Each kind of storage has exceptions of its own: all of them are one sentence."""
        try:
            yield
        except PublishError as error:
            raise Unreachable(f"show.yaml, clips: {error}") from error
        except PodcastError:
            raise
        except Exception as error:
            raise Unreachable(
                f"The shared clips at {self.address} cannot be used ({reason(error)}): see that it is there and may be "
                "read, written and listed, or take `clips` out of show.yaml; what was spoken is kept here."
            ) from error


def _name(key: str) -> str:
    return f"{key[:2]}/{key}.wav"


def address_of(clips: str, root: os.PathLike[str]) -> str:
    """As show.yaml has it; a folder is seen from the show's own."""
    return clips if "://" in clips else str(Path(root) / clips)
