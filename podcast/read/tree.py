"""A part's blocks → its tree of items, or its list of sources."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from podcast.model import BlockKind, Item, LeftOut, Source
from podcast.read.blocks import Block
from podcast.read.looks import split_numbers
from podcast.read.names import NOTED_SOURCE

SHOWN = ("table", "image", "code")
"""Kinds that are counted apart, so that a picture moves nobody's id."""


_TITLES = re.compile(r"標題|标题|名稱|名称|篇名|書名|文章|title|name", re.IGNORECASE)


@dataclass(slots=True)
class _Node:
    block: Block
    below: list[_Node] = field(default_factory=list)


class Grower:
    """Makes trees; one for the whole digest, for tables and pictures are numbered through it."""

    def __init__(self, level: int) -> None:
        self.level = level  # of the headings that open parts; lower ones are groups
        self.shown: Counter[str] = Counter()

    def grow(self, blocks: list[Block], prefix: str) -> tuple[Item, ...]:
        root: list[_Node] = []
        path: list[tuple[int, bool, list[_Node]]] = [(0, True, root)]  # depth, whether a heading, where its children go
        heading = 0
        for block in blocks:
            if block.kind == "rule" or block.empty:
                continue
            if block.kind == "heading":
                depth = heading = max(1, block.depth - self.level)
            else:
                depth = heading + block.depth + (block.kind != "point")
            headed = block.kind == "heading"
            while path[-1][0] >= depth or (headed and not path[-1][1]):
                path.pop()
            node = _Node(block)
            path[-1][2].append(node)
            path.append((depth, headed, node.below))
        return self._items(root, prefix)

    def _items(self, nodes: list[_Node], prefix: str) -> tuple[Item, ...]:
        items, n = [], 0
        heads = [node for node in nodes if node.block.kind == "heading"]
        for node, block in zip(heads, split_numbers([node.block for node in heads]), strict=True):
            node.block = block
        for node in nodes:
            kind = node.block.kind
            if kind in SHOWN:
                self.shown[kind] += 1
                id = f"{kind}{self.shown[kind]}"
            else:
                n += 1
                id = f"{prefix}.{n}"
            items.append(self._item(node, id))
        return tuple(items)

    def _item(self, node: _Node, id: str) -> Item:
        block = node.block
        kind: BlockKind = "paragraph" if block.kind == "rule" else block.kind
        return Item(
            id,
            block.text,
            self._items(node.below, id),
            block.links,
            kind,
            block.number,
            block.speaker,
            block.done,
            block.emphasis,
            block.table,
            block.image,
            block.code,
            block.passages,
        )


def sources_of(blocks: list[Block]) -> tuple[tuple[Source, ...], tuple[LeftOut, ...]]:
    """One source an entry, or one a link where an entry holds several; the same one only once."""
    found: dict[tuple[str, str | None], None] = {}
    left: list[LeftOut] = []
    for block in blocks:
        if block.table:
            titled, cells = _of_table(block)
            found |= dict.fromkeys(titled)
            left.append(LeftOut(block.line, " ".join(cells), "beside the names of the sources"))
            continue
        noted = NOTED_SOURCE.match(block.text)
        words = [link for link in block.links if link.start < link.end]
        if len(words) > 1:
            found |= {(block.text[link.start : link.end].strip(), link.url): None for link in words}
            rest = _between(block)
        else:
            urls = [link.url for link in block.links]
            title = block.text[noted.end() if noted else 0 :].strip(" -–—:：|｜，," + ("）)" if noted else ""))
            title = re.sub(
                r"[（(](?:擷取|瀏覽|檢索|存取|取用|accessed|retrieved)[^）)]*[）)]", "", title, flags=re.I
            ).strip()
            title = re.sub(r"^\[\d{1,3}\]\s*|[\s,，.]*(?:Available|Retrieved|Accessed)?[\s:,，.]*$", "", title)
            url = urls[0] if urls else None
            found[(title or (site(url) if url else ""), url)] = None
            rest = noted.group() if noted else ""
        if rest.strip():
            left.append(LeftOut(block.line, rest.strip(), "beside the names of the sources"))
    titles = {title for title, url in found if url}
    named = [(title, url) for title, url in found if title and (url or title not in titles)]
    return tuple(Source(f"source{n}", title, url) for n, (title, url) in enumerate(named, 1)), tuple(left)


def _of_table(block: Block) -> tuple[list[tuple[str, str | None]], list[str]]:
    """A source a row, by the column that is headed 標題 or the like, else by the longest cell; and the other cells."""
    table = block.table
    if table is None:
        return [], []
    urls = [link.url for link in block.links]
    column = next((n for n, head in enumerate(table.header) if _TITLES.search(head)), None)
    found: list[tuple[str, str | None]] = []
    rest = list(table.header)
    for n, row in enumerate(table.rows):
        title = row[column] if column is not None and column < len(row) else max(row, key=len, default="")
        found.append((title, urls[n] if len(urls) == len(table.rows) else None))
        rest += [cell for cell in row if cell != title]
    return found, rest


def _between(block: Block) -> str:
    out, at = "", 0
    for link in block.links:
        out += block.text[at : link.start]
        at = max(at, link.end)
    return out + block.text[at:]


def site(url: str) -> str:
    """The name by which a bare link is called: ``https://www.theverge.com/x`` → ``theverge.com``."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # a bracket where an IPv6 address should be
        host = None
    return (host or url).removeprefix("www.")
