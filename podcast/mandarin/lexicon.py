"""The pronunciation lexicon of voices.yaml: word → how to say it, as a respelling, as zhuyin or as pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from podcast.errors import ConfigError
from podcast.mandarin import zhuyin
from podcast.mandarin.han import is_han

Kind = Literal["respelling", "zhuyin", "pinyin"]

_LATIN = "A-Za-z0-9\u00c0-\u024f"
_HAS_TONE = re.compile(r"[1-5]$|[\u0300\u0301\u0304\u030c]|[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_EXACT_CASE = 3  # words of so few letters match in their own case only: "IT" is not "it"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the lexicon. ``pinyin``: one syllable a Han character of ``word``; empty for a respelling."""

    word: str
    value: str
    kind: Kind
    pinyin: tuple[str, ...] = ()


class Lexicon:
    """Looks up words in text. Making one checks every pair and raises ConfigError for the first bad one."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.entries = tuple(entry(word, value) for word, value in pairs)

    def respellings(self, written: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, respelling) of each word to be said otherwise than written; the longest word first."""
        return ((start, end, found.value) for start, end, found in self._respelt.find(written))

    def readings(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(start, end, syllables) of each word whose reading is set, one syllable a Han character."""
        return ((start, end, found.pinyin) for start, end, found in self._read.find(text))

    @cached_property
    def _respelt(self) -> _Finder:
        return _Finder(e for e in self.entries if not e.pinyin)

    @cached_property
    def _read(self) -> _Finder:
        return _Finder(e for e in self.entries if e.pinyin)


def entry(word: str, value: str) -> Entry:
    """Tell which of the three ``value`` is and check it. ConfigError when it cannot be a reading of ``word``."""
    word, value = word.strip(), value.strip()
    if not word or not value:
        raise ConfigError(f"voices.yaml: lexicon: “{word or value}” stands alone; write it as word: how to say it.")
    kind = _kind(word, value)
    if kind == "respelling":
        return Entry(word, value, kind)
    syllables = _syllables(word, value, kind)
    characters = sum(map(is_han, word))
    if not characters:  # a Latin word said in Mandarin syllables: characters that sound so take its place
        return Entry(word, _characters(word, value, syllables), "respelling")
    if len(syllables) != characters:
        raise ConfigError(
            f"voices.yaml: lexicon: “{word}” has {characters} characters but “{value}” has {len(syllables)} "
            "syllables; give one a character, separated by blanks."
        )
    return Entry(word, value, kind, syllables)


def _kind(word: str, value: str) -> Kind:
    if zhuyin.is_zhuyin(value):
        return "zhuyin"
    tokens = value.lower().split()
    toned = [bool(_HAS_TONE.search(token)) for token in tokens]
    right = [tone and _is_syllable(token) for tone, token in zip(toned, tokens, strict=True)]
    if sum(map(is_han, word)) == len(tokens) and any(right):
        return "pinyin"  # whatever the case, and checked next: "yue4 duix" is a mistake, no respelling
    if any(map(is_han, value)) or value != value.lower():
        return "respelling"
    if all(right) or (any(toned) and all(map(_is_syllable, tokens))):
        return "pinyin"
    if sum(map(is_han, word)) == len(toned) and all(map(_is_syllable, value.split())):
        raise ConfigError(
            f"voices.yaml: lexicon: “{value}” for “{word}” has no tones; write them as numbers 1 to 5 or as marks."
        )
    return "respelling"


def _syllables(word: str, value: str, kind: Kind) -> tuple[str, ...]:
    read = zhuyin.from_zhuyin if kind == "zhuyin" else zhuyin.pinyin
    try:
        return tuple(read(token) for token in value.lower().split())
    except ValueError as error:
        raise ConfigError(f"voices.yaml: lexicon: {error} in “{value}” for “{word}”; correct it.") from error


def _characters(word: str, value: str, syllables: tuple[str, ...]) -> str:
    from podcast.mandarin.homophones import homophone

    characters = [homophone(syllable) for syllable in syllables]
    if None in characters:
        missing = syllables[characters.index(None)]
        raise ConfigError(
            f"voices.yaml: lexicon: no character sounds like “{missing}” in “{value}” for “{word}”; respell the word."
        )
    return "".join(c for c in characters if c)


def _is_syllable(token: str) -> bool:
    try:
        return bool(zhuyin.pinyin(token))
    except ValueError:
        return False


class _Finder:
    """Finds words in text: longest first, from left to right, without overlap; Latin ones as whole words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[tuple[Entry, re.Pattern[str]]]] = {}
        patterns = ((found, rank, pattern) for found in entries for rank, pattern in enumerate(_patterns(found.word)))
        for found, _, pattern in sorted(patterns, key=lambda p: (-len(p[0].word), p[1])):  # own case first
            self._by_first.setdefault(found.word[0].lower(), []).append((found, pattern))
        firsts = {f for first in self._by_first for f in (first, first.upper()) if len(f) == 1}
        self._start = re.compile("[" + "".join(map(re.escape, sorted(firsts))) + "]") if firsts else None

    def find(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        at = 0
        while self._start and (start := self._start.search(text, at)):
            at = start.end()
            for found, pattern in self._by_first[start.group().lower()]:
                if match := pattern.match(text, start.start()):
                    yield *match.span(), found
                    at = match.end()
                    break


def _patterns(word: str) -> Iterator[re.Pattern[str]]:
    """The word in its own case, then in any, with Latin boundaries where it begins or ends in Latin."""
    before = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", word) else ""
    after = f"(?![{_LATIN}])" if re.search(f"[{_LATIN}]$", word) else ""
    yield re.compile(before + re.escape(word) + after)
    if len(word) > _EXACT_CASE and word.upper() != word.lower():
        yield re.compile(before + re.escape(word) + after, re.IGNORECASE)
