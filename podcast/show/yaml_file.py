"""A settings file read with its line numbers, and what is wrong in it told with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from podcast.errors import ConfigError
from podcast.text import nearest
from podcast.yaml_text import YamlFault, load


def read_yaml(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path} is missing: `podcast init DIR` writes one to start from.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        data = load(text)
    except YamlFault as error:
        raise ConfigError(f"{path.name}, line {error.line}: {error}; mend the YAML there.") from error
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path.name}, line 1: expected `key: value` lines, found {type(data).__name__}.")
    return data


def fault(name: str, tree: Any, loc: tuple[Any, ...], problem: str) -> ConfigError:
    return ConfigError(f"{name}, line {line_of(tree, loc)}: {problem}{'' if problem.endswith('?') else '.'}")


def line_of(tree: Any, loc: tuple[Any, ...]) -> int:
    """1-based line of the deepest part of ``loc`` that stands in the file."""
    line = 1
    for part in loc:
        lc = getattr(tree, "lc", None)
        if lc is None:
            break
        try:
            line = (lc.key(part)[0] if isinstance(tree, Mapping) else lc.item(part)[0]) + 1
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The end of a sentence that names what may have been meant; "" where nothing is like it."""
    near = nearest(word, known)
    return f"; did you mean “{near}”?" if near else ""
