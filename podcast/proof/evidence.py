"""What is known of one clip: what was heard in it, where that parts from what should be said, and what was measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.proof.compare import Said, differences, patched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from podcast.proof.hear import Hearing, Recogniser
    from podcast.proof.measure import Measured

_LATIN_SOUNDS = 2.3  # of a Latin word are said in the time of a Chinese syllable
_MOST_PARTED = 8  # more differences than these tell of another sentence, not of words
_AGAIN = 0.8  # a difference of that weight is heard again
_RAMBLES = 3  # syllables more than all that should be said: the recogniser repeats itself


UNLIKE = 0.3  # syllables that two words must sound apart, for one to be doubted
_DOUBLED, _WHOLE, _PART, _LATIN = 4.5, 3.0, 14.0, 26.0
_REPLACED = ((0.65, 6.2), (0.0, 9.5))  # (syllables apart, bound)
_COUNTED = 0.8  # of the bound: behind a number many a measure makes sense, so it is its sound that tells
"""How much more a sound must speak for what was heard than for what is written, as a natural logarithm: where a word is
said twice; where a syllable or more is missing or too many; where it is less; where the word is a Latin one, which
recognisers know least; where one word stands for another. In 76 sentences of EP1 in the embedded voice, with which
nobody has found fault, it was at most 0, 0, 13.8, 12.9, and 5.7, 8.9; in 45 others 23.8 for a Latin word, once 12.0."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A piece in which the two part. ``start`` and ``end``: where it stands in the clip, as shares of what is said.

    ``surer``: how much more the sound speaks for what was heard than for what is written: a natural logarithm.
    ``unlike``: how far apart they sound, in syllables.
    """

    written: str
    heard: str
    start: float
    end: float
    unlike: float
    surer: float
    again: bool = False  # what was heard too much sounds like its neighbour
    counted: bool = False  # it follows a number

    @property
    def weight(self) -> float:
        """How much the difference counts: from 1 on it stands out."""
        return max(0.0, self.surer) / self._bound if self.unlike >= UNLIKE else 0.0

    @property
    def _bound(self) -> float:
        if self.again:
            return _DOUBLED
        latin = bool(re.search("[A-Za-z]", self.written))
        if not (self.written and self.heard):
            return _PART if self.unlike < 1 else _LATIN / 2 if latin else _WHOLE
        bound = next(bound for apart, bound in _REPLACED if self.unlike >= apart)
        return _LATIN if latin else bound * (_COUNTED if self.counted else 1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    heard: str
    mandarin: float  # 0 to 1: how sure the recogniser is that this is Mandarin
    syllables: float  # that should be said; a Latin word counts by its sounds
    parted: tuple[Parted, ...]
    measured: Measured
    quality: float  # DNSMOS: 1 to 5, overall

    @property
    def weight(self) -> float:
        """Of its weightiest difference."""
        return max((part.weight for part in self.parted), default=0.0)

    @property
    def unlike(self) -> float:
        """The share of what should be said that was heard otherwise."""
        return sum(part.unlike for part in self.parted) / max(1.0, self.syllables)


def gather(
    sound: NDArray[np.float32],
    stored: NDArray[np.int16],
    expected: Said,
    recogniser: Recogniser,
    say: Callable[[str], Said],
    quality: Callable[[NDArray[np.float32]], float],
) -> Evidence:
    """Hear and measure one clip. ``sound``: at the recogniser's rate; ``stored``: as it lies in the store.

    ``say`` reads what was heard as the program reads; ``quality`` is DNSMOS. What is doubtful is heard again, and only
    what is heard so both times stays so.
    """
    from podcast.proof.measure import measure

    text, mandarin, parted = _heard(recogniser.hear(sound), expected, say)
    rambles = sum(part.unlike for part in parted) > len(expected.units) + _RAMBLES
    if rambles or any(part.weight >= _AGAIN for part in parted):
        text, mandarin, second = _heard(recogniser.hear(sound, again=True), expected, say)
        parted = second if rambles else tuple(_agreed(part, parted, len(expected.units)) for part in second)
    return Evidence(text, mandarin, syllables(expected), parted, measure(sound, stored), quality(sound))


def _heard(hearing: Hearing, expected: Said, say: Callable[[str], Said]) -> tuple[str, float, tuple[Parted, ...]]:
    heard = say(hearing.text)
    found = sorted(differences(expected, heard), key=lambda d: -d.unlike)[:_MOST_PARTED]
    found.sort(key=lambda d: d.first)
    texts = [hearing.text, *(patched(expected, heard, d) for d in found)]
    whole, *others = hearing.likely(texts) if found else (0.0,)
    count = max(1, len(expected.units))
    parted = tuple(
        Parted(
            d.written, d.heard, d.first / count, d.last / count, d.unlike, round(whole - other, 2), d.again, d.counted
        )
        for d, other in zip(found, others, strict=True)
    )
    return hearing.text, round(hearing.mandarin, 3), parted


def _agreed(part: Parted, before: Sequence[Parted], count: int) -> Parted:
    """``part`` no surer than it was before, at the same place, a syllable more or less."""
    near = 1 / max(1, count)
    same = [p.surer for p in before if p.start <= part.end + near and part.start <= p.end + near]
    return replace(part, surer=min(part.surer, max(same, default=0.0)))


def syllables(said: Said) -> float:
    """About how many Chinese syllables would take as long."""
    return round(sum(len(unit.phones) / _LATIN_SOUNDS if unit.latin else 1.0 for unit in said.units), 1)
