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
_RAMBLES = 3  # syllables more than all that should be said: the recogniser repeats itself


SURER = 8.7
"""How much more a sound must speak for what was heard than for what is written, natural logarithm, to be doubted …"""
UNLIKE = 0.3  # … and how many syllables the two must sound apart
_IN_LATIN = 0.6  # so much of it counts where a Latin word is written: names are what a recogniser knows least
_WHOLE = 1.5  # … and so much where a syllable or more is missing or too many: that it mishears least


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

    @property
    def weight(self) -> float:
        """How much the difference counts."""
        whole = self.again or (self.unlike >= 1 and not (self.written and self.heard))
        return self.surer * (_IN_LATIN if re.search("[A-Za-z]", self.written) else _WHOLE if whole else 1.0)

    @property
    def stands_out(self) -> bool:
        return self.weight >= SURER and self.unlike >= UNLIKE


@dataclass(frozen=True, slots=True)
class Evidence:
    heard: str
    mandarin: float  # 0 to 1: how sure the recogniser is that this is Mandarin
    syllables: float  # that should be said; a Latin word counts by its sounds
    parted: tuple[Parted, ...]
    measured: Measured
    quality: float  # DNSMOS: 1 to 5, overall

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
    if rambles or any(part.stands_out for part in parted):
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
        Parted(d.written, d.heard, d.first / count, d.last / count, d.unlike, round(whole - other, 2), d.again)
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
