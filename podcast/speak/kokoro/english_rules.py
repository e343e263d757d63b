"""How an unknown English word probably sounds: rules learned from misaki's dictionaries (bench/english_build.py).

A rule is a letter with its surroundings and the sound that it has there. The surroundings grow letter by
letter in a fixed order, and the longest that has a rule decides (an IGTree: Daelemans and Van den Bosch,
"Language-Independent Data-Oriented Grapheme-to-Phoneme Conversion", 1996).
"""

from __future__ import annotations

import functools
import gzip
from importlib import resources

ORDER = (0, 1, -1, 2, -2, 3, -3, 4, -4)  # offsets of the letters that a rule looks at, the letter itself first
EDGE = "_"  # stands before and behind the word
VOWELS = "AIOWYaiuæɑɔəɛɜɪʊʌᵊᵻ"


def guess(word: str) -> str:
    """Phonemes of a word in small letters a to z; other characters are silent."""
    letters = "".join(c for c in word if "a" <= c <= "z")
    rules = _rules()
    sounds = [_sound(rules, context) for context in contexts(letters)]
    return _stressed("".join(sounds))


def contexts(letters: str) -> list[str]:
    """For each letter the letter and its surroundings, in ORDER."""
    reach = max(ORDER)
    padded = EDGE * reach + letters + EDGE * reach
    return ["".join(padded[at + offset] for offset in ORDER) for at in range(reach, reach + len(letters))]


def _sound(rules: dict[str, str], context: str) -> str:
    for length in range(len(context), 0, -1):
        if (sound := rules.get(context[:length])) is not None:
            return sound
    return ""


def _stressed(sounds: str) -> str:
    """The same with one primary stress: the first that was found, else on the first vowel."""
    first, mark, rest = sounds.partition("ˈ")
    if mark:
        return first + mark + rest.replace("ˈ", "ˌ")
    at = next((i for i, c in enumerate(sounds) if c in VOWELS), None)
    return sounds if at is None else sounds[:at].replace("ˌ", "") + "ˈ" + sounds[at:].lstrip("ˌ")


@functools.cache
def _rules() -> dict[str, str]:
    data = (resources.files("podcast.speak.kokoro") / "data" / "english_rules.tsv.gz").read_bytes()
    return dict(line.split("\t") for line in gzip.decompress(data).decode("utf-8").split("\n"))
