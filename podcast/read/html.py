"""HTML → blocks, by its structure: headings, lists, paragraphs, quotations, tables, images, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from podcast.model import Code, Image, LeftOut, Link, Table
from podcast.read.blocks import Block, Inline, images_of
from podcast.read.inline_html import EMPHASIS
from podcast.read.marks import MARKER, number_of
from podcast.read.tex import plain_formula, superscript

_MUTE = {
    "script", "style", "noscript", "template", "svg", "head", "object", "canvas", "link", "meta", "audio", "video",
    "source", "track", "input", "textarea", "iframe", "embed", "map", "base", "title",
}  # fmt: skip
_AROUND = {"nav", "aside", "footer", "form", "button", "select", "dialog", "menu", "label"}
_ROLES = {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu"}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "ruby", "rb", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "strike", "big",
    "tt",
}  # fmt: skip
_LEFT = {"rp": "the reading beside a character", "del": "struck out", "s": "struck out", "strike": "struck out"}
_HEADING = re.compile(r"h([1-6])")
_TYPED = re.compile(r"(?:[•‧・●○◦▪■◆►▶➤✓✔※])\s*\S|[-*+–—]\s|\d{1,2}[.、)](?!\d)\s*\S|[（(]\d{1,2}[)）]|[①-⑳]")
"""How a line begins that its author typed as an entry of a list."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"(?:^|\s)(?:fb-(?:post|video|page|comment\S*|xfbml\S*)|twitter-(?:tweet|video)|instagram-media|tiktok-embed"
    r"|text-post-media|bluesky-embed|mastodon-embed)(?:$|\s)"
)
"""Classes of what another site's program shows inside the text."""
_UNSEEN = re.compile(r"(?:^|[\s-])(?:sr-only|visually-hidden|screen-reader(?:-text|-only)?)(?:$|\s)")
_BOX_TITLE = re.compile(
    r"(?:^|\s)(?:[\w-]*container-title|custom-block-title|admonition-title|callout-title|alert-title)(?:$|\s)"
)
_BOX_NAMES = re.compile(
    r"\s*(?:提示|注意|警告|危[險险]|[資资]訊|信息|相[關关](?:信息|資訊)|備註|备注|詳細(?:資料|信息)?|点击查看|tip|warning|info(?:rmation)?"
    r"|danger|note|important|caution|details|success|quote)\s*",
    re.IGNORECASE,
)
"""What a site's program writes on a box whose author gave it no title."""
_BLOCKS_IN_CELL = ".//p|.//h1|.//h2|.//h3|.//h4|.//ul|.//ol|.//table|.//div//div"
FURNITURE_AROUND = "page furniture around the text"
DEEPEST = 250
"""Elements inside one another. Deeper ones are read as if they lay there."""


LINE_OF_HEADING = 40
"""Characters."""
_LARGE = re.compile(
    r"font-size\s*:\s*(?:(?:1[89]|[2-9]\d)(?:\.\d+)?px|(?:1[4-9]|[2-9]\d)(?:\.\d+)?pt|(?:1\.[2-9]\d*|[2-9])r?em|1[2-9]\d%|x+-large|large)"
    r"|font\s*:[^;]*\b(?:bold|[6-9]00)\b|font-weight\s*:\s*(?:bold|[6-9]00)",
    re.IGNORECASE,
)


def _looks_large(element: Any) -> bool:
    """Whether its words are set larger or bolder than others, as old pages and mails set headings."""
    if element.tag == "font":
        return re.fullmatch(r"\+[1-4]|[4-7]", (element.get("size") or "").strip()) is not None
    return element.tag not in ("body", "table", "html") and _LARGE.search(element.get("style") or "") is not None


@dataclass(slots=True)
class Found:
    """A block and the element in which it stands."""

    block: Block
    owner: Any
    linked: int  # characters of it that are links


def parse(text: str) -> Any:
    """The page's tree. Raises ValueError where there is none."""
    from lxml import etree, html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses a str that states its encoding
    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
        return html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ValueError(str(error)) from None


def fragment_blocks(content: str, line: int) -> tuple[list[Block], list[LeftOut]]:
    """HTML that an author wrote into Markdown: all of it is meant, but scripts, styles and comments."""
    from podcast.read.inline_html import HtmlInline

    left: list[LeftOut] = []
    inline = Inline(line)
    for comment in re.findall(r"<!--(.*?)(?:-->|\Z)", content, re.DOTALL):
        HtmlInline(inline).take(f"<!--{comment}-->")
    for found in re.finditer(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", content, re.DOTALL | re.IGNORECASE):
        inline.leave(found.group(), "a script or a style is not read out")
    left.extend(inline.left)
    try:
        page = parse(f"<div>{content}</div>")
    except ValueError:
        return [], left
    walk = Walk(page=False)
    walk.run(page)
    blocks = [replace(each.block, line=each.block.line + line - 1) for each in walk.found]
    left.extend(replace(each, line=each.line + line - 1) for each in walk.left)
    return blocks, left


class Walk:
    """Goes through an element's tree; block elements cut the text, inline ones do not.

    ``page``: what a site puts around the text is left out by its tags. ``probes``: letters out of the article; what
    holds most of them is no furniture, whatever its tag says: a tag that is never closed swallows all that follows.
    """

    def __init__(self, page: bool = True, probes: tuple[str, ...] = ()) -> None:
        self.found: list[Found] = []
        self.left: list[LeftOut] = []
        self.page = page
        self.probes = probes
        self.depth = 0
        self.numbers: list[int | None] = []
        self.heading = 0
        self.quotes = 0
        self.fresh = False  # the open list item has no text yet
        self.after_break = False  # nothing but a <br> since the last word
        self.inline = Inline(0)
        self.linked = 0
        self.inside = 0

    @property
    def blocks(self) -> list[Block]:
        return [each.block for each in self.found]

    def run(self, root: Any) -> None:
        self.owner = root
        self.visit(root)
        self.flush()
        self.found = list(_typed_lists(self.found))

    def visit(self, element: Any) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _MUTE:
            return
        self.inside += 1
        if self.inside > DEEPEST:
            self.inline.add(" ".join("".join(element.itertext()).split()))
        elif (reason := self.reason(element, tag)) and not (self.page and self.holds_article(element)):
            self.leave(element, reason)
        elif tag in ("img", "figure", "pre", "table", "math") and self.special(element, tag):
            pass
        elif tag == "br":
            self.broken()
        elif tag in _INLINE:
            self.inlined(element, tag)
        elif tag == "rt":
            self.gloss(element)
        else:
            self.block(element, tag)
        self.inside -= 1

    def reason(self, element: Any, tag: str) -> str | None:
        """Why an element's text is not the author's, or cannot be said."""
        if self.page and (tag in _AROUND or element.get("role") in _ROLES):
            return FURNITURE_AROUND
        if not element.keys():  # as most have none
            return _LEFT.get(tag)
        if element.get("hidden") is not None or (self.page and element.get("aria-hidden") == "true"):
            return "hidden on the page"
        if _HIDDEN.search(element.get("style") or ""):
            return "hidden on the page"
        classes = element.get("class") or ""
        if _EMBEDDED.search(classes):
            return "a post of another site is not read out"
        if self.page and tag in _INLINE and _UNSEEN.search(classes):
            return "hidden on the page"
        if _BOX_TITLE.search(classes) and _BOX_NAMES.fullmatch("".join(element.itertext())):
            return "a mark for another program"
        return _LEFT.get(tag)

    def holds_article(self, element: Any) -> bool:
        if not self.probes:
            return False
        letters = "".join(c for text in element.itertext() for c in text if c.isalnum())
        return sum(probe in letters for probe in self.probes) * 2 > len(self.probes)

    # ------------------------------------------------------------ blocks

    def block(self, element: Any, tag: str) -> None:
        self.flush()
        depth, heading, owner = self.depth, self.heading, self.owner
        self.owner = element
        if tag in ("ul", "ol"):
            self.depth += 1
            self.numbers.append(_start(element) if tag == "ol" else None)
        elif tag in ("li", "dt"):
            self.fresh = True
        elif match := _HEADING.fullmatch(tag):
            self.heading = int(match[1])
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "hr":
            self.put(Block("rule", "", element.sourceline or 0))
        self.children(element)
        self.flush()
        if tag in ("ul", "ol"):
            self.numbers.pop()
        elif tag == "li" and self.numbers and self.numbers[-1] is not None:
            self.numbers[-1] += 1
        elif tag == "blockquote":
            self.quotes -= 1
        self.depth, self.heading, self.owner = depth, heading, owner
        if tag in ("li", "ul", "ol"):
            self.fresh = False

    def broken(self) -> None:
        """One <br> ends a line, two end a paragraph; so does one behind a line that is bold or large as a whole."""
        heads = self.page and not self.depth and self.inline.all_bold and 1 < self.inline.size <= LINE_OF_HEADING
        if (self.after_break or heads) and self.inline.filled and not self.heading:
            self.flush()
        else:
            self.inline.line_break()
            self.after_break = True

    def children(self, element: Any) -> None:
        self.text(element.text, element)
        for child in element:
            self.visit(child)
            self.text(child.tail, child)

    def text(self, text: str | None, element: Any) -> None:
        if text:
            if text.strip():
                if self.after_break and self.inline.filled and not self.heading and _TYPED.match(text.lstrip()):
                    self.flush()
                self.after_break = False
                self.inline.line = self.inline.line or element.sourceline or 0
            self.inline.add(text)

    def flush(self) -> None:
        """Closes the open block."""
        inline, self.inline, self.after_break = self.inline, Inline(0), False
        linked, self.linked = self.linked, 0
        self.left.extend(inline.left)
        if inline.filled:
            self.put(self.closed(inline), linked)
        for image in images_of(inline, self.depth):
            self.put(image)

    def closed(self, inline: Inline) -> Block:
        if not self.heading and self.page and _looks_large(self.owner) and not inline.emphasised:
            inline.emphasise_all()
        if self.heading:
            return inline.block("heading", self.heading)
        if self.depth and self.fresh and inline.text:
            self.fresh = False
            return inline.block("point", self.depth, number=self.numbers[-1] if self.numbers else None)
        return inline.block("quotation" if self.quotes else "paragraph", self.depth)

    def put(self, block: Block, linked: int = 0) -> None:
        self.found.append(Found(block, self.owner, linked))

    # ------------------------------------------------------------ inside a block

    def inlined(self, element: Any, tag: str) -> None:
        kind = EMPHASIS.get(tag)
        if (
            kind is None
            and tag == "span"
            and re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", element.get("style") or "")
        ):
            kind = "strong"
        if kind is None and tag in ("font", "span") and _looks_large(element):
            kind = "strong"
        url = element.get("href", "").strip() if tag == "a" else ""
        url = url if url.startswith(("http:", "https:", "#")) else ""
        size = self.inline.size
        if url:
            self.inline.open_link(url)
        within = url.startswith("#")  # a place on the same page: the words are the text's own
        if kind:
            self.inline.open_emphasis(kind)
        if kind == "sup" and element.text and re.fullmatch(r"[\d+\-n]+", element.text.strip()) and not len(element):
            self.text(superscript(element.text), element)
        else:
            self.children(element)
        if kind:
            self.inline.close_emphasis(kind)
        if url:
            self.inline.close_link()
        if tag == "a" and not within:
            self.linked += max(0, self.inline.size - size)

    def gloss(self, element: Any) -> None:
        self.inline.add("（" + "".join(element.itertext()).strip() + "）")

    # ------------------------------------------------------------ what is shown rather than said

    def special(self, element: Any, tag: str) -> bool:
        """False where it is to be read like any other element."""
        line = element.sourceline or 0
        if tag == "img":
            if image := _image(element):
                self.inline.line = self.inline.line or line
                self.inline.images.append((image, ""))
            return True
        if tag == "math":
            tex = plain_formula(element.get("alttext") or "") or "".join(element.itertext())
            self.inline.add(" ".join(tex.split()))
            return True
        if tag == "pre":
            return self.code(element, line)
        return self.figure(element, line) if tag == "figure" else self.tabled(element, line)

    def code(self, element: Any, line: int) -> bool:
        text = "".join(element.itertext()).strip("\n")
        if re.search(r"[。！？]\s*$", text) and len(re.findall(r"[\u3400-\u9fff]", text)) * 2 > len(text):
            return False  # an author's poem or mail, not a program
        if re.fullmatch(r"[\d\s]*", text) and element.xpath("ancestor::td[1]/following-sibling::td//pre"):
            return True  # the numbers of the lines beside it
        self.flush()
        classes = " ".join([element.get("class") or "", *(each.get("class") or "" for each in element.iter("code"))])
        language = re.search(r"\b(?:language|lang|highlight-source)-([\w+#-]+)", classes)
        if text.strip():
            self.put(Block("code", "", line, self.depth, code=Code(text, language[1] if language else "")))
        return True

    def figure(self, element: Any, line: int) -> bool:
        images = [image for each in element.iter("img") if (image := _image(each))]
        captions = element.xpath(".//figcaption")
        if len(images) != 1 or element.xpath(".//table|.//pre|.//blockquote"):
            return False
        self.flush()
        inline = Inline(line)
        inline.add(" ".join(" ".join(" ".join(each.itertext()) for each in captions).split()))
        block = inline.block("image", self.depth)
        self.put(replace(block, image=images[0]))
        return True

    def tabled(self, element: Any, line: int) -> bool:
        if not _is_data(element):
            return False
        self.flush()
        draft = list(_rows(element))
        links = tuple(Link(0, 0, a.get("href")) for a in element.iter("a") if (a.get("href") or "").startswith("http"))
        caption = " ".join(" ".join(" ".join(each.itertext()) for each in element.iter("caption")).split())
        head = draft[0][1] if draft and draft[0][0] else ()
        rows = tuple(row for n, (_, row) in enumerate(draft) if any(row) and not (n == 0 and head))
        if head or rows:
            self.put(Block("table", caption, line, self.depth, links, table=Table(head, rows)))
        for each in element.iter("img"):
            if image := _image(each):
                self.put(Block("image", "", each.sourceline or line, self.depth, image=image))
        return True

    def leave(self, element: Any, reason: str) -> None:
        text = " ".join(" ".join(element.itertext()).split())
        if text:
            self.left.append(LeftOut(element.sourceline or 0, text, reason))


def _typed_lists(found: list[Found]) -> Iterator[Found]:
    """Paragraphs in a row that begin with the same mark, • or 1., are entries of a list."""
    marks = [_mark_of(each.block) for each in found]
    for at, (each, mark) in enumerate(zip(found, marks, strict=True)):
        around = (marks[at - 1] if at else None, marks[at + 1] if at + 1 < len(found) else None)
        if mark and any(other and other.lastgroup == mark.lastgroup for other in around):
            number = number_of(mark.group())
            yield replace(each, block=replace(each.block.cut(0, mark.end()), kind="point", depth=1, number=number))
        else:
            yield each


def _mark_of(block: Block) -> re.Match[str] | None:
    match = MARKER.match(block.text) if block.kind == "paragraph" and not block.depth else None
    return match if match and match.end() < len(block.text) else None


def _start(element: Any) -> int:
    start = element.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _image(element: Any) -> Image | None:
    """None of a pixel that counts readers, an icon, a face."""
    sizes = [element.get("width") or "", element.get("height") or ""]
    if any(re.fullmatch(r"(?:[0-3]?\d|4[0-8])(?:px)?", size) for size in sizes):
        return None
    names = ("data-src", "data-original", "data-lazy-src", "src")
    source = next((value for name in names if (value := (element.get(name) or "").strip())), "")
    alt = " ".join((element.get("alt") or "").split())
    if source.startswith("data:"):
        source = ""
    return Image(source, alt) if source or alt else None


def _is_data(table: Any) -> bool:
    """A table of figures, unlike one that lays out a mail: two columns or more, and only words in its cells."""
    rows = table.xpath("./tr|./tbody/tr|./thead/tr|./tfoot/tr")
    cells = [len(row.xpath("./td|./th")) for row in rows]
    if len(rows) < 2 or max(cells, default=0) < 2:
        return False
    if table.get("role") == "presentation" or table.xpath(".//table"):
        return False
    if table.xpath("./tr/td[count(.//p) > 1]|./tbody/tr/td[count(.//p) > 1]") and not table.xpath(".//th"):
        return False  # paragraphs side by side with a menu
    blocky = table.xpath("./tr/td[%s]|./tbody/tr/td[%s]" % ((_BLOCKS_IN_CELL.replace(".//p|", ""),) * 2))
    longest = max((len("".join(cell.itertext())) for row in rows for cell in row), default=0)
    return bool(table.xpath("./thead|./tr/th|./tbody/tr/th")) or (not blocky and longest < 200)


def _rows(table: Any) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Each row's cells, and whether it heads the columns."""
    for row in table.xpath("./tr|./tbody/tr|./thead/tr|./tfoot/tr"):
        cells = row.xpath("./td|./th")
        texts = []
        for cell in cells:
            inline = Inline(0)
            inline.add("\n".join(cell.itertext()))
            texts.append(inline.text)
        heads = bool(cells) and (row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells))
        yield heads, tuple(texts)
