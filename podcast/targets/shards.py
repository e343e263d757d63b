"""What one of several machines rendered, brought to a place of its own, and put together again from there."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from podcast.episode.names import EPISODE_FILE, FEED_FILE, content_type, safe_name
from podcast.episode.record import folder, load_all, save
from podcast.errors import PodcastError, PublishError
from podcast.model import Episode
from podcast.show import Show
from podcast.show.ledger import SHARD, UNSENT, note, noted
from podcast.storage import Storage, reason
from podcast.targets.fetch import NOT_TAKEN, newer
from podcast.targets.hashes import sha256_known
from podcast.targets.place import folders_in, open_target

MARK = "shard.json"  # lies where a shard was brought, even one of no episode: a mistyped place has none
PICTURE = "picture-"  # the author's own, beside an episode: all else there is made from its episode.json


def refuse_shard(show: Show) -> None:
    """Raises PublishError where `render --all --shard` was run last: most of the catalogue is on other machines."""
    if shards := sorted(noted(show, SHARD)):
        raise PublishError(
            f"This folder rendered only shard {', '.join(shards)} of the show: bring it to a place of its own with "
            "--shard, let one machine `podcast fetch` all shards and `podcast render --all`, and publish from there."
        )


def deliver(show: Show, place: str, done: Callable[[str, int], None]) -> int:
    """Bring each episode that was rendered here and that no target was given to ``place``, episode.json last.

    ``done`` hears name and bytes of each file. Returns how many episodes. Raises PublishError.
    """
    try:
        storage = open_target(show, place)
        if FEED_FILE in storage.sizes():
            raise PublishError(f"{place} holds a published show: a shard needs a place of its own, name another.")
        unsent = noted(show, UNSENT)
        ours = [e for e in load_all(show.feed) if f"{safe_name(e.slug)}/{e.audio.file}" in unsent]
        for episode in ours:
            for path in _files(show, episode):
                name = f"{safe_name(episode.slug)}/{path.name}"
                storage.put(path, name, content_type(name), "no-cache")
                done(name, path.stat().st_size)
        with tempfile.TemporaryDirectory() as made:
            mark = Path(made) / MARK
            mark.write_text(json.dumps({"shards": sorted(noted(show, SHARD))}), encoding="utf-8")
            storage.put(mark, MARK, "application/json", "no-cache")
        return len(ours)
    except PodcastError:
        raise
    except Exception as error:  # each kind of storage has a family of its own
        raise PublishError(f"{place}: {reason(error)}; run the same command again.") from error


def _files(show: Show, episode: Episode) -> Iterator[Path]:
    home = folder(show.feed, episode.slug)
    for audio in (episode.audio, *episode.further):
        path = home / audio.file
        if not path.is_file() or sha256_known(show, path) != audio.sha256:
            raise PublishError(f"{path} is not what was rendered: podcast render {episode.slug}.")
        yield path
    yield from sorted(path for path in home.iterdir() if path.name.startswith(PICTURE))
    yield home / EPISODE_FILE


def collect(show: Show, place: str, refused: Callable[[str], None]) -> tuple[str, ...]:
    """Take over what a shard delivered, with its audio, checked by its hash. Returns the slugs that were taken.

    ``refused`` hears a sentence for each episode that cannot be. Raises PublishError where there is no shard.
    """
    taken = []
    try:
        storage = open_target(show, place)
        there = storage.sizes()
        if FEED_FILE in there:
            raise PublishError(f"{place} holds a published show, no shard: podcast fetch {place}, without --shard.")
        if MARK not in there:
            raise PublishError(f"{place} holds no shard: check its name, or `podcast publish {place} --shard` first.")
        for home in sorted(folders_in(there)):
            try:
                if slug := _take(show, storage, home, there):
                    taken.append(slug)
            except PublishError as error:
                refused(str(error))
    except PodcastError:
        raise
    except Exception as error:
        raise PublishError(f"{place}: {reason(error)}; try again.") from error
    return tuple(taken)


def _take(show: Show, storage: Storage, home: str, there: dict[str, int]) -> str | None:
    episode = newer(show, storage, f"{home}/{EPISODE_FILE}", there[f"{home}/{EPISODE_FILE}"])
    if episode is None:
        return None
    into = folder(show.feed, episode.slug)
    for audio in (episode.audio, *episode.further):
        if there.get(f"{home}/{audio.file}") != audio.size:
            raise PublishError(f"{storage.target}: {home}/{audio.file} is not there as it was rendered: {NOT_TAKEN}.")
    into.mkdir(parents=True, exist_ok=True)
    note(show, UNSENT, {f"{home}/{episode.audio.file}"})
    for audio in (episode.audio, *episode.further):
        _bring(storage, f"{home}/{audio.file}", into / audio.file, audio.sha256)
    for name in there:
        if name.startswith(f"{home}/{PICTURE}") and name.count("/") == 1:
            _bring(storage, name, into / name.split("/")[1])
    save(show.feed, episode)
    return episode.slug


def _bring(storage: Storage, name: str, path: Path, sha256: str | None = None) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        storage.get(name, part)
        with part.open("rb") as file:
            if sha256 and hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise PublishError(f"{storage.target}: {name} is damaged: {NOT_TAKEN}.")
        os.replace(part, path)  # noqa: PTH105 - the promise is os.replace's
    finally:
        part.unlink(missing_ok=True)
