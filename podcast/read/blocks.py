"""What every input format is turned into before its outline is read: a flat run of blocks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from podcast.model import BlockKind, Code, Emphasis, Image, LeftOut, Link, Passage, Table

Kind = BlockKind | Literal["rule"]
EmphasisKind = Literal["strong", "em", "mark", "code", "sub", "sup"]

URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]{}（）「」『』【】《》〈〉，。；、！？：\"'“”‘’|｜]+", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_MARKS = re.compile(r"\*{2,}|_{2,}|~~")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|（\s*）|\[\s*\]|【\s*】|<\s*>")
_LED_NOWHERE = re.compile(r"\s*[：:]\s*(?=[，。；、！？）)])")
"""A colon whose address was taken away: 網址：，有興趣的人可以看."""
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e]+")
_TO_TIDY = re.compile(rf"{_INVISIBLE.pattern}|{_MARKS.pattern}|://|[wW]{{3}}\.")
"""Invisible characters, stray marks, addresses."""
_UNITS = frozenset("萬億兆千百元塊年月日號時點分秒個位人次倍張台件組歲度％%")
_WIDE_MARKS = frozenset("，。、；：！？")
_CLOSING, _OPENING = frozenset("）」』》】)]%％”’"), frozenset("「『《【“‘")
_SPACES = re.compile(r"(\s+)")
_TO_FOLD = re.compile(r"[^\S ]|  |^ | $|[，。、；：！？] | [，。、；：！？]")
"""White space that does not stay as it is."""


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str
    line: int  # 1-based
    depth: int = 0  # heading: its level; point: nesting from 1; others: of the point that they continue, else 0
    links: tuple[Link, ...] = ()
    sure: bool = True  # False: a heading by its looks only, nothing marked it
    emphasis: tuple[Emphasis, ...] = ()
    number: int | None = None
    done: bool | None = None
    speaker: str | None = None
    table: Table | None = None
    image: Image | None = None
    code: Code | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def bare(self) -> tuple[str, ...]:
        """Addresses without words, which are no part of the text."""
        return tuple(link.url for link in self.links if link.start == link.end)

    @property
    def empty(self) -> bool:
        """Nothing to say and nothing to show."""
        return not (self.text or self.table or self.image or self.code)

    @property
    def all_bold(self) -> bool:
        """Whether nothing but punctuation stands outside its bold words."""
        strong = [e for e in self.emphasis if e.kind == "strong"]
        if not strong or not self.text:
            return False
        at, rest = 0, ""
        for each in strong:
            rest += self.text[at : each.start]
            at = max(at, each.end)
        return not any(c.isalnum() for c in rest + self.text[at:])

    def cut(self, start: int, end: int) -> Block:
        """The block with ``text[start:end]`` taken out, and the white space that it leaves at either end."""
        return self.cut_all([(start, end)])

    def cut_all(self, ranges: Sequence[tuple[int, int]]) -> Block:
        """``ranges``: ascending, and none inside another."""
        if not ranges:
            return self
        starts = [start for start, _ in ranges]
        gone = list(accumulate((end - start for start, end in ranges), initial=0))  # characters before each of them
        text = "".join(
            self.text[a:b] for a, b in zip([0, *(e for _, e in ranges)], [*starts, len(self.text)], strict=True)
        )
        head, size = len(text) - len(text.lstrip()), len(text.strip())

        def moved(at: int) -> int:
            n = bisect_right(starts, at)
            inside = max(0, min(at, ranges[n - 1][1]) - ranges[n - 1][0]) if n else 0
            before = gone[n - 1] + inside if n else 0
            return min(max(at - before - head, 0), size)

        links = tuple(Link(moved(each.start), moved(each.end), each.url) for each in self.links)
        emphasis = tuple(replace(each, start=moved(each.start), end=moved(each.end)) for each in self.emphasis)
        return replace(
            self, text=text.strip(), links=links, emphasis=tuple(each for each in emphasis if each.start < each.end)
        )


def letters(text: str) -> str:
    """Han characters, letters and digits only."""
    return _NO_LETTERS.sub("", text)


def without(block: Block, pattern: re.Pattern[str]) -> Block:
    """The block without what matches."""
    return block.cut_all([match.span() for match in pattern.finditer(block.text)])


class Inline:
    """Collects the text of one block: white space folded, stray markup and bare links taken out."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.left: list[LeftOut] = []
        self.images: list[tuple[Image, str]] = []  # with its caption
        self.passages: list[Passage] = []
        self._links: list[Link] = []
        self._emphasis: list[Emphasis] = []
        self._pieces: list[str] = []
        self._size = 0
        self._gap = ""
        self._broken = ""  # "soft" or "hard": a line was ended on purpose since the last word
        self._open: list[tuple[int, str]] = []
        self._open_emphasis: list[tuple[int, EmphasisKind]] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def size(self) -> int:
        """Characters of the text."""
        return self._size

    @property
    def emphasised(self) -> bool:
        return bool(self._emphasis or self._open_emphasis)

    @property
    def all_bold(self) -> bool:
        """Whether it is bold from its first word to its last."""
        return any(each.kind == "strong" and each.start == 0 and each.end == self._size for each in self._emphasis)

    def emphasise_all(self) -> None:
        if self._size:
            self._emphasis.append(Emphasis(0, self._size, "strong"))

    @property
    def filled(self) -> bool:
        return bool(self._pieces or self._links)

    def add(self, text: str, raw: bool = False) -> None:
        """``raw``: words of a program, in which ``**`` and addresses are meant."""
        if _TO_TIDY.search(text):
            text = _INVISIBLE.sub("", text)
            if not raw:
                self._add_with_addresses(text)
                return
        self._add(text)

    def _add_with_addresses(self, text: str) -> None:
        at = 0
        for match in URL.finditer(text):
            url = match.group().rstrip(".,;:!?")
            self._add(_MARKS.sub("", text[at : match.start()]))
            self.link_here(url)
            self.leave(url, "a bare link is not read out")
            self._gap += "\n"  # as a line break: nothing between Chinese, else a space
            at = match.start() + len(url)
        self._add(_MARKS.sub("", text[at:]))

    def _add(self, text: str) -> None:
        for piece in _SPACES.split(text) if _TO_FOLD.search(text) else (text,):
            if not piece or piece.isspace():
                self._gap += piece
                continue
            if self._broken and self._pieces and self._pauses(piece[0]):
                self._put("，")
            elif (self._gap or self._broken) and self._pieces and not self._glues(piece[0]):
                self._put(" ")
            self._gap = self._broken = ""
            self._put(piece)

    def line_break(self, hard: bool = True) -> None:
        """The author ends a line here: where no mark ends it a comma does, so that the two are not said as one.

        ``hard``: also between two words of English.
        """
        self._gap += "\n"
        self._broken = "hard" if hard else "soft"

    def _pauses(self, following: str) -> bool:
        last = self._pieces[-1][-1]
        if self._broken == "soft" and (last + following).isascii():
            return False
        if self._broken == "soft" and last.isdigit() and following in _UNITS:
            return False
        ended = last in "～~" or (unicodedata.category(last)[0] == "P" and last not in _CLOSING)
        return not ended and (unicodedata.category(following)[0] != "P" or following in _OPENING)

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._size += len(piece)

    def _glues(self, following: str) -> bool:
        """A line break inside a Chinese sentence stands for nothing, any other white space for a space.

        But none beside a full-width mark, where bold words and an emoji's name leave one (``**阿哲：** 你好``), and
        none inside a number that an editor broke at the end of the line.
        """
        last = self._pieces[-1][-1]
        if last in _WIDE_MARKS or (following in _WIDE_MARKS and last > "\u2e7f"):
            return True
        if "\n" in self._gap and last.isdigit() and following.isdigit():
            return True
        return "\n" in self._gap and self._pieces[-1][-1] > "\u2e7f" and following > "\u2e7f"

    def leave(self, text: str, reason: str) -> None:
        if text.strip():
            self.left.append(LeftOut(self.line, text.strip(), reason))

    def block(self, kind: Kind, depth: int = 0, sure: bool = True, number: int | None = None) -> Block:
        if not (
            self._links or self._emphasis or self._open_emphasis or self.passages or self.left
        ):  # most have only their text
            return Block(kind, self.text, self.line, depth, sure=sure, number=number)
        self._close_all()
        block = Block(
            kind, self.text, self.line, depth, tuple(self._links), sure, tuple(sorted(self._emphasis, key=_at)), number,
            passages=tuple(self.passages),
        )  # fmt: skip
        block = _without_spaces_around(block)
        if (self._links or self.left) and _EMPTY_BRACKETS.search(block.text):
            block = without(block, _EMPTY_BRACKETS)  # they held a link, or what was struck out
        if any(link.start == link.end for link in self._links) and _LED_NOWHERE.search(block.text):
            block = without(block, _LED_NOWHERE)
        return block

    def link_here(self, *urls: str) -> None:
        """Addresses without words."""
        self._links += [Link(self._size, self._size, url) for url in urls]

    def open_link(self, url: str) -> None:
        self._open.append((len(self._pieces), url))

    def close_link(self) -> None:
        """The link covers what was added since, without the space before it; of an address alone, no words."""
        if not self._open:
            return
        at, url = self._open.pop()
        start = self._start(at)
        if start < self._size:
            self._links.append(Link(start, self._size, url))
        elif url and not any(link.url == url for link in self._links):
            self.link_here(url)

    def open_emphasis(self, kind: EmphasisKind) -> None:
        self._open_emphasis.append((len(self._pieces), kind))

    def close_emphasis(self, kind: EmphasisKind) -> None:
        if not self._open_emphasis or self._open_emphasis[-1][1] != kind:
            return
        at, _ = self._open_emphasis.pop()
        start = self._start(at)
        if start < self._size:
            self._emphasis.append(Emphasis(start, self._size, kind))

    def _close_all(self) -> None:
        while self._open_emphasis:
            self.close_emphasis(self._open_emphasis[-1][1])

    def _start(self, at: int) -> int:
        while at < len(self._pieces) and self._pieces[at] in (" ", "，"):
            at += 1
        return self._size - sum(map(len, self._pieces[at:]))


def _without_spaces_around(block: Block) -> Block:
    """Markup is set apart by spaces that the sentence has not: 我從 **費曼** 學到, with Chinese on both sides."""
    gone: set[int] = set()
    text = block.text
    labelled = any(each.start == 0 and text[each.end : each.end + 1] == " " for each in block.emphasis)
    spans = [(link.start, link.end) for link in block.links if link.start < link.end]
    spans += [(each.start, each.end) for each in block.emphasis if not labelled]
    for start, end in spans:
        before = start - 1
        if before < 1 or not text[before] == text[end : end + 1] == " " or len(text) < end + 2:
            continue
        beside = text[before - 1] + text[start] + text[end - 1] + text[end + 1]
        inside = any(a <= before and b <= end for a, b in spans if a < start < b)  # of another that ends there too
        if not inside and all("\u3400" <= c <= "\u9fff" for c in beside):
            gone |= {before, end}
    return block.cut_all([(at, at + 1) for at in sorted(gone)])


def _at(emphasis: Emphasis) -> tuple[int, int]:
    return emphasis.start, -emphasis.end


def images_of(inline: Inline, depth: int) -> Iterable[Block]:
    for image, caption in inline.images:
        yield Block("image", caption, inline.line, depth, image=image)
