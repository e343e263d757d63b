"""Dates in every notation, quarters and fiscal years."""

from __future__ import annotations

import re

from podcast.mandarin.numbers import cardinal, digit_by_digit
from podcast.mandarin.spans import Said

MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_INSIDE_A_NAME = re.compile(r"(?a:\w$|\w[./]$)")
_FULL = re.compile(
    rf"((?:19|20)\d\d)(\s?[-/.]\s?)({MONTH})\2({DAY})"
    r"(?!\d|[/.]\d|-(?!\d{1,4}[/.]\d|3[01](?!\d)|[12]?\d(?![\d.,:/-]))\d)(?:T(?=\d\d:\d\d))?"
)
_LATIN_BEFORE = re.compile(r"[A-Za-z+]\s?$")
_ROC = re.compile(rf"(1[01]\d(?=[/.])|\d\d(?=/))([/.])({MONTH})\2({DAY})(?!\d|[/.]\d|-(?!1[01]\d[/.]\d)\d|\s?%)")
_ROC_DIGITS = re.compile(r"(?<=[）)])(1[01]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=$|[\n）)])")
_AMERICAN = re.compile(rf"({MONTH})[/-]({DAY})[/-]((?:19|20)\d\d)(?!\d)")
_YEAR_MONTH = re.compile(
    rf"((?:19|20)\d\d)(?:/({MONTH})|[-.](0[1-9]|1[0-2]))(?![\d/.%-]|\s?(?:[億萬元倍]|[賽球]季|學年|年度))(?:\s?月)?"
)
_WEEKDAY_AFTER = re.compile(r"\s?[（(](?:週|周|星期|禮拜)?([一二三四五六日])[)）]")
_POINTED = re.compile(rf"({MONTH})\.({DAY})(?={_WEEKDAY_AFTER.pattern})")
_DECADE = re.compile(r"(19\d0|20[0-2]0)s(?![A-Za-z0-9])(?:\s?年代)?")
_MONTH_YEAR_DIGITS = re.compile(r"(0[1-9]|1[0-2])[/-]((?:19|20)\d\d)(?![\d/-])")
DATE_BEFORE = re.compile(
    r"(?:[於在自從至到將定訂是為起與和及、~～–—-]|日期|時間|截止|預計|今年|明年|去年|上週|本週|下週|[週周][一二三四五六日]|星期.|即日|開幕|最晚|直到"
    r"|Mon\.?|Tue\.?|Wed\.?|Thu\.?|Fri\.?|Sat\.?|Sun\.?)\s?$"
)
DATE_AFTER = re.compile(
    r"\s?(?:[（(](?:[週周]|星期)?[一二三四五六日][)）]|[~～–—-]\s?\d{1,2}/\d|[前後起止]|以前|之前|上午|下午|早上|晚[間上]|中午|凌晨|清晨|傍晚|當天|當日"
    r"|舉行|登場|上市|上線|開[賣始放盤播跑幕]|發[表布佈售]|公[布佈告]|召開|除[息權]|截止|推出|生效|正式|[零一二三四五六七八九十\d]{1,2}\s?[點:]|股東會|法說|至|到|出貨|交易|收盤|晚|開[工學課獎業拍庭會]|發薪|放榜|收假|補[班課]|繳費|入帳|下架|完工|通車|啟用|[首上]映|出刊|報到|恢復|調漲|起飛|開唱|投票|就職|漲價)"
)

_MONTHS = {
    name: i
    for i, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_NAMES = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NTH = rf"({DAY})(?:st|nd|rd|th)?"
_MONTH_FIRST = re.compile(rf"{_NAMES}\s{_NTH}(?!\d|[,.]\d|:)(?:,?\s((?:19|20)\d\d)(?!\d))?")
_MONTH_YEAR = re.compile(rf"{_NAMES},?\s((?:19|20)\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"{_NTH}\s{_NAMES}(?:,?\s((?:19|20)\d\d)(?!\d))?(?![A-Za-z])")
_WEEKDAYS = {"Mon": "一", "Tue": "二", "Wed": "三", "Thu": "四", "Fri": "五", "Sat": "六", "Sun": "日"}
_WEEKDAY = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday|s|rs|r)?\.?,?\s(?=\d{1,2}[/-]\d|\d{1,2}\s[A-Z]|[A-Z][a-z]{2,8}\.?\s\d)"
)

_QUARTERS = "零一二三四"
_QUARTER_AFTER_YEAR = re.compile(r"((?:19|20)\d\d)\s?[-/]?\s?(?:Q([1-4])|([1-4])Q|H([12]))(?![A-Za-z0-9])")
_NUMBER_QUARTER = re.compile(r"([1-4])Q\s?'?((?:20)?\d\d)?(?![A-Za-z0-9])")
_NUMBER_HALF = re.compile(r"([12])H\s?'?((?:20)?\d\d)(?![A-Za-z0-9])")
_QUARTER = re.compile(r"Q([1-4])(?:\s?(?:FY)?\s?'?((?:20)\d\d|(?<=FY)\d\d|(?<=')\d\d))?(?![A-Za-z0-9]|[-.&]\w|\s?年)")
_HALF = re.compile(r"H([12])(?:\s?'?((?:20)\d\d))?(?![A-Za-z0-9]|[-.]\w|\s?年)")
_YEAR_BEFORE = re.compile(r"年\s?$")
_FISCAL = re.compile(r"FY\s?'?((?:20)?\d\d)(?:\s?Q([1-4]))?(?![A-Za-z0-9])")


def date_at_digit(text: str, at: int, end: int) -> Said | None:
    if _INSIDE_A_NAME.search(text, max(0, at - 2), at):
        return None
    if full := _FULL.match(text, at, end):
        stop, weekday = with_weekday(text, full.end(), end)
        return Said(stop, _ymd(full[1], full[3], full[4]) + weekday, "date", "year month day")
    if us := _AMERICAN.match(text, at, end):
        return Said(us.end(), _ymd(us[3], us[1], us[2]), "date", "month day year", sure=int(us[2]) > 12)
    if (roc := _ROC.match(text, at, end)) and not _LATIN_BEFORE.search(text[max(0, at - 2) : at]):
        said = f"{cardinal(roc[1])}年{month_day(roc[3], roc[4])}"
        return Said(roc.end(), said, "date", "民國 year", sure=len(roc[1]) == 3)
    if solid := _ROC_DIGITS.match(text, at, end):
        said = f"{cardinal(solid[1])}年{month_day(solid[2], solid[3])}"
        return Said(solid.end(), said, "date", "民國 date in seven digits", sure=False)
    if pointed := _POINTED.match(text, at, end):
        stop, weekday = with_weekday(text, pointed.end(), end)
        return Said(stop, month_day(pointed[1], pointed[2]) + weekday, "date", "month.day (weekday)")
    if decade := _DECADE.match(text, at, end):
        return Said(decade.end(), f"{digit_by_digit(decade[1])}年代", "year", "decade")
    if turned := _MONTH_YEAR_DIGITS.match(text, at, end):
        said = f"{digit_by_digit(turned[2])}年{cardinal(turned[1])}月"
        return Said(turned.end(), said, "date", "month year")
    if month := _YEAR_MONTH.match(text, at, end):
        said = f"{digit_by_digit(month[1])}年{cardinal(month[2] or month[3])}月"
        return Said(month.end(), said, "date", "year month")
    if first := _DAY_FIRST.match(text, at, end):
        year = f"{digit_by_digit(first[3])}年" if first[3] else ""
        return Said(first.end(), year + month_day(_month(first[2]), first[1]), "date", "day Month year")
    return None


def with_weekday(text: str, stop: int, end: int) -> tuple[int, str]:
    """（四） behind a date: where it ends, and what is said for it."""
    found = _WEEKDAY_AFTER.match(text, stop, end)
    return (found.end(), f"星期{found[1]}") if found else (stop, "")


def date_at_letter(text: str, at: int, end: int) -> Said | None:
    """Nov. 22, 2026; Thu. 06/12; Q3; FY25."""
    if named := _MONTH_FIRST.match(text, at, end):
        year = f"{digit_by_digit(named[3])}年" if named[3] else ""
        return Said(named.end(), year + month_day(_month(named[1]), named[2]), "date", "Month day")
    if named := _MONTH_YEAR.match(text, at, end):
        return Said(named.end(), f"{digit_by_digit(named[2])}年{cardinal(_month(named[1]))}月", "date", "Month year")
    if weekday := _WEEKDAY.match(text, at, end):
        return Said(weekday.end(), f"星期{_WEEKDAYS[weekday[1]]}，", "date", "weekday")
    if at and text[at - 1].isascii() and text[at - 1].isalnum():
        return None
    if quarter := _QUARTER.match(text, at, end):
        return Said(quarter.end(), f"{_short(quarter[2])}第{_QUARTERS[int(quarter[1])]}季", "date", "quarter")
    if half := _HALF.match(text, at, end):
        return Said(
            half.end(),
            _short(half[2]) + "上下"[int(half[1]) - 1] + "半年",
            "date",
            "half-year",
            sure=bool(half[2] or _YEAR_BEFORE.search(text[max(0, at - 3) : at])),
        )
    if fiscal := _FISCAL.match(text, at, end):
        part = f"第{_QUARTERS[int(fiscal[2])]}季" if fiscal[2] else ""
        return Said(fiscal.end(), f"{_short(fiscal[1])[:-1]}財年{part}", "date", "fiscal year")
    return None


def quarter_at_digit(text: str, at: int, end: int) -> Said | None:
    """1Q26, 2025 Q2, 2025H2, 1H25."""
    if at and text[at - 1].isalnum() and text[at - 1].isascii():
        return None
    if after := _QUARTER_AFTER_YEAR.match(text, at, end):
        year, quarter = _short(after[1]), after[2] or after[3]
        part = f"第{_QUARTERS[int(quarter)]}季" if quarter else "上下"[int(after[4]) - 1] + "半年"
        return Said(after.end(), year + part, "date", "year and quarter")
    if half := _NUMBER_HALF.match(text, at, end):
        return Said(half.end(), _short(half[2]) + "上下"[int(half[1]) - 1] + "半年", "date", "half-year")
    if quarter := _NUMBER_QUARTER.match(text, at, end):
        return Said(quarter.end(), f"{_short(quarter[2])}第{_QUARTERS[int(quarter[1])]}季", "date", "quarter")
    return None


def _short(year: str | None) -> str:
    if not year:
        return ""
    return digit_by_digit(year if len(year) == 4 else "20" + year) + "年"


def _month(name: str) -> str:
    return str(_MONTHS[name[:3]])


def month_day(month: str, day: str) -> str:
    return f"{cardinal(month)}月{cardinal(day)}日"


def _ymd(year: str, month: str, day: str) -> str:
    return f"{digit_by_digit(year)}年{month_day(month, day)}"
