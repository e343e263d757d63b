"""sources.yaml: where the news comes from, and what the show cares for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from podcast.errors import ConfigError
from podcast.show.yaml_file import did_you_mean, fault, read_yaml

FILE = "sources.yaml"
_KEYS = ("feeds", "pages", "topics", "avoid", "allow_private", "days", "stories", "notify")


@dataclass(frozen=True, slots=True)
class Sources:
    feeds: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    allow_private: tuple[str, ...] = ()  # hosts, addresses or networks inside that may be asked
    days: int = 2
    stories: int = 5
    notify: str | None = None  # a command, or an address that is sent what went wrong

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.feeds, *self.pages)))


def load_sources(root: Path) -> Sources:
    """Raises ConfigError with file and line. A show without the file has no sources."""
    path = root / FILE
    if not path.exists():
        return Sources()
    told = read_yaml(path)
    for key in told:
        if key not in _KEYS:
            raise fault(FILE, told, (key,), f"“{key}” is not known{did_you_mean(str(key), _KEYS)}")
    lists = {key: _words(told, key) for key in _KEYS[:5]}
    for key in ("feeds", "pages"):
        for n, url in enumerate(lists[key]):
            if not url.startswith(("http://", "https://")):
                raise fault(FILE, told, (key, n), f"“{url:.80}” is no web address: it must begin with https://")
    notify = told.get("notify")
    if notify is not None and (not isinstance(notify, str) or not notify.strip()):
        raise fault(FILE, told, ("notify",), "“notify” must be a command or an address of the web")
    return Sources(**lists, days=_number(told, "days", 2, 60), stories=_number(told, "stories", 5, 30), notify=notify)


def _words(told: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = told.get(key)
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(v, str | int) for v in value):
        raise fault(FILE, told, (key,), f"“{key}” must be a list, one line each beginning with “- ”")
    return tuple(text for each in value if (text := str(each).strip()))


def _number(told: Mapping[str, Any], key: str, usual: int, most: int) -> int:
    value = told.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise fault(FILE, told, (key,), f"“{key}” must be a number from 1 to {most}, found {value!r:.40}")
    return value


def no_sources(root: Path) -> ConfigError:
    return ConfigError(
        f"There is no {FILE} in {root} that names a feed or a page: write one, or name files or addresses after "
        "`podcast digest`."
    )
