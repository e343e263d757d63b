"""Figures that follow from those of an item: a sum, a difference, a share, a multiple, the time between two dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from podcast.facts.amounts import Amount
from podcast.facts.cited import Cited
from podcast.facts.days import Moment
from podcast.facts.matching import same_unit, supports
from podcast.facts.reading import Clause, Reading, shared_runs
from podcast.facts.unit_words import DAY, DURATIONS, MONTH, SIZES, YEAR

_TOGETHER = re.compile(r"加起來|合起來|加總|兩[家人隊邊者]|合計|總共|一共|總計|共|全部|都算|算在內|連同")
_APART = re.compile(
    r"差|(?<!最)[多少]|砍|降|減|漲|跌|升|(?<!最)[高低長短早晚快慢]|縮|延|往前|往後|進|退|跳|擠|爬|貴|便宜|省|落後|領先|剩|扣|增|掉|進步|退步|拉開|贏|輸"
)
_BEHIND = re.compile(r"的?(?:差距|落差|之差|差別)")
_ONE = re.compile(r"(?<![第十每])一(年|個月|個?星期|[週天日]|個?小時|分鐘)")
_AVERAGE = re.compile(r"平均|每|一(?:[年天週季人隻顆張]|個月)")
_LEFT = re.compile(r"其餘|剩下|剩餘|其他")
_PART = re.compile(r"占|佔|比例|比重|分之|成|%|每|當中|其中|裡面")


def follows(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> bool:
    """Whether a figure that no item has follows from two that one of them has."""
    if amount.unit == "duration" and (_between(amount, cited) or _rate(line, amount, cited)):
        return True
    around = "".join(c.text for c in line.clauses if c.sentence == clause.sentence)
    before = max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start)
    changes = _APART.search(line.text[max(before, amount.start - 6) : amount.start]) is not None
    changes = changes or _BEHIND.match(line.text, amount.end) is not None
    made = _made(around, changes, amount, cited)
    return any(supports(one, amount) for one in made) or _rest(line, clause, amount, cited)


def _made(around: str, changes: bool, amount: Amount, cited: Cited) -> Iterator[Amount]:
    """What can be made of figures of one text, as far as the line says that it is so made.

    ``changes``: it tells of more or less, right before the figure.
    """
    for text in cited.texts:
        for a in text.amounts:
            if amount.unit == "percent" and a.unit == "times" and changes:
                yield _made_of(a, amount, 100 * (a.low - 1))  # 1.4 倍: 四成 more
            if amount.unit == "times" and a.unit == "percent":
                yield _made_of(a, amount, 1 + a.low / 100)
        if _AVERAGE.search(around):
            yield from _quotients(text, amount)
        if _TOGETHER.search(around):
            yield from _sums(text, amount)
        for a in text.amounts:
            if a.unit == "ratio" and changes and amount.low in (abs(a.low - a.high), 60 * abs(a.low - a.high)):
                yield _made_of(a, amount, amount.low)
        told = [a for a in (*text.amounts, *_ones(text)) if a.low == a.high and not a.every]
        for a, b in combinations(told, 2):
            if not (same_unit(a.unit, b.unit) or same_unit(b.unit, a.unit)):
                continue
            near = "，" not in text.text[a.end : b.start] and b.start - a.end < 12
            sum_, less = a.low + b.low, abs(a.low - b.low)
            if _of_kind(a, amount):
                if near or _TOGETHER.search(around):
                    yield _made_of(a, amount, sum_)
                if changes and a.unit != "percent":
                    yield _made_of(a, amount, less)
            if amount.unit == "points" and a.unit == "percent" and changes:
                yield _made_of(a, amount, less)
            if amount.unit == "percent" and a.unit != "percent" and _PART.search(around) and a.low and b.low:
                yield _made_of(a, amount, 100 * min(a.low, b.low) / max(a.low, b.low))
                for c in told if a.unit.startswith("count:") else ():
                    if c.unit == a.unit and c.low > sum_:
                        yield _made_of(a, amount, 100 * sum_ / c.low)
            if amount.unit == "percent" and a.unit != "percent" and changes and a.low:
                yield _made_of(a, amount, 100 * less / a.low)
            if amount.unit == "times" and a.low and b.low and a.unit != "duration":
                yield _made_of(a, amount, max(a.low, b.low) / min(a.low, b.low))


def _sums(text: Reading, amount: Amount) -> Iterator[Amount]:
    """Three and more in a row taken together, and so many times one."""
    alike = [a for a in text.amounts if a.low == a.high and _of_kind(a, amount)]
    for first in range(len(alike)):
        for after in range(first + 3, len(alike) + 1):
            yield _made_of(alike[first], amount, sum(a.low for a in alike[first:after]))
    times = [n.low for n in text.amounts if n.unit.startswith("count:") and n.low == n.high and 2 <= n.low <= 12]
    for a in alike:
        yield from (_made_of(a, amount, a.low * n) for n in times)


def _quotients(text: Reading, amount: Amount) -> Iterator[Amount]:
    """So much for each of so many years or pieces."""
    parts = [a.low for a in text.amounts if a.unit.startswith("count:") and a.low == a.high and a.low > 1]
    parts += [a.low / size for a in text.amounts if a.unit == "duration" for size in SIZES if 1 < a.low / size < 100]
    for a in text.amounts:
        if a.low == a.high and _of_kind(a, amount):
            yield from (_made_of(a, amount, a.low / n) for n in parts)


def _ones(text: Reading) -> Iterator[Amount]:
    """一年, 一小時: no figures, but something to reckon with."""
    for one in _ONE.finditer(text.text):
        size = next(s for pattern, s in DURATIONS if re.fullmatch(pattern, one[1]))
        if not any(a.start <= one.start() < a.end for a in text.amounts):
            yield Amount(one.start(), one.end(), size, size, "duration")


def _of_kind(source: Amount, said: Amount) -> bool:
    if source.unit.startswith("nth:") and said.unit.startswith("count:"):
        return True  # 從第 14 名到第 6 名: eight places
    return source.unit not in ("", "ratio") and same_unit(source.unit, said.unit)


def _made_of(source: Amount, said: Amount, value: float) -> Amount:
    """As precise as it is said: a quotient is rounded."""
    close = abs(value - said.low) <= 0.03 * max(abs(said.low), 1e-9) and not said.bound
    exact = said.unit not in ("percent", "times")
    return replace(source, low=said.low if close and not exact else round(value, 6),
                   high=said.low if close and not exact else round(value, 6), unit=said.unit, bound="")  # fmt: skip


def _rest(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> bool:
    """三分之一 beside 三分之二: what is left of the whole."""
    if amount.unit != "percent" or amount.low != amount.high:
        return False
    other = replace(amount, low=100 - amount.low, high=100 - amount.low)
    told = any(a.unit == "percent" and a is not amount and supports(a, other) for a in line.amounts)
    label = line.text[clause.start : amount.start]
    homes = [(t, c) for t in cited.texts for c in t.clauses if any(supports(s, other) for s in c.amounts)]
    return any(told or (_LEFT.search(t.text) and not shared_runs(label, c.text)) for t, c in homes)


def _rate(line: Reading, amount: Amount, cited: Cited) -> bool:
    """一小時四分鐘, which may be four minutes of every hour."""
    if not line.text.startswith("一", amount.start):
        return False
    for _, size in DURATIONS:
        less = replace(amount, low=amount.low - size, high=amount.high - size)
        if 0 < less.low < size and any(supports(s, less) for _, s in cited.amounts):
            return True
    return False


def _between(amount: Amount, cited: Cited) -> bool:
    """六個小時 for 11 點到 5 點, 兩年多 from March 2027 to December 2029."""
    for text in cited.texts:
        today = (Moment(0, 0, cited.today.year),) if cited.today else ()
        for a, b in combinations((*text.moments, *today), 2):
            for seconds, size in _spans(a, b):
                if supports(Amount(0, 0, seconds, seconds, "duration"), amount):
                    return True
                rounded = size * round(seconds / size)
                if size and amount.low >= size and supports(Amount(0, 0, rounded, rounded, "duration"), amount):
                    return True
    return False


def _spans(a: Moment, b: Moment) -> Iterator[tuple[float, float]]:
    """(seconds between two dates, how exactly that is known)."""
    if a.clock is not None and b.clock is not None:
        yield 3600 * ((b.clock - a.clock) % 24), 60.0
        return
    if a.year is not None and b.year is not None:
        if a.month and b.month:
            months = (b.year - a.year) * 12 + b.month - a.month
            yield abs(months) * MONTH, YEAR
        yield abs(b.year - a.year) * YEAR, YEAR
    elif a.month and b.month:
        yield abs(b.month - a.month) * MONTH, MONTH
        if a.day and b.day and a.month == b.month:
            yield abs(b.day - a.day) * DAY, DAY
