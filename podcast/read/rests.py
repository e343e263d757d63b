"""What a gathered point rests on, as the draft keeps it below the point, in a comment for its author:

- 公司將投資 210 億美元（晨報）。
  <!-- 依據 晨報 https://news.example/1：Orbix will invest $21 billion in the plant. -->
"""

from __future__ import annotations

import html
import re

from podcast.model import Passage

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_RESTS = re.compile(r"\s*依[據据]\s+(?P<outlet>[^：]*?)\s*(?P<url>https?://[^\s：]+)?：(?P<text>.+)", re.DOTALL)
_SPECIAL = re.compile(r"[&<>{}\[\]\\`]|--|%%|\$(?!\d)|\n")
"""What would end the comment, or mean something to one of Markdown's dialects."""


def as_comment(passage: Passage, word: str) -> str:
    """``word``: 依據, in the show's characters."""
    about = " ".join(filter(None, (passage.outlet.replace("：", ":"), passage.url)))
    inner = f"{word} {about}：{passage.text}"
    return f"<!-- {_SPECIAL.sub(_as_entities, inner)} -->"


def passage_of(comment: str) -> Passage | None:
    """The passage that a comment (what stands between ``<!--`` and ``-->``) holds; None for one that says else."""
    match = _RESTS.fullmatch(comment.rstrip())
    if match is None:
        return None
    outlet, url, text = (html.unescape(match[name] or "") for name in ("outlet", "url", "text"))
    return Passage(text.strip(), outlet, url or None) if text.strip() else None


def split_passages(markup: str) -> tuple[str, tuple[Passage, ...]]:
    """``markup`` without the comments that hold passages, and those."""
    found: list[Passage] = []

    def take(match: re.Match[str]) -> str:
        if passage := passage_of(match[1]):
            found.append(passage)
            return ""
        return match[0]

    return _COMMENT.sub(take, markup), tuple(found)


def _as_entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(c)};" for c in match[0])
