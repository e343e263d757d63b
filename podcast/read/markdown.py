"""Markdown → blocks, through markdown-it's tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcast.model import LeftOut
from podcast.read.blocks import Block, Inline

if TYPE_CHECKING:
    from markdown_it.token import Token

_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:.*$", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_LEAVES = {"fence": "code is not read out", "code_block": "code is not read out"}


LINE_CHARS = 50_000
"""A longer line is no Markdown that anyone wrote, and markdown-it's time grows with its square."""


def has_headings(text: str) -> bool:
    return re.search(r"^ {0,3}(#{1,6}[ \t]+\S|\S.*\n {0,3}(=+|-{3,})[ \t]*$)", text, re.MULTILINE) is not None


def markdown_blocks(text: str) -> tuple[list[Block], list[LeftOut]]:
    from markdown_it import MarkdownIt

    left: list[LeftOut] = []
    text = _FOOTNOTE.sub(lambda m: _blank(m, text, left), text)
    env: dict[str, dict[str, dict[str, object]]] = {}
    tokens = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).parse(text, env)
    for label, reference in env.get("references", {}).items():
        lines = reference.get("map")
        line = lines[0] + 1 if isinstance(lines, list) else 0
        left.append(LeftOut(line, f"{label}: {reference['href']}", "the address of a link is not read out"))
    walk = _Walk(left)
    for token in tokens:
        walk.take(token)
    return walk.blocks, left


def _blank(match: re.Match[str], text: str, left: list[LeftOut]) -> str:
    left.append(LeftOut(text.count("\n", 0, match.start()) + 1, match.group().strip(), "a footnote is not read out"))
    return ""


class _Walk:
    def __init__(self, left: list[LeftOut]) -> None:
        self.blocks: list[Block] = []
        self.left = left
        self.depth = 0  # of the list that is open
        self.heading = 0
        self.fresh = False  # the open list item has no text yet
        self.table = False
        self.line = 1

    def take(self, token: Token) -> None:
        if token.map:
            self.line = token.map[0] + 1
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.depth -= 1
        elif token.type == "list_item_open":
            self.fresh = True
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type == "heading_close":
            self.heading = 0
        elif token.type in ("table_open", "table_close"):
            self.table = token.type == "table_open"
        elif token.type == "hr":
            self.blocks.append(Block("rule", "", self.line))
        elif token.type in _LEAVES:
            self.left.append(LeftOut(self.line, token.content.strip(), _LEAVES[token.type]))
        elif token.type == "html_block":
            self.html(token.content)
        elif token.type == "inline":
            self.inline(token)

    def inline(self, token: Token) -> None:
        inline = _inline(token.children or [], self.line)
        self.left.extend(inline.left)
        if self.table:
            if inline.text:
                self.left.append(LeftOut(self.line, inline.text, "a table is not read out"))
            return
        self.add(inline)

    def add(self, inline: Inline) -> None:
        if not inline.text and not inline.bare:
            return
        if self.heading:
            self.blocks.append(inline.block("heading", self.heading))
        elif self.depth and self.fresh:
            self.blocks.append(inline.block("item", self.depth))
            self.fresh = False
        else:
            self.blocks.append(inline.block("paragraph", self.depth))

    def html(self, content: str) -> None:
        """The text between tags is the author's; scripts, styles and comments are not."""
        inline = Inline(self.line)
        content = _SILENT.sub(lambda m: _left(inline, m.group(), "a script or a style is not read out"), content)
        content = _COMMENT.sub(lambda m: _left(inline, m[1], "a comment is not read out"), content)
        from html import unescape

        inline.add(unescape(_TAG.sub("\n", content)))
        self.left.extend(inline.left)
        self.add(inline)


def _left(inline: Inline, text: str, reason: str) -> str:
    inline.leave(text, reason)
    return ""


def _inline(tokens: list[Token], line: int) -> Inline:
    inline = Inline(line)
    struck = 0
    for token in tokens:
        if token.type == "text" and struck:
            inline.leave(token.content, "struck out")
        elif token.type in ("text", "code_inline"):
            inline.add(_FOOTNOTE_MARK.sub("", token.content))
        elif token.type in ("softbreak", "hardbreak"):
            inline.add("\n")
        elif token.type == "link_open":
            inline.open_link(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            inline.close_link()
        elif token.type == "image":
            inline.leave(token.content or str(token.attrs.get("src", "")), "an image cannot be heard")
        elif token.type == "html_inline":
            _html_inline(inline, token.content)
        elif token.type in ("s_open", "s_close"):
            struck += 1 if token.type == "s_open" else -1
    return inline


def _html_inline(inline: Inline, tag: str) -> None:
    if tag.startswith("<!--"):
        inline.leave(tag[4:-3], "a comment is not read out")
    elif tag.lower().startswith("<br"):
        inline.add("\n")
