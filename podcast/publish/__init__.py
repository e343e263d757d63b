"""Episode → the feed, the captions and the pages; the server and the targets.

What the other rooms call. Heavy parts load at first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from podcast.model import Episode
from podcast.publish.episodes import adopt, carry, folder, load_all, mint_guid, publishing_date, show_guid
from podcast.publish.files import audio_name, safe_name, write_whole
from podcast.show import Show

__all__ = [
    "adopt",
    "audio_name",
    "carry",
    "folder",
    "load_episode",
    "load_episodes",
    "mint_guid",
    "publishing_date",
    "rebuild",
    "safe_name",
    "save_episode",
    "show_guid",
]


def load_episode(path: Path) -> Episode | None:
    """The episode of an episode.json; None when there is none. Raises PublishError when it is damaged."""
    from podcast.publish.episodes import load_file

    return load_file(path)


def load_episodes(feed_dir: Path) -> Iterator[Episode]:
    """Every episode of a published folder, one at a time in memory."""
    return load_all(feed_dir)


def save_episode(path: Path, episode: Episode) -> bool:
    """Write episode.json whole. False when it stood there already."""
    from podcast.publish.episodes import encode

    return write_whole(path, encode(episode))


def rebuild(show: Show, *, now: datetime, address: str | None = None, into: Path | None = None) -> tuple[Path, ...]:
    """Feed and pages from all episode.json files of the show's feed/. Returns what was written.

    ``address`` instead of the show's, and another folder ``into``, give the site as a server shows it.
    """
    from podcast.publish.site import rebuild as build

    return build(show, now=now, address=address, into=into)
