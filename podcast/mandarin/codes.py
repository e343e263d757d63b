"""Telephone numbers, stock codes, versions and network addresses: digit by digit."""

from __future__ import annotations

import re

from podcast.mandarin.numbers import cardinal, digit_by_digit
from podcast.mandarin.spans import Said

_TELEPHONES = tuple(
    re.compile(p)
    for p in (
        r"\+?\(?(886)(?:\)[-– ]?|[-– ])\(?0?\)?(\d{1,3})[-– ](\d{3,4})[-– ]?(\d{3,4})(?![\d-])",
        r"[(（]?(0[2-8]\d{0,2})(?:[)）][-– ]?|[-– ])(\d{3,4})[-– ](\d{3,4})(?![\d-])",
        r"[(（]?(0\d{1,3})(?:[)）][-– ]?|[-– ])(\d{6,8})(?![\d-])",
        r"\+?(86)[-– ]?(1[3-9]\d{9})(?!\d)",
        r"(1[3-9]\d)[-– ]?(\d{4})[-– ]?(\d{4})(?![\d-])",
        r"(0[89]0\d)[-– ]?(\d{3})[-– ]?(\d{3})(?![\d-])",
        r"(09\d{2})[-– ]?(\d{3})[-– ]?(\d{3})(?![\d-])",
        r"\+?(1)[-– ]?\(([2-9]\d\d)\)[-– ]?(\d{3})[-–](\d{4})(?![\d-])",
        r"\(([2-9]\d\d)\)[-– ]?(\d{3})[-–](\d{4})(?![\d-])",
        r"(1)[-–]([2-9]\d\d)[-–](\d{3})[-–](\d{4})(?![\d-])",
        r"(\d{3})[-–](\d{3})[-–](\d{4})(?![\d-])",
        r"(4\d\d)[-–](\d{3,4})[-–](\d{3,4})(?![\d-])",
    )
)
_EXTENSION = re.compile(r"\s?(?:#|轉|分機|ext\.?)\s?(\d{1,6})(?!\d)")
_DOTTED = re.compile(r"\d+(?:\.\d+){2,5}(?!\d)")
_STANDARD = re.compile(r"(802)\.(\d{1,2})(?!\d)")
_STANDARD_BEFORE = re.compile(r"(?:CNS|ISO|IEC|EN|DIN|JIS|ASTM|IEEE|NIST|SP)\s?$")
_EDITION = re.compile(r"(\d{2,6})(?:-(\d{1,3}))?:((?:19|20)\d\d)(?!\d)")
_HEXADECIMAL = re.compile(r"0[xX]([0-9A-Fa-f]{1,16})(?![A-Za-z0-9])")
_TICKER = re.compile(r"(\d{4,6}[A-Z]?)[.-](TWO|TW|HK|SS|SZ|KS|US|T)(?![A-Za-z0-9])")


def telephone(text: str, at: int, end: int) -> Said | None:
    if at and text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in ".-/"):
        return None
    for pattern in _TELEPHONES:
        if found := pattern.match(text, at, end):
            said = " ".join(digit_by_digit(group) for group in found.groups())
            stop = found.end()
            if extension := _EXTENSION.match(text, stop, end):
                said, stop = f"{said} 分機{digit_by_digit(extension[1])}", extension.end()
            return Said(stop, ("加" if found.group()[0] == "+" else "") + said, "telephone", "telephone number")
    return None


def dotted(text: str, at: int, end: int) -> Said | None:
    """18.2.1 and 192.168.0.1."""
    if standard := _STANDARD.match(text, at, end):
        return Said(standard.end(), f"{digit_by_digit(standard[1])}點{cardinal(standard[2])}", "version", "standard")
    found = _DOTTED.match(text, at, end)
    if not found:
        return None
    parts = found.group().split(".")
    address = len(parts) == 4 and any(len(p) == 3 for p in parts)
    said = "點".join(digit_by_digit(p) if address or i or p[0] == "0" else cardinal(p) for i, p in enumerate(parts))
    return Said(found.end(), said, "version", "network address" if address else "version")


def edition(text: str, at: int, end: int) -> Said | None:
    """ISO 27001:2022, a standard with its year."""
    found = _EDITION.match(text, at, end)
    if not found or not _STANDARD_BEFORE.search(text, max(0, at - 6), at):
        return None
    part = f"之{cardinal(found[2])}" if found[2] else ""
    said = f"{digit_by_digit(found[1])}{part} {digit_by_digit(found[3])}"
    return Said(found.end(), said, "code", "standard and year")


def hexadecimal(text: str, at: int, end: int) -> Said | None:
    """0x1F, digit by digit."""
    found = _HEXADECIMAL.match(text, at, end)
    if not found:
        return None
    digits = re.sub(r"\d+", lambda run: f" {digit_by_digit(run.group())} ", found[1].upper())
    return Said(found.end(), f"零 x {' '.join(digits.split())}", "code", "hexadecimal")


def ticker(text: str, at: int, end: int) -> Said | None:
    """2330.TW."""
    found = _TICKER.match(text, at, end)
    if not found:
        return None
    code = re.sub(r"\d+", lambda digits: digit_by_digit(digits.group()), found[1])
    return Said(found.end(), f"{code} {found[2]}", "code", "stock code")
