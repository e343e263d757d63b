"""Which block belongs to which part of the digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from podcast.model import LeftOut
from podcast.read.blocks import Block
from podcast.read.names import DISCLAIMER, END, FURNITURE, OUTRO, Part, part_of

_FURNITURE = "page furniture"


@dataclass(slots=True)
class Parts:
    intro: list[Block] = field(default_factory=list)
    highlights_heading: str = ""
    highlights: list[Block] = field(default_factory=list)
    stories: list[tuple[Block, list[Block]]] = field(default_factory=list)
    sources: list[Block] = field(default_factory=list)
    outro: list[Block] = field(default_factory=list)
    disclaimer: list[Block] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def leave(self, block: Block, reason: str) -> None:
        if block.text:
            self.left.append(LeftOut(block.line, block.text, reason))


def sort_parts(blocks: list[Block], page: bool) -> Parts:
    """``page``: of what a site puts around the text nothing is taken."""
    return _Sorter(blocks, page).run()


class _Sorter:
    def __init__(self, blocks: list[Block], page: bool) -> None:
        self.blocks = blocks
        self.page = page
        self.parts = Parts()
        self.part: Part = "intro"
        self.closing = False
        self.level = min((b.depth for b in blocks if b.kind == "heading"), default=1)
        highlights = [at for at, b in enumerate(blocks) if b.kind == "heading" and part_of(b.text) == "highlights"]
        self.preface = highlights[0] if highlights and page else 0

    def run(self) -> Parts:
        for at, block in enumerate(self.blocks):
            if self.page and self.over(block):
                for rest in self.blocks[at:]:
                    self.parts.leave(rest, f"{_FURNITURE} after the text")
                break
            if self.page and self.part == "intro" and self.furniture(block, at):
                self.parts.leave(block, f"{_FURNITURE} before the text")
            elif block.kind == "heading" and block.depth <= self.level:
                self.open(block)
            else:
                self.put(block)
        return self.parts

    def over(self, block: Block) -> bool:
        """The page goes on, the article does not."""
        if not (self.parts.stories or self.parts.highlights):
            return False
        if END.fullmatch(block.text):
            return True
        return self.closing and block.kind == "heading" and part_of(block.text) == "story"

    def furniture(self, block: Block, at: int) -> bool:
        if block.kind == "heading":
            return at < self.preface and not block.sure
        return block.kind == "paragraph" and FURNITURE.search(block.text) is not None

    def open(self, block: Block) -> None:
        self.part = part_of(block.text)
        self.closing = False
        if self.part == "highlights" and not self.parts.highlights_heading:
            self.parts.highlights_heading = block.text
        elif self.part == "story" or self.part == "highlights":
            self.part = "story"
            self.parts.stories.append((block, []))
        else:
            self.parts.leave(block, f"the heading of the {self.part} is not said")

    def put(self, block: Block) -> None:
        if self.part == "sources" and not self.closing and not _is_source(block):
            self.closing = True
        if self.closing:
            self.close(block)
        elif self.part == "story":
            self.parts.stories[-1][1].append(block)
        else:
            getattr(self.parts, self.part).append(block)

    def close(self, block: Block) -> None:
        if block.kind == "rule":
            return
        if DISCLAIMER.search(block.text):
            self.parts.disclaimer.append(block)
        elif not self.page or OUTRO.search(block.text) or block.text.endswith(("。", "！", "!", "~", "～")):
            self.parts.outro.append(block)
        else:
            self.parts.leave(block, _FURNITURE)


def _is_source(block: Block) -> bool:
    if block.kind == "item" or block.links or block.bare:
        return True
    closes = DISCLAIMER.search(block.text) or OUTRO.search(block.text) or block.text.endswith(("。", "！", "!", "~"))
    return block.kind == "paragraph" and not closes
