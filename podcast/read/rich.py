"""What dialects write inside a line of Markdown: ==mark==, H~2~O, x^2^, :smile:, marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from podcast.read.blocks import EmphasisKind, Inline
from podcast.read.tex import superscript

_RICH = re.compile(
    r"==(?P<mark>[^=\n]+)=="
    r"|(?<=[A-Za-z)\]])~(?P<sub>[0-9A-Za-z+-]{1,4})~"
    r"|(?<=[\w)\]])\^(?P<sup>[^\s^]{1,10})\^"
    r"|(?<![\w:]):(?P<emoji>(?=[a-z0-9_+-]*[a-z])[a-z0-9_+-]{2,40}):(?![\w:])"
    r"|\[\^(?P<note>[^\]\s]+)\]"
    r"|\+\+(?P<ins>[^+\n]+)\+\+"
)
_HINT = re.compile(r"==|[~^:]|\[\^|\+\+")


def add_rich(inline: Inline, text: str, notes: Mapping[str, tuple[str, ...]]) -> None:
    """``notes``: the addresses that each footnote holds; they stand where its mark stood."""
    if not _HINT.search(text):
        inline.add(text)
        return
    at = 0
    for match in _RICH.finditer(text):
        inline.add(text[at : match.start()])
        at = match.end()
        kind = str(match.lastgroup)
        if kind == "emoji":
            inline.leave(match.group(), "an emoji's name is not read out")
        elif kind == "note":
            inline.leave(match.group(), "a footnote's mark")
            inline.link_here(*notes.get(match["note"], ()))
        elif kind == "ins":
            inline.add(match["ins"])
        else:
            _emphasised(inline, match[kind], "mark" if kind == "mark" else "sub" if kind == "sub" else "sup")
    inline.add(text[at:])


def _emphasised(inline: Inline, text: str, kind: EmphasisKind) -> None:
    inline.open_emphasis(kind)
    inline.add(superscript(text) if kind == "sup" else text)
    inline.close_emphasis(kind)
