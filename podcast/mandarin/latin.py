"""Latin names that are not said as they are spelled, and addresses of the web."""

from __future__ import annotations

import re

from podcast.mandarin.numbers import cardinal
from podcast.mandarin.spans import Said
from podcast.mandarin.units import UNITS

_NAMES = {
    "C++": "C plus plus", "c++": "C plus plus", "C#": "C sharp", "F#": "F sharp", "J#": "J sharp",
    "Notepad++": "Notepad plus plus",
    "S&P": "S and P", "M&A": "M and A", "R&D": "R and D", "Q&A": "Q and A", "AT&T": "AT and T", "P&G": "P and G",
    "J&J": "J and J",
    "H&M": "H and M", "A&W": "A and W", "D&I": "D and I", "B&B": "B and B", "R&B": "R and B", "P&L": "P and L",
    "T&C": "T and C",
    "7-ELEVEN": "Seven Eleven", "7-Eleven": "Seven Eleven", "7-eleven": "Seven Eleven", "7-11": "Seven Eleven",
    **{f"711{shop}": f"Seven Eleven {shop}" for shop in ("超商", "門市", "便利商店", "店員", "賣貨便", "超市")},
    "A/B": "A B", "A/B testing": "A B testing", "CI/CD": "CI CD", "TCP/IP": "TCP IP", "I/O": "I O", "N/A": "N A",
    "B/B ratio": "B B ratio",
    "P/E": "P E", "AC/DC": "AC DC", "OS/2": "OS 二", "24/7": "二十四小時全年無休", "7x24": "七天二十四小時",
    "7×24": "七天二十四小時",
    "24x7": "二十四小時全年無休",
    "9to5": "Nine to Five", "9to5Mac": "Nine to Five Mac", "9to5Google": "Nine to Five Google",
    "I2C": "I square C", "w/": "with", "w/o": "without", "etc.": "等", "vs.": "vs", "Vs.": "vs", "VS.": "VS",
    "e.g.": "例如", "i.e.": "也就是", "U.S.": "US", "U.K.": "UK", "U.N.": "UN", "E.U.": "EU", "Inc.": "Inc",
    "Corp.": "Corp", "Ltd.": "Limited",
    "Co.": "Co", "Mr.": "Mister", "Ms.": "Miss", "Mrs.": "Misses", "Dr.": "Doctor", "Prof.": "Professor",
    "Jr.": "Junior", "Sr.": "Senior", "St.": "Saint",
    ".NET": "dot NET", "a.k.a.": "AKA", "Ph.D.": "PhD", "D.C.": "DC", "approx.": "約", "4o": "四 o",
}  # fmt: skip
_NAME_LENGTHS = sorted({len(name) for name in _NAMES}, reverse=True)
_ALL_WEEK = re.compile(r"7\s?[/xX×]\s?24\s?小時")
_ALL_YEAR = "全年無休"
_FIRSTS = frozenset(name[0] for name in _NAMES)
_TO = re.compile(r"(?!H2O|H2S|K2O|N2[OPX]|I2C|U2F)[A-Z](?:2[A-Z])+(?![A-Za-z0-9+])")  # B2B, A2A; no molecules, no N2P
_PLUS = re.compile(
    r"(Disney|TV|Paramount|ESPN|Discovery|AMC|BET|Peacock|Google|Snapchat|iTunes|News|Fitness|Arcade|Nitro|Max|Ultra|Notepad)\s?\+(?![A-Za-z0-9+])"
)
_NUMBERED = re.compile(r"(?:N[oO]\.?|NO\.|№)\s?(\d{1,6})(?![\d.])")
_AMOUNT_AFTER = re.compile(r"\s?(?:[%％～~點天日月年週周個歲人位名分小公元萬億]|[A-Za-z]{1,3}(?![A-Za-z]))")

URL = re.compile(
    r"(?:https?|ftp)://(?:www\.)?([\w.-]{1,253})(?::\d{1,5})?(?:[/?#][^\s㐀-鿿　-〿＀-￯「」『』（）()<>\"]*)?",
    re.IGNORECASE,
)
WWW = re.compile(
    r"www\.([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?:[/?#][^\s㐀-鿿　-〿＀-￯「」『』（）()<>\"]*)?", re.IGNORECASE | re.ASCII
)
EMAIL = re.compile(r"([A-Za-z0-9][\w.+-]{0,63})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})", re.ASCII)
_TLDS = "com|org|net|edu|gov|io|ai|tw|co|me|dev|app|tv|info|biz|xyz|cc|jp|cn|hk|us|uk|eu|fm|gg|ly|im|news|tech"
DOMAIN = re.compile(
    rf"([A-Za-z0-9](?:[\w-]{{0,62}})(?:\.[\w-]{{1,63}}){{0,3}}\.(?:{_TLDS}))(?:/[\w./?=&%#~+-]*)?(?![\w.]*\w)",
    re.IGNORECASE | re.ASCII,
)


def web(text: str, at: int, end: int) -> Said | None:
    """Addresses, said briefly: the name of the site, never the path."""
    if at and (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in "@_")):
        return None
    if mail := EMAIL.match(text, at, end):
        return Said(mail.end(), f"{_dotted(mail[1])} 小老鼠 {_dotted(mail[2])}", "web", "e-mail address")
    for pattern, rule in ((URL, "address"), (WWW, "address"), (DOMAIN, "site")):
        if found := pattern.match(text, at, end):
            stop = found.end()
            while stop > at and text[stop - 1] in ".,;:!?'-":
                stop -= 1
            name = found[1].strip(".-")
            if name.lower().startswith("www."):
                name = name[4:]
            return Said(stop, _dotted(name), "web", rule)
    return None


def _dotted(name: str) -> str:
    words = re.sub(r"[-_+]+", " ", name).strip().split(".")
    return " 點 ".join(_spelled(w) for w in words if w)


def _spelled(word: str) -> str:
    """Digits inside a name, said one by one."""
    from podcast.mandarin.numbers import model_number

    return re.sub(r"\d+", lambda d: f" {model_number(d.group())} ", word).strip().replace("  ", " ")


def name(text: str, at: int, end: int) -> Said | None:
    """A name of the table, longest first: C++, S&P, A/B, Disney+."""
    if at and text[at - 1].isascii() and text[at - 1].isalnum():
        return None
    if text.startswith("2", at + 1) and (found := _TO.match(text, at, end)):
        return Said(found.end(), found.group().replace("2", " to "), "name", "name")
    if text[at] not in _FIRSTS:
        return None
    for length in _NAME_LENGTHS:
        stop = at + length
        if stop <= end and (said := _NAMES.get(text[at:stop])) and not _continues(text, stop, end):
            if text[at:stop] == "7-11" and _AMOUNT_AFTER.match(text, stop, end):
                continue
            if said.endswith(_ALL_YEAR) and text.startswith(_ALL_YEAR, stop + (text[stop : stop + 1] == " ")):
                said = said.removesuffix(_ALL_YEAR)  # 24/7 全年無休 says it already
            return Said(stop, said, "name", "name")
    return None


def _continues(text: str, stop: int, end: int) -> bool:
    return stop < end and text[stop].isascii() and (text[stop].isalnum() or text[stop] == "+")


def all_week(text: str, at: int, end: int) -> Said | None:
    """7/24 小時: every day, all day."""
    if found := _ALL_WEEK.match(text, at, end):
        return Said(found.end(), "七天二十四小時", "name", "all week")
    return None


def plus(text: str, at: int, end: int) -> Said | None:
    """Disney+, TV+."""
    if found := _PLUS.match(text, at, end):
        return Said(found.end(), f"{found[1]} Plus", "name", "plus")
    return None


_ZONE = re.compile(r"(UTC|GMT)\s?([+\-±])\s?(\d{1,2})(?::?([0-5]\d))?(?![\d:])")
_ZONE_SIGNS = {"+": "加", "-": "減", "±": "正負"}
_UNIT_ALONE = re.compile(
    r"(?:km|cm|mm|m|ft)[²³2-3](?![A-Za-z0-9²³])|(?:km/h|m/s|km/s|kWh|kg|km|cm|mm|ml|mL)(?![A-Za-z0-9/²³])"
)
_UNIT_BEFORE = re.compile(r"(?:每|單位[為是：:]?|/|幾|數[百千萬]?|多少|萬|億|千|百)\s?$")


def zone(text: str, at: int, end: int) -> Said | None:
    """UTC-5, GMT+8, UTC+05:30."""
    found = _ZONE.match(text, at, end)
    if not found or int(found[3]) > 14 or (at and text[at - 1].isascii() and text[at - 1].isalnum()):
        return None
    minutes = f"小時{cardinal(found[4])}分" if found[4] and int(found[4]) else ""
    said = f"{found[1]} {_ZONE_SIGNS[found[2]]}{cardinal(found[3])}{minutes}"
    return Said(found.end(), said, "time", "time zone")


def unit_alone(text: str, at: int, end: int) -> Said | None:
    """每 m²: a unit without a number."""
    found = _UNIT_ALONE.match(text, at, end)
    if not found or not (found.group()[-1] in "²³" or _UNIT_BEFORE.search(text, max(0, at - 4), at)):
        return None
    lead, trail = UNITS[found.group()]
    return Said(found.end(), f"{lead}{trail}".strip(), "unit", "unit alone")


def numbered(text: str, at: int, end: int) -> Said | None:
    """No. 1, №2."""
    if found := _NUMBERED.match(text, at, end):
        digits = found[1]
        said = f"第{cardinal(digits)}" if len(digits) < 4 else None
        if said:
            return Said(found.end(), said, "ordinal", "No.")
    return None
