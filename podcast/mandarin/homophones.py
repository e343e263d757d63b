"""A common character for a syllable: how an engine without phonemes is told a reading."""

from __future__ import annotations

from functools import cache

from podcast.mandarin.han import simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.readings import read
from podcast.mandarin.tables import contexts, rows
from podcast.model import Spoken


def homophone(pinyin: str) -> str | None:
    """A common Traditional character with this one reading ("yue4" → 閱); None when there is none."""
    return _table().get(pinyin)


def respell(spoken: Spoken) -> str:
    """The spoken text in which the readings that the lexicon asks for stand as homophones, one a character.

    A character that reads so by itself stays, and so does one whose reading no common character shares.
    """
    alone = Lexicon()
    text = list(spoken.text)
    for reading in spoken.readings:
        char = text[reading.at]
        if reading.by == "lexicon" and not _reads_so(char, reading.pinyin, spoken.language, alone):
            text[reading.at] = homophone(reading.pinyin) or char
    return "".join(text)


def _reads_so(char: str, pinyin: str, language: str, lexicon: Lexicon) -> bool:
    """Whether a character without context, and without several readings that we know of, sounds like this."""
    readings = read(Spoken(char, char, language=language), lexicon).readings
    return simplified(char) not in contexts() and [r.pinyin for r in readings] == [pinyin]


@cache
def _table() -> dict[str, str]:
    return {
        f"{syllable}{tone}": char
        for syllable, chars in rows("homophones.tsv")
        for tone, char in enumerate(chars, 1)
        if char != "-"
    }
