"""What feedgen lacks: the podcast namespace, itunes:explicit as true or false, and the links of a paged archive.

Two extensions in feedgen's own form, for the channel and for an item. Each element is built as
XML, so no text can break out of it. Limits are those of the namespace's documentation.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension
from lxml.etree import SubElement

from podcast.episode.names import ascii_url
from podcast.show import Funding, License, Location, Person, Trailer, UpdateFrequency
from podcast.text import one_line

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
LONGEST = 128  # characters of a person, a licence, a place …

_Children = tuple[tuple[str, dict[str, str]], ...]


class _Tags(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Elements in the order in which they were added."""

    def __init__(self) -> None:
        self._elements: list[tuple[str, str | None, dict[str, str], _Children]] = []

    def extend_ns(self) -> dict[str, str]:
        return {"podcast": PODCAST}

    def _add(
        self, tag: str, text: str | None = None, children: _Children = (), ns: str = PODCAST, **attributes: object
    ) -> None:
        given = {name.replace("_", "-"): str(value) for name, value in attributes.items() if value is not None}
        self._elements.append((f"{{{ns}}}{tag}", text, given, children))

    def _write(self, parent: Any) -> None:
        for tag, text, attributes, children in self._elements:
            element = SubElement(parent, tag, attributes)
            element.text = text
            for name, values in children:
                SubElement(element, f"{{{PODCAST}}}{name}", values)

    def explicit(self, explicit: bool) -> None:
        self._add("explicit", str(explicit).lower(), ns=ITUNES)

    def ai_content(self, any_of_it: bool) -> None:
        """Whether text or voice was made by a machine. Without this nothing is said about it."""
        self._add("txt", "true" if any_of_it else "false", purpose="ai-content")

    def person(self, person: Person) -> None:
        self._add(
            "person",
            one_line(person.name, LONGEST),
            role=person.role,
            group=person.group,
            href=person.href and ascii_url(person.href),
            img=person.img and ascii_url(person.img),
        )


class ChannelTags(_Tags):
    """The show's."""

    def extend_rss(self, rss: Any) -> Any:
        channel = rss[0]
        channel.remove(channel.find("lastBuildDate"))  # feedgen puts the clock there
        self._write(channel)
        return rss

    def built(self, date: datetime | None) -> None:
        """lastBuildDate: that of the newest change; a feed without episodes has none."""
        if date:
            self._elements.append(("lastBuildDate", format_datetime(date), {}, ()))

    def guid(self, guid: str) -> None:
        self._add("guid", guid)

    def locked(self, locked: bool, owner: str | None) -> None:
        self._add("locked", "yes" if locked else "no", owner=owner)

    def medium(self, medium: str) -> None:
        self._add("medium", medium)

    def license(self, license: License) -> None:
        self._add("license", one_line(license.name, LONGEST), url=license.url and ascii_url(license.url))

    def funding(self, funding: Funding) -> None:
        self._add("funding", one_line(funding.text, LONGEST), url=ascii_url(funding.url))

    def location(self, place: Location) -> None:
        self._add(
            "location",
            one_line(place.name, LONGEST),
            rel=place.rel,
            geo=place.geo,
            osm=place.osm,
            country=place.country,
        )

    def trailer(self, trailer: Trailer, url: str) -> None:
        self._add(
            "trailer",
            one_line(trailer.title, LONGEST),
            url=url,
            pubdate=format_datetime(trailer.published),
            length=trailer.size,
            type=trailer.type,
            season=trailer.season,
        )

    def update_frequency(self, frequency: UpdateFrequency) -> None:
        self._add(
            "updateFrequency",
            one_line(frequency.text, LONGEST),
            rrule=frequency.rrule,
            complete="true" if frequency.complete else None,
        )

    def image(self, href: str, alt: str) -> None:
        """The square cover."""
        self._add("image", href=href, alt=alt, aspect_ratio="1/1")

    def link(self, rel: str, href: str) -> None:
        """RFC 5005: prev-archive, next-archive, current."""
        self._add("link", ns=ATOM, rel=rel, href=href, type="application/rss+xml")

    def archive(self) -> None:
        """RFC 5005: this document holds what no longer changes."""
        self._add("archive", ns=HISTORY)

    def extend_ns(self) -> dict[str, str]:
        archived = any(tag == f"{{{HISTORY}}}archive" for tag, *_ in self._elements)
        return super().extend_ns() | ({"fh": HISTORY} if archived else {})


class ItemTags(_Tags):
    """An episode's."""

    def extend_rss(self, item: Any) -> Any:
        self._write(item)
        return item

    def published(self, date: datetime) -> None:
        """pubDate without feedgen's flip of the whole process's locale."""
        self._elements.append(("pubDate", format_datetime(date), {}, ()))

    def season(self, number: int) -> None:
        self._add("season", str(number))

    def episode(self, number: int) -> None:
        self._add("episode", str(number))

    def transcript(self, url: str, type: str, language: str | None = None, captions: bool = False) -> None:
        self._add("transcript", url=url, type=type, language=language, rel="captions" if captions else None)

    def chapters(self, url: str) -> None:
        self._add("chapters", url=url, type="application/json+chapters")

    def soundbite(self, start_ms: int, duration_ms: int, title: str) -> None:
        """A part worth hearing alone, 15 to 120 s."""
        self._add("soundbite", one_line(title, LONGEST), startTime=start_ms / 1000, duration=duration_ms / 1000)

    def whole_file(self, url: str, type: str, length: int, sha256_base64: str, first: bool = True) -> None:
        """The enclosure once more, or another form of it, with a hash by which a client knows that it has all of it."""
        parts = (
            ("source", {"uri": url}),
            ("integrity", {"type": "sri", "value": f"sha256-{sha256_base64}"}),
        )
        self._add("alternateEnclosure", children=parts, type=type, length=length, default="true" if first else None)
