"""How each Han character of a spoken text sounds: dictionary tones, before sandhi.

The lexicon decides first. Else a character with several readings has the likeliest: a network that has read the
sentence says how likely each is, and each source that names one makes it likelier, our words beyond doubt, then
pypinyin's words, then the rules of context. All of them say what the Mainland's standard says; Taiwan's standard is
laid over it, word by word and character by character.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from podcast.mandarin import tables
from podcast.mandarin.han import is_han, simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.phrases import char_readings, phrase
from podcast.mandarin.polyphones import Likelihoods, several
from podcast.mandarin.rows import Row, row
from podcast.model import Reading, Spoken

_NEUTRAL = frozenset("的了吗呢吧们子着么得地啊呀哇啦嘛喔啰呗")  # these are neutral in Taiwan too


_ODD = re.compile("[々\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""The repeat mark and characters that stand for another."""

# How many times likelier a source makes the reading that it names; bench/readings.py measured them.
_CERTAIN = 1e9
_PHRASE = 500.0  # of three characters and more
_PAIR = 60.0
_LOOSE = 1.5  # a word whose characters also meet by chance
_DOUBTED = 2.5  # a word whose boundaries are in doubt …
_STEEPER = 1.2  # … times e to this, for each unit of the row's lead
_NEAR = 3.5  # a lead that leaves doubt
_RULE = 8.0
_LEAST = 0.001  # the likelihood of what the network holds for impossible
_AT_ONCE = 24  # lines
_SURE = 0.9  # of a reading's final likelihood


def read(spoken: Spoken, lexicon: Lexicon) -> Spoken:
    """``spoken`` with one reading for every Han character whose sound is known, ascending."""
    return next(read_all([spoken], lexicon))


def read_all(lines: Iterable[Spoken], lexicon: Lexicon) -> Iterator[Spoken]:
    """The same of many lines, in less time: the network reads several of them at once."""
    left = iter(lines)
    while some := list(islice(left, _AT_ONCE)):
        asked = [_Asked.of(spoken, lexicon) for spoken in some]
        likely = several((line.text.plain, line.places) for line in asked)
        for spoken, line, found in zip(some, asked, likely, strict=True):
            yield replace(spoken, readings=tuple(line.readings(found)))


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading that a source names, and how many times likelier that makes it."""

    pinyin: str
    by: str
    weight: float
    sure: bool = True
    taiwan: str = ""  # what a word of Taiwan's says there


@dataclass(frozen=True, slots=True)
class _Told:
    """What a word says of the character at ``place``."""

    place: int
    found: _Found
    start: int  # of the listed word in the word of the text
    end: int
    written: str = ""  # the listed word as the table writes it; none: it holds however it is written


@dataclass(frozen=True, slots=True)
class _Asked:
    """One line with what is known of it before the network answers."""

    text: _Text
    fixed: dict[int, Reading]  # by the lexicon
    named: dict[int, _Found]

    @classmethod
    def of(cls, spoken: Spoken, lexicon: Lexicon) -> _Asked:
        fixed: dict[int, Reading] = {}
        for start, end, syllables in lexicon.readings(spoken.text):
            places = [at for at in range(start, end) if is_han(spoken.text[at])]
            fixed.update((at, Reading(at, p, "lexicon")) for at, p in zip(places, syllables, strict=True))
        text = _Text.of(spoken.text, spoken.language == "zh-TW")
        return cls(text, fixed, {at: f for word in text.row.words for at, f in text.named(*word)})

    @property
    def places(self) -> list[int]:
        """Where the sentence may say otherwise."""
        return [at for at, found in self.named.items() if at not in self.fixed and self.text.asks(at, found)]

    def readings(self, likely: dict[int, Likelihoods]) -> Iterator[Reading]:
        for at in sorted(self.named.keys() | self.fixed.keys()):
            if found := self.fixed.get(at) or self.text.reading(at, self.named[at], likely.get(at, {})):
                yield found


@dataclass(frozen=True, slots=True)
class _Text:
    written: str  # as given, compatibility characters and 々 resolved
    plain: str  # in Simplified, same indices
    taiwan: bool
    row: Row

    @classmethod
    def of(cls, text: str, taiwan: bool) -> _Text:
        written = "".join(_resolved(text, at) for at in range(len(text))) if _ODD.search(text) else text
        plain = simplified(written)
        return cls(written, plain, taiwan, row(plain))

    def named(self, start: int, end: int) -> Iterator[tuple[int, _Found]]:
        """What words and rules say of each character of one word."""
        word = self.plain[start:end]
        known = self._known(start, word)
        if self.taiwan:
            for told in _told_in_taiwan(word):
                if self._is(told, start):
                    at = start + told.place
                    known[at] = replace(known.get(at) or self._by_char(at), taiwan=told.found.taiwan)
        for at in range(start, end):
            found = known.get(at)
            if found and found.weight == _LOOSE and (rule := self._by_rule(at)) and rule.weight == _CERTAIN:
                found = replace(found, pinyin=rule.pinyin, by=rule.by, weight=rule.weight)
            yield at, found or self._by_char(at)

    def _known(self, start: int, word: str) -> dict[int, _Found]:
        """Place → what words say of it: the longest, but 隆重 rather than 重開 in 隆重開幕."""
        known: dict[int, _Found] = {}
        by: dict[int, _Told] = {}
        for told in _told(word):
            at = start + told.place
            if not self._is(told, start) or (at in by and self._keeps(by[at], told, start)):
                continue
            found = self._doubted(told, start)
            if not (at in known and known[at].pinyin == found.pinyin and known[at].weight > found.weight):
                known[at], by[at] = found, told
        return known

    def _keeps(self, old: _Told, new: _Told, start: int) -> bool:
        """Whether the two cross, and the word is rather cut inside the new one."""
        crosses = not (new.start <= old.start and old.end <= new.end)
        return crosses and self._lead(old, start) > self._lead(new, start)

    def _lead(self, told: _Told, start: int) -> float:
        return self.row.lead(start + told.start, start + told.end)

    def _doubted(self, told: _Told, start: int) -> _Found:
        """What the word says, for less where a row that ends another word inside it is nearly as likely."""
        lead = self._lead(told, start)
        if lead > _NEAR or told.end - told.start > 3:
            return told.found
        return replace(told.found, weight=min(told.found.weight, _DOUBTED * math.exp(_STEEPER * lead)))

    def _is(self, told: _Told, start: int) -> bool:
        """乾了 is not 幹了, though both are 干了 in Simplified: the characters themselves must agree."""
        at = start + told.start
        return all(self.written[at + i] in (char, self.plain[at + i]) for i, char in enumerate(told.written))

    def asks(self, at: int, named: _Found) -> bool:
        """Whether the sentence may say otherwise."""
        char = self.plain[at]
        if named.pinyin == tables.alone().get(char) or (named.weight >= _PAIR and char in tables.firm()):
            return False
        return named.weight < _CERTAIN and len(tables.own_readings().get(self.written[at], ())) != 1

    def reading(self, at: int, named: _Found, likely: Likelihoods) -> Reading | None:
        found = self._likeliest(at, named, likely)
        if named.taiwan:
            return Reading(at, named.taiwan, "word", found.sure)
        if not found.pinyin:
            return None
        return Reading(at, self._taiwan(at, found.pinyin) if self.taiwan else found.pinyin, found.by, found.sure)

    def _likeliest(self, at: int, named: _Found, likely: Likelihoods) -> _Found:
        """What a source names, unless the sentence speaks against it."""
        if named.weight >= _CERTAIN:
            return named
        own = tables.own_readings().get(self.written[at], ())
        if len(own) == 1:
            return _Found(own[0], "word", _CERTAIN)
        options = {r: p for r, p in likely.items() if not own or r in own}
        unheard = named.by == "word" and named.pinyin not in options  # 參差 cen1, 東西 xi5: the network never met it
        if not options or unheard:
            return named
        shares = {r: (p + _LEAST) * (named.weight if r == named.pinyin else 1) for r, p in options.items()}
        best = max(shares, key=lambda r: shares[r])
        sure = shares[best] / sum(shares.values()) >= _SURE
        if not sure and self.taiwan:  # 糊 hu1 or hu4: Taiwan says hu2 for either
            said = self._taiwan(at, best)
            same = sum(share for r, share in shares.items() if self._taiwan(at, r) == said)
            sure = same / sum(shares.values()) >= _SURE
        return _Found(best, named.by if best == named.pinyin else "model", 1, sure)

    def _by_rule(self, at: int) -> _Found | None:
        for rule in tables.contexts().get(self.plain[at], ()):
            if end := rule.fits(self.plain, at):
                by = "context" if rule.before or rule.after else "char"
                weight = _CERTAIN if rule.alone else _RULE if rule.sure and by == "context" else 1
                if rule.after and self.row.leads.get(end, 0.0) > _NEAR:  # 得意 in 得意識到: its last word is another
                    weight = _RULE if rule.alone else 1
                return _Found(rule.pinyin, by, weight, rule.sure)
        return None

    def _by_char(self, at: int) -> _Found:
        """By the rules of context, else the commonest reading, which counts for nothing where there are several."""
        return self._by_rule(at) or _commonest(self.plain[at], self.written[at])

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


@cache
def _commonest(char: str, written: str) -> _Found:
    """``char``: in Simplified."""
    if reading := tables.alone().get(char):
        return _Found(reading, "char", _CERTAIN)
    merged = not tables.only_simplified(char)  # 谷 stands for 穀 too, so 穀 itself is the better key
    its_own = char_readings(written)
    readings = (merged and its_own) or char_readings(char) or its_own
    return _Found(readings[0] if readings else "", "char", 1)


@lru_cache(maxsize=1 << 14)
def _told(word: str) -> tuple[_Told, ...]:
    """What words say of ``word`` (Simplified) and its parts, the longest last: ours after pypinyin's."""
    size = len(word)
    whole = phrase(word) if size > 1 else None
    theirs: list[_Told] = []
    ours: list[_Told] = []
    for first, last in _parts(0, size):
        part = word[first:last]
        loose = part in tables.loose()
        if last - first > 1 and (not whole or last - first == size):
            weight = _LOOSE if loose else _PHRASE if len(part) > 2 else _PAIR
            syllables = enumerate(phrase(part) or (), first)
            theirs += (_Told(at, _Found(p, "word", weight), first, last) for at, p in syllables)
        if not whole or last - first == size or size == 2:  # 有苦難言 is not 苦難
            for place, reading, written in tables.own_words().get(part, ()):
                found = _Found(reading, "word", _LOOSE if loose else _CERTAIN)
                ours.append(_Told(first + place, found, first, last, written))
    return (*theirs, *ours)


@lru_cache(maxsize=1 << 14)
def _told_in_taiwan(word: str) -> tuple[_Told, ...]:
    """What only Taiwan's words say of ``word`` (Simplified) and its parts, the longest last."""
    return tuple(
        _Told(first + place, _Found("", "word", 1, taiwan=reading), first, last, written)
        for first, last in _parts(0, len(word))
        for place, reading, written in tables.taiwan_words().get(word[first:last], ())
    )


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
