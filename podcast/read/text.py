"""Plain text, as an editor types it or as a browser saves a page: nothing marks a heading but its looks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podcast.model import LeftOut
from podcast.read.blocks import Block, Inline, Kind
from podcast.read.furniture import is_end, is_furniture
from podcast.read.marks import MARKER, Levels, number_of
from podcast.read.names import SENTENCE_END, TITLE_CHARS, looks_like_title, part_of, split_title

_ATX = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_LENTICULAR = re.compile(r"[【〔]([^】〕]+)[】〕]\s*[:：]?")
_RULE = re.compile(r"([-*_=—＝－＊~～])(?:\s*\1){2,}")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^()\s]+)\)")
_NO_HEADING = re.compile(
    r"(?:敬?祝|順頌|此致|祝福)(?:[\s：:]|$|[你您妳大各])|[（(][^（）()]*[）)]$|.{1,12}[敬謹][上啟]$"
)
"""How a letter ends, and what stands in brackets alone."""
_ASKS = ("！", "？", "!", "?")
HEADING_CHARS, WRAPPED_CHARS, TITLE_ROWS = 48, 25, 40


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    indent: int
    marker: str  # its class; "" for none
    number: int | None
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
    number: int | None = None


def text_blocks(text: str, guess: bool = True, titled: bool = False) -> tuple[list[Block], list[LeftOut]]:
    """``guess``: a line may be a heading by its looks alone; else only what is marked as one is.

    ``titled``: the title stands elsewhere.
    """
    rows = _rows(text)
    title = _title_at(rows) if guess and not titled else -1
    drafts = _Drafter(rows, title, guess).run()
    stories = [d for d in drafts if d.kind == "heading" and d.depth > 1]
    if guess and not stories and any(row.marker == "cjk" for row in rows):
        drafts = _Drafter(rows, title, guess, cjk_heads=True).run()
    left: list[LeftOut] = []
    blocks = [_block(draft, left) for draft in drafts]
    return [block for block in blocks if block.text or block.bare or block.kind == "rule"], left


def _rows(text: str) -> list[_Row]:
    lines = text.expandtabs(4).split("\n")
    rows = []
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        match = MARKER.match(bare)
        marker = "" if match is None or match.end() == len(bare) or _RULE.fullmatch(bare) else str(match.lastgroup)
        rows.append(
            _Row(
                line=at + 1,
                indent=len(line) - len(line.lstrip()),
                marker=marker,
                number=number_of(match.group()) if match and marker else None,
                text=bare[match.end() :] if match and marker else bare,
                blank_before=at == 0 or not lines[at - 1].strip(),
                blank_after=at + 1 == len(lines) or not lines[at + 1].strip(),
            )
        )
    return rows


def _title_at(rows: list[_Row]) -> int:
    """The row that names show and number; else the first that is no furniture; -1 when there is none."""
    top = rows[:TITLE_ROWS]
    for at, row in enumerate(top):
        if len(row.text) <= TITLE_CHARS and not row.marker and _numbered(row.text):
            return at
    for at, row in enumerate(top):
        if not is_furniture(row.text):
            return at if not row.marker and looks_like_title(row.text) else -1
    return -1


def _numbered(text: str) -> bool:
    return not is_furniture(text) and split_title(text)[1] is not None


def _block(draft: _Draft, left: list[LeftOut]) -> Block:
    inline = Inline(draft.line)
    text = "\n".join(draft.texts)
    at = 0
    for match in _LINK.finditer(text):
        inline.add(text[at : match.start()])
        inline.open_link(match[2])
        inline.add(match[1])
        inline.close_link()
        at = match.end()
    inline.add(text[at:])
    left.extend(inline.left)
    return inline.block(draft.kind, draft.depth, draft.sure, draft.number)


class _Drafter:
    """Tells headings, list items and paragraphs apart, row by row."""

    def __init__(self, rows: list[_Row], title: int, guess: bool, cjk_heads: bool = False) -> None:
        self.rows = rows
        self.title = title
        self.guess = guess
        self.cjk_heads = cjk_heads  # 一、 opens a story, because nothing else does
        self.dense = sum(row.blank_before for row in rows) * 10 < len(rows)  # no blank lines to go by
        self.levels = Levels()  # of the open list items
        self.drafts: list[_Draft] = []

    def run(self) -> list[_Draft]:
        for at, row in enumerate(self.rows):
            if heading := self.heading(at, row):
                self.levels.open.clear()
                self.drafts.append(heading)
            elif row.marker:
                depth = self.levels.depth(row.indent, row.marker)
                self.drafts.append(_Draft("point", [row.text], row.line, depth, number=row.number))
            elif self.continues(row):
                self.drafts[-1].texts.append(row.text)
            else:
                while self.levels.open and self.levels.open[-1][0] >= row.indent:
                    self.levels.open.pop()
                self.drafts.append(_Draft("paragraph", [row.text], row.line, len(self.levels.open)))
        return self.drafts

    def heading(self, at: int, row: _Row) -> _Draft | None:
        if at == self.title:
            text = row.text if (match := _ATX.fullmatch(row.text)) is None else match[2]
            return _Draft("heading", [text], row.line, 1, sure=False)
        if row.marker:
            return self.guessed(row) if self.cjk_heads and row.marker == "cjk" and _looks(row) else None
        if _RULE.fullmatch(row.text):
            return _Draft("rule", [], row.line)
        if match := _ATX.fullmatch(row.text):
            return _Draft("heading", [match[2]], row.line, len(match[1]))
        if match := _LENTICULAR.fullmatch(row.text):
            return _Draft("heading", [match[1]], row.line, 2)
        if not self.guess or not (part_of(row.text) != "story" or self.stands_alone(at, row)):
            return None
        return self.guessed(row)

    def guessed(self, row: _Row) -> _Draft:
        return _Draft("heading", [row.text], row.line, 2, sure=part_of(row.text) != "story")

    def stands_alone(self, at: int, row: _Row) -> bool:
        if at + 1 == len(self.rows) or not _looks(row):
            return False
        following = self.rows[at + 1]
        last = self.drafts[-1] if self.drafts else None
        if last and last.kind == "heading" and not last.sure and len(row.text) >= 20:
            return False  # what stands below a heading is its text, however it looks
        if self.dense:
            before = self.rows[at - 1].text if at else ""
            return before.endswith(SENTENCE_END) and len(following.text) > len(row.text)
        if following.marker:
            return row.blank_before
        return row.blank_before and row.blank_after and not row.text.endswith(_ASKS)

    def continues(self, row: _Row) -> bool:
        """The wrapped rest of a list item (indented deeper than its marker) or of a long line."""
        if row.blank_before or not self.drafts:
            return False
        last = self.drafts[-1]
        if last.kind == "point":
            return bool(self.levels.open) and row.indent > self.levels.open[-1][0]
        if last.kind != "paragraph" or self.dense:
            return False
        tail = last.texts[-1]
        return len(tail) >= WRAPPED_CHARS and not tail.endswith((*SENTENCE_END, *'」』）)”"'))


def _looks(row: _Row) -> bool:
    """Short, and not a sentence."""
    if _NO_HEADING.match(row.text):
        return False
    ended = row.text.endswith(SENTENCE_END) and not row.text.endswith(_ASKS)
    return len(row.text) <= HEADING_CHARS and not ended and not is_furniture(row.text) and not is_end(row.text)
