"""What goes away: audio that a later render replaced, and whole episodes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from podcast.episode.names import EPISODE_FILE
from podcast.episode.record import folder, load, save
from podcast.errors import PublishError
from podcast.show import Show
from podcast.show.ledger import REMOVED, note

AUDIO = (".mp3", ".m4a", ".opus")


def prune(show: Show, slug: str) -> tuple[Path, ...]:
    """Delete audio that a later render replaced, and what a killed one left. Returns what went."""
    episode = load(show.feed, slug)
    if episode is None:
        return ()
    home = folder(show.feed, slug)
    named = {episode.audio.file, *(audio.file for audio in episode.further)}
    gone = [path for path in sorted(home.iterdir()) if path.suffix in AUDIO and path.name not in named]
    gone += sorted(home.glob(".*.part"))
    try:
        for path in gone:
            path.unlink()
    except OSError as e:
        raise PublishError(f"Cannot delete {e.filename or home}: {e.strerror or e}; permit it and try again.") from e
    if episode.earlier:
        save(show.feed, replace(episode, earlier=()))
    return tuple(gone)


def remove(show: Show, slug: str, rebuild: Callable[[], object]) -> None:
    """An episode with all its files: out of the feed first, so that the feed never names what is gone."""
    home = folder(show.feed, slug)
    if not home.is_dir():
        raise PublishError(f"There is no published episode “{slug}” in {show.feed}; `podcast status` lists them.")
    note(show, REMOVED, {home.name})
    try:
        (home / EPISODE_FILE).unlink(missing_ok=True)
        rebuild()
        shutil.rmtree(home)
    except OSError as e:
        raise PublishError(f"Cannot remove {e.filename or home}: {e.strerror or e}; permit it and try again.") from e
