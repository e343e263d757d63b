"""What sounds when: clips and music laid out on one line of samples at 48 kHz."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from podcast.errors import MixError
from podcast.model import Clip, Mark, Script, Utterance

RATE = 48_000
"""Samples a second of everything that leaves this room: twice an engine's 24 kHz, 48 a millisecond."""

PER_MS = RATE // 1000

Stereo = npt.NDArray[np.float32]
"""Shape (2, samples), 48 kHz, full scale ±1."""

Read = Callable[[Clip], npt.NDArray[np.int16]]
"""A clip's samples, mono, at ``clip.sample_rate``."""

AFTER_OPENING_MS = 350
BEFORE_CLOSING_MS = 700
_MARGIN_MS = 30  # kept around the speech, so that no soft consonant is cut off
_SPEECH = 10 ** (-50 / 20)  # of the peak: what stays below is silence
_WINDOW_MS = 5


@dataclass(frozen=True, slots=True)
class Placement:
    """``sound`` times ``gain`` from ``start`` on. A clip loses ``cut_ms`` in front and what exceeds ``length``."""

    start: int  # samples at 48 kHz, a whole millisecond
    length: int  # likewise
    chapter: int
    sound: Clip | Stereo
    cut_ms: int = 0
    speaker: str = ""  # who speaks; "" for music
    gain: float = 1.0  # linear

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


def lay_out(
    utterances: Sequence[Utterance],
    clips: Sequence[Clip],
    read: Read,
    opening: Stereo | None = None,
    closing: Stereo | None = None,
) -> Timeline:
    """Opening music, the clips with their pauses, closing music.

    A pause is what is heard: silence that the engine left around its speech is taken off first.
    Everything begins and ends at whole milliseconds, so that marks and cues are exact.
    Raises MixError when there is nothing to be heard.
    """
    if not utterances or len(utterances) != len(clips):
        raise MixError(f"There are {len(clips)} clips for {len(utterances)} utterances: speak the script first.")
    placements: list[Placement] = []
    at = 0
    if opening is not None:
        placements.append(_music(opening, 0, utterances[0].chapter))
        at = placements[-1].end + AFTER_OPENING_MS * PER_MS
    for utterance, clip in zip(utterances, clips, strict=True):
        cut_ms, speech_ms = _speech(read(clip), clip.sample_rate)
        placements.append(Placement(at, speech_ms * PER_MS, utterance.chapter, clip, cut_ms, utterance.speaker))
        at = placements[-1].end + utterance.pause_after_ms * PER_MS
    if closing is not None:
        at = placements[-1].end + BEFORE_CLOSING_MS * PER_MS
        placements.append(_music(closing, at, utterances[-1].chapter))
    return Timeline(tuple(placements))


def marks(timeline: Timeline, script: Script) -> tuple[Mark, ...]:
    """One for each chapter that is heard. They touch; the first begins at 0, the last ends with the episode."""
    starts: dict[int, int] = {}
    for placement in timeline.placements:
        starts.setdefault(placement.chapter, placement.start)
    edges = [round(start / PER_MS) for start in (*starts.values(), timeline.length)]
    return tuple(
        Mark(script.chapters[chapter].title, start, end)
        for chapter, (start, end) in zip(starts, pairwise(edges), strict=True)
    )


def neighbours(items: Iterable[Stereo]) -> Iterator[tuple[Stereo | None, Stereo, Stereo | None]]:
    """Each with the one before and the one after."""
    before: Stereo | None = None
    here: Stereo | None = None
    for after in items:
        if here is not None:
            yield before, here, after
        before, here = here, after
    if here is not None:
        yield before, here, None


def _music(sound: Stereo, start: int, chapter: int) -> Placement:
    length = -(-sound.shape[1] // PER_MS) * PER_MS
    return Placement(start, length, chapter, sound)


def _speech(samples: npt.NDArray[np.int16], rate: int) -> tuple[int, int]:
    """(milliseconds of silence to cut in front, milliseconds of speech with its margins)."""
    step = rate * _WINDOW_MS // 1000
    total_ms = -(-len(samples) * 1000 // rate)
    windows = np.zeros(-(-len(samples) // step) * step, np.int16)
    windows[: len(samples)] = samples
    peaks = np.abs(windows.reshape(-1, step).astype(np.int32)).max(axis=1, initial=0)
    loud = np.flatnonzero(peaks > _SPEECH * peaks.max())
    if not len(loud):
        return 0, max(1, total_ms)
    start = max(0, int(loud[0]) * _WINDOW_MS - _MARGIN_MS)
    end = min(total_ms, (int(loud[-1]) + 1) * _WINDOW_MS + _MARGIN_MS)
    return start, end - start
