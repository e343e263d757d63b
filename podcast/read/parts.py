"""Which block belongs to which part of the digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from podcast.model import LeftOut
from podcast.read.blocks import Block
from podcast.read.dates import is_dateline, is_day
from podcast.read.furniture import is_end, is_furniture
from podcast.read.names import DISCLAIMER, NOTED_SOURCE, OUTRO, SENTENCE_END, Part, part_of

_FURNITURE = "page furniture"
SENTENCES = 30
"""Characters. Less text below a heading such as 留言 is no article that goes on."""


@dataclass(slots=True)
class Parts:
    intro: list[Block] = field(default_factory=list)
    highlights_heading: Block | None = None
    highlights: list[Block] = field(default_factory=list)
    stories: list[tuple[Block, list[Block]]] = field(default_factory=list)
    sources: list[Block] = field(default_factory=list)
    outro: list[Block] = field(default_factory=list)
    disclaimer: list[Block] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)  # lines that may name author, day and number

    def leave(self, block: Block, reason: str) -> None:
        if block.text:
            self.left.append(LeftOut(block.line, block.text, reason))
        if block.table:
            cells = " ".join(cell for row in (block.table.header, *block.table.rows) for cell in row)
            self.left.append(LeftOut(block.line, cells, reason))
        if block.image and block.image.alt:
            self.left.append(LeftOut(block.line, block.image.alt, reason))
        if block.code:
            self.left.append(LeftOut(block.line, block.code.text, reason))

    def has_text(self) -> bool:
        return bool(self.stories or self.highlights)


def sort_parts(blocks: list[Block], page: bool) -> Parts:
    """``page``: of what a site puts around the text nothing is taken."""
    return _Sorter(blocks, page).run()


def level_of(blocks: list[Block]) -> int:
    """The level of the headings that open parts: the highest, but for a few # among ## that come before them."""
    depths = [block.depth for block in blocks if block.kind == "heading"]
    if not depths:
        return 1
    return 2 if depths[0] == 2 and min(depths) == 1 else min(depths)


class _Sorter:
    def __init__(self, blocks: list[Block], page: bool) -> None:
        self.blocks = blocks
        self.page = page
        self.parts = Parts()
        self.part: Part = "intro"
        self.closing = False
        self.level = level_of(blocks)
        heads = {part_of(b.text): at for at, b in reversed(list(enumerate(blocks))) if b.kind == "heading"}
        self.preface = heads.get("highlights", 0) if page else 0
        self.headless = not heads
        self.texts = [_text_size(block) for block in blocks]
        self.seen = 0  # characters of sentences so far
        self.total = sum(self.texts)

    def run(self) -> Parts:
        for at, block in enumerate(self.blocks):
            if self.page and self.over(block):
                for rest in self.blocks[at:]:
                    self.parts.leave(rest, f"{_FURNITURE} after the text")
                break
            self.seen += self.texts[at]
            if self.page and self.part == "intro" and self.furniture(block, at):
                self.parts.leave(block, f"{_FURNITURE} before the text")
                self.parts.furniture.append(block.text)
            elif not self.page and self.part == "intro" and at < 4 and self.is_byline(block):
                self.parts.leave(block, "the line with author and day")
                self.parts.furniture.append(block.text)
            elif block.kind == "heading" and block.depth <= self.level:
                self.open(block)
            else:
                self.put(block)
        return self.parts

    def over(self, block: Block) -> bool:
        """The page goes on, the article does not."""
        begun = self.parts.stories or self.parts.highlights or (self.headless and self.parts.intro)
        follows = self.total - self.seen
        if begun and is_end(block.text) and (follows * 2 < self.seen or follows < SENTENCES):
            return True
        return self.closing and block.kind == "heading" and part_of(block.text) == "story"

    def furniture(self, block: Block, at: int) -> bool:
        if block.kind == "heading":
            return at < self.preface and not block.sure
        return block.kind == "paragraph" and (is_furniture(block.text) or (at < 4 and self.is_dateline(block)))

    def is_byline(self, block: Block) -> bool:
        if block.kind == "heading":
            return is_day(block.text) and sum(b.kind == "heading" and is_day(b.text) for b in self.blocks) == 1
        return (
            block.kind == "paragraph"
            and len(block.text) <= 80
            and (is_furniture(block.text, menu=False) or self.is_dateline(block))
        )

    def is_dateline(self, block: Block) -> bool:
        """One line of that kind before the text, unlike a calendar's."""
        return is_day(block.text) or (
            is_dateline(block.text) and sum(is_dateline(b.text) for b in self.blocks[:12]) == 1
        )

    def open(self, block: Block) -> None:
        self.part = part_of(block.text)
        self.closing = False
        if self.part == "highlights" and not self.parts.highlights_heading and not self.parts.stories:
            self.parts.highlights_heading = block
        elif self.part == "story" or self.part == "highlights":
            self.part = "story"
            self.parts.stories.append((block, []))
        else:
            self.parts.leave(block, f"the heading of the {self.part} is not said")

    def put(self, block: Block) -> None:
        if self.part == "sources" and not self.closing:
            self.source(block)
        elif self.closing:
            self.close(block)
        elif self.part == "story" and block.kind in ("paragraph", "quotation") and self.notes_source(block):
            self.parts.sources.append(block)
        elif self.part == "story":
            self.parts.stories[-1][1].append(block)
        else:
            getattr(self.parts, self.part).append(block)

    def notes_source(self, block: Block) -> bool:
        """「來源：某報」, not 「來源：」 with a sentence behind it."""
        return NOTED_SOURCE.match(block.text) is not None and len(block.text) <= 120

    def source(self, block: Block) -> None:
        """An entry of the sources, or the first thing after them."""
        if block.kind in ("image", "code"):
            self.parts.leave(block, "a picture or code among the sources")
        elif block.kind == "heading":
            self.parts.leave(block, "a heading among the sources is not said")
        elif block.kind == "rule":
            self.closing = True
        elif block.kind in ("point", "table") or block.links or not _closes(block):
            self.parts.sources.append(block)
        else:
            self.closing = True
            self.close(block)

    def close(self, block: Block) -> None:
        if DISCLAIMER.search(block.text):
            self.parts.disclaimer.append(block)
        elif not self.page or _closes(block):
            self.parts.outro.append(block)
        else:
            self.parts.leave(block, _FURNITURE)


def _text_size(block: Block) -> int:
    return len(block.text) if len(block.text) >= 20 and block.text.endswith(SENTENCE_END) else 0


def _closes(block: Block) -> bool:
    """A goodbye, a disclaimer, or at least a sentence."""
    text = block.text
    return bool(DISCLAIMER.search(text) or OUTRO.search(text)) or text.endswith(("。", "！", "!", "~", "～"))
