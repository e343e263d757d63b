"""What a line claims beside its items: a cause, something done, or a clause of which they have hardly a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from podcast.facts.cited import Cited, Fault, short
from podcast.facts.matching import supports
from podcast.facts.reading import Clause, Reading, likeness, weight
from podcast.facts.tables import FUNCTION, rows
from podcast.mandarin.words import words

_CAUSE = re.compile(r"因為|由於|起因|肇因|導致|造成|害得|是因|原因是|歸咎|源於|多虧|拜[^，。]{1,8}所賜|使得|促使|引發")
_DONE = re.compile(r"已經|已(?=[^久婚故知])|業已|早已|剛剛?(?=[^好才纔性強果巧])|終於|正式|證實|宣布|宣佈|敲定|拍板")
_TALK = re.compile(r"[？?]|嗎|呢|我們|各位|大家|聽眾|接下來|來看|先說|說到|回到|換句話說|也就是說|簡單說|總之|總的來說")


def beside(line: Reading, cited: Cited) -> Iterator[Fault]:
    """A cause, or a whole clause, of which the items have not a word."""
    has = frozenset(g for c in cited.clauses for g in c.grams) | frozenset(cited.whole)
    for clause in line.clauses:
        if any(supports(s, a) for a in clause.amounts for _, s in cited.amounts) and not _CAUSE.search(clause.text):
            continue  # a figure of theirs ties it to them
        new = _new(clause, has)
        whole = weight(frozenset(g for g in clause.grams if len(g) == 1))
        if cause := _CAUSE.search(clause.text):
            tail = Clause(_without_plain(clause.bare[cause.end() :]), 0, 0, 0)
            tail_new = _new(tail, has)
            size = weight(frozenset(g for g in tail.grams if len(g) == 1))
            if size >= 2 and len(tail_new) > 0.6 * size and not _TALK.search(clause.text):
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
        strange = _strange(clause, cited.whole)
        more = _MORE.search(clause.text) is not None
        alike = any(likeness(clause, c)[0] >= 0.6 for c in cited.clauses)
        tied = not more and (alike or any(not n.loose and n.key in cited.keys for n in clause.names))
        if not tied and len(strange) > (0 if more else 1) and not _TALK.search(clause.text):
            yield Fault("unsupported", clause.start, short(clause.text.strip(), 40))
            continue
        if whole >= 6 and len(new) >= 0.8 * whole and not _TALK.search(clause.text):
            yield Fault("unsupported", clause.start, short(clause.text.strip(), 40))


_MORE = re.compile(r"[還也](?:可以|能夠|能|會)(?!議|計)|甚至|連[^，]{1,8}都")
"""還可以, 甚至: something more is told."""


@cache
def plain() -> frozenset[str]:
    """Words with which a host tells anything."""
    return frozenset(word for row in rows("plain.txt") for word in row[0].split())


def _without_plain(text: str) -> str:
    return " ".join(text[a:b] for a, b in words(text) if text[a:b] not in plain())


_POINTS = re.compile(r"[這那該](?:[位家個名項座部支款隊檔份場件種條])?[㐀-鿿]{2}")
"""這位選手: somebody told of before, in another word."""


def _strange(clause: Clause, whole: str) -> list[str]:
    """Words of two characters and more of which the items have not one, and which say something."""
    bare = _POINTS.sub(" ", clause.bare)
    found = [bare[a:b] for a, b in words(bare) if b - a > 1]
    return [
        w
        for w in found
        if w not in plain() and "最" not in w and not any(c in whole for c in w) and not set(w) <= FUNCTION
    ]


def _new(clause: Clause, has: frozenset[str]) -> frozenset[str]:
    """Content characters of the clause that the items do not have."""
    return frozenset(g for g in clause.grams if len(g) == 1 and g not in has)
