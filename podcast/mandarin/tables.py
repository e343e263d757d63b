"""Our own tables under data/: words, contexts, Taiwan's readings. Written in Traditional, looked up in Simplified."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from podcast.mandarin.han import simplified


@dataclass(frozen=True, slots=True)
class Context:
    """A reading that holds where the text up to the character and the text after it match."""

    pinyin: str
    before: str  # regular expressions in Simplified, compiled when first asked: most characters are in no text
    after: str
    sure: bool = True
    alone: bool = False  # decides whatever the network says

    def fits(self, text: str, at: int) -> int:
        """The end of what it looks for, or 0. ``text`` in Simplified; the character stands at ``at``."""
        if self.before and not _compiled(self.before).search(text[max(0, at - 24) : at]):
            return 0
        after = _compiled(self.after).match(text, at + 1)
        return after.end() if after else 0


Words = dict[str, list[tuple[int, str, str]]]
"""Word (Simplified) → (place in the word, its reading, the word as the table writes it) …"""


@cache
def own_words() -> Words:
    """Words with a reading, in dictionary tones of the Mainland."""
    table: Words = {}
    for char, reading, words in rows("words.tsv"):
        _add(table, char, reading, words.split())
    for _, _, _, words in rows("taiwan.tsv"):
        for word in map(simplified, words.split()):
            table.setdefault(word, [])  # a word of ours, with nothing to say in Mainland's Mandarin
    return table


@cache
def contexts() -> dict[str, tuple[Context, ...]]:
    """Character → its readings by context, in the order in which they are tried."""
    table: dict[str, list[Context]] = {}
    for char, reading, before, after in rows("context.tsv"):
        table.setdefault(simplified(char), []).append(
            Context(
                reading.rstrip("?!"),
                simplified(before),
                simplified(after),
                not reading.endswith("?"),
                reading.endswith("!"),
            )
        )
    return {char: tuple(rules) for char, rules in table.items()}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def own_readings() -> dict[str, tuple[str, ...]]:
    """Traditional character → its readings, where its Simplified form is shared and has more."""
    return {char: tuple(readings.split()) for readings, chars in rows("chars.tsv") for char in chars.split()}


@cache
def alone() -> dict[str, str]:
    """Character (Simplified) → the one reading that it has wherever neither a word nor a rule gives another."""
    return {char: reading for reading, chars in rows("alone.tsv") for char in chars.split() if reading != "*"}


@cache
def firm() -> frozenset[str]:
    """Characters (Simplified) whose reading any word of pypinyin's gives beyond doubt."""
    return frozenset(char for reading, chars in rows("alone.tsv") for char in chars.split() if reading == "*")


@cache
def taiwan_chars() -> dict[tuple[str, str], str]:
    """(character in either form, Mainland's reading) → Taiwan's."""
    table = {}
    for char, mainland, taiwan, words in rows("taiwan.tsv"):
        if not words:
            table[char, mainland] = taiwan
            if only_simplified(simplified(char)):  # 识 for 識, but not 曲 for 麴
                table[simplified(char), mainland] = taiwan
    return table


@cache
def taiwan_words() -> Words:
    """Words with a reading of Taiwan's own."""
    table: Words = {}
    for char, _, taiwan, words in rows("taiwan.tsv"):
        _add(table, char, taiwan, words.split())
    return table


@cache
def loose() -> frozenset[str]:
    """Words (Simplified) whose characters also meet by chance, each a word of its own or a part of another."""
    return frozenset(simplified(word) for line in rows("loose.txt") for word in line[0].split())


def only_simplified(char: str) -> bool:
    """Whether the character is none of Traditional Chinese: Big5 lacks it."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return True
    return False


def _add(table: Words, char: str, reading: str, words: list[str]) -> None:
    char = simplified(char)
    for word in words:
        plain = simplified(word)
        places = range(len(word)) if char == "*" else [at for at, c in enumerate(plain) if c == char]
        syllables = reading.split() if char == "*" else [reading] * len(places)
        table.setdefault(plain, []).extend((at, p, word) for at, p in zip(places, syllables, strict=True))


def rows(name: str) -> Iterator[list[str]]:
    """The fields of each line of a table, comments left out."""
    text = files("podcast.mandarin").joinpath("data", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
