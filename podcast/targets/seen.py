"""Which audio lies at the target, as it was last seen there."""

from __future__ import annotations

import json

from podcast.disk import write_whole
from podcast.episode.names import safe_name
from podcast.episode.record import folder
from podcast.model import Audio
from podcast.show import Show
from podcast.show.ledger import UNSENT, forget

AT_TARGET = "at-target.json"
"""In the ledger: audio that lies at the target, by name and size. It need not lie here too."""


def is_there(show: Show, slug: str, audio: Audio) -> bool:
    """Whether the audio lies whole in feed/, or was seen at the target."""
    path = folder(show.feed, slug) / audio.file
    if path.is_file():
        return path.stat().st_size == audio.size
    return _seen(show).get(f"{safe_name(slug)}/{audio.file}") == audio.size


def was_sent(show: Show, slug: str) -> bool:
    """Whether audio of the episode was seen at the target: listeners may have it."""
    return any(name.startswith(f"{safe_name(slug)}/") for name in _seen(show))


def remember(show: Show, there: dict[str, int]) -> None:
    audio = {name: size for name, size in there.items() if name.endswith(".mp3")}
    write_whole(show.ledger / AT_TARGET, json.dumps(audio, indent=0).encode())
    forget(show, UNSENT, audio)


def _seen(show: Show) -> dict[str, int]:
    try:
        seen = json.loads((show.ledger / AT_TARGET).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}
