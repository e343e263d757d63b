"""Episode → the pages where one reads and listens: static files that work from a server or as files.

The digest and the transcript are tied by the ids of the digest's texts: each cue names the points
that it tells, so the page knows which point lights up at a time, and where a point begins to sound.
Cue times stand in the page itself: a page opened as a file may not fetch anything.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from podcast.episode.names import PAGE_FILE, episode_url, feed_url, safe_name, transcripts
from podcast.language import Language
from podcast.mandarin.spot import as_shown, without_spots
from podcast.model import Cue, Episode, Mark, Receipt, Table
from podcast.show import Show
from podcast.site.blocks import Shower, headed, web_url
from podcast.site.cover import hue
from podcast.site.notes import summary
from podcast.site.pictures import copied_pictures
from podcast.site.qr import svg
from podcast.text import clock, one_line

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

CARDS = 30
"""Episodes that the index shows with their contents; older ones are a list by year."""

Rests = tuple[tuple[str, ...], ...]
Neighbours = tuple[Episode | None, Episode | None]  # the one before it, the one after it


def assets() -> Mapping[str, bytes]:
    """What all pages share: name below the published folder → bytes. The cover's thumbnail is not among them."""
    folder = files("podcast.site") / "static"
    return {f"assets/{file.name}": file.read_bytes() for file in sorted(folder.iterdir(), key=lambda f: f.name)}


def episode_page(show: Show, episode: Episode, address: str, neighbours: Neighbours = (None, None)) -> str:
    """feed/EP1/index.html. ``address``: where the folder will stand, ending with a slash."""
    episode = as_shown(episode)
    began: dict[str, int] = {}
    for cue in episode.cues:
        for source in cue.source:
            began.setdefault(source, cue.start_ms)
    earlier, later = (_Entry.of(show, e) if e else None for e in neighbours)
    return (
        _environment()
        .get_template("episode.html.j2")
        .render(
            _common(show, address, "../"),
            episode=episode,
            digest=episode.digest,
            rested=[(item.id, item.passages) for item in episode.digest.walk() if item.passages],
            entry=_Entry.of(show, episode),
            began=began,
            pictures=any(item.image and web_url(item.image.src) for item in episode.digest.walk()),
            show_blocks=_shower(show.words, began, copied_pictures(episode.digest, show.feed, episode.slug)).blocks,
            chapters=_chapters(episode),
            speakers=_speakers(show, episode),
            captions=transcripts(episode.slug),
            url=episode_url(address, episode.slug, PAGE_FILE),
            audio_url=episode_url(address, episode.slug, episode.audio.file),
            description=summary(episode),
            notice=show.words.disclosure.of(episode.ai_text, episode.ai_voice),
            json_ld=_episode_ld(show, episode, address),
            earlier=earlier,
            later=later,
        )
    )


def _shower(words: Language, began: Mapping[str, int], pictures: Mapping[str, str]) -> Shower:
    """Shows blocks with their ids, and where in the audio each begins."""
    from markupsafe import Markup

    def at(id: str) -> Markup:
        if id not in began:
            return Markup("")
        time = clock(began[id])
        return Markup('<a class="at" href="#t={}" aria-label="{}">{}</a>').format(
            seconds(began[id]), words.page.play_point.format(at=time), time
        )

    return Shower(lambda id: Markup(' id="{}" class="point"').format(id), at, pictures)


def moved_page(episode: Episode, address: str) -> str:
    """A page that leads to the episode's, with the place in it that was asked for."""
    from html import escape

    there, title = f"../{safe_name(episode.slug)}/", escape(one_line(without_spots(episode.title)))
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<link rel="canonical" href="{escape(episode_url(address, episode.slug))}">\n'
        f'<script>location.replace("{there}" + location.hash)</script>\n'
        f'<meta http-equiv="refresh" content="0; url={there}"></head>\n'
        f'<body><p><a href="{there}">{title}</a></p></body></html>\n'
    )


def index_page(show: Show, episodes: Iterable[Episode], address: str) -> str:
    """feed/index.html: the episodes that are listed, newest first whatever their order here."""
    entries = sorted((_Entry.of(show, e) for e in episodes), key=lambda e: e.published, reverse=True)
    years: dict[int, list[_Entry]] = {}
    for entry in entries[CARDS:]:
        years.setdefault(entry.published.year, []).append(entry)
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            _common(show, address, ""),
            cards=entries[:CARDS],
            years=years,
            count=len(entries),
            json_ld=_series_ld(show, address),
        )
    )


def transcript_script(episode: Episode) -> str:
    """feed/EP1/transcript.js: the transcript's paragraphs as [[start_ms, text], …], for the index's search."""
    paragraphs = [[[cue.start_ms, cue.text] for cue in p.cues] for c in _chapters(episode) for p in c.paragraphs]
    call = json.dumps([safe_name(episode.slug), paragraphs], ensure_ascii=False, separators=(",", ":"))
    return f"podcastTranscript(...{call});\n"


# ---------------------------------------------------------------- what the templates see


@dataclass(frozen=True, slots=True)
class _Entry:
    """An episode in a list: little, so that ten thousand fit."""

    folder: str
    title: str
    number: int | None
    published: datetime
    duration_ms: int
    points: tuple[str, ...]

    @classmethod
    def of(cls, show: Show, episode: Episode) -> _Entry:
        return cls(
            folder=safe_name(episode.slug),
            title=without_spots(episode.title),
            number=episode.number,
            published=episode.published.astimezone(ZoneInfo(show.timezone)),
            duration_ms=episode.audio.duration_ms,
            points=tuple(without_spots(section.heading) for section in episode.digest.sections),
        )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A line of the script as it is heard."""

    speaker: str
    cues: tuple[Cue, ...]
    rests: tuple[tuple[str, ...], ...] = ()  # of each cue the digest's words that bear its figures and names

    @property
    def start_ms(self) -> int:
        return self.cues[0].start_ms

    def spaced(self) -> list[tuple[Cue, str, tuple[str, ...]]]:
        """Each cue with what stands before it (a space between Latin words), and what it rests on."""
        befores = ["", *(_gap(a.text, b.text) for a, b in zip(self.cues, self.cues[1:], strict=False))]
        return list(zip(self.cues, befores, self.rests or ((),) * len(self.cues), strict=True))


@dataclass(frozen=True, slots=True)
class _Chapter:
    mark: Mark
    paragraphs: tuple[_Paragraph, ...]


def _gap(left: str, right: str) -> str:
    """Latin words that a caption break has parted stand apart; Chinese does not."""
    return " " if left[-1:].isascii() and right[:1].isascii() and not left[-1:].isspace() and left and right else ""


def _chapters(episode: Episode) -> list[_Chapter]:
    """The transcript under the chapters that are heard: a paragraph belongs to the mark in which it begins."""
    lines: dict[tuple[int, int], list[Cue]] = {}
    for cue in episode.cues:
        lines.setdefault((cue.chapter, cue.line), []).append(cue)
    rests = _rests(episode, lines)
    paragraphs = [_Paragraph(cues[0].speaker, tuple(cues), rests.get(at, ())) for at, cues in lines.items()]
    marks = episode.marks or (Mark(episode.title, 0, episode.audio.duration_ms),)
    parts: list[list[_Paragraph]] = [[] for _ in marks]
    for paragraph in paragraphs:
        parts[max(0, bisect_right(marks, paragraph.start_ms, key=lambda mark: mark.start_ms) - 1)].append(paragraph)
    return [_Chapter(mark, tuple(part)) for mark, part in zip(marks, parts, strict=True)]


def _rests(episode: Episode, lines: Mapping[tuple[int, int], Sequence[Cue]]) -> dict[tuple[int, int], Rests]:
    """(chapter, line) → of each of its cues the words of the digest that bear what it says; episodes before 0.3: {}."""
    texts = dict(episode.digest.texts())
    tables = {item.id: item.table for item in episode.digest.walk() if item.table}
    found: dict[tuple[int, int], list[Receipt]] = {}
    for receipt in episode.receipts:
        found.setdefault((receipt.chapter, receipt.line), []).append(receipt)
    rests = {}
    for (chapter, line), cues in lines.items():
        if (of_line := found.get((chapter, line))) and (text := _line_text(episode, chapter, line)):
            at, parts = 0, []
            for cue in cues:
                start = max(at, text.find(cue.text, at))
                at = start + len(cue.text)
                mine = [r for r in of_line if start <= r.start < at]
                parts.append(tuple(dict.fromkeys(filter(None, (_rested_on(r, texts, tables) for r in mine)))))
            rests[chapter, line] = tuple(parts)
    return rests


def _rested_on(receipt: Receipt, texts: Mapping[str, str], tables: Mapping[str, Table]) -> str:
    """The digest's words; "" where they are not there any more."""
    text = texts.get(receipt.item, "")
    if receipt.cell is not None:
        row, column = receipt.cell
        rows = tables[receipt.item].rows if receipt.item in tables else ()
        text = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    return text[receipt.item_start : receipt.item_end]


def _line_text(episode: Episode, chapter: int, line: int) -> str:
    """ "" for a line that is not there: an episode.json may come from anywhere."""
    chapters = episode.script.chapters
    lines = chapters[chapter].lines if chapter < len(chapters) else ()
    return lines[line].text if line < len(lines) else ""


def _speakers(show: Show, episode: Episode) -> dict[str, str]:
    """Names to show beside the lines; none when one speaks alone."""
    names = {speaker.id: speaker.name for speaker in show.speakers}
    heard = dict.fromkeys(cue.speaker for cue in episode.cues)
    return {id: names.get(id, id) for id in heard} if len(heard) > 1 else {}


def _common(show: Show, address: str, root: str) -> dict[str, Any]:
    from markupsafe import Markup

    feed = feed_url(address)
    return {
        "show": show,
        "root": root,
        "address": address,
        "feed": feed,
        "hue": hue(show.title),
        "lang": show.words.html,
        "apps": subscribe_links(show, feed),
        "qr": Markup(svg(feed)),
        "words": show.words,
        "pictures": False,  # whether the author's pictures are shown from where they lie
    }


def subscribe_links(show: Show, feed: str) -> tuple[tuple[str, str], ...]:
    """(app, address that opens the show there): the show's own page, else the app's way to take any feed.

    Spotify takes no feeds from listeners: it is named once the show has a page there.
    """
    bare, encoded = feed.split("://", 1)[-1], quote(feed, safe="")
    links = (
        ("Apple Podcasts", show.apps.apple or f"podcast://{bare}"),
        ("Spotify", show.apps.spotify),
        ("Overcast", show.apps.overcast or f"overcast://x-callback-url/add?url={encoded}"),
        ("Pocket Casts", show.apps.pocketcasts or f"pktc://subscribe/{bare}"),
        ("AntennaPod", f"https://antennapod.org/deeplink/subscribe?url={encoded}"),
    )
    return tuple((app, link) for app, link in links if link)


# ---------------------------------------------------------------- JSON-LD


def _series_ld(show: Show, address: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "PodcastSeries",
        "name": show.title,
        "description": show.description,
        "url": address,
        "webFeed": feed_url(address),
        "image": f"{address}assets/cover.jpg",
        "inLanguage": show.language,
        "author": {"@type": "Person", "name": show.author},
    }


def _episode_ld(show: Show, episode: Episode, address: str) -> dict[str, Any]:
    series = {k: v for k, v in _series_ld(show, address).items() if k in ("@type", "name", "url", "webFeed")}
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": episode.title,
        "description": summary(episode),
        "url": episode_url(address, episode.slug, PAGE_FILE),
        "datePublished": episode.published.isoformat(),
        "dateModified": episode.updated.isoformat(),
        "duration": _iso_duration(episode.audio.duration_ms),
        "inLanguage": show.language,
        "associatedMedia": {
            "@type": "MediaObject",
            "contentUrl": episode_url(address, episode.slug, episode.audio.file),
            "encodingFormat": episode.audio.mime,
            "contentSize": str(episode.audio.size),
        },
        "partOfSeries": series,
    }
    if episode.number is not None:
        facts["episodeNumber"] = episode.number
    return facts


# ---------------------------------------------------------------- Jinja


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("podcast.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.filters |= {
        "clock": clock,
        "day": lambda at, words: words.page.date.format(year=at.year, month=at.month, day=at.day),
        "headed": headed,
        "quoted": quote,
        "seconds": seconds,
        "spell": spell,
        "web": web_url,
    }
    return environment


def seconds(ms: int) -> str:
    """1.25, as a fragment of media has it."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def spell(ms: int, words: Language) -> str:
    """How long it takes to hear: 15 分鐘, 45 秒."""
    if ms >= 60_000:
        return words.page.minutes.format(n=round(ms / 60_000))
    return words.page.seconds.format(n=round(ms / 1000))


def _iso_duration(ms: int) -> str:
    return f"PT{round(ms / 1000)}S"
