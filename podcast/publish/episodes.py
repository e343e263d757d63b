"""episode.json: what was published, from which feed and pages can be rebuilt; and what never changes in it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from podcast.errors import PublishError
from podcast.model import Digest, Episode
from podcast.publish.files import EPISODE_FILE, feed_url, safe_name, write_whole
from podcast.show import Show

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 1
PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # the Podcasting 2.0 documentation's


def show_guid(show: Show) -> str:
    """podcast:guid: made from the feed's first address, kept by ``guid`` in show.yaml when the show moves."""
    address = feed_url(show.address).split("://", 1)[-1].rstrip("/")
    return show.guid or str(uuid.uuid5(PODCAST_NAMESPACE, address))


def mint_guid(show: Show, slug: str, reissue: int = 0) -> str:
    """An episode's guid. It depends on nothing that a fresh checkout lacks; ``reissue`` counts deliberate new ones."""
    return str(uuid.uuid5(uuid.UUID(show_guid(show)), f"{slug}#{reissue}" if reissue else slug))


def publishing_date(digest: Digest, now: datetime, timezone: str) -> datetime:
    """The date of an episode that has none yet: when it is to be published, the author's date, or now."""
    zone = ZoneInfo(timezone)
    if digest.publish_at:
        at = digest.publish_at
        return at if at.tzinfo else at.replace(tzinfo=zone)
    if digest.date:
        return datetime.combine(digest.date, time(), zone)
    return now.astimezone(zone).replace(microsecond=0)


def is_out(episode: Episode, now: datetime) -> bool:
    """Whether its time has come."""
    return episode.digest.publish_at is None or episode.published <= now


def is_listed(episode: Episode, now: datetime) -> bool:
    """Whether it belongs into the feed: hidden and scheduled ones do not."""
    return not episode.hidden and is_out(episode, now)


def carry(previous: Episode | None, fresh: Episode, now: datetime) -> Episode:
    """``fresh`` as it is to be published after ``previous``: identity kept, replaced audio remembered.

    guid, date, number of re-issues and season are those of ``previous``; a schedule may be changed until
    it has come. Gives ``previous`` itself when nothing but the time of rendering differs.
    """
    if previous is None:
        return fresh
    digest, published = fresh.digest, previous.published
    if is_out(previous, now) or digest.publish_at is None:
        digest = replace(digest, publish_at=previous.digest.publish_at)
    else:
        published = digest.publish_at
    audio, earlier = fresh.audio, previous.earlier
    if audio.sha256 == previous.audio.sha256:
        audio = previous.audio
    else:
        earlier = tuple(a for a in (*earlier, previous.audio) if a.file != audio.file)
    kept = replace(
        fresh,
        guid=previous.guid,
        published=published,
        hidden=previous.hidden,
        reissue=previous.reissue,
        season=previous.season,
        digest=digest,
        audio=audio,
        earlier=earlier,
    )
    return previous if replace(kept, updated=previous.updated) == previous else kept


@cache
def _adapter() -> TypeAdapter[Episode]:
    from pydantic import TypeAdapter

    return TypeAdapter(Episode)


def encode(episode: Episode) -> bytes:
    """episode.json: UTF-8, the same bytes for the same episode."""
    fields: dict[str, Any] = _adapter().dump_python(episode, mode="json", exclude_defaults=True)
    return json.dumps({"schema": SCHEMA, **fields}, ensure_ascii=False, indent=1).encode() + b"\n"


def adopt(data: bytes, where: str = EPISODE_FILE) -> Episode:
    """An Episode from the bytes of an episode.json, for instance the published one that a CI runner fetched."""
    from pydantic import ValidationError

    try:
        fields = json.loads(data)
        schema = fields.pop("schema", None) if isinstance(fields, dict) else None
        if not isinstance(schema, int):
            raise PublishError(f"{where} is no episode.json of this program; remove it and render the episode again.")
        if schema > SCHEMA:
            raise PublishError(f"{where} was written by a newer version of this program; upgrade to read it.")
        return _adapter().validate_python(fields)
    except (ValueError, ValidationError) as e:
        what = "; ".join(str(e).split("\n")[:2])
        raise PublishError(f"{where} is damaged ({what}); restore it or render the episode again.") from e


def folder(feed_dir: Path, slug: str) -> Path:
    return feed_dir / safe_name(slug)


def load_file(path: Path) -> Episode | None:
    """The episode of an episode.json, or None when there is none. Raises PublishError when it is damaged."""
    try:
        return adopt(path.read_bytes(), str(path))
    except FileNotFoundError:
        return None
    except OSError as e:
        raise PublishError(f"Cannot read {path}: {e.strerror or e}.") from e


def load(feed_dir: Path, slug: str) -> Episode | None:
    """The published episode of that slug, or None."""
    return load_file(folder(feed_dir, slug) / EPISODE_FILE)


def load_all(feed_dir: Path) -> Iterator[Episode]:
    """Every episode of the folder, in no promised order, one at a time in memory."""
    for path in sorted(feed_dir.glob(f"*/{EPISODE_FILE}")):
        yield adopt(path.read_bytes(), str(path))


def save(feed_dir: Path, episode: Episode) -> bool:
    """Write episode.json. False when it stood there already."""
    return write_whole(folder(feed_dir, episode.slug) / EPISODE_FILE, encode(episode))
