"""Which block belongs to which part of the digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from podcast.model import LeftOut
from podcast.read.blocks import Block
from podcast.read.names import DISCLAIMER, END, FURNITURE, NOTED_SOURCE, OUTRO, Part, part_of

_FURNITURE = "page furniture"


@dataclass(slots=True)
class Parts:
    intro: list[Block] = field(default_factory=list)
    highlights_heading: str = ""
    highlights_line: int = 0
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
        heads = {part_of(b.text): at for at, b in reversed(list(enumerate(blocks))) if b.kind == "heading"}
        self.preface = heads.get("highlights", 0) if page else 0
        self.headless = not heads

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
        begun = self.parts.stories or self.parts.highlights or (self.headless and self.parts.intro)
        if begun and END.fullmatch(block.text):
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
            self.parts.highlights_heading, self.parts.highlights_line = block.text, block.line
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
        elif self.part == "story" and block.kind == "paragraph" and NOTED_SOURCE.match(block.text):
            self.parts.sources.append(block)
        elif self.part == "story":
            self.parts.stories[-1][1].append(block)
        else:
            getattr(self.parts, self.part).append(block)

    def source(self, block: Block) -> None:
        """An entry of the sources, or the first thing after them."""
        if block.kind == "heading":
            self.parts.leave(block, "a heading among the sources is not said")
        elif block.kind == "rule":
            self.closing = True
        elif block.kind == "item" or block.links or block.bare or not _closes(block):
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


def _closes(block: Block) -> bool:
    """A goodbye, a disclaimer, or at least a sentence."""
    text = block.text
    return bool(DISCLAIMER.search(text) or OUTRO.search(text)) or text.endswith(("。", "！", "!", "~", "～"))
