"""A day as people write it: 2025-06-13, 2025 年 6 月 13 日, 民國 114 年, June 13, 2025, with or without a time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from podcast.read.marks import chinese_number

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
_CHINESE = re.compile(
    r"(?P<era>(?:中華)?民國)?(?P<y>[〇零一二三四五六七八九十百]{2,5})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_CTIME = re.compile(
    rf"(?<![A-Za-z])(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+{_MONTH}\s+(?P<d>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?P<y>(?:19|20)\d{{2}})",
    re.IGNORECASE,
)
"""Sat May  3 21:10:05 2025."""
_COMPACT = re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_SHORT_ROC = re.compile(
    r"(?<![\d./-])(?P<roc>1[01]\d|[89]\d)\s*[./-]\s*(?P<m>\d{1,2})\s*[./-]\s*(?P<d>\d{1,2})(?![\d/-])"
)
_LABELLED = re.compile(r"(?:日期|時間|日)\s*[：:]?\s*$")
_APART = " \u3000|｜/／∕·・,，、：:（(）)–—-"
_SEPARATORS = r"[\s|｜/／∕·・,，、：:（()）–—-]+"
_NAME = re.compile(
    r"[\u3400-\u9fff]{1,4}|[\u3400-\u9fff]{1,10}[室處局部科組社報會校所院署府縣市區里中心輯者]|[A-Za-z][\w.' -]{0,20}"
    r"|(?:文|記者|作者|撰文)[:：／/]?[\u3400-\u9fff]{2,4}"
)
"""Who wrote it, or where: a headline behind a day is neither."""
_SAID = re.compile(r"[。！？!?；]")
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


def stated_day(text: str) -> tuple[date, int, int] | None:
    """As ``find_day``, in a line that states a day and little else: there 113-10-01 is one too, and 日期：95/3/2."""
    if found := find_day(text) or _in_characters(text):
        return found
    if match := _CTIME.search(text):
        day = _day(match.groupdict())
        return (day, match.start(), match.end()) if day else None
    for match in _SHORT_ROC.finditer(text):
        day = _day(match.groupdict()) if match["roc"][0] == "1" or _LABELLED.search(text[: match.start()]) else None
        if day:
            return day, match.start(), match.end()
    return None


def _in_characters(text: str) -> tuple[date, int, int] | None:
    """中華民國一一四年九月一日, 二〇二五年三月一日."""
    match = _CHINESE.search(text)
    year, month, number = (chinese_number(match[name]) for name in "ymd") if match else (None, None, None)
    if match is None or year is None or (year < 1900 and not (match["era"] or 100 <= year < 130)):
        return None
    day = _day({"y": str(year if year >= 1900 else year + 1911), "m": str(month), "d": str(number)})
    return (day, match.start(), match.end()) if day else None


def after_clock(text: str, at: int) -> int:
    """Where a weekday and a time that stand behind a day end: 2025/10/03（五）, 2025-10-03 週五 08:00."""
    match = _CLOCK.match(text, at)
    end = match.end() if match else at
    told = text[at:end].strip()
    ends = end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
    return end if told and ends else at


def is_dateline(text: str) -> bool:
    """A day with a name or two beside it, set apart: 沈若水｜2025 年 2 月 18 日, 2025/4/30　輔導室."""
    found = stated_day(text) if len(text) < LONGEST else None
    if found is None:
        return False
    _, start, end = found
    end = after_clock(text, end)
    before, after = text[:start], text[end:]
    parts = [part for part in re.split(_SEPARATORS, f"{before} | {after}") if part]
    apart = (not before or before[-1] in _APART) and (not after or after[0] in _APART or text[end - 1] in _APART)
    if not apart or not 0 < len(parts) <= 4 or _SAID.search(before + after):
        return False
    marked = any(c in "|｜/／∕·・" for c in before[-2:] + after[:2])
    return all(len(part) <= 10 if marked else _NAME.fullmatch(part) is not None for part in parts)


def is_day(text: str) -> bool:
    """Whether it is a day, with or without a time, and nothing else."""
    found = find_day(text) if len(text) < LONGEST else None
    found = found or (_in_characters(text) if len(text) < LONGEST else None)
    return found is not None and _CLOCK.fullmatch(text[: found[1]] + text[found[2] :].strip()) is not None


def _day(parts: dict[str, str | None]) -> date | None:
    month = parts.get("month")
    try:
        year = int(parts.get("y") or 0) or int(parts.get("roc") or 0) + 1911
        number = _MONTHS.index(month[:3].lower()) + 1 if month else int(parts.get("m") or 0)
        return date(year, number, int(parts.get("d") or 0))
    except ValueError:
        return None
