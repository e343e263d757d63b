"""Markdown → blocks, through markdown-it's tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from podcast.model import Code, Image, LeftOut, Link, Table
from podcast.read.blocks import URL, Block, EmphasisKind, Inline, images_of
from podcast.read.dialects import plain_markdown
from podcast.read.inline_html import HtmlInline
from podcast.read.marks import is_wrapped, standard_lists
from podcast.read.plain import Piece, plain_runs
from podcast.read.rests import split_passages
from podcast.read.rich import add_rich

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:(.*(?:\n(?:[ ]{4,}|\t).*)*)$", re.MULTILINE)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*\S+.*$", re.MULTILINE)
_TASK = re.compile(r"\[([ xX])\]\s+")
_EMPHASIS: dict[str, EmphasisKind] = {"strong": "strong", "em": "em"}
_MARKED = re.compile(r"\]\([^\s)]|\]\[|\*\*\S")
_MARKUP_OF_CAPTION = re.compile(r"\[([^\[\]]*)\]\([^()]*\)|<[^<>]*>|[*_]{2}")
_RAW = re.compile(r"<(?:pre|code|script|style|svg|math)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？；][」』）)”\"]?\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]")

LINE_CHARS = 20_000
"""A longer line is no Markdown that anyone wrote, and markdown-it's time grows with its square."""
CHUNK_CHARS = 60_000
"""Tokens take a hundred times the memory of the text: it is parsed in parts that begin with a heading."""
_RULES = {
    name: re.compile(mark, re.MULTILINE)
    for name, mark in (
        ("table", r"\|"), ("html_block", "<"), ("blockquote", ">"), ("reference", r"\]:"), ("fence", "```|~~~"),
        ("code", r" {4}|\t"), ("lheading", r"^[ \t>]*(?:=+|-+)[ \t]*$"), ("hr", r"([-*_])[ \t]*\1[ \t]*\1[ \t]*$"),
    )
}  # fmt: skip
"""Of markdown-it, with what a part without which they find nothing: each one is tried at every line."""
_SPANS = re.compile(r"[\n\\`*_~\[<&]")
"""In a line that is more than plain text."""
_STARTS = re.compile(r"\s*(?:$|[-*+>|#]|\d{1,9}[.)]\s|`{3}|~{3})")
"""How a line begins that is no part of the paragraph above it."""
_STAND_IN = re.compile("\ue000(\\d+)\ue001")


def has_headings(text: str) -> bool:
    return (
        re.search(r"^ {0,3}(#{1,6}[ \t]+\S|<h[1-6]\b[^>]*>|\S.*\n {0,3}(=+|-{3,})[ \t]*$)", text, re.MULTILINE)
        is not None
    )


def markdown_blocks(text: str) -> tuple[list[Block], list[LeftOut]]:
    text, left = plain_markdown(text)
    text, endless = _without_endless_lines(standard_lists(text))
    notes: dict[str, tuple[str, ...]] = {}
    text = _FOOTNOTE.sub(lambda m: _footnote(m, text, left, notes), text)
    spans = _parser()
    env = _references(spans, text, left)
    walk = _Walk(spans, env, left, notes, endless, ragged=not is_wrapped(text))
    for first, part in _parts(text):
        for before, run in plain_runs(part):
            walk.first = first + before
            if isinstance(run, str):
                for token in _block_parser(run).parse(run, env):
                    walk.take(token)
            else:
                walk.take_plain(run)
    return walk.blocks, left


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])


def _block_parser(part: str) -> MarkdownIt:
    """It leaves what stands inside a line to another, and has no rules that find nothing in ``part``."""
    return _parser().disable(["inline", "text_join", *(name for name, mark in _RULES.items() if not mark.search(part))])


def _without_endless_lines(text: str) -> tuple[str, list[str]]:
    """Lines, and paragraphs of many, that are longer than any that people write stand aside as plain text."""
    if len(text) < LINE_CHARS:
        return text, []
    endless: list[str] = []
    lines = text.split("\n")
    begin = size = 0
    for at, line in enumerate([*lines, ""]):
        if size > LINE_CHARS and (at == len(lines) or _STARTS.match(line)):
            for n in range(begin, at):
                endless.append(lines[n])
                lines[n] = f"\ue000{len(endless) - 1}\ue001"
        if at == len(lines) or _STARTS.match(line):
            begin, size = at, 0
        size += len(line)
    return "\n".join(lines), endless


def _footnote(match: re.Match[str], text: str, left: list[LeftOut], notes: dict[str, tuple[str, ...]]) -> str:
    left.append(LeftOut(text.count("\n", 0, match.start()) + 1, match.group().strip(), "a footnote is not read out"))
    notes[match[1]] = tuple(url.rstrip(".,;:!?") for url in URL.findall(match[2]))
    return "\n" * match.group().count("\n")


def _references(parser: MarkdownIt, text: str, left: list[LeftOut]) -> dict[str, object]:
    """The addresses that stand at the end of the text, for links in any part of it."""
    env: dict[str, object] = {}
    found = list(_REFERENCE.finditer(text))
    if found:
        parser.parse("\n\n".join(match.group() for match in found), env)
        left.extend(
            LeftOut(text.count("\n", 0, m.start()) + 1, m.group().strip(), "the address of a link is not read out")
            for m in found
        )
    return env


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts of some length, each with the number of lines before it.

    They begin with a heading, else after a blank line, with a point of a list, with a row of a table: its head again.
    """
    if len(text) <= CHUNK_CHARS:
        yield 0, text
        return
    lines = text.split("\n")
    begin, size, fence, head = 0, 0, "", -1
    for at, line in enumerate(lines):
        bare = line.lstrip()
        if bare.startswith(("```", "~~~")):
            fence = "" if fence and bare.startswith(fence) else fence or bare[:3]
        if not bare.startswith("|"):
            head = -1
        elif head < 0:
            head = at
        if size > CHUNK_CHARS and not fence and (line.startswith("#") or (size > 2 * CHUNK_CHARS and _cuts(lines, at))):
            yield begin, "\n".join(lines[begin:at])
            begin, size = at, 0
        elif size > 4 * CHUNK_CHARS and not fence and 0 <= head < at - 2:
            yield begin, "\n".join(lines[begin:at])
            lines[at - 2 : at] = lines[head : head + 2]
            begin, size, head = at - 2, 0, at - 2
        size += len(line) + 1
    yield begin, "\n".join(lines[begin:])


def _cuts(lines: list[str], at: int) -> bool:
    return not lines[at].strip() or re.match(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\S", lines[at]) is not None


class _Walk:
    def __init__(
        self,
        parser: MarkdownIt,
        env: dict[str, object],
        left: list[LeftOut],
        notes: dict[str, tuple[str, ...]],
        endless: list[str],
        ragged: bool,
    ) -> None:
        self.parser = parser
        self.env = env
        self.blocks: list[Block] = []
        self.left = left
        self.notes = notes
        self.endless = endless
        self.ragged = ragged  # lines end where their author wanted
        self.first = 0  # lines before the part that is read
        self.depth = 0  # of the list that is open
        self.quotes = 0
        self.numbers: list[int | None] = []  # of the open lists: the next number, None for bullets
        self.heading = 0
        self.setext = False
        self.fresh = False  # the open list item has no text yet
        self.table: _TableDraft | None = None
        self.line = 1

    def take(self, token: Token) -> None:
        if token.map:
            self.line = self.first + token.map[0] + 1
        kind = token.type
        if kind == "inline":
            self.inline(token.content)
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self.depth += 1
            start = token.attrs.get("start", 1)
            self.numbers.append(int(start) if kind == "ordered_list_open" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.depth -= 1
            self.numbers.pop()
        elif kind == "list_item_open":
            self.fresh = True
        elif kind == "list_item_close":
            if self.numbers[-1] is not None:
                self.numbers[-1] += 1
        elif kind == "heading_open":
            self.heading, self.setext = int(token.tag[1]), token.markup in ("-", "=")
        elif kind == "heading_close":
            self.heading = 0
        elif kind in ("blockquote_open", "blockquote_close"):
            self.quotes += 1 if kind == "blockquote_open" else -1
        elif kind == "hr":
            self.blocks.append(Block("rule", "", self.line))
        elif kind in ("fence", "code_block"):
            self.code(token)
        elif kind == "html_block":
            self.html(token.content)
        else:
            self.tables(token)

    def take_plain(self, pieces: Iterable[Piece]) -> None:
        for kind, line, depth, number, text in pieces:
            self.line = self.first + line + 1
            self.heading, self.depth = (depth, 0) if kind == "heading" else (0, depth)
            self.numbers, self.fresh, self.setext = [number], kind == "point" or self.fresh, False
            self.inline(text)
        self.heading = self.depth = 0
        self.numbers = []

    def tables(self, token: Token) -> None:
        if token.type == "table_open":
            self.table = _TableDraft(self.line)
        elif token.type == "tr_open" and self.table:
            self.table.rows.append([])
        elif token.type == "table_close" and self.table:
            self.blocks.extend(self.table.blocks(self.depth))
            self.table = None

    def inline(self, content: str) -> None:
        inline = self.read(content)
        self.left.extend(inline.left)
        if self.table:
            self.table.add(inline)
            return
        self.add(inline)

    def read(self, content: str) -> Inline:
        inline = Inline(self.line)
        if _SPANS.search(content):
            _inline(inline, self.parser.parseInline(content, self.env)[0].children or [], self)
        elif content:
            self.text(inline, content)
        return inline

    def text(self, inline: Inline, content: str) -> None:
        if "\ue000" in content and (match := _STAND_IN.search(content)):
            inline.add(self.endless[int(match[1])])
        else:
            add_rich(inline, content, self.notes)

    def add(self, inline: Inline) -> None:
        block = self.block(inline) if inline.filled else None
        if block and (block.text or block.links):
            self.blocks.append(block)
        self.blocks.extend(images_of(inline, self.depth))

    def block(self, inline: Inline) -> Block:
        if self.heading:
            block = inline.block("heading", self.heading)
            if self.setext and (_SENTENCE.search(block.text) or len(block.text) > 60):
                return replace(block, kind="paragraph", depth=0)  # the line below was meant as a rule
            return block
        if self.depth and self.fresh:
            self.fresh = False
            block = inline.block("point", self.depth, number=self.numbers[-1])
            if match := _TASK.match(block.text):
                return replace(block.cut(0, match.end()), done=match[1] != " ")
            return block
        return inline.block("quotation" if self.quotes else "paragraph", self.depth)

    def code(self, token: Token) -> None:
        """Lines indented by mistake are a paragraph: code has no Chinese sentences."""
        text = token.content.rstrip("\n")
        if token.type == "code_block" and _SENTENCE.search(text) and len(_HAN.findall(text)) * 2 > len(text):
            inline = Inline(self.line)
            inline.add(text)
            self.left.extend(inline.left)
            self.add(inline)
        elif text.strip():
            language = token.info.strip().split()[0] if token.info.strip() else ""
            self.blocks.append(Block("code", "", self.line, self.depth, code=Code(text, language.strip("{}."))))

    def html(self, content: str) -> None:
        from podcast.read.html import fragment_blocks

        content, passages = split_passages(content) if "<!--" in content and self.blocks else (content, ())
        if passages:
            self.blocks[-1] = replace(self.blocks[-1], passages=(*self.blocks[-1].passages, *passages))
            if not content.strip():
                return
        if _MARKED.search(content) and not _RAW.search(content):
            content = self.parser.renderInline(content, self.env)  # other programs read Markdown inside HTML too
        blocks, left = fragment_blocks(content, self.line)
        self.left.extend(left)
        self.blocks.extend(replace(each, depth=self.depth) if each.kind == "paragraph" else each for each in blocks)


class _TableDraft:
    def __init__(self, line: int) -> None:
        self.line = line
        self.rows: list[list[str]] = []
        self.links: list[Link] = []
        self.images: list[Block] = []

    def add(self, inline: Inline) -> None:
        block = inline.block("paragraph")
        self.rows[-1].append(block.text)
        self.links += [Link(0, 0, link.url) for link in block.links]
        self.images += images_of(inline, 0)

    def blocks(self, depth: int) -> Iterator[Block]:
        header, *rows = [tuple(row) for row in self.rows] or [()]
        if any(header) or any(any(row) for row in rows):
            table = Table(header if any(header) else (), tuple(row for row in rows if any(row)))
            yield Block("table", "", self.line, depth, tuple(self.links), table=table)
        yield from self.images


def _plain_caption(title: str) -> str:
    """Some programs read Markdown and tags in a picture's title; its words are said."""
    return " ".join(_MARKUP_OF_CAPTION.sub(lambda match: match[1] or " ", title).split())


def _inline(inline: Inline, tokens: list[Token], walk: _Walk) -> None:
    struck = 0
    html = HtmlInline(inline)
    for token in tokens:
        kind = token.type
        if kind == "text":
            if struck or html.silent:
                inline.leave(token.content, "struck out" if struck else html.reason)
            else:
                walk.text(inline, token.content)
        elif kind == "hardbreak" or (kind == "softbreak" and walk.ragged):
            inline.line_break(hard=kind == "hardbreak")
        elif kind == "softbreak":
            inline.add("\n")
        elif kind == "code_inline":
            inline.open_emphasis("code")
            inline.add(token.content, raw=True)
            inline.close_emphasis("code")
        elif kind == "link_open":
            inline.open_link(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            inline.close_link()
        elif kind == "image":
            alt = token.content
            title = _plain_caption(str(token.attrs.get("title", "") or ""))
            inline.images.append((Image(str(token.attrs.get("src", "")), alt), title))
        elif kind == "html_inline":
            html.take(token.content)
        elif kind in ("s_open", "s_close"):
            struck += 1 if kind == "s_open" else -1
        elif kind.endswith("_open") and kind[:-5] in _EMPHASIS:
            inline.open_emphasis(_EMPHASIS[kind[:-5]])
        elif kind.endswith("_close") and kind[:-6] in _EMPHASIS:
            inline.close_emphasis(_EMPHASIS[kind[:-6]])
