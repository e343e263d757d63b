"""Where each figure and name of a script stands in its digest: what a listener may look up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from podcast.facts.amounts import Amount
from podcast.facts.days import Moment, borne
from podcast.facts.matching import supports
from podcast.facts.names import Glossary, Name, glossary
from podcast.facts.passages import cells, passages, rows
from podcast.facts.reading import Reading, read
from podcast.model import Digest, Line, Receipt, Script

Mark = Amount | Moment | Name
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Home:
    """A text of the digest: an item's own, or a row of its table as it is told."""

    item: str
    text: Reading
    row: int = -1
    cells: tuple[Place, ...] = ()  # of the row, where they stand in the text

    def place(self, mark: Mark) -> tuple[int, int, tuple[int, int] | None] | None:
        """Where the mark stands, and in which cell; None for what is no cell's: the head of a column."""
        if self.row < 0:
            return mark.start, mark.end, None
        for column, (start, end) in enumerate(self.cells):
            if (first := max(start, mark.start)) < (last := min(end, mark.end)):
                return first - start, last - start, (self.row, column)
        return None


MOST = 5000
"""Receipts of one episode: some seven hours of news; episode.json stays small."""


def receipts(script: Script, digest: Digest) -> tuple[Receipt, ...]:
    """Of each figure, date and name of each line the first place in its items that bears it, where one does.

    No more than ``MOST``, those of the first lines.
    """
    below, terms = passages(digest), glossary(text for _, text in digest.texts())
    homes = _Homes(digest, terms)
    found = []
    for c, chapter in enumerate(script.chapters):
        for n, line in enumerate(chapter.lines):
            ids = dict.fromkeys(id for cited in line.source for id, _ in below.get(cited, ()))
            there = [home for id in ids for home in homes.of(id)]
            found += [replace(each, chapter=c, line=n) for each in _of_line(line, there, digest, terms)]
    return tuple(found[:MOST])


class _Homes:
    """The texts of a digest, each prepared once."""

    def __init__(self, digest: Digest, terms: Glossary) -> None:
        self._digest, self._terms = digest, terms
        self._words = dict(digest.texts())
        self._tables = {item.id: item.table for item in digest.walk() if item.table}
        self._known: dict[str, tuple[Home, ...]] = {}

    def of(self, id: str) -> tuple[Home, ...]:
        """Of one item: its text, and the rows of its table."""
        if id not in self._known:
            own = [Home(id, self._read(self._words[id]))] if id in self._words else []
            table = self._tables.get(id)
            told = zip(cells(table), rows(table), strict=True) if table else ()
            own += [Home(id, self._read(text), n, _places(row)) for n, (row, text) in enumerate(told)]
            self._known[id] = tuple(own)
        return self._known[id]

    def _read(self, text: str) -> Reading:
        return read(text, self._terms, self._digest.date)


def _places(row: Sequence[tuple[str, str, str]]) -> tuple[Place, ...]:
    """Where each cell of a row stands in the row as it is told."""
    found, at = [], 0
    for before, value, after in row:
        at += len(before)
        found.append((at, at + len(value)))
        at += len(value) + len(after) + 1
    return tuple(found)


def _of_line(line: Line, homes: Sequence[Home], digest: Digest, terms: Glossary) -> Iterator[Receipt]:
    """Their chapter and line are still to be set."""
    if not homes:
        return
    text = read(line.text, terms, digest.date)
    marks: tuple[Mark, ...] = (*text.amounts, *text.moments, *text.names)
    for mark in sorted(marks, key=lambda mark: mark.start):
        found = [
            (home.text.shown(m), home.item, place)
            for home in homes
            for m in _marks(home.text, mark)
            if _bears(m, mark, digest) and (place := home.place(m))
        ]
        if found:  # the same words before others that say the same
            words = text.shown(mark)
            _, item, place = next((each for each in found if each[0] == words), found[0])
            yield Receipt(0, 0, mark.start, mark.end, item, *place)


def _marks(home: Reading, mark: Mark) -> tuple[Mark, ...]:
    if isinstance(mark, Amount):
        return home.amounts
    return home.names if isinstance(mark, Name) else home.moments


def _bears(source: Mark, said: Mark, digest: Digest) -> bool:
    if isinstance(source, Amount) and isinstance(said, Amount):
        return supports(source, said)
    if isinstance(source, Name) and isinstance(said, Name):
        return source.key == said.key
    return isinstance(source, Moment) and isinstance(said, Moment) and borne(said, (source,), digest.date)
