"""Numbers joined by colons: a time of day, a length of time, a ratio or a score.

Each of the four gathers points from what stands around it; the most win, and one that wins narrowly is a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace

from podcast.mandarin.numbers import cardinal, digit_by_digit, number
from podcast.mandarin.spans import PAUSE, Said

_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?![\d:]|,\d{3})(?:\.(\d{1,3}))?")
_HALF_DAY = r"(?:([ap])\.?m\.?|([AP])\.?M\.?)(?![A-Za-z0-9])"
_WITH_HALF_DAY = re.compile(rf"(\d{{1,2}})(?::(\d{{2}})(?::(\d{{2}}))?)?\s?{_HALF_DAY}")
_ZONE = re.compile(r"\s?(EST|EDT|ET|PST|PDT|PT|CST|GMT|UTC|JST|CET|BST)(?![A-Za-z0-9+-])")
_ZONES = {
    "EST": "美東時間", "EDT": "美東時間", "ET": "美東時間", "PST": "太平洋時間", "PDT": "太平洋時間",
    "PT": "太平洋時間",
    "GMT": "格林威治時間", "JST": "日本時間", "CET": "中歐時間",
}  # fmt: skip
_RATIO = re.compile(
    r"(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+)((?:(?:\s:\s|:)(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)){1,3})(?![\d:])"
)
_RATIO_BEFORE = re.compile(
    r"(?:比[分例數率重值]|[之成]比|近似|擊敗|領先|落後|勝|敗|戰成|[長寬]寬|寬高|畫面|螢幕|換股|匯率|賠率|壓縮|槓桿|混合|分配|戰況|結局|終場|一面倒"
    r"|配比|稀釋|縮尺|[盤局]|節以)\s?[為是約：:]?\s?$"
)
_RATIO_WEAK_BEFORE = re.compile(r"(?<![改訂定設])[以為約近呈]\s?$")
_RATIO_AFTER = re.compile(
    r"\s?(?:的?(?:模型|[合金小玩鋼]{1,2}車|鋼彈|公仔|車模|戰機|縮小|複製|比[例率數分]|寬?螢幕|顯示|面板|畫面|長寬|寬高|優勢|劣勢|比數|模型)|擊敗|打敗|勝|敗|逆轉|險勝|落敗|大勝|完勝|領先|落後|戰勝|輸|贏|平手|扳平"
    r"|握手|言和|先馳|遙遙|暫時|反超|超前|追[回平至到近]|扳回|直落|晉級|作收|完封|收下|拿下|淘汰|踢平|稀釋|調[配和])"
)
_RATIO_NEAR = re.compile("(?:匯率|比例|比分|比數|比值|縮尺)[^，。；]*$")
_CLOCK_BEFORE = re.compile(
    r"(?:上午|下午|晚[間上]|凌晨|清晨|早上|早晨|深夜|午夜|中午|正午|傍晚|時間|時刻|[今明昨當]天|今晚|[週周星期][一二三四五六日天]|[日號]|於|在|到|至|從|自|改[為至到]"
    r"|每[天日]|準時|預定|表定|延[後至到]|提前[至到]?|調整[為至])[為是：:]?\s?$"
)
_CLOCK_AFTER = re.compile(
    r"\s?(?:[-–—~～至到]\s?\d{1,2}:\d\d|[起前後許分]|開[始賣放播跑幕盤打]|截止|登場|出[發門]|抵達|左右|準時|整|播出|直播|公[布佈]|發[布佈射生]|舉行|結束|營業|集合"
    r"|[接報]獲|打烊|收盤|降落|起飛|的[班場]|上線|入場|進場|入睡|起床)"
)
_RANGE_BEFORE = re.compile(r"\d{1,2}:\d\d\s?[-–—~～至到]\s?$")
_LENGTH_BEFORE = re.compile(
    r"(?:長度|片長|時長|全長|總長|長達|成績|跑出|游出|騎出|完賽|完成|單圈|圈速|秒數|耗時|費時|歷時|用時|[花費]了|紀錄|[公英]里[跑賽]?|公尺|馬拉松|影片|錄音|配速)"
    r"(?:時間|只[要花]|需要?|僅)?[為是約：:]?\s?$"
)
_LENGTH_AFTER = re.compile(
    r"\s?(?:完[賽成]|奪[冠金銀銅]|摘[金銀銅]|的(?:成績|短片|長?影片|紀錄|時間|佳績|長?歌曲?|單曲|曲子|組曲|預告|MV|演講|訪談|長片|獨奏)|[處]|[跑游騎]完|衝[線過]|破紀錄|改寫|刷新|抵達終點|/\s?[Kk公])"
)
_MEDIA_BEFORE = re.compile(r"影片|短片|錄音|音檔|MV|[Pp]odcast|節目")
_AT_PLACE = re.compile(r"\s?(?:處|的地方|那段|左右出現)")
_LIST_BEFORE = re.compile(r"(?:\d{1,3}:\d{1,3}\s?[、,，和及與]\s?)+$")
_LIST_AFTER = re.compile(r"(?:\s?[、,，和及與]\s?\d{1,3}:\d{1,3})+(?!\d)")
_FIGURE = "零一二三四五六七八九十"
_DAY_IN_FIGURES = re.compile(
    rf"(?:(?:[週周]|星期|禮拜)(?:[{_FIGURE}日天]|[、至到和及與跟])*|月[{_FIGURE}]{{0,2}}|初|雙)[{_FIGURE}]$"
)
_TIME_IN_FIGURES = re.compile(rf"[{_FIGURE}兩]{{1,3}}\s?[點時月](?![間鐘薪])")
_NIGHT = re.compile(r"(?:2[4-9]|30):\d\d$")  # 25:00, as broadcasters count on after midnight
_SPELT_UNIT = re.compile("[分秒](?!鐘)")


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


def apart(before: str, said: Said, following: str) -> Said:
    """With a short break between the day and the time that is read behind it, 週五，九點: else it is heard as 五九點.

    ``before``: the last characters said; ``following``: those written behind ``said``.
    """
    if before[-1:] not in _FIGURE or not _TIME_IN_FIGURES.match(said.text + following):
        return said
    return replace(said, text=PAUSE + said.text) if _DAY_IN_FIGURES.search(before) else said


def clock(text: str, at: int, end: int) -> Said | None:
    """14:30 as a time or a length. None: a ratio, or nothing with a colon."""
    found = _CLOCK.match(text, at, end)
    if not found or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    before, stop = text[max(0, at - 14) : at], found.end()
    if listed := _LIST_BEFORE.search(before):
        before = before[: listed.start()]
    if listed := _LIST_AFTER.match(text, stop, end):
        stop = listed.end()
    points = {
        "clock": _clock_points(found, before, text, stop, end),
        "length": _length_points(found, before, text, stop, end),
        "ratio": _ratio_points(found, before, text, stop, end),
    }
    best, second = sorted(points, key=lambda name: -points[name])[:2]
    sure = points[best] - points[second] >= (
        4 if found[1][0] != "0" and int(found[1]) <= 12 else 2
    )  # 3:45 alone may be a length too
    if best == "ratio":
        return None
    if best == "length":
        return Said(found.end(), _length(found), "time", "length", sure)
    behind = found.end() + bool(_SPELT_UNIT.match(text, found.end(), end))
    return Said(behind, _clock(found[1], found[2], found[3]), "time", "clock", sure)


def _clock_points(found: re.Match[str], before: str, text: str, stop: int, end: int) -> int:
    if int(found[1]) > 24 and not _NIGHT.match(found.group()):
        return -9
    points = 3 - (int(found[1]) > 24) - 3 * bool(found[4])
    points += 3 * bool(_CLOCK_BEFORE.search(before) or _RANGE_BEFORE.search(before)) - 2 * bool(found[3])
    return points + 3 * bool(_CLOCK_AFTER.match(text, stop, end))


def _length_points(found: re.Match[str], before: str, text: str, stop: int, end: int) -> int:
    points = 5 * bool(_LENGTH_BEFORE.search(before)) + 4 * bool(_LENGTH_AFTER.match(text, stop, end))
    points += 3 * bool(_AT_PLACE.match(text, stop, end) and _MEDIA_BEFORE.search(before))
    return points + 2 * bool(found[4]) + 2 * (int(found[1]) == 0 and int(found[3] or 0) > 0) + (int(found[1]) > 24)


def _ratio_points(found: re.Match[str], before: str, text: str, stop: int, end: int) -> int:
    if found[3]:
        return -9
    points = 5 * bool(_RATIO_BEFORE.search(before)) + 2 * bool(_RATIO_WEAK_BEFORE.search(before))
    points += 4 * bool(_RATIO_AFTER.match(text, stop, end)) + 5 * bool(_RATIO_NEAR.search(before))
    return points + (int(found[1]) > 24) * 2


def ratio(text: str, at: int, end: int) -> Said | None:
    """3:2, 16:9, 1:1.5, 1:25,000."""
    found = _RATIO.match(text, at, end)
    if not found:
        return None
    parts = re.split(r"\s?:\s?", found.group())
    return Said(found.end(), "比".join(map(number, parts)), "ratio", "ratio", sure=len(parts) == 2)


def _length(found: re.Match[str]) -> str:
    """00:45 is 四十五秒, 2:00:35 is 兩小時零三十五秒."""
    parts = [p for p in found.groups()[:3] if p]
    names = ("小時", "分", "秒")[-len(parts) :]
    said, gap = "", False
    for written, name in zip(parts, names, strict=True):
        if int(written) == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + ("兩" if int(written) == 2 else cardinal(written))
        said += (f"點{digit_by_digit(found[4])}" if name == "秒" and found[4] else "") + name
        gap = False
    return said or "零秒"


def _clock(hour: str, minute: str | None, second: str | None) -> str:
    said = ("兩" if int(hour) == 2 else cardinal(hour)) + "點"
    if minute and (int(minute) or second):
        said += _padded(minute) + "分"
    if second:
        said += _padded(second) + "秒"
    return said


def _padded(digits: str) -> str:
    return digit_by_digit(digits) if digits[0] == "0" and digits != "00" else cardinal(digits)
