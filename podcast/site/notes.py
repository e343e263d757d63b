"""Show notes: what stands beside an episode in the listener's app. HTML of our own making around escaped text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from podcast.episode.names import DESCRIPTION_BYTES, ascii_url
from podcast.language import language_of
from podcast.model import Episode, Item
from podcast.text import clean, one_line, timestamp

SUMMARY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Notes:
    """``summary``: plain text, one line. ``description``: HTML of at most 4000 bytes. ``content``: HTML, everything."""

    summary: str
    description: str
    content: str


def summary(episode: Episode) -> str:
    """What an episode is about, in a sentence: as its author says, else its stories, else how it begins."""
    digest = episode.digest
    headings = "；".join(section.heading for section in digest.sections if section.heading)
    return digest.description or headings or next((item.text for item in digest.intro if item.text), episode.title)


def notes(episode: Episode, language: str) -> Notes:
    """What feed and page say about an episode.

    The description always has the disclosure and the chapters from 00:00:00 (Apple and Castro read
    them there), then as many sources, then as much of the introduction as 4000 bytes allow.
    """
    words = language_of(language)
    intro = [clean(i.text) for item in episode.digest.intro for i in item.walk()]
    short = one_line(summary(episode), SUMMARY_LENGTH)
    told = _paragraph(words.disclosure.of(episode.ai_text, episode.ai_voice))
    chapters = _chapters(episode, words.notes.chapters)
    sources = _sources(episode)
    return Notes(
        summary=short,
        description=_fitted(intro or [short], chapters, sources, told, words.notes.sources),
        content="".join(
            (
                *(_paragraph(text) for text in intro),
                _highlights(episode, words.notes.highlights),
                chapters,
                _listed(words.notes.sources, sources),
                *(_paragraph(i.text) for item in episode.digest.disclaimer for i in item.walk()),
                told,
            )
        ),
    )


def _fitted(intro: Iterable[str], chapters: str, sources: tuple[str, ...], told: str, heading: str) -> str:
    room = DESCRIPTION_BYTES - _bytes(chapters, told)
    if room < 0:  # hundreds of chapters: those that fit, each whole
        chapters = _first_lines(chapters, DESCRIPTION_BYTES - _bytes(told))
        room = DESCRIPTION_BYTES - _bytes(chapters, told)
    kept = sources
    while kept and _bytes(_listed(heading, kept)) > room * 2 // 3:
        kept = kept[:-1]
    listed = _listed(heading, kept)
    room -= _bytes(listed)
    opening = ""
    for text in intro:
        part = _paragraph(text)
        if _bytes(opening, part) > room:
            opening += _cut(text, room - _bytes(opening))
            break
        opening += part
    return opening + chapters + listed + told


def _cut(text: str, room: int) -> str:
    """A paragraph of the beginning of ``text``, at most ``room`` bytes; "" when that is not worth reading."""
    while len(text) > 20:
        part = _paragraph(text + "…")
        if (over := _bytes(part) - room) <= 0:
            return part
        text = text[: len(text) - max(1, over // 6)].rstrip()
    return ""


def _first_lines(chapters: str, room: int) -> str:
    lines = chapters.removesuffix("</p>").split("<br>")
    while lines and _bytes("<br>".join(lines), "</p>") > room:
        lines.pop()
    return "<br>".join(lines) + "</p>" if len(lines) > 1 else ""


def _bytes(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def _paragraph(text: str) -> str:
    return f"<p>{escape(one_line(text))}</p>" if one_line(text) else ""


def _chapters(episode: Episode, heading: str) -> str:
    lines = [f"{timestamp(mark.start_ms)} {escape(one_line(mark.title))}" for mark in episode.marks]
    return "<p>" + "<br>".join((heading, *lines)) + "</p>" if lines else ""


def _sources(episode: Episode) -> tuple[str, ...]:
    return tuple(_link(s.title or s.url or "", s.url) for s in episode.digest.sources)


def _link(title: str, url: str | None) -> str:
    shown = escape(one_line(title))
    if url is None or not url.lower().startswith(("http://", "https://")):
        return shown
    return f'<a href="{escape(ascii_url(one_line(url)))}">{shown}</a>'


def _listed(heading: str, entries: Iterable[str]) -> str:
    found = "".join(f"<li>{entry}</li>" for entry in entries if entry)
    return f"<p>{heading}</p><ul>{found}</ul>" if found else ""


def _highlights(episode: Episode, heading: str) -> str:
    section = episode.digest.highlights
    return f"<p>{escape(one_line(section.heading) or heading)}</p>{_tree(section.items)}" if section else ""


def _tree(items: tuple[Item, ...]) -> str:
    return (
        "<ul>" + "".join(f"<li>{escape(one_line(i.text))}{_tree(i.items)}</li>" for i in items) + "</ul>"
        if items
        else ""
    )
