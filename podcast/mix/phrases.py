"""Where written Chinese is cut into captions: at punctuation before anything else, never inside what reads as one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from podcast.text import columns

LINE_COLUMNS = 32
LINES = 2

_CLOSING = "。，、；：！？…—～·）〕］｝〉》」』】’”%％‰℃°,.!?;:)]}"
_OPENING = "（〔［｛〈《「『【‘“([{$＄#＃"
_PAIRS = dict(zip("（〔［｛〈《「『【‘“([{", "）〕］｝〉》」』】’”)]}", strict=True))
_WORD = r"[A-Za-z0-9][A-Za-z0-9.,:/%+_@&'’\-]*"
_WHOLE = (  # read as one
    re.compile(rf"{_WORD}(?: (?=[A-Z0-9]){_WORD}){{0,3}}"),  # a figure, a Latin word, a name of several
    re.compile(r"[0-9０-９][0-9０-９.,]* ?[\u4e00-\u9fff]"),  # a figure and its unit
    re.compile(r"[\u4e00-\u9fff]{1,4}(?:[·‧・][\u4e00-\u9fff]{1,4})+"),  # a transcribed name
)
_SENTENCE_END = re.compile(r"(?:[。！？]|[!?](?![A-Za-z0-9]))+[」』）】》〉”’)\]]*")

_NEVER = 1000.0  # only where there is no other way
_PIECE = 5.0  # as few cues as will do …
_SLACK = 6.0  # … of like length


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with what its breaks cost and how wide it stands, each by offset."""

    text: str
    cost: tuple[float, ...]
    column: tuple[int, ...]

    def width(self, start: int, end: int) -> int:
        return self.column[end] - self.column[start]


def breaks(text: str, whole: Iterable[tuple[int, int]] = ()) -> tuple[int, ...]:
    """Offsets at which ``text`` is cut into pieces that fit two lines of 32 columns.

    Every sentence begins a piece. ``whole``: spans that are said as one and so stay together.
    """
    cost = _costs(text, whole)
    measured = _Text(text, tuple(cost), tuple(accumulate(map(columns, text), initial=0)))
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if m.end() < len(text) and cost[m.end()] < _NEVER]
    found: list[int] = []
    for start, end in zip((0, *ends), (*ends, len(text)), strict=True):
        found += [*_cut(measured, start, end), end]
    return tuple(found[:-1])


def _cut(measured: _Text, start: int, end: int) -> list[int]:
    """The cheapest breaks inside one sentence."""
    if _fits(measured, start, end):
        return []
    best: dict[int, tuple[float, int]] = {start: (0.0, start)}
    for at in range(start + 1, end + 1):
        here = measured.cost[at] if at < end else 0.0
        options: list[tuple[float, int]] = []
        for before in range(at - 1, start - 1, -1):
            if measured.width(before, at) > LINES * LINE_COLUMNS and options:
                break
            if before in best and (_fits(measured, before, at) or before == at - 1):
                slack = 1 - min(1.0, measured.width(before, at) / (LINES * LINE_COLUMNS))
                options.append((best[before][0] + here + _PIECE + _SLACK * slack**2, before))
        if options:
            best[at] = min(options)
    cuts, at = [], end
    while (at := best[at][1]) > start:
        cuts.append(at)
    return cuts[::-1]


def _fits(measured: _Text, start: int, end: int) -> bool:
    """Whether two lines hold it, broken where it may be."""
    wide = measured.width(start, end)
    if wide <= LINE_COLUMNS:
        return True
    if wide > LINES * LINE_COLUMNS:
        return False
    return any(
        measured.cost[at] < _NEVER
        and measured.width(start, at) <= LINE_COLUMNS
        and measured.width(at, end) <= LINE_COLUMNS
        for at in range(start + 1, end)
    )


def _costs(text: str, whole: Iterable[tuple[int, int]]) -> list[float]:
    cost = [_cost(text, at) for at in range(len(text) + 1)]
    spans = [m.span() for pattern in _WHOLE for m in pattern.finditer(text)]
    for start, end in (*spans, *whole, *_brackets(text)):
        if columns(text[start:end]) <= LINES * LINE_COLUMNS:
            cost[start + 1 : end] = [_NEVER] * max(0, end - start - 1)
    return cost


def _cost(text: str, at: int) -> float:
    """What it costs to begin a cue at ``at``."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if not before or not after:
        return 0.0
    if before in _OPENING or after in _CLOSING or after.isspace() or unicodedata.combining(after):
        return _NEVER
    if before in "。！？；…!?;，：,:" or text[at - 2 : at] == "——":
        return 0.0
    if before in "、" or after in _OPENING or before in _PAIRS.values():
        return 2.0
    return 8.0 if before.isspace() else 12.0


def _brackets(text: str) -> list[tuple[int, int]]:
    """Spans of bracket pairs with what they hold; an unbalanced bracket counts for nothing."""
    opened: list[tuple[str, int]] = []
    found = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            opened.append((_PAIRS[char], at))
        elif opened and char == opened[-1][0]:
            found.append((opened.pop()[1], at + 1))
    return found
