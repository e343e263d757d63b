"""The row of words that a text most likely is, two neighbours weighed at a time, and where another row comes close.

`words` weighs each word by itself, which is quick and mostly enough. Here 沒 收到 通知 wins over 沒收 到 通知, since
收到 and 通知 are often neighbours; and wherever a row that ends a word at another place is nearly as likely, its
readers are told so: 參與 in 海參與鮑魚.
"""

from __future__ import annotations

import io
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zlib import crc32

from podcast.mandarin.han import simplified
from podcast.mandarin.tables import own_words
from podcast.mandarin.words import HAN_RUN, edges

STEPS = 16  # of a logarithm, as pairs.npz keeps it
_STRANGERS = -2.0  # the logarithm for two words that the table does not know as neighbours
_TORN = -6.0  # … and for the two characters of one word of ours
_FAR = 99.0


@dataclass(frozen=True, slots=True)
class Row:
    """The likeliest row of words."""

    words: tuple[tuple[int, int], ...]  # start and end of each, ascending
    leads: dict[int, float]  # place → how much likelier (a logarithm) than any row in which a word ends there, if not 0

    def lead(self, start: int, end: int) -> float:
        """Of this row over every row that cuts ``start`` to ``end`` somewhere."""
        return min((self.leads.get(at, 0.0) for at in range(start + 1, end)), default=_FAR)


def row(text: str) -> Row:
    """The row of the Han runs of ``text``; what is not Han lies between them."""
    plain = simplified(text)
    spans: list[tuple[int, int]] = []
    leads: dict[int, float] = {}
    for run in HAN_RUN.finditer(plain):
        words, cuts = _row(run.group())
        spans += ((run.start() + start, run.start() + end) for start, end in words)
        leads.update((run.start() + at, lead) for at, lead in cuts)
    return Row(tuple(spans), leads)


_Scores = list[dict[str, tuple[float, str]]]
"""At each place: word that ends (or begins) there → the score of the best row up to (or from) it, and its neighbour."""


@lru_cache(maxsize=500)
def _row(run: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, float], ...]]:
    """Words of the likeliest row, and the lead over the best row that ends a word at each other place."""
    size = len(run)
    starting = [[(run[start:end], end, own) for end, own in found] for start, found in enumerate(edges(run))]
    ending: _Scores = [{"": (0.0, "")}, *({} for _ in range(size))]
    for start, found in enumerate(starting):
        for word, end, own in found:
            score, before = max((s + _gain(before, word), before) for before, (s, _) in ending[start].items())
            ending[end][word] = score + own, before
    following: _Scores = [*({} for _ in range(size)), {"": (0.0, "")}]
    for start in range(size - 1, -1, -1):
        for word, end, own in starting[start]:
            score, after = max((s + _gain(word, after), after) for after, (s, _) in following[end].items())
            following[start][word] = score + own, after
    through = [
        max(
            s + t + _gain(before, after)
            for before, (s, _) in ending[at].items()
            for after, (t, _) in following[at].items()
        )
        for at in range(size + 1)
        if ending[at] and following[at]
    ]
    spans = []
    at, (_, word) = 0, max((s + _gain("", word), word) for word, (s, _) in following[0].items())
    while word:
        spans.append((at, at + len(word)))
        at, word = at + len(word), following[at][word][1]
    ends = {end for _, end in spans}
    return tuple(spans), tuple((at, through[0] - through[at]) for at in range(1, size) if at not in ends)


def hashed(before: str, after: str) -> int:
    """The key of two neighbours in pairs.npz; "" for the end of a run."""
    return crc32(f"{before} {after}".encode())


@lru_cache(maxsize=1 << 14)
def _gain(before: str, after: str) -> float:
    """How much likelier than by chance."""
    if len(before) == len(after) == 1 and before + after in own_words():
        return _TORN
    keys, gains = _pairs()
    key = hashed(before, after)
    at = bisect_left(keys, key)
    return gains[at] / STEPS if at < len(keys) and keys[at] == key else _STRANGERS


@cache
def _pairs() -> tuple[array[int], bytes]:
    """Hashes, ascending, and beside them how much likelier than chance each pair is, in steps of 1/STEPS."""
    import numpy as np

    data = files("podcast.mandarin").joinpath("data", "pairs.npz").read_bytes()
    with np.load(io.BytesIO(data)) as stored:
        return array("I", np.cumsum(stored["steps"], dtype=np.uint32).tobytes()), stored["gains"].tobytes()
