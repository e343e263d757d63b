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
        self.text = ""
        self.links: list[Link] = []
        self.bare: list[str] = []
        self.left: list[LeftOut] = []
        self._open: list[tuple[int, str]] = []
        self._gap = ""

    def add(self, text: str) -> None:
        text = URL.sub(self._bare, text.translate(_INVISIBLE))
        text = _EMPTY_BRACKETS.sub("", _MARKS.sub("", text))
        for piece in _SPACES.split(text):
            if not piece:
                continue
            if piece.isspace():
                self._gap += piece
                continue
            if self.text and self._gap and not self._glues(piece[0]):
                self.text += " "
            self._gap = ""
            self.text += piece

    def _glues(self, following: str) -> bool:
        """A line break inside a Chinese sentence stands for nothing, any other white space for a space."""
        return "\n" in self._gap and self.text[-1] > "\u2e7f" and following > "\u2e7f"

    def _bare(self, match: re.Match[str]) -> str:
        url = match.group().rstrip(".,;:!?")
        self.bare.append(url)
        self.leave(url, "a bare link is not read out")
        return match.group()[len(url) :]

    def leave(self, text: str, reason: str) -> None:
        if text.strip():
            self.left.append(LeftOut(self.line, text.strip(), reason))

    def block(self, kind: Kind, depth: int = 0, sure: bool = True) -> Block:
        return Block(kind, self.text, self.line, depth, tuple(self.links), sure, tuple(self.bare))

    def open_link(self, url: str) -> None:
        self._open.append((len(self.text), url))

    def close_link(self) -> None:
        if self._open:
            start, url = self._open.pop()
            while start < len(self.text) and self.text[start] == " ":
                start += 1
            if start < len(self.text):
                self.links.append(Link(start, len(self.text), url))
