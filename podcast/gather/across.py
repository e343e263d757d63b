"""What `facts` cannot see between two languages: 1,900 人 in "1,900 people", 花蓮 in "Hualien".

A finding of a Chinese point against an English passage is taken back where the passage bears it after all: the same
number with a unit that is said so in Chinese, or a name that is spelt by its sound, or that the story's own Chinese
articles have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from podcast.facts import Finding
from podcast.gather.figures import figures
from podcast.gather.language import is_chinese
from podcast.gather.likeness import spellings
from podcast.gather.sentences import Passage
from podcast.mandarin.han import simplified

_UNITS = {
    "公尺": "metre", "米": "metre", "公里": "kilometre", "千米": "kilometre", "英里": "mile", "哩": "mile",
    "公分": "centimetre", "毫米": "millimetre", "公釐": "millimetre", "公斤": "kilogram", "公克": "gram",
    "公頃": "hectare", "度": "degree", "級": "magnitude", "分鐘": "minute", "小時": "hour", "天": "day", "日": "day",
    "週": "week", "周": "week", "個月": "month", "年": "year", "歲": "year", "點": "point", "倍": "times",
    "秒": "second", "噸": "tonne", "公噸": "tonne", "公升": "litre",
}  # fmt: skip
_SPELT = {
    "meter": "metre", "kilometer": "kilometre", "km": "kilometre", "m": "metre", "centimeter": "centimetre",
    "millimeter": "millimetre", "mm": "millimetre", "cm": "centimetre", "kg": "kilogram", "kilo": "kilogram",
    "ton": "tonne", "liter": "litre", "fold": "times", "hr": "hour", "min": "minute", "aged": "year",
}  # fmt: skip
_MEASURES = frozenset(_UNITS.values())
_MONEY = re.compile(r"元|圓|圆|鎊|镑|幣|币|[%％]")
_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_DIGITS = {"一": 1, "二": 2, "兩": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_BOUNDS = (
    (re.compile("超過|超过|逾|以上|破"), re.compile(r"more than|over|above|at least|exceed|upwards|topp", re.I)),
    (re.compile("不到|不足|以下|未滿|未满"), re.compile(r"less than|fewer than|under|below|up to", re.I)),
    (re.compile("將近|将近|接近|近"), re.compile(r"nearly|almost|close to|about|around|some|roughly|approach", re.I)),
)
_CHINESE = re.compile(r"(?:\d[\d,.]*\s*[百千萬万億亿兆]*|[一二兩两三四五六七八九十])\s*(?P<unit>[\u3400-\u9fff]*)")
_ENGLISH = re.compile(
    r"(?P<n>\d[\d,]*(?:\.\d+)?|\b(?:" + "|".join(_WORDS) + r")\b)(?:[\s-]*(?P<size>trillion|billion|million|thousand))?"
    r"(?P<after>(?:[\s-]+[A-Za-z'’]+){0,3})",
    re.IGNORECASE,
)


def borne(finding: Finding, cited: Sequence[Passage], story: str) -> bool:
    """``story``: all Chinese words of the story's articles."""
    foreign = [passage.text for passage in cited if not is_chinese(passage.article.language)]
    if finding.kind == "figure":
        return any(_has_figure(text, finding.said) for text in foreign)
    if finding.kind == "name" and foreign:
        name = simplified(finding.said)
        return name in simplified(story) or any(_has_name(text, name) for text in foreign)
    return False


def _has_name(text: str, name: str) -> bool:
    letters = re.sub(r"[^a-z]", "", text.lower())
    return 2 <= len(name) <= 4 and any(spelt in letters for spelt in spellings(name) or () if len(spelt) > 3)


def _has_figure(text: str, said: str) -> bool:
    number = _CHINESE.search(said)
    if number is None or _MONEY.search(said):
        return False  # facts knows money and shares in both languages
    value = _value(number[0])
    unit = re.sub(r"^[百千萬万億亿兆]+|[多餘余之左右內内]+$", "", number["unit"])
    if not all(theirs.search(text) for ours, theirs in _BOUNDS if ours.search(said)):
        return False
    return value is not None and any(value == theirs and _same_unit(unit, after) for theirs, after in _numbers(text))


def _value(text: str) -> str | None:
    if text[0] in _DIGITS:
        return f"{_DIGITS[text[0]]:.3g}"
    return next(figures(text), None)


def _numbers(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each number with the words behind it."""
    for match in _ENGLISH.finditer(text):
        word = match["n"].lower()
        n = str(_WORDS.index(word) + 1) if word in _WORDS else word
        value = next(figures(f"{n} {match['size'] or ''}".strip()), None)
        if value:
            yield value, [_singular(each) for each in match["after"].lower().replace("-", " ").split()]


def _singular(word: str) -> str:
    word = _SPELT.get(word, word)
    bare = word[:-1] if word.endswith("s") and word not in _MEASURES else word
    return _SPELT.get(bare, bare)


def _same_unit(unit: str, after: list[str]) -> bool:
    """A measure must be the same; what is counted in 人 or 戶 must only be no measure."""
    theirs = next((word for word in after[:2] if word in _MEASURES), None)
    ours = _UNITS.get(unit) or _UNITS.get(unit[:2]) or (_UNITS.get(unit[:1]) if len(unit) < 3 else None)
    return ours == theirs if ours else theirs is None and bool(after)
