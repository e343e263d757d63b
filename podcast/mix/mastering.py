"""A timeline → one MP3 at the show's loudness, measured as it is delivered.

Section by section, on all cores: the same bytes however many there are, and whatever was kept of an earlier mix.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from podcast.errors import MixError
from podcast.mix.balance import STEP_DB, balance, over_bed, plain_loudness, stepped
from podcast.mix.encode import Mp3, decode, encode, split, write
from podcast.mix.further import Programme
from podcast.mix.kept import Kept
from podcast.mix.limiter import limit
from podcast.mix.samples import section_sound
from podcast.mix.timeline import Section, Timeline
from podcast.mix.voice import Read
from podcast.parallel import side_by_side
from podcast.progress import Progress
from podcast.show import Delivery, Loudness
from podcast.sound import (
    BEFORE,
    MOMENT,
    ON_TWO_SPEAKERS_LU,
    PER_MS,
    RATE,
    Floats,
    Profile,
    decibel,
    integrated,
    linear,
    loudness_range,
    peaks,
    profile,
)

STEREO = Delivery()

_TOLERANCE_LU = 0.3
_HEADROOM_DB = 0.5  # what MP3 adds to a peak
_PUSH = 1.35  # the limiter takes about a quarter of what is added (measured on the embedded voices)
_TAKEN_LU = 0.5  # by limiting, about: a first guess
_SOME = 16  # sections, more than a minute: enough to know what limiting takes of a voice
_ATTEMPTS = 4
_PARTS = 600  # at most, of which the loudness is told: a picture's


@dataclass(frozen=True, slots=True)
class Measured:
    """The delivered file, as a listener's player hears it."""

    duration_ms: int
    samples: int  # at 48 kHz, without the encoder's delay and padding
    lufs: float
    true_peak_dbtp: float
    range_lu: float = 0.0  # how far soft and loud lie apart
    over_bed_lu: float | None = None  # how far the voice is above the bed, at least
    channels: int = 2
    gain_db: float = 0.0  # that it took
    levels: str = ""  # from beginning to end, a hexadecimal digit for each of so many like parts


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
    delivery: Delivery = STEREO,
) -> Measured:
    """Write ``path`` (48 kHz joint stereo or mono, no tags yet) and answer what was measured on it, decoded.

    ``progress`` is told how many seconds are encoded, once more from 0 if the first attempt missed the loudness.
    ``kept``: what earlier mixes worked out; it changes the time, never the bytes.
    Raises MixError (silent, not writable, loudness out of reach); then there is no file.
    """
    try:
        return _Mastering(timeline, read, loudness, kept or Kept(), delivery).run(path, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def programme(timeline: Timeline, read: Read, loudness: Loudness, gain_db: float, kept: Kept) -> Programme:
    """What was mastered with ``gain_db``, to be encoded once more: true peaks in dBTP → its sound, part after part."""
    sections = balance(timeline, loudness.lufs, kept).sections()

    def sounds(ceiling_db: float) -> Iterator[Floats]:
        def made(section: Section) -> Floats:
            sound = limit(section_sound(section, read), gain_db, ceiling_db)
            return sound[:, section.before : section.before + section.length]

        return (sound for _, sound in side_by_side(made, sections))

    return sounds


class _Mastering:
    def __init__(self, timeline: Timeline, read: Read, loudness: Loudness, kept: Kept, delivery: Delivery) -> None:
        self._read, self._loudness, self._kept = read, loudness, kept
        self._length = timeline.length
        self._timeline = balance(timeline, loudness.lufs, kept)
        self._sections, self._over_bed_lu = self._timeline.sections(), over_bed(self._timeline, kept)
        self._mp3 = Mp3(loudness.kbit_s, timeline.channels if delivery.mono else 2, delivery.vbr)
        self._form = _form()

    def run(self, path: Path, progress: Progress | None) -> Measured:
        gain_db = self._first_gain()
        for _ in range(_ATTEMPTS):
            found: list[tuple[Profile, float]] = []
            write(path, self._delivered(gain_db, found, progress), self._mp3)
            first, *rest = (heard for heard, _ in found)
            whole = [first[BEFORE:], *rest] if len(first) > BEFORE or rest else [first]
            lufs = integrated(whole)
            peak = max(peak for _, peak in found)
            off_lu = self._loudness.lufs - lufs
            if abs(off_lu) <= _TOLERANCE_LU and peak <= self._loudness.true_peak_dbtp:
                self._kept.tidy()
                range_lu = round(loudness_range(whole), 2)
                lufs -= ON_TWO_SPEAKERS_LU if self._mp3.channels == 1 else 0
                return Measured(
                    self._length // PER_MS, self._length, lufs, peak, range_lu, self._over_bed_lu,
                    self._mp3.channels, gain_db, self._levels(found),
                )  # fmt: skip
            gain_db += stepped(off_lu * _PUSH) or (STEP_DB if off_lu > 0 else -STEP_DB)
        raise MixError(
            f"“{path}” cannot be brought to {self._loudness.lufs:g} LUFS below {self._loudness.true_peak_dbtp:g} dBTP "
            f"(it is at {lufs:.1f} LUFS, {peak:.1f} dBTP): choose a lower loudness in show.yaml."
        )

    def _levels(self, found: Sequence[tuple[Profile, float]]) -> str:
        """0 at 30 LU below the show's loudness, f at 6 above: the mean of each part."""
        parts = max(1, min(_PARTS, self._length // MOMENT))
        sums, counts = np.zeros(parts), np.full(parts, 1e-9)
        for section, (heard, _) in zip(self._sections, found, strict=True):
            at = np.minimum((section.start + MOMENT * np.arange(len(heard))) * parts // max(1, self._length), parts - 1)
            np.add.at(sums, at, 10 ** (heard.astype(np.float64) / 1000))
            np.add.at(counts, at, 1)
        digits = (10 * np.log10(sums / counts + 1e-12) - self._loudness.lufs + 30) / 36 * 15
        return "".join(f"{digit:x}" for digit in np.rint(digits).clip(0, 15).astype(int))

    def _delivered(
        self, gain_db: float, found: list[tuple[Profile, float]], progress: Progress | None
    ) -> Iterator[Any]:
        """The frames of all sections in order; what was heard of each goes to ``found``."""
        for section, ready in side_by_side(partial(self._deliver, gain_db), self._sections):
            found.append((ready.heard, ready.peak_dbtp))
            if isinstance(ready.frames, bytes):
                yield ready.frames
            else:
                yield from ready.frames
            if progress:
                progress.advance((section.start + section.length) // RATE, self._length // RATE)

    # ------------------------------------------------------------ one gain for all

    def _first_gain(self) -> float:
        """What brings the whole to its loudness, a whole number of steps: as its clips tell, and by what some of
        the sections lose when they are limited."""
        some = self._some()
        whole = plain_loudness(self._timeline.placements, self._kept)
        unlike = whole - plain_loudness([p for section in some for p in section.placements], self._kept)
        if len(some) == len(self._sections):
            unlike = 0.0
        gain_db = stepped(self._loudness.lufs - whole + _TAKEN_LU)
        for _ in range(_ATTEMPTS):
            heard = integrated(levels for _, levels in side_by_side(partial(self._limited, gain_db), some))
            more = stepped((self._loudness.lufs - heard - unlike) * _PUSH)
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
        sound = limit(section_sound(section, self._read), gain_db, self._ceiling)
        levels = profile(sound[:, : section.before + section.length], section.before)
        self._kept.put(levels.tobytes(), *key)
        return levels

    # ------------------------------------------------------------ one section

    def _deliver(self, gain_db: float, section: Section) -> _Delivered:
        last = section is self._sections[-1]
        key = "frames", self._form, section.key, gain_db, self._loudness.true_peak_dbtp, self._mp3
        if not last and (data := self._kept.get(*key)) is not None:
            return _unpacked(data)
        ready = self._encoded(section, gain_db, last)
        if not last:
            self._kept.put(_packed(ready), *key)
        return ready

    def _encoded(self, section: Section, gain_db: float, last: bool) -> _Delivered:
        """Limited, encoded and heard again; a little lower until its peaks are below what the show allows."""
        sound = section_sound(section, self._read)
        limit_db, ceiling_db = self._loudness.true_peak_dbtp, self._ceiling
        for _ in range(_ATTEMPTS):
            frames = encode(limit(sound, gain_db, ceiling_db), self._mp3, last, section.before, section.after)
            body = b"".join(map(bytes, frames.body))
            heard = decode((*frames.lead, *split(body)))
            peak = decibel(float(peaks(heard[:, section.before :], linear(limit_db)).max(initial=0)))
            if peak <= limit_db:
                break
            ceiling_db -= peak - limit_db + 0.1
        return _Delivered(frames.body if last else body, profile(heard, section.before), peak)

    @property
    def _ceiling(self) -> float:
        return self._loudness.true_peak_dbtp - _HEADROOM_DB


def _form() -> tuple[str, ...]:
    """What beside a section's content its frames hang on: this program's way of mixing, and the libraries."""
    from importlib.metadata import version

    return ("mix 4", *(version(name) for name in ("av", "soxr", "numpy")))


def _packed(ready: _Delivered) -> bytes:
    head = struct.pack("<dI", ready.peak_dbtp, len(ready.heard))
    return b"".join((head, ready.heard.tobytes(), ready.frames))


def _unpacked(data: bytes) -> _Delivered:
    peak, count = struct.unpack_from("<dI", data)
    at = struct.calcsize("<dI")
    heard = np.frombuffer(data, np.int16, count, at)
    return _Delivered(data[at + 2 * count :], heard, peak)
