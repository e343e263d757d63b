"""Show notes: what stands beside an episode in the listener's app. HTML of our own making around escaped text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from podcast.episode.names import DESCRIPTION_BYTES, ascii_url
from podcast.language import Language, language_of
from podcast.mandarin.spot import without_spots
from podcast.model import Episode
from podcast.site.blocks import Shower, headed, web_url
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
    text = digest.description or headings or next((item.text for item in digest.intro if item.text), episode.title)
    return without_spots(text)


def notes(episode: Episode, language: str) -> Notes:
    """What feed and page say about an episode.

    The description always has the disclosure and the chapters from 00:00:00 (Apple and Castro read
    them there), then as many sources, then as much of the introduction as 4000 bytes allow.
    """
    words, digest = language_of(language), episode.digest
    intro = [clean(without_spots(i.text)) for item in digest.intro for i in item.walk() if i.text]
    short = one_line(summary(episode), SUMMARY_LENGTH)
    told = _paragraph(words.disclosure.of(episode.ai_text, episode.ai_voice))
    chapters = _chapters(episode, words.notes.chapters)
    sources = _sources(episode)
    sourced = {source.url for source in digest.sources}
    linked = tuple(_link(words_ or url, url) for words_, url in digest.links() if url not in sourced and web_url(url))
    return Notes(
        summary=short,
        description=_fitted(
            intro or [short], chapters, (words.notes.sources, sources), (words.notes.links, linked), told
        ),
        content=_content(episode, words, chapters, sources) + told,
    )


def _content(episode: Episode, words: Language, chapters: str, sources: tuple[str, ...]) -> str:
    """All of the digest, as the page shows it, with the chapters after the introduction."""
    from markupsafe import Markup

    digest, nothing = episode.digest, Markup("")
    show = Shower(lambda id: nothing, lambda id: nothing, plain=True)
    parts = [show.blocks(digest.intro), chapters]
    for section in (*((digest.highlights,) if digest.highlights else ()), *digest.sections):
        parts += [
            Markup("<p><strong>{}</strong></p>").format(headed(section)) if section.heading else "",
            show.blocks(section.items),
        ]
    parts += [_listed(words.notes.sources, sources), show.blocks(digest.outro), show.blocks(digest.disclaimer)]
    return clean("".join(map(str, parts)))


_List = tuple[str, tuple[str, ...]]  # a heading and its entries


def _fitted(intro: Iterable[str], chapters: str, sources: _List, links: _List, told: str) -> str:
    room = DESCRIPTION_BYTES - _bytes(chapters, told)
    if room < 0:  # hundreds of chapters: those that fit, each whole
        chapters = _first_lines(chapters, DESCRIPTION_BYTES - _bytes(told))
        room = DESCRIPTION_BYTES - _bytes(chapters, told)
    listed = _some(sources, room * 2 // 3)
    listed += _some(links, room * 2 // 3 - _bytes(listed))
    room -= _bytes(listed)
    opening = ""
    for text in intro:
        part = _paragraph(text)
        if _bytes(opening, part) > room:
            opening += _cut(text, room - _bytes(opening))
            break
        opening += part
    return opening + chapters + listed + told


def _some(entries: _List, room: int) -> str:
    """As many of the entries as fit."""
    heading, kept = entries
    while kept and _bytes(_listed(heading, kept)) > room:
        kept = kept[:-1]
    return _listed(heading, kept)


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
    lines = [f"{timestamp(mark.start_ms)} {escape(one_line(without_spots(mark.title)))}" for mark in episode.marks]
    return "<p>" + "<br>".join((heading, *lines)) + "</p>" if lines else ""


def _sources(episode: Episode) -> tuple[str, ...]:
    return tuple(_link(s.title or s.url or "", s.url) for s in episode.digest.sources)


def _link(title: str, url: str | None) -> str:
    shown = escape(one_line(without_spots(title)))
    if not (there := web_url(url and one_line(url))):
        return shown
    return f'<a href="{escape(ascii_url(there))}">{shown}</a>'


def _listed(heading: str, entries: Iterable[str]) -> str:
    found = "".join(f"<li>{entry}</li>" for entry in entries if entry)
    return f"<p>{heading}</p><ul>{found}</ul>" if found else ""
