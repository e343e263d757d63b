"""Degrees, minutes and seconds: temperatures and their ranges, angles, feet and inches."""

from __future__ import annotations

import re

from podcast.mandarin.numbers import cardinal, number
from podcast.mandarin.spans import Said

_NUMBER = r"\d{1,4}(?:\.\d{1,3})?"
_SCALE = r"(?:°\s?C|℃|ºC|度\s?C|°\s?F|℉|ºF|度\s?F)"
_RANGE = re.compile(
    rf"(?P<minus>-)?(?P<first>{_NUMBER})\s?(?:{_SCALE}|°|度)?\s?[~～–—-]\s?(?P<minus2>-)?(?P<second>{_NUMBER})\s?"
    rf"(?:(?P<scale>{_SCALE})|度)(?![A-Za-z\d])"
)
_SAID_BEFORE = re.compile(r"(攝氏|華氏)?(零下)?\s?$")
_ANGLE = re.compile(rf"(\d{{1,3}})\s?[°度]\s?(\d{{1,2}}(?:\.\d{{1,4}})?)\s?['’](?:\s?({_NUMBER})\s?(?:[\"”]|''))?")
_FEET = re.compile(r"(\d{1,2})\s?['’]\s?(\d{1,2}(?:\.5)?)\s?(?:[\"”]|'')?(?![\w'’])")
_CONTAINER = re.compile(r"(\d{1,2})\s?['’](?=\s?(?:貨?櫃|高櫃|平頂|冷凍櫃))")
_FEET_BEFORE = re.compile(r"(?:高|身高|身長|臂展|[為約達])\s?$")


def degrees(text: str, at: int, end: int) -> Said | None:
    """−5°C~10°C, 121°33′, 5′10″."""
    if angle := _ANGLE.match(text, at, end):
        second = f"{number(angle[3])}秒" if angle[3] else ""
        return Said(angle.end(), f"{cardinal(angle[1])}度{number(angle[2])}分{second}", "unit", "angle")
    if box := _CONTAINER.match(text, at, end):
        return Said(box.end(), f"{cardinal(box[1])}呎", "unit", "feet")
    feet = _FEET.match(text, at, end)
    if feet and (feet.group()[-1] in "\"”'" or _FEET_BEFORE.search(text, max(0, at - 3), at)):
        return Said(feet.end(), f"{_two(feet[1])}呎{_two(feet[2])}吋", "unit", "feet and inches")
    return temperatures(text, at, end)


def temperatures(text: str, at: int, end: int) -> Said | None:
    """A range of temperatures, above or below zero, with or without the scale."""
    found = _RANGE.match(text, at, end)
    if not found or not (found["scale"] or found["minus"] or found["minus2"]):
        return None
    if at and (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] in ".-")):
        return None
    said_before = _SAID_BEFORE.search(text[max(0, at - 5) : at])
    scale = found["scale"] or ""
    lead = "" if not scale else "華氏" if scale[-1] in "F℉" else "攝氏"
    if said_before and said_before[1] == lead:
        lead = ""
    below = "" if said_before and said_before[2] else "零下"
    first = (below if found["minus"] else "") + number(found["first"])
    second = ("零下" if found["minus2"] else "") + number(found["second"])
    middle = "度到" if found["minus"] or found["minus2"] else "到"
    return Said(found.end(), f"{lead}{first}{middle}{second}度", "range", "temperatures")


def _two(written: str) -> str:
    return "兩" if written == "2" else number(written)
