"""Pinyin ↔ zhuyin, one syllable at a time.

Pinyin here is lower case with a tone number 1 to 5 and ü as ü: ``lüe4``, ``nü3``, ``ju1``.
What people type (``lǜ``, ``lv4``, ``LU:4``, ``ma``) is accepted by :func:`pinyin`, zhuyin by :func:`from_zhuyin`.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Every syllable of Mandarin, interjections and Taiwan's yai (崖) included, behind its initial.
_SYLLABLES = """
: a ai an ang ao e ei en eng er o ou ê
b: a ai an ang ao ei en eng i ian iang iao ie in ing o u
p: a ai an ang ao ei en eng i ian iao ie in ing o ou u ia
m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f: a an ang ei en eng iao o ou u
d: a ai an ang ao e ei en eng i ia ian iao ie in ing iu ong ou u uan ui un uo
t: a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
n: a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu ong ou u uan un uo ü üe
l: a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu o ong ou u uan un uo ü üan üe
g: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j: i ia ian iang iao ie in ing iong iu u uan ue un
q: i ia ian iang iao ie in ing iong iu u uan ue un
x: i ia ian iang iao ie in ing iong iu u uan ue un
zh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch: a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh: a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r: an ang ao e en eng i ong ou u ua uan ui un uo
z: a ai an ang ao e ei en eng i ong ou u uan ui un uo
c: a ai an ang ao e ei en eng i ong ou u uan ui un uo
s: a ai an ang ao e en eng i ong ou u uan ui un uo
y: a ai an ang ao e i in ing o ong ou u uan ue un
w: a ai an ang ei en eng o u
"""

_INITIALS = {
    "b": "ㄅ", "p": "ㄆ", "m": "ㄇ", "f": "ㄈ", "d": "ㄉ", "t": "ㄊ", "n": "ㄋ", "l": "ㄌ", "g": "ㄍ", "k": "ㄎ",
    "h": "ㄏ", "j": "ㄐ", "q": "ㄑ", "x": "ㄒ", "zh": "ㄓ",
    "ch": "ㄔ", "sh": "ㄕ", "r": "ㄖ", "z": "ㄗ", "c": "ㄘ", "s": "ㄙ",
}  # fmt: skip

_FINALS = {
    "a": "ㄚ", "o": "ㄛ", "e": "ㄜ", "ê": "ㄝ", "ai": "ㄞ", "ei": "ㄟ", "ao": "ㄠ", "ou": "ㄡ",
    "an": "ㄢ", "en": "ㄣ", "ang": "ㄤ", "eng": "ㄥ", "er": "ㄦ", "i": "ㄧ", "ia": "ㄧㄚ", "io": "ㄧㄛ",
    "iai": "ㄧㄞ", "ie": "ㄧㄝ", "iao": "ㄧㄠ", "iu": "ㄧㄡ", "ian": "ㄧㄢ", "in": "ㄧㄣ", "iang": "ㄧㄤ",
    "ing": "ㄧㄥ", "iong": "ㄩㄥ", "u": "ㄨ", "ua": "ㄨㄚ", "uo": "ㄨㄛ", "uai": "ㄨㄞ", "ui": "ㄨㄟ", "uan": "ㄨㄢ",
    "un": "ㄨㄣ",
    "uang": "ㄨㄤ", "ong": "ㄨㄥ", "ü": "ㄩ", "üe": "ㄩㄝ", "üan": "ㄩㄢ", "ün": "ㄩㄣ",
}  # fmt: skip

_TONES = {"ˉ": "1", "ˊ": "2", "ˇ": "3", "ˋ": "4", "˙": "5"}
_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}  # combining; breve for a caron
_LOOK_ALIKES = str.maketrans(
    {"ɑ": "a", "ɡ": "g", "一": "ㄧ", "｜": "ㄧ", "丨": "ㄧ", "·": "˙", "•": "˙", "´": "ˊ", "`": "ˋ"}
)


def pinyin(syllable: str) -> str:
    """One pinyin syllable in any common spelling → ours. ValueError when Mandarin has no such syllable."""
    tone = "5"
    letters = ""
    for char in unicodedata.normalize("NFD", syllable.strip().lower().translate(_LOOK_ALIKES)):
        if char in _MARKS:
            tone = _MARKS[char]
        else:
            letters += char
    if letters[-1:] in tuple("012345"):
        tone = letters[-1].replace("0", "5")
        letters = letters[:-1]
    letters = unicodedata.normalize("NFC", letters).replace("u:", "ü").replace("v", "ü")
    if letters[:1] in tuple("jqxy"):
        letters = letters.replace("ü", "u")
    if letters not in _zhuyin_of():
        raise ValueError(f"“{syllable}” is no syllable of Mandarin")
    return letters + tone


def to_zhuyin(syllable: str) -> str:
    """``lüe4`` → ``ㄌㄩㄝˋ``; the first tone has no mark, the neutral tone's dot stands first."""
    syllable = pinyin(syllable)
    letters = _zhuyin_of()[syllable[:-1]]
    match syllable[-1]:
        case "1":
            return letters
        case "5":
            return "˙" + letters
        case tone:
            return letters + next(mark for mark, number in _TONES.items() if number == tone)


def from_zhuyin(syllable: str) -> str:
    """``ㄌㄩㄝˋ`` or ``˙ㄇㄚ`` (the dot may stand last) → ``lüe4``, ``ma5``. ValueError when there is no such."""
    letters = syllable.strip().translate(_LOOK_ALIKES)
    tones = [_TONES[char] for char in letters if char in _TONES]
    letters = "".join(char for char in letters if char not in _TONES)
    if letters not in _pinyin_of() or len(tones) > 1:
        raise ValueError(f"“{syllable}” is no syllable of Mandarin")
    return _pinyin_of()[letters] + (tones[0] if tones else "1")


def marked(syllable: str) -> str:
    """``lüe4`` → ``lüè``: pinyin as printed."""
    letters, tone = syllable[:-1], syllable[-1]
    at = next((letters.index(c) for c in "aoeê" if c in letters), None)
    if at is None:  # of i, u, ü the last one carries the mark
        at = max(letters.rfind(c) for c in "iuü")
    mark = next((mark for mark, number in _MARKS.items() if number == tone), "")
    return unicodedata.normalize("NFC", letters[: at + 1] + mark + letters[at + 1 :])


def is_zhuyin(text: str) -> bool:
    """Whether the text holds zhuyin letters."""
    return any("\u3105" <= char <= "\u3129" for char in text)


@cache
def _zhuyin_of() -> dict[str, str]:
    """Toneless pinyin → toneless zhuyin of every syllable."""
    table = {}
    for row in _SYLLABLES.strip().splitlines():
        initial, finals = row.split(":")
        for final in finals.split():
            table[initial + final] = _spell(initial, final)
    return table


@cache
def _pinyin_of() -> dict[str, str]:
    return {letters: syllable for syllable, letters in _zhuyin_of().items()}


def _spell(initial: str, final: str) -> str:
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        return _INITIALS[initial]  # 知 吃 詩 …: the vowel is not written
    if initial in ("j", "q", "x"):
        final = "ü" + final[1:] if final.startswith("u") else final
    elif initial == "y":
        final = {"i": "i", "in": "in", "ing": "ing", "ong": "iong", "ou": "iu"}.get(
            final, "ü" + final[1:] if final.startswith("u") else "i" + final
        )
    elif initial == "w":
        final = {"u": "u", "ei": "ui", "en": "un", "eng": "ong"}.get(final, "u" + final)
    return _INITIALS.get(initial, "") + _FINALS[final]
