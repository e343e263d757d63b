"""What a script is put together from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from podcast.model import Chapter, Digest, Line, Script, Section
from podcast.show import Show
from podcast.write.lines import chapter_lines, paced


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter to be."""

    title: str
    lines: tuple[Line, ...]
    section: Section | None = None  # that it tells; None of the opening, the closing and a list of headlines
    announced: int = 0  # how many of its lines announce the section


def assembled(digest: Digest, show: Show, parts: Iterable[Part]) -> Script:
    whole = (paced(Chapter(part.title, chapter_lines(part.lines)), show.pauses) for part in parts if part.lines)
    return Script(digest.slug, digest.title, tuple(whole))
