"""A target as it is found: its storage, the episodes that lie there, and its list of what was brought."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from podcast.episode.names import EPISODE_FILE
from podcast.errors import PublishError
from podcast.show import Show
from podcast.storage import Storage

MANIFEST = "published.json"


def open_target(show: Show, target: str) -> Storage:
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


def folders_in(names: Iterable[str]) -> set[str]:
    """The folders of episodes among the files of a target."""
    return {name.split("/")[0] for name in names if name.count("/") == 1 and name.endswith(f"/{EPISODE_FILE}")}


def read_manifest(data: bytes | None) -> dict[str, str]:
    try:
        raw: Any = json.loads(data or b"{}")
        return {str(name): str(sha) for name, sha in raw["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}  # not ours or damaged: everything is brought again
