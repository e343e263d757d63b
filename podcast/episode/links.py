"""Where a listener can read on: the first source of the story that a chapter tells."""

from __future__ import annotations

from urllib.parse import urlsplit

from podcast.episode.names import ascii_url
from podcast.errors import PublishError
from podcast.model import Digest, Episode


def chapter_links(episode: Episode) -> tuple[str | None, ...]:
    """For each mark the first web address in the part of the digest that it tells; None where there is none."""
    by_chapter = iter(episode.script.chapters)
    firsts = _first_links(episode.digest)
    found: list[str | None] = []
    for mark in episode.marks:
        chapter = next((c for c in by_chapter if c.title == mark.title), None)  # one that is not heard has no mark
        parts = (id.partition(".")[0] for line in (chapter.lines if chapter else ()) for id in line.source)
        found.append(next((firsts[part] for part in parts if part in firsts), None))
    return tuple(found)


def _first_links(digest: Digest) -> dict[str, str]:
    """A story's id → the first address in it."""
    firsts: dict[str, str] = {}
    for section in digest.sections:
        links = [*section.links, *(link for item in section.walk() for link in item.links)]
        if url := next((link.url for link in links if is_web(link.url)), None):
            firsts[section.id] = url
    return firsts


def is_web(url: str) -> bool:
    """Whether a browser may be sent there: http and https with a host that can be, nothing that runs."""
    try:
        parts = urlsplit(ascii_url(url.strip()))
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except (ValueError, PublishError):
        return False
