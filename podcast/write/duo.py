"""Two hosts by rules: they take turns with what is told, and one announces what the other tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from podcast.model import Line, Section
from podcast.show import Presenter
from podcast.write.lines import HEADING_MS
from podcast.write.markdown import HOST
from podcast.write.parts import Part


def cast(parts: Iterable[Part], presenters: Sequence[Presenter]) -> tuple[Part, ...]:
    """``parts`` with a speaker for each of the host's lines; as they are where there are no two presenters.

    The first one opens and closes. What is told goes from one to the other with each group, or with each part that has
    none; a heading is announced by the one who will listen. Turns of a conversation keep their speakers.
    """
    if len(presenters) != 2:
        return tuple(parts)
    speakers = [presenter.speaker for presenter in presenters]
    turn, found = 0, []
    for part in parts:
        if part.section is None:
            found.append(replace(part, lines=tuple(_said_by(line, speakers[0]) for line in part.lines)))
            continue
        lines, turn = _taken_in_turns(part, part.section, speakers, turn)
        found.append(replace(part, lines=lines))
    return tuple(found)


def _taken_in_turns(part: Part, section: Section, speakers: Sequence[str], turn: int) -> tuple[tuple[Line, ...], int]:
    """The lines, and whose turn it is after them."""
    lines: list[Line] = []
    begun = False  # whether somebody told something since the turn began
    for n, line in enumerate(part.lines):
        heads = n < part.announced or _is_heading(line, section)
        if heads and begun:
            turn, begun = turn + 1, False
        begun = begun or not heads
        lines.append(_said_by(line, speakers[(turn + heads) % 2]))
    return tuple(lines), turn + 1


def _is_heading(line: Line, section: Section) -> bool:
    """Whether the line announces a group of the section."""
    return line.pause_after_ms == HEADING_MS and line.source in set(_groups(section))


def _groups(section: Section) -> Iterator[tuple[str, ...]]:
    yield from ((item.id,) for item in section.items if item.items or item.kind == "heading")


def _said_by(line: Line, speaker: str) -> Line:
    return replace(line, speaker=speaker) if line.speaker == HOST else line
