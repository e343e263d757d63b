"""Brackets, quotes, dashes, arithmetic signs, bullets, emoji: a pause, a word, or nothing."""

from __future__ import annotations

import re
import unicodedata

from podcast.mandarin.han import is_han
from podcast.mandarin.numbers import cardinal, digit_by_digit
from podcast.mandarin.quantity import quantity
from podcast.mandarin.spans import Said

PAUSE = "pause"
DROP = "drop"

QUOTES = frozenset("「」『』“”‘’\"《》〈〉«»‹›„‟〝〞﹁﹂﹃﹄`´*_^\\｢｣")
BRACKETS = frozenset("()（）[]［］【】〔〕{}｛｝〖〗⟨⟩﹙﹚")
WORDS = {
    "±": "正負", "≥": "大於等於", "≧": "大於等於", "≤": "小於等於", "≦": "小於等於", "≠": "不等於", "≈": "約等於",
    "≒": "約等於", "∞": "無限", "√": "根號", "÷": "除以", "℃": "攝氏度", "℉": "華氏度", "∑": "總和",
    "½": "二分之一", "⅓": "三分之一", "⅔": "三分之二", "¼": "四分之一", "¾": "四分之三", "⅕": "五分之一", "⅖": "五分之二",
    "⅗": "五分之三", "⅘": "五分之四", "⅙": "六分之一", "⅛": "八分之一", "⅜": "八分之三", "⅝": "八分之五", "⅞": "八分之七",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda",
    "μ": "mu", "π": "pi", "σ": "sigma", "Σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Ω": "omega", "Ａ": "A",
}  # fmt: skip
_CIRCLED = {chr(0x2460 + i): str(i + 1) for i in range(20)} | {chr(0x2474 + i): str(i + 1) for i in range(20)}
_CIRCLED |= {chr(0x2776 + i): str(i + 1) for i in range(10)} | {chr(0x2780 + i): str(i + 1) for i in range(10)}
_CIRCLED |= {chr(0x278A + i): str(i + 1) for i in range(10)} | {chr(0x3220 + i): str(i + 1) for i in range(10)}
_SUPERSCRIPTS = {"¹": "1", "²": "2", "³": "3", "⁰": "0", **{chr(0x2074 + i): str(4 + i) for i in range(6)}}
_POWER = re.compile(r"\^\(?(-?\d{1,3})\)?|([⁻]?[⁰¹²³⁴-⁹]{1,3})")
_FOOTNOTE = re.compile(r"[\[［](?:註|注|note|ref\.?|來源)?\s?\d{0,3}(?:[-–,、]\s?\d{1,3}){0,4}[\]］]|[\[［](?:註|來源請求|citation needed|編按|a|b|c)[\]］]")
_LATIN_NAME = re.compile(r"[A-Za-z][\d.]{0,8}$")
_PARTICLES = frozenset("喔啊吧呢耶囉唷呀哦哈嗨啦嘿哇嗯呦噢欸嘛掰嚕啾嘻謝")
_NUMERIC_BEFORE = frozenset("%％‰°℃元萬億兆千百成倍折點分秒時日月年季週天個人名歲號樓級檔度吋米里尺克斤瓦赫特次場頁張台件")


def sign(text: str, at: int, end: int) -> tuple[Said, str] | None:
    """What the character at ``at`` becomes: (said, "say" | "pause" | "drop"), or None: said as written."""
    char = text[at]
    if char in QUOTES:
        return _quote(text, at, end)
    if char in BRACKETS:
        return _bracket(text, at, end)
    if char in WORDS:
        return _word(text, at, end)
    if char in _CIRCLED:
        return Said(at + 1, cardinal(_CIRCLED[char]) + "，", "ordinal", "circled"), "say"
    if handler := _HANDLERS.get(char):
        return handler(text, at, end)
    if char in _SUPERSCRIPTS:
        return _superscript(text, at, end)
    if _silent(char):
        return Said(at + 1, "", "symbol", "not said", sure=unicodedata.category(char)[0] != "S" or ord(char) > 0x2190), DROP
    return None


def _silent(char: str) -> bool:
    """Emoji, arrows, bullets, marks, private characters."""
    return unicodedata.category(char) in {"So", "Sk", "Sc", "Sm", "Cn", "Co", "Cs", "Cc", "Cf", "Me", "No", "Po", "Pd", "Ps", "Pe"} and (
        char not in "，。、；：？！…,.;:?!'\n々·%@#&/"
    )


def _nearest(text: str, at: int, step: int) -> str:
    """The next character in that direction that is no space, or a line end."""
    i = at + step
    while 0 <= i < len(text) and text[i] == " ":
        i += step
    return text[i] if 0 <= i < len(text) else "\n"


def _quote(text: str, at: int, end: int) -> tuple[Said, str] | None:
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in "’‘´" and before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
        return Said(at + 1, "'", "quote", "apostrophe"), "say"
    if char == "^" and (power := _POWER.match(text, at, end)) and (before.isalnum() or before == ")"):
        return _powered(power)
    if char == '"' and before.isdigit():
        return Said(at + 1, "吋", "unit", "inch"), "say"
    if char == "*" and before.isdigit() and after.isdigit():
        return Said(at + 1, "乘", "math", "times"), "say"
    if char in "_\\":
        return Said(at + 1, "", "symbol", "not said"), DROP
    return Said(at + 1, "", "quote", "quotation mark"), "join"


def _bracket(text: str, at: int, end: int) -> tuple[Said, str] | None:
    char = text[at]
    if char in "[［" and (mark := _FOOTNOTE.match(text, at, end)):
        return Said(mark.end(), "", "footnote", "footnote mark"), "join"
    before = text[at - 1 : at]
    if char == "(" and before.isascii() and before.isalnum():  # 401(k), file(s)
        close = text.find(")", at, min(end, at + 4))
        if close > 0 and text[at + 1 : close].isascii() and text[at + 1 : close].isalpha():
            return Said(at + 1, " " if len(before) else "", "gloss", "bracket in a word"), DROP
    return Said(at + 1, "", "gloss", "bracket"), PAUSE


def _word(text: str, at: int, end: int) -> tuple[Said, str] | None:
    char = text[at]
    if char in "±":
        if said := quantity(text, _skip(text, at + 1, end), end, sign="正負"):
            return said, "say"
    return Said(at + 1, WORDS[char], "math" if char not in "½" else "fraction", "sign"), "say"


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] == " ":
        at += 1
    return at


def _superscript(text: str, at: int, end: int) -> tuple[Said, str] | None:
    power = _POWER.match(text, at, end)
    if power and at and (text[at - 1].isdigit() or text[at - 1] in "nxNX"):
        return _powered(power)
    return Said(power.end() if power else at + 1, "", "footnote", "superscript mark"), "join"


def _powered(power: re.Match[str]) -> tuple[Said, str]:
    raw = power[1] or "".join(_SUPERSCRIPTS.get(c, "-") for c in power[2])
    said = "的平方" if raw == "2" else "的立方" if raw == "3" else f"的{'負' if raw[0] == '-' else ''}{cardinal(raw.lstrip('-'))}次方"
    return Said(power.end(), said, "math", "power"), "say"


def _minus(text: str, at: int, end: int) -> tuple[Said, str] | None:
    """- – —: minus, to, a joint of a Latin name, or a pause."""
    run = at
    while run < end and text[run] in "-–—―─－":
        run += 1
    before, after = text[at - 1 : at], text[run : run + 1]
    if run - at > 1:
        return Said(run, "", "dash", "dash"), PAUSE
    if after.isdigit() and (not before or before in " （([「，：、\n") or (after.isdigit() and is_han(before) and _measured(text, run, end)):
        if before == " " and _nearest(text, at, -1) in _NUMERIC_BEFORE and text[at] != "-":
            return Said(run, "到", "range", "range"), "say"
        if before == " " and _nearest(text, at, -1).isdigit():
            return Said(run, "減", "math", "minus"), "say"
        if said := quantity(text, run, end, sign="負"):
            return said, "say"
    if after == " " and before == " ":
        ranged = _nearest(text, at, -1) in _NUMERIC_BEFORE and _nearest(text, run - 1, 1).isdigit()
        return (Said(run, "到", "range", "range"), "say") if ranged else (Said(run, "", "dash", "dash"), PAUSE)
    if after.isdigit() and _LATIN_NAME.search(text[max(0, at - 12) : at]):
        return Said(run, "", "version", "hyphen before a number"), DROP
    if after.isdigit() and (before.isdigit() or before in _NUMERIC_BEFORE):
        return Said(run, "到", "range", "range"), "say"
    if before.isascii() and before.isalnum() and after.isascii() and after.isalpha():
        return (Said(run, "", "version", "hyphen after a number"), DROP) if before.isdigit() else None
    if is_han(before) and is_han(after):
        return (Said(run, "到", "range", "range", sure=False), "say") if text[at] == "–" else (Said(run, "", "dash", "dash"), PAUSE)
    return Said(run, "", "dash", "dash"), PAUSE


def _measured(text: str, at: int, end: int) -> bool:
    found = re.compile(r"\d+(?:\.\d+)?\s?(?:%|°|℃|度)").match(text, at, end)
    return found is not None


def _tilde(text: str, at: int, end: int) -> tuple[Said, str] | None:
    run = at
    while run < end and text[run] in "~～":
        run += 1
    before, after = _nearest(text, at, -1), _nearest(text, run - 1, 1)
    if after.isdigit() and (before in "\n，。；：、（( " or (not before.isdigit() and before not in _NUMERIC_BEFORE and text[at] == "~")):
        return Said(run, "約", "sign", "about"), "say"
    if (before.isdigit() or before in _NUMERIC_BEFORE) and (after.isdigit() or after in "$€£¥"):
        return Said(run, "到", "range", "range"), "say"
    if is_han(before) and is_han(after) and run - at == 1 and before not in _PARTICLES:
        return Said(run, "到", "range", "range", sure=False), "say"
    return Said(run, "", "symbol", "tilde"), PAUSE


def _plus(text: str, at: int, end: int) -> tuple[Said, str] | None:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after.isdigit() and (not before or before in " （(，：、") and not _nearest(text, at, -1).isdigit():
        if not (before == " " and is_han(_nearest(text, at, -1)) and False) and (said := quantity(text, at + 1, end, sign="正")):
            return said, "say"
    near, far = _nearest(text, at, -1), _nearest(text, at, 1)
    if (near.isalnum() or near in "%)）") and (far.isalnum() or far in "「(（"):
        return Said(at + 1, "加", "math", "plus"), "say"
    if before.isascii() and before.isalpha():
        return Said(at + 1, " Plus", "name", "plus", sure=False), "say"
    return Said(at + 1, "", "symbol", "plus", sure=False), DROP


def _less(text: str, at: int, end: int) -> tuple[Said, str] | None:
    equal = text[at + 1 : at + 2] == "="
    far = _nearest(text, at + equal, 1)
    if far.isdigit() or far in "$-." or (equal and far.isalnum()) or (text[at - 1 : at] == " " and far.isalnum()):
        word = ("小於" if text[at] == "<" else "大於") + ("等於" if equal else "")
        return Said(at + 1 + equal, word, "math", "comparison"), "say"
    return Said(at + 1, "", "symbol", "not said", sure=False), DROP


def _equal(text: str, at: int, end: int) -> tuple[Said, str] | None:
    run = at
    while run < end and text[run] in "=＝":
        run += 1
    arrow = text[run : run + 1] == ">"
    near, far = _nearest(text, at, -1), _nearest(text, run - 1 + arrow, 1)
    if run - at == 1 and not arrow and near != "\n" and far != "\n":
        return Said(run, "等於", "math", "equals"), "say"
    return Said(run + arrow, "", "symbol", "not said"), PAUSE


def _times(text: str, at: int, end: int) -> tuple[Said, str] | None:
    near, far = _nearest(text, at, -1), _nearest(text, at, 1)
    if near.isdigit() or far.isdigit():
        return Said(at + 1, "乘", "math", "times"), "say"
    if near.isalnum() and far.isalnum():
        return Said(at + 1, " x ", "symbol", "together with", sure=False), "say"
    return Said(at + 1, "", "symbol", "not said"), PAUSE


def _arrow(text: str, at: int, end: int) -> tuple[Said, str] | None:
    near, far = _nearest(text, at, -1), _nearest(text, at, 1)
    if (near.isalnum() or near in "%」）") and (far.isalnum() or far in "「（$"):
        return Said(at + 1, "到", "symbol", "arrow", sure=False), "say"
    return Said(at + 1, "", "symbol", "arrow"), PAUSE


def _rise(text: str, at: int, end: int) -> tuple[Said, str] | None:
    if _nearest(text, at, 1).isdigit():
        return Said(at + 1, "上漲" if text[at] in "▲△↑⬆" else "下跌", "sign", "rise or fall"), "say"
    return Said(at + 1, "", "symbol", "not said"), DROP


def _hash(text: str, at: int, end: int) -> tuple[Said, str] | None:
    found = re.compile(r"#(\d{1,3})(?![\d\w])").match(text, at, end)
    if found:
        if re.search(r"\d\s?$", text[max(0, at - 3) : at]):
            return Said(found.end(), f"分機{digit_by_digit(found[1])}", "code", "extension"), "say"
        return Said(found.end(), f"第{cardinal(found[1])}", "ordinal", "number sign"), "say"
    return Said(at + 1, "", "symbol", "hashtag"), DROP


def _at(text: str, at: int, end: int) -> tuple[Said, str] | None:
    return Said(at + 1, "", "web", "handle"), DROP


def _and(text: str, at: int, end: int) -> tuple[Said, str] | None:
    near, far = _nearest(text, at, -1), _nearest(text, at, 1)
    if not (near.isalnum() and far.isalnum()):
        return Said(at + 1, "", "symbol", "ampersand", sure=False), PAUSE
    word = "和" if is_han(near) and is_han(far) else " and "
    return Said(at + 1, word, "symbol", "ampersand"), "say"


_PER_AFTER = re.compile(r"/\s?(月|年|季|週|天|日|小時|分鐘|秒|人|股|片|公斤|坪|晚|次|噸|趟|張|GB|TB|MB|kWh|hr|h|s)(?![A-Za-z])")


def _slash(text: str, at: int, end: int) -> tuple[Said, str] | None:
    run = at
    while run < end and text[run] == "/":
        run += 1
    before, after = text[at - 1 : at], text[run : run + 1]
    if run - at == 1 and before in _NUMERIC_BEFORE | {"B", "b", "s", "圓", "幣", "鎊"} and (per := _PER_AFTER.match(text, at, end)):
        unit = {"hr": "小時", "h": "小時", "s": "秒"}.get(per[1], per[1])
        return Said(per.end(), "每" + unit, "unit", "per"), "say"
    if before.isascii() and after.isascii() and len(before) == len(after) == 1 and before.isalnum() and after.isalnum():
        return Said(run, "、" if _long(text, at, run, end) else "", "symbol", "slash"), ("say" if _long(text, at, run, end) else DROP)
    near, far = _nearest(text, at, -1), _nearest(text, run - 1, 1)
    if near == "和" and far == "或":
        return Said(run, "", "symbol", "slash"), DROP
    return Said(run, "", "symbol", "slash"), PAUSE


def _long(text: str, at: int, run: int, end: int) -> bool:
    """Words of several letters on both sides: iOS/Android, not A/B."""
    return text[at - 2 : at].isalnum() and at > 1 and text[run : run + 2].isalnum() and run + 2 <= end


def _bar(text: str, at: int, end: int) -> tuple[Said, str] | None:
    return Said(at + 1, "", "symbol", "bar"), PAUSE


def _dot(text: str, at: int, end: int) -> tuple[Said, str] | None:
    """The dot inside a foreign name, or a bullet."""
    near, far = text[at - 1 : at], text[at + 1 : at + 2]
    if is_han(near or " ") and is_han(far or " "):
        return Said(at + 1, "", "name", "dot in a name"), "join"
    return Said(at + 1, "", "symbol", "bullet"), PAUSE


_HANDLERS = {
    **dict.fromkeys("-–—―─", _minus), **dict.fromkeys("~～", _tilde), "+": _plus, "<": _less, ">": _less,
    "=": _equal, "×": _times, "✕": _times, "✖": _times, **dict.fromkeys("→➔➡⇒⟶", _arrow), **dict.fromkeys("▲△▼▽↑↓⬆⬇", _rise), "#": _hash,
    "@": _at, "&": _and, "/": _slash, **dict.fromkeys("|｜¦", _bar), "·": _dot,
}  # fmt: skip
