"""`.podcast/`: what of it may go at any time, and what is memory. Older versions kept both in one heap."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from podcast.disk import write_whole
from podcast.errors import DiskError

CACHE, LEDGER, EXPLAINED = "cache", "ledger", "README.txt"

README = """\
What `podcast` keeps for itself in this show.

cache/    May be deleted at any time: all of it is made again. It costs time, and what a speech service asks for
          sentences that it has to speak again.
ledger/   Memory: keep it. Which episodes were removed here, which at a target are not this show's affair, which
          audio no target has been given yet, what lies at the target, and of which clips an episode is made.
          Nothing else knows; without it `publish` asks what it need not ask, and `cache --prune` may keep too much.
          In a fresh checkout `podcast fetch TARGET` learns from the target what it needs.
"""

_MOVED = (  # where version 0.1 had it, where it belongs
    ("clips", f"{CACHE}/clips"),
    ("catalogue.db", f"{CACHE}/catalogue.db"),
    ("preview", f"{CACHE}/preview"),
    ("removed.json", f"{LEDGER}/removed.json"),
    ("replaced.json", f"{LEDGER}/replaced.json"),
    ("unsent.json", f"{LEDGER}/unsent.json"),
    ("at-target.json", f"{LEDGER}/at-target.json"),
    ("used", f"{LEDGER}/used"),
)


def take_over(state: Path) -> None:
    """Move what an older version left in ``state`` to where it belongs now; two at once do no harm.

    Each move is one rename. Where both places hold something, because the older version ran once more, the younger
    file stays. What cannot be moved stays where it is: a folder that may only be read is no error here.
    """
    if not state.is_dir():
        return
    for old, new in _MOVED:
        with suppress(OSError):
            _move(state / old, state / new)
    if (state / LEDGER).is_dir():
        explain(state)


def explain(state: Path) -> None:
    """Write what stands where, for whoever looks into the folder."""
    if not (state / EXPLAINED).exists():
        with suppress(DiskError):
            write_whole(state / EXPLAINED, README, durable=False)


def _move(old: Path, new: Path) -> None:
    if not old.exists():
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    if old.is_dir() and new.is_dir():
        for path in sorted(old.iterdir()):
            with suppress(FileNotFoundError):  # another process was quicker
                _move(path, new / path.name)
        old.rmdir()
    elif new.exists() and new.stat().st_mtime_ns >= old.stat().st_mtime_ns:
        old.unlink()
    else:
        old.replace(new)
