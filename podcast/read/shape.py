"""What blocks mean together: headings by bold or by number alone, turns of speakers, captions, links without words."""

from __future__ import annotations

from podcast.read.blocks import Block
from podcast.read.captions import captions
from podcast.read.looks import bold_heads, marked_heads, numbered_heads
from podcast.read.shaped import Shaped
from podcast.read.turns import headed_turns, turns
from podcast.read.wordless import link_words, without_anchors, without_contents, without_own_name, wordless


def shape(blocks: list[Block], title: str = "") -> Shaped:
    """``title``: what the whole is called: a link of the same name leads to where it can be seen or heard."""
    out = Shaped()
    blocks = [without_anchors(block, out) for block in without_contents(blocks, out)]
    head = next((at for at, block in enumerate(blocks) if block.kind == "heading"), -1)
    blocks = [link_words(without_own_name(b, title, out), out, of_all=at == head) for at, b in enumerate(blocks)]
    blocks = captions(blocks, out)
    blocks = turns(headed_turns(blocks))
    blocks = bold_heads(blocks)
    blocks = numbered_heads(marked_heads(blocks))
    out.blocks = wordless(blocks, out)
    return out
