"""Headings, lists and paragraphs of Markdown, read line by line: a tenth of the time that its whole grammar takes.

The result is what `markdown-it` makes of the same lines. Where a line could be anything else (a quotation, a table, the
line below a heading, code …) nothing is said of it and of all to the next heading: `markdown-it` reads that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

_AMID = re.compile(r"```|~~~|^[ \t>*+\-\d.)]*<", re.MULTILINE)
"""Code and HTML, in which a line that begins with # may be no heading."""
_HEADING = re.compile(r"(#{1,6}) +([^\s#](?:.*[^\s#])?)[ \t]*")
_TEXT = (
    r"(?:[^\s#>*_+=|:<\[\d-]|\u3000|[*_]{1,3}[^\s*_]|\d(?!\d{0,8}[.)](?:\s|$))"
    r"|\[[^\[\]]*\][^:])"  # but no address of a link
)
_LINE = re.compile(_TEXT)
_POINT = re.compile(rf"([-+*]|(\d{{1,9}})([.)]))( {{1,4}})(?={_TEXT})")
_BLANK, _TRIMMED = " \t", " \t\n\r\f\v"
DEEPEST = 20


class Piece(NamedTuple):
    """``text``: of one heading, the first paragraph of a point, or another paragraph, its marks of emphasis and links
    still in it. ``depth``: the heading's level, or how many lists are open. ``number``: of the innermost point."""

    kind: Literal["heading", "point", "paragraph"]
    line: int  # from 0
    depth: int
    number: int | None
    text: str


@dataclass(slots=True)
class _List:
    indent: int
    within: int  # columns before the text of its points
    mark: str
    number: int | None


def plain_runs(text: str) -> Iterator[tuple[int, tuple[Piece, ...] | str]]:
    """The text in runs, each with the number of lines before it: pieces, or what is for `markdown-it` to read."""
    if _AMID.search(text):
        yield 0, text
        return
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if line.startswith("#") and _HEADING.fullmatch(line)]
    odd: int | None = None  # where the lines begin that are not read here
    for begin, end in zip([0, *heads], [*heads, len(lines)], strict=True):
        pieces = _Reader().read(lines[begin:end])
        if pieces is None:
            odd = begin if odd is None else odd
            continue
        if odd is not None:
            yield odd, "\n".join(lines[odd:begin])
        odd = None
        if pieces:
            yield begin, tuple(pieces)
    if odd is not None:
        yield odd, "\n".join(lines[odd:])


@dataclass(slots=True)
class _Reader:
    pieces: list[Piece] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)  # that are open
    texts: list[str] = field(default_factory=list)  # lines of the open paragraph
    within: int = 0  # columns before its text
    kind: Literal["point", "paragraph"] = "paragraph"
    line: int = 0

    def read(self, lines: Sequence[str]) -> list[Piece] | None:
        """None where a line could be something else."""
        for at, line in enumerate(lines):
            bare = line.lstrip(" ")
            if not bare.strip(_BLANK):
                self.close()
            elif not bare.strip():
                return None  # wide spaces alone
            elif at == 0 and (match := _HEADING.fullmatch(line)):
                self.pieces.append(Piece("heading", at, len(match[1]), None, match[2]))
            elif not self.take(at, bare, len(line) - len(bare)):
                return None
        self.close()
        return self.pieces

    def take(self, at: int, bare: str, indent: int) -> bool:
        if match := _POINT.match(bare):
            return self.point(at, match, bare, indent)
        if not _LINE.match(bare):
            return False
        if self.texts:
            self.texts.append(" " * max(0, indent - self.within) + bare)
            return True
        while self.lists and self.lists[-1].within > indent:
            self.lists.pop()
        if indent != (self.lists[-1].within if self.lists else 0):
            return False
        self.begin("paragraph", at, indent, bare)
        return True

    def point(self, at: int, match: re.Match[str], bare: str, indent: int) -> bool:
        number = int(match[2]) if match[2] else None
        mark, within = match[3] or match[1], indent + match.end()
        outer = self.lists[-1].within if self.lists else 0
        if indent >= outer:
            if indent > outer + 3 or (self.texts and number not in (None, 1)) or len(self.lists) == DEEPEST:
                return False
            self.close()
            self.lists.append(_List(indent, within, mark, number))
        else:
            self.close()
            while self.lists and self.lists[-1].indent > indent:
                self.lists.pop()
            if not self.lists or self.lists[-1].indent != indent:
                return False
            last = self.lists[-1]
            goes_on = last.mark == mark and last.number is not None
            last.number = last.number + 1 if goes_on and last.number is not None else number
            last.mark, last.within = mark, within
        self.begin("point", at, within, bare[match.end() :])
        return True

    def begin(self, kind: Literal["point", "paragraph"], at: int, within: int, text: str) -> None:
        self.kind, self.line, self.within, self.texts = kind, at, within, [text]

    def close(self) -> None:
        """The open paragraph ends."""
        if self.texts:
            number = self.lists[-1].number if self.lists else None
            text = "\n".join(self.texts).strip(_TRIMMED)
            self.pieces.append(Piece(self.kind, self.line, len(self.lists), number, text))
            self.texts = []
