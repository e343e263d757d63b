"""Numbers joined by slashes: a date, a fraction, a mark out of ten, or some of a kind in a row."""

from __future__ import annotations

import re
from math import gcd

from podcast.mandarin.counts import MEASURE
from podcast.mandarin.dates import DATE_AFTER, DATE_BEFORE, DAY, MONTH, month_day, with_weekday
from podcast.mandarin.numbers import cardinal, digit_by_digit, model_number, number
from podcast.mandarin.spans import Said
from podcast.mandarin.units import UNIT

_CHAIN = re.compile(r"\d{1,4}(?:/\d{1,4}){2,5}(?![\d/])")
_MONTH_DAY = re.compile(rf"({MONTH})/({DAY})(?![\d/]|\.\d|,\d)")
_UNTIL_DAY = re.compile(
    rf"\s?[-–—~～至到]\s?({DAY})(?:\s?[日號]|(?![\d/.,:%]|\s?[月年點時個人元億萬名歲倍成折天週分]))"
)
_UNTIL_DATE = re.compile(r"\s?[-–—~～至到]\s?\d{1,2}/\d")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_SEASON = re.compile(r"((?:19|20)\d\d)/(\d\d)(?![\d/])")
_FRACTION = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)/(\d{1,6})(?![\d/.])")
_MIXED = re.compile(
    r"(\d{1,3})[ 又]([1-9])/([1-9]\d?)(?![\d/.])(?=\s?(?:杯|匙|茶匙|大匙|小匙|吋|英吋|英里|小時|天|年|頁|圈))"
)
_SENSOR = re.compile(r"(1)/(\d\.\d{1,2})(?=-?\s?(?:英?[吋寸]|型|\"|″))")
_MONTHS_AFTER = re.compile(r"\s?月(?!\d|\s\d)")
_NAMED_BEFORE = re.compile(
    r"(?:Level|Lv\.?|Gen|Phase|Tier|Class|Type|Stage|Part|Chapter|Windows|iPhone|iPad|Pixel|Wi-Fi|iOS|Android|Core|Ryzen|PCIe|USB)\s?$"
)
_SORT_AFTER = re.compile(
    r"\s?(?:奈米|nm(?![A-Za-z])|吋|年級|樓|代(?![表理])|期(?!間)|集(?!團)|班|號|級分?|季(?!節)|線|人房)"
)
_SIZE_AFTER = re.compile(r"\s?(?:奈米|吋|公分|公斤|坪|元|歲)")
_SHARE_BEFORE = re.compile(r"(?:機率|比例|比重|概率|占比|佔比|份額|法定|[率例])[僅只約]?[為是有達到]{0,2}\s?$")
_MARK_BEFORE = re.compile(r"(?:評分|評價|[給打拿]出?了?|得分|分數|滿分|IGN|指數|星等)[為是：:]?\s?$")
_LISTED_BEFORE = re.compile(r"\d/\d{1,2}(?:[（(].[)）])?\s?[、,，和及與]\s?$")
_LISTED_AFTER = re.compile(r"\s?[、,，和及與]\s?\d{1,2}/\d")
_RANGE_BEFORE = re.compile(r"\d/\d{1,2}(?:[（(].[)）])?\s?[~～–—-]\s?$")
_FRACTION_BEFORE = re.compile(
    r"(?:約|近|逾|達|占|佔|僅|不到|超過|減少|縮小|降至|剩|剩下|只有|至少|用了|的|為|有|之|每|前|後)\s?$"
)
_FRACTION_AFTER = re.compile(
    r"\s?(?:的(?!活動|課|場|發)|以上|以下|左右|強|弱|高?門檻|席次|股東|董事|比例|機率|人口|受訪|股權|市[占佔場]|時間|成本|產能|營收|員工|用戶|價格|秒|小時|圈|天|杯|倍|席)"
)


def slashed(text: str, at: int, end: int) -> Said | None:
    """6/12, 2/3, 8/10, 5/6 月, Level 4/5."""
    if at and (text[at - 1].isdigit() or (text[at - 1].isascii() and (text[at - 1].isalpha() or text[at - 1] in "./"))):
        return None
    if sensor := _SENSOR.match(text, at, end):
        return Said(sensor.end(), f"{number(sensor[2])}分之一", "fraction", "size of a sensor")
    if mixed := _MIXED.match(text, at, end):
        said = f"{cardinal(mixed[1])}又{cardinal(mixed[3])}分之{cardinal(mixed[2])}"
        return Said(mixed.end(), said, "fraction", "mixed number")
    if chain := _CHAIN.match(text, at, end):
        return _listed(chain, text, end)
    if (season := _SEASON.match(text, at, end)) and int(season[1][2:]) + 1 == int(season[2]):
        said = f"{digit_by_digit(season[1])}到{digit_by_digit(season[2])}"
        return Said(season.end(), said, "year", "season")
    date, fraction = _MONTH_DAY.match(text, at, end), _FRACTION.match(text, at, end)
    if fraction and _is_list(fraction, text, at, end):
        return _listed(fraction, text, end)
    if fraction and fraction[2] in ("5", "10", "100") and _MARK_BEFORE.search(text, max(0, at - 6), at):
        stop = fraction.end() + len(re.match(r"(?:\s?分)?", text[fraction.end() : fraction.end() + 2]).group())  # type: ignore[union-attr]
        return Said(stop, f"{cardinal(fraction[2])}分之{number(fraction[1])}", "fraction", "mark")
    points = _points_to_date(date, text, at, end) if date else -9
    if date and (points > 0 or fraction is None):
        return _dated(date, text, end, sure=abs(points) > 1)
    return _fraction(fraction, sure=abs(points) > 1) if fraction else None


def _is_list(found: re.Match[str], text: str, at: int, end: int) -> bool:
    """Two months, two versions, two sizes: written beside each other, not one over the other."""
    if "." in found[1]:
        return False
    first, second = int(found[1]), int(found[2])
    if _YEAR.match(found[1]) and _YEAR.match(found[2]):
        return True
    if _MONTHS_AFTER.match(text, found.end(), end):
        return max(first, second) <= 12
    if _NAMED_BEFORE.search(text, max(0, at - 12), at) and not DATE_AFTER.match(text, found.end(), end):
        return True
    if abs(first - second) == 1 and _SORT_AFTER.match(text, found.end(), end):
        return True
    may_be_date = first <= 12 and second <= 31
    measured = _SIZE_AFTER.match(text, found.end(), end) if may_be_date else MEASURE.match(text, found.end(), end)
    measured = measured or UNIT.match(text, found.end(), end)
    dated = DATE_BEFORE.search(text[max(0, at - 8) : at]) or DATE_AFTER.match(text, found.end(), end)
    return first >= second > 0 and first != 1 and bool(measured) and not dated


def _listed(found: re.Match[str], text: str, end: int) -> Said:
    """七、八月 as one hears it: 七八月."""
    parts = found.group().split("/")
    months = _MONTHS_AFTER.match(text, found.end(), end)
    close = months and all(len(p) == 1 for p in parts)
    say = cardinal if months else digit_by_digit if _YEAR.match(parts[0]) else model_number
    said = ("" if close else "、").join(map(say, parts))
    named = _NAMED_BEFORE.search(text, max(0, found.start() - 12), found.start())
    return Said(found.end(), said, "cardinal", "numbers in a row", sure=bool(months or named))


def _dated(date: re.Match[str], text: str, end: int, sure: bool) -> Said:
    said = month_day(date[1], date[2])
    stop, weekday = with_weekday(text, date.end(), end)
    until = _UNTIL_DAY.match(text, stop, end)
    if until and int(until[1]) > int(date[2]):
        last, weekday_then = with_weekday(text, until.end(), end)
        return Said(last, f"{said}{weekday}到{cardinal(until[1])}日{weekday_then}", "date", "days of a month")
    return Said(stop, said + weekday, "date", "month/day", sure)


def _fraction(fraction: re.Match[str], sure: bool) -> Said | None:
    above, below = fraction[1], fraction[2]
    if int(below) < 2:
        return None
    if "." not in above and _pair(int(above), int(below)):
        said = f"{cardinal(above)}、{cardinal(below)}"
        return Said(fraction.end(), said, "cardinal", "two numbers", sure=False)
    said = f"百分之{number(above)}" if below == "100" else f"{cardinal(below)}分之{number(above)}"
    return Said(fraction.end(), said, "fraction", "fraction", sure)


def _pair(first: int, second: int) -> bool:
    """80/20, 55/75: written beside each other, not one over the other."""
    return min(first, second) >= 10 and (first > second or (gcd(first, second) > 1 and second % 100 > 0))


def _points_to_date(date: re.Match[str], text: str, at: int, end: int) -> int:
    """Positive: a date; negative: a fraction; far from 0: sure."""
    month, day, stop = int(date[1]), int(date[2]), date.end()
    before = text[max(0, at - 8) : at]
    points = 1
    if gcd(month, day) > 1 or month >= day or day > 10:
        points += 1
    elif month == 1 or day <= 5 or (month == day - 1):
        points = -2 if day <= 5 else -1
    if DATE_BEFORE.search(before):
        points += 2
    if DATE_AFTER.match(text, stop, end):
        points += 3 + 2 * bool(_UNTIL_DATE.match(text, stop, end))
    if _RANGE_BEFORE.search(before):
        points += 2
    if (until := _UNTIL_DAY.match(text, stop, end)) and int(until[1]) > day:
        points += 3
    if _LISTED_BEFORE.search(before) or _LISTED_AFTER.match(text, stop, end):
        points += 2
    if _SHARE_BEFORE.search(before):
        points -= 5
    if _FRACTION_BEFORE.search(before):
        points -= 2
    if _FRACTION_AFTER.match(text, stop, end):
        points -= 3 if day <= 12 else 1
    return points if month < day or points > 0 else max(points, 1)
