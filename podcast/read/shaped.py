"""What is made of the blocks on their way: those that stay, and what is taken out of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from podcast.model import LeftOut
from podcast.read.blocks import Block


@dataclass(slots=True)
class Shaped:
    blocks: list[Block] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    sources: list[Block] = field(default_factory=list)  # that the text cites in brackets

    def leave(self, block: Block, text: str, reason: str) -> None:
        if text.strip():
            self.left.append(LeftOut(block.line, text.strip(), reason))
