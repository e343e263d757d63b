"""pypinyin's dictionaries: readings of words and of single characters, Mainland's standard."""

from __future__ import annotations

from functools import cache

from podcast.mandarin import zhuyin


@cache
def phrases() -> dict[str, list[list[str]]]:
    """Word, mostly Simplified → for each character its possible readings, with tone marks."""
    from pypinyin.constants import PHRASES_DICT

    return {word: readings for word, readings in PHRASES_DICT.items() if len(word) == len(readings) > 1}


def phrase(word: str) -> tuple[str, ...] | None:
    """One syllable a character, or None when the word is unknown."""
    readings = phrases().get(word)
    if readings is None:
        return None
    try:
        return tuple(zhuyin.pinyin(options[0]) for options in readings)
    except (ValueError, IndexError):
        return None


@cache
def char_readings(char: str) -> tuple[str, ...]:
    """All readings of one character, the commonest first; empty when nobody knows."""
    from pypinyin.constants import PINYIN_DICT

    found = []
    for syllable in PINYIN_DICT.get(ord(char), "").split(","):
        try:
            found.append(zhuyin.pinyin(syllable))
        except ValueError:
            continue  # m, ng, hm: interjections that no engine can say
    return tuple(found)
