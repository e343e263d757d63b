"""A timeline → one MP3 at the show's loudness, measured as it is delivered.

Section by section, on all cores: the same bytes however many there are, and whatever was kept of an earlier mix.
"""

from __future__ import annotations

import os
import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from podcast.errors import MixError
from podcast.mix.balance import STEP_DB, balance, stepped
from podcast.mix.encode import decode, encode, write
from podcast.mix.kept import Kept
from podcast.mix.limiter import limit
from podcast.mix.samples import section_sound
from podcast.mix.timeline import Read, Section, Timeline
from podcast.progress import Progress
from podcast.show import Loudness
from podcast.sound import BEFORE, PER_MS, RATE, Profile, decibel, integrated, linear, peaks, profile

T = TypeVar("T")
U = TypeVar("U")

_TOLERANCE_LU = 0.3
_HEADROOM_DB = 0.5  # what MP3 adds to a peak
_PUSH = 1.35  # the limiter takes about a quarter of what is added (measured on the embedded voices)
_SOME = 60  # sections, about five minutes: enough to know how peaky a voice is
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """The delivered file, as a listener's player hears it."""

    duration_ms: int
    samples: int  # at 48 kHz, without the encoder's delay and padding
    lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class _Delivered:
    """A section as it goes out: its MP3 frames, and what was heard of them."""

    frames: Any  # bytes, or packets of the last section
    heard: Profile
    peak_dbtp: float


def master(
    timeline: Timeline,
    read: Read,
    loudness: Loudness,
    path: Path,
    progress: Progress | None = None,
    kept: Kept | None = None,
) -> Measured:
    """Write ``path`` (48 kHz joint stereo, no tags yet) and answer what was measured on it, decoded.

    ``progress`` is told how many seconds are encoded, once more from 0 if the first attempt missed the loudness.
    ``kept``: what earlier mixes worked out; it changes the time, never the bytes.
    Raises MixError (silent, not writable, loudness out of reach); then there is no file.
    """
    try:
        return _Mastering(timeline, read, loudness, kept or Kept()).run(path, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class _Mastering:
    def __init__(self, timeline: Timeline, read: Read, loudness: Loudness, kept: Kept) -> None:
        self._read, self._loudness, self._kept = read, loudness, kept
        self._length = timeline.length
        self._sections = balance(timeline, read, loudness.lufs, kept).sections()
        self._form = _form()

    def run(self, path: Path, progress: Progress | None) -> Measured:
        gain_db = self._first_gain()
        for _ in range(_ATTEMPTS):
            found: list[tuple[Profile, float]] = []
            write(path, self._delivered(gain_db, found, progress), self._loudness.kbit_s)
            first, *rest = (heard for heard, _ in found)
            lufs = integrated([first[BEFORE:], *rest] if len(first) > BEFORE or rest else [first])
            peak = max(peak for _, peak in found)
            off_lu = self._loudness.lufs - lufs
            if abs(off_lu) <= _TOLERANCE_LU and peak <= self._loudness.true_peak_dbtp:
                self._kept.tidy()
                return Measured(self._length // PER_MS, self._length, lufs, peak)
            gain_db += stepped(off_lu * _PUSH) or (STEP_DB if off_lu > 0 else -STEP_DB)
        raise MixError(
            f"“{path}” cannot be brought to {self._loudness.lufs:g} LUFS below {self._loudness.true_peak_dbtp:g} dBTP "
            f"(it is at {lufs:.1f} LUFS, {peak:.1f} dBTP): choose a lower loudness in show.yaml."
        )

    def _delivered(
        self, gain_db: float, found: list[tuple[Profile, float]], progress: Progress | None
    ) -> Iterator[Any]:
        """The frames of all sections in order; what was heard of each goes to ``found``."""
        for section, ready in _side_by_side(partial(self._deliver, gain_db), self._sections):
            found.append((ready.heard, ready.peak_dbtp))
            if isinstance(ready.frames, bytes):
                yield ready.frames
            else:
                yield from ready.frames
            if progress:
                progress.advance((section.start + section.length) // RATE, self._length // RATE)

    # ------------------------------------------------------------ one gain for all

    def _first_gain(self) -> float:
        """What brings the whole to its loudness, as far as some of the sections tell: a whole number of steps."""
        some = self._some()
        gain_db = 0.0
        for _ in range(_ATTEMPTS):
            heard = _side_by_side(partial(self._limited, gain_db), some)
            more = stepped((self._loudness.lufs - integrated(levels for _, levels in heard)) * _PUSH)
            gain_db += more
            if abs(more) <= STEP_DB:
                break
        return gain_db

    def _some(self) -> Sequence[Section]:
        """All of a short episode. Of a long one those whose names fall low: an edit elsewhere chooses no others."""
        share = _SOME / len(self._sections)
        return [s for s in self._sections if int(s.key[:8], 16) / 2**32 < share] or self._sections

    def _limited(self, gain_db: float, section: Section) -> Profile:
        key = "limited", self._form, section.key, gain_db, self._ceiling
        if (data := self._kept.get(*key)) is not None:
            return np.frombuffer(data, np.int16)
        levels = profile(limit(section_sound(section, self._read), gain_db, self._ceiling))
        self._kept.put(levels.tobytes(), *key)
        return levels

    # ------------------------------------------------------------ one section

    def _deliver(self, gain_db: float, section: Section) -> _Delivered:
        last = section is self._sections[-1]
        key = "frames", self._form, section.key, gain_db, self._loudness.true_peak_dbtp, self._loudness.kbit_s
        if not last and (data := self._kept.get(*key)) is not None:
            return _unpacked(data)
        ready = self._encoded(section_sound(section, self._read), gain_db, last)
        if not last:
            self._kept.put(_packed(ready), *key)
        return ready

    def _encoded(self, sound: Any, gain_db: float, last: bool) -> _Delivered:
        """Limited, encoded and heard again; a little lower until its peaks are below what the show allows."""
        limit_db, kbit_s = self._loudness.true_peak_dbtp, self._loudness.kbit_s
        ceiling_db = self._ceiling
        for _ in range(_ATTEMPTS):
            packets = encode(limit(sound, gain_db, ceiling_db), kbit_s, last)
            frames = b"".join(map(bytes, packets))
            heard = decode(frames, kbit_s)
            peak = decibel(float(peaks(heard, linear(limit_db)).max(initial=0)))
            if peak <= limit_db:
                break
            ceiling_db -= peak - limit_db + 0.1
        return _Delivered(packets if last else frames, profile(heard), peak)

    @property
    def _ceiling(self) -> float:
        return self._loudness.true_peak_dbtp - _HEADROOM_DB


def _form() -> tuple[str, ...]:
    """What beside a section's content its frames hang on: this program's way of mixing, and the libraries."""
    from importlib.metadata import version

    return ("mix 1", *(version(name) for name in ("av", "soxr", "numpy")))


def _side_by_side(work: Callable[[T], U], items: Sequence[T]) -> Iterator[tuple[T, U]]:
    """Each item with what ``work`` makes of it, in order; as many at once as there are cores, few of them waiting."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting: deque[tuple[T, Future[U]]] = deque()
    with ThreadPoolExecutor(cores) as pool:
        try:
            for item in items:
                waiting.append((item, pool.submit(work, item)))
                if len(waiting) > 2 * cores:
                    first, ready = waiting.popleft()
                    yield first, ready.result()
            while waiting:
                first, ready = waiting.popleft()
                yield first, ready.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _packed(ready: _Delivered) -> bytes:
    head = struct.pack("<dI", ready.peak_dbtp, len(ready.heard))
    return b"".join((head, ready.heard.tobytes(), ready.frames))


def _unpacked(data: bytes) -> _Delivered:
    peak, count = struct.unpack_from("<dI", data)
    at = struct.calcsize("<dI")
    heard = np.frombuffer(data, np.int16, count, at)
    return _Delivered(data[at + 2 * count :], heard, peak)
