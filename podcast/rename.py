"""An episode under another name: listeners' apps know it by guid and date, and these stay."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from podcast.episode.identity import changed
from podcast.episode.names import EPISODE_FILE, PAGE_FILE, PROOF_FILE, audio_name, safe_name
from podcast.episode.record import folder, load, renamed, save
from podcast.errors import DigestError, DiskError
from podcast.library import Library, safe_slug
from podcast.model import Episode
from podcast.show import Show
from podcast.show.ledger import REMOVED, UNSENT, forget, note, note_clips, noted_clips

_NOT_MOVED = (EPISODE_FILE, PAGE_FILE, PROOF_FILE)
"""Written anew, or of use under the old name only."""


def rename(library: Library, old: str, new: str, now: datetime) -> Episode | None:
    """Digest, script and episode of ``old`` become those of ``new``. Returns the episode, None when there is none yet.

    Its guid and date stay, its audio is the same under a new name; where its page was a page leads to the new one. A
    run that was killed is ended by the same command. Raises PodcastError when ``new`` is no name, or is taken.
    """
    from podcast.site.build import rebuild

    show = library.show
    slug, new = _old_slug(library, old, new), _new_slug(new)
    episode = _move_episode(show, slug, new, now)
    try:
        for before, after in _files(show, slug, new):
            after.parent.mkdir(parents=True, exist_ok=True)
            os.rename(before, after)  # noqa: PTH104 - what is there already was ruled out
        _mend_origin(show, new)
        if episode:
            note(show, REMOVED, {safe_name(slug)})  # a target that still holds it is no surprise
            (folder(show.feed, slug) / EPISODE_FILE).unlink(missing_ok=True)
            rebuild(show, now=now)
            _clear(folder(show.feed, slug))
    except OSError as error:
        raise DiskError(f"{error.filename}: {error.strerror}; permit it, then give the same command again.") from error
    return episode


def refuse_former_name(show: Show, slug: str) -> None:
    """Raises DigestError when another episode was called so: apps know it by the guid that this name would get."""
    if other := renamed(show.feed, slug):
        raise DigestError(
            f"{slug} was the name of {other.slug}, which listeners' apps know by it: "
            "give the new digest another name, or `podcast rename` that one back."
        )


def _new_slug(new: str) -> str:
    slug = safe_slug(new)
    if slug != new:
        raise DigestError(f"“{new}” cannot be a name as it stands: podcast rename … {slug}")
    return slug


def _old_slug(library: Library, old: str, new: str) -> str:
    """Raises DigestError unless ``old`` is there and ``new`` is free, or half done."""
    show, begun = library.show, load(library.show.feed, new)
    if begun and old in begun.formerly:
        _refuse_newer(show, old, new)
        return old
    slug = library.find(old).slug
    there = (*_of(show.digests, new), *_of(show.scripts, new), folder(show.feed, new) / EPISODE_FILE)
    taken = [path for path in there if path.exists()]
    if slug == new:
        raise DigestError(f"{new} is its name already: give the new one as the second word.")
    if taken:
        raise DigestError(f"{new} is taken ({taken[0]}): choose another name.")
    return slug


def _refuse_newer(show: Show, old: str, new: str) -> None:
    """Raises DigestError when files called ``old`` came after the renaming: they would take the place of ``new``'s."""
    ended = not (folder(show.feed, old) / EPISODE_FILE).exists()
    newer = [before for before, after in _files(show, old, new) if ended or after.exists()]
    if newer:
        raise DigestError(
            f"{old} is called {new} already, and {newer[0]} came after that: give that file a name that is free."
        )


def _of(where: Path, slug: str) -> Iterator[Path]:
    """The files of that name, whatever their suffix, also what an editor's script was kept as."""
    for path in sorted(where.glob("*")):
        with suppress(DigestError):
            stem = path.name.partition(".md.bak")[0] if ".md.bak" in path.name else path.stem
            if path.is_file() and safe_slug(stem) == slug:
                yield path


def _files(show: Show, old: str, new: str) -> Iterator[tuple[Path, Path]]:
    for where in (show.scripts, show.digests):
        for path in _of(where, old):
            rest = path.name[path.name.index(".md.bak") :] if ".md.bak" in path.name else path.suffix
            yield path, path.with_name(new + rest)


def _mend_origin(show: Show, new: str) -> None:
    """The script remembers where its digest lies: that one was just moved, unless it is a page from elsewhere."""
    from podcast.disk import write_whole

    script = show.scripts / f"{new}.md"
    if not script.is_file():
        return

    def mend(line: re.Match[str]) -> str:
        was = Path(line["path"].strip().strip("\"'"))
        now = was.with_name(new + was.suffix) if was.name else was
        moved = (show.root / now).is_file() and not (show.root / was).exists()
        return line["before"] + (now.as_posix() if moved else line["path"])

    text = script.read_bytes().decode("utf-8", "surrogateescape")
    front = r"\A(?P<before>\ufeff?---[ \t]*\r?\n(?:(?!---).*\n)*?digest:[ \t]*)(?P<path>[^\r\n]*)"
    write_whole(script, re.sub(front, mend, text).encode("utf-8", "surrogateescape"))


def _move_episode(show: Show, old: str, new: str, now: datetime) -> Episode | None:
    """The new folder whole before the old one goes. Its earlier audio stays at the target under the old name only."""
    episode = load(show.feed, old)
    if episode is None:
        return load(show.feed, new)
    before, after = folder(show.feed, old), folder(show.feed, new)
    audio = replace(episode.audio, file=audio_name(new, episode.audio.sha256))
    further = tuple(replace(f, file=audio_name(new, f.sha256, Path(f.file).suffix)) for f in episode.further)
    names = dict(
        zip(
            (each.file for each in (episode.audio, *episode.further)),
            (audio.file, *(f.file for f in further)),
            strict=True,
        )
    )
    after.mkdir(parents=True, exist_ok=True)
    for path in before.iterdir():
        if path.name in names:
            _link(path, after / names[path.name])
        elif path.is_file() and not path.name.startswith(safe_name(old)) and path.name not in _NOT_MOVED:
            _link(path, after / path.name)
    moved = changed(
        episode, now, slug=new, audio=audio, further=further, earlier=(), formerly=(*episode.formerly, old),
        digest=replace(episode.digest, slug=new), script=replace(episode.script, slug=new),
    )  # fmt: skip
    forget(show, UNSENT, {f"{before.name}/{each.file}" for each in (episode.audio, *episode.earlier)})
    note(show, UNSENT, {f"{after.name}/{audio.file}"})
    note_clips(show, after.name, noted_clips(show, before.name))
    save(show.feed, moved)
    return moved


def _link(path: Path, to: Path) -> None:
    if to.exists():
        return
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


def _clear(home: Path) -> None:
    """All but the page that leads to the new one."""
    for path in home.iterdir():
        if path.name != PAGE_FILE:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
