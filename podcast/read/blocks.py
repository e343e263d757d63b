"""What every input format is turned into before its outline is read: a flat run of blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from podcast.model import LeftOut, Link

Kind = Literal["heading", "paragraph", "item", "rule"]

URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]{}（）「」『』【】《》〈〉，。；、！？：\"'“”‘’|｜]+", re.IGNORECASE)
_MARKS = re.compile(r"\*{2,}|_{2,}|~~")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|（\s*）|\[\s*\]|【\s*】|<\s*>")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_SPACES = re.compile(r"(\s+)")


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str
    line: int  # 1-based
    depth: int = 0  # heading: its level; item: nesting from 1; paragraph: of the item it continues, else 0
    links: tuple[Link, ...] = ()
    sure: bool = True  # False: a heading by its looks only, nothing marked it
    bare: tuple[str, ...] = ()  # links without words, which are no part of the text


class Inline:
    """Collects the text of one block: white space folded, stray markup and bare links taken out."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.links: list[Link] = []
        self.bare: list[str] = []
        self.left: list[LeftOut] = []
        self._pieces: list[str] = []
        self._size = 0
        self._gap = ""
        self._open: list[tuple[int, str]] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, text: str) -> None:
        text = URL.sub(self._bare, text.translate(_INVISIBLE))
        text = _MARKS.sub("", text)
        for piece in _SPACES.split(text):
            if not piece or piece.isspace():
                self._gap += piece
                continue
            if self._gap and self._pieces and not self._glues(piece[0]):
                self._put(" ")
            self._gap = ""
            self._put(piece)

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._size += len(piece)

    def _glues(self, following: str) -> bool:
        """A line break inside a Chinese sentence stands for nothing, any other white space for a space."""
        return "\n" in self._gap and self._pieces[-1][-1] > "\u2e7f" and following > "\u2e7f"

    def _bare(self, match: re.Match[str]) -> str:
        url = match.group().rstrip(".,;:!?")
        self.bare.append(url)
        self.leave(url, "a bare link is not read out")
        return "\n" + match.group()[len(url) :]  # as a line break: nothing between Chinese, else a space

    def leave(self, text: str, reason: str) -> None:
        if text.strip():
            self.left.append(LeftOut(self.line, text.strip(), reason))

    def block(self, kind: Kind, depth: int = 0, sure: bool = True) -> Block:
        text = self.text
        if self.bare and not self.links:
            text = _EMPTY_BRACKETS.sub("", text)  # they held a link
        return Block(kind, text, self.line, depth, tuple(self.links), sure, tuple(self.bare))

    def open_link(self, url: str) -> None:
        self._open.append((len(self._pieces), url))

    def close_link(self) -> None:
        """The link covers what was added since, without the space before it."""
        if not self._open:
            return
        at, url = self._open.pop()
        while at < len(self._pieces) and self._pieces[at] == " ":
            at += 1
        start = self._size - sum(map(len, self._pieces[at:]))
        if start < self._size:
            self.links.append(Link(start, self._size, url))
