"""A part's blocks → its tree of items, or its list of sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from podcast.model import Item, LeftOut, Source
from podcast.read.blocks import Block
from podcast.read.names import NOTED_SOURCE


@dataclass(slots=True)
class _Node:
    block: Block
    below: list[_Node] = field(default_factory=list)


def grow(blocks: list[Block], prefix: str, level: int) -> tuple[Item, ...]:
    """``level``: of the headings that open parts; lower ones are groups."""
    root: list[_Node] = []
    path: list[tuple[int, list[_Node]]] = [(0, root)]  # depth and the list into which that depth's children go
    heading = 0
    for block in blocks:
        if not block.text:
            continue
        if block.kind == "heading":
            depth = heading = max(1, block.depth - level)
        else:
            depth = heading + block.depth + (block.kind == "paragraph")
        while path[-1][0] >= depth:
            path.pop()
        node = _Node(block)
        path[-1][1].append(node)
        path.append((depth, node.below))
    return tuple(_item(node, f"{prefix}.{n}") for n, node in enumerate(root, 1))


def _item(node: _Node, id: str) -> Item:
    below = tuple(_item(each, f"{id}.{n}") for n, each in enumerate(node.below, 1))
    return Item(id, node.block.text, below, node.block.links)


def sources_of(blocks: list[Block]) -> tuple[tuple[Source, ...], tuple[LeftOut, ...]]:
    """One source an entry, or one a link where an entry holds several; the same one only once."""
    found: dict[tuple[str, str | None], None] = {}
    left: list[LeftOut] = []
    for block in blocks:
        noted = NOTED_SOURCE.match(block.text)
        if len(block.links) > 1:
            found |= {(block.text[link.start : link.end].strip(), link.url): None for link in block.links}
            rest = _between(block)
        else:
            urls = [link.url for link in block.links] + list(block.bare)
            title = block.text[noted.end() if noted else 0 :].strip(" -–—:：|｜，," + ("）)" if noted else ""))
            url = urls[0] if urls else None
            found[(title or (site(url) if url else ""), url)] = None
            rest = noted.group() if noted else ""
        if rest.strip():
            left.append(LeftOut(block.line, rest.strip(), "beside the names of the sources"))
    named = [(title, url) for title, url in found if title]
    return tuple(Source(f"source{n}", title, url) for n, (title, url) in enumerate(named, 1)), tuple(left)


def _between(block: Block) -> str:
    out, at = "", 0
    for link in block.links:
        out += block.text[at : link.start]
        at = link.end
    return out + block.text[at:]


def site(url: str) -> str:
    """The name by which a bare link is called: ``https://www.theverge.com/x`` → ``theverge.com``."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # a bracket where an IPv6 address should be
        host = None
    return (host or url).removeprefix("www.")
