"""JSON chapters, version 1.2."""

from __future__ import annotations

import json

from podcast.episode.links import chapter_links
from podcast.episode.names import ascii_url
from podcast.mandarin.spot import without_spots
from podcast.model import Episode
from podcast.show import Show
from podcast.text import one_line


def chapters(show: Show, episode: Episode) -> bytes:
    """The file that podcast:chapters names: the same titles, times and links as in the MP3, in seconds."""
    found = {
        "version": "1.2.0",
        "author": one_line(show.author),
        "title": one_line(without_spots(episode.title)),
        "podcastName": one_line(show.title),
        "fileName": episode.audio.file,
        "chapters": [
            {"startTime": m.start_ms / 1000, "endTime": m.end_ms / 1000, "title": one_line(m.title)}
            | ({"url": ascii_url(url)} if url else {})
            for m, url in zip(episode.marks, chapter_links(episode), strict=True)
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"
