"""Figures that are one though they are said in two: 一小時又 18 分, 每十輛就有六輛, 從十四升到第六."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from podcast.facts.amounts import Amount
from podcast.facts.unit_words import DURATIONS

_ONE = re.compile(r"(?:一|1\s?)(年|個月|個?星期|個?禮拜|[週周天日]|個?小時|個?鐘頭|分鐘?)[又零]?\s?$")
_AND = re.compile(r"\s?[又零]?\s?")
_OF = re.compile(r"\s?[㐀-鿿]{0,4}?(?:裡面?|裏面?|當中|之中|中)?，?(?:就|約|大約|只|會)*有\s?")
_A = re.compile(r"(?:裡面?|裏面?|當中|之中|中)?，?(?:就|約|大約|只|會)*有\s?一[個人名位輛台棟間所座戶家顆支隻件]")
_AMONG = re.compile(r"裡|裏|中")
_TURNS = re.compile(r"[^，。、；！？]{0,6}(?:到|至|成|為|變|剩)[了約]?\s?(?:百分之)?")


def joined(text: str, found: Iterable[Amount]) -> tuple[Amount, ...]:
    """The figures of ``text`` (as it was written), those put together that are one."""
    return tuple(_same_unit(text, list(_shares(text, list(_durations(text, found))))))


def _durations(text: str, found: Iterable[Amount]) -> Iterator[Amount]:
    """一年兩個月, 2 分 15 秒: a length of time in two units."""
    last: Amount | None = None
    for amount in found:
        amount = _with_one(text, amount)
        if last and _goes_on(text, last, amount):
            low, high = last.low + amount.low, last.high + amount.high
            last = replace(last, end=amount.end, low=low, high=high, bound=last.bound or amount.bound)
            continue
        if last:
            yield last
        last = amount
    if last:
        yield last


def _with_one(text: str, amount: Amount) -> Amount:
    """With the 一小時 before it, which alone is no figure."""
    one = _ONE.search(text, max(0, amount.start - 6), amount.start) if amount.unit == "duration" else None
    if (
        not one
        or amount.low != amount.high
        or amount.bound
        or text[one.start() - 1 : one.start()] in ("第", "十", "每")
    ):
        return amount
    size = next((s for pattern, s in DURATIONS if re.fullmatch(pattern, one[1])), 0.0)
    if amount.high >= size:
        return amount
    return replace(amount, start=one.start(), low=amount.low + size, high=amount.high + size)


def _goes_on(text: str, first: Amount, second: Amount) -> bool:
    return (
        first.unit == second.unit == "duration"
        and second.high < first.low
        and first.bound not in ("over", "under")
        and not first.every
        and second.low == second.high
        and not second.bound
        and bool(_AND.fullmatch(text, first.end, second.start))
    )


def _shares(text: str, found: list[Amount]) -> Iterator[Amount]:
    """每十輛就有六輛: 六成."""
    skip = False
    for n, amount in enumerate(found):
        if skip:
            skip = False
            continue
        after = found[n + 1] if n + 1 < len(found) else None
        between = text[amount.end : after.start] if after else ""
        among = amount.every or _AMONG.search(between or text[amount.end : amount.end + 2])
        alike = after and (amount.unit == after.unit or after.unit == "count:any")
        if after and alike and among and _OF.fullmatch(between) and 0 < after.high <= amount.low:
            share = 100 / amount.low
            yield replace(
                after, start=amount.start, low=after.low * share, high=after.high * share, unit="percent", tenths=True
            )
            skip = True
        elif among and amount.low and (one := _A.match(text, amount.end)):
            share = 100 / amount.low
            yield replace(amount, end=one.end(), low=share, high=share, unit="percent", tenths=True, every=False)
        else:
            yield amount


def _same_unit(text: str, found: list[Amount]) -> Iterator[Amount]:
    """從 3.05 調高到 4.55%: the unit that only one of both has."""
    for n, amount in enumerate(found):
        if amount.unit == "":
            before = found[n - 1] if n else None
            after = found[n + 1] if n + 1 < len(found) else None
            if before and before.unit and _TURNS.fullmatch(text, before.end, amount.start):
                amount = _in_unit(amount, before)
            elif after and after.unit and _TURNS.fullmatch(text, amount.end, after.start):
                amount = _in_unit(amount, after)
        yield amount


def _in_unit(amount: Amount, other: Amount) -> Amount:
    takes = other.unit in ("percent", "points", "times") or other.unit.startswith(("nth:", "count:"))
    return replace(amount, unit=other.unit, noun="") if takes else amount
