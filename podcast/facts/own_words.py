"""The program's own lines: opening, notice, announcements, closing. They are ours, and never held to the digest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from functools import lru_cache

from podcast.language import Disclosure, Host, Language
from podcast.model import Digest, Line

_PLACE = re.compile(r"\{\w+\}")
_HOLDS = {
    "year": r"\d{4}", "month": r"\d{1,2}", "day": r"\d{1,2}", "weekday": "[一二三四五六日]", "number": r"\d{1,6}",
    "n": r"[ 零一二三四五六七八九十\d]{1,6}", "show": "[^《》「」，。！]{1,60}",
}  # fmt: skip


_OWN = r"[\s「『《“\"]*\x00(?:[」』》”\"\s、,，]*[「『《“\"\s]*\x00)*[」』》”\"\s]*"
"""Words of the items, struck out before: a heading, titles in their quotation marks."""


@lru_cache(maxsize=8)
def _wordings(host: Host, disclosure: Disclosure) -> tuple[re.Pattern[str], ...]:
    """Everything that the host says by itself, with its places open; first the notices, which others hold."""
    values = [getattr(host, f.name) for f in fields(host)]
    texts = [w for value in values for w in ((value,) if isinstance(value, str) else value)]
    found = [_pattern(text) for text in texts if len(_PLACE.sub("", text).strip("，。：、")) > 1]
    found.append(rf"\A{_pattern(host.numbered)}(?=\x00)")  # 第三、 before a point that is told whole
    notices = map(_pattern, filter(None, (disclosure.both, disclosure.text, disclosure.voice)))
    return tuple(re.compile(p) for some in (notices, found) for p in sorted(set(some), key=len, reverse=True))


def _pattern(text: str) -> str:
    parts = re.split(r"(\{\w+\})", text.strip("。"))
    return "".join(_HOLDS.get(p[1:-1], _OWN) if _PLACE.fullmatch(p) else re.escape(p) for p in parts)


def is_whole(text: str, texts: Collection[str]) -> bool:
    """Whether a line says one of ``texts``, and nothing else: as nearly all lines of the rules do."""
    return len(text) > 2 and (text in texts or text.removesuffix("。") in texts)


def rest_of(line: Line, digest: Digest, words: Language, texts: Iterable[str]) -> str:
    """What of a line is neither a whole sentence of its items nor the program's own; "" for a line of the rules."""
    text = line.text
    for own in sorted({t.strip() for t in (*texts, *_sentences(texts)) if t.strip()}, key=len, reverse=True):
        if len(own) > 1:
            text = text.replace(own, "\x00")
        else:  # a title of one letter
            text = re.sub(rf"(?<=[：「《]){re.escape(own)}(?=[。」》]|$)", "\x00", text)
    for pattern in _wordings(words.host, words.disclosure):
        text = pattern.sub("\x00", text)
    if not line.source and digest.number is not None:
        text = text.replace(f"第 {digest.number} 集", "\x00")
    left = re.sub(r"[\s\x00，。、：；！？「」『』《》（）,.!?:;…—\"']+", " ", text).strip()
    return text.replace("\x00", "　") if re.search(r"\w", left) else ""


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (s for s in re.findall(r"[^。！？!?]+[。！？!?][」』）)]?", text) if len(s) > 3)
