"""Quotations stand as in the digest; what a line claims beside its items is found by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from podcast.facts.cited import Cited, Fault, short
from podcast.facts.reading import Clause, Reading, letters, spoken_letters, weight
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


# ---------------------------------------------------------------- claims beside the items

_CAUSE = re.compile(r"因為|由於|起因|肇因|導致|造成|害得|是因|原因是|歸咎|源於|多虧|拜[^，。]{1,8}所賜|使得|促使|引發")
_DONE = re.compile(r"已經|已(?=[^久婚故知])|業已|早已|剛剛?(?=[^好才纔性強果巧])|終於|正式|證實|宣布|宣佈|敲定|拍板")
_TALK = re.compile(r"[？?]|嗎|呢|我們|各位|大家|聽眾|接下來|來看|先說|說到|回到|換句話說|也就是說|簡單說|總之|總的來說")


def beside(line: Reading, cited: Cited) -> Iterator[Fault]:
    """A cause, or a whole clause, of which the items have not a word."""
    has = frozenset(g for c in cited.clauses for g in c.grams) | frozenset(cited.whole)
    for clause in line.clauses:
        new = _new(clause, has)
        whole = weight(frozenset(g for g in clause.grams if len(g) == 1))
        if cause := _CAUSE.search(clause.text):
            tail = Clause(clause.bare[cause.start() :], 0, 0, 0)
            tail_new = _new(tail, has)
            size = weight(frozenset(g for g in tail.grams if len(g) == 1))
            if size >= 3 and len(tail_new) > 0.6 * size and not _TALK.search(clause.text):
                yield Fault("unsupported", clause.start, short(clause.text.strip(), 40))
                continue
        if done := _DONE.search(clause.text):
            tail = Clause(clause.bare[done.end() :], 0, 0, 0)
            pairs = {g for g in tail.grams if len(g) > 1}
            if (
                pairs
                and not pairs & has
                and (len(pairs) > 2 or not _DONE.search(cited.whole))
                and not _TALK.search(clause.text)
            ):
                yield Fault("unsupported", clause.start, short(clause.text.strip(), 40))
                continue
        if whole >= 6 and len(new) >= 0.8 * whole and not _TALK.search(clause.text):
            yield Fault("unsupported", clause.start, short(clause.text.strip(), 40))


def _new(clause: Clause, has: frozenset[str]) -> frozenset[str]:
    """Content characters of the clause that the items do not have."""
    return frozenset(g for g in clause.grams if len(g) == 1 and g not in has)
