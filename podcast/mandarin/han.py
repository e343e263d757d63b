"""Han characters: which they are, and their Simplified forms one to one, so that indices stay."""

from __future__ import annotations

from functools import cache

_RANGES = (
    (0x4E00, 0x9FFF),  # the common ones
    (0x3400, 0x4DBF),  # extension A
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x3FFFF),  # extensions B and later
)

# OpenCC keeps these, because their Simplified form depends on the word; for the look-up of readings one form must do.
_AS_ONE = {"著": "着", "乾": "干", "瞭": "了", "後": "后", "徵": "征", "於": "于", "麽": "么", "麼": "么", "藉": "借"}


def is_han(char: str) -> bool:
    """Whether one character is read with a Mandarin syllable: Han characters, 〇 and the repeat mark 々."""
    code = ord(char)
    return char in "〇々" or any(first <= code <= last for first, last in _RANGES)


def simplified(text: str) -> str:
    """The same number of characters, each in Simplified form where it has one. Other characters stay."""
    return text if text.isascii() else text.translate(_table())


class _Table(dict[int, str]):
    """Character → its Simplified form, found when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        one = (_AS_ONE.get(char) or _converter().convert(char)) if is_han(char) else char
        self[code] = one if len(one) == 1 else char
        return self[code]


@cache
def _table() -> _Table:
    return _Table()


@cache
def _converter():  # type: ignore[no-untyped-def]  # opencc has no types
    from opencc import OpenCC

    return OpenCC("t2s")
