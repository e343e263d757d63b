"""The feed as listeners get it, compared with what was published."""

from __future__ import annotations

from podcast.episode.names import FEED_FILE
from podcast.show import Show
from podcast.storage import reason


def look_back(show: Show, seconds: float = 20) -> tuple[str, ...]:
    """Fetch the feed at its public address and ask for its newest audio. Returns what is wrong, a sentence each."""
    from http.client import HTTPException
    from urllib.error import URLError
    from urllib.request import Request, urlopen
    from xml.etree import ElementTree

    url = asked = show.address + FEED_FILE
    wrong = []
    try:
        with urlopen(Request(url, headers={"Cache-Control": "no-cache"}), timeout=seconds) as answer:
            data = answer.read()
        if data != (show.feed / FEED_FILE).read_bytes():
            wrong.append(f"{url} is not yet the feed that was published: a cache may still hold the old one.")
        for enclosure in ElementTree.fromstring(data).findall("channel/item/enclosure")[:3]:
            audio = asked = enclosure.get("url", "")
            with urlopen(Request(audio, method="HEAD"), timeout=seconds) as answer:
                if answer.headers.get("Content-Length") != enclosure.get("length"):
                    wrong.append(f"{audio} has another length than the feed states.")
    except (URLError, OSError, ValueError, HTTPException, ElementTree.ParseError) as error:
        wrong.append(f"{asked} cannot be read: {reason(error)}.")
    return tuple(wrong)
