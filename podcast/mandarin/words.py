"""Word boundaries of Mandarin text: the likeliest row of words, over jieba's frequencies and our own words."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from podcast.mandarin.han import simplified
from podcast.mandarin.phrases import packed_rows, phrases
from podcast.mandarin.tables import own_words

HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇]+")
_LONGEST = 8  # characters of a word
_OWN = 400  # occurrences assumed for a word of ours that jieba does not know, among its 60 million
_PHRASE = 3  # … and for one that only pypinyin knows
_ALL = 60_101_967  # occurrences of all words in jieba's dictionary


def words(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each word of the Han runs of ``text``, ascending; what is not Han lies between them."""
    plain = simplified(text)
    return tuple(
        (run.start() + start, run.start() + end)
        for run in HAN_RUN.finditer(plain)
        for start, end in _split(run.group())
    )


@lru_cache(maxsize=2000)  # readings, sandhi and phonemes of one line ask in turn
def _split(run: str) -> tuple[tuple[int, int], ...]:
    """The row of words with the greatest product of frequencies (dynamic programming from the right)."""
    known, log = frequencies(), math.log
    size = len(run)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        likeliest = log((known.get(run[start], 0) or 1) / _ALL) + best[start + 1][0], start + 1
        for end in range(start + 2, min(start + _LONGEST, size) + 1):
            count = known.get(run[start:end])
            if count is not None:
                likeliest = max(likeliest, (log((count or 1) / _ALL) + best[end][0], end))
        best[start] = likeliest
    spans = []
    start = 0
    while start < size:
        end = best[start][1]
        spans.append((start, end))
        start = end
    return tuple(spans)


def edges(run: str) -> list[list[tuple[int, float]]]:
    """For each place of ``run`` (Simplified): where each word that may begin there ends, and its odds (a logarithm)."""
    known = frequencies()
    size = len(run)
    return [
        [
            (end, math.log((known.get(run[start:end], 0) or 1) / _ALL))
            for end in range(start + 1, min(start + _LONGEST, size) + 1)
            if end == start + 1 or run[start:end] in known
        ]
        for start in range(size)
    ]


@cache
def frequencies() -> dict[str, int]:
    """Word (Simplified) → occurrences."""
    table = dict.fromkeys(phrases(), _PHRASE)
    for count, alike in packed_rows("frequencies.tsv.gz"):
        table.update(dict.fromkeys(alike.split(" "), int(count)))
    for word in own_words():
        table[word] = max(table.get(word, 0), _OWN, _apart(word, table))
    return table


def _apart(word: str, table: dict[str, int]) -> int:
    """Twice as often as its two likeliest parts meet by chance: enough that the word is not cut in two."""
    cuts = ((word[:at], word[at:]) for at in range(1, len(word)))
    return max((2 * table.get(a, 0) * table.get(b, 0) // _ALL + 1 for a, b in cuts), default=0)
