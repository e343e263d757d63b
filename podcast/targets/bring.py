"""`podcast publish TARGET`: the published folder brought to where listeners fetch it.

Audio goes first and feed.xml last, so that at every moment all that the feed names is there, whole.
What is there already is told by published.json at the target: names with their hashes. A name leaves
that list before its file is replaced and comes back after, so a run that was killed is simply resumed.
What another folder published there is not overwritten unasked.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from podcast.episode.identity import is_ahead
from podcast.episode.names import EPISODE_FILE, FEED_FILE, PAGE_FILE, PROOF_FILE, content_type
from podcast.episode.record import adopt, load_each
from podcast.errors import EpisodeDamaged, PodcastError, PublishError
from podcast.model import Digest, Episode, Script
from podcast.show import Show
from podcast.show.ledger import REMOVED, REPLACED, UNSENT, forget, note, noted
from podcast.storage import Storage, reason
from podcast.targets.hashes import sha256_known, sha256_of
from podcast.targets.owner import refuse_another_show, refuse_older, refuse_unknown
from podcast.targets.place import MANIFEST, folders_in, open_target, read_manifest
from podcast.targets.prune import prune as forget_earlier
from podcast.targets.seen import remember

NEW, CHANGED, DAMAGED, NOT_NAMED = "new", "changed", "damaged there", "no longer named"
_HASHED = re.compile(r"-[0-9a-f]{8,}\.(mp3|jpg|png)$")  # the name says what is in it
_PART = re.compile(r"(^|/)\.[^/]+\.part$")
YOUNG_S = 3600
_LASTING = (PermissionError, FileNotFoundError, NotADirectoryError, FileExistsError, IsADirectoryError)
"""What no second attempt changes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file to bring or to take away. ``why``: one of the four above."""

    name: str
    why: str
    size: int


Judge = Callable[[tuple[Step, ...], Mapping[str, int]], None]
"""Hears what is to be done, and name and size of all that lies at the target; stops it by raising PodcastError."""


def publish(
    show: Show, target: str, *, prune: bool = False, dry_run: bool = False, replace: bool = False,
    verify: bool = False, judge: Judge | None = None, done: Callable[[Step], None] | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """Bring what changed in feed/ to ``target``. Raises PublishError; then the old feed there is still whole.

    A damaged episode.json concerns its own episode: that stays at the target as it is, and when all that the feed
    names of it is there, the others are brought before EpisodeDamaged is raised.

    ``prune`` first deletes here what a later render replaced. Another show at the target, or episodes that are not
    here, are an error unless ``replace``. ``verify`` reads back all that lies there and brings anew what is not what
    was published. ``judge`` is asked before the first byte; ``done`` hears each step that is, or would be, done.
    """
    try:
        storage = open_target(show, target)
        there = storage.sizes()
        known = read_manifest(storage.read(MANIFEST) if MANIFEST in there else None)
        episodes, damaged = _read_all(show.feed)
        unknown = folders_in(there) - set(episodes) - set(damaged)
        if replace and not dry_run:
            note(show, REPLACED, unknown)
        if not replace:
            refuse_another_show(show, storage, there, ", or add --replace")
            refuse_unknown(show, target, unknown)
            refuse_older(target, _ahead_of_ours(show, episodes, storage, there, known))
        if prune and not dry_run:
            episodes = {home: _pruned(show, episode) for home, episode in episodes.items()}
        run = _Run(show, storage, there, known, episodes, frozenset(damaged), prune, verify)
        if at_stake := run.named_and_not_there():
            raise damaged[at_stake]
        steps = run.run(judge, done, dry_run)
    except PodcastError:
        raise
    except Exception as error:  # each kind of storage has a family of its own
        again = "run the same command again, it goes on from here"
        advice = "check its name and who may write there" if isinstance(error, _LASTING) else again
        raise PublishError(f"{target}: {reason(error)}; {advice}.") from error
    if damaged:
        brought = f"{target}: all else {'would be' if dry_run else 'is'} brought, but "
        raise EpisodeDamaged(brought + "; ".join(map(str, damaged.values())))
    return steps


def _read_all(feed: Path) -> tuple[dict[str, Episode], dict[str, EpisodeDamaged]]:
    """By folder: the episodes, and why the others cannot be read."""
    episodes: dict[str, Episode] = {}
    damaged: dict[str, EpisodeDamaged] = {}
    for home, episode in load_each(feed):
        if isinstance(episode, EpisodeDamaged):
            damaged[home] = episode
        else:
            episodes[home] = _without_text(episode)
    return episodes, damaged


def _without_text(episode: Episode) -> Episode:
    """Small enough to hold ten thousand; each episode.json is read once."""
    told = Digest(episode.slug, episode.title, publish_at=episode.digest.publish_at)
    return replace(episode, digest=told, script=Script(episode.slug, episode.title, ()), marks=(), cues=())


def _pruned(show: Show, episode: Episode) -> Episode:
    forget_earlier(show, episode.slug)
    return replace(episode, earlier=())


def _ahead_of_ours(
    show: Show, episodes: Mapping[str, Episode], storage: Storage, there: Mapping[str, int], known: Mapping[str, str]
) -> Iterator[str]:
    """Slugs of episodes that were changed at the target since they were fetched or published from here."""
    for home in sorted(folders_in(there) & set(episodes)):
        name = f"{home}/{EPISODE_FILE}"
        if known.get(name) == sha256_of(show.feed / name):
            continue
        with suppress(EpisodeDamaged):  # a damaged one there is nobody's: ours takes its place
            theirs = adopt(storage.read(name) or b"", f"{storage.target}: {name}")
            if is_ahead(theirs, episodes[home]):
                yield theirs.slug


@dataclass(frozen=True)
class _Run:
    """One publishing, once it may be done. ``there``: name → bytes; ``known``: name → hash, as the target's list says;
    ``episodes``: by folder; ``damaged``: folders of those that cannot be read, here and there left as they are."""

    show: Show
    storage: Storage
    there: dict[str, int]
    known: dict[str, str]
    episodes: Mapping[str, Episode]
    damaged: frozenset[str]
    prune: bool
    verify: bool

    def run(self, judge: Judge | None, done: Callable[[Step], None] | None, dry_run: bool) -> tuple[Step, ...]:
        if FEED_FILE not in self.here:
            raise PublishError(f"{self.show.feed} holds no {FEED_FILE} yet: podcast render EP1.")
        self._need_all_audio()
        lost = self._damaged_there_and_not_here()
        steps, gone = tuple(self._changed()), tuple(self._no_longer_named())
        self._check_what_is_brought(steps)
        if judge and (steps or gone):
            judge((*steps, *gone), self.there)
        done = done or (lambda step: None)
        if dry_run:
            for step in (*steps, *gone):
                done(step)
        else:
            forget(self.show, UNSENT, self.here)  # before the first byte: a killed run may have brought it
            forget(self.show, REMOVED, self.episodes)
            self._sweep()
            self._carry_out(steps, gone, done)
            remember(self.show, {name: size for name, size in self.storage.sizes().items() if name not in lost})
        if lost:
            raise PublishError(
                f"{self.storage.target}: {', '.join(lost)} is damaged there and not here, all else is as it should be: "
                f"podcast render {self.episodes[lost[0].split('/')[0]].slug}, then publish again."
            )
        return (*steps, *gone)

    def named_and_not_there(self) -> str | None:
        """A damaged episode of which the feed names a file that is not at the target."""
        feed = (self.show.feed / FEED_FILE).read_bytes() if self.damaged and FEED_FILE in self.here else b""
        for home in sorted(self.damaged):
            for path in _files(self.show.feed / home):
                name = f"{home}/{path.name}"
                there = self.there.get(name) == path.stat().st_size if _HASHED.search(name) else name in self.there
                if not there and f"/{name}".encode() in feed:
                    return home
        return None

    @cached_property
    def here(self) -> dict[str, Path]:
        """What is to be published, by name: no episode that is damaged or waits, no take that was replaced unsent."""
        feed = self.show.feed
        current = {f"{home}/{episode.audio.file}" for home, episode in self.episodes.items()}
        rejected = noted(self.show, UNSENT) - current
        found = {path.relative_to(feed).as_posix(): path for path in _files(feed)}
        apart = self.waiting | self.damaged
        return {n: path for n, path in found.items() if n.split("/")[0] not in apart and n not in rejected}

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Folders of scheduled episodes: without a page yet, and nobody's to read before their time."""
        shown = (home for home, episode in self.episodes.items() if not episode.hidden)
        return frozenset(home for home in shown if not (self.show.feed / home / PAGE_FILE).exists())

    @cached_property
    def hashes(self) -> dict[str, str]:
        """Of the files here whose name does not say what is in them."""
        return {name: sha256_of(path) for name, path in self.here.items() if not _HASHED.search(name)}

    @cached_property
    def audio(self) -> dict[str, tuple[Episode, str]]:
        """name → episode and hash of the audio that the feed names, and of what it named before."""
        return {
            f"{home}/{audio.file}": (episode, audio.sha256)
            for home, episode in self.episodes.items()
            if home not in self.waiting
            for audio in (*episode.earlier, episode.audio)
        }

    def _need_all_audio(self) -> None:
        """Raises PublishError unless all that the feed names is here or there, as it was rendered."""
        for home, episode in self.episodes.items():
            if home in self.waiting:
                continue
            name, audio = f"{home}/{episode.audio.file}", episode.audio
            if (path := self.here.get(name)) is None:
                if self.there.get(name) == audio.size:
                    continue
            elif (sha256_of(path) if self.verify else sha256_known(self.show, path)) == audio.sha256:
                continue
            what = f"feed/{name} is not what was rendered" if path else f"{name} is neither here nor at the target"
            raise PublishError(f"{what}: podcast render {episode.slug}.")

    def _damaged_there_and_not_here(self) -> tuple[str, ...]:
        if not self.verify:
            return ()
        away = (name for name in self.audio if name in self.there and name not in self.here)
        return tuple(name for name in away if self.storage.sha256(name) != self.audio[name][1])

    def _changed(self) -> Iterator[Step]:
        for name in sorted(self.here, key=lambda name: (_rank(name), name)):
            size = self.here[name].stat().st_size
            if name not in self.there:
                yield Step(name, NEW, size)
            elif self.there[name] != size or self.known.get(name) != self.hashes.get(name, self.known.get(name)):
                yield Step(name, CHANGED, size)
            elif self.verify and self.storage.sha256(name) != sha256_of(self.here[name]):
                yield Step(name, DAMAGED, size)

    def _check_what_is_brought(self, steps: tuple[Step, ...]) -> None:
        """What a name says is in it, is: read anew, for bytes rot without a file's time being changed."""
        for name in (step.name for step in steps if _HASHED.search(step.name)):
            found, said = sha256_of(self.here[name]), _hash_in(name)
            episode, sha256 = self.audio.get(name, (None, found))
            if found == sha256 and found.startswith(said):
                continue
            current = episode is not None and name.endswith(f"/{episode.audio.file}")
            way = f"podcast render {episode.slug}" if episode and current else "delete it and publish again"
            raise PublishError(f"feed/{name} does not hold what its name says; nothing was brought: {way}.")

    def _no_longer_named(self) -> Iterator[Step]:
        """Only what we put there ourselves: the manifest's names, and audio of ours.

        Without ``prune`` only the episode.json of each episode that was removed here, lest a fetch bring it back.
        """
        absent = (folders_in(self.there) - set(self.episodes) - self.damaged) & noted(self.show, REMOVED)
        removed = {f"{home}/{EPISODE_FILE}" for home in absent}
        audio = {f"{h}/{a.file}" for h, e in self.episodes.items() for a in (e.audio, *e.further, *e.earlier)}
        named = {*self.here, *audio, MANIFEST}
        for name in sorted(name for name in self.there if name.split("/")[0] not in self.damaged):
            ours = name in self.known or re.fullmatch(r"([^/]+)/\1-[0-9a-f]{8}\.mp3", name) is not None
            if name in removed or (self.prune and ours and name not in named):
                yield Step(name, NOT_NAMED, self.there[name])

    def _sweep(self) -> None:
        """What runs that were killed left half brought; what is young may be another publisher's."""
        for name in self.there:
            if _PART.search(name) and self.storage.age_s(name) > YOUNG_S:
                self.storage.remove(name)

    def _carry_out(self, steps: tuple[Step, ...], gone: tuple[Step, ...], done: Callable[[Step], None]) -> None:
        touched = {step.name for step in (*steps, *gone)}
        kept = {name: sha for name, sha in self.known.items() if name not in touched}
        if kept != self.known:
            _write_manifest(self.storage, kept)
        for step in steps:
            self.storage.put(self.here[step.name], step.name, content_type(step.name), _cache(step.name))
            done(step)
        for step in gone:
            self.storage.remove(step.name)
            done(step)
        if (final := kept | self.hashes) != kept:
            _write_manifest(self.storage, final)


def _files(feed: Path) -> Iterator[Path]:
    for path in sorted(feed.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(feed).parts)
        if path.is_file() and not hidden and path.name != PROOF_FILE:
            yield path


def _rank(name: str) -> int:
    """What names others comes after them."""
    if _HASHED.search(name):
        return 0
    if name == FEED_FILE:
        return 4
    return {"html": 2, "xml": 3}.get(name.rsplit(".", 1)[-1], 1)


def _hash_in(name: str) -> str:
    return name.rsplit("-", 1)[-1].rsplit(".", 1)[0]


def _cache(name: str) -> str:
    return "public, max-age=31536000, immutable" if _HASHED.search(name) else "public, max-age=300"


def _write_manifest(storage: Storage, files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / MANIFEST
        path.write_text(json.dumps({"schema": 1, "files": dict(sorted(files.items()))}, indent=0), encoding="utf-8")
        storage.put(path, MANIFEST, "application/json", "no-cache")
