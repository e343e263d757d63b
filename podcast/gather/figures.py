"""The figures of a text in one notation, so that 148 億美元 and $14.8 billion are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIZES = {
    "兆": 1e12, "万亿": 1e12, "萬億": 1e12, "億": 1e8, "亿": 1e8,
    "萬": 1e4, "万": 1e4, "千": 1e3, "百萬": 1e6, "百万": 1e6, "千萬": 1e7, "千万": 1e7,
    "trillion": 1e12, "tn": 1e12, "billion": 1e9, "bn": 1e9, "million": 1e6, "mn": 1e6, "thousand": 1e3,
    "k": 1e3, "m": 1e6, "b": 1e9,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.,-])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(?P<size>兆|[萬万][億亿]|[百千][萬万]|[億亿萬万千]|(?:trillion|billion|million|thousand)\b|(?:tn|bn|mn|[kmb])\b))?"
    r"(?P<more>\s?\d{1,4}(?:,\d{3})*\s?[萬万])?(?P<percent>\s?(?:%|％|percent\b|per cent\b|個百分點|个百分点))?",
    re.IGNORECASE,
)
_MONTHS = {
    m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_DAY = re.compile(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日號号]")
_ENGLISH_DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})\b|\b(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_HAN_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百點点]+)|([一二三四五六七八九])成([一二三四五六七八九半])?")
_DIGITS = "零一二三四五六七八九"


def figures(text: str) -> Iterator[str]:
    """Each figure once a place: ``1.48e+10``, ``49%``, ``day 6-13``; to three digits, without unit."""
    days = []
    for match in _DAY.finditer(text):
        days.append(match.span())
        yield f"day {int(match[1])}-{int(match[2])}"
    for match in _ENGLISH_DAY.finditer(text):
        days.append(match.span())
        yield f"day {_MONTHS[(match[1] or match[4]).lower()]}-{int(match[2] or match[3])}"
    for match in _HAN_PERCENT.finditer(text):
        value = (
            _han(match[1])
            if match[1]
            else 10 * _DIGITS.index(match[2]) + (5 if match[3] == "半" else _DIGITS.find(match[3] or "零"))
        )
        if value is not None:
            yield f"{value:g}%"
    for match in _NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in days):
            continue
        value = float(match["n"].replace(",", "")) * _SIZES.get((match["size"] or "").lower(), 1)
        if match["more"] and match["size"] in ("億", "亿", "兆"):
            value += float(re.sub(r"\D", "", match["more"])) * 1e4
        yield f"{value:g}%" if match["percent"] else f"{value:.3g}"


def telling(figure: str) -> float:
    """How much it says that two texts share it, 0 to 1: 41.8 萬 much, 3 nearly nothing, a year little."""
    if figure.startswith("day "):
        return 0.6
    digits = len(re.sub(r"[^\d]", "", figure.split("e")[0].rstrip("%")).strip("0"))
    value = float(figure.rstrip("%"))
    if "%" in figure:
        return 0.35 if digits < 2 else 0.8 if digits == 2 else 1.0
    if 1900 <= value <= 2100:
        return 0.15
    if value < 10 and digits < 2:
        return 0.05
    return {0: 0.05, 1: 0.3 if value >= 1e6 else 0.15, 2: 0.6 if value >= 100 or value < 10 else 0.4}.get(digits, 1.0)


def _han(text: str) -> float | None:
    """三十四點五 → 34.5."""
    from podcast.mandarin.han import simplified

    whole, _, part = simplified(text).partition("点")
    tens, ten, ones = whole.rpartition("十")
    try:
        if "百" in whole:
            return 100.0
        value = float((_DIGITS.index(tens) if tens else 1) * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0)
        return value + (float("0." + "".join(str(_DIGITS.index(c)) for c in part)) if part else 0)
    except ValueError:
        return None
