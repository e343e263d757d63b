"""A number and what follows it: counts, percentages, units, ranges, years, codes and the numbers of products."""

from __future__ import annotations

import re

from podcast.mandarin.counts import NUMBER, counted, lone_two
from podcast.mandarin.known import code_like, digits_by_name, isotope
from podcast.mandarin.numbers import cardinal, digit_by_digit, model_number, number, scaled
from podcast.mandarin.spans import Said
from podcast.mandarin.units import (
    AUDIENCE,
    LETTER_MAGNITUDES,
    MAGNITUDE,
    PAY_BEFORE,
    PAY_LETTER,
    UNIT,
    UNITS,
    power_of,
)
from podcast.mandarin.years import YEAR, as_year, could_be_called, short_year

NUMBER_AT = re.compile(NUMBER)
_RANGE = re.compile(rf"({NUMBER})(\s?(?:[-–—~～]|——|至|到|to)\s?)({NUMBER})(?![\d.,]*\d|\s?[:/]\s?\d|-\d)")
_TIMES = re.compile(r"\s?[xX×](?![A-Za-z0-9])(?!\s?[\dA-Za-z])")
_DIMENSIONS = re.compile(rf"{NUMBER}(?:(?:[xX×*]| [xX×*] |\s?[×*]\s?){NUMBER}){{1,4}}(?![\dA-Za-oq-z])")
_PLUS = re.compile(r"\s?\+(?!\s?[\dA-Za-z])")
_ENGLISH_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)(?![A-Za-z])")
_SAID_BEFORE = {"每小時": ("時速", "每小時"), "攝氏": ("攝氏", "攝氏零下"), "華氏": ("華氏", "華氏零下")}
_LETTER = re.compile(r"(?![BbKkMmTtG](?![A-Za-z]))[A-Za-z]")  # 9950X3D; but 405B, 128K, 1T are counts
_LETTERED = re.compile(r"[sxaiecth](?![A-Za-z0-9/])")  # Snapdragon 8s, Slim 5x: no seconds, no times
_NAME_WORD_BEFORE = re.compile(r"(?<![A-Za-z])[a-z]?[A-Z][A-Za-z]+\s(?:\d{1,2}[a-z]\s?[、/和與及]\s?)*$")
_NAME_BEFORE = re.compile(r"[A-Za-z](?:-?[\d.]+){0,2}-$")
_NUMBERED = re.compile(r"\s?[月日號期]")
_ORDINAL = re.compile(r"第(?:\s?[\d一二三四五六七八九十]+\s?[、,及與和]){0,4}\s?$")
_ISSUE = re.compile(r"\s?[期號]")
_DIGITS_NAME = re.compile(r"(?:^|[^A-Za-z])(?:(?:IP|KN|KF|N)\d+|I-94)$")  # masks, codes of tightness, a form
_CODE_BEFORE = re.compile(
    r"(?:學號|車[牌號]|字軌|發票|編號|護照|證號|序號|代碼|訂單|批號)(?:號碼)?[是為：:]?\s?[A-Z]{1,4}-?$"
)
_SIGNED_FRACTION = re.compile(r"(\d{1,4})/(\d{1,4})(?![\d/])")
_MONEY = re.compile(r"\s?(?:元|美元|美金|塊|歐元|日圓|港元)")
_DISCOUNT = re.compile(r"\s?折(?!疊|扣|磨|射|損|舊|衷|返|騰|腰|服|合|算)")
_TENS = tuple("十百千")
_AFTER_MYRIAD = re.compile(r"\d\s?[萬億兆]\s?$")
_UNSHORTENED = re.compile(r"\s?(?:[人名個位戶筆件張股票片支台輛顆次字噸]|公)")
_GOES_ON = re.compile(r"\s?[十百千仟佰]")
_VAGUE = re.compile(r"(?:數|幾|好幾)\s?$")
_AFTER_TENTH = re.compile(r"\d\s?[成秒]\s?$")  # 打擊率 3 成 27, 9 秒 98
_SCHOOL_YEAR = re.compile(r"\d\s?年\s?$")  # 3 年 2 班
_FUNCTION_WORD_BEFORE = re.compile(r"(?<![A-Za-z])(?:vs\.?|and|or|to|at|of|in|for|with|about|over|only|than|from)\s$")
_SUMMAND = re.compile(r"\d\s?\+\s?$")  # 16+2 週


def quantity(text: str, at: int, end: int, sign: str = "") -> Said | None:
    """Whatever number stands at ``at``, with its range and its unit. Never None before a digit."""
    found = NUMBER_AT.match(text, at, end)
    if not found:
        return None
    if ordinal := _ENGLISH_ORDINAL.match(text, at, end):
        return Said(ordinal.end(), "第" + cardinal(ordinal[1]), "ordinal", "English ordinal")
    if _glued(text, at):
        return _model(text, at, found)
    if sign and (fraction := _SIGNED_FRACTION.match(text, at, end)):
        words = f"{sign}{cardinal(fraction[2])}分之{cardinal(fraction[1])}"
        return Said(fraction.end(), words, "fraction", "fraction with a sign")
    if (size := _DIMENSIONS.match(text, at, end)) is not None:
        return _dimensions(size)
    both = _RANGE.match(text, at, end)
    if both and (said := _ranged(both, text, end, sign)):
        return said
    return _single(found, text, end, sign)


def _glued(text: str, at: int) -> bool:
    """Part of a Latin name: GPT-5, DDR5, H.265."""
    if at == 0:
        return False
    before = text[at - 1]
    if before == "-":
        return _NAME_BEFORE.search(text, max(0, at - 16), at) is not None
    if before == "." and at > 1:
        before = text[at - 2]
    return before.isascii() and before.isalpha()


def _model(text: str, at: int, found: re.Match[str]) -> Said:
    whole, point, fraction = found.group().partition(".")
    whole = whole.replace(",", "")
    if (
        text[at - 1] == "."
        or _CODE_BEFORE.search(text, max(0, at - 12), at)
        or _DIGITS_NAME.search(text[max(0, at - 4) : at] + whole)
        or (whole == "86" and text[at - 1] in "xX")
    ):
        said = digit_by_digit(whole)
    elif re.match(r"[Bb](?![A-Za-z])", text[found.end() : found.end() + 2]):
        said = cardinal(whole)
    else:
        said = model_number(whole)
    return Said(found.end(), said + (f"點{digit_by_digit(fraction)}" if point else ""), "version", "number in a name")


def _dimensions(size: re.Match[str]) -> Said:
    numbers = re.findall(NUMBER, size.group())
    said = "乘".join(model_number(n) if n.isdigit() and len(n) > 3 else number(n) for n in numbers)
    return Said(size.end(), said, "math", "times")


def _ranged(both: re.Match[str], text: str, end: int, sign: str) -> Said | None:
    first, dash, second = both.group(1), both.group(2).strip(), both.group(3)
    word = dash if dash in "至到" else "到"
    stop = both.end()
    unit = UNIT.match(text, stop, end)
    if dash in ("至", "到", "to") and not (unit or counted(text, stop, end) or YEAR.match(text, stop, end)):
        return None
    if _zero_led(first) or _zero_led(second):
        return None
    before = text[max(0, both.start() - 6) : both.start()]
    sure = (
        float(_bare(first)) <= float(_bare(second))
        or short_year(first, second)
        or _AFTER_MYRIAD.search(before) is not None  # 1 萬 8,000 到 2 萬
    )
    lead, stop, trail, scale = _unit(text, stop, end)
    if scale:
        numbers = scaled(first, scale), scaled(second, scale)
    elif short_year(first, second):
        numbers = digit_by_digit(first), digit_by_digit(second)
    else:
        numbers = _say(first, text, both.start(), stop, end)[0], _say(second, text, both.start(), stop, end)[0]
    said = f"{sign}{lead}{numbers[0]}{word}{numbers[1]}{trail}"
    return Said(stop, said, "percent" if lead == "百分之" else "range", "range", sure)


def _single(found: re.Match[str], text: str, end: int, sign: str) -> Said:
    written, stop = found.group(), found.end()
    if (
        written.isdigit()
        and _LETTERED.match(text, stop, end)
        and _NAME_WORD_BEFORE.search(text, max(0, found.start() - 16), found.start())
    ):
        return Said(stop, model_number(written), "version", "number of a name")
    lead, after, trail, scale = _unit(text, stop, end)
    if scale:
        return Said(after, sign + scaled(written, scale) + trail, "cardinal", "English magnitude")
    if lead or trail:
        two = "兩" if written == "2" and not trail.startswith(" ") and not lead and trail != "度" else ""
        value = "百" if written == "100" and lead == "百分之" else two or number(written)
        before = text[max(0, found.start() - 5) : found.start()].rstrip()
        if lead and before.endswith(_SAID_BEFORE.get(lead, lead)):
            lead = ""
        if lead in ("攝氏", "華氏") and sign == "負":
            lead, sign = lead + "零下", ""
        return Said(after, f"{sign}{lead}{value}{trail}", "percent" if lead == "百分之" else "unit", "unit")
    times = _TIMES.match(text, stop, end)
    if times and not (times.group().endswith("X") and re.fullmatch(r"\d{3,}", written) and not written.endswith("00")):
        return Said(times.end(), sign + ("兩" if written == "2" else number(written)) + "倍", "math", "times over")
    said, kind, rule, sure = _say(written, text, found.start(), stop, end)
    if text.startswith("++", stop):
        return Said(stop + 2, sign + said + "加加", kind, "plus plus")
    if plus := _PLUS.match(text, stop, end):
        if kind == "version":
            return Said(plus.end(), said + " Plus", kind, "plus")
        many = len(said) > 1 and said[-1] in "十百千萬億" and (text[plus.end() : plus.end() + 2].strip() > "㐀")
        return Said(plus.end(), sign + said + ("多" if many else "加"), kind, "and more")
    return Said(stop, sign + said, "sign" if sign else kind, rule, sure)


def _unit(text: str, at: int, end: int) -> tuple[str, int, str, int]:
    """What is said before the number, where the unit ends, what is said after it, and the power of ten in it."""
    if magnitude := MAGNITUDE.match(text, at, end):
        return "", magnitude.end(), "", power_of(magnitude[1])
    pay = PAY_LETTER.match(text, at, end)
    if pay and PAY_BEFORE.search(text, max(0, at - 24), at):
        return "", pay.end(), "", LETTER_MAGNITUDES[pay[1]]
    if audience := AUDIENCE.match(text, at, end):
        return "", audience.end(), "", LETTER_MAGNITUDES[audience[1]]
    if unit := UNIT.match(text, at, end):
        lead, trail = UNITS[unit[1]]
        return lead, unit.end(), trail, 0
    return "", at, "", 0


def _say(written: str, text: str, start: int, stop: int, end: int) -> tuple[str, str, str, bool]:
    """The words for one number by what stands around it, with class, rule and certainty."""
    if not written.isdigit():
        if _DISCOUNT.match(text, stop, end) and re.fullmatch(r"[1-9]\.\d", written):
            return digit_by_digit(written.replace(".", "")), "percent", "discount", True
        if written.endswith(".00") and _MONEY.match(text, stop, end):
            return number(written[:-3]), "money", "no cents", True
        return number(written), "decimal" if "." in written else "cardinal", "number", True
    before = text[max(0, start - 24) : start]
    if (element := isotope(written, before)) and not counted(text, stop, end):
        return element, "version", "isotope", True
    if digits_by_name(written, before, text[stop : min(end, stop + 24)]):
        return digit_by_digit(written), "code", "known by its digits", True
    if len(written) == 2 and written[0] == "0" and _NUMBERED.match(text, stop, end):
        return cardinal(written), "date", "padded", True
    if len(written) > (4 if before.rstrip().endswith("第") else 5) and _ISSUE.match(text, stop, end):
        return digit_by_digit(written), "code", "number of an issue", True
    if _zero_led(written):
        return digit_by_digit(written), "code", "leading zero", True
    if year := as_year(written, before, text, stop, end):
        return year
    if _DISCOUNT.match(text, stop, end) and len(written) == 2:
        return digit_by_digit(written), "percent", "discount", True
    if code_like(written, before, text[stop : stop + 1]):
        return digit_by_digit(written), "code", "code", True
    if _LETTER.match(text, stop, end) or (_after_latin(before) and not counted(text, stop, end)):
        return model_number(written), "version", "number of a name", True
    return _count(written, before, text, stop, end)


def _count(written: str, before: str, text: str, stop: int, end: int) -> tuple[str, str, str, bool]:
    ordinal = _ORDINAL.search(before) is not None
    if len(written) == 2 and _AFTER_TENTH.search(before) and not counted(text, stop, end):
        return digit_by_digit(written), "percent", "tenths and hundredths", True
    if written == "2" and (
        _SUMMAND.search(before) or (_SCHOOL_YEAR.search(before) and text[stop : stop + 2].lstrip()[:1] == "班")
    ):
        return "二", "cardinal", "summand", True
    if written == "2" and not ordinal and before.rstrip()[-1:] not in _TENS:
        return lone_two(text, stop, end), "cardinal", "count", True
    said = cardinal(written)
    if _VAGUE.search(before) and re.fullmatch(r"10+", written):
        return said.removeprefix("一"), "cardinal", "vague", True
    if (
        len(written) <= 3
        and not ordinal
        and _AFTER_MYRIAD.search(before)
        and not _GOES_ON.match(text, stop, end)
        and not _shortened(written, text, stop, end)
    ):
        said = "零" + said
    if ordinal:
        return said, "ordinal", "第", True
    sure = len(written) < 9 and not could_be_called(written, before, text, stop, end)
    return said, "cardinal", "count" if counted(text, stop, end) else "number", sure


def _shortened(written: str, text: str, stop: int, end: int) -> bool:
    """3 萬 8 is 38,000."""
    return len(written) == 1 and written != "0" and not _UNSHORTENED.match(text, stop, end)


def _after_latin(before: str) -> bool:
    return (
        not _FUNCTION_WORD_BEFORE.search(before)
        and len(before) > 1
        and before[-1] == " "
        and before[-2].isascii()
        and (before[-2].isalpha() or before[-2] == "+")
    )


def _zero_led(written: str) -> bool:
    return len(written) > 1 and written[0] == "0" and written.isdigit()


def _bare(written: str) -> str:
    return written.replace(",", "").replace("，", "")
