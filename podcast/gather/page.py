"""A web page → an article as it was found, by the page reader; else what its scripts hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from podcast.errors import DigestError
from podcast.gather.article import Found
from podcast.gather.repeats import letters
from podcast.gather.scripts import told_in_scripts
from podcast.gather.text import from_blocks
from podcast.read.html import parse
from podcast.read.meta import own_title
from podcast.read.page import page_blocks

_UNSEEN = re.compile(
    r"(?:^|[;\s\"'])(?:color\s*:\s*(?:#fff(?:fff)?|white|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)\b|font-size\s*:\s*0(?:\.\d+)?(?:px|em|rem|pt|%)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}px|clip\s*:\s*rect\(0|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$))",
    re.IGNORECASE,
)
_MAY_HIDE = re.compile(r"style\s*=", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|｜]\s*|\s+[-–—_]+\s+|(?<=[\u3400-\u9fff])[_–—-]+(?=[\u3400-\u9fff])|\s*::\s*|\s*»\s*")
_SHORT = 200  # letters; a page with fewer may keep its text in a script


def page_article(text: str, source: str, path: Path, timezone: str) -> Found:
    """Raises DigestError when the file holds no page."""
    try:
        page = parse(text)
    except ValueError as error:
        raise DigestError(f"{path} holds no HTML page ({error}): save the page again.") from None
    hidden = _take_hidden(page) if _MAY_HIDE.search(text) else []
    if hidden:
        from lxml import html

        text = html.tostring(page, encoding="unicode")
    blocks, left, front = page_blocks(text, path, timezone)
    typed = not page.xpath("//ol/li[2]")  # numbers that are seen because somebody typed them
    found = from_blocks(blocks, left, source, numbered=typed)
    found.left_out += hidden
    found.around = list(found.left_out)
    found.date, found.outlet, found.url = front.date, outlet_of(page, found.title), _address(page)
    size = len(letters("".join(part.text for part in found.parts)))
    told = told_in_scripts(page, timezone) if size < _SHORT or "articleBody" in text else None
    if told and len(letters("".join(told.texts))) > 1.5 * size:
        found.left_out += [part.text for part in found.parts]
        found.parts = told.parts()
        found.title = told.title or found.title
        found.date = told.day or found.date
        found.outlet = told.outlet or found.outlet
    return found


def _take_hidden(page: Any) -> list[str]:
    """Takes out what no reader sees: white on white, of no size, far outside the window. Never much of a page."""
    gone = []
    whole = len(page.text_content())
    for element in list(page.iter()):
        style = element.get("style") if isinstance(element.tag, str) else None
        if style and (match := _UNSEEN.search(style)) and element.getparent() is not None:
            text = " ".join("".join(element.itertext()).split())
            coloured = "color" in match[0].lower() and _has_ground(element)
            if text and not coloured and len(text) * 3 < whole and element.tag not in ("html", "body"):
                gone.append(text)
                element.drop_tree()
    return gone


def _has_ground(element: Any) -> bool:
    """Whether it stands on a colour of its own, so that white can be read."""
    around = (element, *element.iterancestors())
    return any("background" in (each.get("style") or "").lower() or each.get("bgcolor") for each in around)


def outlet_of(page: Any, title: str) -> str | None:
    """Who publishes the page: by its head, its JSON-LD, or what its title ends with."""
    for name in ("og:site_name", "application-name", "twitter:site_name", "publisher", "article:publisher"):
        for each in page.xpath("//meta[@property=$n or @name=$n]/@content", n=name):
            if each.strip() and "://" not in each:
                return " ".join(each.split())[:60]
    for script in page.xpath("//script[@type='application/ld+json']")[:20]:
        if found := _publisher(script.text or ""):
            return found
    head = " ".join(page.xpath("string(//head/title)").split())
    parts = [part for part in _SEPARATOR.split(head) if part and part.strip()]
    if len(parts) > 1 and letters(parts[0]) and letters(parts[0]) in letters(title or own_title(head, "")):
        return parts[-1].strip()[:60]
    return None


def _publisher(text: str) -> str | None:
    try:
        data = json.loads(text[:500_000], strict=False)
    except (ValueError, RecursionError):
        return None
    graph = data.get("@graph", [data]) if isinstance(data, dict) else data
    for each in graph if isinstance(graph, list) else []:
        publisher = each.get("publisher") if isinstance(each, dict) else None
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and "://" not in name:
            return " ".join(name.split())[:60]
    return None


def _address(page: Any) -> str | None:
    found = [*page.xpath("//link[@rel='canonical']/@href"), *page.xpath("//meta[@property='og:url']/@content")]
    return next((each.strip() for each in found if each.strip().startswith(("http://", "https://"))), None)
