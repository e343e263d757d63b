"""episode.json: what was published, from which feed and pages can be rebuilt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.disk import write_whole
from podcast.episode.believable import fault
from podcast.episode.names import EPISODE_FILE, safe_name
from podcast.errors import EpisodeDamaged, PublishError
from podcast.model import Episode
from podcast.text import one_line

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import SchemaValidator

SCHEMA = 1
LARGEST = 8_000_000  # bytes: some thirty hours of speech
MOST_VALUES = 200_000  # of a file that large; a reader that is not told so may need a gigabyte for it
MENDED = "`podcast fetch TARGET` brings back what was published, or render it again: its guid and date stay"
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@cache
def _adapter() -> TypeAdapter[Episode]:
    from pydantic import TypeAdapter

    return TypeAdapter(Episode)


@cache
def _validator() -> SchemaValidator:
    """Stops at the first fault of a list: a million of them would each be told."""
    from pydantic_core import SchemaValidator

    def at_the_first(schema: Any) -> Any:
        if isinstance(schema, dict):
            found = {key: at_the_first(value) for key, value in schema.items()}
            return found | {"fail_fast": True} if schema.get("type") == "tuple" else found
        return [at_the_first(each) for each in schema] if isinstance(schema, list) else schema

    return SchemaValidator(at_the_first(_adapter().core_schema))


def encode(episode: Episode) -> bytes:
    """episode.json: UTF-8, the same bytes for the same episode."""
    fields: dict[str, Any] = _adapter().dump_python(episode, mode="json", exclude_defaults=True)
    return json.dumps({"schema": SCHEMA, **fields}, ensure_ascii=False, indent=1).encode() + b"\n"


def adopt(data: bytes, where: str = EPISODE_FILE, way_out: str = MENDED) -> Episode:
    """An Episode from the bytes of an episode.json, which may have been fetched from anywhere.

    Raises EpisodeDamaged, one sentence that ends with ``way_out``, unless every name, time and count in it can be;
    PublishError for one of a newer version.
    """
    from pydantic import ValidationError
    from pydantic_core import from_json

    if problem := _unread(data):
        raise _damaged(where, problem, way_out)
    try:
        fields = from_json(data, allow_inf_nan=False)
        _check_schema(fields, where)
        episode: Episode = _validator().validate_python(fields)
    except ValidationError as e:
        raise _damaged(where, _told(e), way_out) from e
    except (ValueError, RecursionError) as e:
        raise _damaged(where, one_line(str(e), 100), way_out) from e
    if problem := fault(episode):
        raise _damaged(where, problem, way_out)
    return episode


def _damaged(where: str, problem: str, way_out: str = MENDED) -> EpisodeDamaged:
    return EpisodeDamaged(f"{where} is damaged ({problem}): {way_out}.")


def _unread(data: bytes) -> str | None:
    """What tells without reading all of it that it is no episode.json."""
    if len(data) > LARGEST:
        return f"{len(data):,} bytes are more than the {LARGEST:,} of an episode"
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        return f"it holds more than {MOST_VALUES:,} values"
    return "it holds the character U+0000" if _NUL.search(data) else None


def _check_schema(fields: Any, where: str) -> None:
    schema = fields.pop("schema", None) if isinstance(fields, dict) else None
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise ValueError("it does not state its schema, as this program does")
    if schema > SCHEMA:
        raise PublishError(f"{where} was written by a newer version of this program; upgrade to read it.")


def _told(error: ValidationError) -> str:
    """The first fault, and where it stands."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    at = ".".join(map(str, first["loc"]))
    return one_line(f"{at}: {first['msg']}" if at else first["msg"], 160)


def folder(feed_dir: Path, slug: str) -> Path:
    return feed_dir / safe_name(slug)


def load_file(path: Path) -> Episode | None:
    """The episode of an episode.json, or None when there is none. Raises EpisodeDamaged."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as e:
        raise PublishError(f"Cannot read {path}: {e.strerror or e}.") from e
    episode = adopt(data, str(path))
    if safe_name(episode.slug) != path.parent.name:
        raise _damaged(str(path), f"it is that of another episode, “{episode.slug}”")
    return episode


def load(feed_dir: Path, slug: str) -> Episode | None:
    """The published episode of that slug, or None."""
    return load_file(folder(feed_dir, slug) / EPISODE_FILE)


def renamed(feed_dir: Path, slug: str) -> Episode | None:
    """The episode that was called ``slug`` before, or None."""
    for path in sorted(feed_dir.glob(f"*/{EPISODE_FILE}")):
        if b'"formerly"' in path.read_bytes() and (other := load_file(path)) and slug in other.formerly:
            return other
    return None


def load_all(feed_dir: Path) -> Iterator[Episode]:
    """Every episode of the folder, in no promised order, one at a time in memory. Raises EpisodeDamaged."""
    for _, episode in load_each(feed_dir):
        if isinstance(episode, EpisodeDamaged):
            raise episode
        yield episode


def load_each(feed_dir: Path) -> Iterator[tuple[str, Episode | EpisodeDamaged]]:
    """The same with the name of its folder, and for one that cannot be read the reason."""
    for path in sorted(feed_dir.glob(f"*/{EPISODE_FILE}")):
        try:
            if episode := load_file(path):
                yield path.parent.name, episode
        except EpisodeDamaged as error:
            yield path.parent.name, error


def save(feed_dir: Path, episode: Episode) -> bool:
    """Write episode.json. False when it stood there already."""
    return write_whole(folder(feed_dir, episode.slug) / EPISODE_FILE, encode(episode))
