"""Where each figure and name of a script stands in its digest: what a listener may look up."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.facts.amounts import Amount
from podcast.facts.days import Moment, borne
from podcast.facts.matching import supports
from podcast.facts.names import Glossary, Name, glossary
from podcast.facts.passages import passages
from podcast.facts.reading import Reading, read
from podcast.model import Digest, Line, Receipt, Script

Mark = Amount | Moment | Name
Place = tuple[int, int]
Homes = list[tuple[str, Reading]]


MOST = 5000
"""Receipts of one episode: some seven hours of news; episode.json stays small."""


def receipts(script: Script, digest: Digest) -> tuple[Receipt, ...]:
    """Of each figure, date and name of each line the first place in its items that bears it, where one does.

    No more than ``MOST``, those of the first lines.
    """
    texts, terms = passages(digest), glossary(text for _, text in digest.texts())
    words = dict(digest.texts())
    found = []
    for c, chapter in enumerate(script.chapters):
        for n, line in enumerate(chapter.lines):
            ids = [id for cited in line.source for id, _ in texts.get(cited, ()) if id in words]
            homes = [(id, read(words[id], terms, digest.date)) for id in dict.fromkeys(ids)]
            found += [Receipt(c, n, *place, id, *there) for place, id, there in _of_line(line, homes, digest, terms)]
    return tuple(found[:MOST])


def _of_line(line: Line, homes: Homes, digest: Digest, terms: Glossary) -> Iterator[tuple[Place, str, Place]]:
    if not homes:
        return
    text = read(line.text, terms, digest.date)
    marks: tuple[Mark, ...] = (*text.amounts, *text.moments, *text.names)
    for mark in sorted(marks, key=lambda mark: mark.start):
        words = text.shown(mark)
        found = [(id, home, m) for id, home in homes for m in _marks(home, mark) if _bears(m, mark, digest)]
        if found:  # the same words before others that say the same
            id, _, there = next((f for f in found if f[1].shown(f[2]) == words), found[0])
            yield (mark.start, mark.end), id, (there.start, there.end)


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
