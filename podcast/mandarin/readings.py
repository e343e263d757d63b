"""How each Han character of a spoken text sounds: dictionary tones, before sandhi.

From the surest source to the least: the lexicon, our words, pypinyin's words, the context of a character
with several readings, a character's commonest reading. All of them say what the Mainland's standard says;
Taiwan's standard is laid over it, word by word and character by character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from podcast.mandarin import tables
from podcast.mandarin.han import is_han, simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.phrases import char_readings, phrase
from podcast.mandarin.words import words
from podcast.model import Reading, Spoken

_NEUTRAL = frozenset("的了吗呢吧们子着么得地啊呀哇啦嘛喔啰呗")  # these are neutral in Taiwan too


def read(spoken: Spoken, lexicon: Lexicon) -> Spoken:
    """``spoken`` with one reading for every Han character whose sound is known, ascending."""
    text = _Text.of(spoken.text, spoken.language == "zh-TW")
    found = {r.at: r for start, end in words(text.plain) for r in text.word(start, end)}
    for start, end, syllables in lexicon.readings(spoken.text):
        places = [at for at in range(start, end) if is_han(spoken.text[at])]
        found.update((at, Reading(at, p, "lexicon")) for at, p in zip(places, syllables, strict=True))
    return replace(spoken, readings=tuple(found[at] for at in sorted(found)))


@dataclass(frozen=True, slots=True)
class _Text:
    written: str  # as given, compatibility characters and 々 resolved
    plain: str  # in Simplified, same indices
    taiwan: bool

    @classmethod
    def of(cls, text: str, taiwan: bool) -> _Text:
        written = "".join(_resolved(text, at) for at in range(len(text)))
        return cls(written, simplified(written), taiwan)

    def word(self, start: int, end: int) -> Iterator[Reading]:
        """The readings of one word's characters."""
        known = self._known(start, end)
        for at in range(start, end):
            reading, by, sure = known.get(at) or self._by_char(at)
            if reading and by == "taiwan":
                yield Reading(at, reading, "word", sure)
            elif reading:
                yield Reading(at, self._taiwan(at, reading) if self.taiwan else reading, by, sure)

    def _known(self, start: int, end: int) -> dict[int, tuple[str, str, bool]]:
        """Place → reading, by what words say: our words over characters with one reading over pypinyin's words."""
        whole = phrase(self.plain[start:end]) if end - start > 1 else None
        found = dict(enumerate(whole or (), start))
        ours: dict[int, str] = {}
        final: dict[int, str] = {}
        for first, last in _parts(start, end):  # the longest last
            part = self.plain[first:last]
            if not whole and last - first > 1:
                found.update(enumerate(phrase(part) or (), first))
            if not whole or last - first == end - start or end - start == 2:  # 有苦難言 is not 苦難
                ours.update(self._ours(tables.own_words(), first, last))
            if self.taiwan:
                final.update(self._ours(tables.taiwan_words(), first, last))
        found.update((at, only) for at in range(start, end) if (only := tables.fixed().get(self.written[at])))
        known = {at: (p, "word", True) for at, p in (found | ours).items()}
        known.update((at, (p, "taiwan", True)) for at, p in final.items())
        return known

    def _ours(self, table: tables.Words, start: int, end: int) -> Iterator[tuple[int, str]]:
        """乾了 is not 幹了, though both are 干了 in Simplified: the characters themselves must agree."""
        for place, reading, word in table.get(self.plain[start:end], ()):
            if all(self.written[start + i] in (char, self.plain[start + i]) for i, char in enumerate(word)):
                yield start + place, reading

    def _by_char(self, at: int) -> tuple[str, str, bool]:
        char = self.plain[at]
        rules = tables.contexts().get(char, ())
        for rule in rules:
            if rule.fits(self.plain, at):
                return rule.pinyin, "context" if rule.before or rule.after else "char", rule.sure
        merged = not tables.only_simplified(char)  # 谷 stands for 穀 too, so 穀 itself is the better key
        written = char_readings(self.written[at])
        readings = (merged and written) or char_readings(char) or written
        return (readings[0] if readings else "", "char", True)

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
