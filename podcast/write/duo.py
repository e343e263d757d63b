"""Two hosts by rules: they say who they are, take turns with what is told, and one announces what the other tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from podcast.model import Line
from podcast.show import Show
from podcast.write.lines import HEADING_MS, POINT_MS, fill, line
from podcast.write.markdown import HOST
from podcast.write.parts import Part

SHARED = ("highlights", "news", "essay")
"""Kinds of sections in which the listener may say a sentence of the author's, unless the author tells of himself."""
LONG = 3  # lines of a turn, from which on somebody else may sum it up
LONGEST_QUESTION = 40  # characters
SHORT_TURN, LONGEST_TURN = 120, 10**6
"""Characters of a turn where one host would tell all; else it ends with its group."""

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[」』”’）)]*|[^。！？!?]+")
_ASKS = re.compile(r"[^「」『』“”（）()]*[？?]")
_OWN = re.compile("我(?![們们國国方司])")
_TO_SOMEBODY = re.compile("[您你妳]|大家|各位|咱")
"""In a question: it is put to the listener."""
_SUMS_UP = re.compile(
    "[總总](?:[之結结體体]|的[來来]|而言之)|[整]?[體体](?:[來来][看說说]|而言)|[綜综]合|[簡简][單单](?:[來来]?[說说]|地[說说])|[說说]到底"
    "|[換换]句[話话][說说]|一句[話话]|由此可[見见]|可[見见]|[從从][這这](?:裡|里)?(?:可以)?看|[這这](?:件事|[項项]事件|一切|些)?"
    "(?:也|就)?(?:[顯显]示|[說说]明|反映|提醒|告[訴诉]|[給给]大家|意味|代表)"
)
"""How a point begins that gathers what was told before it."""


def cast(parts: Iterable[Part], show: Show, style: str) -> tuple[Part, ...]:
    """``parts`` with a speaker for each of the host's lines; as they are unless ``style`` is duo.

    The first of the two opens and closes. What is told goes from one to the other with each group, or with each part
    that has none, and where there is one group alone every few lines; a heading is announced by the one who will
    listen, who also puts the questions that the author asks and answers, and sums up a long turn where the author does.
    Turns of a conversation keep their speakers.

    Raises ConfigError when there are not two.
    """
    presenters, parts = show.presenters(style), tuple(parts)
    if len(presenters) != 2:
        return parts
    first, second = (presenter.speaker for presenter in presenters)
    found = _cast(parts, first, second, LONGEST_TURN)
    if not _tells(found, second):
        said = sum(len(line.text) for part in parts[1:-1] for line in part.lines[part.announced :])
        found = _cast(parts, first, second, min(SHORT_TURN, said // 2))
    if not any(line.speaker == second for part in found for line in part.lines):
        return found
    opening = found[0]
    return (replace(opening, lines=_introduced(opening.lines, show, style)), *found[1:])


def _cast(parts: Sequence[Part], first: str, second: str, turn_length: int) -> tuple[Part, ...]:
    turn, found = 0, []
    for n, part in enumerate(parts):
        if part.section is None and n in (0, len(parts) - 1):
            lines = tuple(_said_by(line, first) for line in part.lines)
        else:
            lines, turn = _taken_in_turns(part, (first, second), turn, turn_length)
        found.append(replace(part, lines=lines))
    return tuple(found)


def _tells(parts: Sequence[Part], speaker: str) -> bool:
    """Whether the speaker has anything to say that is no announcement."""
    told = (line for part in parts[1:-1] for n, line in enumerate(part.lines) if not _is_heading(part, n))
    return any(line.speaker == speaker for line in told)


def _introduced(opening: tuple[Line, ...], show: Show, style: str) -> tuple[Line, ...]:
    """The opening with both hosts' names before the title, unless the author's greeting has them or they have none."""
    presenters, wording = show.presenters(style), show.words.host.presenter
    names = [presenter.name for presenter in presenters]
    greeting = "".join(line.text for line in opening if line.source and "title" not in line.source)
    if not wording or any(name.casefold() in show.words.hosts or name in greeting for name in names):
        return opening
    own = tuple(replace(line(fill(wording, host=each.name)), speaker=each.speaker) for each in presenters)
    at = next((n for n, told in enumerate(opening) if "title" in told.source), len(opening))
    return (*opening[:at], *own, *opening[at:])


def _taken_in_turns(part: Part, speakers: Sequence[str], turn: int, longest: int) -> tuple[tuple[Line, ...], int]:
    """The lines, and whose turn it is after them. ``longest``: characters of a turn, if it can be parted."""
    lines: list[Line] = []
    begun = False  # whether somebody told something since the turn began
    shared = _is_shared(part)
    for heads, run in groupby(range(len(part.lines)), lambda n: _is_heading(part, n)):
        if heads and begun:
            turn, begun = turn + 1, False
        begun = begun or not heads
        told = [part.lines[n] for n in run]
        if heads or not shared:
            lines += (_said_by(line, speakers[(turn + heads) % 2]) for line in told)
            continue
        for n, some in enumerate(_pieces(told, longest)):
            turn += n > 0
            lines += _shared(some, speakers[turn % 2], speakers[(turn + 1) % 2])
    return tuple(lines), turn + 1


def _is_shared(part: Part) -> bool:
    """Whether the listener may say something of it."""
    kind = part.section.kind if part.section else "essay"
    own = kind == "essay" and any(_OWN.search(line.text) for line in part.lines)
    return kind in SHARED and not own


def _pieces(told: Sequence[Line], longest: int) -> Iterator[Sequence[Line]]:
    """``told`` in runs of about as many characters, if it has more."""
    some: list[Line] = []
    for each in told:
        if some and sum(len(line.text) for line in some) >= longest:
            yield some
            some = []
        some.append(each)
    yield some


def _shared(told: Sequence[Line], teller: str, listener: str) -> Iterator[Line]:
    """One turn: the listener's part of it are the author's questions, and a last line that sums up."""
    for n, each in enumerate(told):
        if each.speaker != HOST:
            yield each
        elif n == len(told) - 1 and len(told) >= LONG and _SUMS_UP.match(each.text):
            yield replace(each, speaker=listener)
        else:
            before, question, after = _question(each.text)
            if before:
                yield replace(each, text=before, speaker=teller, pause_after_ms=POINT_MS)
            if question:
                yield replace(each, text=question, speaker=listener, pause_after_ms=POINT_MS)
            yield replace(each, text=after, speaker=teller)


def _question(text: str) -> tuple[str, str, str]:
    """What stands before the first question that the text itself answers, the question, and the answer; ("", "", text)
    where there is none."""
    sentences = _SENTENCE.findall(text)
    if "".join(sentences) != text:
        return "", "", text
    asked = [_ASKS.fullmatch(s) is not None and not (_OWN.search(s) or _TO_SOMEBODY.search(s)) for s in sentences]
    for start in (n for n, asks in enumerate(asked) if asks):
        end = next((n for n in range(start, len(asked)) if not asked[n]), len(asked))
        before, question, after = ("".join(part) for part in (sentences[:start], sentences[start:end], sentences[end:]))
        if after and _is_closed(before) and len(question) <= LONGEST_QUESTION:
            return before, question, after
        return "", "", text
    return "", "", text


def _is_closed(text: str) -> bool:
    """Whether no quotation or bracket is open at the end."""
    return all(text.count(a) == text.count(b) for a, b in ("「」", "『』", "“”", "（）", "()"))


def _is_heading(part: Part, n: int) -> bool:
    """Whether its n-th line announces it, or a group of it."""
    if part.section is None:
        return False
    line, groups = part.lines[n], (item for item in part.section.items if item.items or item.kind == "heading")
    return n < part.announced or (line.pause_after_ms == HEADING_MS and line.source in {(item.id,) for item in groups})


def _said_by(line: Line, speaker: str) -> Line:
    return replace(line, speaker=speaker) if line.speaker == HOST else line
