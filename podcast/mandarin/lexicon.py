"""The pronunciation lexicon of voices.yaml: word → how to say it, as a respelling, as zhuyin or as pinyin.

A word may say where it holds: ``<報案|撥打>110`` only behind one of these, ``110<專線>`` only before it,
``110<!人|件>`` not before these. What stands in ``<>`` is looked for, a blank between allowed, and said as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from podcast.errors import ConfigError
from podcast.mandarin import zhuyin
from podcast.mandarin.han import is_han
from podcast.model import Spoken

Kind = Literal["respelling", "zhuyin", "pinyin"]

_LATIN = "A-Za-z0-9\u00c0-\u024f"
_HAS_TONE = re.compile(r"[1-5]$|[\u0300\u0301\u0304\u030c]|[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_WHERE = re.compile(r"(?:<(?P<before>[^<>]*)>)?(?P<word>[^<>]*)(?:<(?P<after>[^<>]*)>)?")
_ALSO_COUNTED = re.compile(r"\s?(?:學?年度?|[月日]|例)")
_FURTHEST = 24  # characters that the words of one side may be long
_EXACT_CASE = 3  # words of so few letters match in their own case only: "IT" is not "it"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the lexicon. ``pinyin``: one syllable a Han character of ``word``; empty for a respelling."""

    word: str
    value: str
    kind: Kind
    pinyin: tuple[str, ...] = ()
    before: _Side | None = None
    after: _Side | None = None

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, where the word stands, is a place where the entry holds."""
        before, after = text[max(0, start - _FURTHEST - 1) : start].rstrip(" "), text[end:].removeprefix(" ")
        if self.before is None and self.after is None:
            return not (self.word.isdecimal() and _is_amount(text, start, end))
        return (self.before is None or self.before.fits(before, str.endswith)) and (
            self.after is None or self.after.fits(after, str.startswith)
        )


@dataclass(frozen=True, slots=True)
class _Side:
    """What must stand on one side of a word, or must not."""

    words: tuple[str, ...]
    wanted: bool

    def fits(self, beside: str, meets: Callable[[str, str], bool]) -> bool:
        return any(meets(beside, word) for word in self.words) == self.wanted


class Lexicon:
    """Looks up words in text. Making one checks every pair and raises ConfigError for the first bad one."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        self.entries = tuple(entry(word, value) for word, value in self.pairs)

    def respellings(self, written: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, respelling) of each word to be said otherwise than written; the longest word first."""
        return ((start, end, found.value) for start, end, found in self._respelt.find(written))

    def readings(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(start, end, syllables) of each word whose reading is set, one syllable a Han character."""
        return ((start, end, found.pinyin) for start, end, found in self._read.find(text))

    def used(self, spoken: Spoken) -> tuple[tuple[str, str], ...]:
        """The pairs that are heard in ``spoken``, as they were given, in their order."""
        from podcast.mandarin.clean import clean

        respelt = (found for _, _, found in self._respelt.find(clean(spoken.written)[0]))
        heard = {id(found) for found in (*respelt, *(found for _, _, found in self._read.find(spoken.text)))}
        return tuple(pair for pair, found in zip(self.pairs, self.entries, strict=True) if id(found) in heard)

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
    if "<" not in word and ">" not in word:
        return _entry(word, value)
    where = _WHERE.fullmatch(word)
    if not where or not where["word"].strip():
        raise ConfigError(
            f"voices.yaml: lexicon: “{word}” does not say where it holds; write what stands before or after it "
            "in <>, as in <報案|撥打>110 or 110<!人|件>."
        )
    found = _entry(where["word"].strip(), value)
    return replace(found, before=_side(where["before"], word), after=_side(where["after"], word))


def _side(written: str | None, word: str) -> _Side | None:
    if written is None:
        return None
    words = tuple(part.strip() for part in written.removeprefix("!").split("|"))
    if not all(words) or max(map(len, words)) > _FURTHEST:
        raise ConfigError(
            f"voices.yaml: lexicon: “<{written}>” of “{word}” needs words of {_FURTHEST} characters at most, "
            "separated by |."
        )
    return _Side(words, wanted=not written.startswith("!"))


def _is_amount(text: str, start: int, end: int) -> bool:
    """A number that is part of a longer one, or that counts what follows: 110 in 1,110 and in 110 人."""
    from podcast.mandarin.counts import counted
    from podcast.mandarin.units import UNIT

    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if re.search(r"\d[.,:/-]$", before) or re.match(r"[.,:/-]\d", after):
        return True
    return bool(counted(text, end, len(text)) or UNIT.match(text, end) or _ALSO_COUNTED.match(text, end))


def _entry(word: str, value: str) -> Entry:
    value = _apart(word, value)
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


def _apart(word: str, value: str) -> str:
    """Pinyin written in one, yue4dui4, with blanks: a syllable with its number for each character of a Chinese word."""
    pieces = re.findall(r"[a-zü:]+[1-5]", value.lower())
    if "".join(pieces) != value.lower() or len(pieces) != len(word) or not all(map(is_han, word)):
        return value
    return " ".join(pieces) if all(map(_is_syllable, pieces)) else value


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
        for found, _, pattern in sorted(patterns, key=_first_tried):
            self._by_first.setdefault(found.word[0].lower(), []).append((found, pattern))
        firsts = {f for first in self._by_first for f in (first, first.upper()) if len(f) == 1}
        self._start = re.compile("[" + "".join(map(re.escape, sorted(firsts))) + "]") if firsts else None

    def find(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        at = 0
        while self._start and (start := self._start.search(text, at)):
            at = start.end()
            for found, pattern in self._by_first.get(start.group().lower(), ()):
                if (match := pattern.match(text, start.start())) and found.holds(text, *match.span()):
                    yield *match.span(), found
                    at = match.end()
                    break


def _first_tried(pattern: tuple[Entry, int, re.Pattern[str]]) -> tuple[int, int, bool]:
    """The longest word first, in its own case, and where it holds only somewhere before where it holds everywhere."""
    found, rank, _ = pattern
    return -len(found.word), rank, found.before is None and found.after is None


def _patterns(word: str) -> Iterator[re.Pattern[str]]:
    """The word in its own case, then in any, with Latin boundaries where it begins or ends in Latin."""
    before = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", word) else ""
    after = f"(?![{_LATIN}])" if re.search(f"[{_LATIN}]$", word) else ""
    yield re.compile(before + re.escape(word) + after)
    if len(word) > _EXACT_CASE and word.upper() != word.lower():
        yield re.compile(before + re.escape(word) + after, re.IGNORECASE)
