"""Readings of words and of single characters, Mainland's standard, as pypinyin has them.

The tables are made by bench/word_tables_build.py.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from podcast.mandarin import zhuyin

_BEFORE_SANDHI = {"一": "yi1", "不": "bu4"}  # some of pypinyin's words write the spoken tone


def packed_rows(name: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind the tab in each row of a packed table."""
    with (
        (files("podcast.mandarin") / "data" / name).open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8") as rows,
    ):
        for row in rows:  # one at a time: all at once need 60 MB more
            name, _, value = row.rstrip("\n").partition("\t")
            yield name, value


@cache
def phrases() -> dict[str, str]:
    """Word, mostly Simplified → the likeliest reading of each character, with tone marks, separated by blanks."""
    return dict(packed_rows("phrases.tsv.gz"))


def phrase(word: str) -> tuple[str, ...] | None:
    """One syllable a character, or None when the word is unknown."""
    if (readings := phrases().get(word)) is None:
        return None
    try:
        syllables = map(zhuyin.pinyin, readings.split(" "))
        return tuple(_BEFORE_SANDHI.get(char, syllable) for char, syllable in zip(word, syllables, strict=True))
    except ValueError:
        return None


@cache
def char_readings(char: str) -> tuple[str, ...]:
    """All readings of one character, the commonest first; empty when nobody knows."""
    found = []
    for syllable in _characters().get(char, "").split(","):
        try:
            found.append(zhuyin.pinyin(syllable))
        except ValueError:
            continue  # m, ng, hm: interjections that no engine can say
    return tuple(found)


@cache
def _characters() -> dict[str, str]:
    """Character → its readings with tone marks, separated by commas."""
    return dict(packed_rows("characters.tsv.gz"))
