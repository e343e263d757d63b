"""An episode.json that is damaged: what of it, and of the feed beside it, still tells by what listeners know it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from podcast.episode.identity import mint_guid
from podcast.episode.names import EPISODE_FILE, FEED_FILE, audio_name, safe_name
from podcast.episode.record import LARGEST, SCHEMA, adopt, folder, load
from podcast.errors import EpisodeDamaged
from podcast.model import Audio, Episode
from podcast.show import Show

_LOST = "0" * 64
_MADE_ANEW = ("schema", "script", "cues", "marks", "recipe", "made_with")  # without a script nothing is up to date
_NONE = Audio("", 0, "", 0, 0.0, 0.0)
_KEY = re.compile(r'^ "(\w+)": ', re.MULTILINE)  # as episode.json is written: its own fields are indented by one
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def load_or_recover(show: Show, slug: str) -> tuple[Episode | None, str]:
    """The published episode, and a sentence when its episode.json is damaged; then it is what can still be told of it.

    It has guid and date, voices and earlier audio as far as they are known, no text, and has to be rendered again.
    Raises EpisodeDamaged when nothing tells its date.
    """
    try:
        return load(show.feed, slug), ""
    except EpisodeDamaged as damage:
        fields = _fields(folder(show.feed, slug) / EPISODE_FILE)
        listed = next(_listed(show.feed, slug), None)
        episode = _recovered(show, slug, fields, listed, damage)
        told = FEED_FILE if listed else "what is left of it"
        return episode, f"its episode.json was damaged; guid and date are kept, as {told} has them"


def _recovered(
    show: Show, slug: str, fields: dict[str, Any], listed: tuple[str, datetime] | None, damage: EpisodeDamaged
) -> Episode:
    published = listed[1] if listed else fields.get("published")
    if not isinstance(published, str | datetime):
        raise EpisodeDamaged(
            f"{folder(show.feed, slug) / EPISODE_FILE} is damaged, and neither it nor {FEED_FILE} tells the date of "
            f"{slug}: `podcast fetch TARGET` brings back what was published; delete it if nothing was."
        ) from damage
    guid = listed[0] if listed else str(fields.get("guid"))
    known = {
        "slug": slug,
        "guid": guid if _UUID.fullmatch(guid) else mint_guid(show, slug),
        "published": published.isoformat() if isinstance(published, datetime) else published,
        "hidden": listed is None and (show.feed / FEED_FILE).is_file(),  # neither hidden nor waiting, it would be named
    }
    kept = _least(show, slug) | known
    for name, value in fields.items():
        if name not in (*known, *_MADE_ANEW) or (name == "hidden" and listed is None):
            with suppress(EpisodeDamaged):
                _adopted(kept | {name: value})
                kept[name] = value
    episode = _adopted(kept)
    if episode.audio.sha256 != _LOST:
        return episode
    return replace(episode, audio=_NONE, earlier=(*episode.earlier, *_beside(show.feed, slug)))


def _least(show: Show, slug: str) -> dict[str, Any]:
    """What every episode.json states, at its emptiest."""
    voice = next((voice for speaker in show.speakers for voice in speaker.voices), None)
    sound = {"size": 1, "duration_ms": 1, "loudness_lufs": 0.0, "true_peak_dbtp": 0.0}
    return {
        "schema": SCHEMA,
        "title": slug,
        "updated": datetime(2000, 1, 1, tzinfo=UTC).isoformat(),
        "digest": {"slug": slug, "title": slug},
        "script": {"slug": slug, "title": slug, "chapters": []},
        "audio": {"file": audio_name(slug, _LOST), "sha256": _LOST, **sound},
        "marks": [],
        "cues": [],
        "engine": voice.engine if voice else "kokoro",
        "voices": [],
        "recipe": "",
    }


def _adopted(fields: dict[str, Any]) -> Episode:
    return adopt(json.dumps(fields).encode())


def _fields(path: Path) -> dict[str, Any]:
    """Those that can still be read, each by itself."""
    with path.open("rb") as file:
        text = file.read(LARGEST).decode(errors="replace")
    found: dict[str, Any] = {}
    with suppress(ValueError, RecursionError):
        whole = json.loads(text)
        return whole if isinstance(whole, dict) else {}
    for match in _KEY.finditer(text):
        with suppress(ValueError, RecursionError):
            found.setdefault(match[1], json.JSONDecoder().raw_decode(text, match.end())[0])
    return found


def _listed(feed: Path, slug: str) -> Iterator[tuple[str, datetime]]:
    """guid and date in the feed or an archive of it, which is what apps have seen."""
    place = f"/{safe_name(slug)}/"
    for path in (feed / FEED_FILE, *sorted(feed.glob("archive-*.xml"))):
        with suppress(OSError, ValueError, TypeError, ElementTree.ParseError):
            for item in ElementTree.parse(path).iterfind("channel/item"):
                enclosure = item.find("enclosure")
                if enclosure is not None and place in enclosure.get("url", ""):
                    yield item.findtext("guid") or "", parsedate_to_datetime(item.findtext("pubDate") or "")


def _beside(feed: Path, slug: str) -> Iterator[Audio]:
    """Audio that lies there and holds what its name says; nobody knows any more how long or loud it is."""
    for path in sorted(folder(feed, slug).glob("*.mp3")):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if path.name == audio_name(slug, sha256):
            yield Audio(path.name, path.stat().st_size, sha256, 1, 0.0, 0.0)
