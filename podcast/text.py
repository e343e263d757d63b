"""Text that XML, HTML and captions accept, how wide it stands, and by what it is known again."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# What XML 1.0 forbids, C1 controls (only ever mojibake), overrides of direction, and U+FFFD, a character already lost.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]")


def clean(text: str) -> str:
    """``text`` without characters that no feed may hold; line ends as \\n, outer space taken off."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str, limit: int | None = None) -> str:
    """``text`` on one line, cut to ``limit`` characters with an ellipsis."""
    line = re.sub(r"\s+", " ", clean(text))
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def columns(text: str) -> int:
    """Display width: a Chinese character or full-width mark counts two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(maxsize=10_000)
def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clock(ms: int) -> str:
    """1:02, or 1:02:03 from an hour on; what is begun of a second is left off."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def plural(n: int, one: str) -> str:
    """1 file, 2 files."""
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Which of ``known`` somebody may have meant; None when nothing is as like as ``cutoff`` (0 to 1)."""
    found = difflib.get_close_matches(word[:60], list(known), n=1, cutoff=cutoff)  # the square of a word's length
    return found[0] if found else None


def hash_of(value: object) -> str:
    """64 hex digits, the same for the same value of what JSON can hold."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def timestamp(ms: int, point: str = "") -> str:
    """00:01:02, or 00:01:02.345 with ``point`` "." (WebVTT) or "," (SubRip)."""
    seconds, rest = divmod(ms, 1000)
    whole = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{whole}{point}{rest:03}" if point else whole


_TO_ONE = re.compile(r"(?:最?親愛的|亲爱的|敬愛的|敬爱的|dear\b)", re.IGNORECASE)
_TO_ALL = re.compile(
    r"大家|各位|們|们|朋友|聽眾|听众|讀者|读者|觀眾|[夥伙同]伴|客戶|訂戶|會員|家長|同[學仁事好]|鄉親|里民|住戶|粉絲|老師們"
    r"|friends|readers|all\b|everyone",
    re.IGNORECASE,
)


def salutes_one(text: str) -> bool:
    """親愛的阿蓉： a letter begins so, and it greets nobody who listens, unlike 親愛的聽眾."""
    return _TO_ONE.match(text) is not None and _TO_ALL.search(text[:40]) is None
