"""What feed and lists say of an episode."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from podcast.mandarin.spot import as_shown
from podcast.model import Episode, Script, Section
from podcast.site.notes import Notes, notes

SOUNDBITE_MS = (15_000, 120_000)  # the podcast namespace's recommendation


@dataclass(frozen=True, slots=True)
class Soundbite:
    title: str
    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode in a list: small enough to hold ten thousand."""

    episode: Episode  # without its text: of the digest only the headings, no script, no cues
    summary: str  # plain text, one line
    transcribed: bool
    soundbite: Soundbite | None


def entry_of(episode: Episode, language: str) -> tuple[Entry, Notes]:
    """The entry and the notes of an episode."""
    episode = as_shown(episode)
    noted, digest = notes(episode, language), episode.digest
    headings = tuple(Section(s.id, s.heading, ()) for s in digest.sections)
    thin = replace(
        episode,
        digest=replace(
            digest, intro=(), highlights=None, sections=headings, sources=(), outro=(), disclaimer=(), left_out=()
        ),
        script=Script(episode.slug, episode.title, ()),
        cues=(),
    )
    return Entry(thin, noted.summary, bool(episode.cues), _soundbite(episode)), noted


def _soundbite(episode: Episode) -> Soundbite | None:
    """The highlights, up to the last cue within 120 s: what apps play to one who does not know the show."""
    for index, (chapter, mark) in enumerate(zip(episode.script.chapters, episode.marks, strict=False)):
        if any(id.startswith("highlights") for line in chapter.lines for id in line.source):
            ends = [
                c.end_ms for c in episode.cues if c.chapter == index and c.end_ms - mark.start_ms <= SOUNDBITE_MS[1]
            ]
            length = max(ends, default=0) - mark.start_ms
            return Soundbite(mark.title, mark.start_ms, length) if length >= SOUNDBITE_MS[0] else None
    return None


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The order of every list. Of the same moment, the higher number is the newer."""
    return tuple(
        sorted(entries, key=lambda e: (e.episode.published, e.episode.number or 0, e.episode.slug), reverse=True)
    )
