"""All episode.json files → the published folder. What changed is written, feed.xml last of all."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urljoin

from podcast.disk import write_whole
from podcast.episode.names import (
    CHAPTERS_FILE,
    EPISODE_FILE,
    FEED_FILE,
    PAGE_FILE,
    TRANSCRIPT_FILE,
    ascii_url,
    feed_url,
    safe_name,
    transcripts,
)
from podcast.episode.record import folder, load
from podcast.errors import EpisodeDamaged, PublishError
from podcast.model import Episode
from podcast.show import Loudness, Music, Show
from podcast.site.catalogue import Catalogue
from podcast.site.entries import Entry
from podcast.site.pictures import copied_pictures
from podcast.site.wave import WAVE_FILE

SEARCH_FILE = "transcript.js"


def rebuild(
    show: Show, *, now: datetime, address: str | None = None, source: Path | None = None, into: Path | None = None
) -> tuple[Path, ...]:
    """Feed, captions, chapters and pages of all episodes in ``source`` (the show's feed/), for ``address``
    (the show's). Returns the files that were written; the others stood there already.

    ``into`` another folder builds a whole site there, with the audio linked where the disk can.
    """
    source = source or show.feed
    build = _Build(show, source, into or source, address or show.address, now)
    build.run()
    return tuple(build.written)


@dataclass
class _Build:
    show: Show
    source: Path
    into: Path
    address: str
    now: datetime
    written: list[Path] = field(default_factory=list)

    def run(self) -> None:
        store = self._store()
        if self.source.is_file():
            raise PublishError(f"{self.source} is a file, but the folder of the feed belongs there: move it away.")
        try:
            self.source.mkdir(parents=True, exist_ok=True)
            self._run(store)
        except OSError as e:
            what = e.filename or self.into
            raise PublishError(f"Cannot build the feed in {what}: {e.strerror or e}; permit it and try again.") from e
        except sqlite3.OperationalError as e:
            raise PublishError(f"Cannot use {store} ({e}); end what else publishes this show, or make room.") from e
        except sqlite3.DatabaseError:  # damaged: all of it can be made again
            if store:
                store.unlink()
            self._run(store)

    def _run(self, store: Path | None) -> None:
        with Catalogue(store, self._key()) as catalogue:
            listed = catalogue.refresh(self.source, self.now, self.show.language, self._beside)
            cover = self._cover(catalogue)
            self._pages(catalogue, listed)
            self._feed(catalogue, listed, cover)

    def _store(self) -> Path | None:
        return self.show.cache / "catalogue.db" if self.into == self.source == self.show.feed else None

    def _key(self) -> str:
        """All that files are made with beside the episodes: the show, its cover, the address and this program."""
        told = replace(
            self.show, root=Path(), feed_limit=0, lexicon=(), prices={}, music=Music(), loudness=Loudness(), host=None
        )
        key = hashlib.sha256(f"{told!r}\n{self.address}\n".encode())
        if self.show.cover and (own := self.show.root / self.show.cover).is_file():
            key.update(own.read_bytes())
        for data in (*_program(files("podcast.site")), *_program(files("podcast.language"))):  # type: ignore[arg-type]  # installed as files
            key.update(data)
        return key.hexdigest()

    def _write(self, path: Path, data: bytes) -> None:
        if write_whole(path, data, durable=path.name == FEED_FILE):
            self.written.append(path)

    def _beside(self, episode: Episode, listed: bool) -> None:
        """The files beside an episode's audio; none of them when it is not listed."""
        home, there = folder(self.into, episode.slug), folder(self.source, episode.slug)
        if listed and home != there:
            for audio in (episode.audio, *episode.further):
                _link(there / audio.file, home / audio.file)
            _link(there / EPISODE_FILE, home / EPISODE_FILE)
            for name in copied_pictures(episode.digest, self.source, episode.slug).values():
                _link(there / name, home / name)
        names = _made_names(episode)
        if listed and home != there and all((there / name).exists() for name in names):
            for name in names:  # they do not depend on the address
                _link(there / name, home / name)
            return
        if listed:
            self._lead_on(episode)
        made = _made(self.show, episode) if listed else {}
        for name, data in made.items():
            self._write(home / name, data)
        for name in (*names, *_of_other_audio(home, episode), PAGE_FILE):
            if name not in made and not (listed and name == PAGE_FILE):
                (home / name).unlink(missing_ok=True)

    def _lead_on(self, episode: Episode) -> None:
        """Where its page was before it was renamed a page leads to it."""
        from podcast.site.pages import moved_page

        for old in episode.formerly:
            if not (folder(self.source, old) / EPISODE_FILE).exists():
                self._write(folder(self.into, old) / PAGE_FILE, moved_page(episode, self.address).encode())

    def _cover(self, catalogue: Catalogue) -> str:
        """The cover's file name; it is drawn when it is not there."""
        from podcast.site.cover import cover, thumbnail

        known, small = catalogue.cover(), self.into / "assets" / "cover.jpg"
        if known and (self.into / known).is_file() and small.is_file():
            return known
        name, data = cover(self.show)
        self._write(self.into / name, data)
        self._write(small, thumbnail(data))
        catalogue.cover_made(name)
        return name

    def _pages(self, catalogue: Catalogue, listed: tuple[Entry, ...]) -> None:
        """The page of each episode that changed or whose neighbour did, then the index."""
        from podcast.site.pages import assets, episode_page, index_page

        for name, data in assets().items():
            self._write(self.into / name, data)
        made = catalogue.pages()
        for i, entry in enumerate(listed):
            later, earlier = listed[i - 1] if i else None, listed[i + 1] if i + 1 < len(listed) else None
            made_from = repr([(e.episode.slug, e.episode.title) if e else None for e in (earlier, later)])
            if made.get(entry.episode.slug) == made_from:
                continue
            try:
                episode = load(self.source, entry.episode.slug)
            except EpisodeDamaged:
                continue  # its page stays as it was
            assert episode is not None
            neighbours = [n.episode if n else None for n in (earlier, later)]
            page = episode_page(self.show, episode, self.address, (neighbours[0], neighbours[1]))
            self._write(folder(self.into, episode.slug) / PAGE_FILE, page.encode())
            catalogue.page_made(folder(self.source, episode.slug), made_from)
        index = index_page(self.show, (entry.episode for entry in listed), self.address)
        self._write(self.into / PAGE_FILE, index.encode())

    def _feed(self, catalogue: Catalogue, listed: tuple[Entry, ...], cover: str) -> None:
        """Archives first, feed.xml last: at every moment all that it names is there."""
        from podcast.site.feed import Document, feed_xml

        home = ascii_url(self.address)
        pages = paged(listed, self.show.feed_limit)
        names = [archive_name(number) for number in range(1, len(pages))] + [FEED_FILE]
        made = catalogue.archives()
        for i, (name, entries) in enumerate(zip(names, pages, strict=True)):
            archive = name != FEED_FILE
            links = [("current", feed_url(self.address))] if archive else []
            links += [("prev-archive", urljoin(home, names[i - 1]))] if i else []
            links += [("next-archive", urljoin(home, names[i + 1]))] if i + 2 < len(names) else []
            document = Document(urljoin(home, name), urljoin(home, cover), entries, tuple(links), archive)
            made_from = hashlib.sha256(repr(document).encode()).hexdigest() if archive else ""
            if archive and made.get(name) == made_from and (self.into / name).is_file():
                continue
            self._write(self.into / name, feed_xml(self.show, document, catalogue.notes, address=self.address))
            if archive:
                catalogue.archive_made(name, made_from)
        for path in self.into.glob("archive-*.xml"):
            if path.name not in names:
                path.unlink()


def paged(listed: tuple[Entry, ...], limit: int) -> list[tuple[Entry, ...]]:
    """The documents of a feed by RFC 5005: archives, the oldest first, then feed.xml's newest ``limit``.

    An archive is made when the first of its episodes drops out of feed.xml, which by then holds the
    rest of it: so it is complete from the start and never changes by growth.
    """
    oldest_first = listed[::-1]
    count = -(-max(0, len(listed) - limit) // limit)
    archives = [oldest_first[i * limit : (i + 1) * limit][::-1] for i in range(count)]
    return [*archives, listed[:limit]]


def archive_name(number: int) -> str:
    return f"archive-{number}.xml"


def _made_names(episode: Episode) -> tuple[str, ...]:
    return (
        *(name for name, _ in transcripts(episode.slug)),
        *_beside_audio(episode),
        CHAPTERS_FILE,
        SEARCH_FILE,
        WAVE_FILE,
    )


def _beside_audio(episode: Episode) -> tuple[str, ...]:
    """Captions under the MP3's own name: players of downloaded files look for them there."""
    stem = episode.audio.file.removesuffix(".mp3")
    return (f"{stem}.vtt", f"{stem}.srt")


def _of_other_audio(home: Path, episode: Episode) -> Iterator[str]:
    """Captions that stood beside audio which a later render replaced."""
    for path in home.glob(f"{safe_name(episode.slug)}-*"):
        if path.suffix in (".vtt", ".srt") and path.name not in _beside_audio(episode):
            yield path.name


def _made(show: Show, episode: Episode) -> Mapping[str, bytes]:
    """Captions, transcript, search data and chapters, by file name."""
    from podcast.site.captions import captions, srt, transcript, vtt
    from podcast.site.chapters import chapters
    from podcast.site.pages import transcript_script
    from podcast.site.wave import wave

    names = {speaker.id: speaker.name for speaker in show.speakers}
    made: dict[str, bytes] = {}
    if shown := captions(episode.cues, names):
        name = safe_name(episode.slug)
        for stem in (name, episode.audio.file.removesuffix(".mp3")):
            made |= {f"{stem}.vtt": vtt(shown), f"{stem}.srt": srt(shown)}
        made |= {TRANSCRIPT_FILE: transcript(episode.cues, names), SEARCH_FILE: transcript_script(episode).encode()}
    if episode.marks:
        made[CHAPTERS_FILE] = chapters(show, episode)
    if drawn := wave(show, episode):
        made[WAVE_FILE] = drawn
    return made


def _link(file: Path, there: Path) -> None:
    """``there`` becomes ``file`` without its bytes being copied, where the disk can do that."""
    if not file.exists():
        raise PublishError(f"{file} is missing; render the episode again.")
    if there.exists() and there.samefile(file):
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    part = there.with_name(f".{there.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.link(file, part)
    except OSError:
        shutil.copyfile(file, part)
    part.replace(there)


def _program(package: Path) -> Iterator[bytes]:
    """The sources of this room: files made by another version of it are made anew."""
    for path in sorted(package.iterdir(), key=lambda p: p.name):
        if path.is_dir():
            yield from _program(path)
        elif path.suffix != ".pyc":
            yield path.read_bytes()
