"""Mandarin number words → numbers: 一百四十八億, 二零二五, 一點五億, 兩千五, 三四十."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"兩": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"萬": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_D, _M = "零〇一二兩三四五六七八九", "萬億兆"

NUMERAL = re.compile(
    rf"(?P<many>好?[數幾](?=[十百千萬億])|上(?=[百千萬億]))?"
    rf"(?P<run>(?<![{_D}])[{_D}]{{2,}}(?![{_D}十百千{_M}])|[{_D}十百千{_M}廿卅]+)"
    rf"(?:點(?P<fraction>[零一二三四五六七八九]+)(?![十百])(?!分(?!之|鐘)))?"
    rf"(?P<over>[多餘幾](?=[百千]?[{_M}]))?(?P<scale>[十百千]?[{_M}]+)?"
)
"""``many``: 數十億, 好幾百. ``over``: 七百多億. ``scale``: what follows a decimal or 多: 一點五億."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: ``low`` and ``high`` differ where two are said as one (三四十)."""

    end: int
    low: float
    high: float
    over: bool = False  # 七百多億: more than it says, in its last place
    many: bool = False  # 數十億: any number of its highest place
    digits: int = 0  # said digit by digit: how many


def numeral_at(text: str, at: int) -> Numeral | None:
    """The number that begins at ``at``."""
    found = NUMERAL.match(text, at)
    if not found:
        return None
    run, scale = found["run"], 1.0
    for char in found["scale"] or "":
        scale *= _PLACES.get(char) or _MYRIADS[char]
    if pair := _neighbours(run):
        low, high = pair
        return Numeral(found.end(), low * scale, high * scale)
    whole = _value(run)
    if found["fraction"]:
        whole += sum(_DIGITS[d] / 10 ** (n + 1) for n, d in enumerate(found["fraction"]))
    value = round(whole * scale, 6)
    digits = len(run) if len(run) > 1 and all(c in _DIGITS for c in run) else 0
    return Numeral(found.end(), value, value, bool(found["over"]), bool(found["many"]), digits)


def _neighbours(run: str) -> tuple[float, float] | None:
    """三四十 and 兩三: 30 to 40, 2 to 3."""
    if len(run) < 2 or run[0] not in _DIGITS or run[1] not in _DIGITS or any(c in _DIGITS for c in run[2:]):
        return None
    first, second = _DIGITS[run[0]], _DIGITS[run[1]]
    if not 0 < first < 9 or second - first != 1:
        return None
    scale = 1
    for char in run[2:]:
        scale *= _PLACES.get(char) or _MYRIADS.get(char) or 1
    return first * scale, second * scale


def _value(run: str) -> float:
    """The value of a run without a decimal point; what is colloquial (兩千五) is filled up."""
    if all(c in _DIGITS for c in run):
        return float("".join(str(_DIGITS[c]) for c in run))
    run = run.replace("廿", "二十").replace("卅", "三十")
    total = section = 0.0
    digit: int | None = None
    unit = 1  # of the last place named
    zero = False
    for char in run:
        if char in _DIGITS:
            digit, zero = _DIGITS[char], zero or _DIGITS[char] == 0
        elif char in _PLACES:
            section += (1 if digit is None else digit) * _PLACES[char]
            digit, unit, zero = None, _PLACES[char], False
        else:
            section += digit or 0
            total, section = (total + (section or (0 if total else 1))) * 1.0, 0.0
            total = _scaled(total, char)
            digit, unit, zero = None, _MYRIADS[char], False
    if digit:
        section += digit * (unit // 10 if unit > 10 and not zero else 1)
    return total + section


def _scaled(total: float, char: str) -> float:
    """一億五千萬: what stands above the place that is named is not multiplied again."""
    place = _MYRIADS[char]
    above = total - total % (place * 10**4) if total >= place * 10**4 else 0.0
    return above + (total - above) * place
