"""How each Han character of a spoken text sounds: dictionary tones, before sandhi."""

from __future__ import annotations

import re
from dataclasses import replace

from podcast.mandarin import zhuyin
from podcast.mandarin.han import is_han
from podcast.mandarin.lexicon import Lexicon
from podcast.model import Reading, Spoken


def read(spoken: Spoken, lexicon: Lexicon) -> Spoken:
    """``spoken`` with one reading for every Han character whose sound is known."""
    from pypinyin import Style, lazy_pinyin

    simplified = _simplified(spoken.text)
    found = {}
    for run in re.finditer(r"[\u3400-\u9fff\U00020000-\U0003ffff]+", simplified):
        syllables = lazy_pinyin(run.group(), style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True)
        if len(syllables) == len(run.group()):
            for at, syllable in enumerate(syllables, run.start()):
                if is_han(spoken.text[at]):
                    found[at] = _reading(at, syllable)
    for start, end, forced in lexicon.readings(spoken.text):
        places = [at for at in range(start, end) if is_han(spoken.text[at])]
        found.update((at, Reading(at, p, "lexicon")) for at, p in zip(places, forced, strict=True))
    return replace(spoken, readings=tuple(r for _, r in sorted(found.items()) if r))


def _reading(at: int, syllable: str) -> Reading | None:
    try:
        return Reading(at, zhuyin.pinyin(syllable))
    except ValueError:
        return None


def _simplified(text: str) -> str:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    return "".join(c if len(s := convert(c)) != 1 else s for c in text)
