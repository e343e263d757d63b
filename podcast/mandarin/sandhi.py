"""Tone sandhi: dictionary tones → the tones that are spoken, for engines that do not do it themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from podcast.mandarin.han import simplified
from podcast.mandarin.words import frequencies, words
from podcast.model import Reading

_DIGITS = frozenset("零〇一二三四五六七八九两幺")
_UNITS = frozenset("十百千万亿兆")
_OWN_TONE_AFTER = frozenset("第初其统唯专单合如归周期拜划逐之万")  # 第一, 統一, 週一: the dictionary's tone stays
_ORDINAL_AFTER = frozenset("月号日楼")  # 一月, 一號: named by number, not counted


def sandhi(readings: Sequence[Reading], text: str) -> tuple[str, ...]:
    """The spoken syllable of each reading, in their order.

    ``text`` is the text that ``readings`` index. 一 and 不 follow their neighbour; of third tones in a row
    all but the last become second, word by word first: 展覽館 2 2 3, 小老虎 3 2 3, 我 很好 3 2 3.
    """
    plain = simplified(text)
    spoken = {r.at: r.pinyin for r in readings}
    last = None
    for start, end in reversed(list(_feet(plain))):
        _thirds(spoken, start, end)
        if last == end and _tone(spoken, end - 1) == "3" and _tone(spoken, end) == "3":
            spoken[end - 1] = spoken[end - 1][:-1] + "2"
        last = start
    for at, syllable in list(spoken.items()):
        if plain[at] == "一" and syllable == "yi1":
            spoken[at] = "yi" + _tone_of_yi(plain, spoken, at)
        elif plain[at] == "不" and syllable == "bu4":
            spoken[at] = "bu" + _tone_of_bu(plain, spoken, at)
    return tuple(spoken[r.at] for r in readings)


def _tone(spoken: dict[int, str], at: int) -> str:
    """The tone of the syllable at ``at``; nothing when none is said there."""
    return spoken.get(at, "")[-1:]


def _thirds(spoken: dict[int, str], start: int, end: int) -> None:
    """Within one foot: every third tone before a third tone becomes second."""
    for at in range(start, end - 1):
        if _tone(spoken, at) == "3" and _tone(spoken, at + 1) == "3":
            spoken[at] = spoken[at][:-1] + "2"


def _feet(plain: str) -> Iterator[tuple[int, int]]:
    """Words, the long ones in parts of at most two characters, or three that hang together from the left."""
    for start, end in words(plain):
        size = end - start
        if size == 3 and _joined(plain[start + 1 : end]) > _joined(plain[start : start + 2]):
            yield start, start + 1  # 小 老虎
            yield start + 1, end
        elif size > 3:
            yield from ((at, min(at + 2, end)) for at in range(start, end, 2))
        else:
            yield start, end


def _joined(pair: str) -> int:
    return frequencies().get(pair, 0)


def _tone_of_yi(plain: str, spoken: dict[int, str], at: int) -> str:
    before, after = plain[at - 1 : at], plain[at + 1 : at + 2]
    following = _tone(spoken, at + 1)
    if before and before == after:
        return "5"  # 看一看
    if before in _OWN_TONE_AFTER | _DIGITS or after in _DIGITS or not following:
        return "1"
    if before == "十" or (before in _UNITS and after not in _UNITS - {"十"}):
        return "1"  # 二十一萬, 一百一; but 三千一百
    if after in _ORDINAL_AFTER and not (after == "日" and before not in _UNITS | {"月"}):
        return "1"
    return "2" if following == "4" or (following == "5" and after == "个") else "4"


def _tone_of_bu(plain: str, spoken: dict[int, str], at: int) -> str:
    if at and plain[at - 1] == plain[at + 1 : at + 2]:
        return "5"  # 是不是
    return "2" if _tone(spoken, at + 1) == "4" else "4"
