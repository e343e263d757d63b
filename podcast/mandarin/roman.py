"""Roman numerals: 第 II 期, 路易 XIV, World War II, Type I."""

from __future__ import annotations

import re

from podcast.mandarin.numbers import cardinal
from podcast.mandarin.spans import Said

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMERAL = re.compile(r"(?:X{0,3}|XL|LX{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z0-9\-+&/']|\.[A-Za-z0-9])")
_COUNTED_BEFORE = re.compile(r"第\s?$")
_COUNTED_AFTER = re.compile(r"\s?(?:期(?![待望間貨末中刊])|[世代型類級章卷部冊集篇編幕樂](?![界表理碼別似])|號(?!稱))")
_NAME_BEFORE = re.compile(
    r"(?:War|Phase|Type|Stage|Class|Part|Chapter|Act|Mark|Mk\.?|Level|Grade|Group|Tier|Volume|Vol\.?|Book|Episode|Title|Article|Section|Factor|Category)\s$"
)
_NO_NUMERALS = frozenset(("XL", "LV", "LI", "LX", "XX", "XXX", "L"))  # sizes, brands, names
_BOWL_BEFORE = re.compile(r"(?:Super Bowl|超級盃|第)\s?$")
_HAN_BEFORE = re.compile("[\u4e00-\u9fff]$")
_TITLE_ENDS = re.compile(r"\s?[》」』】:：]")
_ALSO_WORDS = frozenset(("IV", "VI", "XI"))  # 打 IV, 企業 VI: numbers only where a title ends
_LATIN_BEFORE = re.compile(r"[A-Z][A-Za-z'’]{1,20}\s$")
_RULER_BEFORE = re.compile(
    r"(?:路易|亨利|愛德華|查[理爾]斯?|伊[莉麗]莎白|喬治|威廉|詹姆[斯士]|理查|菲[利力]普|腓力|拿破崙|亞歷山大|彼得|尼古拉|凱薩琳|葉卡捷琳娜|瑪[麗格]|阿方索|卡洛斯|費[利迪南]+|弗?里德里希|腓特烈"
    r"|若望|保祿|本篤|方濟各|良|庇護|拉美西斯|哈拉爾|瑪格麗特|古斯塔夫|克里斯蒂安|居魯士|大流士)\s?$"
)


def roman(text: str, at: int, end: int) -> Said | None:
    """A Roman numeral as a number, where something beside it says that it is one. A lone I, V or X needs more."""
    if at and text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in "-&/.'+"):
        return None
    found = _NUMERAL.match(text, at, end)
    if not found or not found.group():
        return None
    if found.group() in _NO_NUMERALS and not _BOWL_BEFORE.search(text, max(0, at - 12), at):
        return None
    written, before = found.group(), text[max(0, at - 24) : at]
    ruler = _RULER_BEFORE.search(before)
    named = (
        ruler
        or _COUNTED_BEFORE.search(before)
        or _NAME_BEFORE.search(before)
        or _in_title(written, before, text, found.end())
    )
    counted = _COUNTED_AFTER.match(text, found.end(), end)
    if not named and len(written) == 1:
        return None
    if not (named or counted or _LATIN_BEFORE.search(before)):
        return None
    reign = "世" if ruler and not ruler.group().startswith("路易") and not counted else ""
    return Said(
        found.end(),
        cardinal(str(_value(written))) + reign,
        "ordinal",
        "Roman numeral",
        bool(named or counted or _value(written) < 40),
    )


def _in_title(written: str, before: str, text: str, end: int) -> bool:
    """太空戰士VII: at the end of a title's Han characters."""
    if not _HAN_BEFORE.search(before):
        return False
    return written not in _ALSO_WORDS or bool(_TITLE_ENDS.match(text, end))


def _value(written: str) -> int:
    values = [_VALUES[c] for c in written]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
