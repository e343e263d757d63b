"""A feed (RSS 0.9 to 2.0, RDF, Atom) → its articles as they were found."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from podcast.errors import DigestError
from podcast.gather.article import Found
from podcast.gather.text import from_blocks, text_article
from podcast.read.html import fragment_blocks

MOST = 200  # entries that are read of one feed: the newest stand first
_FEED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<(?:\w+:)?(?:rss|feed|RDF)\b",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>")
_TAIL = re.compile(
    r"\s*(?:[-|–—:：]\s*)?(?:RSS(?: ?2\.0)?(?: feed)?|feed|atom|即時新聞|最新消息|首頁)\s*$", re.IGNORECASE
)


def is_feed(data: bytes) -> bool:
    return _FEED.match(data[:20_000]) is not None


def feed_articles(data: bytes, source: str, timezone: str, address: str = "") -> list[Found]:
    """``address``: of the feed, for links that are relative to it.

    Raises DigestError when it is no feed, holds no article, or defines entities: no feed needs them.
    """
    import feedparser

    if _ENTITY.search(data[:200_000]):
        raise DigestError(f"{source} defines XML entities, which no feed needs: it is not read.")
    headers = {"content-type": "application/xml"}  # else what declares no encoding is taken for Latin-1
    if address:
        headers["content-location"] = address
    parsed = feedparser.parse(data, response_headers=headers, sanitize_html=False)
    entries = parsed.entries[:MOST]
    if not entries:
        why = " ".join(str(parsed.get("bozo_exception", "")).split())[:80]
        raise DigestError(f"{source} holds no articles{f' ({why})' if why else ''}: check the feed's address.")
    outlet = _TAIL.sub("", " ".join(str(parsed.feed.get("title", "")).split())) or None
    return [_article(entry, f"{source}#{n}", outlet, timezone) for n, entry in enumerate(entries, 1)]


def _article(entry: Any, source: str, outlet: str | None, timezone: str) -> Found:
    link = str(entry.get("link") or "").strip()
    link = link if link.startswith(("http://", "https://")) else ""
    bodies = [str(each.get("value", "")) for each in entry.get("content", [])] + [str(entry.get("summary", ""))]
    body = max(bodies, key=lambda text: len(_TAG.sub("", text)))
    found = _body(body, link or source)
    found.title = _plain(str(entry.get("title", ""))) or found.title
    origin = entry.get("source")
    named = origin.get("title") if isinstance(origin, dict) else None
    found.outlet = " ".join(str(named).split()) if named else outlet
    found.date = _day(entry, timezone)
    found.url = link or None
    return found


def _body(text: str, source: str) -> Found:
    if not _TAG.search(text):
        return text_article(text, source, title=" ")
    blocks, left = fragment_blocks(text, 1)
    return from_blocks(blocks, left, source, "<ol" not in text.lower(), title=" ")


def _plain(text: str) -> str:
    import html

    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _day(entry: Any, timezone: str) -> Any:
    """The day that it means in ``timezone``; feedparser gives times in UTC."""
    for name in ("published_parsed", "created_parsed", "updated_parsed"):
        if at := entry.get(name):
            try:
                return (
                    datetime(at[0], at[1], at[2], at[3], at[4], at[5], tzinfo=UTC).astimezone(ZoneInfo(timezone)).date()
                )
            except (ValueError, OverflowError, TypeError):
                continue
    return None
