"""Blocks → Digest: which heading opens which part, and what of the file is no part at all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from podcast.errors import DigestError
from podcast.model import Digest, Link, Section, SectionKind
from podcast.read.blocks import Block, letters
from podcast.read.dates import find_day, is_day, stated_day
from podcast.read.front import Front
from podcast.read.furniture import AUTHOR, is_end, is_licence
from podcast.read.kinds import general_kind, kind_of
from podcast.read.looks import split_numbers
from podcast.read.names import DISCLAIMER, GREETS, OUTRO, looks_like_title, part_of, split_day, split_title
from podcast.read.parts import Parts, level_of, sort_parts
from podcast.read.shape import shape
from podcast.read.tree import Grower, sources_of
from podcast.text import salutes_one

_SIGNED = re.compile(
    r"\s*[（(【\[]\s*(?:(?:作者|撰文|文字?|記者|by)\s*[：:／/]|by\s)\s*([^）)】\]]{2,24})[）)】\]]\s*$", re.IGNORECASE
)
_TELLS = re.compile(r"\d|[：:]\s*\S")
SENTENCE_CHARS = 20
SHORT = 6


def outline(blocks: list[Block], front: Front, slug: str, path: Path, page: bool, saved: bool = False) -> Digest:
    """``page``: a text with the site around it, else all of it is meant.

    ``saved``: a page or a mail, whose day is its own.

    Raises DigestError when there is no title or no text below it.
    """
    if front.title and front.title.rstrip().endswith(("|", "｜", "-", "–", "—")):  # a site's name, its page's to follow
        named = next((b.text for b in blocks if b.kind == "heading" and b.depth == 1), "")
        front = replace(front, title=named or front.title.rstrip(" |｜-–—"))
    shaped = shape(blocks, front.title or next((b.text for b in blocks if b.kind == "heading"), ""))
    heading, before, rest = _take_title(shaped.blocks, front, path)
    rest = _with_links(heading, before, rest)
    parts = sort_parts(rest, page)
    for block in before:
        parts.leave(block, "page furniture before the title")
    stated = front.title or (heading.text if heading else "")
    show, number, title = split_title(stated)
    day, title = split_day(title)
    title, signed = _without_author(title)
    _find_closing(parts)
    _leave_licence(parts)
    _head_stories(parts, title, page)
    if not parts.has_text():
        found = "holds only page furniture" if page else "has no text below its title"
        raise DigestError(f"{path} {found}: write at least one heading with a paragraph or a list below it.")
    if heading and front.title and heading.text not in (front.title, title):
        parts.leave(heading, "the front matter has the title")
    lines = [block.text for block in before] + parts.furniture + [title if title != stated else ""]
    number = next(
        (
            n
            for n in (front.number, number, *map(_number_in, [heading.text if heading else "", *lines]))
            if n is not None
        ),
        None,
    )
    sources, left = sources_of([*shaped.sources, *parts.sources])
    names = [title, front.show or show or "", *(() if saved else (slug, *front.tags))]  # a page's are for searchers
    digest = _grown(parts, rest, front, slug, title, names)
    left_out = (*shaped.left, *parts.left, *left)
    return replace(
        digest,
        number=number,
        show=front.show or show,
        date=front.date or _day_in(lines, stated) or day or _day_of_name(path),
        sources=sources,
        left_out=tuple(sorted(left_out, key=lambda each: each.line)),
        publish_at=front.publish_at,
        author=front.author or signed or next((match[1] for line in lines if (match := AUTHOR.search(line))), None),
        description=front.description,
        image=front.image,
        tags=front.tags,
        saved=saved,
    )


def _grown(parts: Parts, rest: list[Block], front: Front, slug: str, title: str, names: list[str]) -> Digest:
    grower = Grower(level_of(rest))
    intro = grower.grow(parts.intro, "intro")
    head = parts.highlights_heading
    highlights = None
    if parts.highlights:
        items = grower.grow(parts.highlights, "highlights")
        highlights = Section(
            "highlights", head.text if head else "", items, "highlights", links=head.links if head else ()
        )
    listed = highlights is not None and any(item.kind == "point" for item in highlights.walk())  # unlike an abstract
    before = "".join(block.text for block in parts.intro)
    sections = _sections(parts, grower, listed, names, front.number, before)
    return Digest(
        slug=slug,
        title=title,
        intro=intro,
        highlights=highlights,
        sections=sections,
        outro=grower.grow(parts.outro, "outro"),
        disclaimer=grower.grow(parts.disclaimer, "disclaimer"),
    )


def _sections(
    parts: Parts, grower: Grower, highlights: bool, names: list[str], number: int | None, intro: str
) -> tuple[Section, ...]:
    heads = split_numbers([head for head, _ in parts.stories])
    sections = [
        Section(f"story{n}", head.text, grower.grow(body, f"story{n}"), "essay", head.number, head.links)
        for n, (head, (_, body)) in enumerate(zip(heads, parts.stories, strict=True), 1)
    ]
    general: SectionKind = general_kind(names, sections, highlights, number, intro)
    return tuple(replace(section, kind=kind_of(section.heading, section.items, general)) for section in sections)


def _take_title(blocks: list[Block], front: Front, path: Path) -> tuple[Block | None, list[Block], list[Block]]:
    """The heading that names the episode, the blocks before it and those after it."""
    heads = [at for at, b in enumerate(blocks) if b.kind == "heading" and b.text]
    at = _title_at(blocks, heads, front)
    if at is not None:
        before = [block for block in blocks[:at] if block.kind != "rule"]
        if (front.title and (blocks[at].text == front.title or not blocks[at].sure)) or all(
            b.kind == "image" for b in before
        ):
            return blocks[at], [], [*before, *blocks[at + 1 :]]
        return blocks[at], before, blocks[at + 1 :]
    if front.title:
        return None, [], blocks
    first = next((n for n, b in enumerate(blocks) if b.kind not in ("rule", "image")), 0)
    if blocks and blocks[first].kind == "paragraph" and looks_like_title(blocks[first].text) and heads:
        return blocks[first], [], [*blocks[:first], *blocks[first + 1 :]]
    ends = bool(blocks) and is_end(blocks[0].text)
    if ends or not any(
        b.kind in ("point", "table", "quotation", "turn")
        or len(b.text) >= SENTENCE_CHARS
        or b.text[-1:] in tuple("。！？")
        for b in blocks
    ):
        raise DigestError(f"{path} holds only page furniture: write a title and at least one story.")
    if named := _name_for(blocks, heads, path):
        return Block("heading", named, blocks[0].line, 1, sure=False), [], blocks
    raise DigestError(f"{path} has no title: begin it with a line such as “# 今天的科技新聞”.")


def _name_for(blocks: list[Block], heads: list[int], path: Path) -> str | None:
    """What a text without a title is called: by its file where that is named in Chinese, else by its first headline."""
    day = find_day(path.stem, compact=True)
    stem = path.stem[: day[1]] + path.stem[day[2] :] if day else path.stem
    if re.search(r"[\u3400-\u9fff]{2}", stem):
        return re.sub(r"[\s_]+", " ", stem).strip(" -–—.")
    headlines = (re.sub(r"^[A-Z\d]{1,2}[.)、．）]\s*", "", blocks[at].text) for at in heads)
    return next((text for text in headlines if part_of(text) == "story" and not is_day(text)), None)


def _title_at(blocks: list[Block], heads: list[int], front: Front) -> int | None:
    if not heads:
        return None
    first = heads[0]
    if front.title:
        alone = blocks[first].depth == 1 and all(blocks[at].depth > 1 for at in heads[1:])
        return (
            first
            if alone or (blocks[first].depth == 1 and letters(blocks[first].text) in _called(front.title))
            else next(
                (at for at in heads if not blocks[at].sure and letters(blocks[at].text) in _called(front.title)), None
            )
        )
    tops = [at for at in heads if blocks[at].depth == 1]
    if len(tops) > 1 and tops[0] == first and is_day(blocks[first].text) and not _has_text(blocks[first + 1 : tops[1]]):
        return tops[1]
    if tops and tops[0] == first:
        return first
    if tops and not any(b.text for b in blocks[: tops[0]] if b.kind != "heading"):
        return tops[0]  # ## before the # that names the whole
    if (
        first == 0
        and part_of(blocks[first].text) == "story"
        and all(blocks[at].depth > blocks[first].depth for at in heads[1:])
    ):
        return first if len(heads) > 1 else None
    return None


def _called(title: str) -> tuple[str, str]:
    """The letters of the whole and of what is left of it without show and number."""
    return letters(title), letters(split_title(title)[2])


def _has_text(blocks: list[Block]) -> bool:
    return any(block.text for block in blocks)


def _with_links(heading: Block | None, before: list[Block], rest: list[Block]) -> list[Block]:
    """The title's own links hang on what follows it."""
    links = [link for block in (*before, *([heading] if heading else ())) for link in block.links]
    at = next((n for n, block in enumerate(rest) if block.text), None)
    if not links or at is None:
        return rest
    hung = (*(Link(0, 0, link.url) for link in links), *rest[at].links)
    return [*rest[:at], replace(rest[at], links=hung), *rest[at + 1 :]]


def _without_author(title: str) -> tuple[str, str | None]:
    """「抽樣（作者：陳鍾誠）」: the title and who signs it."""
    match = _SIGNED.search(title)
    return (title[: match.start()], match[1].strip()) if match and match.start() else (title, None)


def _number_in(line: str) -> int | None:
    return split_title(line)[1] if line and len(line) <= 160 else None


def _day_in(lines: list[str], title: str) -> date | None:
    found = next((each for line in lines if (each := stated_day(line))), None)
    return found[0] if found else None


def _day_of_name(path: Path) -> date | None:
    """2025-06-13-週報.md, 20250613.html."""
    found = find_day(path.stem, compact=True)
    return found[0] if found else None


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


def _leave_licence(parts: Parts) -> None:
    """本文採用 CC BY-NC 授權: of the page, not of what is told."""
    last = parts.stories[-1][1] if parts.stories else parts.intro
    while len(last) > 1 and is_licence(last[-1].text):
        parts.leave(last.pop(), "the licence of the page")
    for part in (parts.disclaimer, parts.outro):
        for block in [each for each in part if is_licence(each.text)]:
            parts.leave(block, "the licence of the page")
            part.remove(block)


def _closes(block: Block) -> bool:
    found = DISCLAIMER.search(block.text) or OUTRO.search(block.text)
    return block.kind == "paragraph" and block.depth == 0 and found is not None


def _head_stories(parts: Parts, title: str, page: bool) -> None:
    """A text without any heading is one story; a heading without any text is none."""
    parts.stories = [(heading, _without_empty_heads(body, parts)) for heading, body in parts.stories]
    for heading, body in parts.stories:
        if all(block.empty for block in body):
            parts.leave(heading, "a heading without text below it")
    parts.stories = [(head, body) for head, body in parts.stories if not all(b.empty for b in body)]
    if parts.highlights_heading and all(b.empty for b in parts.highlights):
        parts.leave(parts.highlights_heading, "a heading without text below it")
        parts.highlights = []
    if parts.has_text() or not any(_counts(b, page) for b in parts.intro):
        return
    first = parts.intro[0]
    greets = first.kind == "paragraph" and GREETS.match(first.text) is not None and not salutes_one(first.text)
    cut = 1 if len(parts.intro) > 1 and greets else 0
    body = parts.intro[cut:]
    parts.stories = [(Block("heading", title, body[0].line, 1), body)]
    parts.intro = parts.intro[:cut]


def _without_empty_heads(body: list[Block], parts: Parts) -> list[Block]:
    """Lower headings that nothing follows, a video that is not there for one; an agenda of headings alone stays."""
    told = any(block.kind != "heading" and not block.empty for block in body)
    kept: list[Block] = []
    for block in reversed(body):
        after = next((each for each in reversed(kept) if each.kind != "rule"), None)
        ends = after is None or (after.kind == "heading" and after.depth <= block.depth)
        if block.kind == "heading" and ends and not _TELLS.search(block.text) and (told or len(block.text) <= SHORT):
            parts.leave(block, "a heading without text below it")
        else:
            kept.append(block)
    return kept[::-1]


def _counts(block: Block, page: bool) -> bool:
    """Of a page only sentences are believed to be its text."""
    if block.kind in ("table", "image", "code"):
        return not page
    return bool(block.text) and (not page or len(block.text) >= SENTENCE_CHARS or block.text.endswith("。"))
