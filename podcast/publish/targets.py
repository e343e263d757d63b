"""`podcast publish TARGET`: the published folder brought to where listeners fetch it.

Audio goes first and feed.xml last, so that at every moment all that the feed names is there, whole.
What is there already is told by published.json at the target: names with their hashes. A name leaves
that list before its file is replaced and comes back after, so a run that was killed is simply resumed.
What another folder published there is not overwritten unasked.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast.errors import PublishError
from podcast.model import Audio, Episode
from podcast.publish.episodes import adopt, folder, load, load_all, load_file, save
from podcast.publish.files import EPISODE_FILE, FEED_FILE, PAGE_FILE, safe_name, write_whole
from podcast.publish.life import prune as forget_earlier
from podcast.publish.memory import REMOVED, REPLACED, UNSENT, forget, note, noted
from podcast.publish.owner import refuse_another_show, refuse_older, refuse_unknown
from podcast.publish.server import content_type
from podcast.publish.storage import Storage
from podcast.show import Show

MANIFEST = "published.json"
AT_TARGET = "at-target.json"
"""In the show's state: audio that lies at the target, by name and size. It need not lie here too."""

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
        storage = _storage(show, target)
        there = storage.sizes()
        known = _manifest(storage.read(MANIFEST) if MANIFEST in there else None)
        if replace and not dry_run:
            note(show, REPLACED, _folders(there) - _mine(show))
        if not replace:
            refuse_another_show(show, storage, there, ", or add --replace")
            refuse_unknown(show, target, _folders(there) - _mine(show))
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
        raise PublishError(f"{target}: {_told(error)}; {advice}.") from error


def _storage(show: Show, target: str) -> Storage:
    """Raises PublishError where no show can be published: in its own folders, or where a file stands."""
    storage = Storage(target)
    if (place := storage.folder) is None:
        return storage
    own = (show.feed, show.digests, show.scripts, show.state)
    if place == show.root.resolve() or any(mine.resolve() in (place, *place.parents) for mine in own):
        raise PublishError(f"“{target}” is the show's own folder: name another place, for instance ../public.")
    if place.is_file():
        raise PublishError(f"“{target}” is a file: name the folder where the show is to stand.")
    return storage


def _folders(names: Iterable[str]) -> set[str]:
    """The folders of episodes among the files of a target."""
    return {name.split("/")[0] for name in names if name.count("/") == 1 and name.endswith(f"/{EPISODE_FILE}")}


def _mine(show: Show) -> set[str]:
    return {path.parent.name for path in show.feed.glob(f"*/{EPISODE_FILE}")}


def _ahead_of_ours(show: Show, storage: Storage, there: dict[str, int], known: dict[str, str]) -> Iterator[str]:
    """Slugs of episodes that were changed at the target since they were fetched or published from here."""
    for home in sorted(_folders(there) & _mine(show)):
        name = f"{home}/{EPISODE_FILE}"
        if known.get(name) == _sha256(show.feed / name):
            continue
        theirs, ours = adopt(storage.read(name) or b"", f"{storage.target}: {name}"), load_file(show.feed / name)
        if ours and _is_ahead(theirs, ours):
            yield theirs.slug


def _is_ahead(theirs: Episode, ours: Episode) -> bool:
    if theirs.reissue != ours.reissue:
        return theirs.reissue > ours.reissue
    return _identity(theirs) != _identity(ours) or theirs.updated > ours.updated


def _identity(episode: Episode) -> tuple[str, datetime]:
    return episode.guid, episode.published


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
    hashes = {name: _sha256(path) for name, path in here.items() if not _HASHED.search(name)}
    steps = tuple(_changed(here, hashes, there, known))
    gone = tuple(_no_longer_named(show, here, there, known, prune))
    if not dry_run:
        forget(show, UNSENT, here)  # before the first byte: a killed run may have brought it
        forget(show, REMOVED, _mine(show))
        _carry_out(storage, here, hashes, known, steps, gone, done)
        _remember(show, storage.sizes())
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
    removed = {f"{home}/{EPISODE_FILE}" for home in (_folders(there) - _mine(show)) & noted(show, REMOVED)}
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


def _manifest(data: bytes | None) -> dict[str, str]:
    try:
        raw: Any = json.loads(data or b"{}")
        return {str(name): str(sha) for name, sha in raw["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}  # not ours or damaged: everything is brought again


def _write_manifest(storage: Storage, files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / MANIFEST
        path.write_text(json.dumps({"schema": 1, "files": dict(sorted(files.items()))}, indent=0), encoding="utf-8")
        storage.put(path, MANIFEST, "application/json", "no-cache")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(error: Exception) -> str:
    reason = getattr(error, "reason", None)  # urllib wraps the system's error
    cause = reason if isinstance(reason, OSError) else error
    text = " ".join(str(getattr(cause, "strerror", None) or cause).split())
    return (text or type(error).__name__).rstrip(".")


# ---------------------------------------------------------------- from the target


def fetch(show: Show, target: str, *, new: bool = False) -> tuple[str, ...]:
    """Take over what is published: each episode.json, so that guids and dates stay and what stands is not made again.

    For a fresh checkout. An episode.json here that is newer stays. Returns the slugs that were taken over.
    Raises PublishError; also where no show is published yet, unless ``new``.
    """
    try:
        storage = _storage(show, target)
        there = storage.sizes()
        if not new and FEED_FILE not in there and not _folders(there):
            raise PublishError(f"{target} holds no show: check its name, or add --new before the very first publish.")
        refuse_another_show(show, storage, there)
        found = {name: storage.read(name) for name in (f"{home}/{EPISODE_FILE}" for home in _folders(there))}
    except PublishError:
        raise
    except Exception as error:  # as above
        raise PublishError(f"{target}: {_told(error)}; try again.") from error
    _remember(show, there)
    return tuple(slug for name, data in sorted(found.items()) if data and (slug := _take_over(show, name, data)))


def _take_over(show: Show, name: str, data: bytes) -> str | None:
    episode = adopt(data, name)
    if f"{safe_name(episode.slug)}/{EPISODE_FILE}" != name:
        raise PublishError(f"{name} at the target names another episode, “{episode.slug}”: it was put there by hand.")
    mine = load(show.feed, episode.slug)
    if mine and mine.updated >= episode.updated:
        if _identity(mine) == _identity(episode) or mine.reissue > episode.reissue:
            return None
        # made here anew without a fetch before: what listeners' apps know it by stays
        episode = replaced(mine, guid=episode.guid, published=episode.published, reissue=episode.reissue)
    save(show.feed, episode)
    return episode.slug


def is_there(show: Show, slug: str, audio: Audio) -> bool:
    """Whether the audio lies whole in feed/, or was seen at the target."""
    path = folder(show.feed, slug) / audio.file
    if path.is_file():
        return path.stat().st_size == audio.size
    return _seen(show).get(f"{safe_name(slug)}/{audio.file}") == audio.size


def was_sent(show: Show, slug: str) -> bool:
    """Whether audio of the episode was seen at the target: listeners may have it."""
    return any(name.startswith(f"{safe_name(slug)}/") for name in _seen(show))


def _remember(show: Show, there: dict[str, int]) -> None:
    audio = {name: size for name, size in there.items() if name.endswith(".mp3")}
    write_whole(show.state / AT_TARGET, json.dumps(audio, indent=0).encode())
    forget(show, UNSENT, audio)


def _seen(show: Show) -> dict[str, int]:
    try:
        seen = json.loads((show.state / AT_TARGET).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


# ---------------------------------------------------------------- as listeners see it


def look_back(show: Show, seconds: float = 20) -> tuple[str, ...]:
    """Fetch the feed at its public address and ask for its newest audio. Returns what is wrong, a sentence each."""
    from urllib.error import URLError
    from urllib.request import Request, urlopen
    from xml.etree import ElementTree

    url = show.address + FEED_FILE
    wrong = []
    try:
        with urlopen(Request(url, headers={"Cache-Control": "no-cache"}), timeout=seconds) as answer:
            data = answer.read()
        if data != (show.feed / FEED_FILE).read_bytes():
            wrong.append(f"{url} is not yet the feed that was published: a cache may still hold the old one.")
        for enclosure in ElementTree.fromstring(data).findall("channel/item/enclosure")[:3]:
            with urlopen(Request(enclosure.attrib["url"], method="HEAD"), timeout=seconds) as answer:
                if answer.headers.get("Content-Length") != enclosure.attrib["length"]:
                    wrong.append(f"{enclosure.attrib['url']} has another length than the feed states.")
    except (URLError, OSError, ValueError, ElementTree.ParseError) as error:
        wrong.append(f"{url}: {_told(error)}.")
    return tuple(wrong)
