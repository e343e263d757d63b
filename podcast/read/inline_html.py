"""The tags of HTML that stand inside a line of Markdown."""

from __future__ import annotations

import re

from podcast.model import Image
from podcast.read.blocks import EmphasisKind, Inline
from podcast.read.rests import passage_of

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
EMPHASIS: dict[str, EmphasisKind] = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "mark": "mark", "code": "code", "kbd": "code",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
_SILENT = {
    "del": "struck out", "s": "struck out", "strike": "struck out", "script": "a script or a style is not read out",
    "style": "a script or a style is not read out", "rp": "the reading beside a character",
}  # fmt: skip


class HtmlInline:
    """Follows the tags; ``silent`` while what stands between them is not read out."""

    def __init__(self, inline: Inline) -> None:
        self.inline = inline
        self.open: list[str] = []
        self.reason = ""

    @property
    def silent(self) -> bool:
        return bool(self.open)

    def take(self, tag: str) -> None:
        if tag.startswith("<!--"):
            if passage := passage_of(tag[4:-3]):
                self.inline.passages.append(passage)
            else:
                self.inline.leave(tag[4:-3], "a comment is not read out")
            return
        match = _TAG.match(tag)
        if match is None:
            return
        name, closing = match[2].lower(), bool(match[1])
        if name in _SILENT:
            self.hush(name, closing)
        elif name == "br":
            self.inline.line_break()
        elif name == "rt":
            self.inline.add("）" if closing else "（")
        elif name in EMPHASIS:
            (self.inline.close_emphasis if closing else self.inline.open_emphasis)(EMPHASIS[name])
        elif name == "a" and closing:
            self.inline.close_link()
        elif name in ("a", "img"):
            given = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(tag)}
            if name == "a":
                self.inline.open_link(given.get("href", ""))
            else:
                self.inline.images.append((Image(given.get("src", ""), given.get("alt", "")), given.get("title", "")))

    def hush(self, name: str, closing: bool) -> None:
        if not closing:
            self.open.append(name)
            self.reason = _SILENT[name]
        elif name in self.open:
            self.open.remove(name)
