"""Which audio lies at the target, as it was last seen there."""

from __future__ import annotations

import json

from podcast.disk import write_whole
from podcast.episode.names import safe_name
from podcast.episode.record import folder
from podcast.model import Audio
from podcast.show import Show
from podcast.show.ledger import UNSENT, forget
from podcast.targets.hashes import sha256_known

AT_TARGET = "at-target.json"
"""In the ledger: audio that lies at the target, by name and size. It need not lie here too."""


def is_there(show: Show, slug: str, audio: Audio) -> bool:
    """Whether the audio lies in feed/, byte for byte as it was rendered, or was seen at the target."""
    path = folder(show.feed, slug) / audio.file
    try:
        if path.is_file():
            return path.stat().st_size == audio.size and sha256_known(show, path) == audio.sha256
    except OSError:
        return False  # it cannot be read, so it cannot be published
    return at_target(show).get(f"{safe_name(slug)}/{audio.file}") == audio.size


def was_sent(show: Show, slug: str) -> bool:
    """Whether audio of the episode was seen at the target: listeners may have it."""
    return any(name.startswith(f"{safe_name(slug)}/") for name in at_target(show))


def folders_sent(show: Show) -> frozenset[str]:
    """The folders of episodes whose audio was seen at the target."""
    return frozenset(name.partition("/")[0] for name in at_target(show))


def remember(show: Show, there: dict[str, int]) -> None:
    audio = {name: size for name, size in there.items() if name.endswith(".mp3")}
    write_whole(show.ledger / AT_TARGET, json.dumps(audio, indent=0).encode())
    forget(show, UNSENT, audio)


def at_target(show: Show) -> dict[str, int]:
    """Name → bytes of the audio that lay at the target when it was last looked at."""
    try:
        seen = json.loads((show.ledger / AT_TARGET).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: size for name, size in seen.items() if isinstance(size, int)} if isinstance(seen, dict) else {}
