"""Words that say a day from where they were written, 昨晚 or 本週六: in the digest of another day they name the day.

Outside quotations the day takes the word's place. What somebody is quoted with keeps it, and the day stands behind it
in brackets; titles of works and English originals stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date as Day
from datetime import timedelta

from podcast.mandarin.han import simplified

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_PARTS = {"晨": "清晨", "早": "早上", "午": "中午", "晚": "晚上", "夜": "深夜"}
_WEEKDAYS = "一二三四五六日"
_STEPS = {"上上": -2, "上": -1, "去": -1, "下": 1, "下下": 2, "明": 1}
_BRACKET = r"(?:\s?[（(]\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号]?\s?[)）])?"  # 今天（27 日）

# All are looked for in simplified characters; what stands around tells them from 目前天氣, 說明日期 and their like.
_BOTH = re.compile(
    r"(?:(?P<first>昨)、?今|(?<![如当至现迄古])(?P<second>今)、?明|(?P<third>明)、?后)(?:[两二][天日]|天(?![气候]))"
)
_DAY = re.compile(
    rf"""(?:
      (?P<far>大[前后])[天日]
    | (?P<dated>[昨今明])\s?[（(]\s?\d{{1,2}}\s?[日号]?\s?[)）]\s?(?P<dated_part>[天日晨早午晚夜])?
    | (?<![如当至现迄古的])(?P<now>今)(?:[天日](?!头条|本[^周月]|元)|(?P<now_part>[晨早晚夜])间?(?!报[^导]))
    | (?<!如)(?P<past>昨)(?:[天日]|(?P<past_part>[晨早午晚夜])间?(?!报[^导]))?(?!是今非|黄花|儿)
    | (?<![的声说证表发黎文光鲜透聪简标今])(?P<next>明)(?:[天日](?!本[^周月]|[期之香]|科技)|(?P<next_part>[晨早晚])间?)
    | (?<![目以提先之日天月年周三两几空生门面])(?P<before>前)(?:天(?![气候文才线空灾赋])|(?P<before_part>晚)(?!会))
    | (?<![今最以然之日年月周先随午几])(?P<after>后)天(?![气候文才性空灾赋]|训练|养成|努力|下)
    | (?<![如当至现迄古])(?P<bare>[今明])(?=上午|中午|下午|清晨|凌晨|傍晚|晚间|深夜|午后)
    ){_BRACKET}""",
    re.VERBOSE,
)
_WEEKDAY = re.compile(
    rf"(?P<step>上上|下下|[本这上下])个?(?:周|星期|礼拜)(?P<weekday>[{_WEEKDAYS}天])(?![{_WEEKDAYS}天个])" + _BRACKET
)
_WEEK = re.compile(
    rf"(?P<step>本|这|上上|下下|(?<![路线岸山身])上|(?<![之一])下)个?(?:周(?![边围期刊年转遭全延杰])|星期|礼拜)(?P<end>末)?(?![{_WEEKDAYS}天])"
)
_MONTH = re.compile(
    r"(?P<step>(?<![基根日版剧])本|上上个?|下下个?|上个|下个|(?<![登以])上|(?<!之)下)月(?![球台亮光刊薪])份?"
)
_YEAR = re.compile(r"(?P<step>(?<!如)今|去|(?<![声说证表发文聪])明)年(?![轻龄会夜])")
_QUOTED = re.compile(r"「[^「」]*(?:『[^『』]*』[^「」]*)*」|“[^“”]*”")
_WORK = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")


def relative_words(text: str) -> tuple[str, ...]:
    """The words that say a day, week or month from where they were written."""
    return tuple(dict.fromkeys(text[m.start() : m.end()] for m, say in _found(text) if say is not _year))


def as_of(text: str, written: Day | None, told: Day) -> str:
    """``text`` of the day ``written``, true on the day ``told``; as it stands where that is the same day or unknown."""
    if written is None or written == told:
        return text
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    out, at = "", 0
    for match, say in _found(text):
        said = say(match, written, told)
        if not said:
            continue
        start, end = match.span()
        if any(a < start < b for a, b in quoted):
            word = re.sub(r"\s?[（(][^（()）]*[)）]", "", text[start:end])
            out += f"{text[at:start]}{word}（{said}）"
        else:
            before = " " if _is_han(text[start - 1 : start]) else ""
            after = " " if said[-1].isdigit() and _is_han(text[end : end + 1]) else ""
            out += f"{text[at:start]}{before}{said}{after}"
        at = end
    return out + text[at:]


_Say = Callable[[re.Match[str], Day, Day], str]


def _found(text: str) -> Iterator[tuple[re.Match[str], _Say]]:
    """Each such word in its order, with what says its day, "" where the word is still true."""
    plain = simplified(text)
    plain = _WORK.sub(lambda match: "　" * len(match[0]), plain)
    forms: tuple[tuple[re.Pattern[str], _Say], ...] = (
        (_BOTH, _both), (_WEEKDAY, _weekday), (_DAY, _day), (_WEEK, _week), (_MONTH, _month), (_YEAR, _year),
    )  # fmt: skip
    found = [(match, say) for form, say in forms for match in form.finditer(plain)]
    end = 0
    for match, say in sorted(found, key=lambda each: each[0].start()):
        if match.start() >= end:
            end = match.end()
            yield match, say


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _named(day: Day, told: Day) -> str:
    year = "" if day.year == told.year else f"{day.year} 年 "
    return f"{year}{day.month} 月 {day.day} 日"


def _both(match: re.Match[str], written: Day, told: Day) -> str:
    first = written + timedelta(_DAYS[match["first"] or match["second"] or match["third"]])
    return f"{_named(first, told)}到 {_named(first + timedelta(1), told)}"


def _day(match: re.Match[str], written: Day, told: Day) -> str:
    named = {key: value for key, value in match.groupdict().items() if value}
    part = next((_PARTS.get(value, "") for key, value in named.items() if key.endswith("_part")), "")
    word = next(value for key, value in named.items() if not key.endswith("_part"))
    return _named(written + timedelta(_DAYS[word]), told) + part


def _monday(match: re.Match[str], written: Day) -> Day:
    return written - timedelta(written.weekday()) + timedelta(weeks=_STEPS.get(match["step"], 0))


def _weekday(match: re.Match[str], written: Day, told: Day) -> str:
    return _named(_monday(match, written) + timedelta(_WEEKDAYS.find(match["weekday"]) % 7), told)


def _week(match: re.Match[str], written: Day, told: Day) -> str:
    if written.isocalendar()[:2] == told.isocalendar()[:2]:
        return ""
    monday = _monday(match, written)
    return f"{_named(monday + timedelta(5), told)}的週末" if match["end"] else f"{_named(monday, told)}起的一星期"


def _month(match: re.Match[str], written: Day, told: Day) -> str:
    if (written.year, written.month) == (told.year, told.month):
        return ""
    n = written.year * 12 + written.month - 1 + _STEPS.get(match["step"].rstrip("个"), 0)
    year = "" if n // 12 == told.year else f"{n // 12} 年 "
    return f"{year}{n % 12 + 1} 月"


def _year(match: re.Match[str], written: Day, told: Day) -> str:
    return "" if written.year == told.year else f"{written.year + _STEPS.get(match['step'], 0)} 年"
