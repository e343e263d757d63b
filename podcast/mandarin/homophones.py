"""A common character for a syllable: how an engine without phonemes is told a reading."""

from __future__ import annotations

from functools import cache

from podcast.mandarin.phrases import char_readings
from podcast.mandarin.tables import rows
from podcast.model import Spoken


def homophone(pinyin: str) -> str | None:
    """A common Traditional character with this one reading ("yue4" → 閱); None when there is none."""
    return _table().get(pinyin)


def respell(spoken: Spoken) -> str:
    """The spoken text in which the readings that the lexicon asks for stand as homophones, one a character.

    A character that can be read in no other way stays, and so does one whose reading no common character shares.
    """
    text = list(spoken.text)
    for reading in spoken.readings:
        char = text[reading.at]
        if reading.by == "lexicon" and not _reads_so(char, reading.pinyin):
            text[reading.at] = homophone(reading.pinyin) or char
    return "".join(text)


def _reads_so(char: str, pinyin: str) -> bool:
    """Whether it can sound in no other way. A character with two readings is what the complaint was about."""
    return set(char_readings(char)) == {pinyin}


@cache
def _table() -> dict[str, str]:
    return {
        f"{syllable}{tone}": char
        for syllable, chars in rows("homophones.tsv")
        for tone, char in enumerate(chars, 1)
        if char != "-"
    }
