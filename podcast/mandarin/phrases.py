"""pypinyin's dictionaries: readings of words and of single characters, Mainland's standard.

Its data files are read, its code is not loaded, which would take longer than all the rest.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from podcast.mandarin import zhuyin

_BEFORE_SANDHI = {"一": "yi1", "不": "bu4"}  # some of pypinyin's words write the spoken tone


def packaged(package: str, name: str) -> str:
    """The text of a data file of an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package} is not installed; run pip install podcast again")
    return (Path(spec.origin).parent / name).read_text(encoding="utf-8")


@cache
def phrases() -> dict[str, str]:
    """Word, mostly Simplified → the likeliest reading of each character, with tone marks, separated by blanks."""
    table: dict[str, list[list[str]]] = json.loads(packaged("pypinyin", "phrases_dict.json"))
    return {
        word: " ".join(options[0] for options in readings)  # a tenth of the memory that the lists take
        for word, readings in table.items()
        if len(word) == len(readings) > 1 and all(readings)
    }


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
    for syllable in _chars().get(str(ord(char)), "").split(","):
        try:
            found.append(zhuyin.pinyin(syllable))
        except ValueError:
            continue  # m, ng, hm: interjections that no engine can say
    return tuple(found)


@cache
def _chars() -> Any:
    """Code point as a decimal number → readings, separated by commas."""
    return json.loads(packaged("pypinyin", "pinyin_dict.json"))
