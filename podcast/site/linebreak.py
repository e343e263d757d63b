"""Where a Chinese line may be broken, and where it is broken best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import accumulate, pairwise

from podcast.text import columns

NOT_FIRST = "、，。．！？；：…—～·）〕］｝〉》」』】’”,.!?;:)]}%％℃°"
NOT_LAST = "（〔［｛〈《「『【‘“([{$＄#＃"
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/%+_@&'’-]*|.", re.S)  # a Latin word or a figure is not broken
_MARKS_BESIDE = 4  # columns of 「 and 」, or of 」 and ，, which stay with the word
_SPACES = 4  # characters on each side of a break in which the one beyond its spaces is looked for

Words = Callable[[str], Iterable[str]]


def break_lines(text: str, limit: int, words: Words) -> tuple[str, ...]:
    """``text`` in lines of at most ``limit`` columns: as few as will do, evenly filled, broken at punctuation or
    between words. Joined they give ``text`` but for the space at a break. ``words`` cuts Chinese into words.
    """
    if columns(text) <= limit:
        return (text,)
    pieces = _pieces(text, limit)
    starts = list(accumulate((len(piece) for piece in pieces), initial=0))
    widths = list(accumulate((columns(piece) for piece in pieces), initial=0))
    inside = _inside_words(text, words)
    costs = [_cost(text, at, inside) for at in starts]
    best: list[tuple[float, int]] = [(0.0, 0)]  # for the text before each start: cost, where its last line begins
    for end in range(1, len(starts)):
        found = []
        for begin in range(end - 1, -1, -1):
            width = widths[end] - widths[begin] - (pieces[begin] == " ") - (pieces[end - 1] == " ")
            if width > limit:
                break
            found.append((best[begin][0] + costs[begin] + _fill(width, limit), begin))
        best.append(min(found))
    return tuple(line for a, b in pairwise(_cuts(starts, best)) if (line := text[a:b].strip()))


def _cuts(starts: list[int], best: list[tuple[float, int]]) -> list[int]:
    """The way back through ``best``: where each line begins, and the end of the text."""
    cuts, at = [starts[-1]], len(starts) - 1
    while at:
        at = best[at][1]
        cuts.append(starts[at])
    return cuts[::-1]


def _pieces(text: str, limit: int) -> list[str]:
    """What a line is made of: characters, Latin words, figures; of a word that may not fit with its marks, letters."""
    units = _UNIT.findall(text)
    return [piece for unit in units for piece in (unit if columns(unit) > limit - _MARKS_BESIDE else (unit,))]


def _fill(width: int, limit: int) -> float:
    """Every line costs, so there are few; an uneven one costs more."""
    return 10 + 4 * (1 - width / limit) ** 2


def _inside_words(text: str, words: Words) -> set[int]:
    inside: set[int] = set()
    at = 0
    for word in words(text):
        inside.update(range(at + 1, at + len(word)))
        at += len(word)
    return inside


def _cost(text: str, at: int, inside: set[int]) -> float:
    """What it costs to begin a line at ``at``."""
    if at == 0:
        return 0
    spaced = text[at - 1].isspace() or text[at : at + 1].isspace()
    before, after = text[max(0, at - _SPACES) : at].rstrip()[-1:], text[at : at + _SPACES].lstrip()[:1]
    if after in NOT_FIRST or before in NOT_LAST:
        return 100
    if _UNIT.fullmatch(text, at - 1, at + 1):
        return 50
    if before in "。！？；…!?;":
        return 0
    if before in "，：,:":
        return 0.5
    if before in "、" or after in NOT_LAST:
        return 1
    if before.isdigit() or at in inside:
        return 6  # “148 | 億”, “人 | 工”
    return 2 if spaced else 2.5
