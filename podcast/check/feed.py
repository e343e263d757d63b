"""The rules for the feed itself."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from podcast.check.item import check_item
from podcast.check.rules import Rules
from podcast.check.xml import NAMESPACES, address_fault, one, parsed, q, text
from podcast.episode.identity import PODCAST_NAMESPACE
from podcast.episode.names import DESCRIPTION_BYTES

MEDIUMS = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course", "mixed")
SHORT = ("person", "location", "license", "funding", "trailer", "updateFrequency", "soundbite")  # ≤ 128 characters
_AI = re.compile(
    r"人工智[慧能]|AI\s*(生成|合成|語音|语音)|合成[語语]音|[語语]音合成|synthetic voice|AI[- ]generated", re.I
)


@dataclass(frozen=True, slots=True)
class Feed:
    """What further checks need of a feed. Elements are lxml's."""

    url: str
    channel: Any
    items: tuple[Any, ...]


def check_feed(rules: Rules, data: bytes, url: str | None, *, now: datetime, ai: bool) -> Feed:
    """``url``: where it was fetched. Raises PublishError when it is no RSS at all."""
    channel = parsed(rules, data)
    selves = [e.get("href") for e in channel.findall(q("atom:link")) if e.get("rel") == "self"]
    rules.need("psp.self", len(selves) == 1, "feed", f"{len(selves)} <atom:link rel=self>; there must be one")
    own = selves[0] if selves else url or ""
    rules.need("psp.self.address", not url or own == url, "feed", f"names itself {own}, but was fetched from {url}")
    feed = Feed(own, channel, tuple(channel.findall("item")))
    _channel(rules, feed)
    _podcasting20(rules, channel)
    _ai_states(rules, feed)
    dates = []
    seen: dict[str, set[str]] = {"guid": set(), "enclosure": set()}
    for item in feed.items:
        date = check_item(rules, item, seen, now)
        dates += [date] if date else []
    rules.advise("feed.order", dates == sorted(dates, reverse=True), "feed", "items are not newest first")
    _numbers(rules, feed)
    if ai:
        _disclosure(rules, feed)
    return feed


def _numbers(rules: Rules, feed: Feed) -> None:
    """Apps put episodes of one number in one place."""
    seen: dict[tuple[str, str], str] = {}
    for item in feed.items:
        number, title = text(item, "itunes:episode"), text(item, "title")
        if not number or text(item, "itunes:episodeType") not in ("", "full"):
            continue
        season = text(item, "itunes:season")
        detail = f"itunes:episode {number} is also that of “{seen.get((season, number), '')}”"
        rules.advise("rec.item.number", (season, number) not in seen, title, detail)
        seen.setdefault((season, number), title)


def _channel(rules: Rules, feed: Feed) -> None:
    channel, where = feed.channel, "show"
    one(rules, channel, "title", where)
    one(rules, channel, "description", where, bytes_=DESCRIPTION_BYTES)
    link = one(rules, channel, "link", where)
    rules.need("psp.link.page", link != feed.url, where, "<link> must be a web page, it is the feed")
    rules.need("address", not (fault := address_fault(link)), where, f"<link>: {fault}")
    language = one(rules, channel, "language", where)
    known = re.fullmatch(r"[a-z]{2}(-[A-Za-z0-9]{2,8})*", language)
    rules.need("psp.language.value", known, where, f"language “{language}” is refused; Mandarin of Taiwan is zh-tw")
    explicit = one(rules, channel, "itunes:explicit", where)
    rules.need(
        "psp.explicit.value",
        explicit in ("true", "false"),
        where,
        f"itunes:explicit is “{explicit}”, not true or false",
    )
    one(rules, channel, "itunes:image", where)
    rules.need("psp.category", channel.findall(q("itunes:category")), where, "no itunes:category")
    for tag in ("podcast:guid", "podcast:locked", "itunes:author"):
        one(rules, channel, tag, where, needed=False)
    rules.advise(
        "rec.owner",
        "@" in text(channel, "itunes:owner/itunes:email"),
        where,
        "no itunes:owner with an e-mail: directories verify the owner by it (email in show.yaml)",
    )
    rules.need(
        "apple.type", text(channel, "itunes:type") in ("", "episodic", "serial"), where, "itunes:type is unknown"
    )
    guid, moved = text(channel, "podcast:guid"), text(channel, "itunes:new-feed-url")
    minted = str(uuid.uuid5(PODCAST_NAMESPACE, feed.url.split("://", 1)[-1].rstrip("/")))
    rules.need("p20.guid", _is_uuid5(guid), where, f"podcast:guid “{guid}” is no UUID of version 5")
    if guid != minted and not moved:
        rules.tell(
            "p20.guid.kept",
            where,
            f"podcast:guid {guid} is not that of {feed.url} ({minted}): right only if the show moved",
        )
    image = channel.find("image")
    same = image is None or text(image, "link") == link
    rules.advise("w3c.image.link", same, where, "the link of <image> is not the show's <link>")
    rules.advise("rss.items", feed.items, where, "no episode yet")


def _is_uuid5(guid: str) -> bool:
    try:
        found = uuid.UUID(guid)
    except ValueError:
        return False
    return found.version == 5 and str(found) == guid.lower()


def _of_another_net(uri: str) -> bool:
    """IPFS, a torrent: an alternateEnclosure may name such sources beside that on the web."""
    return re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:", uri, re.I) is not None


def _podcasting20(rules: Rules, channel: Any) -> None:
    for element in channel.iter(f"{{{NAMESPACES['podcast']}}}*"):
        tag = element.tag.rsplit("}", 1)[1]
        value = (element.text or "").strip()
        if tag in SHORT:
            fits = len(value) <= 128 and (value or tag in ("soundbite", "trailer"))
            rules.need("p20.length", fits, tag, f"podcast:{tag} has {len(value)} characters; 1 to 128 are allowed")
        for name in ("url", "href", "img", "uri"):
            if element.get(name) is not None and not (tag == "source" and _of_another_net(element.get(name))):
                rules.need("address", not (fault := address_fault(element.get(name))), f"podcast:{tag}", fault)
    medium = text(channel, "podcast:medium")
    rules.need(
        "p20.medium", medium.removesuffix("L") in ("", *MEDIUMS), "show", f"podcast:medium “{medium}” is unknown"
    )
    locked = text(channel, "podcast:locked")
    rules.need("p20.locked", locked in ("", "yes", "no"), "show", f"podcast:locked is “{locked}”, not yes or no")


def _disclosure(rules: Rules, feed: Feed) -> None:
    advice = "say that text or voice is artificial (ai: in show.yaml), or check with --no-ai"
    rules.need("ai.show", _declared(feed.channel), "show", f"no podcast:txt purpose=ai-content: {advice}")
    rules.need(
        "ai.show.words", _AI.search(text(feed.channel, "description")), "show", f"the description does not {advice}"
    )
    for item in feed.items:
        where = text(item, "title")[:40]
        rules.need("ai.item", _declared(item), where, f"no podcast:txt purpose=ai-content: {advice}")
        rules.need("ai.item.words", _AI.search(text(item, "description")), where, f"the notes do not {advice}")


def _declared(parent: Any) -> bool:
    return _ai_values(parent) == ["true"]


def _ai_values(parent: Any) -> list[str]:
    found: Sequence[Any] = parent.findall(q("podcast:txt"))
    return [(t.text or "").strip() for t in found if t.get("purpose") == "ai-content"]


def _ai_states(rules: Rules, feed: Feed) -> None:
    """true, false or nothing; a show that says false has no episode that says anything else."""
    for parent in (feed.channel, *feed.items):
        where = text(parent, "title")[:40]
        values = _ai_values(parent)
        rules.need("p20.ai", values in ([], ["true"], ["false"]), where, f"ai-content is {values}, not true or false")
    if _ai_values(feed.channel) == ["false"]:
        honest = all(_ai_values(item) == ["false"] for item in feed.items)
        rules.need("p20.ai.show", honest, "show", "the show says ai-content false, not all of its episodes do")
