"""Which part of a sentence a figure, a date or a superlative belongs to, where the line gives it to another part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.amounts import Amount
from podcast.facts.beside import plain
from podcast.facts.cited import Cited, Fault, short
from podcast.facts.days import borne
from podcast.facts.matching import same_unit, supports
from podcast.facts.reading import Clause, Reading
from podcast.facts.tables import FUNCTION
from podcast.mandarin.words import words

_THING = re.compile(r"\s?的?([㐀-鿿]{1,4})")
_JOINS = re.compile(r"[和與及跟、或]")


def parts(line: Reading, cited: Cited) -> Iterator[Fault]:
    for clause in line.clauses:
        for amount in clause.amounts:
            home = (
                _other_side(line, clause, amount, cited)
                or _other_thing(line, amount, cited)
                or _later_part(line, clause, amount, cited)
            )
            if home:
                yield Fault("figure", amount.start, short(clause.text.strip(), 40), short(home.text.strip()))
                break
        if home := _other_date(clause, cited):
            yield Fault("date", clause.start, short(clause.text.strip(), 40), short(home.text.strip()))


def _homes(amount: Amount, cited: Cited) -> list[tuple[Reading, Clause, Amount]]:
    return [(t, c, s) for t in cited.texts for c in t.clauses for s in c.amounts if supports(s, amount)]


def _other_thing(line: Reading, amount: Amount, cited: Cited) -> Clause | None:
    """9 名空服員和 2 名乘客, where the digest has 9 名乘客和 2 名空服員."""
    thing = _counted(line.text, amount)
    homes = _homes(amount, cited)
    if len(thing) < 2 or not homes:
        return None
    for text, clause, source in homes:
        if (
            set(_counted(text.text, source)) & set(thing) - FUNCTION
            or thing in clause.text[: source.start - clause.start]
        ):
            return None
    _, clause, source = homes[0]
    for text, other, rival in ((t, c, s) for t in cited.texts for c in t.clauses for s in c.amounts):
        if other is clause and same_unit(rival.unit, source.unit) and not supports(rival, amount):
            theirs = _counted(text.text, rival)
            if len(theirs) > 1 and (theirs[:2] == thing[:2] or theirs[-2:] == thing[-2:]):
                return clause
    return None


_SIDES = (
    ("前", "後"),
    ("平日", "假日"),
    ("成人", "兒童"),
    ("白天", "晚上"),
    ("國內", "國外"),
    ("新", "舊"),
    ("室內", "室外"),
)


def _other_side(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Clause | None:
    """停藥前 15 公斤, where that is 停藥後."""
    start = max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start)
    mine = line.text[start : amount.start]
    homes = _homes(amount, cited)
    for pair in _SIDES:
        for side, other in (pair, pair[::-1]):
            if side in mine and other not in mine and homes and all(_is_of(other, side, c, s) for _, c, s in homes):
                return homes[0][1]
    return None


def _is_of(word: str, other: str, clause: Clause, amount: Amount) -> bool:
    start = max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start)
    before = clause.text[start - clause.start : amount.start - clause.start]
    return word in before and other not in before


def _counted(text: str, amount: Amount) -> str:
    """The thing that stands behind a figure: 乘客."""
    found = _THING.match(text, amount.end)
    return _JOINS.split(found[1])[0] if found else ""


def _telling(text: str) -> list[str]:
    found = (text[a:b] for a, b in words(text) if b - a > 1)
    return [w for w in found if w not in plain() and not set(w) <= FUNCTION and "㐀" <= w[0] <= "鿿"]


def _later_part(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Clause | None:
    """法國團隊出四分之三, where it is 文資局出四分之三，其餘由法國團隊負擔: whom it tells of later."""
    start = max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start)
    mine = _telling(line.text[start : amount.start])
    homes = _homes(amount, cited)
    if not mine or not homes:
        return None
    for text, home, source in homes:
        label = _telling(home.text[: source.start - home.start])
        later = "".join(c.text for c in text.clauses if c.sentence == home.sentence and c.start > home.start)
        sooner = "".join(c.text for c in text.clauses if c.sentence == home.sentence and c.start <= home.start)
        strange = [w for w in mine if w in later and not _has(w, sooner)]
        left = [w for w in label if not _has(w, line.text)]
        if not strange or not (left or _is_new(home.text[: source.start - home.start], line.text)):
            return None
    return homes[0][1]


def _is_new(label: str, text: str) -> bool:
    """Whether the digest names somebody before its figure who is not in the line: 文資局, that no dictionary has."""
    runs = re.findall(r"[㐀-鿿]{2,}", "".join(" " if c in FUNCTION else c for c in label))
    return any(not _has(run, text) for run in runs)


def _has(word: str, text: str) -> bool:
    """Whether a text has a word, or a piece of it."""
    return any(word[i : i + 2] in text for i in range(len(word) - 1))


def _other_event(clause: Clause, end: int, days: list[Clause], cited: Cited) -> Clause | None:
    """2027 年 3 月完工, where it is 2027 年 3 月動工，2029 年底完工: what happens then stands behind the date."""
    event = re.match(r"\s?[㐀-鿿]{2}", clause.text[end - clause.start :])
    if not event or set(event.group()) & FUNCTION or any(event.group().strip() in c.text for c in days):
        return None
    for other in cited.clauses:
        behind = [other.text[m.end - other.start :].strip() for m in other.moments]
        if other not in days and any(b.startswith(event.group().strip()) for b in behind):
            return days[0]
    return None


def _other_date(clause: Clause, cited: Cited) -> Clause | None:
    """50 到 64 歲 10 月 1 日可以打, where they have a day of their own."""
    for moment in clause.moments:
        days = [c for c in cited.clauses if borne(moment, c.moments, cited.today)]
        if not days or not (moment.day or moment.month or moment.quarter):
            continue
        if home := _other_event(clause, moment.end, days, cited):
            return home
        for amount in clause.amounts:
            homes = [c for _, c, _ in _homes(amount, cited)]
            if homes and all(c not in days and any(m.month or m.quarter for m in c.moments) for c in homes):
                return homes[0]
    return None
