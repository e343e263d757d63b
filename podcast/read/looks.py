"""Headings by their looks: bold, marked with ■ or 【】, numbered in a row."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from podcast.read.blocks import Block
from podcast.read.dates import find_day
from podcast.read.furniture import is_furniture
from podcast.read.marks import number_of

HEADING_CHARS = 48
_SHAPES = "■□◆◇●○◎▲△▼▽★☆▍▌▎▶►◉"
NUMBERED_LINE = "\ue002"
"""Before a numbered line that text follows at once: heading or not is for this module to say."""
_ENDED = tuple("。；;，,、…：:")
_NUMBERED = re.compile(
    r"(?:(?P<cjk>[一二三四五六七八九十]{1,3}\s*[、.．:：]\s*)|(?P<nth>第[一二三四五六七八九十\d]{1,3}[章節、:：]\s*|第[一二三四五六七八九十\d]{1,3}\s)"
    r"|(?P<cjkparen>[（(][一二三四五六七八九十]{1,3}[）)]\s*)|(?P<dot>\d{1,2}\s*[.．、:：)）](?!\d)\s*)|(?P<paren>[（(]\d{1,2}[）)]\s*)"
    r"|(?P<circle>[①-⑳❶-❿]\s*)|(?P<hash>#\d{1,2}\s+)|(?P<zero>0\d\s+)|(?P<boxed>[【\[［]\d{1,2}[】\]］]\s*)|(?P<bar>\d{1,2}\s*[|｜]\s*))(?=\S)"
)


def bold_heads(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    level = 1
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            level = max(1, block.depth)
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if _is_bold_head(block, following):
            text = block.text.rstrip("：: ")
            block = replace(block, kind="heading", text=text, depth=level + 1, sure=False, emphasis=(), number=None)
        out.append(block)
    return out


def _is_bold_head(block: Block, following: Block | None) -> bool:
    return (
        block.kind == "paragraph"
        and block.depth == 0
        and block.all_bold
        and 0 < len(block.text) <= HEADING_CHARS
        and not block.text.rstrip("：: ").endswith(_ENDED)
        and following is not None
        and following.kind not in ("heading", "rule")
        and not following.all_bold
        and not is_furniture(block.text)
        and find_day(block.text) is None
    )


def marked_heads(blocks: list[Block]) -> list[Block]:
    """■ 甲, 🚀 甲, 【甲】 on lines of their own with text below them, two at least with marks of one sort."""
    marks = [_mark(b, blocks[at + 1] if at + 1 < len(blocks) else None) for at, b in enumerate(blocks)]
    sorts = Counter(mark[0] for mark in marks if mark)
    out: list[Block] = []
    level = 1
    for block, mark in zip(blocks, marks, strict=True):
        if mark and sorts[mark[0]] > 1:
            _, start, end = mark
            block = block.cut_all([(0, start), (end, len(block.text))])
            block = replace(block, kind="heading", depth=level + 1, sure=False, emphasis=(), number=None)
        elif block.kind == "heading":
            level = max(1, block.depth)
        out.append(block)
    return out


def _mark(block: Block, following: Block | None) -> tuple[str, int, int] | None:
    """The sort of its mark, where its words begin and where they end; None where it heads nothing."""
    text = block.text
    if block.kind != "paragraph" or block.depth or not 1 < len(text) <= HEADING_CHARS or text.endswith(_ENDED):
        return None
    if following is None or following.kind not in ("paragraph", "quotation", "point", "table", "image"):
        return None
    if following.kind == "paragraph" and following.text[:1] == text[:1]:
        return None  # lines in a row, each with its mark
    if boxed := re.fullmatch(r"([【〔])([^】〕]{1,40})[】〕]", text):
        return boxed[1], boxed.start(2), boxed.end(2)
    if unicodedata.category(text[0]) == "So" and (match := re.match(r"[^\w「『《（(【]+", text)):
        return (text[0] if text[0] in _SHAPES else "emoji"), match.end(), len(text)
    return None


def numbered_heads(blocks: list[Block]) -> list[Block]:
    """一、…, 3. …, (2) … on lines of their own with text below them, two at least in order."""
    found: dict[int, tuple[str, int]] = {}
    headless = sum(block.kind == "heading" for block in blocks) <= 1
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if each := _numbered(block, following) or (_numbered_story(block, following) if headless else None):
            found[at] = each
    series = _series(found, blocks)
    if not series:
        return [_plain(block) for block in blocks]
    classes: list[str] = []
    out: list[Block] = []
    level = 1
    for at, block in enumerate(blocks):
        if at in series:
            marker = found[at][0]
            if marker not in classes:
                classes.append(marker)
            block = _as_heading(block, level + 1 + classes.index(marker), found[at][1])
        elif block.kind == "heading" and not block.text.startswith(NUMBERED_LINE):
            level, classes = max(1, block.depth), []
        out.append(_plain(block))
    return out


def _plain(block: Block) -> Block:
    if not block.text.startswith(NUMBERED_LINE):
        return block
    block = block.cut(0, 1)
    return replace(block, kind="paragraph", depth=0)


def _as_heading(block: Block, depth: int, number: int) -> Block:
    if block.text.startswith(NUMBERED_LINE):
        block = block.cut(0, 1)
    if block.kind != "point" and (match := _NUMBERED.match(block.text)):
        block = block.cut(0, match.end())
    return replace(block, kind="heading", depth=depth, sure=False, emphasis=(), number=number)


def _numbered(block: Block, following: Block | None) -> tuple[str, int] | None:
    """The class of its number and its value, if it could head what follows."""
    text = block.text.removeprefix(NUMBERED_LINE)
    looks = 0 < len(text) <= HEADING_CHARS and not text.endswith(_ENDED) and following is not None
    if not looks or following is None or following.kind in ("heading", "rule"):
        return None
    if block.kind == "point":
        alone = block.depth == 1 and block.number is not None and following.kind not in ("point", "image")
        alone = alone and following.depth == 0
        return ("dot", block.number) if alone and block.number is not None else None
    if block.kind != "paragraph" and not block.text.startswith(NUMBERED_LINE):
        return None
    match = _NUMBERED.match(text)
    number = number_of(match.group().strip(" :：#第章節")) if match else None
    return (str(match.lastgroup), number) if match and number is not None else None


def _numbered_story(block: Block, following: Block | None) -> tuple[str, int] | None:
    """1. **甲公司推出新晶片**, with points below it: where nothing else heads the stories, these lines do."""
    told = following is not None and following.kind == "point" and following.depth == 2
    heads = told and block.kind == "point" and block.depth == 1 and block.all_bold and len(block.text) <= 160
    return ("story", block.number) if heads and block.number is not None else None


def _series(found: dict[int, tuple[str, int]], blocks: list[Block]) -> set[int]:
    """Those that count on from one another below the same heading."""
    series: set[int] = set()
    last: dict[str, tuple[int, int]] = {}
    for at, block in enumerate(blocks):
        if at in found:
            marker, number = found[at]
            if marker in last and number == last[marker][1] + 1:
                series |= {last[marker][0], at}
            last[marker] = (at, number)
        elif block.kind == "heading":
            last = {}
    return series


def split_numbers(heads: list[Block]) -> list[Block]:
    """Headings without the numbers that count them, where two at least are numbered; others keep theirs."""
    found = [
        (match, number_of(match.group().strip(" :：#第章節"))) if (match := _NUMBERED.match(h.text)) else None
        for h in heads
    ]
    if sum(each is not None and each[1] is not None for each in found) < 2:
        return heads
    return [
        replace(head.cut(0, each[0].end()), number=each[1]) if each and each[1] is not None and each[0] else head
        for head, each in zip(heads, found, strict=True)
    ]
