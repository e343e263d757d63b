"""A reading on the spot, as in 蕈（ㄒㄩㄣˋ）菇, 角(jue2)色 and 110（一一零）: it is not itself said."""

from __future__ import annotations

import re
from dataclasses import replace

from podcast.mandarin import zhuyin
from podcast.mandarin.han import is_han
from podcast.mandarin.numbers import DIGITS, number
from podcast.mandarin.spans import Said, join
from podcast.model import Episode, Reading, Spoken

KIND = "reading"
"""The class of the spans that hold one."""

_TOLD = r"(?:讀音|讀作|讀為|唸作|念作|音同|發音|注音|拼音|讀|唸|念|音)\s?[為是：:]?\s?"
_BRACKET = re.compile(
    rf"\s?[(（\[［]\s?(?P<told>{_TOLD})?[「『“]?"
    rf"(?P<said>(?=[^)）]{{0,40}}[ㄅ-ㄩ])[ㄅ-ㄩ一丨ˊˇˋ˙ˉ\s、，]{{1,40}}|[a-zà-ǜ:0-9\s'’]{{1,40}}|[㐀-鿿])[」』”]?\s?[)）\]］]"
)
_OPENING = re.compile(r"[(（\[［]")
_ZHUYIN = re.compile(r"˙?[ㄅ-ㄩ一丨]{1,3}[ˊˇˋˉ˙]?")
_PINYIN = re.compile(r"[a-zà-ǜ:]+[1-5]?")
_MARK = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]|[1-5]$")
_NUMBER = re.compile(
    r"(?P<written>\d[\d,.\-/: ]{0,20}(?<! ))\s?"
    r"(?P<bracket>[(（](?:讀作|唸作|念作|讀|唸|念)?(?P<said>[零〇○一二三四五六七八九兩十百千萬億兆點幺之比]{2,30})[)）])"
)
_BIG = frozenset("十百千萬億兆")
_ONE_BY_ONE = {**{char: str(i) for i, char in enumerate(DIGITS)}, "〇": "0", "○": "0", "幺": "1", "兩": "2"}


def spot(text: str, at: int, end: int) -> Said | None:
    """The bracket at ``at`` when it holds the reading of the characters before it."""
    found = _BRACKET.match(text, at, end)
    if not found or not (syllables := _syllables(found)):
        return None
    before = _characters_before(text, at, len(syllables))
    if len(before) < len(syllables) or not _plausible(found, before, syllables):
        return None
    return join(found.end(), KIND, "reading on the spot")


def spots(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each bracket in ``text`` that gives a reading: what a page leaves out."""
    brackets = ((m.start(), spot(text, m.start(), len(text))) for m in _OPENING.finditer(text))
    numbers = (m.span("bracket") for m in _NUMBER.finditer(text) if number_spot(text, m.start(), len(text)))
    return tuple(sorted({*((start, said.end) for start, said in brackets if said), *numbers}))


def without_spots(text: str) -> str:
    """``text`` as a page shows it: without the brackets that give a reading."""
    kept = text
    for start, end in reversed(spots(text)):
        kept = kept[:start] + kept[end:]
    return kept


def as_shown(episode: Episode) -> Episode:
    """``episode`` with its title and its sources as a page names them: without the brackets that give a reading."""
    sources = tuple(replace(source, title=without_spots(source.title)) for source in episode.digest.sources)
    return replace(episode, title=without_spots(episode.title), digest=replace(episode.digest, sources=sources))


def number_spot(text: str, at: int, end: int) -> Said | None:
    """A number with the way it is read behind it in brackets."""
    found = _NUMBER.match(text, at, end)
    if not found or (at and text[at - 1].isdigit()):
        return None
    written, said = found["written"], found["said"]
    if not _BIG.isdisjoint(said):
        same = number(re.sub("[^\\d.]", "", written)).replace("兩", "二") == said.replace("兩", "二").replace(
            "〇", "零"
        )
    else:
        same = re.sub(r"\D", "", written) == "".join(_ONE_BY_ONE.get(c, "") for c in said)
    if not same:
        return None
    return Said(found.end(), said.replace("〇", "零").replace("○", "零"), KIND, "reading on the spot")


def with_readings(spoken: Spoken) -> Spoken:
    """``spoken``, already read, with the readings that its brackets give; they are as strong as the lexicon's."""
    told: dict[int, Reading] = {}
    for span in spoken.spans:
        if span.kind == KIND and span.spoken_start == span.spoken_end:
            found = _BRACKET.search(spoken.written[span.written_start : span.written_end])
            syllables = _syllables(found) if found else ()
            places = _characters_before(spoken.text, span.spoken_start, len(syllables))
            told.update((at, Reading(at, p, "lexicon")) for at, p in zip(places, syllables, strict=False))
    if not told:
        return spoken
    kept = {reading.at: reading for reading in spoken.readings} | told
    return replace(spoken, readings=tuple(kept[at] for at in sorted(kept)))


def without_readings(spoken: Spoken) -> Spoken:
    """The same with the brackets taken out of what was written: as captions show it."""
    if not any(span.kind == KIND for span in spoken.spans):
        return spoken
    written, spans, taken, done = "", [], 0, 0
    for span in spoken.spans:
        start, end = span.written_start, span.written_end
        cut = end
        if span.kind == KIND:
            bracket = re.search(r"\s?[(（\[［][^(（\[［]*$", spoken.written[start:end])
            cut = start + bracket.start() if bracket else end
        written += spoken.written[done:cut]
        if cut > start or span.spoken_end > span.spoken_start:
            spans.append(replace(span, written_start=start - taken, written_end=cut - taken))
        taken, done = taken + end - cut, end
    return replace(spoken, written=written + spoken.written[done:], spans=tuple(spans))


def _characters_before(text: str, at: int, count: int) -> tuple[int, ...]:
    """The places of the ``count`` Han characters before ``at``, a closing quote between them and it allowed."""
    if text[at - 1 : at] in tuple("」』”》"):
        at -= 1
    start = at
    while start > 0 and at - start < count and is_han(text[start - 1]):
        start -= 1
    return tuple(range(start, at))


def _syllables(found: re.Match[str]) -> tuple[str, ...]:
    """What the bracket says, in pinyin with tone numbers; nothing when it is no reading."""
    said = found["said"].strip()
    if not said:
        return ()
    if len(said) == 1 and is_han(said):
        return _like(said) if (found["told"] or "").strip("：: ") == "音同" else ()
    zhu = zhuyin.is_zhuyin(said)
    tokens = (_ZHUYIN if zhu else _PINYIN).findall(said)
    if not zhu and not all(_MARK.search(token) for token in tokens):
        return ()
    if re.sub(r"[\s、，'’]", "", said) != "".join(tokens):
        return ()
    try:
        return tuple(map(zhuyin.from_zhuyin if zhu else zhuyin.pinyin, tokens))
    except ValueError:
        return ()


def _like(char: str) -> tuple[str, ...]:
    from podcast.mandarin.phrases import char_readings

    return char_readings(char)[:1]


def _plausible(found: re.Match[str], places: tuple[int, ...], syllables: tuple[str, ...]) -> bool:
    """Pinyin can be a Latin word by chance: 紙（a4）. The character must be able to sound nearly so."""
    from podcast.mandarin.phrases import char_readings

    if found["told"] or not found["said"].strip().isascii():
        return True
    known = [{r[:-1] for r in char_readings(found.string[at])} for at in places]
    return all(not bases or p[:-1] in bases for p, bases in zip(syllables, known, strict=True))
