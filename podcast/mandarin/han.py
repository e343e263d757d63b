"""Which characters are Han characters, and the same characters in Simplified form, one to one."""

from __future__ import annotations

_RANGES = (
    (0x4E00, 0x9FFF),  # the common ones
    (0x3400, 0x4DBF),  # extension A
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x3FFFF),  # extensions B and later
)


def is_han(char: str) -> bool:
    """Whether one character is read with a Mandarin syllable: Han characters, 〇 and the repeat mark 々."""
    code = ord(char)
    return char in "〇々" or any(first <= code <= last for first, last in _RANGES)
