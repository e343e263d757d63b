"""How each Han character of a spoken text sounds: dictionary tones, before sandhi.

The lexicon decides first. Else a character with several readings has the likeliest: a network that has read the
sentence says how likely each is, and each source that names one makes it likelier, our words beyond doubt, then
pypinyin's words, then the rules of context. All of them say what the Mainland's standard says; Taiwan's standard is
laid over it, word by word and character by character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from podcast.mandarin import tables
from podcast.mandarin.han import is_han, simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.phrases import char_readings, phrase
from podcast.mandarin.polyphones import Likelihoods, likelihoods
from podcast.mandarin.words import words
from podcast.model import Reading, Spoken

_NEUTRAL = frozenset("的了吗呢吧们子着么得地啊呀哇啦嘛喔啰呗")  # these are neutral in Taiwan too


# How many times likelier a source makes the reading that it names; bench/readings.py measured them.
_CERTAIN = 1e9
_PHRASE = 500.0  # of three characters and more
_PAIR = 60.0
_LOOSE = 1.5  # a word whose characters also meet by chance
_RULE = 8.0
_LEAST = 0.001  # the likelihood of what the network holds for impossible
_SURE = 0.9  # of a reading's final likelihood


def read(spoken: Spoken, lexicon: Lexicon) -> Spoken:
    """``spoken`` with one reading for every Han character whose sound is known, ascending."""
    text = _Text.of(spoken.text, spoken.language == "zh-TW")
    found = {r.at: r for start, end in words(text.plain) for r in text.word(start, end)}
    for start, end, syllables in lexicon.readings(spoken.text):
        places = [at for at in range(start, end) if is_han(spoken.text[at])]
        found.update((at, Reading(at, p, "lexicon")) for at, p in zip(places, syllables, strict=True))
    return replace(spoken, readings=tuple(found[at] for at in sorted(found)))


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading that a source names, and how many times likelier that makes it."""

    pinyin: str
    by: str
    weight: float
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Text:
    written: str  # as given, compatibility characters and 々 resolved
    plain: str  # in Simplified, same indices
    taiwan: bool
    likely: dict[int, Likelihoods]

    @classmethod
    def of(cls, text: str, taiwan: bool) -> _Text:
        written = "".join(_resolved(text, at) for at in range(len(text)))
        plain = simplified(written)
        return cls(written, plain, taiwan, likelihoods(plain))

    def word(self, start: int, end: int) -> Iterator[Reading]:
        """The readings of one word's characters."""
        known = self._known(start, end)
        taiwan = self._in_taiwan(start, end) if self.taiwan else {}
        for at in range(start, end):
            found = self._likeliest(at, known.get(at) or self._by_char(at))
            if at in taiwan:
                yield Reading(at, taiwan[at], "word", found.sure)
            elif found.pinyin:
                reading = self._taiwan(at, found.pinyin) if self.taiwan else found.pinyin
                yield Reading(at, reading, found.by, found.sure)

    def _likeliest(self, at: int, named: _Found) -> _Found:
        """What a source names, unless the sentence speaks against it."""
        own = tables.own_readings().get(self.written[at], ())
        if named.weight >= _CERTAIN:
            return named
        if len(own) == 1:
            return _Found(own[0], "word", _CERTAIN)
        options = {r: p for r, p in self.likely.get(at, {}).items() if not own or r in own}
        unheard = named.by == "word" and named.pinyin not in options  # 參差 cen1, 東西 xi5: the network never met it
        if not options or unheard:
            return named
        shares = {r: (p + _LEAST) * (named.weight if r == named.pinyin else 1) for r, p in options.items()}
        best = max(shares, key=lambda r: shares[r])
        return _Found(
            best, named.by if best == named.pinyin else "model", 1, shares[best] / sum(shares.values()) >= _SURE
        )

    def _known(self, start: int, end: int) -> dict[int, _Found]:
        """Place → reading, by what words say: our words over pypinyin's words."""
        whole = phrase(self.plain[start:end]) if end - start > 1 else None
        found: dict[int, _Found] = {}
        ours: dict[int, _Found] = {}
        for first, last in _parts(start, end):  # the longest last
            part = self.plain[first:last]
            said = phrase(part) if last - first > 1 and (not whole or last - first == end - start) else None
            weight = _LOOSE if part in tables.loose() else _PHRASE if len(part) > 2 else _PAIR
            found.update((at, _Found(p, "word", weight)) for at, p in enumerate(said or (), first))
            if not whole or last - first == end - start or end - start == 2:  # 有苦難言 is not 苦難
                weight = _LOOSE if part in tables.loose() else _CERTAIN
                told = self._ours(tables.own_words(), first, last)
                ours.update((at, _Found(p, "word", weight)) for at, p in told)
        return found | ours

    def _in_taiwan(self, start: int, end: int) -> dict[int, str]:
        """Place → reading, by what only Taiwan's words say."""
        return {
            at: reading
            for first, last in _parts(start, end)
            for at, reading in self._ours(tables.taiwan_words(), first, last)
        }

    def _ours(self, table: tables.Words, start: int, end: int) -> Iterator[tuple[int, str]]:
        """乾了 is not 幹了, though both are 干了 in Simplified: the characters themselves must agree."""
        for place, reading, word in table.get(self.plain[start:end], ()):
            if all(self.written[start + i] in (char, self.plain[start + i]) for i, char in enumerate(word)):
                yield start + place, reading

    def _by_char(self, at: int) -> _Found:
        """By the rules of context, else the commonest reading, which counts for nothing where there are several."""
        char = self.plain[at]
        for rule in tables.contexts().get(char, ()):
            if rule.fits(self.plain, at):
                by = "context" if rule.before or rule.after else "char"
                weight = _CERTAIN if rule.alone else _RULE if rule.sure and by == "context" else 1
                return _Found(rule.pinyin, by, weight, rule.sure)
        merged = not tables.only_simplified(char)  # 谷 stands for 穀 too, so 穀 itself is the better key
        written = char_readings(self.written[at])
        readings = (merged and written) or char_readings(char) or written
        return _Found(readings[0] if readings else "", "char", 1)

    def _taiwan(self, at: int, reading: str) -> str:
        char = self.written[at]
        table = tables.taiwan_chars()
        found = table.get((char, reading)) or table.get((self.plain[at], reading))
        if found:
            return found
        if reading[-1] == "5" and self.plain[at] not in _NEUTRAL and not self._repeats(at):
            return self._full_tone(at, reading)
        return reading

    def _repeats(self, at: int) -> bool:
        return at > 0 and self.plain[at - 1] == self.plain[at]

    def _full_tone(self, at: int, reading: str) -> str:
        """Taiwan says most second syllables in full: 朋友 you3, 知道 dao4."""
        same = [r for r in char_readings(self.plain[at]) if r[:-1] == reading[:-1] and r[-1] != "5"]
        return self._taiwan(at, same[0]) if same else reading


def _parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    """All stretches of a word, the shortest first, the word itself last."""
    for size in range(1, end - start + 1):
        for first in range(start, end - size + 1):
            yield first, first + size


def _resolved(text: str, at: int) -> str:
    char = text[at]
    if char == "々":
        before = text[:at].rstrip("々")[-1:]
        return before if before and is_han(before) else char
    if is_han(char) or "\u2e80" <= char <= "\u2fdf":
        plain = unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    return char
