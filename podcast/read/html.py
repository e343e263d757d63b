"""A saved page → blocks, by its structure: the article's headings, lists and paragraphs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from podcast.errors import DigestError
from podcast.model import LeftOut
from podcast.read.blocks import Block, Inline

_MUTE = {"script", "style", "noscript", "template", "svg", "iframe", "head", "object", "canvas", "link", "meta"}
_AROUND = {"nav", "aside", "footer", "form", "button", "select", "dialog", "menu", "label"}
_TEXT = {"p", "li", "h2", "h3", "blockquote"}
_ROLES = {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu"}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "ruby", "rb", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}  # fmt: skip
_LEFT = {
    "pre": "code is not read out",
    "table": "a table is not read out",
    "figcaption": "an image cannot be heard",
    "rt": "the reading beside a character",
    "rp": "the reading beside a character",
    "del": "struck out",
    "s": "struck out",
}
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def html_blocks(text: str, path: Path) -> tuple[list[Block], list[LeftOut]]:
    """The article's blocks, its title first, and what stands on the page around it.

    Raises DigestError when the file holds no page.
    """
    from lxml import etree, html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses a str that states its encoding
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError) as error:
        raise DigestError(f"{path} holds no HTML page ({error}): save the page again.") from None
    body = page.find("body")
    body = page if body is None else body
    root = _article(body)
    walk = _Walk(bold_heads=not root.xpath(".//h2|.//h3|.//h4"))
    walk.run(root)
    around = _Walk(skip=root)
    around.run(body)
    head = [b for b in walk.blocks if b.depth == 1 and b.kind == "heading"][:1]
    outer = [b for b in around.blocks if b.depth == 1 and b.kind == "heading"][:1]
    title = [] if head else outer or _title(page)
    furniture = [b for b in around.blocks if b.text and b not in title]
    left = [LeftOut(b.line, b.text, "page furniture around the text") for b in furniture]
    return title + walk.blocks, [*walk.left, *left, *around.left]


def _article(body: Any) -> Any:
    """The element that holds the text: the fullest <article>, or where most of the paragraphs stand together."""
    weights = _weights(body)
    for path in (".//article", ".//*[@itemprop='articleBody']", ".//main|.//*[@role='main']"):
        found = body.xpath(path)
        if found:
            return max(found, key=lambda element: weights[element])
    root, total = body, weights[body]
    while heavy := [child for child in root if child in weights and 2 * weights[child] > total]:
        if heavy[0].tag in _TEXT:
            break
        root = heavy[0]
    return root


def _weights(body: Any) -> dict[Any, int]:
    """Characters in paragraphs, points and headings below each element: what menus and cards have little of."""
    elements = list(body.iter("*"))
    everything: dict[Any, int] = {}
    weights: dict[Any, int] = {}
    for element in reversed(elements):
        children = list(element)
        texts = [element.text, *(child.tail for child in children)]
        everything[element] = sum(len(t.strip()) for t in texts if t) + sum(everything[c] for c in children)
        weights[element] = everything[element] if element.tag in _TEXT else sum(weights[c] for c in children)
    return weights


def _title(page: Any) -> list[Block]:
    """What the page's head says that it is about."""
    stated = page.xpath("string(//meta[@property='og:title']/@content)") or page.xpath("string(//title)")
    inline = Inline(0)
    inline.add(re.split(r"\s*[|｜]\s*", stated.strip())[0])
    return [inline.block("heading", 1)] if inline.text else []


class _Walk:
    """Goes through an element's tree; block elements cut the text, inline ones do not."""

    def __init__(self, skip: Any = None, bold_heads: bool = False) -> None:
        self.blocks: list[Block] = []
        self.left: list[LeftOut] = []
        self.skip = skip
        self.bold_heads = bold_heads
        self.depth = 0
        self.heading = 0
        self.fresh = False  # the open list item has no text yet
        self.inline = Inline(0)
        self.plain = False  # the open block has text that is not bold

    def run(self, root: Any) -> None:
        self.visit(root, bold=False)
        self.flush()

    def visit(self, element: Any, bold: bool) -> None:
        tag = element.tag
        if tag in _MUTE or element is self.skip:
            return
        if reason := _reason(element, tag):
            self.inline.line = self.inline.line or element.sourceline or 0
            self.leave(element, reason)
        elif tag == "img":
            self.leave_text(element.get("alt") or "", element.sourceline, "an image cannot be heard")
        elif tag == "br":
            self.inline.add("\n")
        elif tag in _INLINE:
            self.children(element, bold or tag in ("b", "strong"))
        else:
            self.block(element, tag)

    def block(self, element: Any, tag: str) -> None:
        self.flush()
        depth, heading = self.depth, self.heading
        if tag in ("ul", "ol"):
            self.depth += 1
        elif tag == "li":
            self.fresh = True
        elif match := _HEADING.fullmatch(tag):
            self.heading = int(match[1])
        elif tag == "hr":
            self.blocks.append(Block("rule", "", element.sourceline or 0))
        self.children(element, bold=False)
        self.flush()
        self.depth, self.heading = depth, heading
        if tag in ("li", "ul", "ol"):
            self.fresh = False

    def children(self, element: Any, bold: bool) -> None:
        url = element.get("href", "") if element.tag == "a" else ""
        if url.startswith(("http:", "https:")):
            self.inline.open_link(url)
        self.text(element.text, element, bold)
        for child in element:
            self.visit(child, bold)
            self.text(child.tail, child, bold)
        if url.startswith(("http:", "https:")):
            self.inline.close_link()

    def text(self, text: str | None, element: Any, bold: bool) -> None:
        if not text:
            return
        if text.strip():
            self.plain = self.plain or not bold
            self.inline.line = self.inline.line or element.sourceline or 0
        self.inline.add(text)

    def flush(self) -> None:
        """Closes the open block."""
        inline, self.inline = self.inline, Inline(0)
        plain, self.plain = self.plain, False
        self.left.extend(inline.left)
        if not inline.text and not inline.bare:
            return
        if self.heading:
            self.blocks.append(inline.block("heading", self.heading))
        elif self.depth and self.fresh:
            self.blocks.append(inline.block("item", self.depth))
            self.fresh = False
        elif self.bold_heads and not plain and not self.depth and len(inline.text) < 50:
            self.blocks.append(inline.block("heading", 2, sure=False))
        else:
            self.blocks.append(inline.block("paragraph", self.depth))

    def leave(self, element: Any, reason: str) -> None:
        text = " ".join(" ".join(element.itertext()).split())
        self.leave_text(text, element.sourceline, reason)

    def leave_text(self, text: str, line: int | None, reason: str) -> None:
        if text.strip():
            self.left.append(LeftOut(line or 0, text.strip(), reason))


def _reason(element: Any, tag: str) -> str | None:
    """Why an element's text is not the author's, or cannot be said."""
    if tag in _AROUND or element.get("role") in _ROLES:
        return "page furniture around the text"
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return "hidden on the page"
    if _HIDDEN.search(element.get("style") or ""):
        return "hidden on the page"
    return _LEFT.get(tag)
