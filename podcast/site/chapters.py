"""JSON chapters, version 1.2."""

from __future__ import annotations

import json

from podcast.model import Episode
from podcast.show import Show
from podcast.text import one_line


def chapters(show: Show, episode: Episode) -> bytes:
    """The file that podcast:chapters names: the same titles and times as in the MP3, in seconds."""
    found = {
        "version": "1.2.0",
        "author": one_line(show.author),
        "title": one_line(episode.title),
        "podcastName": one_line(show.title),
        "fileName": episode.audio.file,
        "chapters": [
            {"startTime": m.start_ms / 1000, "endTime": m.end_ms / 1000, "title": one_line(m.title)}
            for m in episode.marks
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"
