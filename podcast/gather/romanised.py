"""Hanyu Pinyin → Wade-Giles as names in Taiwan are spelt, without its marks: Kaohsiung, Hualien, Lai Ching-te."""

from __future__ import annotations

import re
from functools import lru_cache

_INITIALS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "z": "ts", "c": "ts",
    "x": "hs", "r": "j",
}  # fmt: skip
_FINALS = (
    (r"^yan$", "yen"), (r"^ye$", "yeh"), (r"^you$", "yu"), (r"^yong$", "yung"), (r"^er$", "erh"),
    (r"ian$", "ien"), (r"ie$", "ieh"), (r"^([kh])e$", r"\1o"), (r"(?<!k)(?<!^h)(?<!sh)uo$", "o"), (r"ong$", "ung"),
    (r"ue$", "ueh"),    (r"^kui$", "kuei"), (r"^(ch|sh|j)i$", r"\1ih"), (r"^tsi$", "tzu"), (r"^si$", "szu"),
)  # fmt: skip


@lru_cache(maxsize=2000)
def wade_giles(syllable: str) -> str:
    """``syllable``: small letters without tone, u for ü."""
    match = re.match(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", syllable)
    if match is None:
        return syllable
    initial, final = match.groups()
    palatal = initial in ("j", "q")
    spelt = _INITIALS.get(initial, initial) + final
    for form, instead in _FINALS:
        if not (palatal and instead == r"\1ih"):  # ji is chi, zhi is chih
            spelt = re.sub(form, instead, spelt)
    return spelt
