"""How Mandarin syllables and Latin words sound, in one coarse alphabet, and how like each other two sounds are.

Tones are left out: a recogniser writes characters, whose tones tell what it guessed, not what it heard.
"""

from __future__ import annotations

import re
from functools import cache

Phones = tuple[str, ...]

_INITIALS = ("zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s")
_FINALS = {  # E as in ye, v as in yu, I as in zhi, N as in ng
    "a": "a", "o": "o", "e": "e", "ê": "E", "i": "i", "u": "u", "ü": "v", "ai": "ai", "ei": "Ei", "ao": "au",
    "ou": "ou", "an": "an", "en": "en", "ang": "aN", "eng": "eN", "ong": "uN", "er": "er",
    "ia": "ia", "ie": "iE", "iai": "iai", "iao": "iau", "io": "io", "iu": "iou", "ian": "iEn", "in": "in",
    "iang": "iaN", "ing": "iN", "iong": "iuN", "ua": "ua", "uo": "uo", "uai": "uai", "ui": "uEi", "uan": "uan",
    "un": "uen", "uang": "uaN", "ueng": "ueN", "üe": "vE", "üan": "vEn", "ün": "vn", "m": "m", "n": "n", "ng": "N",
}  # fmt: skip
_WITHOUT_INITIAL = {
    "yi": "i", "ya": "ia", "yo": "io", "ye": "ie", "yai": "iai", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in",
    "yang": "iang", "ying": "ing", "yong": "iong", "yu": "ü", "yue": "üe", "yuan": "üan", "yun": "ün",
    "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un", "wang": "uang",
    "weng": "ueng", "wong": "ong",
}  # fmt: skip
_HISSING = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))
_LATIN = {  # the symbols of the English phonemes that the embedded voice learned
    "b": "b", "d": "d", "f": "f", "g": "g", "ɡ": "g", "h": "h", "j": "i", "k": "k", "l": "l", "m": "m", "n": "n",
    "p": "p", "s": "s", "t": "t", "v": "w", "w": "u", "z": "z", "ð": "d", "ŋ": "N", "ɹ": "r", "ɻ": "r", "ɾ": "d",
    "ʃ": "sh", "ʒ": "r", "ʤ": "zh", "ʧ": "ch", "ꭧ": "ch", "θ": "s", "T": "d",
    "a": "a", "e": "E", "i": "i", "o": "o", "u": "u", "y": "v", "æ": "E", "ɑ": "a", "ɐ": "a", "ɔ": "o", "ə": "e",
    "ɚ": "er", "ɛ": "E", "ɜ": "e", "ɤ": "e", "ɪ": "i", "ɨ": "I", "ʊ": "u", "ʌ": "a", "ᵊ": "e", "ᵻ": "i",
    "A": "Ei", "I": "ai", "O": "ou", "W": "au", "Y": "oi",
}  # fmt: skip
VOWELS = frozenset("aoeEiuvI")
_NEAR = {
    frozenset(pair.split("/")): cost
    for cost, pairs in (
        (0.2, "n/N zh/z ch/c sh/s"),
        (0.35, "i/v u/o e/o i/I e/E e/I zh/j ch/q sh/x w/u a/E i/E w/f"),
        (0.5, "b/p d/t g/k j/q zh/ch z/c n/l r/l f/h z/s c/s j/z q/c x/s e/a o/a m/n m/N u/e d/l zh/sh z/sh ch/sh"),
        (0.7, "u/v d/zh t/ch d/z t/c k/h g/h b/m d/n b/w g/d k/t p/t b/d r/e sh/r zh/r i/u o/v q/x j/x"),
    )
    for pair in pairs.split()
}
FAR = 1.0  # between two vowels, or two consonants, that are nothing alike
_APART = 1.3  # between a vowel and a consonant
_FAINT = frozenset("nNriue")
"""What recognisers, and people, hear least: codas, glides, and the short vowel."""


def of_pinyin(syllable: str) -> Phones:
    """The sounds of one syllable, with or without its tone number: "lüe4" → l, v, E. Nothing for what is none."""
    base = syllable.rstrip("12345").replace("u:", "ü").replace("v", "ü")
    if base in _WITHOUT_INITIAL:
        return tuple(_FINALS[_WITHOUT_INITIAL[base]])
    initial = next((one for one in _INITIALS if base.startswith(one) and base != one), "")
    final = base[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    if final == "i" and initial in _HISSING:
        return initial, "I"
    return (*([initial] if initial else []), *_FINALS.get(final, ""))


def of_phonemes(phonemes: str) -> Phones:
    """The sounds of an English word that is given in phonemes; stress, tones and what is unknown are left out."""
    found: list[str] = []
    for symbol in re.sub("[^\\w]", "", phonemes):
        sound = _LATIN.get(symbol, "")
        found += (sound,) if sound in _HISSING or len(sound) < 2 else sound
    return tuple(filter(None, found))


@cache
def unlike(one: str, other: str) -> float:
    """0 for the same sound, 1 for another, a little more between a vowel and a consonant."""
    if one == other:
        return 0.0
    near = _NEAR.get(frozenset((one, other)))
    return near if near is not None else FAR if (one in VOWELS) == (other in VOWELS) else _APART


@cache
def missed(one: str) -> float:
    """What it counts that a sound is there on one side only."""
    return 0.4 if one in _FAINT else 0.7
