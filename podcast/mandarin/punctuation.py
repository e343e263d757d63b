"""Punctuation marks: half-width ones inside Chinese, runs of them, ellipses."""

from __future__ import annotations

import re

from podcast.mandarin.han import is_han
from podcast.mandarin.spans import Said

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "､": "、", "｡": "。"}
_RUN = re.compile(r"([。，、；：？！?!,;])\1+")
_ELLIPSIS = re.compile(r"(?:…+|\.{3,}|。{3,}|⋯+|․{2,}|\.\.(?=\s|$))[.。]?")
MARKS = frozenset(",;:?!.､｡…⋯․。，、；：？！")


def mark(text: str, at: int, end: int, said_before: str) -> Said | None:
    """The mark at ``at`` as it is set in Chinese. None: as written. ``said_before``: the last character said."""
    if ellipsis := _ELLIPSIS.match(text, at, end):
        return Said(ellipsis.end(), "…", "punctuation", "ellipsis")
    char = text[at]
    stop = run.end() if (run := _RUN.match(text, at, end)) else at + 1
    wide = _WIDE.get(char, char)
    if char not in _WIDE:
        return Said(stop, wide, "punctuation", "run of marks") if stop - at > 1 else None
    following = _next(text, stop, end)
    chinese = is_han(said_before or " ") or is_han(following) or following in "「『《（“" or following.isdigit()
    if said_before in "，。；：？！、" and said_before:
        chinese = True
    if char == ".":
        ends = stop >= end or not text[stop].isalnum()
        chinese = is_han(said_before or " ") and ends
    if not chinese:
        return Said(stop, char, "punctuation", "run of marks") if stop - at > 1 else None
    while stop < end and text[stop] == " ":
        stop += 1
    return Said(stop, wide, "punctuation", "half-width mark")


def _next(text: str, at: int, end: int) -> str:
    while at < end and text[at] == " ":
        at += 1
    return text[at] if at < end else "\n"
