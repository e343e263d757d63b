"""What passes through this room: an article as it was found, and as it is once cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day
from typing import Literal

Kind = Literal["paragraph", "heading", "point", "row"]
"""``row``: of a table, its cells joined; headings and points are paragraphs that were marked as such."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, nothing of the page around it."""

    source: str  # the file's path or the address; of several in one, what tells them apart
    title: str
    outlet: str | None = None  # who published it
    date: Day | None = None
    language: str = "und"  # BCP 47: zh-Hant, zh-Hans, en, ja …; und: cannot be told
    paragraphs: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # what stood in the file and is not the article's
    url: str | None = None  # where it can be read, when that is known

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(slots=True)
class Part:
    """A paragraph on its way through the cleaning."""

    text: str
    kind: Kind = "paragraph"
    linked: bool = False  # all of it is a link


@dataclass(slots=True)
class Found:
    """An article as a reader hands it over. ``around``: text of the same page that is not the article's, which tells
    what repeats all over the site."""

    source: str
    title: str
    parts: list[Part]
    outlet: str | None = None
    date: Day | None = None
    url: str | None = None
    left_out: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)

    def leave(self, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.left_out.append(text)
