"""What this folder remembers of its own doing, as sets of names: `.podcast/ledger/`, which no other place knows.

Where it is lost nothing is lost that a feed names: it costs questions, and room on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from podcast.disk import write_whole
from podcast.errors import DiskError
from podcast.show import Show
from podcast.show.state import explain

REMOVED = "removed.json"
"""Folders of episodes that were removed on purpose: a target that still holds them is not a surprise."""
REPLACED = "replaced.json"
"""Folders of episodes at a target that this show was told to disregard: their files stay until somebody prunes."""
SHARD = "shard.json"
"""Which shard of the catalogue was rendered here: while it stands there, most of what is new is on other machines."""
UNSENT = "unsent.json"
"""Audio that was made here and that no target was ever given: once it is replaced it need not be."""

LONGEST_WAIT_S = 10  # for another command that changes it


def noted(show: Show, what: str) -> frozenset[str]:
    try:
        names = json.loads((show.ledger / what).read_bytes())
    except (OSError, ValueError, RecursionError):
        return frozenset()
    return frozenset(map(str, names)) if isinstance(names, list) else frozenset()


def note(show: Show, what: str, names: Iterable[str]) -> None:
    """Raises DiskError when the ledger cannot be written, as the others do."""
    added = frozenset(names)
    _change(show, what, lambda known: known | added)


def forget(show: Show, what: str, names: Iterable[str]) -> None:
    gone = frozenset(names)
    _change(show, what, lambda known: known - gone)


def note_clips(show: Show, folder: str, keys: Iterable[str]) -> None:
    """Write down which clips the episode in ``folder`` was made of: later its keys may come out otherwise."""
    made_of = frozenset(keys)
    _change(show, _used(folder), lambda known: made_of)


def noted_clips(show: Show, folder: str) -> frozenset[str]:
    """Keys of the clips that the episode was made of; none when that is not known."""
    return noted(show, _used(folder))


def _used(folder: str) -> str:
    return f"used/{folder}.json"


def _change(show: Show, what: str, change: Callable[[frozenset[str]], frozenset[str]]) -> None:
    """Two commands at once may change it: each reads what the other wrote."""
    from filelock import FileLock

    known = noted(show, what)
    if change(known) == known:
        return
    path = show.ledger / what
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(show.ledger / ".lock", timeout=LONGEST_WAIT_S):
            write_whole(path, json.dumps(sorted(change(noted(show, what))), indent=0))
    except (OSError, TimeoutError) as e:  # filelock's Timeout is one
        raise DiskError(f"{path} cannot be written ({e.strerror or e}); check who may write there.") from e
    explain(show.state)
