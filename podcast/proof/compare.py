"""What should have been said against what was heard, by sound: where they part, in the words of both.

Both sides become sounds (`phones`), characters by our own reading of them, so that another character of the same sound
is no difference, nor is 148 for 一百四十八. Where the best alignment of the sounds leaves words of both sides whole,
the two texts are cut; a piece whose sounds differ is a `Difference`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from podcast.mandarin.han import simplified
from podcast.model import Spoken
from podcast.proof.phones import Phones, missed, of_phonemes, of_pinyin, unlike

Latin = Callable[[str], str]
"""A Latin word → its phonemes, in the symbols of the embedded voice."""

_LATIN_WORD = re.compile(r"[0-9A-Za-zÀ-ɏḀ-ỿ]+(?:['’&+-][0-9A-Za-zÀ-ɏḀ-ỿ]+)*")
_NUMERALS = frozenset("零一二三四五六七八九十百千萬億兆兩幾万亿两几")
_MARKS = '。！？；：，、…—,.!?;:「」『』（）《》()"“” \n'


@dataclass(frozen=True, slots=True)
class Unit:
    """One syllable or one Latin word of a spoken text: ``text[start:end]``."""

    phones: Phones
    start: int
    end: int
    latin: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A text as units. ``cuts``: of the places between units (0 before the first) those that no number lies across."""

    spoken: Spoken
    units: tuple[Unit, ...]
    cuts: frozenset[int]

    def written(self, first: int, last: int) -> str:
        """What is written for ``units[first:last]``, without marks around it. Both are cuts."""
        if first >= last:
            return ""
        start = self.spoken.written_at(self.units[first].start)
        end = self.spoken.written_at(self.units[last - 1].end)
        return self.spoken.written[start:end].strip(_MARKS)


@dataclass(frozen=True, slots=True)
class Difference:
    """``expected.units[first:last]`` was heard as ``heard.units[heard_first:heard_last]``; one of them may be empty.

    ``unlike``: how far apart they sound, in syllables that are wholly wrong or missing, about. ``again``: what was
    heard too much sounds like what stands before or behind it. ``counted``: a number stands before it.
    """

    first: int
    last: int
    heard_first: int
    heard_last: int
    written: str
    heard: str
    unlike: float
    again: bool = False
    counted: bool = False


def said(spoken: Spoken, latin: Latin) -> Said:
    """``spoken`` with its readings, in units."""
    found = [Unit(of_pinyin(r.pinyin), r.at, r.at + 1) for r in spoken.readings]
    read = {unit.start for unit in found}
    latins = (word for word in _LATIN_WORD.finditer(spoken.text) if word.start() not in read)
    found += (Unit(of_phonemes(latin(word.group())), *word.span(), latin=True) for word in latins)
    units = tuple(sorted((u for u in found if u.phones), key=lambda u: u.start))
    torn = [(s.spoken_start, s.spoken_end) for s in spoken.spans]
    cuts = {n for n, u in enumerate(units) if not any(a < u.start < b for a, b in torn)}
    return Said(spoken, units, frozenset(cuts | {0, len(units)}))


def differences(expected: Said, heard: Said) -> tuple[Difference, ...]:
    """Where the two part, in order; pieces that touch are one."""
    found: list[Difference] = []
    for differs, group in groupby(_pieces(expected, heard), key=lambda piece: piece[2] > 0):
        if differs:
            pieces = list(group)
            (a, c), (b, d) = pieces[0][0], pieces[-1][1]
            cost = sum(piece[2] for piece in pieces)
            again = _again(heard, c, c + b - a, d)
            words = expected.written(a, b), heard.written(c, d)
            found.append(Difference(a, b, c, d, *words, round(cost, 2), again, b - a == 1 and _counted(expected, a)))
    return tuple(found)


def _counted(expected: Said, first: int) -> bool:
    """Whether a number, or a number and 個, stands before the unit."""
    before = "".join(expected.spoken.text[unit.start] for unit in expected.units[max(0, first - 2) : first])
    return before.rstrip("個个")[-1:] in _NUMERALS if before else False


def _again(heard: Said, first: int, usual: int, last: int) -> bool:
    """Whether the units behind ``usual``, those that are too many, say once more what is said around ``first``."""
    size = last - usual
    words = [unit.phones for unit in heard.units]
    pairs = ((words[n : n + size], words[n + size : n + 2 * size]) for n in range(max(0, first - size), usual + 1))
    return size > 0 and any(
        len(one) == len(other) == size and align(one, other)[-1][2] <= _ALIKE * size for one, other in pairs
    )


def patched(expected: Said, heard: Said, wanted: Difference) -> str:
    """What was heard, as it was written down, but for ``wanted``: there stands what should have been said."""
    text = heard.spoken.written
    if wanted.heard_first == wanted.heard_last:
        at = len(text)
        if wanted.heard_first < len(heard.units):
            at = heard.spoken.written_at(heard.units[wanted.heard_first].start)
        elif heard.units:
            at = heard.spoken.written_at(heard.units[-1].end)
        start = end = at
    else:
        start = heard.spoken.written_at(heard.units[wanted.heard_first].start)
        end = heard.spoken.written_at(heard.units[wanted.heard_last - 1].end)
    put = simplified(wanted.written) if simplified(text) == text else wanted.written
    return text[:start] + put + text[end:]


# ---------------------------------------------------------------- the alignment


Piece = tuple[tuple[int, int], tuple[int, int], float]
"""((unit, heard unit) where it begins, the same where it ends, how far apart it sounds)."""

_ALIKE = 0.6  # a syllable: what still counts as the same word
SYLLABLE = 2.0
"""What it costs, about, that a syllable is missing."""


def _pieces(expected: Said, heard: Said) -> Iterator[Piece]:
    path = align([u.phones for u in expected.units], [u.phones for u in heard.units])
    whole = [step for step in path if step[0] in expected.cuts and step[1] in heard.cuts]
    for (a, c, before), (b, d, after) in pairwise(whole):
        yield (a, c), (b, d), (after - before) / SYLLABLE


def align(left: Sequence[Phones], right: Sequence[Phones]) -> list[tuple[int, int, float]]:
    """(words of left, words of right, cost so far) at each place of the cheapest path where both are between words."""
    a, b = [p for word in left for p in word], [p for word in right for p in word]
    rows = _costs(a, b)
    ends_a, ends_b = _edges(left), _edges(right)
    i, j = len(a), len(b)
    path = []
    while True:
        if i in ends_a and j in ends_b:
            path.append((ends_a[i], ends_b[j], rows[i][j]))
        if not i and not j:
            return path[::-1]
        here = rows[i][j]
        if i and j and here == rows[i - 1][j - 1] + unlike(a[i - 1], b[j - 1]):
            i, j = i - 1, j - 1
        elif i and here == rows[i - 1][j] + missed(a[i - 1]):
            i -= 1
        else:
            j -= 1


def _costs(a: Sequence[str], b: Sequence[str]) -> list[list[float]]:
    above = [0.0]
    for q in b:
        above.append(above[-1] + missed(q))
    rows = [above]
    for p in a:
        lost = missed(p)
        row = [above[0] + lost]
        for j, q in enumerate(b):
            row.append(min(above[j] + unlike(p, q), above[j + 1] + lost, row[j] + missed(q)))
        rows.append(row)
        above = row
    return rows


def _edges(words: Sequence[Phones]) -> dict[int, int]:
    """Phones before a place between two words → how many words."""
    found, at = {0: 0}, 0
    for n, word in enumerate(words, 1):
        at += len(word)
        found[at] = n
    return found
