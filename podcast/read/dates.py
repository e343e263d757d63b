"""A day as people write it: 2025-06-13, 2025 年 6 月 13 日, 民國 114 年, June 13, 2025, with or without a time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>(?:19|2\d)\d{2})\s*[-–/.年_]\s*(?P<m>\d{1,2})\s*[-–/.月_]\s*(?P<d>\d{1,2})(?!\d)(?:\s*[日号號])?",
        r"(?:中華民國|民國)\s*(?P<roc>\d{2,3})\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})(?:\s*日)?",
        r"(?<!\d)(?P<roc>1[01]\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[.,]?\s+(?P<y>(?:19|20)\d{{2}})\b",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<y>(?:19|20)\d{{2}})\b",
    )
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
LONGEST = 100  # characters of a day with its time, however it is written
_CLOCK = re.compile(
    r"[\sT,，]*(?:[（(]?(?:星期|週|周)[一二三四五六日天][)）]?|[（(][一二三四五六日天][)）]|\(?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)?)?[\sT,，]*(?:[上下]午|am|pm)?\s*"
    r"(?:\d{1,2}[:：時点點]\d{1,2}分?(?:[:：]\d{1,2}(?:[.,]\d+)?)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2}|UTC|GMT(?:[+-]\d+)?|CST|Asia/\w+)?\s*",
    re.IGNORECASE,
)


def moment(text: str) -> datetime | None:
    """An ISO or mail date with a time; None for anything else."""
    text = text.strip()
    try:
        return datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text) if len(text) > 10 else "")
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_of(text: str, timezone: str) -> date | None:
    """The day that a date with a time means to its readers.

    A time in UTC is a program's: it is told in ``timezone``. With another offset, or none, the day is as written.
    """
    at = moment(text)
    if at is not None and at.tzinfo is not None and at.utcoffset() == UTC.utcoffset(None):
        try:
            return at.astimezone(ZoneInfo(timezone)).date()
        except (OverflowError, ValueError):
            return None
    if at is not None:
        return at.date()
    found = find_day(text, compact=True) or _short_roc(text)
    return found[0] if found and _CLOCK.fullmatch(text[: found[1]] + text[found[2] :]) else None


def _short_roc(text: str) -> tuple[date, int, int] | None:
    """114/6/13, where nothing but a day can stand."""
    match = re.match(r"\s*(?P<roc>1[01]\d)[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?!\d)", text)
    day = _day(match.groupdict()) if match else None
    return (day, match.start(), match.end()) if match and day else None


def find_day(text: str, compact: bool = False) -> tuple[date, int, int] | None:
    """The first day in ``text`` and where it stands. ``compact``: 20250613 counts too."""
    best: tuple[date, int, int] | None = None
    for form in (*_FORMS, _COMPACT) if compact else _FORMS:
        for match in form.finditer(text):
            day = _day(match.groupdict())
            if day and (best is None or match.start() < best[1]):
                best = day, match.start(), match.end()
    return best


def is_day(text: str) -> bool:
    """Whether it is a day, with or without a time, and nothing else."""
    found = find_day(text) if len(text) < LONGEST else None
    return found is not None and _CLOCK.fullmatch(text[: found[1]] + text[found[2] :].strip()) is not None


def _day(parts: dict[str, str | None]) -> date | None:
    month = parts.get("month")
    try:
        year = int(parts.get("y") or 0) or int(parts.get("roc") or 0) + 1911
        number = _MONTHS.index(month[:3].lower()) + 1 if month else int(parts.get("m") or 0)
        return date(year, number, int(parts.get("d") or 0))
    except ValueError:
        return None
