"""Quotations stand as in the digest, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from podcast.facts.cited import Cited, Fault, short
from podcast.facts.reading import Reading, letters, spoken_letters
from podcast.mandarin.han import simplified
from podcast.mandarin.words import frequencies

_QUOTED = re.compile(r"[「『“]([^「」『』“”]{1,200})[」』”]|《([^《》]{1,80})》")
_SPOKEN_BEFORE = re.compile(
    r"(?:說|表示|指出|認為|強調|形容|寫道|喊話|直言|坦言|警告|批評|稱|問|回應|回答|叫做|叫作|名為|取名"
    r"|稱為)[^，。]{0,8}[，：:]?\s?$"
)
LEAST = 4
"""Letters of a quotation that must stand in the digest; a shorter one may be the host's own emphasis."""


def quotations(line: Reading, cited: Cited) -> Iterator[Fault]:
    for found in _QUOTED.finditer(line.text):
        words = found[1] or found[2]
        plain = letters(words)
        if plain in cited.letters or _same_words(words, cited):
            continue
        if (
            (len(plain) >= LEAST and simplified(plain) not in frequencies())
            or found[2]
            or _SPOKEN_BEFORE.search(line.text[: found.start()])
        ):
            yield Fault(
                "quotation", found.start(), short(line.written[found.start() : found.end()], 40), _nearest(plain, cited)
            )


def _same_words(words: str, cited: Cited) -> bool:
    """The same but for how numbers are written."""
    return spoken_letters(words) in spoken_letters(cited.whole)


def _nearest(plain: str, cited: Cited) -> str:
    best = max(
        (m for m in _QUOTED.finditer(cited.whole)), key=lambda m: _shared(plain, letters(m[1] or m[2])), default=None
    )
    return short(best.group(), 40) if best and _shared(plain, letters(best[1] or best[2])) else ""


def _shared(a: str, b: str) -> int:
    pairs = {x + y for x, y in pairwise(b)}
    return sum(x + y in pairs for x, y in pairwise(a))
