"""Which items of a digest no line tells."""

from __future__ import annotations

from functools import cache

from podcast.facts.finding import Finding
from podcast.facts.names import Glossary, glossary
from podcast.facts.passages import text_of
from podcast.facts.reading import letters, read, weight
from podcast.model import Digest, Item, Script

LEAST = 0.15
"""Share of an item's content that the lines which cite it must have, for it to be told."""


def untold(script: Script, digest: Digest) -> tuple[Finding, ...]:
    """Items of a digest that no line cites, or that a line cites and does not tell; their place is their id.

    Headings and titles need not be told: a host leads over in words of his own. Nor what only points to something
    else, and what stands in a table or a picture, which the page shows.
    """
    said: dict[str, str] = {}
    for chapter in script.chapters:
        for line in chapter.lines:
            for id in line.source:
                said[id] = said.get(id, "") + line.text + "\n"
    terms = cache(lambda: glossary(text for _, text in digest.texts()))
    found = []
    for item in digest.walk():
        if item.kind in ("heading", "image", "code", "table") or not item.text:
            continue
        lines = said.get(item.id, "") or _above(item.id, said)
        if item.text in lines or _leads(item):
            continue
        if not lines:
            found.append(Finding(item.id, "untold", "no line tells it", _start(item)))
        elif letters(item.text) not in letters(lines) and _share(item, lines, terms()) < LEAST:
            found.append(Finding(item.id, "untold", "the line that cites it does not tell it", _start(item)))
    return tuple(found)


def _above(id: str, said: dict[str, str]) -> str:
    """Lines that cite the group or the story in which the item stands: they may sum it up."""
    while "." in id:
        id = id.rpartition(".")[0]
        if id in said:
            return said[id]
    return ""


def _leads(item: Item) -> bool:
    return bool(item.items) or item.text.rstrip().endswith(("：", ":")) or len(letters(item.text)) < 8


def _share(item: Item, lines: str, terms: Glossary) -> float:
    source, line = read(text_of(item), terms), read(lines, terms)
    has = frozenset(g for c in line.clauses for g in c.grams)
    whole = frozenset(g for c in source.clauses for g in c.grams)
    shared = weight(whole & has) + 3 * len(source.keys & line.keys)
    size = weight(whole) + 3 * len(source.keys)
    return shared / size if size else 1.0


def _start(item: Item) -> str:
    text = " ".join(item.text.split())
    return text if len(text) < 60 else text[:59] + "…"
