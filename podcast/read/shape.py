"""What blocks mean together: headings by bold or by number alone, turns of speakers, captions, links without words."""

from __future__ import annotations

from podcast.read.blocks import Block
from podcast.read.captions import captions
from podcast.read.furniture import is_tags
from podcast.read.looks import bold_heads, marked_heads, numbered_heads
from podcast.read.shaped import Shaped
from podcast.read.turns import headed_turns, turns
from podcast.read.wordless import (
    link_words,
    without_anchors,
    without_contents,
    without_notes,
    without_own_name,
    without_times,
    wordless,
)


def _without_tags(blocks: list[Block], out: Shaped) -> list[Block]:
    """Lines of nothing but #tags."""
    for block in blocks:
        if block.kind in ("paragraph", "heading") and is_tags(block.text):
            out.leave(block, block.text, "a mark for another program")
    return [block for block in blocks if block.kind not in ("paragraph", "heading") or not is_tags(block.text)]


def shape(blocks: list[Block], title: str = "") -> Shaped:
    """``title``: what the whole is called: a link of the same name leads to where it can be seen or heard."""
    out = Shaped()
    for without in (_without_tags, without_times, without_notes, without_contents):
        blocks = without(blocks, out)
    blocks = [without_anchors(block, out) for block in blocks]
    head = next((at for at, block in enumerate(blocks) if block.kind == "heading"), -1)
    blocks = [link_words(without_own_name(b, title, out), out, of_all=at == head) for at, b in enumerate(blocks)]
    blocks = captions(blocks, out)
    blocks = turns(headed_turns(blocks))
    blocks = bold_heads(blocks)
    blocks = numbered_heads(marked_heads(blocks))
    out.blocks = wordless(blocks, out)
    return out
