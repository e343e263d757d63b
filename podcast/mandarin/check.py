"""Where a listener might stumble: words nobody knows how to say, guesses, and signs that are dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from podcast.mandarin.han import is_han
from podcast.model import Spoken

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_LATIN_WORD = re.compile(f"[{_LATIN}][{_LATIN}'’-]*")
_OTHER_SCRIPT = re.compile(rf"[^\W\d_{_LATIN}㐀-鿿]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々]")
_UNSAID_ON_PURPOSE = frozenset(
    {"quote", "space", "width", "invisible", "markdown", "gloss", "footnote", "dash", "version", "reading", "ornament"}
)
_ARROW = re.compile(r".?[-=–—]+>")
"""A pause stands for it."""
_AROUND = 6
"""Characters of context on each side of the place."""


@dataclass(frozen=True, slots=True)
class Stumble:
    """One place. ``at``: offset in the spoken text."""

    at: int
    sort: str  # "word", "reading", "guess", "dropped"
    text: str  # the word, the character or the sign
    says: str  # how it is said now, "" when not at all
    context: str

    def __str__(self) -> str:
        told = {
            "word": f"“{self.text}” is no word that the voice knows",
            "reading": f"“{self.text}” is read {self.says}, but could be read otherwise",
            "guess": f"“{self.text}” is taken as “{self.says}”",
            "dropped": f"“{self.text}” is not said",
        }[self.sort]
        return f"{told} (…{self.context}…)"


def stumbles(spoken: Spoken, knows: Callable[[str], bool]) -> tuple[Stumble, ...]:
    """The places in reading order. ``spoken`` with its readings; ``knows``: whether a Latin word can be said."""
    found = (*_unknown_words(spoken, knows), *_unreadable(spoken), *_unsure_readings(spoken), *_unsure_spans(spoken))
    return tuple(sorted(found, key=lambda s: s.at))


@dataclass(frozen=True, slots=True)
class Notice:
    """The first place of a kind, and how often the same comes again in the text."""

    place: str  # as the caller names the line
    stumble: Stumble
    again: int = 0

    def __str__(self) -> str:
        more = f", and {self.again} time{'s' if self.again > 1 else ''} more" if self.again else ""
        return f"{self.place}: {self.stumble}{more}"


def notices(lines: Iterable[tuple[str, Spoken]], knows: Callable[[str], bool]) -> tuple[Notice, ...]:
    """What is worth listening to in (place, line) pairs, each word or sign once: who mends one mends them all.

    A doubtful character is told once for the characters beside it: an entry of the lexicon mends it there.
    """
    found: dict[tuple[str, str, str], Notice] = {}
    for place, spoken in lines:
        for stumble in stumbles(spoken, knows):
            at = stumble.at
            text = spoken.text[max(0, at - 1) : at + 2] if stumble.sort == "reading" else stumble.text.casefold()
            key = (stumble.sort, text, stumble.says)
            known = found.get(key)
            found[key] = replace(known, again=known.again + 1) if known else Notice(place, stumble)
    return tuple(found.values())


def _context(text: str, start: int, end: int) -> str:
    return text[max(0, start - _AROUND) : end + _AROUND].replace("\n", " ")


def _unknown_words(spoken: Spoken, knows: Callable[[str], bool]) -> Iterator[Stumble]:
    for word in _LATIN_WORD.finditer(spoken.text):
        if not knows(word.group()):
            around = _context(spoken.text, word.start(), word.end())
            yield Stumble(word.start(), "word", word.group(), word.group(), around)


def _unreadable(spoken: Spoken) -> Iterator[Stumble]:
    """Letters of other scripts, and characters whose sound nobody knows."""
    from podcast.mandarin.phrases import char_readings

    read = {reading.at for reading in spoken.readings}
    for found in _HAN.finditer(spoken.text):
        at, char = found.start(), found.group()
        if at not in read and not char_readings(char):
            yield Stumble(at, "word", char, char, _context(spoken.text, at, at + 1))
    for word in _OTHER_SCRIPT.finditer(spoken.text):
        if not any(map(is_han, word.group())):
            yield Stumble(word.start(), "word", word.group(), word.group(), _context(spoken.text, *word.span()))


def _unsure_readings(spoken: Spoken) -> Iterator[Stumble]:
    for reading in spoken.readings:
        if not reading.sure:
            char = spoken.text[reading.at]
            yield Stumble(
                reading.at, "reading", char, reading.pinyin, _context(spoken.text, reading.at, reading.at + 1)
            )


def _unsure_spans(spoken: Spoken) -> Iterator[Stumble]:
    for span in spoken.spans:
        written = spoken.written[span.written_start : span.written_end].strip()
        said = spoken.text[span.spoken_start : span.spoken_end].strip()
        around = _context(spoken.text, span.spoken_start, span.spoken_end)
        arrow = _ARROW.fullmatch(spoken.written[max(0, span.written_start - 2) : span.written_end].strip())
        if written and not said and span.kind not in _UNSAID_ON_PURPOSE and not arrow:
            yield Stumble(span.spoken_start, "dropped", written, "", around)
        elif said and not span.sure:
            yield Stumble(span.spoken_start, "guess", written, said, around)
