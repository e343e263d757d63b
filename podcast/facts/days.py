"""The dates of a text: years, months, days, quarters, halves, weekdays, 去年 and 上個月, whatever the notation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from podcast.facts.numerals import numeral_at


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is told. None: not told."""

    start: int  # in the text that was read
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    part: str = ""  # 初, 中, 底
    weekday: int | None = None  # Monday 1
    decade: int | None = None
    clock: float | None = None  # hours since midnight, and 24 more where it is told which half of the day that is
    relative: str = ""  # 去年 where nobody knows which year that is, 昨天


_N = "[零〇一二三四五六七八九十廿卅兩]+"
_YEAR = (
    r"(?P<era>民國|西元|公元)?\s?(?P<year>[零〇一二三四五六七八九]{4}"
    r"|(?<=民國)[一百零二三四五六七八九十]+|(?<=民國\s)[一百零二三四五六七八九十]+)年(?!代)"
)
_REL_YEAR = (
    r"(?P<rel>大前年|前年|去年|今年|明年|後年|本年|當年|同年|隔年|次年|翌年|前一年|後一年|上一年|一年前)(?!度|級)"
)
_PART = r"(?P<part>年?[初中底末](?![期間文國央華心]))?"
_MONTH = rf"(?P<month>{_N})月(?!球|亮|薪|租|費|台|老)(?:份)?(?P<mpart>[初中底](?![期間文國央]))?"
_DAY = rf"(?P<day>{_N})[日號](?!本|圓|元|幣|報|常|線|碼)"
_QUARTER = r"第(?P<quarter>[一二三四])季(?!度賽)度?|首季(?P<first>)|末季"
_HALF = r"(?P<half>[上下])半年"
_WEEKDAY = r"(?:(?P<when>上|下|這|本)個?)?(?:星期|禮拜|[週周])(?P<weekday>[一二三四五六日天])(?![個期刊年])"
_ALONE = _WEEKDAY.replace("<when>", "<when2>").replace("<weekday>", "<weekday2>")
_BRACKETED = "(?:，(?P<bracket>[一二三四五六日])(?=，|$))?"
_FULL = re.compile(
    rf"(?:{_YEAR}|{_REL_YEAR})\s?的?(?:{_QUARTER}|{_HALF}|{_MONTH}(?:\s?{_DAY})?"
    rf"|{_PART})(?:[，（(]?\s?{_WEEKDAY}[)）]?|{_BRACKETED})"
)
_PARTIAL = re.compile(
    rf"{_MONTH}(?:\s?{_DAY})?(?:[，（(]?\s?{_WEEKDAY}[)）]?|{_BRACKETED})|{_QUARTER}|{_HALF}"
    rf"|(?<![{_N[1:-2]}第年多幾])(?P<alone>{_N})[日號](?!本|圓|元|幣|報|常|線|碼|樓|公|[出隊門])"
    rf"|{_ALONE}"
)
_DECADE = re.compile(r"(?P<decade>[零一二三四五六七八九]{2}|[零一二三四五六七八九]{4})年代")
_RELATIVE = re.compile(
    r"大前天|前天|昨天|昨日|昨晚|昨夜|明天|明日|後天|(?:上上|上|下下|下)個?(?:週|周|星期|禮拜|月"
    r"|季)(?![一二三四五六日天末])|隔天|隔日|翌日|次日"
)
_MONTHS_EN = "january february march april may june july august september october november december"
_DAYS_EN = "monday tuesday wednesday thursday friday saturday sunday"
_EN_MONTHS = {name: n for n, name in enumerate(_MONTHS_EN.split(), 1)}
_EN_DAYS = {name: n for n, name in enumerate(_DAYS_EN.split(), 1)}
_EN_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_EN = re.compile(
    rf"\b(?:(?P<quarter>first|second|third|fourth)[ -]quarter"
    rf"|(?P<month>{'|'.join(_EN_MONTHS)})\b(?!\s+(?:be|have|not)\b)"
    rf"|(?P<weekday>{'|'.join(_EN_DAYS)})|(?P<rel>last year|this year|next year|yesterday|tomorrow))\b",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(
    r"(?<![零一二三四五六七八九十百千萬點])(?P<year>(?:一九"
    r"|二零)[零一二三四五六七八九]{2})(?![零一二三四五六七八九十百千萬億兆年點])"
)
_NUMBERS = {c: n for n, c in enumerate("一二三四五六日", 1)} | {"天": 7}


def moments(text: str, today: date | None) -> tuple[Moment, ...]:
    """Dates of a spoken text. ``today``: the digest's day, by which 去年 becomes a year."""
    found: list[Moment] = []
    at = 0
    last: int | None = None
    while at < len(text):
        moment = _at(text, at, today, last)
        if moment is None:
            at += 1
            continue
        found.append(moment)
        last = moment.year or last
        at = max(moment.end, at + 1)
    return tuple(found)


_CLOCK = re.compile(
    rf"(?P<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚間|深夜|半夜|夜裡"
    rf"|夜間)?\s?(?P<hour>{_N})點(?P<rest>半|整|鐘|(?P<minute>{_N})分(?!鐘))?"
    r"(?![一二三四五六七八九](?!十)|出|擊|名|子|選|播|數|的)"
)


def _clock(text: str, at: int) -> Moment | None:
    """晚間八點, 三點三十分; but 上漲三百點 is no time."""
    found = _CLOCK.match(text, at)
    if not found or not (found["half"] or found["rest"]):
        return None
    hour, minute = _int(found["hour"]), _int(found["minute"]) or (30 if found["rest"] == "半" else 0)
    if hour is None or hour > 24 or minute > 59:
        return None
    late = found["half"] in ("下午", "傍晚", "晚上", "晚間", "深夜", "夜裡", "夜間", "中午") and 0 < hour < 12
    known = 24 if found["half"] or hour > 12 else 0
    return Moment(at, found.end(), clock=hour + 12 * late + minute / 60 + known)


def _at(text: str, at: int, today: date | None, last: int | None) -> Moment | None:
    if clock := _clock(text, at):
        return clock
    if full := _FULL.match(text, at):
        return _full(full, today, last)
    if decade := _DECADE.match(text, at):
        return Moment(at, decade.end(), decade=(_int(decade["decade"]) or 0) % 100)
    if partial := _PARTIAL.match(text, at):
        return _partial(partial, text)
    if bare := _BARE_YEAR.match(text, at):
        return Moment(at, bare.end(), year=_int(bare["year"]))
    if relative := _RELATIVE.match(text, at):
        return _relative(relative, today)
    if english := _EN.match(text, at):
        return _english(english, today)
    return None


def _full(found: re.Match[str], today: date | None, last: int | None) -> Moment:
    year, relative = _year_of(found, today, last)
    return Moment(
        found.start(), found.end(), year, _int(found["month"]), _int(found["day"]),
        _int(found["quarter"]) or (1 if found["first"] is not None else None), _half(found["half"]),
        ((found["part"] or "") + (found["mpart"] or "")).removeprefix("年").replace("末", "底"),
        _weekday(found["weekday"] or found["bracket"]), relative=relative,
    )  # fmt: skip


def _year_of(found: re.Match[str], today: date | None, last: int | None) -> tuple[int | None, str]:
    if found["year"]:
        year = _int(found["year"]) or 0
        return (year + 1911 if found["era"] == "民國" or (year < 300 and found["era"]) else year), ""
    word = found["rel"]
    base = today.year if today else None
    steps = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "後年": 2}
    if word in steps:
        return (base + steps[word], "") if base else (None, word)
    near = {
        "同年": 0,
        "當年": 0,
        "隔年": 1,
        "次年": 1,
        "翌年": 1,
        "後一年": 1,
        "前一年": -1,
        "上一年": -1,
        "一年前": -1,
    }
    if last:
        return last + near[word], ""
    return None, "" if word in ("當年", "一年前", "同年") else word


_DAY_ALONE = re.compile(
    r"(?:當天|當日)?(?:凌晨|清晨|早|上午|中午|下午|傍晚|晚|深夜|起|止|前(?!後)|表示|說|宣布|公布|舉行|登)"
)
_NUMBERED = re.compile(r"[㐀-鿿](?<![月在到至從於自跟和與及或是這那由今本])$")
"""海鯤二號: what has a number and is no day."""
_DAY_BEFORE = re.compile(r"(?:[於在到至自從，。、（(]|截至|直到|^)\s?$")


def _partial(found: re.Match[str], text: str) -> Moment | None:
    if found["alone"]:
        day = _int(found["alone"])
        named = (found.group()[-1] == "號" and not _NUMBERED.search(text[: found.start()])) or _DAY_ALONE.match(
            text, found.end()
        )
        told = named or _DAY_BEFORE.search(text[: found.start()])
        return Moment(found.start(), found.end(), day=day) if day and day < 32 and told else None
    month = _int(found["month"])
    if month is not None and (not 0 < month < 13 or text[found.start() - 1 : found.start()] == "個"):
        return None
    return Moment(
        found.start(), found.end(), None, month, _int(found["day"]),
        _int(found["quarter"]) or (1 if found["first"] is not None else None), _half(found["half"]),
        found["mpart"] or "", _weekday(found["weekday"] or found["weekday2"] or found["bracket"]),
    )  # fmt: skip


def _relative(found: re.Match[str], today: date | None) -> Moment:
    word = found.group()
    days = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "明天": 1, "明日": 1, "後天": 2}
    if today and word in days:
        day = today + timedelta(days=days[word])
        return Moment(found.start(), found.end(), day.year, day.month, day.day, relative=word)
    if today and word.endswith("月"):
        n = today.year * 12 + today.month - 1 + (1 if word[0] == "下" else -1)
        return Moment(found.start(), found.end(), n // 12, n % 12 + 1)
    if today and word.endswith("季"):
        n = today.year * 4 + (today.month - 1) // 3 + (1 if word[0] == "下" else -1)
        return Moment(found.start(), found.end(), n // 4, quarter=n % 4 + 1)
    return Moment(found.start(), found.end(), relative=word)


def _english(found: re.Match[str], today: date | None) -> Moment:
    span = (found.start(), found.end())
    if found["quarter"]:
        return Moment(*span, quarter=_EN_QUARTERS[found["quarter"].lower()])
    if found["month"]:
        return Moment(*span, month=_EN_MONTHS[found["month"].lower()])
    if found["weekday"]:
        return Moment(*span, weekday=_EN_DAYS[found["weekday"].lower()])
    word = found["rel"].lower()
    if today and word.endswith("year"):
        return Moment(*span, year=today.year + {"l": -1, "t": 0, "n": 1}[word[0]])
    if today and word in ("yesterday", "tomorrow"):
        day = today + timedelta(days=-1 if word[0] == "y" else 1)
        return Moment(*span, day.year, day.month, day.day)
    return Moment(*span, relative=word)


def _int(word: str | None) -> int | None:
    if not word:
        return None
    number = numeral_at(word, 0)
    return int(number.low) if number else None


def _half(word: str | None) -> int | None:
    return {"上": 1, "下": 2}.get(word or "")


def _weekday(word: str | None) -> int | None:
    return _NUMBERS.get(word or "")


def borne(said: Moment, sources: Iterable[Moment], today: date | None) -> bool:
    """Whether some date of the digest bears what is said: no less exact, and nowhere another."""
    return any(_bears(source, said, today) for source in sources)


_PARTS: tuple[Callable[[Moment], object], ...] = (
    lambda m: m.year, lambda m: m.month, lambda m: m.day, lambda m: m.quarter, lambda m: m.half,
    lambda m: m.weekday, lambda m: m.decade, lambda m: m.part or None,
)  # fmt: skip


_MONTHS_OF = {"初": (1, 2, 3), "中": (5, 6, 7, 8), "底": (11, 12)}
"""年底 for November 28."""


def _bears(source: Moment, said: Moment, today: date | None) -> bool:
    filled = _filled(source, today)
    if said.part and not said.month and source.month and not source.part:
        return said.year == filled.year and source.month in _MONTHS_OF[said.part]
    if said.relative and said.relative == source.relative:
        return True
    told = [part for part in _PARTS if part(said) is not None]
    if not told and said.clock is None:
        return False
    if said.clock is not None and source.clock is not None:
        exact = min(said.clock, source.clock) >= 24
        return (said.clock - source.clock) % (24 if exact else 12) == 0 and all(
            part(filled) == part(said) for part in told
        )
    if said.clock is not None:
        return False
    return all(part(filled) == part(said) for part in told)


def _filled(moment: Moment, today: date | None) -> Moment:
    """With what follows from what it tells: the weekday and the quarter of a day, this year."""
    year = moment.year
    if year is None and today and (moment.month or moment.quarter or moment.half):
        year = today.year
    quarter, weekday, half = moment.quarter, moment.weekday, moment.half
    if moment.month:
        quarter = (moment.month - 1) // 3 + 1
    if quarter and not half:
        half = 1 if quarter < 3 else 2
    if year and moment.month and moment.day and not weekday:
        try:
            weekday = date(year, moment.month, moment.day).isoweekday()
        except ValueError:
            weekday = None
    return replace(moment, year=year, quarter=quarter, half=half, weekday=weekday)
