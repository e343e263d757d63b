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
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from podcast.episode.identity import is_ahead
from podcast.episode.names import EPISODE_FILE, FEED_FILE, PAGE_FILE, content_type, safe_name
from podcast.episode.record import adopt, load_all, load_file
from podcast.errors import EpisodeDamaged, PublishError
from podcast.model import Audio, Episode
from podcast.show import Show
from podcast.show.ledger import REMOVED, REPLACED, UNSENT, forget, note, noted
from podcast.targets.owner import refuse_another_show, refuse_older, refuse_unknown
from podcast.targets.place import MANIFEST, folders_here, folders_in, open_target, read_manifest, reason, sha256_of
from podcast.targets.prune import prune as forget_earlier
from podcast.targets.seen import remember
from podcast.targets.storage import Storage

NOT_NAMED = "no longer named"
_HASHED = re.compile(r"-[0-9a-f]{8,}\.(mp3|jpg|png)$")  # the name says what is in it
_LASTING = (PermissionError, FileNotFoundError, NotADirectoryError, FileExistsError, IsADirectoryError)
"""What no second attempt changes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file to bring or to take away. ``why``: new, changed, or no longer named."""

    name: str
    why: str
    size: int


def publish(
    show: Show, target: str, *, prune: bool = False, dry_run: bool = False, replace: bool = False,
    done: Callable[[Step], None] | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """Bring what changed in feed/ to ``target``. Raises PublishError; then the old feed there is still whole.

    ``prune`` first deletes here what a later render replaced. Another show at the target, or episodes that are not
    here, are an error unless ``replace``.
    """
    try:
        storage = open_target(show, target)
        there = storage.sizes()
        known = read_manifest(storage.read(MANIFEST) if MANIFEST in there else None)
        if replace and not dry_run:
            note(show, REPLACED, folders_in(there) - folders_here(show))
        if not replace:
            refuse_another_show(show, storage, there, ", or add --replace")
            refuse_unknown(show, target, folders_in(there) - folders_here(show))
            refuse_older(target, _ahead_of_ours(show, storage, there, known))
        if prune and not dry_run:
            for slug in [episode.slug for episode in load_all(show.feed)]:
                forget_earlier(show, slug)
        return _publish(show, storage, there, known, prune, dry_run, done or (lambda step: None))
    except PublishError:
        raise
    except Exception as error:  # each kind of storage has a family of its own
        again = "run the same command again, it goes on from here"
        advice = "check its name and who may write there" if isinstance(error, _LASTING) else again
        raise PublishError(f"{target}: {reason(error)}; {advice}.") from error


def _ahead_of_ours(show: Show, storage: Storage, there: dict[str, int], known: dict[str, str]) -> Iterator[str]:
    """Slugs of episodes that were changed at the target since they were fetched or published from here."""
    for home in sorted(folders_in(there) & folders_here(show)):
        name = f"{home}/{EPISODE_FILE}"
        if known.get(name) == sha256_of(show.feed / name):
            continue
        ours = load_file(show.feed / name)
        with suppress(EpisodeDamaged):  # a damaged one there is nobody's: ours takes its place
            theirs = adopt(storage.read(name) or b"", f"{storage.target}: {name}")
            if ours and is_ahead(theirs, ours):
                yield theirs.slug


def _publish(
    show: Show, storage: Storage, there: dict[str, int], known: dict[str, str],
    prune: bool, dry_run: bool, done: Callable[[Step], None],
) -> tuple[Step, ...]:  # fmt: skip
    waiting = _waiting(show)
    names = {path.relative_to(show.feed).as_posix(): path for path in _files(show.feed)}
    rejected = _rejected(show)
    here = {name: path for name, path in names.items() if name.split("/")[0] not in waiting and name not in rejected}
    if FEED_FILE not in here:
        raise PublishError(f"{show.feed} holds no {FEED_FILE} yet: podcast render EP1.")
    _all_audio_somewhere(show, here, there, waiting)
    hashes = {name: sha256_of(path) for name, path in here.items() if not _HASHED.search(name)}
    steps = tuple(_changed(here, hashes, there, known))
    gone = tuple(_no_longer_named(show, here, there, known, prune))
    if not dry_run:
        forget(show, UNSENT, here)  # before the first byte: a killed run may have brought it
        forget(show, REMOVED, folders_here(show))
        _carry_out(storage, here, hashes, known, steps, gone, done)
        remember(show, storage.sizes())
    return (*steps, *gone)


def _files(feed: Path) -> Iterator[Path]:
    for path in sorted(feed.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(feed).parts):
            yield path


def _rejected(show: Show) -> set[str]:
    """Takes that were replaced before any target was given them. They stay here until pruned."""
    current = {f"{safe_name(episode.slug)}/{episode.audio.file}" for episode in load_all(show.feed)}
    return set(noted(show, UNSENT) - current)


def _waiting(show: Show) -> set[str]:
    """Folders of scheduled episodes: without a page yet, and nobody's to read before their time."""
    folders = {safe_name(episode.slug) for episode in load_all(show.feed) if not episode.hidden}
    return {name for name in folders if not (show.feed / name / PAGE_FILE).exists()}


def _changed(
    here: dict[str, Path], hashes: dict[str, str], there: dict[str, int], known: dict[str, str]
) -> Iterator[Step]:
    for name in sorted(here, key=lambda name: (_rank(name), name)):
        size = here[name].stat().st_size
        same = there.get(name) == size and (name not in hashes or known.get(name) == hashes[name])
        if not same:
            yield Step(name, "changed" if name in there else "new", size)


def _rank(name: str) -> int:
    """What names others comes after them."""
    if _HASHED.search(name):
        return 0
    if name == FEED_FILE:
        return 4
    return {"html": 2, "xml": 3}.get(name.rsplit(".", 1)[-1], 1)


def _no_longer_named(
    show: Show, here: dict[str, Path], there: dict[str, int], known: dict[str, str], prune: bool
) -> Iterator[Step]:
    """Only what we put there ourselves: the manifest's names, and audio of ours.

    Without ``prune`` only the episode.json of each episode that was removed here, lest a fetch bring it back.
    """
    removed = {f"{home}/{EPISODE_FILE}" for home in (folders_in(there) - folders_here(show)) & noted(show, REMOVED)}
    named = set(here) | {MANIFEST}
    for episode in load_all(show.feed):
        named |= {f"{safe_name(episode.slug)}/{audio.file}" for audio in _audio(episode)}
    for name in sorted(there):
        ours = name in known or re.fullmatch(r"([^/]+)/\1-[0-9a-f]{8}\.mp3", name) is not None
        if name in removed or (prune and ours and name not in named):
            yield Step(name, NOT_NAMED, there[name])


def _audio(episode: Episode) -> tuple[Audio, ...]:
    return (episode.audio, *episode.earlier)


def _all_audio_somewhere(show: Show, here: dict[str, Path], there: dict[str, int], waiting: set[str]) -> None:
    for episode in load_all(show.feed):
        if safe_name(episode.slug) in waiting:
            continue
        name = f"{safe_name(episode.slug)}/{episode.audio.file}"
        size = here[name].stat().st_size if name in here else there.get(name)
        if size != episode.audio.size:
            raise PublishError(f"{name} is neither here nor at the target, whole: podcast render {episode.slug}.")


def _carry_out(
    storage: Storage, here: dict[str, Path], hashes: dict[str, str], known: dict[str, str],
    steps: tuple[Step, ...], gone: tuple[Step, ...], done: Callable[[Step], None],
) -> None:  # fmt: skip
    kept = {name: sha for name, sha in known.items() if name not in {step.name for step in (*steps, *gone)}}
    if kept != known:
        _write_manifest(storage, kept)
    for step in steps:
        storage.put(here[step.name], step.name, content_type(step.name), _cache(step.name))
        done(step)
    for step in gone:
        storage.remove(step.name)
        done(step)
    if (final := kept | hashes) != known:
        _write_manifest(storage, final)


def _cache(name: str) -> str:
    return "public, max-age=31536000, immutable" if _HASHED.search(name) else "public, max-age=300"


def _write_manifest(storage: Storage, files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / MANIFEST
        path.write_text(json.dumps({"schema": 1, "files": dict(sorted(files.items()))}, indent=0), encoding="utf-8")
        storage.put(path, MANIFEST, "application/json", "no-cache")
