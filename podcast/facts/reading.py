"""A text prepared for comparing: its clauses with their figures, dates, names and content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from podcast.facts.amounts import Amount, amounts, is_figure
from podcast.facts.compound import joined
from podcast.facts.days import Moment, moments
from podcast.facts.names import Glossary, Name, names
from podcast.facts.tables import FUNCTION
from podcast.mandarin.clean import traditional
from podcast.mandarin.han import simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.words import frequencies, words
from podcast.model import Spoken

_ENDS = re.compile(r"[。．！!？?；;\n]")
_NUMERIC = frozenset("零〇一二兩三四五六七八九十百千萬億兆半幾數")
_UNITS = _NUMERIC | frozenset(
    "個年月日天週周季人名位家間所座次倍成元塊歲號點分秒第到至多餘度條則篇部台輛支枝件項種大小時"
    "中上下級代層樓折初底後前美歐之鐘版港韓英民幣票席戶股塊片顆枚隻頭根株棵套組批把包箱瓶盒杯封"
    "份頁本集章字張艘架輪屆場遍趟回口處棟店案筆款近逾超過滿破約將僅共達"
)


@dataclass(frozen=True)
class Clause:
    """A stretch between two marks, in ``text[start:end]``."""

    text: str
    start: int
    end: int
    sentence: int  # which of its text
    amounts: tuple[Amount, ...] = ()
    moments: tuple[Moment, ...] = ()
    names: tuple[Name, ...] = ()

    @cached_property
    def grams(self) -> frozenset[str]:
        """Pairs of neighbouring content characters, single ones, and Latin words that are no names."""
        bare = self.bare
        found = {w.lower() for w in re.findall(r"[A-Za-z]{2,}", bare)}
        for run in re.findall("[㐀-鿿]+", bare):
            found |= {c for c in run if c not in FUNCTION}
            found |= {a + b for a, b in pairwise(run) if _is_content(a, b)}
        return frozenset(found)

    @cached_property
    def bare(self) -> str:
        """The clause with its names, figures and dates struck out."""
        return self._without(self.names)

    @cached_property
    def told(self) -> str:
        """The same, but for words that only may be names."""
        return self._without(tuple(name for name in self.names if not name.loose))

    def _without(self, names: tuple[Name, ...]) -> str:
        chars = list(self.text)
        marks: tuple[Amount | Moment | Name, ...] = (*self.amounts, *self.moments, *names)
        for mark in marks:
            for at in range(mark.start - self.start, mark.end - self.start):
                if 0 <= at < len(chars):
                    chars[at] = " "
        return "".join(chars)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names)


def _is_content(a: str, b: str) -> bool:
    """Whether two characters beside each other say something: 正式, though 正 alone does not."""
    small = (a in FUNCTION) + (b in FUNCTION)
    return small == 0 or (small == 1 and simplified(a + b) in frequencies())


@dataclass(frozen=True)
class Reading:
    """A text with all that can be compared in it. ``text``: Traditional characters, as long as what was written."""

    written: str
    text: str
    clauses: tuple[Clause, ...]
    amounts: tuple[Amount, ...]
    moments: tuple[Moment, ...]
    names: tuple[Name, ...]
    today: date | None = None

    @cached_property
    def sentences(self) -> tuple[tuple[Clause, ...], ...]:
        rows: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            rows.setdefault(clause.sentence, []).append(clause)
        return tuple(map(tuple, rows.values()))

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names)

    @cached_property
    def letters(self) -> str:
        return letters(self.text)

    @cached_property
    def is_chinese(self) -> bool:
        han = sum("㐀" <= c <= "鿿" for c in self.text)
        return han * 4 >= sum(c.isalpha() for c in self.text)

    def shown(self, mark: Amount | Moment | Name) -> str:
        """The words of a mark, with a little of what follows a bare number."""
        return self.written[mark.start : mark.end].strip(" ，、")


def letters(text: str) -> str:
    """Letters and digits only, small: what spacing, marks and capitals do not change."""
    return "".join(c for c in text.lower() if c.isalnum()).replace("臺", "台")


def read(written: str, glossary: Glossary, today: date | None = None) -> Reading:
    """``written`` prepared. ``today``: the day by which 去年 becomes a year."""
    text = traditional(written)
    spoken = _spoken(text)
    to_written = _Back(spoken)
    figures = joined(text, amounts(spoken, _inside(spoken.text)))
    days = tuple(
        replace(m, start=to_written.start(m.start), end=to_written.end(m.end)) for m in moments(spoken.text, today)
    )
    named = names(text, glossary)
    figures = tuple(_settled(figures, days, named))
    clauses = tuple(_clauses(text, figures, days, named))
    return Reading(written, text, clauses, figures, days, named, today)


def _spoken(text: str) -> Spoken:
    from podcast.mandarin.normalise import normalise

    return normalise(text, _lexicon())


@cache
def _lexicon() -> Lexicon:
    return Lexicon(())


class _Back:
    """From offsets of the spoken text to those of the written one."""

    def __init__(self, spoken: Spoken) -> None:
        self._spans = spoken.spans

    def start(self, at: int) -> int:
        shift = 0
        for span in self._spans:
            if span.spoken_start > at:
                break
            if at < span.spoken_end:
                return span.written_start
            shift = span.written_end - span.spoken_end
        return at + shift

    def end(self, at: int) -> int:
        shift = 0
        for span in self._spans:
            if span.spoken_start >= at:
                break
            if at <= span.spoken_end:
                return span.written_end
            shift = span.written_end - span.spoken_end
        return at + shift


def _inside(text: str) -> frozenset[int]:
    """Offsets of numerals that are a part of another word: 三 of 三星, 一 of 統一."""
    found: set[int] = set()
    for start, end in words(text):
        word = text[start:end]
        if (
            end - start > 1
            and any(c in _NUMERIC for c in word)
            and not (all(c in _UNITS for c in word) or is_figure(word))
        ):
            found |= {at for at in range(start, end) if text[at] in _NUMERIC}
    return frozenset(found)


def _settled(figures: tuple[Amount, ...], days: tuple[Moment, ...], named: tuple[Name, ...]) -> Iterator[Amount]:
    """Without figures that are dates or parts of names."""
    for figure in figures:
        if any(day.start < figure.end and figure.start < day.end for day in days):
            continue
        if any(name.start <= figure.start and figure.end <= name.end for name in named if not name.loose):
            continue
        yield figure


def _clauses(
    text: str, figures: tuple[Amount, ...], days: tuple[Moment, ...], named: tuple[Name, ...]
) -> Iterator[Clause]:
    sentence, done = 0, 0
    for found in _split(text):
        sentence += len(_ENDS.findall(_without_decimals(text[done : found[0]])))
        done = found[0]
        a, b = found
        yield Clause(
            text[a:b], a, b, sentence,
            tuple(x for x in figures if a <= x.start < b), tuple(x for x in days if a <= x.start < b),
            tuple(x for x in named if a <= x.start < b),
        )  # fmt: skip


_MARK = re.compile(r"[，；。！？：\n…]+|——|—(?!\d)|[,;!?](?=\s|$|[㐀-鿿])|(?<=[㐀-鿿])[,;:!?.]|:(?=\s)|\.(?=\s|$)")


def _without_decimals(text: str) -> str:
    return re.sub(r"\d\.\d|[A-Za-z]\.[A-Za-z]", "", text)


def _split(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for mark in _MARK.finditer(text):
        if text[at : mark.start()].strip(" 」』”》"):
            yield at, mark.start()
        at = mark.end()
    if text[at:].strip(" 」』”》"):
        yield at, len(text)


# ---------------------------------------------------------------- likeness


def weight(grams: frozenset[str]) -> int:
    """Two for a pair or a word, one for a character."""
    return sum(2 if len(g) > 1 else 1 for g in grams)


def likeness(said: Clause, source: Clause) -> tuple[float, int]:
    """(the share of ``said``'s content that ``source`` has, how much that is); names and figures count."""
    shared = weight(said.grams & source.grams) + 3 * len(said.keys & source.keys)
    whole = weight(said.grams) + 3 * len(said.keys)
    return (shared / whole if whole else 0.0), shared


@lru_cache(maxsize=256)
def spoken_letters(text: str) -> str:
    """``letters`` of the text as it is spoken: 148 億 and 一百四十八億 are the same."""
    return letters(_spoken(text).text)


def shared_runs(a: str, b: str, least: int = 2) -> tuple[tuple[int, int, int], ...]:
    """(place in ``a``, place in ``b``, length) of every longest stretch of Han that both have."""
    found = []
    for i in range(len(a)):
        for j in range(len(b)):
            if (
                a[i] != b[j]
                or not "㐀" <= a[i] <= "鿿"
                or (i and j and a[i - 1] == b[j - 1] and "㐀" <= a[i - 1] <= "鿿")
            ):
                continue
            n = 0
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n] and "㐀" <= a[i + n] <= "鿿":
                n += 1
            if n >= least and any(c not in FUNCTION for c in a[i : i + n]):
                found.append((i, j, n))
    return tuple(found)
