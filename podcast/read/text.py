"""Plain text, as an editor types it or as a browser saves a page: nothing marks a heading but its looks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podcast.model import LeftOut
from podcast.read.blocks import Block, Inline, Kind
from podcast.read.names import END, FURNITURE, SENTENCE_END, part_of

_MARKER = re.compile(
    r"(?P<bullet>[•‧・●○◦▪▫■□◆◇►▶➤✓✔※]\s*|[-*+–—]\s+)"
    r"|(?P<dot>[0-9０-９]{1,3}(?:[.．](?![0-9０-９])|[、)）])\s*)"
    r"|(?P<paren>[(（][0-9０-９]{1,3}[)）]\s*)"
    r"|(?P<cjkparen>[(（][一二三四五六七八九十]{1,3}[)）]\s*)"
    r"|(?P<cjk>[一二三四五六七八九十]{1,3}、\s*)"
    r"|(?P<circle>[①-⑳❶-❿]\s*)"
)
_ATX = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_LENTICULAR = re.compile(r"[【〔](.+?)[】〕]\s*[:：]?$")
_RULE = re.compile(r"([-*_=—＝－＊~～])(?:\s*\1){2,}$")
HEADING_CHARS = 48


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    indent: int
    marker: str  # its class; "" for none
    text: str
    blank_before: bool
    blank_after: bool


@dataclass(slots=True)
class _Draft:
    kind: Kind
    texts: list[str]
    line: int
    depth: int = 0
    sure: bool = True


def text_blocks(text: str, promote_cjk: bool = False) -> tuple[list[Block], list[LeftOut]]:
    """``promote_cjk``: lines that begin with 一、 are headings, because the text has no other."""
    rows = _rows(text)
    drafts: list[_Draft] = []
    levels: list[tuple[int, str]] = []  # indent and marker of the open list items
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        draft = _heading(row, following, first=at == 0, promote_cjk=promote_cjk)
        if draft is None and row.marker:
            draft = _Draft("item", [row.text], row.line, _depth(levels, row))
        elif draft is None and drafts and _continues(drafts[-1], levels, row):
            drafts[-1].texts.append(row.text)
            continue
        else:
            levels.clear()
            draft = draft or _Draft("paragraph", [row.text], row.line)
        drafts.append(draft)
    left: list[LeftOut] = []
    blocks = [_block(draft, left) for draft in drafts]
    return [block for block in blocks if block.text or block.bare or block.kind == "rule"], left


def _block(draft: _Draft, left: list[LeftOut]) -> Block:
    inline = Inline(draft.line)
    inline.add("\n".join(draft.texts))
    left.extend(inline.left)
    return inline.block(draft.kind, draft.depth, draft.sure)


def _rows(text: str) -> list[_Row]:
    lines = text.expandtabs(4).split("\n")
    rows = []
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        match = _MARKER.match(bare)
        marker = "" if match is None or match.end() == len(bare) or _RULE.match(bare) else str(match.lastgroup)
        rows.append(
            _Row(
                line=at + 1,
                indent=len(line) - len(line.lstrip()),
                marker=marker,
                text=bare[match.end() :] if match and marker else bare,
                blank_before=at == 0 or not lines[at - 1].strip(),
                blank_after=at + 1 == len(lines) or not lines[at + 1].strip(),
            )
        )
    return rows


def _heading(row: _Row, following: _Row | None, first: bool, promote_cjk: bool) -> _Draft | None:
    if _RULE.match(row.text) and not row.marker:
        return _Draft("rule", [], row.line)
    if row.marker and not (promote_cjk and row.marker == "cjk" and _looks(row)):
        return None
    if match := _ATX.match(row.text):
        return _Draft("heading", [match[2]], row.line, len(match[1]))
    if match := _LENTICULAR.match(row.text):
        return _Draft("heading", [match[1]], row.line, 2)
    if first:
        return _Draft("heading", [row.text], row.line, 1, sure=False)
    if row.marker or part_of(row.text) != "story" or (following and _looks(row) and _stands_alone(row, following)):
        return _Draft("heading", [row.text], row.line, 2, sure=part_of(row.text) != "story")
    return None


def _looks(row: _Row) -> bool:
    asks = row.text.endswith(("！", "？", "!", "?"))
    return (
        len(row.text) <= HEADING_CHARS
        and (asks or not row.text.endswith(SENTENCE_END))
        and not FURNITURE.search(row.text)
        and not END.fullmatch(row.text)
    )


def _stands_alone(row: _Row, following: _Row) -> bool:
    if following.marker:
        return row.blank_before
    return row.blank_before and row.blank_after and not row.text.endswith(("！", "？", "!", "?"))


def _depth(levels: list[tuple[int, str]], row: _Row) -> int:
    """Nesting by indentation; where that is lost, by the change of marker (1. above •)."""
    while levels and row.indent < levels[-1][0]:
        levels.pop()
    same = [at for at, level in enumerate(levels) if level == (row.indent, row.marker)]
    if same:
        del levels[same[-1] + 1 :]
    else:
        levels.append((row.indent, row.marker))
    return len(levels)


def _continues(last: _Draft, levels: list[tuple[int, str]], row: _Row) -> bool:
    """The wrapped rest of a list item (indented deeper than its marker) or of a long line."""
    if row.blank_before:
        return False
    if last.kind == "item":
        return bool(levels) and row.indent > levels[-1][0]
    tail = last.texts[-1]
    return last.kind == "paragraph" and len(tail) >= 25 and not tail.endswith((*SENTENCE_END, *'」』）)”"'))
