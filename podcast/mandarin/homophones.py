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

    A character that has no other reading stays, and so does one whose reading no common character shares.
    """
    text = list(spoken.text)
    for reading in spoken.readings:
        if reading.by == "lexicon" and char_readings(text[reading.at]) != (reading.pinyin,):
            text[reading.at] = homophone(reading.pinyin) or text[reading.at]
    return "".join(text)


@cache
def _table() -> dict[str, str]:
    return {
        f"{syllable}{tone}": char
        for syllable, chars in rows("homophones.tsv")
        for tone, char in enumerate(chars, 1)
        if char != "-"
    }
