"""Entries → feed.xml: RSS 2.0 through feedgen, as PSP-1, Podcasting 2.0 and Apple ask."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from feedgen.entry import FeedEntry
from feedgen.ext.podcast import PodcastExtension
from feedgen.ext.podcast_entry import PodcastEntryExtension
from feedgen.feed import FeedGenerator

from podcast.episode.identity import show_guid
from podcast.episode.names import DESCRIPTION_BYTES, PAGE_FILE, ascii_url, episode_url, feed_url, transcripts
from podcast.show import Show
from podcast.site.entries import Entry
from podcast.site.notes import Notes
from podcast.site.podcast_ext import ChannelTags, ItemTags
from podcast.text import clean, one_line

LONGEST = 255  # characters of a value, PSP-1
SCRIPTS = {"zh-TW": "zh-Hant", "zh-CN": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a feed that is paged by RFC 5005: feed.xml, or an archive that ends where it begins to overlap."""

    url: str
    cover: str  # address
    entries: Sequence[Entry]  # newest first
    links: tuple[tuple[str, str], ...] = ()  # (rel, address)
    archive: bool = False


def feed_xml(show: Show, document: Document, notes: Callable[[Entry], Notes], *, address: str) -> bytes:
    """The RSS document. Nothing in it depends on the clock: it is as new as its newest episode."""
    feed = FeedGenerator()
    feed.register_extension("podcast", PodcastExtension, PodcastEntryExtension, atom=False)
    feed.register_extension("podcast20", ChannelTags, ItemTags, atom=False)
    ai = (
        show.ai.text or any(e.episode.ai_text for e in document.entries),
        show.ai.voice or any(e.episode.ai_voice for e in document.entries),
    )
    _channel(feed, show, document, address, ai)
    for entry in document.entries:
        _item(feed.add_entry(order="append"), show, entry, notes(entry), address, document.cover)
    return bytes(feed.rss_str(pretty=True))


def _channel(feed: Any, show: Show, document: Document, address: str, ai: tuple[bool, bool]) -> None:
    home = urljoin(ascii_url(address), PAGE_FILE)  # by name: an object store serves no folder's index
    title = one_line(show.title, LONGEST)
    feed.title(title)
    feed.description(described(show, *ai) or title)
    feed.link(href=document.url, rel="self", type="application/rss+xml")
    feed.link(href=home, rel="alternate")  # last: feedgen takes the last for <link>
    feed.language(show.language.lower())
    feed.generator("podcast")  # no version: a new one alone must not change the feed
    if show.copyright:
        feed.rights(one_line(show.copyright, LONGEST))
    feed.image(document.cover, title, home)
    itunes = feed.podcast
    itunes.itunes_author(one_line(show.author, LONGEST))
    itunes.itunes_image(document.cover)
    itunes.itunes_type("episodic")
    itunes.itunes_category([dict(zip(("cat", "sub"), category, strict=False)) for category in show.categories])
    if show.email:
        itunes.itunes_owner(one_line(show.author, LONGEST), show.email)
    if show.new_address:
        itunes.itunes_new_feed_url(feed_url(show.new_address))
    _channel_tags(feed.podcast20, show, document, home, any(ai))


def _channel_tags(tags: ChannelTags, show: Show, document: Document, home: str, ai: bool) -> None:
    tags.built(max((e.episode.updated for e in document.entries), default=None))
    tags.explicit(show.explicit)
    tags.guid(show_guid(show))
    tags.medium("podcast")
    tags.locked(show.locked, show.email)
    tags.image(document.cover, one_line(show.title, LONGEST))
    tags.ai_content(ai)
    for person in show.persons:
        tags.person(person)
    if show.license:
        tags.license(show.license)
    for funding in show.funding:
        tags.funding(funding)
    if show.location:
        tags.location(show.location)
    if show.trailer:
        tags.trailer(show.trailer, urljoin(home, ascii_url(show.trailer.url)))
    if show.update_frequency:
        tags.update_frequency(show.update_frequency)
    for rel, href in document.links:
        tags.link(rel, href)
    if document.archive:
        tags.archive()


def described(show: Show, ai_text: bool, ai_voice: bool) -> str:
    """The show's description with the disclosure, plain text of at most 4000 bytes."""
    told = show.words.disclosure.of(ai_text, ai_voice)
    room = DESCRIPTION_BYTES - len(told.encode()) - 1
    text = clean(show.description).encode()[:room].decode(errors="ignore").rstrip()
    return f"{text}\n{told}" if told and told not in text else text


def _item(item: FeedEntry, show: Show, entry: Entry, noted: Notes, address: str, cover: str) -> None:
    episode = entry.episode
    sound = episode_url(address, episode.slug, episode.audio.file)
    item.title(one_line(episode.title, LONGEST) or episode.slug)
    item.guid(episode.guid, permalink=False)
    item.link(href=episode_url(address, episode.slug, PAGE_FILE))
    item.description(noted.description)
    item.content(noted.content, type="html")  # not CDATA: feedgen would not escape "]]>" in it
    item.enclosure(sound, str(episode.audio.size), episode.audio.mime)
    itunes: Any = item.podcast
    itunes.itunes_author(one_line(show.author, LONGEST))
    itunes.itunes_image(cover)
    itunes.itunes_duration(str(round(episode.audio.duration_ms / 1000)))
    itunes.itunes_episode_type("full")
    if episode.number and episode.number > 0:
        itunes.itunes_episode(episode.number)
    if episode.season and episode.season > 0:
        itunes.itunes_season(episode.season)
    _item_tags(item.podcast20, show, entry, sound, address)


def _item_tags(tags: ItemTags, show: Show, entry: Entry, sound: str, address: str) -> None:
    episode = entry.episode
    tags.published(episode.published)
    tags.explicit(show.explicit)
    if episode.season and episode.season > 0:
        tags.season(episode.season)
    if episode.number and episode.number > 0:
        tags.episode(episode.number)
    if entry.transcribed:
        for file, mime in transcripts(episode.slug):
            url = episode_url(address, episode.slug, file)
            tags.transcript(url, mime, SCRIPTS[show.language], captions=mime != "application/json")
    if episode.marks:
        tags.chapters(episode_url(address, episode.slug, "chapters.json"))
    if entry.soundbite:
        tags.soundbite(entry.soundbite.start_ms, entry.soundbite.duration_ms, entry.soundbite.title)
    for audio in (episode.audio, *episode.further):
        digest = base64.b64encode(bytes.fromhex(audio.sha256)).decode()
        url = episode_url(address, episode.slug, audio.file)
        tags.whole_file(url, audio.mime, audio.size, digest, first=audio is episode.audio)
    tags.ai_content(episode.ai_text or episode.ai_voice)
