"""What a script is put together from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from podcast.model import Chapter, Digest, Line, Script, Section
from podcast.show import Show
from podcast.write.lines import chapter_lines, paced

BRIEFING = 1400
"""Characters of all stories together in the short form: five minutes, less opening and closing."""
LEAST_OF_STORY = 80


def time_of_story(stories: int) -> int:
    """Characters that each of so many stories has in the short form."""
    return max(LEAST_OF_STORY, BRIEFING // max(1, stories))


def beginning(lines: Iterable[Line], most: int) -> tuple[Line, ...]:
    """The first of ``lines`` in about ``most`` characters, one text of the digest at least, and none of them halved."""
    found: list[Line] = []
    for _, run in groupby(lines, key=lambda line: line.source):
        whole = list(run)
        if found and sum(len(line.text) for line in (*found, *whole)) > most:
            break
        found += whole
    return tuple(found)


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
