"""The front matter of a Markdown digest: what the author states outright."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import DigestError
from podcast.model import LeftOut

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

KEYS = ("title", "number", "date", "publish_at", "show")
UNKNOWN = "front matter that podcast does not know"
_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Front:
    title: str | None = None
    number: int | None = None
    date: date | None = None
    publish_at: datetime | None = None  # without offset when none was written: the show's own time zone
    show: str | None = None
    left_out: tuple[LeftOut, ...] = ()


def split_front(text: str, path: Path) -> tuple[Front, str]:
    """The front matter and the text with its lines blanked, so that line numbers stay true.

    Raises DigestError, with the line, when it is not YAML or a value has the wrong form.
    """
    match = _FENCE.match(text)
    if match is None:
        if re.match(r"---[ \t]*\n\s*\w+[ \t]*:", text):
            raise DigestError(f"{path}:1: the front matter has no end: close it with a line of ---.")
        return Front(), text
    nodes = _compose(match[1], path)
    values = {key: _value(key, node, path) for key, node in nodes.items() if key in KEYS}
    left = tuple(
        LeftOut(node.start_mark.line + 2, f"{key}: {node.value}", UNKNOWN)
        for key, node in nodes.items()
        if key not in KEYS
    )
    body = "\n" * match.group().count("\n") + text[match.end() :]
    return Front(**values, left_out=left), body  # type: ignore[arg-type]


def _compose(source: str, path: Path) -> dict[str, Node]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.nodes import MappingNode

    try:
        node = YAML(typ="rt", pure=True).compose(source)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise DigestError(f"{path}:{line}: the front matter is not valid YAML ({error.problem}): correct it.") from None
    except YAMLError as error:
        raise DigestError(f"{path}:1: the front matter is not valid YAML ({error}): correct it.") from None
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        raise DigestError(f"{path}:2: the front matter is not a list of “key: value” lines: write it so or delete it.")
    nodes: dict[str, Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in nodes:
            raise DigestError(f"{path}:{key.start_mark.line + 2}: “{name}” stands twice in the front matter: keep one.")
        nodes[name] = value
    return nodes


def _value(key: str, node: Node, path: Path) -> object:
    """A value of one of KEYS; None for an empty one."""
    where = f"{path}:{node.start_mark.line + 2}"
    if not isinstance(node.value, str):
        raise DigestError(f"{where}: “{key}” must be a single value: write it on one line.")
    text = node.value.strip()
    if not text or text in ("~", "null"):
        return None
    if key == "number":
        if not text.isdecimal():
            raise DigestError(
                f"{where}: “number” is “{text}”: write the episode's number in digits, as in “number: 1”."
            )
        return int(text)
    if key == "date":
        return _date(text, where)
    if key == "publish_at":
        return _moment(text, where)
    return text


def _date(text: str, where: str) -> date:
    match = _DATE.fullmatch(text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise DigestError(f"{where}: “date” is “{text}”: write a day of the calendar as in “date: 2025-06-13”.")


def _moment(text: str, where: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise DigestError(
            f"{where}: “publish_at” is “{text}”: write it as in “publish_at: 2025-06-13T07:00+08:00”."
        ) from None
