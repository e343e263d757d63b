"""The rules for one episode in a feed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from podcast.check.rules import Rules
from podcast.check.xml import address_fault, number, one, q, text
from podcast.episode.names import DESCRIPTION_BYTES

CAPTIONS = {
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/json": ".json",
    "text/html": ".html",
    "text/plain": ".txt",
}
_RUNS = "//script | //iframe | //object | //embed | //style | //form | //link | //meta | //base | //svg | //video"


def check_item(rules: Rules, item: Any, seen: dict[str, set[str]], now: datetime) -> datetime | None:
    where = text(item, "title")[:40] or "an item without title"
    one(rules, item, "title", where)
    guid = one(rules, item, "guid", where)
    rules.need("psp.item.guid.unique", guid not in seen["guid"], where, f"guid {guid} is another episode's too")
    seen["guid"].add(guid)
    element = item.find("guid")
    permanent = element is not None and element.get("isPermaLink", "true") == "true"
    rules.need(
        "rss.guid.permalink",
        not permanent or guid.startswith("http"),
        where,
        "guid is no address: isPermaLink must be false",
    )
    _enclosure(rules, item, where, seen["enclosure"])
    one(rules, item, "description", where, needed=False, bytes_=DESCRIPTION_BYTES)
    for tag in ("description", "content:encoded"):
        danger = _danger(text(item, tag))
        rules.need("notes.safe", not danger, where, f"<{tag}> holds {danger}")
    link = one(rules, item, "link", where, needed=False)
    rules.need("address", not (fault := address_fault(link)), where, f"<link>: {fault}")
    seconds = one(rules, item, "itunes:duration", where, needed=False)
    rules.advise(
        "rec.item.duration.seconds", seconds.isdigit(), where, f"itunes:duration “{seconds}” is not in seconds"
    )
    one(rules, item, "itunes:image", where, needed=False)
    explicit = one(rules, item, "itunes:explicit", where, needed=False)
    rules.need("psp.item.explicit.value", explicit in ("", "true", "false"), where, f"itunes:explicit is “{explicit}”")
    _texts(rules, item, where)
    return _date(rules, one(rules, item, "pubDate", where, needed=False), where, now)


def _danger(notes: str) -> str:
    """What in notes a browser or an app might run; "" when nothing."""
    import lxml.html

    if not notes:
        return ""
    tree = lxml.html.fragment_fromstring(notes, create_parent="div")
    if runs := tree.xpath(_RUNS):
        return f"<{runs[0].tag}>"
    if handlers := tree.xpath("//@*[starts-with(name(), 'on')]"):
        return f"a handler: {handlers[0]}"
    links = tree.xpath("//@href | //@src | //@action")
    return next((link for link in links if re.match(r"\s*(javascript|vbscript|data|file):", link, re.I)), "")


def _enclosure(rules: Rules, item: Any, where: str, seen: set[str]) -> None:
    found = item.findall("enclosure")
    if not rules.need("psp.item.enclosure", len(found) == 1, where, f"{len(found)} enclosures, one wanted"):
        return
    url, length, kind = (found[0].get(name) or "" for name in ("url", "length", "type"))
    rules.need(
        "psp.item.enclosure.facts",
        url and length.isdigit() and int(length) and kind,
        where,
        "enclosure needs url, length, type",
    )
    rules.need("address", not (fault := address_fault(url)), where, f"enclosure: {fault}")
    rules.need(
        "apple.enclosure.unique", url not in seen, where, f"{url} is another episode's too: Apple skips this one"
    )
    fits = kind == "audio/mpeg" if urlsplit(url).path.endswith(".mp3") else kind.startswith(("audio/", "video/"))
    rules.need("apple.enclosure.type", fits, where, f"{url} is told to be {kind}")
    seen.add(url)


def _texts(rules: Rules, item: Any, where: str) -> None:
    found = item.findall(q("podcast:transcript"))
    rules.advise(
        "rec.item.transcript", any(t.get("type") == "text/vtt" for t in found), where, "no transcript in text/vtt"
    )
    for t in found:
        known = CAPTIONS.get(t.get("type") or "")
        rules.need("p20.transcript.type", known, where, f"transcript of type {t.get('type')} is unknown")
        rules.advise("p20.transcript.rel", t.get("rel") in (None, "captions"), where, f"rel={t.get('rel')} is unknown")
    for c in item.findall(q("podcast:chapters")):
        kind = c.get("type")
        rules.advise("p20.chapters.type", kind == "application/json+chapters", where, f"chapters of type {kind}")
    for bite in item.findall(q("podcast:soundbite")):
        length = number(bite.get("duration")) or 0
        rules.advise("p20.soundbite", 15 <= length <= 120, where, f"soundbite of {length} s; 15 to 120 are recommended")


def _date(rules: Rules, value: str, where: str, now: datetime) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        rules.need("rss.date", False, where, f"pubDate “{value}” is no RFC 2822 date")
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    right = not value[:3].isalpha() or value[:3] == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[date.weekday()]
    rules.need("rss.date", right, where, f"pubDate “{value}” has the wrong weekday")
    rules.advise("rss.date.past", date <= now + timedelta(days=1), where, f"pubDate “{value}” is to come: apps hide it")
    return date
