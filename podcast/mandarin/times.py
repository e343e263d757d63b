"""14:30 as a time, a length, a ratio or a score."""

from __future__ import annotations

import re

from podcast.mandarin.numbers import cardinal, digit_by_digit, number
from podcast.mandarin.spans import Said

_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?![\d:])(?:\.\d{1,3})?")
_HALF_DAY = r"(?:([ap])\.?m\.?|([AP])\.?M\.?)(?![A-Za-z0-9])"
_WITH_HALF_DAY = re.compile(rf"(\d{{1,2}})(?::(\d{{2}})(?::(\d{{2}}))?)?\s?{_HALF_DAY}")
_HALF_DAY_AT = re.compile(rf"\s?{_HALF_DAY}")
_ZONE = re.compile(r"\s?(EST|EDT|ET|PST|PDT|PT|CST|GMT|UTC|JST|CET|BST)(?![A-Za-z0-9+-])")
_ZONES = {
    "EST": "美東時間", "EDT": "美東時間", "ET": "美東時間", "PST": "太平洋時間", "PDT": "太平洋時間",
    "PT": "太平洋時間",
    "GMT": "格林威治時間", "JST": "日本時間", "CET": "中歐時間",
}  # fmt: skip
_RATIO = re.compile(r"(\d+(?:\.\d+)?)((?:\s?:\s?\d+(?:\.\d+)?){1,3})(?![\d:])")
_RATIO_BEFORE = re.compile(
    r"(?:比[分例數率重]?|比值|[以為約近呈]|擊敗|領先|落後|勝|敗|戰成|長寬|寬高|畫面|螢幕|換股|匯率|賠率|壓縮|槓桿|混合|分配|戰況|結局|終場|一面倒)\s?[為是約：:]?\s?$"
)
_RATIO_AFTER = re.compile(
    r"\s?(?:的?(?:比[例率數分]|寬?螢幕|顯示|面板|畫面|長寬|寬高|優勢|劣勢|比數)|擊敗|打敗|勝|敗|逆轉|險勝|落敗|大勝|完勝|領先|落後|戰勝|輸|贏|平手|扳平)"
)
_RATIO_NEAR = re.compile("(?:匯率|比例|比分|比數|比值|縮尺)[^，。；]*$")
_SPELT_UNIT = re.compile("[分秒](?!鐘)")
_LENGTH_BEFORE = re.compile(
    r"(?:長度|片長|時長|全長|總長|成績|跑出|完賽|單圈|圈速|秒數|耗時|費時|歷時)[為是約：:]?\s?$"
)


def half_day(text: str, at: int, end: int) -> Said | None:
    """10 a.m., 5:30 PM PT."""
    found = _WITH_HALF_DAY.match(text, at, end)
    if not found or int(found[1]) > 24:
        return None
    morning = (found[4] or found[5]).lower() == "a"
    said = ("上午" if morning else "下午") + _clock(found[1], found[2], found[3])
    stop = found.end()
    if (zone := _ZONE.match(text, stop, end)) and zone[1] in _ZONES:
        said, stop = _ZONES[zone[1]] + said, zone.end()
    return Said(stop, said, "time", "a.m./p.m.")


def clock(text: str, at: int, end: int) -> Said | None:
    """14:30, or 12:34 as a length where the words before say so."""
    found = _CLOCK.match(text, at, end)
    if not found or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    before = text[max(0, at - 8) : at]
    if _LENGTH_BEFORE.search(before):
        parts = [p for p in found.groups() if p]
        names = ("小時", "分", "秒")[-len(parts) :]
        said = "".join(("兩" if int(p) == 2 else cardinal(p)) + n for p, n in zip(parts, names, strict=True))
        return Said(found.end(), said, "time", "length")
    if not found[3] and _RATIO_NEAR.search(text, max(0, at - 12), at):
        return None
    if int(found[1]) > 24 or (
        not found[3] and (_RATIO_BEFORE.search(before) or _RATIO_AFTER.match(text, found.end(), end))
    ):
        return None
    stop = found.end() + bool(_SPELT_UNIT.match(text, found.end(), end))
    return Said(stop, _clock(found[1], found[2], found[3]), "time", "clock", sure=len(found[1]) < 3)


def ratio(text: str, at: int, end: int) -> Said | None:
    """3:2, 16:9, 1:1.5."""
    found = _RATIO.match(text, at, end)
    if not found:
        return None
    parts = re.split(r"\s?:\s?", found.group())
    return Said(found.end(), "比".join(map(number, parts)), "ratio", "ratio", sure=len(parts) == 2)


def _clock(hour: str, minute: str | None, second: str | None) -> str:
    said = ("兩" if int(hour) == 2 else cardinal(hour)) + "點"
    if minute and (int(minute) or second):
        said += _padded(minute) + "分"
    if second:
        said += _padded(second) + "秒"
    return said


def _padded(digits: str) -> str:
    return digit_by_digit(digits) if digits[0] == "0" and digits != "00" else cardinal(digits)
