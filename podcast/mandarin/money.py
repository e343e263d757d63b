"""Amounts of money in every notation, with the currency where Mandarin puts it."""

from __future__ import annotations

import re

from podcast.mandarin.counts import NUMBER
from podcast.mandarin.numbers import number, scaled
from podcast.mandarin.spans import Said
from podcast.mandarin.units import LETTER_MAGNITUDES, MAGNITUDES, power_of

_BEFORE_AFTER = {
    "NT$": ("新台幣", "元"), "NTD": ("新台幣", "元"), "TWD": ("新台幣", "元"), "NT": ("新台幣", "元"),
    "RMB": ("人民幣", "元"),
    "CNY": ("人民幣", "元"), "CN¥": ("人民幣", "元"), "RMB¥": ("人民幣", "元"),
}  # fmt: skip
_AFTER = {
    "US$": "美元", "USD": "美元", "US": "美元", "$": "美元", "USD$": "美元", "HK$": "港元", "HKD": "港元",
    "A$": "澳幣",
    "AU$": "澳幣", "AUD": "澳幣", "C$": "加幣", "CA$": "加幣", "CAD": "加幣", "S$": "新加坡幣", "SGD": "新加坡幣",
    "NZ$": "紐幣", "NZD": "紐幣", "R$": "巴西雷亞爾", "€": "歐元", "EUR": "歐元", "£": "英鎊", "GBP": "英鎊",
    "¥": "日圓",
    "JP¥": "日圓", "JPY": "日圓", "₩": "韓元", "KRW": "韓元", "₹": "印度盧比", "INR": "印度盧比", "฿": "泰銖",
    "THB": "泰銖", "₫": "越南盾", "VND": "越南盾", "₱": "菲律賓披索", "PHP": "菲律賓披索", "₿": "枚比特幣",
    "BTC": "枚比特幣",
    "ETH": "枚以太幣", "CHF": "瑞士法郎", "₽": "盧布", "MYR": "馬來幣", "IDR": "印尼盾", "SEK": "瑞典克朗",
    "¢": "美分",
    "USDT": "泰達幣", "USDC": " USDC",
}  # fmt: skip
CURRENCY = {**_BEFORE_AFTER, **{code: ("", said) for code, said in _AFTER.items()}}
"""How a currency is written → what is said before and after the number."""

_ONLY_BEHIND = {"BTC", "ETH", "USDT", "USDC", "¢"}
_ALONE = {"US", "NT"}  # a currency only with a dollar sign
_before = [c for c in CURRENCY if c not in _ONLY_BEHIND | _ALONE]
_behind = [
    c for c in CURRENCY if (c.isalpha() and c not in _ALONE) or c in "€£¢₩₹฿" or (c.endswith("$") and len(c) > 1)
]

_MOVED_BEFORE = re.compile(r"[漲跌升降增減調]\s?$")  # 跌 $3 至 $95: by 3 to 95, not a range
_NAMED_BEFORE = re.compile(r"([台臺]幣|人民幣|美金|港幣|日幣)[：:]?\s?$")
_SAME_BEFORE = re.compile(
    r"(美元|歐元|英鎊|日[圓元]|韓元|港元|澳幣|加幣|新加坡幣|紐幣|泰銖|越南盾|盧布|瑞士法郎|比特幣)[：:]?\s?$"
)
_NAMED = {
    "台幣": {"$", "NT$", "NTD", "TWD"}, "臺幣": {"$", "NT$", "NTD", "TWD"}, "美金": {"$", "US$", "USD", "USD$"},
    "港幣": {"$", "HK$", "HKD"}, "日幣": {"¥", "JP¥", "JPY"}, "人民幣": {"¥", "CN¥", "RMB", "CNY", "RMB¥"},
}  # fmt: skip
"""A currency named in words → the signs behind it that say no more: 新台幣 $300 is not in US dollars."""


def _any(names: list[str]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


_WORD = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_SCALE = (
    rf"(?:\s?(?P<word>(?i:{_WORD}))(?![A-Za-z])|(?P<letter>[KkMBbTm])(?![A-Za-z0-9])"
    r"|\s?(?P<han>[百千]?[萬億兆]|[百千])(?!國|里|用))?"
)
_DASH = r"\s?[-–—~～至到]\s?"
_UNIT = (
    r"(?:\s?(?P<unit>美元|美金|元(?!件|大|宇|太|老|素|月|旦|年)"
    r"|塊|日圓|日元|歐元|英鎊|港元|港幣|韓元|人民幣|USD|dollars?(?![A-Za-z])|TWD|NTD))?"
)
_PER = (
    r"(?:\s?(?:/|per\s|每)\s?(?P<per>月|年|季|週|天|日|小時|分鐘|人|股|片|度|次|件"
    r"|month|mo|year|yr|hour|hr|user|day)(?![a-z]))?"
)
_PERIODS = {
    "month": "月", "mo": "月", "year": "年", "yr": "年", "hour": "小時", "hr": "小時", "user": "位使用者",
    "day": "天",
}  # fmt: skip
_PREFIXED = re.compile(
    rf"(?P<sign>-|\+)?(?P<currency>{_any(_before)})\s?(?P<sign2>-)?(?P<first>{NUMBER})"
    rf"(?:(?P<scale1>[KkMBbT])?(?P<dash>{_DASH})(?:(?P=currency)\s?)?(?P<second>{NUMBER})(?![\d:/]))?{_SCALE}(?P<more>\+)?{_UNIT}{_PER}"
)
_SUFFIXED = re.compile(
    rf"(?P<first>{NUMBER})(?:(?P<dash>{_DASH})(?P<second>{NUMBER}))?{_SCALE}\s?(?P<currency>{_any(_behind)})(?![A-Za-z0-9])"
)


_RATE = re.compile(
    rf"(?P<first>{NUMBER})(?:(?P<dash>{_DASH})(?P<second>{NUMBER}))?(?P<word>)(?P<letter>)"
    r"\s?(?:(?P<han>[百千]?[萬億兆])\s?(?P<unit>(?:美|歐|港|日)?元|美金|塊)?|(?P<alone>(?:美|歐|港|日)?元|美金|塊))"
    r"\s?/\s?(?P<per>坪|月|年|季|週|天|日|小時|分鐘|人次|人|股|片|度電|度|次|件|公斤|噸|晚)"
    r"(?=[^㐀-鿿]|$|起|計|的|以[上下內]|左右|不等)"  # 1美元/人民幣 is another thing
)


def rate(text: str, at: int, end: int) -> Said | None:
    """40 萬/坪, 399元/月: what it is counted by comes first."""
    found = _RATE.match(text, at, end)
    if not found or (at and text[at - 1].isascii() and (text[at - 1].isalpha() or text[at - 1] in ".$")):
        return None
    lead = f"每{found['per']}"
    if lead in text[max(0, at - 8) : at]:
        lead = ""
    return Said(found.end(), f"{lead}{_amounts(found)}{found['unit'] or found['alone'] or ''}", "money", "rate")


def money_before(text: str, at: int, end: int) -> Said | None:
    """US$1.2 billion, NT$3,000, -$2.3B, $5–10 billion, $20/月."""
    found = _PREFIXED.match(text, at, end)
    if not found:
        return None
    if found["dash"] and found["dash"].strip() in "至到" and _MOVED_BEFORE.search(text[max(0, at - 3) : at]):
        found = _PREFIXED.match(text, at, found.start("dash")) or found
    code, unit = found["currency"], found["unit"]
    lead, trail = CURRENCY[code]
    spelled = unit and unit not in ("元", "塊", "USD", "TWD", "NTD") and not unit.startswith("dollar")
    if spelled or (code == "$" and unit in ("元", "塊")):
        lead, trail = "", unit
    elif code == "$" and unit in ("TWD", "NTD"):
        lead, trail = CURRENCY["NTD"]
    elif (named := _NAMED_BEFORE.search(text[max(0, at - 5) : at])) and code in _NAMED[named[1]]:
        lead, trail = "", "元"
    elif (same := _SAME_BEFORE.search(text[max(0, at - 6) : at])) and _same(same[1], trail):
        trail = ""
    negative = "負" if "-" in (found["sign"] or "") + (found["sign2"] or "") else ""
    said = f"{lead}{negative}{_amounts(found)}{'多' if found['more'] else ''}{trail}"
    if found["per"]:
        said = f"每{_PERIODS.get(found['per'], found['per'])}{said}"
    return Said(found.end(), said, "money", code, sure=code not in ("¥", "$") or _told(found, text, at, trail))


def _told(found: re.Match[str], text: str, at: int, trail: str) -> bool:
    """Whether something beside a bare $ or ¥ says which currency it is."""
    if found["unit"] or found["word"] or found["letter"] or _NAMED_BEFORE.search(text[max(0, at - 5) : at]):
        return True
    return found["currency"] == "$" and ("." in found["first"] or "美元" in text[max(0, at - 40) : at + 60])


def _same(named: str, trail: str) -> bool:
    """歐元 €20 億: the sign says once more what the word has said."""
    return named[:2] in trail or (named[0] == "日" and trail == "日圓")


def money_behind(text: str, at: int, end: int) -> Said | None:
    """500 USD, 1.2 億 TWD, 100€."""
    if at and text[at - 1].isascii() and (text[at - 1].isalpha() or text[at - 1] == "."):
        return None
    found = _SUFFIXED.match(text, at, end)
    if not found:
        return None
    lead, trail = CURRENCY[found["currency"]]
    return Said(found.end(), f"{lead}{_amounts(found)}{trail}", "money", found["currency"])


def _amounts(found: re.Match[str]) -> str:
    first, second = found["first"], found["second"]
    zeros = power_of(found["word"]) if found["word"] else LETTER_MAGNITUDES.get(found["letter"] or "", 0)
    han = found["han"] or ""
    if not second:
        return _amount(first, zeros, han)
    dash = found["dash"].strip()
    word = dash if dash in "至到" else "到"
    first_zeros = LETTER_MAGNITUDES[found["scale1"]] if found.groupdict().get("scale1") else zeros
    return f"{_amount(first, first_zeros, '', bool(han))}{word}{_amount(second, zeros, han)}"


def _amount(written: str, zeros: int, han: str, followed: bool = True) -> str:
    written = written.removesuffix(".00")
    said = scaled(written, zeros) if zeros else number(written)
    return ("兩" if said == "二" and followed else said) + han
