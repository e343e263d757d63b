"""Spoken → lines for people: readings in zhuyin or pinyin, and what each replaced span was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from podcast.mandarin.zhuyin import to_zhuyin
from podcast.model import Spoken

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")  # Latin words; Han characters are taken out before


def in_pinyin(spoken: Spoken) -> str:
    """One syllable a Han character, tone numbers 1 to 5 before sandhi; Latin words as they are."""
    return _notated(spoken, lambda syllable: syllable)


def in_zhuyin(spoken: Spoken) -> str:
    return _notated(spoken, to_zhuyin)


def _notated(spoken: Spoken, write: Callable[[str], str]) -> str:
    parts: list[str] = []
    at = 0
    for reading in spoken.readings:
        parts += _WORD.findall(spoken.text[at : reading.at])
        parts.append(write(reading.pinyin))
        at = reading.at + 1
    return " ".join(parts + _WORD.findall(spoken.text[at:]))


def explained(spoken: Spoken) -> Iterator[str]:
    """One line a replaced span: what was written → what is said, its class and the rule. Spaces do not count."""
    for s in spoken.spans:
        written, said = spoken.written[s.written_start : s.written_end], spoken.text[s.spoken_start : s.spoken_end]
        if not written.strip() and not said.strip():
            continue
        guess = "" if s.sure else " (a guess)"
        yield f"{written!r} → {said!r}  {s.kind}: {s.rule}{guess}"
