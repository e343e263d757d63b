"""The text of a page that its scripts hold: JSON-LD, Next.js, Nuxt and others that draw the page only in a browser."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from podcast.gather.article import Part
from podcast.gather.repeats import letters
from podcast.gather.text import from_blocks
from podcast.read.dates import day_of
from podcast.read.html import fragment_blocks

_LARGEST = 3_000_000  # characters of a script
_LEAST = 40  # letters of an article
_BODY = re.compile(
    r"(?:article_?)?(?:body|content|text|html|story|paragraphs?|blocks?|markdown|main)(?:_?(?:html|text|raw|blocks?|rendered))?$",
    re.IGNORECASE,
)
_TITLE = ("headline", "title", "name")
_DAY = (
    "datePublished",
    "published_at",
    "publishedAt",
    "published",
    "publishDate",
    "pubDate",
    "publish_time",
    "date",
    "created_at",
    "createdAt",
)
_OUTLET = ("publisher", "source", "sourceName", "outlet", "site_name", "siteName", "media")
_ASSIGNED = re.compile(r"(?:window\.|self\.|var |let |const )?[\w.$]+\s*=\s*(?=[{\[])")
_PUSHED = re.compile(r"self\.__next_f\.push\((\[.*?\])\)\s*;?\s*$", re.DOTALL)
_TAG = re.compile(r"<(?:p|div|br|h[1-6]|li|span|blockquote)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？.!?][」』”\"’)）]*(?:\s|$|(?=[\u3400-\u9fff]))")


@dataclass(slots=True)
class ToldInScript:
    texts: list[str]
    title: str | None = None
    day: Day | None = None
    outlet: str | None = None

    def parts(self) -> list[Part]:
        return [Part(text) for text in self.texts]


def told_in_scripts(page: Any, timezone: str) -> ToldInScript | None:
    """The longest running text in any of the page's scripts, with what stands beside it; None where there is none."""
    best: ToldInScript | None = None
    for data in _data(page):
        for text, above in _texts(data, ()):
            paragraphs = _paragraphs(text)
            size = len(letters("".join(paragraphs)))
            if size >= _LEAST and (best is None or size > len(letters("".join(best.texts)))):
                best = ToldInScript(paragraphs, *_beside(above, timezone))
    return best


def _data(page: Any) -> Iterator[Any]:
    streamed = ""
    for script in page.xpath("//script")[:200]:
        text = (script.text or "").strip()
        if not 40 < len(text) < _LARGEST:
            continue
        if match := _PUSHED.search(text):
            pushed = _loaded(match[1])
            streamed += pushed[1] if isinstance(pushed, list) and len(pushed) > 1 and isinstance(pushed[1], str) else ""
        elif (script.get("type") or "").endswith("json"):
            yield _loaded(text)
        elif match := _ASSIGNED.match(text):
            yield _loaded(text[match.end() :])
    for line in streamed.split("\n"):  # React's stream: 1a:{…}
        _, colon, value = line.partition(":")
        if colon and value[:1] in "[{":
            yield _loaded(value)


def _loaded(text: str) -> Any:
    """The first JSON value of ``text``; None where it is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _texts(
    data: Any, above: tuple[dict[str, Any], ...], key: str = "", depth: int = 0
) -> Iterator[tuple[Any, tuple[dict[str, Any], ...]]]:
    """Values that may be an article's text, each with the objects that it stands in."""
    if depth > 40:
        return
    if isinstance(data, str):
        if len(data) > _LEAST and _BODY.search(key):
            yield data, above
        elif key and data[:1] in "[{" and len(data) > _LEAST and (inner := _loaded(data)) is not None:
            yield from _texts(inner, above, key, depth + 1)
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*above, data), str(name), depth + 1)
    elif isinstance(data, list):
        rows = [text for each in data if (text := _row(each))]
        if len(rows) > 1 and sum(map(len, rows)) > _LEAST and _BODY.search(key):
            yield rows, above
        for value in data[:2000]:
            yield from _texts(value, above, key, depth + 1)


def _row(value: Any) -> str:
    """The text of one paragraph in a list of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        for name in ("text", "content", "value", "html", "paragraph", "data", "children"):
            inner = value.get(name)
            if isinstance(inner, str) and inner.strip():
                return inner
            if isinstance(inner, dict | list):
                return "".join(filter(None, map(_row, inner))) if isinstance(inner, list) else _row(inner)
    return ""


def _paragraphs(text: str | list[str]) -> list[str]:
    if isinstance(text, list):
        rows = [" ".join(row.split()) if not _TAG.search(row) else "\n".join(_paragraphs(row)) for row in text]
        return [each for row in rows for each in row.split("\n") if each]
    if "&lt;" in text[:2000]:
        text = html.unescape(text)
    if _TAG.search(text):
        parts = from_blocks(fragment_blocks(text, 1)[0], [], "", "<ol" not in text.lower(), title=" ").parts
        rows = [part.text for part in parts]
    else:
        rows = [" ".join(row.split()) for row in text.replace("\\n", "\n").split("\n")]
    rows = [row for row in rows if row]
    return rows if len(rows) > 3 or any(_SENTENCE.search(row) for row in rows) else []


def _beside(above: tuple[dict[str, Any], ...], timezone: str) -> tuple[str | None, Day | None, str | None]:
    """Title, day and outlet by the nearest object that has them."""

    def nearest(names: tuple[str, ...]) -> str | None:
        for each in reversed(above[-4:]):
            for name in names:
                value = each.get(name)
                value = value.get("name") if isinstance(value, dict) else value
                if isinstance(value, str) and 0 < len(value.strip()) < 200:
                    return " ".join(html.unescape(value).split())
        return None

    stated = nearest(_DAY)
    return nearest(_TITLE), day_of(stated, timezone) if stated and len(stated) < 60 else None, nearest(_OUTLET)
