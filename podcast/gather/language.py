"""Which language a text is in: by its script, and among Chinese texts by its characters."""

from __future__ import annotations

import re
from functools import cache

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LATIN = re.compile(r"[^\W\d_\u0370-\U0010ffff]+")
_OTHERS = (
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_COMMON = {
    "en": "the of and to in is that for on with was are as by at from it has have",
    "de": "der die und das ist den von mit nicht ein zu dem auf für des",
    "fr": "le la les des et est une dans pour que qui sur pas du au",
    "es": "el los las del que en una por con para es su al lo",
    "vi": "và của là có trong được cho các một những",
    "id": "yang dan di dengan untuk dari pada ini itu tidak",
}  # fmt: skip

_ENGLISH = (
    "a about after again all also am an and any are as at back be because been before being between both but by "
    "can could day days did do does down during each even first for former four from had has have he her here him "
    "his how if in into is it its just last less like made make many may might million billion trillion more most "
    "much new next no not now of off on one only or other our out over own percent per said say says second see "
    "set she should since so some still such take than that the their them then there these they third this those "
    "three through time to told too two under until up us use used very was way we week well were what when where "
    "which while who will with would year years month months today tuesday monday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november december according "
    "company companies its also ceo cfo ai app inc ltd co corp mr ms dr "
)
ENGLISH_COMMON = frozenset(_ENGLISH.split())
"""English words that say nothing about what a text is about."""


def language_of(text: str) -> str:
    """zh-Hant, zh-Hans, ja, ko, or the likeliest language of a text in letters; und where nothing tells."""
    text = text[:20_000]
    han, kana, hangul = (len(form.findall(text)) for form in (_HAN, _KANA, _HANGUL))
    words = [word.lower() for word in _LATIN.findall(text)]
    if hangul * 4 > han + kana + hangul and hangul * 4 > len(words):
        return "ko"
    if kana * 8 > han and kana > 4 and kana + han > len(words):
        return "ja"
    if han and han * 2 > len(words):
        return "zh-Hans" if _is_simplified(text) else "zh-Hant"
    for name, form in _OTHERS:
        if len(form.findall(text)) * 2 > sum(map(len, words)):
            return name
    scores = {name: sum(word in common.split() for word in words) for name, common in _COMMON.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] * 20 >= len(words) > 0 else ("en" if words else "und")


def is_chinese(language: str) -> bool:
    return language.startswith("zh")


def _is_simplified(text: str) -> bool:
    """More characters that only Simplified has than such that only Traditional has."""
    simple = sum(_kind(c) < 0 for c in text)
    traditional = sum(_kind(c) > 0 for c in text)
    return simple > traditional


@cache
def _kind(char: str) -> int:
    """-1: Simplified only; 1: Traditional only; 0: both, or no Han character."""
    if not _HAN.match(char):
        return 0
    if _converter("t2s").convert(char) != char:
        return 1
    return -1 if _converter("s2t").convert(char) != char else 0


def in_language_of(text: str, tag: str) -> str:
    """Chinese characters one to one into a show's (zh-TW, zh-CN); by the word where there are several."""
    if tag == "zh-TW":
        return str(_converter("s2tw").convert(text)) if _is_simplified(text) else text
    return str(_converter("tw2s").convert(text))


def as_in_show(text: str, tag: str) -> str:
    """A name or a title: in the show's characters where it is Chinese."""
    return in_language_of(text, tag) if is_chinese(language_of(text)) else text


@cache
def _converter(name: str):  # type: ignore[no-untyped-def]  # opencc has no types
    from opencc import OpenCC

    return OpenCC(name)
