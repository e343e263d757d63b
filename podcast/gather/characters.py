"""Characters that are none to a reader: invisible ones, look-alikes, spaces between all letters."""

from __future__ import annotations

import re
import unicodedata

_GONE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0d"
    "\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_SELECTOR = re.compile("[\ufe0e\ufe0f]")
_TAGS = re.compile("(?<![\U000e0020-\U000e007f\U0001f3f4])[\U000e0001-\U000e007f]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_OVERLAY = re.compile("[\u0334-\u0338\u20d0-\u20dc\u20e1\u20e5-\u20eb]")
_STACKED = re.compile("[\u0300-\u036f]+")
_NEEDS_JOINERS = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]")  # Arabic, Indic, Khmer …
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(r"[^\W\d_\u2e80-\ufeff\U00020000-\U0003ffff]+")  # Chinese characters end one

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјорсухүԛԝһԁӏѵ", "ABESIJKMHOPCTYXYQWaesijopcyxyqwhdlv", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανιϲϳ", "ABEZHIKMNOPTYXoavicj", strict=True))
_ARMENIAN = dict(zip("ՕՍոսցհ", "OUnugh", strict=True))
_LOOKS = _CYRILLIC | _GREEK | _ARMENIAN
"""Letter of another script → the Latin letter that it is mistaken for."""


def plain_characters(text: str, foreign: frozenset[str]) -> str:
    """``text`` as it is seen. ``foreign``: scripts other than Latin in which the article really has words."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _without_invisible(text))
    text = re.sub("[\u2e80-\u2fdf]", lambda m: unicodedata.normalize("NFKC", m[0]), text)  # radicals for characters
    return _WORD.sub(lambda m: _latin(m[0], foreign), text)


def scripts_in(texts: list[str]) -> frozenset[str]:
    """Scripts of which the texts hold words that no Latin letters could be mistaken for."""
    found = set()
    for match in _WORD.finditer(" ".join(texts)):
        word = match.group()
        if not word.isascii() and not any("a" <= c.lower() <= "z" for c in word):
            found |= {script for c in word if c not in _LOOKS and (script := _script(c))}
    return frozenset(found)


def _script(char: str) -> str:
    for name, first, last in (("Greek", 0x370, 0x3FF), ("Cyrillic", 0x400, 0x52F), ("Armenian", 0x530, 0x58F)):
        if first <= ord(char) <= last:
            return name
    return ""


def _latin(word: str, foreign: frozenset[str]) -> str:
    """A word in which Latin letters and their look-alikes are mixed, or that consists of look-alikes alone."""
    if word.isascii():
        return word
    if any(0x1D400 <= ord(c) <= 0x1D7FF or "ａ" <= c.lower() <= "ｚ" for c in word):
        plain = "".join(unicodedata.normalize("NFKC", c) if 0x1D400 <= ord(c) <= 0x1D7FF else c for c in word)
        mixed = any("a" <= c.lower() <= "z" for c in plain)
        word = unicodedata.normalize("NFKC", plain) if mixed else plain
    odd = [c for c in word if c in _LOOKS]
    if not odd:
        return word
    latin = any("a" <= c.lower() <= "z" for c in word)
    alone = all(c in _LOOKS for c in word if not c >= "\u3400") and not foreign
    if latin or (alone and {_script(c) for c in odd} != {"Greek"}):
        return "".join(_LOOKS.get(c, c) for c in word)
    return word


def _without_invisible(text: str) -> str:
    text = _TAGS.sub("", _GONE.sub("", text))
    text = _SELECTOR.sub(lambda m: m[0] if _before_is_picture(text, m.start()) else "", text)
    text = _JOINERS.sub(lambda m: m[0] if _joins(text, m.start()) else "", text)
    text = _OVERLAY.sub("", _PRIVATE.sub("", text))
    return _STACKED.sub(_accents, text)


def _accents(match: re.Match[str]) -> str:
    """An accent belongs on a letter that takes one, once or twice; on a Chinese character none does."""
    before = match.string[match.start() - 1 : match.start()]
    return match.group() if before.isalpha() and before < "\u2e80" and len(match.group()) <= 2 else ""


def _before_is_picture(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1] in "0123456789#*" or unicodedata.category(text[at - 1]) in ("So", "Sm", "Sk", "Po"))


def _joins(text: str, at: int) -> bool:
    """Whether a joiner binds two pictures into one, or stands in a script that needs it."""
    before, after = text[max(0, at - 3) : at].rstrip("\ufe0f")[-1:], text[at + 1 : at + 2]
    if _NEEDS_JOINERS.match(before) and _NEEDS_JOINERS.match(after):
        return True
    return text[at] == "\u200d" and all(c and unicodedata.category(c) in ("So", "Sk", "Sm") for c in (before, after))


# ---------------------------------------------------------------- spaces between all letters

_GAPS = re.compile(r"(?<=\S)[ \t\u00a0\u3000]+(?=\S)")


def is_spaced_out(text: str) -> bool:
    """Whether a space stands between nearly all of its letters."""
    words = text.split()
    single = sum(len(word) == 1 for word in words)
    return single >= 8 and single * 10 >= len(words) * 8


def close_up(text: str) -> str:
    """The same without the space between each two letters; where two or three stood, there was one before."""
    wide = re.search(r"\S[ \u00a0]{2,}\S", text) is not None
    if wide:
        return re.sub(r"[ \u00a0]+", lambda m: "" if len(m[0]) == 1 else " ", text)
    return re.sub(rf"(?<=[A-Za-z]) (?=[{_HAN}])|(?<=[{_HAN}]) (?=[A-Za-z])", "", _GAPS.sub("", text))
