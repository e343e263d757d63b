"""Which clips and which answers of language models are in use: what may not be pruned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path

from podcast.draft import read, write_draft
from podcast.episode.names import EPISODE_FILE
from podcast.errors import PodcastError
from podcast.library import Library, Work
from podcast.mandarin import Mandarin, mandarin_of
from podcast.model import Episode, Script
from podcast.show import Show
from podcast.show.ledger import noted_clips
from podcast.writing import Wanted, writing_desk


@dataclass(frozen=True, slots=True)
class InUse:
    """``keys`` of clips, or of answers; ``told``: a sentence for each episode of which something cannot be read;
    ``unknown``: those of which nothing tells what they use."""

    keys: set[str]
    told: tuple[str, ...]
    unknown: tuple[str, ...]


def clips_in_use(library: Library, now: datetime) -> InUse:
    """The clips of published episodes and of scripts, whichever engine speaks them. What cannot be read is told."""
    show, mandarin = library.show, mandarin_of(library.show)
    works = {work.folder.name: work for work in (*library.all(), *library.orphans())}
    published = {path.parent.name for path in show.feed.glob(f"*/{EPISODE_FILE}")}
    keys: set[str] = set()
    told, unknown = [], []
    for name in sorted({*works, *published}):
        uses = _Uses(show, mandarin, name)
        uses.ask(works.get(name), now)
        keys |= uses.keys
        slug = works[name].slug if name in works else name
        if uses.faults:
            kept = "its clips stay, as far as they are known" if uses.keys else "skipped"
            told.append(f"{slug}: {kept}: {uses.faults[0]}")
        if uses.unknown:
            unknown.append(slug)
    return InUse(keys, tuple(told), tuple(unknown))


def answers_in_use(library: Library) -> InUse:
    """The answers of which the scripts of the digests are made, as digests, prompts and models are now.

    In either form and style: who tries the other one pays for none a second time.
    """
    keys: set[str] = set()
    told = []
    for work in library.all():
        try:
            keys |= set(_answers(library.show, work))
        except PodcastError as error:
            told.append((work.slug, str(error)))
    return InUse(keys, tuple(f"{slug}: {why}" for slug, why in told), tuple(slug for slug, _ in told))


def _answers(show: Show, work: Work) -> Iterator[str]:
    from podcast.episode.record import load
    from podcast.write import ModelWriter, stamp_at

    if (stamp_at(work.script).writer or show.writer) != "llm":
        return
    digest, _ = read(show, work, load(show.feed, work.slug))
    for form, style in product(("full", "short"), ("narrator", "duo")):
        if style == "duo" and len(show.hosts or show.speakers[:2]) != 2:
            continue
        desk = writing_desk(show, work, digest, form, Wanted(style=style, writer="llm"), ask=False, progress=None)
        if isinstance(desk.writer, ModelWriter):
            yield from desk.writer.answers()


class _Uses:
    """What one episode uses, from all that tells of it: what was noted when it was made, the published episode,
    the script as it stands, and what a render would make of its digest."""

    def __init__(self, show: Show, mandarin: Mandarin, name: str) -> None:
        self._show, self._mandarin, self._name = show, mandarin, name
        self._published: Episode | None = None
        self._planned: set[Script] = set()
        self.keys: set[str] = set()
        self.faults: list[str] = []
        self.unknown = False

    def ask(self, work: Work | None, now: datetime) -> None:
        from podcast.write import script_at

        show, path = self._show, self._show.feed / self._name / EPISODE_FILE
        if path.is_file():
            self.keys |= noted_clips(show, self._name)
            self._take(lambda: self._load(path))
        if work:
            self._take(lambda: script_at(work.script))
        self.unknown = bool(self.faults) and not self.keys
        if work and work.digest.is_file():
            self._take(lambda: write_draft(show, work, now=now, save=False).script)

    def _load(self, path: Path) -> Script | None:
        from podcast.episode.record import load_file

        self._published = load_file(path)
        return self._published.script if self._published else None

    def _take(self, read: Callable[[], Script | None]) -> None:
        from podcast.speak import keys_of

        try:
            script = read()
            if script and script not in self._planned:
                self._planned.add(script)
                self.keys |= keys_of(script, self._show, self._mandarin, self._published)
        except PodcastError as error:
            self.faults.append(str(error))
