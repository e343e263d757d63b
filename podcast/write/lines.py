"""What all parts of the script are made of: a line, its pause, and a wording filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from podcast.model import Chapter, Line
from podcast.show import Pauses

POINT_MS, GROUP_MS, HEADING_MS, CHAPTER_MS = 500, 800, 600, 1200
"""Pauses after a point, the last point of a group, a heading, the last line of a chapter."""

_ENDS = re.compile(r"[。！？!?…~～；;：:，,、.][」』”’）)\"']*$")


_NO_LETTERS = re.compile(r"[\W_]+")
_LATIN_AFTER_HAN = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]")


def line(text: str, *ids: str, pause: int = POINT_MS) -> Line:
    """A line that says the digest's texts ``ids``, with a full stop where it has no end of its own."""
    return Line(text if _ENDS.search(text) else text + "。", source=ids, pause_after_ms=pause)


def announced(wording: str, place: str, text: str, rest: str = "") -> str:
    """``wording`` with ``text`` at its {place}, then ``rest``; the author's text alone where there is no wording."""
    if not wording:
        return rest or text
    spaced = text if not _LATIN_AFTER_HAN.search(wording.partition("{" + place)[0][-1:] + text[:1]) else f" {text}"
    return fill(wording, **{place: spaced}) + rest


def fill(wording: str, **values: str) -> str:
    """``wording`` with the values at their places; what the values hold is never looked at, nor other braces."""
    parts = re.split(r"(\{\w+\}|\{\{|\}\})", wording)
    return "".join({"{{": "{", "}}": "}"}.get(part, values.get(part[1:-1], part)) for part in parts)


def chapter_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of a chapter; the last one makes way for the next chapter."""
    found = list(lines)
    if not found:
        return ()
    last = found.pop()
    return (*found, Line(last.text, last.speaker, last.source, CHAPTER_MS))


def letters(text: str) -> str:
    """Han characters, letters and digits only: what punctuation and spacing do not change."""
    return _NO_LETTERS.sub("", text)


def paced(chapter: Chapter, pauses: Pauses) -> Chapter:
    """The same with the show's own pauses in the place of the usual ones."""
    own = {POINT_MS: pauses.point, GROUP_MS: pauses.group, HEADING_MS: pauses.heading, CHAPTER_MS: pauses.story}
    own = {usual: pause for usual, pause in own.items() if usual != pause}
    if not own:
        return chapter
    lines = (replace(line, pause_after_ms=own.get(line.pause_after_ms, line.pause_after_ms)) for line in chapter.lines)
    return replace(chapter, lines=tuple(lines))
