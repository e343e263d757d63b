"""Whether a word goes across a place in a text: then whatever stands there was put into it."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from podcast.mandarin.han import simplified
from podcast.mandarin.words import frequencies

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
NUMERALS = frozenset("〇零一二兩两三四五六七八九十百千萬万億亿")
REACH = 5  # characters on either side that are looked at
_LONGEST = 8
_ALL = 60_101_967.0  # occurrences of all words in the dictionary
_LETTERS = 6.0
"""The gain of a Latin word or a number that goes across: no dictionary is asked, so less than a sure word's."""


def gain(before: str, after: str) -> float:
    """How much likelier the two texts are when joined than apart, in nats; about 0 where a word ends there anyway.

    微 + 软 gains about 12. Of letters and digits: ``_LETTERS`` where both sides go on as one word or number would.
    """
    if not before or not after:
        return 0.0
    a, b = before[-1], after[0]
    if a.isascii() and b.isascii():
        inside = (a.isalpha() and b.isalpha() and b.islower()) or (a.isdigit() and b.isdigit())
        return _LETTERS if inside else 0.0
    if a in NUMERALS and b in NUMERALS:
        return _LETTERS
    left, right = _run_before(before), _run_after(after)
    if not left or not right:
        return 0.0
    return _gain(simplified(left), simplified(right))


def is_letter(char: str) -> bool:
    """A character of a word or number: what may be torn apart."""
    return char.isalnum()


def _run_before(text: str) -> str:
    at = len(text)
    while at and len(text) - at < REACH and _HAN.match(text[at - 1]):
        at -= 1
    return text[at:]


def _run_after(text: str) -> str:
    at = 0
    while at < min(len(text), REACH) and _HAN.match(text[at]):
        at += 1
    return text[:at]


@lru_cache(maxsize=50_000)
def _gain(left: str, right: str) -> float:
    return _likelihood(left + right) - _likelihood(left) - _likelihood(right)


@lru_cache(maxsize=50_000)
def _likelihood(run: str) -> float:
    """Of the likeliest row of words."""
    known = frequencies()
    best = [0.0] * (len(run) + 1)
    for start in range(len(run) - 1, -1, -1):
        best[start] = max(
            math.log(max(known.get(run[start:end], 0), 0.5 if end == start + 1 else 0) / _ALL) + best[end]
            for end in range(start + 1, min(start + _LONGEST, len(run)) + 1)
            if end == start + 1 or run[start:end] in known
        )
    return best[0]
