"""Ten papers that print one agency's text are one voice: articles that share most of their wording (MinHash)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from podcast.gather.article import Article
from podcast.gather.repeats import letters
from podcast.mandarin.han import simplified

_SHINGLE = 5  # characters
_HASHES = 128
_SAME = 0.5  # share of shingles that two texts have in common
_HELD = 0.8  # … or share of the shorter text's that the longer one holds: a reprint that was cut or added to
_PRIME = (1 << 61) - 1


def reprints(articles: Sequence[Article]) -> list[int]:
    """For each article the index of the first one of which it is a reprint, or its own."""
    shingles = [_shingles(article) for article in articles]
    signs = np.array([_signature(each) for each in shingles]) if articles else np.zeros((0, _HASHES))
    first = list(range(len(articles)))
    for n in range(1, len(articles)):
        alike = (signs[:n] == signs[n]).mean(axis=1)
        for m in np.flatnonzero(alike > 0.15):
            if _is_reprint(shingles[int(m)], shingles[n], float(alike[m])):
                first[n] = first[int(m)]
                break
    return first


def _is_reprint(one: frozenset[int], other: frozenset[int], alike: float) -> bool:
    if min(len(one), len(other)) < 20:
        return False
    return alike >= _SAME or len(one & other) >= _HELD * min(len(one), len(other))


def _shingles(article: Article) -> frozenset[int]:
    text = simplified(letters(article.text))
    return frozenset(zlib.crc32(text[at : at + _SHINGLE].encode()) for at in range(max(0, len(text) - _SHINGLE + 1)))


def _signature(shingles: frozenset[int]) -> NDArray[np.uint64]:
    """The least value of each of many hashes: as many are equal as the share of shingles in common."""
    if not shingles:
        return np.random.default_rng().integers(1 << 60, size=_HASHES, dtype=np.uint64)  # like nothing else
    values = np.fromiter(shingles, dtype=np.uint64)
    a, b = _coefficients()
    least: NDArray[np.uint64] = np.min((values[:, None] * a[None, :] + b[None, :]) >> np.uint64(32), axis=0)
    return least


def _coefficients() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    dice = np.random.default_rng(20261128)
    a = dice.integers(1, _PRIME, size=_HASHES, dtype=np.uint64) | np.uint64(1)
    return a, dice.integers(0, _PRIME, size=_HASHES, dtype=np.uint64)
