"""Signs whose word depends on what stands beside them: minus or to, plus or Plus, about, per, versus."""

from __future__ import annotations

import re
from collections.abc import Callable

from podcast.mandarin.han import is_han
from podcast.mandarin.numbers import cardinal, digit_by_digit
from podcast.mandarin.quantity import quantity
from podcast.mandarin.spans import Said, drop, join, pause

_DASHES = "-–—―─"
_PARTICLES = frozenset("喔啊吧呢耶囉唷呀哦哈嗨啦嘿哇嗯呦噢欸嘛掰嚕啾嘻謝")
_AMOUNT = frozenset("%％‰°℃元萬億兆千百成倍折點分秒時日月年季週天個人名歲號樓級檔度吋米里尺克斤瓦赫特次場頁張台件")
"""What an amount ends with: a dash between this and a digit is 到."""

_OPENING = frozenset(" （([「，：、\n")
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿḀ-ỿ\u0300-\u036f"  # with their accents, also those set as characters of their own
_LATIN = re.compile(f"[0-9{_LETTER}]")
_LATIN_NAME = re.compile(rf"[{_LETTER}](?:-?[\d.]{{1,8}}){{0,2}}$")
_MEASURED = re.compile(r"\d+(?:\.\d+)?(?:\s?[~～–-]\s?\d+(?:\.\d+)?)?\s?(?:%|°|℃|度|bps?(?![A-Za-z]))")
_VALUE = frozenset("為達至到算約是於值報出繳計利損益差率淨")
_ELEMENTS = frozenset("鈾鈽錼碳鍶銫碘鈷氚鋂鋦鐳氡釷鎝")
_CALENDAR_BEFORE = re.compile(r"(?:(?:[週周]|星期|禮拜)[一二三四五六日]|[一二三四五六七八九十][月日年時點])$")
_CALENDAR_AFTER = re.compile(
    r"(?:[週周]|星期|禮拜)[一二三四五六日]|[一二三四五六日](?![㐀-鿿])|[一二三四五六七八九十]{1,3}[月日年時點]"
)
_TIME_BEFORE = re.compile(
    r"(?:\d:\d\d|\d/\d{1,2}|[\d零一二三四五六七八九十]\s?[點時月日號年]半?|點整|[ap]\.?m\.?)"
    r"(?:\s?[（(](?:[週周]|星期)?[一二三四五六日][）)])?\s?$",
    re.IGNORECASE,
)
_DAY = (
    r"(?:[隔翌次同當明後今昨][天日年月早晚晨週周]|[明隔去今]年|[下隔]個?月"
    r"|[下隔本這]?個?(?:[週周]|星期|禮拜)[一二三四五六日天])"
)
_PART_OF_DAY = r"(?:凌晨|清晨|早[上晨]|[上中下]午|正午|午[後夜間]|傍晚|晚[上間]|深夜|半夜|夜[間晚])"
_LATER_TIME = re.compile(
    rf"\s?(?:{_DAY}(?:[的之]|[（(][^）)]{{1,5}}[）)])?\s?{_PART_OF_DAY}?|{_PART_OF_DAY})"
    r"(?:\s?(?:\d{1,2}\s?(?:[:/]\s?\d|[點時月日號])|[零一二兩三四五六七八九十]{1,3}[點時月日])|(?<=[午夜晨天日])(?![㐀-鿿]))"
)
_LETTERED = frozenset("殲轟運直")
_CALENDAR = re.compile(r"\d{4}|\d{1,2}\s?[年月日號/:]")
_DATE = re.compile(r"\d{1,2}/\d{1,2}(?!\d)|20\d\d[/年-]")
_WORD_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,}$")
_PLUS_ONE = re.compile(r"\d{1,5}(?![\d.,:/~–-]|\s?(?:[%％‰°℃℉度]|bps?|個(?:百分|基)點|倍))")
_TELEPHONE_BEFORE = re.compile(r"\d{3,4}[- ]?\d{4}\s?$|[零一二三四五六七八九]{6}\s?$|(?:電話|轉|分機)\s?$")
_HASH_NUMBER = re.compile(r"#(\d{1,4})(?![\d\w])")
_PER = re.compile(
    r"/\s?(月|年|季|週|天|日|小時|分鐘|秒|人次|人|股|片|公斤|坪|晚|次|噸|趟|張|度電|度|GB|TB|MB|kWh|hr|h|s)"
    r"(?=[^㐀-鿿A-Za-z]|$|[起計的和與及或]|以[上下內]|左右|不等)"
)
_COUNTED_BEFORE = re.compile(
    r"[\d千百萬]\s?[㐀-鿿]{1,4}$|[零一二三四五六七八九十百千萬億兩]\s?(?:請求|次請求|人次|使用者|用戶)$"
)
_PER_NAMES = {"hr": "小時", "h": "小時", "s": "秒"}


class _Place:
    """A run of the same sign with its neighbours; "\\n" stands for a line's end."""

    def __init__(self, text: str, at: int, end: int, chars: str) -> None:
        run = at + 1
        while run < end and text[run] in chars:
            run += 1
        self.text, self.at, self.end, self.run = text, at, end, run
        self.before = text[at - 1] if at else "\n"
        self.after = text[run] if run < end else "\n"

    @property
    def near(self) -> str:
        """The character before, beyond one space."""
        return self.text[self.at - 2] if self.before == " " and self.at > 1 else self.before

    @property
    def far(self) -> str:
        """The character after, beyond one space."""
        return self.text[self.run + 1] if self.after == " " and self.run + 1 < self.end else self.after

    def quantity(self, sign: str) -> Said | None:
        return quantity(self.text, self.run, self.end, sign)


def sign(text: str, at: int, end: int) -> Said | None:
    found = _HANDLERS.get(text[at])
    return found[1](_Place(text, at, end, found[0])) if found else None


def _latin(char: str) -> bool:
    return _LATIN.match(char) is not None


def _until(p: _Place) -> bool:
    """Between a time and a later one that a word begins: 22:00–隔天 06:00."""
    before = p.text[max(0, p.at - 14) : p.at]
    return bool(_LATER_TIME.match(p.text, p.run, p.end) and _TIME_BEFORE.search(before))


def _dash(p: _Place) -> Said | None:
    if _until(p):
        return Said(p.run, "到", "range", "range")
    if p.run - p.at > 1:
        return pause(p.run, "dash", "dash")
    if p.after.isdigit():
        return _dash_before_digit(p)
    if p.before == p.after == " ":
        if (p.near in _AMOUNT or p.near.isdigit()) and p.far.isdigit():
            return Said(p.run, "到", "range", "range")
        return pause(p.run, "dash", "dash")
    if _latin(p.before) and _latin(p.after):
        return Said(p.run, "", "version", "hyphen in a name", sort="space")
    if p.after == "百" and p.text.startswith("百分之", p.run):
        return Said(p.run, "負", "sign", "minus")
    if _CALENDAR_BEFORE.search(p.text[max(0, p.at - 4) : p.at]) and _CALENDAR_AFTER.match(p.text, p.run, p.end):
        return Said(p.run, "到", "range", "range")
    if is_han(p.before) and is_han(p.after) and p.text[p.at] == "–":
        return Said(p.run, "到", "range", "range", sure=False)
    return pause(p.run, "dash", "dash")


def _dash_before_digit(p: _Place) -> Said:
    if p.near in _ELEMENTS:
        return join(p.run, "version", "hyphen before a number")
    if _DATE.match(p.text, p.run, p.end) and (p.near.isdigit() or p.near in _AMOUNT or p.near in ")）起"):
        return Said(p.run, "到", "range", "range")
    if p.before == " " and p.near.isdigit():
        return Said(p.run, "減", "math", "minus", sure=False)
    if (p.before in _OPENING or (is_han(p.before) and _negative(p))) and (said := p.quantity("負")):
        return said
    if _LATIN_NAME.search(p.text[max(0, p.at - 12) : p.at]):
        return Said(p.run, "", "version", "hyphen before a number", sort="space")
    if p.before in _LETTERED:
        return join(p.run, "version", "hyphen before a number")
    if p.before.isdigit() or p.before in _AMOUNT:
        return Said(p.run, "到", "range", "range")
    return pause(p.run, "dash", "dash")


def _negative(p: _Place) -> bool:
    """Behind a Han character: 高達-5%, 計算-2, but not 殲-10, 回顧-2025年 or 三月-5月."""
    if _MEASURED.match(p.text, p.run, p.end):
        return True
    return p.before in _VALUE and not _CALENDAR.match(p.text, p.run, p.end)


def _tilde(p: _Place) -> Said:
    if _until(p):
        return Said(p.run, "到", "range", "range")
    amount = p.near.isdigit() or p.near in _AMOUNT
    if p.after.isdigit() and (p.before in _OPENING or not (amount or is_han(p.near))):
        return Said(p.run, "約", "sign", "about")
    if amount and (p.far.isdigit() or p.far in "$€£¥"):
        return Said(p.run, "到", "range", "range")
    if _latin(p.before) and _latin(p.after):
        return Said(p.run, "到", "range", "range")
    if is_han(p.near) and (is_han(p.far) or p.far.isdigit()) and p.run - p.at == 1 and p.near not in _PARTICLES:
        return Said(p.run, "到", "range", "range", sure=False)
    return pause(p.run, "ornament", "tilde")


def _plus(p: _Place) -> Said:
    if p.after == "+" and _latin(p.before):
        return Said(p.run + 1, "加加", "name", "plus plus")
    plain = _PLUS_ONE.match(p.text, p.run, p.end)
    word = "加" if p.before == "「" or plain else "正"  # 「+2」週 and +1 are names, +2 °C a value
    if p.after.isdigit() and p.before in _OPENING and not p.near.isdigit() and (said := p.quantity(word)):
        return said
    if is_han(p.before) and _MEASURED.match(p.text, p.run, p.end) and (said := p.quantity("正")):
        return said
    name = p.before.isalpha() or _LATIN_NAME.search(p.text, max(0, p.at - 8), p.at)
    attached = p.after != " " or is_han(p.far) or p.far.isdigit()  # OPS+ 93, but CPU+ GPU are two
    worded = _WORD_BEFORE.search(p.text[max(0, p.at - 16) : p.at]) and p.after == " "  # Copilot+ PC
    if name and _latin(p.before) and not _latin(p.after) and (attached or worded):
        return Said(p.run, " Plus", "name", "plus", sure=False)
    if (p.near.isalnum() or p.near in "%)）」』》]") and (p.far.isalnum() or p.far in "「『《(（"):
        return Said(p.run, "加", "math", "plus")
    return drop(p.run, "symbol", "plus", sure=False)


def _comparison(p: _Place) -> Said:
    equal = p.after == "="
    after = p.text[p.run + equal : p.run + equal + 2].strip()[:1]
    if after.isdigit() or after in ("$", "-", ".") or ((equal or p.before == " ") and after.isalnum()):
        word = ("小於" if p.text[p.at] == "<" else "大於") + ("等於" if equal else "")
        return Said(p.run + equal, word, "math", "comparison")
    return drop(p.run, "symbol", "not said", sure=False)


def _equal(p: _Place) -> Said:
    if p.run - p.at == 1 and p.after != ">" and p.near != "\n" and p.far != "\n":
        return Said(p.run, "等於", "math", "equals")
    return pause(p.run + (p.after == ">"), "ornament", "not said")


def _times(p: _Place) -> Said:
    if p.near.isdigit() or p.far.isdigit():
        return Said(p.run, "乘", "math", "times")
    if p.near.isalnum() and p.far.isalnum():
        return Said(p.run, " x ", "symbol", "together with", sure=False)
    return pause(p.run, "ornament", "not said")


def _arrow(p: _Place) -> Said:
    if (p.near.isalnum() or p.near in "%」）") and (p.far.isalnum() or p.far in "「（$"):
        return Said(p.run, "到", "symbol", "arrow")
    return pause(p.run, "ornament", "arrow")


def _rise(p: _Place) -> Said:
    if p.far.isdigit():
        return Said(p.run, "上漲" if p.text[p.at] in "▲△↑⬆" else "下跌", "sign", "rise or fall")
    return drop(p.run, "symbol", "not said")


def _hash(p: _Place) -> Said:
    if found := _HASH_NUMBER.match(p.text, p.at, p.end):
        if _TELEPHONE_BEFORE.search(p.text[max(0, p.at - 14) : p.at]):
            return Said(found.end(), f"分機{digit_by_digit(found[1])}", "code", "extension")
        return Said(found.end(), f"第{cardinal(found[1])}", "ordinal", "number sign")
    return drop(p.run, "ornament", "hashtag")


def _at(p: _Place) -> Said:
    return drop(p.run, "ornament", "handle")


def _and(p: _Place) -> Said:
    if p.near.isalnum() and p.far.isalnum():
        both_han = is_han(p.near) and is_han(p.far)
        return Said(p.run, "和" if both_han else " and ", "symbol", "ampersand")
    return pause(p.run, "symbol", "ampersand")


def _slash(p: _Place) -> Said:
    amount = p.before in _AMOUNT or p.before in "BbsD圓幣鎊" or _COUNTED_BEFORE.search(p.text[max(0, p.at - 12) : p.at])
    if amount and (per := _PER.match(p.text, p.at, p.end)):
        return Said(per.end(), "每" + _PER_NAMES.get(per[1], per[1]), "unit", "per")
    if _latin(p.before) and _latin(p.after):
        words = (
            p.text[p.at - 2 : p.at].isalnum()
            and p.text[p.run : p.run + 2].isalnum()
            and p.at > 1
            and p.run + 2 <= p.end
        )
        return Said(p.run, "、", "symbol", "slash") if words else drop(p.run, "ornament", "slash")
    if p.near == "和" and p.far == "或":
        return join(p.run, "symbol", "slash")
    return pause(p.run, "ornament", "slash")


def _bar(p: _Place) -> Said:
    return pause(p.run, "ornament", "bar")


def _dot(p: _Place) -> Said:
    """The dot inside a foreign name, or a bullet."""
    if is_han(p.before) and is_han(p.after):
        return join(p.run, "ornament", "dot in a name")
    return pause(p.run, "ornament", "bullet")


_HANDLERS: dict[str, tuple[str, Callable[[_Place], Said | None]]] = {
    char: (chars if runs else "", handler)
    for chars, runs, handler in (
        (_DASHES, True, _dash), ("~～", True, _tilde), ("+", False, _plus), ("<>", False, _comparison),
        ("=", True, _equal),
        ("×✕✖", False, _times), ("→➔➡⇒⟶", True, _arrow), ("▲△▼▽↑↓⬆⬇", False, _rise), ("#", True, _hash),
        ("@", True, _at),
        ("&", False, _and), ("/", True, _slash), ("|｜¦", True, _bar), ("·", True, _dot),
    )
    for char in chars
}  # fmt: skip
