"""Digits → Mandarin number words as they are said in Taiwan: 兩百二十二, 一萬零二, 二零二五."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
MYRIADS = ("", "萬", "億", "兆", "京", "垓")
LONGEST = 4 * len(MYRIADS)
"""Longer runs of digits have no number word: they are read digit by digit."""


def digit_by_digit(digits: str) -> str:
    """``"2028"`` → 二零二八."""
    return "".join(DIGITS[int(d)] for d in digits)


def cardinal(digits: str) -> str:
    """``"2028"`` → 兩千零二十八; a lone 2 stays 二, because only its measure word makes it 兩."""
    digits = digits.lstrip("0") or "0"
    if len(digits) > LONGEST:
        return digit_by_digit(digits)
    if digits in ("0", "2"):
        return DIGITS[int(digits)]
    head = len(digits) % 4 or 4
    groups = [digits[:head], *(digits[i : i + 4] for i in range(head, len(digits), 4))]
    said, gap = "", False
    for rank, group in zip(range(len(groups) - 1, -1, -1), groups, strict=True):
        if int(group) == 0:
            gap = True
            continue
        if said and (gap or group[0] == "0"):
            said += "零"
        said += _group(group, first=not said) + MYRIADS[rank]
        gap = False
    return said


def _group(group: str, first: bool) -> str:
    """Up to four digits. ``first``: nothing stands before it (十二 and 兩, not 一十二 and 二)."""
    value = int(group)
    if first and value == 2:
        return "兩"
    digits = str(value)
    said, gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = True
            continue
        said += "零" if gap else ""
        gap = False
        if not (first and place == 1 and digit == "1" and not said):
            said += "兩" if digit == "2" and place >= 2 else DIGITS[int(digit)]
        said += PLACES[place]
    return said


def number(written: str) -> str:
    """A number with or without separators and decimals: ``"1,234.5"`` → 一千兩百三十四點五."""
    whole, _, fraction = written.replace(",", "").replace("，", "").partition(".")
    said = cardinal(whole)
    return f"{said}點{digit_by_digit(fraction)}" if fraction else said


def scaled(written: str, zeros: int) -> str:
    """The number times ten to the power of ``zeros``: ("1.25", 9) → 十二億五千萬.

    Decimals that remain stay behind the point.
    """
    whole, _, fraction = written.replace(",", "").replace("，", "").partition(".")
    fraction = fraction.ljust(zeros, "0")
    rest = fraction[zeros:].rstrip("0")
    return number(f"{whole}{fraction[:zeros]}" + (f".{rest}" if rest else ""))


def model_number(digits: str) -> str:
    """The number of a product: RTX 五零九零, H 一百, iPhone 十六, 波音七三七."""
    if digits[0] == "0" and len(digits) > 1:
        return digit_by_digit(digits)
    if (
        len(digits) <= 2
        or (len(digits) == 3 and digits.endswith("00"))
        or (len(digits) == 4 and digits.endswith("000"))
    ):
        return cardinal(digits)
    return digit_by_digit(digits)
