"""Blocks → Digest: which heading opens which part, and what of the file is no part at all."""

from __future__ import annotations

from pathlib import Path

from podcast.errors import DigestError
from podcast.model import Digest, LeftOut, Section
from podcast.read.blocks import Block
from podcast.read.front import Front
from podcast.read.names import DISCLAIMER, END, OUTRO, looks_like_title, split_title
from podcast.read.parts import Parts, sort_parts
from podcast.read.tree import grow, sources_of

SENTENCE_CHARS = 20


def outline(blocks: list[Block], front: Front, slug: str, path: Path, page: bool) -> Digest:
    """``page``: a saved page with the site around it; else the author's own file, of which all is meant.

    Raises DigestError when there is no title or no text below it.
    """
    heading, before, rest = _take_title(blocks, front, path)
    show, number, title = split_title(front.title or (heading.text if heading else ""))
    parts = sort_parts(rest, page)
    for block in before:
        parts.leave(block, "page furniture before the title")
    _find_closing(parts)
    _head_stories(parts, title, page)
    if not parts.stories and not parts.highlights:
        found = "holds only page furniture" if page else "has no text below its title"
        raise DigestError(f"{path} {found}: write at least one heading with a paragraph or a list below it.")
    if heading and front.title and heading.text != front.title:
        parts.leave(heading, "the front matter has the title")
    sources, left = sources_of(parts.sources)
    level = min((b.depth for b in rest if b.kind == "heading"), default=1)
    return Digest(
        slug=slug,
        title=title,
        number=number if front.number is None else front.number,
        show=front.show or show,
        date=front.date,
        intro=grow(parts.intro, "intro", level),
        highlights=Section("highlights", parts.highlights_heading, grow(parts.highlights, "highlights", level))
        if parts.highlights
        else None,
        sections=tuple(
            Section(f"story{n}", head.text, grow(body, f"story{n}", level))
            for n, (head, body) in enumerate(parts.stories, 1)
        ),
        sources=sources,
        outro=grow(parts.outro, "outro", level),
        disclaimer=grow(parts.disclaimer, "disclaimer", level),
        left_out=tuple(sorted((*parts.left, *left), key=lambda each: each.line)),
        publish_at=front.publish_at,
    )


def _take_title(blocks: list[Block], front: Front, path: Path) -> tuple[Block | None, list[Block], list[Block]]:
    """The heading that names the episode, the blocks before it and those after it."""
    heads = [at for at, b in enumerate(blocks) if b.kind == "heading"]
    first = blocks[heads[0]] if heads else None
    alone = all(blocks[at].depth > 1 for at in heads[1:])
    if first and first.text and first.depth == 1 and (front.title is None or alone):
        return first, blocks[: heads[0]], blocks[heads[0] + 1 :]
    if front.title:
        return None, [], blocks
    if blocks and blocks[0].kind == "paragraph" and looks_like_title(blocks[0].text) and heads:
        return blocks[0], [], blocks[1:]
    ends = bool(blocks) and END.fullmatch(blocks[0].text) is not None
    if ends or not any(b.kind == "item" or len(b.text) >= SENTENCE_CHARS or b.text[-1:] in "。！？" for b in blocks):
        raise DigestError(f"{path} holds only page furniture: write a title and at least one story.")
    raise DigestError(f"{path} has no title: begin it with a line such as “# 今天的科技新聞”.")


def _find_closing(parts: Parts) -> None:
    """Where no sources stand between them, the goodbye and the disclaimer hang on the last story."""
    body = parts.stories[-1][1] if parts.stories else parts.highlights or parts.intro
    tail: list[Block] = []
    while body and (body[-1].kind == "rule" or _closes(body[-1])):
        block = body.pop()
        if block.kind != "rule":
            tail.insert(0, block)
    for block in tail:
        (parts.disclaimer if DISCLAIMER.search(block.text) else parts.outro).append(block)


def _closes(block: Block) -> bool:
    found = DISCLAIMER.search(block.text) or OUTRO.search(block.text)
    return block.kind == "paragraph" and block.depth == 0 and found is not None


def _head_stories(parts: Parts, title: str, page: bool) -> None:
    """A text without any heading is one story; a heading without any text is none."""
    for heading, body in parts.stories:
        if not any(b.text for b in body):
            parts.leave(heading, "a heading without text below it")
    parts.stories = [(head, body) for head, body in parts.stories if any(b.text for b in body)]
    if parts.highlights_heading and not any(b.text for b in parts.highlights):
        parts.left.append(LeftOut(parts.highlights_line, parts.highlights_heading, "a heading without text below it"))
        parts.highlights = []
    if parts.stories or parts.highlights or not any(_counts(b, page) for b in parts.intro):
        return
    cut = 1 if len(parts.intro) > 1 and parts.intro[0].kind == "paragraph" else 0
    body = parts.intro[cut:]
    parts.stories = [(Block("heading", title, body[0].line, 1), body)]
    parts.intro = parts.intro[:cut]


def _counts(block: Block, page: bool) -> bool:
    """Of a page only sentences are believed to be its text."""
    return bool(block.text) and (not page or len(block.text) >= SENTENCE_CHARS or block.text.endswith("。"))
