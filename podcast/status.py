"""Where each digest stands, what is stale and why, what a render would take, and which clips are in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from podcast.episode.names import EPISODE_FILE
from podcast.errors import PodcastError
from podcast.library import Library, Work
from podcast.model import Episode, Script
from podcast.render import Options, Written, is_fresh, mandarin_of, retold, stands, store_of, write
from podcast.show import Show

if TYPE_CHECKING:
    from podcast.mandarin import Mandarin


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: new, drafted, edited, rendered (no target has it), scheduled, published, hidden, stale or broken."""

    slug: str
    state: str
    why: str = ""
    duration_ms: int = 0


def survey(library: Library, now: datetime) -> tuple[Standing, ...]:
    """One for each digest, and for each script whose digest lies elsewhere or is gone."""
    return tuple(standing(library.show, work, now) for work in (*library.all(), *library.orphans()))


def stale(library: Library, now: datetime) -> tuple[Work, ...]:
    """Digests that are new, or whose episode is not what a render would make now."""
    wanted = ("new", "drafted", "edited", "stale")
    return tuple(work for work in library.all() if standing(library.show, work, now).state in wanted)


def broken(library: Library, now: datetime) -> tuple[Standing, ...]:
    """Digests that cannot be read, and why."""
    return tuple(row for row in survey(library, now) if row.state == "broken")


def standing(show: Show, work: Work, now: datetime) -> Standing:
    try:
        return _standing(show, work, now)
    except PodcastError as error:
        return Standing(work.slug, "broken", str(error))


def _standing(show: Show, work: Work, now: datetime) -> Standing:
    from podcast.episode.record import load

    episode = load(show.feed, work.slug)
    length = episode.audio.duration_ms if episode else 0
    if episode and not work.digest.is_file():
        return Standing(work.slug, _of_episode(show, episode, now)[0], f"its digest {work.digest} is gone", length)
    fresh = not work.script.is_file()
    written = write(show, work, now=now, options=Options(), save=False)
    if episode is None:
        state = "new" if fresh else "edited" if written.outcome.startswith("kept") else "drafted"
        return Standing(work.slug, state, "no script yet" if fresh else "script written, not spoken yet")
    if why := _why_stale(show, episode, written, now):
        return Standing(work.slug, "stale", why, length)
    return Standing(work.slug, *_of_episode(show, episode, now), length)


def _of_episode(show: Show, episode: Episode, now: datetime) -> tuple[str, str]:
    """State and reason of an episode as it was last rendered."""
    from podcast.episode.identity import is_out
    from podcast.episode.names import safe_name
    from podcast.show.ledger import UNSENT, noted
    from podcast.targets.seen import was_sent

    if episode.hidden:
        return "hidden", f"`podcast episode show {episode.slug}` brings it back"
    if not is_out(episode, now):
        return "scheduled", f"in the feed from {episode.published.astimezone(ZoneInfo(show.timezone)):%Y-%m-%d %H:%M}"
    if not was_sent(show, episode.slug):
        return "rendered", f"{episode.engine}; not published yet"
    if f"{safe_name(episode.slug)}/{episode.audio.file}" in noted(show, UNSENT):
        return "rendered", f"{episode.engine}; published before, but not yet as it is now"
    return "published", f"{episode.published:%Y-%m-%d}, {episode.engine}"


def _why_stale(show: Show, episode: Episode, written: Written, now: datetime) -> str:
    if episode.recipe == written.recipe:
        if not is_fresh(show, episode, episode.recipe):
            return f"{episode.audio.file} is missing or cut short"
        same = retold(episode, written.digest, now) is episode
        return "" if same else "the digest's page changed; the audio stands"
    if written.outcome == "rewritten":
        return "the digest changed"
    if written.outcome == "kept-edited-stale":
        return "the digest changed after you edited the script (--rewrite takes the digest's side)"
    if episode.script != written.script:
        return "the script was edited"
    return "voices.yaml or show.yaml changed"


def estimate(library: Library, work: Work, options: Options, now: datetime) -> Iterator[tuple[str, str]]:
    """(label, text) rows: what a render would ask of which engine, how long it would last, and what it costs."""
    from podcast.speak import estimate as estimated

    show = library.show
    written = write(show, work, now=now, options=options, save=False)
    if stands(show, written, options):
        yield "requests", "none: it is up to date, nothing is to be made"
        yield "cost", "nothing"
        return
    yield from estimated(
        written.script, show, mandarin_of(show), store_of(show), published=written.published, insisted=options.engine
    )


# ---------------------------------------------------------------- clips in use


@dataclass(frozen=True, slots=True)
class InUse:
    """``keys`` of clips; ``told``: a sentence for each episode of which something cannot be read;
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
            fate = "its clips stay, as far as they are known" if uses.keys else "skipped"
            told.append(f"{slug}: {fate}: {uses.faults[0]}")
        if uses.unknown:
            unknown.append(slug)
    return InUse(keys, tuple(told), tuple(unknown))


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
            self.keys |= store_of(show).noted(self._name)
            self._take(lambda: self._load(path))
        if work:
            self._take(lambda: script_at(work.script))
        self.unknown = bool(self.faults) and not self.keys
        if work and work.digest.is_file():
            self._take(lambda: write(show, work, now=now, options=Options(), save=False).script)

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
