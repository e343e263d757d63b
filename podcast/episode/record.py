"""episode.json: what was published, from which feed and pages can be rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.disk import write_whole
from podcast.episode.names import EPISODE_FILE, safe_name
from podcast.errors import PublishError
from podcast.model import Episode

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 1


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
