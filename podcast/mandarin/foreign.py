"""Words in kana, hangul and Cyrillic, in Latin letters: no engine of ours reads them, and a listener should miss none.

Japanese by Hepburn, Korean by the Revised Romanization, letter by letter; always a guess, so that --check tells it.
"""

from __future__ import annotations

import re
from functools import cache

from podcast.mandarin.han import is_han
from podcast.mandarin.spans import Said

_KANA = re.compile("[ぁ-ゖァ-ヺー]+")
_HANGUL = re.compile("[가-힣]+(?: [가-힣]+){0,5}")
_CYRILLIC = re.compile("[Ѐ-ӿ]+(?:[ -][Ѐ-ӿ]+){0,5}")

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さ すせそ", "t": "た  てと", "n": "なにぬねの", "h": "はひ へほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざ ずぜぞ", "d": "だ  でど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_ODD = {
    "し": "shi", "す": "su", "せ": "se", "そ": "so", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji",
    "づ": "zu", "ず": "zu", "ぜ": "ze", "ぞ": "zo", "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o",
    "ん": "n", "ゔ": "vu", "て": "te", "と": "to", "へ": "he", "ほ": "ho", "で": "de", "ど": "do", "ー": "",
    "ゐ": "i", "ゑ": "e", "っ": "", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya",
    "ゅ": "yu", "ょ": "yo", "ゎ": "wa",
}  # fmt: skip
_SMALL = frozenset("ぁぃぅぇぉゃゅょ")

_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_VOWELS = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
]  # fmt: skip
_FINALS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("-", "").split(" ")

_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g".replace("-", "").split(
            " "
        ),
        strict=True,
    )
)


def foreign(text: str, at: int, end: int) -> Said | None:
    """The word at ``at`` in Latin letters, when it is in one of the three scripts."""
    if found := _KANA.match(text, at, end):
        if found.group() == "の" and is_han(text[at - 1 : at] or " ") and is_han(text[at + 1 : at + 2] or " "):
            return Said(found.end(), "之", "foreign", "の between characters", sure=False)
        return _said(found, _romaji(found.group()))
    if found := _HANGUL.match(text, at, end):
        return _said(found, "".join(map(_korean, found.group())))
    if found := _CYRILLIC.match(text, at, end):
        return _said(found, "".join(_RUSSIAN.get(char.lower(), char) for char in found.group()))
    return None


def _said(found: re.Match[str], latin: str) -> Said | None:
    return Said(found.end(), latin.title(), "foreign", "in Latin letters", sure=False) if latin.strip() else None


def _romaji(word: str) -> str:
    said = ""
    doubled = False
    for char in word:
        plain = chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
        sound = _kana().get(plain, "")
        if plain == "っ":
            doubled = True
            continue
        if plain in _SMALL and said:
            said = said.removesuffix("i") if plain in "ゃゅょ" else said[:-1] if said[-1] in "aiueo" else said
            sound = sound[1:] if plain in "ゃゅょ" and said.endswith(("sh", "ch", "j")) else sound
        said += ("t" if sound.startswith("ch") else sound[:1]) * doubled + sound
        doubled = False
    return said


@cache
def _kana() -> dict[str, str]:
    rows = {char: row + vowel for row, chars in _ROWS.items() for char, vowel in zip(chars, "aiueo", strict=False)}
    return {char: sound for char, sound in {**rows, **_ODD}.items() if char != " "}


def _korean(char: str) -> str:
    if not "가" <= char <= "힣":
        return char
    initial, rest = divmod(ord(char) - ord("가"), 588)
    vowel, final = divmod(rest, 28)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]
