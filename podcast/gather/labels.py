"""What was hung before or behind the paragraphs and is not each time the same: 【盤錦 3】, one of three towns, a token
against copying."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NUMBERED = re.compile(
    rf"^\s*[【\[〔（(]?\s*(?P<n>\d{{0,4}})\s*(?P<name>[{_HAN}]{{2,6}})?[-\s]*(?P<m>\d{{0,4}})\s*[】\]〕）)｜|]\s*"
)
_BARE_NUMBERED = re.compile(rf"^\s*[〔【\[]\d{{1,4}}[】\]〕]\s*(?P<name>[{_HAN}]{{2,6}})\s+")
_PLACE = re.compile(rf"^([{_HAN}]{{2,4}})[ \u00a0\u3000]+(?=[{_HAN}A-Z\d「《“])")
_TOKEN = re.compile(r"(?<=[。！？!?….」』”）)])\s*[#@]?(?=[0-9A-Za-z]*\d)(?=[0-9A-Za-z]*[A-Za-z])[0-9A-Za-z]{6,40}\s*$")


def labels(title: str, texts: list[str]) -> list[int]:
    """How many characters before each of (title, *texts) are a label that was hung there; 0 where there is none."""
    rows = [title, *texts]
    for found in (_numbered(rows), _of_few(rows)):
        if any(found):
            return found
    return [0] * len(rows)


def _numbered(rows: list[str]) -> list[int]:
    """The same name with a number that runs, before nearly all paragraphs. Where it counts one by one and the title
    has none it is the author's: 【步驟1】, 【步驟2】."""
    heads = [_BARE_NUMBERED.match(row) or _NUMBERED.match(row) for row in rows]
    names = Counter(head["name"] for head in heads if head and head["name"])
    if not names:
        return [0] * len(rows)
    name, n = names.most_common(1)[0]
    if n < 4 or n * 10 < 8 * (len(rows) - 1) or sum(row.count(name) for row in rows) > n:
        return [0] * len(rows)
    own = [head if head and head["name"] == name else None for head in heads]
    numbers = [int(number[0]) for head in own[1:] if head and (number := re.search(r"\d+", head[0]))]
    counted = len(numbers) > 2 and all(b - a == 1 for a, b in pairwise(numbers))
    if len(numbers) < 3 or (counted and own[0] is None):
        return [0] * len(rows)
    return [head.end() if head else 0 for head in own]


def _of_few(rows: list[str]) -> list[int]:
    """One of a few names and a space, in no order, before nearly all paragraphs, and nowhere else: in a list of places
    each stands once, and in a talk the speakers take turns."""
    heads = [match[1] if (match := _PLACE.match(row)) else "" for row in rows]
    own = [head for head in heads[1:] if head]
    names = Counter(own)
    few = 1 < len(names) <= max(2, len(own) // 2)
    whole = "".join(row[len(head) :] for row, head in zip(rows, heads, strict=True))
    in_turn = all(a != b for a, b in pairwise(own))
    if (
        len(own) < 5
        or len(own) * 10 < 9 * (len(rows) - 1)
        or not few
        or in_turn
        or any(name in whole for name in names)
    ):
        return [0] * len(rows)
    return [
        match.end() if (match := _PLACE.match(row)) and head in names else 0
        for row, head in zip(rows, heads, strict=True)
    ]


def without_tokens(texts: list[str]) -> tuple[list[str], list[str]]:
    """Without tokens of letters and digits behind finished sentences, each another; and those."""
    found = [match[0].strip() for text in texts if (match := _TOKEN.search(text))]
    if len(found) < 2 and not any(_is_random(token) for token in found):
        return texts, []
    return [_TOKEN.sub("", text) for text in texts], found


def _is_random(token: str) -> bool:
    """Letters and digits in turn, as no name has them."""
    return len(token) >= 8 and sum(a.isdigit() != b.isdigit() for a, b in pairwise(token)) >= 3
