"""What a page adds to the text: invisible characters, markup, full-width letters, stray Simplified characters."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from podcast.model import Span

_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_KEPT_WIDE = {ord(c) for c in "！，：；？"}  # Chinese punctuation stays what it is
_COMPATIBLE = {
    "〇": "零", "﹪": "%", "﹣": "-", "−": "-", "‐": "-", "‑": "-", "﹢": "+", "∶": ":", "﹕": "：", "﹐": "，",
    "﹔": "；", "﹗": "！", "﹖": "？", "﹑": "、", "．": ".", "ʼ": "'", "′": "'", "″": '"',
    "＇": "'", "＄": "$", "﹩": "$",
    "￥": "¥", "￡": "£", "￦": "₩", "Ω": "Ω", "µ": "μ", "℀": "/", "⁄": "/", "∕": "/", "〜": "～", "∼": "~",
    "⼀": "一", "・": "·", "‧": "·", "•": "·", "●": "·", "　": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    "\u2002": " ", "\u2003": " ", "\t": " ", "⾦": "金", "㐂": "喜",
}  # fmt: skip
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜ₊₋", "0123456789aeoxhklmnpst+-", strict=True))
"""CO₂ is said like CO2: what stands low belongs to the name."""

_ROMAN = dict(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ", "一二三四五六七八九十" * 2, strict=True))

INVISIBLE = r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u20e3\U000e0000-\U000e0fff\ud800-\udfff]+"  # noqa: E501
TARGET = r"\]\((?:https?:|mailto:|www\.|[./\#])[^()\s㐀-鿿]{0,500}\)"
_MARKUP = re.compile(
    rf"""
      (?P<invisible>{INVISIBLE})
    | (?P<combining>[\u0300-\u036f\u20d0-\u20ff]+)
    | (?P<heading>^[ ]{{0,3}}(?:\#{{1,6}}[ ]+|>[ ]?|[-*+·][ ]+(?:\[[ xX]\][ ]+)?))
    | (?P<image>!\[(?=[^\[\]\n]{{0,200}}{TARGET}))
    | (?P<link>\[(?=[^\[\]\n]{{1,200}}{TARGET}))
    | (?P<target>{TARGET})
    | (?P<strong>\*\*+|__+|~~+|`+)
    | (?P<star>(?<![\d\ ])\*(?![\d\ ])|(?<=[A-Za-z])\*(?=\ )|(?<![\d\ ])\*(?=\d))
    | (?P<tag></?[A-Za-z][A-Za-z0-9]{{0,15}}(?:\ [^<>\n]{{0,300}})?/?>|<br/?>|<!--[^<>\n]{{0,300}}-->)
    | (?P<entity>&(?:amp;)?(?:[A-Za-z]{{2,8}}|\#\d{{1,6}}|\#x[0-9A-Fa-f]{{1,5}});|&nbsp)
    | (?P<footnote>\[\^[^\]\s]{{1,20}}\]:?)
    """,
    re.VERBOSE | re.MULTILINE,
)
_BEARS_NO_MARK = re.compile(r"[㐀-鿿，。 *_`~#]")
_RARE = b"\xc9\x40"  # where Big5's less common characters begin
_RATHER_SIMPLIFIED = frozenset("听坏愿扑挂")
_MOSTLY = 0.15  # of a run's characters: from here on it is Simplified, not Traditional with a slip
_AS_TAIWAN_WRITES = frozenset("台")  # 台灣 as the news has it
_BETWEEN_DIGITS = re.compile(r"(?<=\d)：(?=\d)")
_ROUND_ZERO = re.compile(
    r"(?<=[一二三四五六七八九零])(?:[○◯]++|[OoＯ]{1,2}(?=[一二三四五六七八九零年]))|(?<=點)[○◯]++(?=[一二三四五六七八九零])"
    r"|(?<![○◯])[○◯]++(?=[一二三四五六七八九](?:[一二三四五六七八九]|$))"
)
_LETTER_ZERO = re.compile(r"(?<=\d)[Oo](?=\d{1,2}\s?年)")
_NO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")
_HAN = re.compile("[㐀-鿿]+")
_SUSPECT = re.compile(r"[^\n -~㐀-鿿，。、！？：；「」『』（）]|[\r\x00-\x08\x0b-\x1f\x7f*_`#>\[\]&~<+·-]")


def clean(written: str) -> tuple[str, tuple[Span, ...]]:
    """The text without what a page adds, in Traditional characters, and the spans that lead back."""
    text = traditional(written.translate(_table()))
    text = _LETTER_ZERO.sub("0", _BETWEEN_DIGITS.sub(":", _ROUND_ZERO.sub(lambda run: "零" * len(run.group()), text)))
    spans = [
        Span(i, i + 1, i, i + 1, _sort(old), "one to one")
        for i, (old, new) in enumerate(zip(written, text, strict=True))
        if old != new
    ] if text != written else []  # fmt: skip
    if not _SUSPECT.search(text):
        return text, tuple(spans)
    return _without_markup(text, spans)


def _sort(char: str) -> str:
    return "simplified" if "㐀" <= char <= "鿿" else "numeral" if char in _ROMAN or char == "〇" else "width"


def _without_markup(text: str, spans: list[Span]) -> tuple[str, tuple[Span, ...]]:
    from podcast.mandarin.spans import compose

    parts: list[str] = []
    dropped: list[Span] = []
    done = length = 0
    for match in _MARKUP.finditer(text):
        sort = str(match.lastgroup)
        if sort == "combining":  # it is said with the letter that it stands on, and with nothing else
            kept = text[match.start() - 1] if match.start() > done else next((p[-1] for p in reversed(parts) if p), "")
            if not _BEARS_NO_MARK.match(kept):
                continue
        new = _entity(match.group()) if sort == "entity" else " " if sort == "tag" else ""
        if new == match.group():
            continue
        parts += text[done : match.start()], new
        length += match.start() - done
        kind = "invisible" if sort in ("invisible", "combining") else "markdown"
        dropped.append(Span(match.start(), match.end(), length, length + len(new), kind, sort))
        length += len(new)
        done = match.end()
    parts.append(text[done:])
    return "".join(parts), compose(spans, dropped)


def _entity(entity: str) -> str:
    char = html.unescape(html.unescape(entity if entity.endswith(";") else entity + ";"))
    if char.isspace() or char in _NO_WIDTH:
        return " " if char.isspace() else ""
    return char if char != entity and char.isprintable() and len(char) < 3 else entity


@cache
def _table() -> dict[int, str]:
    wide = {code: to for code, to in _WIDE.items() if code not in _KEPT_WIDE and chr(code) not in "（）［］"}
    return {**wide, **{ord(old): new for old, new in {**_COMPATIBLE, **_SUBSCRIPTS, **_ROMAN}.items()}}


def traditional(text: str) -> str:
    """Characters that exist in Simplified script only, as the Traditional ones that the words around them ask for."""
    if not any(map(_may_be_simplified, set(text))):
        return text  # nearly always: the converter takes 0.1 s to load
    foreign = simplified_only()
    if foreign.isdisjoint(text):
        return text
    return _HAN.sub(lambda run: _converted(run.group(), foreign), text)


def _converted(run: str, foreign: frozenset[str]) -> str:
    """What is foreign, and what stands beside it: 后 in 然后发布 is 後. In a run that is Simplified, all of it."""
    strange = [char in foreign for char in run]
    if not any(strange):
        return run
    new = _converter().convert(run)
    if len(new) != len(run):  # words of unequal length: character by character then
        new = "".join(_converter().convert(char)[:1] for char in run)
    whole = sum(strange) >= max(2, len(run) * _MOSTLY)
    near = [whole or any(strange[max(0, at - 1) : at + 2]) for at in range(len(run))]
    pairs = zip(run, new, near, strict=True)
    return "".join(n if changes and o not in _AS_TAIWAN_WRITES else o for o, n, changes in pairs)


def simplified(text: str) -> str:
    """Traditional characters one to one as Simplified ones."""
    return _HAN.sub(lambda run: str(_converter("t2s").convert(run.group())), text)


@cache
def simplified_only() -> frozenset[str]:
    """Simplified characters that are no words of Traditional Chinese: not in Big5, or among its rare ones.

    发 and 价 are; 后, 里 and 几 are Traditional words too and stay.
    """
    common = [chr(code) for code in range(0x4E00, 0xA000)]
    converted = _converter().convert("\n".join(common)).split("\n")
    different = {old for old, new in zip(common, converted, strict=True) if old != new}
    return frozenset(filter(_may_be_simplified, different))


@cache
def _may_be_simplified(char: str) -> bool:
    """Whether it is no common word of Traditional Chinese."""
    if not "\u4e00" <= char < "\ua000":
        return False
    return char in _RATHER_SIMPLIFIED or not b"" < char.encode("big5", "ignore") < _RARE


@cache
def _converter(direction: str = "s2tw") -> Any:
    import opencc

    return opencc.OpenCC(direction)
