"""Where the entries of all episodes are kept, so that one more costs one.

An episode.json holds a whole digest with its captions: reading ten thousand to write one feed would
take a minute. The catalogue (``.podcast/cache/catalogue.db``) may be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.episode.identity import is_listed
from podcast.episode.names import EPISODE_FILE, safe_name
from podcast.episode.record import load_file
from podcast.errors import EpisodeDamaged
from podcast.model import Episode
from podcast.site.entries import Entry, entry_of, newest_first
from podcast.site.notes import Notes

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_TABLES = """
CREATE TABLE IF NOT EXISTS made_with (key TEXT, cover TEXT);
CREATE TABLE IF NOT EXISTS archives (name TEXT PRIMARY KEY, made_from TEXT);
CREATE TABLE IF NOT EXISTS episodes (
    folder TEXT PRIMARY KEY, stamp TEXT, slug TEXT, listed INTEGER, entry TEXT,
    description TEXT, content TEXT, page TEXT
);
"""


@cache
def _adapter() -> TypeAdapter[Entry]:
    from pydantic import TypeAdapter

    return TypeAdapter(Entry)


@dataclass(frozen=True, slots=True)
class Known:
    stamp: str
    listed: bool
    entry: Entry
    page: str | None  # what the page was made from; None when it has to be made anew


class Catalogue:
    """Entries and notes. ``store`` None keeps them in memory. ``key`` names all that they are made with
    beside the episodes themselves: another key, and each is made anew. Raises sqlite3's errors."""

    def __init__(self, store: Path | None, key: str) -> None:
        self._rows, self._lasting = _open(store, key), store is not None

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def refresh(
        self, feed_dir: Path, now: datetime, language: str, write: Callable[[Episode, bool], None]
    ) -> tuple[Entry, ...]:
        """Take in each episode.json that changed, that came or went with its time, or whose files are gone.

        ``write(episode, listed)`` makes the files beside it; only then it counts as known.
        Returns all that are listed, newest first.
        """
        known = self._known()
        found = {f.name for f in os.scandir(feed_dir) if f.is_dir() and Path(f.path, EPISODE_FILE).is_file()}
        with self._rows:
            self._rows.executemany("DELETE FROM episodes WHERE folder = ?", [(f,) for f in known if f not in found])
        listed: list[Entry] = []
        for folder in sorted(found):
            old = known.get(folder)
            if old and old.listed == is_listed(old.entry.episode, now) and old.stamp == _stamp(feed_dir / folder):
                entry = old.entry
            elif (taken := self._take_in(feed_dir / folder, now, language, write, old)) is None:
                continue
            else:
                entry = taken
            if is_listed(entry.episode, now):
                listed.append(entry)
        return newest_first(listed)

    def _known(self) -> dict[str, Known]:
        rows = self._rows.execute("SELECT folder, stamp, listed, entry, page FROM episodes")
        return {row[0]: Known(row[1], bool(row[2]), _adapter().validate_json(row[3]), row[4]) for row in rows}

    def _take_in(
        self, folder: Path, now: datetime, language: str, write: Callable[[Episode, bool], None], old: Known | None
    ) -> Entry | None:
        """None for a damaged one that may be left out: what is served for a look takes it from nobody."""
        try:
            episode = load_file(folder / EPISODE_FILE)
        except EpisodeDamaged:
            if old is None and self._lasting:
                raise
            return old.entry if old else None  # in the feed it stays as it was
        assert episode is not None  # it was there a moment ago
        entry, noted = entry_of(episode, language)
        listed = is_listed(episode, now)
        write(episode, listed)
        text = _adapter().dump_json(entry).decode()
        row = (folder.name, _stamp(folder), episode.slug, listed, text, noted.description, noted.content, None)
        self._change("REPLACE INTO episodes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return entry

    def cover(self) -> str | None:
        """The cover's file name, once it is known."""
        name: str | None = self._rows.execute("SELECT cover FROM made_with").fetchone()[0]
        return name

    def cover_made(self, name: str) -> None:
        self._change("UPDATE made_with SET cover = ?", (name,))

    def notes(self, entry: Entry) -> Notes:
        query = "SELECT description, content FROM episodes WHERE folder = ?"  # its key: ten thousand are asked for
        return Notes(entry.summary, *self._rows.execute(query, (safe_name(entry.episode.slug),)).fetchone())

    def archives(self) -> dict[str, str]:
        """file name → what that archive was made from."""
        return dict(self._rows.execute("SELECT name, made_from FROM archives"))

    def archive_made(self, name: str, made_from: str) -> None:
        self._change("REPLACE INTO archives VALUES (?, ?)", (name, made_from))

    def pages(self) -> dict[str, str]:
        """slug → what its page was made from, of the pages that need no other reason to be made anew."""
        return dict(self._rows.execute("SELECT slug, page FROM episodes WHERE page IS NOT NULL"))

    def page_made(self, folder: Path, made_from: str) -> None:
        """The page stands in ``folder`` now."""
        values = (made_from, _stamp(folder), folder.name)
        self._change("UPDATE episodes SET page = ?, stamp = ? WHERE folder = ?", values)

    def _change(self, statement: str, values: tuple[object, ...]) -> None:
        with self._rows:
            self._rows.execute(statement, values)


def _stamp(folder: Path) -> str:
    """What tells whether an episode.json changed, or files beside it came or went."""
    names = sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208 (ten thousand times)
    stat = (folder / EPISODE_FILE).stat()
    return f"{stat.st_mtime_ns} {stat.st_size} {' '.join(names)}"


def _open(store: Path | None, key: str) -> sqlite3.Connection:
    if store is None:
        return _prepared(sqlite3.connect(":memory:"), key)
    store.parent.mkdir(parents=True, exist_ok=True)
    return _prepared(sqlite3.connect(store), key)


def _prepared(rows: sqlite3.Connection, key: str) -> sqlite3.Connection:
    rows.execute("PRAGMA synchronous = OFF")
    if rows.execute("SELECT 1 FROM sqlite_master WHERE name = 'made_with'").fetchone():
        if rows.execute("SELECT key FROM made_with").fetchall() == [(key,)]:
            return rows
        rows.executescript("DROP TABLE made_with; DROP TABLE IF EXISTS archives; DROP TABLE IF EXISTS episodes")
    rows.executescript(_TABLES)
    with rows:
        rows.execute("INSERT INTO made_with VALUES (?, NULL)", (key,))
    return rows
