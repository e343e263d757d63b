"""Quotes, brackets, footnote marks, powers, emoji and signs that are a word of their own."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from podcast.mandarin.han import is_han
from podcast.mandarin.numbers import cardinal
from podcast.mandarin.quantity import quantity
from podcast.mandarin.spans import Said, drop, join, pause

_QUOTES = frozenset('「」『』“”‘’"《》〈〉«»‹›„‟〝〞﹁﹂﹃﹄`´｢｣')
_BRACKETS = frozenset("()（）[]［］【】〔〕{}｛｝〖〗⟨⟩﹙﹚")
SAID_AS = {
    "±": "正負", "≥": "大於等於", "≧": "大於等於", "≤": "小於等於", "≦": "小於等於", "≠": "不等於", "≈": "約等於",
    "≒": "約等於", "∞": "無限", "√": "根號", "÷": "除以", "℃": "攝氏度", "℉": "華氏度",
    "½": "二分之一", "⅓": "三分之一", "⅔": "三分之二", "¼": "四分之一", "¾": "四分之三", "⅕": "五分之一",
    "⅖": "五分之二",
    "⅗": "五分之三", "⅘": "五分之四", "⅙": "六分之一", "⅛": "八分之一", "⅜": "八分之三", "⅝": "八分之五",
    "⅞": "八分之七",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda",
    "μ": "mu", "π": "pi", "σ": "sigma", "Σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Ω": "omega",
    "廿": "二十", "卅": "三十", "%": "百分比",
    "％": "百分比", "‰": "千分比", "$": "美元", "€": "歐元", "£": "英鎊", "¥": "日圓", "₿": "比特幣",
}  # fmt: skip
"""Signs, Greek letters and old numerals that are said by their name wherever they stand."""

_CIRCLED = {
    chr(first + i): str(i + 1)
    for first, count in (
        (0x2460, 20),
        (0x2474, 20),
        (0x2488, 20),
        (0x2776, 10),
        (0x2780, 10),
        (0x278A, 10),
        (0x3220, 10),
    )
    for i in range(count)
}
_SECTION = re.compile(r"§\s?(\d{1,4})(?:-(\d{1,2}))?(?!\d)(?:\s?條)?")
_MEANT = frozenset("+<>=°¬∈∂∑∏∫¢₴₦&")
"""Signs that mean something: when no rule says one, the listener misses it."""

_MARKS_OF_PRINT = frozenset("†‡§¶®™©℠※")
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True)) | {"⁺": "+"}
_POWER = re.compile(r"\^\(?(-?\d{1,3})\)?|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_VARIABLE = re.compile(r"(?a:(?<![A-Za-z])[A-Za-z]{1,2})$|[)）]$")
_CHARGE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2})([⁺⁻])(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
_EMPTY = re.compile(r"[(（\[［【〔][^\w()（）…%]{0,12}[)）\]］】〕]")
_FOOTNOTE = re.compile(
    r"[\[［](?:註|注|note|ref\.?|來源)?\s?\d{0,3}(?:[-–,、]\s?\d{1,3}){0,4}[\]］]"
    r"|[(（](?:註|附註|注)\s?\d{1,3}(?:[-–,、]\s?\d{1,3}){0,4}[)）]"
    r"|[\[［](?:註|來源請求|citation needed|編按|[a-c])[\]］]"
)
_OPENED = re.compile(r'["“]')
_PLURAL = re.compile(r"\([A-Za-z]{1,3}\)")


def symbol(text: str, at: int, end: int) -> Said | None:
    """What the sign at ``at`` becomes when it is none between numbers. None: a character of some other script."""
    char = text[at]
    if char == "卅" and text[at - 1 : at] == "五":
        return None  # 五卅慘案: a name
    if char in SAID_AS:
        return _named(text, at, end)
    if char == "'" and _latin(text[at - 1 : at]) and _latin(text[at + 1 : at + 2]):
        return None
    if char in _QUOTES or char in "'^*_\\":
        return _quote(text, at, end)
    if char in _BRACKETS:
        return _bracket(text, at, end)
    if char in _CIRCLED:
        return Said(at + 1, cardinal(_CIRCLED[char]) + "，", "ordinal", "circled")
    if char in _SUPERSCRIPTS:
        return _superscript(text, at, end)
    if char == "§" and (section := _SECTION.match(text, at, end)):
        part = f"之{cardinal(section[2])}" if section[2] else ""
        return Said(section.end(), f"第{cardinal(section[1])}條{part}", "ordinal", "section sign")
    if char in "○◯" and (is_han(text[at - 1 : at] or " ") or is_han(text[at + 1 : at + 2] or " ")):
        return Said(at + 1, "某", "symbol", "left blank", sure=False)
    if char in _MARKS_OF_PRINT:
        return drop(at + 1, "footnote", "mark of print")
    if not _silent(char):
        return None
    return drop(at + 1, "symbol" if char in _MEANT else "ornament", "not said", sure=char not in _MEANT)


@cache
def _silent(char: str) -> bool:
    """Emoji, arrows, bullets, marks, private characters."""
    category = unicodedata.category(char)
    return category[0] in "SPC" or category in ("Me", "No")


def _named(text: str, at: int, end: int) -> Said:
    if text[at] == "±" and (said := quantity(text, skip(text, at + 1, end), end, sign="正負")):
        return said
    return Said(at + 1, SAID_AS[text[at]], "math", "sign")


def skip(text: str, at: int, end: int) -> int:
    """The offset behind the spaces at ``at``."""
    while at < end and text[at] == " ":
        at += 1
    return at


def _quote(text: str, at: int, end: int) -> Said:
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char in "’‘´" and _latin(before) and _latin(after):
        return Said(at + 1, "'", "quote", "apostrophe")
    if char == "^" and (power := _POWER.match(text, at, end)) and before.isalnum():
        return _powered(power)
    if char in '"”' and before.isdigit() and not _OPENED.search(text, max(0, at - 24), at):
        return Said(at + 1, "吋", "unit", "inch", sure=False)
    if char == "*" and before.isdigit() and after.isdigit():
        return Said(at + 1, "乘", "math", "times")
    if char in "^*_\\":
        return drop(at + 1, "ornament", "not said")
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return drop(at + 1, "quote", "quotation mark")  # EP《EZ》 is two words
    return join(at + 1, "quote", "quotation mark")


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _bracket(text: str, at: int, end: int) -> Said:
    if empty := _EMPTY.match(text, at, end):
        return drop(empty.end(), "ornament", "brackets around nothing")
    if mark := _FOOTNOTE.match(text, at, end):
        return join(mark.end(), "footnote", "footnote mark")
    if text[at] == "(" and text[at - 1 : at].isalnum() and _PLURAL.match(text, at, end):
        return drop(at + 1, "gloss", "bracket in a word")
    return pause(at + 1, "gloss", "bracket")


def _superscript(text: str, at: int, end: int) -> Said:
    power = _POWER.match(text, at, end)
    if at and (charge := _CHARGE.match(text, at, end)) and text[at - 1].isascii() and text[at - 1].isalnum():
        count = "".join(_SUPERSCRIPTS[c] for c in charge[1])
        sign = "正" if charge[2] == "⁺" else "負"
        return Said(charge.end(), f" {cardinal(count) if count else ''}{sign}", "math", "charge")
    if power and at and (text[at - 1].isdigit() or _VARIABLE.search(text, max(0, at - 3), at)):
        return _powered(power)
    return join(power.end() if power else at + 1, "footnote", "superscript mark")


def _powered(power: re.Match[str]) -> Said:
    raw = power[1] or "".join(_SUPERSCRIPTS[c] for c in power[2])
    by_name = {"2": "平方", "3": "立方"}
    minus = "負" if raw[0] == "-" else ""
    return Said(power.end(), "的" + by_name.get(raw, f"{minus}{cardinal(raw.lstrip('-'))}次方"), "math", "power")
