"""What sounds when: clips and music on one line of samples at 48 kHz."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from podcast.mandarin.spot import without_spots
from podcast.mix.voice import PADDING, Heard
from podcast.model import Mark, Script
from podcast.sound import PER_MS, RATE

FRAME = 1152
"""Samples in a frame of MP3: 24 ms."""

APART = 4 * FRAME
"""Silence in which a section may begin: no frame of MP3 hears both sides of it."""

BEFORE, AFTER = 17 * FRAME, 4 * FRAME
"""Of music that goes on across a joint, so much is made on either side of it: then both sections hear the same. The
loudness of a moment looks back 300 ms, an encoder's windows a frame or two."""

_LONGEST = 10 * RATE  # of a section without a line that begins in it, about

Levels = tuple[tuple[int, float], ...]
"""(samples from the beginning, dB): between two points the level bends softly, outside it stays."""


@dataclass(frozen=True)
class Piece:
    """A piece of music, int16 at half of full scale, shape (channels, samples), 48 kHz."""

    sound: npt.NDArray[np.int16]

    @cached_property
    def key(self) -> str:
        """Names its sound."""
        return hashlib.sha256(np.ascontiguousarray(self.sound).tobytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Placement:
    """``sound`` with ``gain_db`` from ``start`` on. A clip is heard a moment before and behind, a piece is repeated."""

    start: int  # samples at 48 kHz, a whole millisecond
    length: int  # likewise
    chapter: int
    sound: Heard | Piece
    speaker: str = ""  # who speaks; "" for music
    gain_db: float = 0.0
    levels: Levels = ()  # of music
    begins: bool = False  # a line, or a piece of music: a section may begin here

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def start_ms(self) -> int:
        return self.start // PER_MS

    @property
    def end_ms(self) -> int:
        return self.end // PER_MS

    @property
    def first(self) -> int:
        """Where anything of it is heard at all …"""
        return self.start - PADDING * bool(self.speaker)

    @property
    def last(self) -> int:
        """… and where nothing is any more."""
        return self.end + PADDING * bool(self.speaker)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the programme that is mastered and encoded as one.

    It begins on a frame of MP3 and, but for the last, ends on one. Silence keeps it from its neighbours, or so much of
    them is made with it as its frames hear.
    """

    placements: tuple[Placement, ...]  # heard in it or around it
    start: int  # samples
    length: int
    before: int = 0  # samples of what is heard before it that are made too
    after: int = 0

    @property
    def channels(self) -> int:
        """2 where anything in it is stereo."""
        return _channels(self.placements)

    @property
    def from_(self) -> int:
        return self.start - self.before

    @property
    def to(self) -> int:
        return self.start + self.length + self.after

    @property
    def key(self) -> str:
        """Names all that makes its sound, and nothing else: 64 hex digits."""
        parts = [self._part(p) for p in self.placements]
        return hashlib.sha256(repr((parts, self.length, self.before, self.after)).encode()).hexdigest()

    def _part(self, p: Placement) -> tuple[object, ...]:
        if isinstance(p.sound, Heard):
            return p.sound.clip.key, p.sound.start, p.sound.end, p.start - self.from_, p.length, p.gain_db
        begin, end = max(p.start, self.from_), min(p.end, self.to)
        levels = level_edges(p.levels, begin - p.start, end - p.start).tobytes()
        skip = (begin - p.start) % p.sound.sound.shape[1]
        return p.sound.key, skip, begin - self.from_, end - begin, p.gain_db, hashlib.sha256(levels).hexdigest()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Placements in order; no clip over another, music below them or alone; elsewhere is silence."""

    placements: tuple[Placement, ...]

    @property
    def length(self) -> int:
        """Samples at 48 kHz."""
        return max((p.last for p in self.placements), default=0)

    @property
    def channels(self) -> int:
        """2 where anything is stereo."""
        return _channels(self.placements)

    @property
    def speech(self) -> tuple[Placement, ...]:
        """One placement an utterance, in the same order."""
        return tuple(p for p in self.placements if isinstance(p.sound, Heard))

    def sections(self) -> tuple[Section, ...]:
        """The same in parts: what is edited in one leaves those as they were that do not hear it."""
        cuts = [0, *self._cuts(), self.length]
        music = [p for p in self.placements if not p.speaker]
        leaning = [any(p.first < cut < p.last + APART for p in music) for cut in cuts]
        found: list[Section] = []
        coming, near = deque(self.placements), list[Placement]()
        for n, (a, b) in enumerate(pairwise(cuts)):
            before = min(BEFORE, a) if leaning[n] else 0
            after = AFTER if leaning[n + 1] and n + 2 < len(cuts) else 0
            while coming and coming[0].first < b + after:
                near.append(coming.popleft())
            near = [p for p in near if p.last > a - BEFORE]
            found.append(Section(tuple(p for p in near if p.last > a - before), a, b - a, before, after))
        return tuple(found)

    def _cuts(self) -> Iterator[int]:
        """Frames at which a section begins, but for the first: in a pause of the speech, or in music alone."""
        cut = quiet_from = 0
        for p in (*(p for p in self.placements if p.speaker or p.begins), None):
            here = (p.first if p else self.length) // FRAME * FRAME
            while here - max(cut, quiet_from) > 2 * _LONGEST:
                cut = (max(cut, quiet_from + BEFORE) + _LONGEST) // FRAME * FRAME
                yield cut
            if p and here > cut and here - quiet_from >= APART and (p.begins or here - cut > _LONGEST):
                cut = here
                yield cut
            if p and p.speaker:
                quiet_from = p.last


def _channels(placements: Iterable[Placement]) -> int:
    return max((len(p.sound.sound) for p in placements if isinstance(p.sound, Piece)), default=1)


def level_edges(levels: Levels, begin: int, end: int) -> npt.NDArray[np.float32]:
    """In dB at each edge of a millisecond from ``begin`` to ``end`` (samples), which are whole ones."""
    at = np.arange(begin // PER_MS, end // PER_MS + 1, dtype=np.float64)
    if not levels:
        return np.zeros(len(at), np.float32)
    points = np.array([(sample / PER_MS, db) for sample, db in levels])
    right = np.clip(np.searchsorted(points[:, 0], at, side="right"), 1, max(1, len(points) - 1))
    if len(points) == 1:
        return np.full(len(at), points[0, 1], np.float32)
    (t0, a), (t1, b) = points[right - 1].T, points[right].T
    share = np.clip((at - t0) / np.maximum(t1 - t0, 1e-9), 0, 1)
    return np.asarray(a + (b - a) * (1 - np.cos(np.pi * share)) / 2, np.float32)


def marks(timeline: Timeline, script: Script) -> tuple[Mark, ...]:
    """One for each chapter that is heard, from its first word. They touch; the first begins at 0, the last ends with
    the episode."""
    starts: dict[int, int] = {}
    for placement in timeline.speech:
        starts.setdefault(placement.chapter, placement.start)
    edges = [0, *(start // PER_MS for start in [*starts.values()][1:]), timeline.length // PER_MS]
    return tuple(
        Mark(without_spots(script.chapters[chapter].title), start, end)
        for chapter, (start, end) in zip(starts, pairwise(edges), strict=True)
    )
