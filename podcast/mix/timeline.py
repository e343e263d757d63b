"""What sounds when: clips and music laid out on one line of samples at 48 kHz."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from podcast.errors import MixError
from podcast.mandarin.spot import without_spots
from podcast.model import Clip, Mark, Script, Utterance
from podcast.sound import PER_MS, Floats

Read = Callable[[Clip], npt.NDArray[np.int16]]
"""A clip's samples, mono, at ``clip.sample_rate``."""

FRAME = 1152
"""Samples in a frame of MP3: 24 ms."""

AFTER_OPENING_MS = 350
BEFORE_CLOSING_MS = 700
_APART = 4 * FRAME  # silence in which a section may begin: no frame of MP3 hears both sides of it


@dataclass(frozen=True)
class Piece:
    """A piece of music, shape (2, samples), 48 kHz."""

    sound: Floats

    @cached_property
    def key(self) -> str:
        """Names its sound."""
        return hashlib.sha256(np.ascontiguousarray(self.sound).tobytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Placement:
    """``sound`` with ``gain_db`` from ``start`` on."""

    start: int  # samples at 48 kHz, a whole millisecond
    length: int  # likewise
    chapter: int
    sound: Clip | Piece
    speaker: str = ""  # who speaks; "" for music
    gain_db: float = 0.0

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def start_ms(self) -> int:
        return self.start // PER_MS

    @property
    def end_ms(self) -> int:
        return self.end // PER_MS


@dataclass(frozen=True, slots=True)
class Section:
    """Placements that are mastered and encoded as one: silence keeps them from hearing their neighbours.

    It begins on a frame of MP3 and, but for the last, ends on one.
    """

    placements: tuple[Placement, ...]
    start: int  # samples
    length: int  # samples, with the silence behind its last sound

    @property
    def key(self) -> str:
        """Names all that makes its sound, and nothing else: 64 hex digits."""
        parts = [(p.sound.key, p.start - self.start, p.length, p.gain_db) for p in self.placements]
        return hashlib.sha256(repr((parts, self.length)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Placements in order, none over another; between them is silence."""

    placements: tuple[Placement, ...]

    @property
    def length(self) -> int:
        """Samples at 48 kHz."""
        return self.placements[-1].end if self.placements else 0

    @property
    def speech(self) -> tuple[Placement, ...]:
        """One placement an utterance, in the same order."""
        return tuple(p for p in self.placements if isinstance(p.sound, Clip))

    def sections(self) -> tuple[Section, ...]:
        """The same in parts that do not lean on each other: what is edited in one leaves the others as they were."""
        begin = [0]
        for n, (before, here) in enumerate(pairwise(self.placements), 1):
            if here.start % FRAME == 0 and here.start - before.end >= _APART:
                begin.append(n)
        found = []
        for a, b in pairwise((*begin, len(self.placements))):
            start = self.placements[a].start
            end = self.placements[b].start if b < len(self.placements) else self.length
            found.append(Section(self.placements[a:b], start, end - start))
        return tuple(found)


def lay_out(
    utterances: Sequence[Utterance],
    clips: Sequence[Clip],
    opening: Piece | None = None,
    closing: Piece | None = None,
) -> Timeline:
    """Opening music, the clips with their pauses, closing music.

    Everything begins and ends at whole milliseconds, so that marks and cues are exact. A line begins on a frame of MP3:
    the pause before it is up to 12 ms shorter or longer than the script says, and what stands before it can be edited
    without a new frame behind it. Raises MixError when there is nothing to be heard.
    """
    if not utterances or len(utterances) != len(clips):
        raise MixError(f"There are {len(clips)} clips for {len(utterances)} utterances: speak the script first.")
    placements: list[Placement] = []
    at = 0
    if opening is not None:
        placements.append(_music(opening, 0, utterances[0].chapter))
        at = placements[-1].end + AFTER_OPENING_MS * PER_MS
    line = None
    for utterance, clip in zip(utterances, clips, strict=True):
        if line != (utterance.chapter, utterance.line):
            at = _on_a_frame(at, placements)
        line = utterance.chapter, utterance.line
        length = -(-clip.duration_samples * 1000 // clip.sample_rate) * PER_MS
        placements.append(Placement(at, max(PER_MS, length), utterance.chapter, clip, utterance.speaker))
        at = placements[-1].end + utterance.pause_after_ms * PER_MS
    if closing is not None:
        at = _on_a_frame(placements[-1].end + BEFORE_CLOSING_MS * PER_MS, placements)
        placements.append(_music(closing, at, utterances[-1].chapter))
    return Timeline(tuple(placements))


def _on_a_frame(at: int, before: Sequence[Placement]) -> int:
    """The nearest beginning of a frame; ``at`` itself behind a pause too short to be divided."""
    nearest = (at + FRAME // 2) // FRAME * FRAME
    return nearest if not before or nearest - before[-1].end >= _APART else at


def marks(timeline: Timeline, script: Script) -> tuple[Mark, ...]:
    """One for each chapter that is heard. They touch; the first begins at 0, the last ends with the episode."""
    starts: dict[int, int] = {}
    for placement in timeline.placements:
        starts.setdefault(placement.chapter, placement.start)
    edges = [round(start / PER_MS) for start in (*starts.values(), timeline.length)]
    return tuple(
        Mark(without_spots(script.chapters[chapter].title), start, end)
        for chapter, (start, end) in zip(starts, pairwise(edges), strict=True)
    )


def _music(music: Piece, start: int, chapter: int) -> Placement:
    length = -(-music.sound.shape[1] // PER_MS) * PER_MS
    return Placement(start, length, chapter, music)
