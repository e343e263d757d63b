"""What this folder remembers of its own doing, as sets of names in the show's state.

All of it may be deleted: what is forgotten costs a question or some room on the disk, never a file that a feed names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from podcast.disk import write_whole
from podcast.show import Show

REMOVED = "removed.json"
"""Folders of episodes that were removed on purpose: a target that still holds them is not a surprise."""
REPLACED = "replaced.json"
"""Folders of episodes at a target that this show was told to disregard: their files stay until somebody prunes."""
UNSENT = "unsent.json"
"""Audio that was made here and that no target was ever given: once it is replaced it need not be."""


def noted(show: Show, what: str) -> frozenset[str]:
    try:
        names = json.loads((show.state / what).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(map(str, names)) if isinstance(names, list) else frozenset()


def note(show: Show, what: str, names: Iterable[str]) -> None:
    """Raises PublishError when the state cannot be written, as ``forget`` does."""
    _write(show, what, noted(show, what).union(names))


def forget(show: Show, what: str, names: Iterable[str]) -> None:
    _write(show, what, noted(show, what).difference(names))


def _write(show: Show, what: str, names: frozenset[str]) -> None:
    if names != noted(show, what):
        write_whole(show.state / what, json.dumps(sorted(names), indent=0).encode())
