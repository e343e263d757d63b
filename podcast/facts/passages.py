"""The texts of a digest by their ids, each with all that stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from podcast.model import Digest, Item, Table


def passages(digest: Digest) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Id → (id, text) of what it names and of everything below: a story's id stands for the whole story."""
    found: dict[str, tuple[tuple[str, str], ...]] = {"title": (("title", digest.title),)}
    sections = (*((digest.highlights,) if digest.highlights else ()), *digest.sections)
    for items in (digest.intro, digest.outro, digest.disclaimer, *(s.items for s in sections)):
        for item in items:
            for each in item.walk():
                found[each.id] = tuple((i.id, text) for i in each.walk() if (text := text_of(i)))
    for section in sections:
        below = tuple(pair for item in section.items for pair in found[item.id])
        found[section.id] = (*(((section.id, section.heading),) if section.heading else ()), *below)
    for source in digest.sources:
        found[source.id] = ((source.id, source.title),)
    return found


def text_of(item: Item) -> str:
    """All words of one item: of a table its cells too, of a picture what it shows."""
    parts = [f"{item.speaker}：{item.text}" if item.speaker else item.text]
    if item.table:
        parts += rows(item.table)
    if item.image and item.image.alt and item.image.alt not in item.text:
        parts.append(item.image.alt)
    return "\n".join(filter(None, parts))


def rows(table: Table) -> Iterator[str]:
    """A row as a sentence: each cell with the head of its column, and the unit that the head names."""
    for row in cells(table):
        yield "，".join(before + value + after for before, value, after in row) + "。"


def cells(table: Table) -> Iterator[tuple[tuple[str, str, str], ...]]:
    """The same, cell by cell: (what stands before it, its text, what stands behind it)."""
    for row in table.rows:
        found = []
        for n, value in enumerate(row):
            head = table.header[n] if n < len(table.header) and n else ""
            unit = re.fullmatch(r"(.+?)[（(]([^（）()]{1,6})[）)]", head)
            found.append((f"{unit[1]}是 ", value, f" {unit[2]}") if unit else (f"{head}是 " if head else "", value, ""))
        yield tuple(found)
