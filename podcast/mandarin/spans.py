"""Writing the spoken text piece by piece, with the way back: spans that never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from podcast.mandarin.han import is_han
from podcast.model import Span

PAUSE = "，"
STOPS = frozenset("，。、；：？！…,;:?!\n")
"""Where a voice pauses anyway: a pause of ours beside one of these is not said twice."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule makes of the written text from where it was asked up to ``end``."""

    end: int
    text: str
    kind: str
    rule: str
    sure: bool = True
    sort: str = "say"  # or "pause", "drop" (words beside it stay apart), "join" (they touch)


def pause(end: int, kind: str, rule: str, sure: bool = True) -> Said:
    return Said(end, "", kind, rule, sure, "pause")


def drop(end: int, kind: str, rule: str, sure: bool = True) -> Said:
    return Said(end, "", kind, rule, sure, "drop")


def join(end: int, kind: str, rule: str) -> Said:
    return Said(end, "", kind, rule, True, "join")


@dataclass(frozen=True, slots=True)
class _Gap:
    start: int
    end: int
    sort: str  # "space", "pause", "drop", "join" (a drop that leaves no space: zero-width)
    kind: str
    rule: str
    sure: bool


def is_word(char: str) -> bool:
    """A letter or digit of a script that sets spaces between words."""
    return char.isalnum() and not is_han(char)


@dataclass(slots=True)
class Writer:
    """Collects text. What separates words (spaces, pauses, dropped signs) waits for what follows it."""

    written: str
    parts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0
    last: str = ""  # the last solid character said
    changed: bool = False  # the last solid piece is not as written
    gaps: list[_Gap] = field(default_factory=list)

    def plain(self, start: int, end: int) -> None:
        """Said as written."""
        if start < end:
            text = self.written[start:end]
            self._close_gaps(text[0], changed=False)
            self._append(text)
            self.last, self.changed = text[-1], False

    def say(self, start: int, said: Said) -> None:
        """Replaced. Beside a Latin letter a space is put, as a writer would."""
        text = said.text
        if not text:
            self.gap(start, said.end, said.sort.replace("say", "drop"), said.kind, said.rule, said.sure)
            return
        if text == self.written[start : said.end]:
            self.plain(start, said.end)
            return
        if not self.gaps and is_word(self.last or " ") and (is_han(text[0]) or is_word(text[0])):
            text = " " + text
        self._close_gaps(text[0], changed=True)
        following = self.written[said.end : said.end + 1]
        if following and is_word(following) and not following.isdigit() and (is_han(text[-1]) or is_word(text[-1])):
            text += " "
        self._span(start, said.end, text, said.kind, said.rule, said.sure)
        self.last, self.changed = text.rstrip()[-1:] or " ", True

    def gap(self, start: int, end: int, sort: str, kind: str = "space", rule: str = "space", sure: bool = True) -> None:
        """A space, a pause, or something that is not said."""
        if start < end:
            self.gaps.append(_Gap(start, end, sort, kind, rule, sure))

    def tail(self) -> str:
        """The last characters said, when nothing but space follows them."""
        if any(gap.sort != "space" for gap in self.gaps):
            return ""
        return "".join(self.parts[-8:])[-12:].rstrip()

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        self._close_gaps("", changed=True)
        return "".join(self.parts), tuple(self.spans)

    def _close_gaps(self, following: str, changed: bool) -> None:
        if not self.gaps:
            return
        wanted, gaps = self._between(following, changed), self.gaps
        self.gaps = []
        bearer = next((i for i, g in enumerate(gaps) if g.sort in ("pause", "space")), 0)
        if wanted == PAUSE:
            bearer = next((i for i, g in enumerate(gaps) if g.sort == "pause"), bearer)
        for i, gap in enumerate(gaps):
            self._span(gap.start, gap.end, wanted if i == bearer else "", gap.kind, gap.rule, gap.sure)

    def _between(self, following: str, changed: bool) -> str:
        """What stands for the waiting gaps between the last character and ``following``."""
        sorts = {g.sort for g in self.gaps}
        last = self.last
        if not last or not following or following == " ":
            return ""
        if "pause" in sorts:
            return "" if last in STOPS or following in STOPS else PAUSE
        if last in ",;:?!." and last and "space" in sorts:
            return " " if is_word(following) else ""
        if "space" not in sorts:
            return " " if "drop" in sorts and is_word(last) and is_word(following) else ""
        if not (changed or self.changed or "drop" in sorts):
            return "" if last in STOPS or following in STOPS else " "
        return " " if is_word(last) or is_word(following) else ""

    def _span(self, start: int, end: int, text: str, kind: str, rule: str, sure: bool) -> None:
        if text != self.written[start:end]:
            self.spans.append(Span(start, end, self.length, self.length + len(text), kind, rule, sure))
        self._append(text)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def compose(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of written → middle and of middle → spoken, as spans of written → spoken.

    Spans that overlap in the middle become one.
    """
    if not first:
        return tuple(second)
    if not second:
        return tuple(first)
    merged: list[Span] = []
    i = j = 0
    shift_first = shift_second = 0  # middle → written, middle → spoken, outside of spans
    while i < len(first) or j < len(second):
        group_a, group_b, low, high = _overlap(first, second, i, j)
        i, j = i + len(group_a), j + len(group_b)
        written_low = group_a[0].written_start - (group_a[0].spoken_start - low) if group_a else low + shift_first
        if group_a:
            shift_first = group_a[-1].written_end - group_a[-1].spoken_end
        spoken_low = group_b[0].spoken_start - (group_b[0].written_start - low) if group_b else low + shift_second
        if group_b:
            shift_second = group_b[-1].spoken_end - group_b[-1].written_end
        named = max([*group_b, *group_a], key=lambda s: (s.kind not in QUIET, s.kind == "lexicon"))
        sure = all(s.sure for s in (*group_a, *group_b))
        merged.append(replace(named, written_start=written_low, written_end=high + shift_first,
                              spoken_start=spoken_low, spoken_end=high + shift_second, sure=sure))  # fmt: skip
    return tuple(merged)


QUIET = frozenset({"space", "width", "invisible", "markdown"})
"""Kinds that say nothing about the meaning; --explain leaves them out."""


def _overlap(first: Sequence[Span], second: Sequence[Span], i: int, j: int) -> tuple[list[Span], list[Span], int, int]:
    """The next spans of both that hang together in the middle text, and the middle interval they cover."""
    group_a: list[Span] = []
    group_b: list[Span] = []
    a = first[i] if i < len(first) else None
    b = second[j] if j < len(second) else None
    if b is None or (a is not None and a.spoken_start <= b.written_start):
        assert a is not None
        low, high = a.spoken_start, a.spoken_end
        group_a.append(a)
        i += 1
    else:
        low, high = b.written_start, b.written_end
        group_b.append(b)
        j += 1
    while True:
        if i < len(first) and first[i].spoken_start < high:
            high = max(high, first[i].spoken_end)
            group_a.append(first[i])
            i += 1
        elif j < len(second) and second[j].written_start < high:
            high = max(high, second[j].written_end)
            group_b.append(second[j])
            j += 1
        else:
            return group_a, group_b, low, high
