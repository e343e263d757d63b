"""What a language model is told: files in the package, or the show's own in prompts/."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from podcast.disk import write_whole
from podcast.errors import ConfigError

FOLDER = "prompts"
NAMES = ("story", "narrator", "duo", "full", "short", "again", "judge")


def prompt(root: Path, name: str) -> str:
    """The text of prompts/NAME.md of the show at ``root``, else the program's. Raises ConfigError."""
    own = root / FOLDER / f"{name}.md"
    try:
        text = own.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return usual(name)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{own} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{own} cannot be read: {error.strerror}.") from error
    if not text.strip():
        raise ConfigError(f"{own} is empty: write it, or delete it to have the program's own.")
    return text.strip()


def usual(name: str) -> str:
    path = files("podcast") / "data" / FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8").strip()


def write_prompts(root: Path) -> tuple[Path, ...]:
    """Write those that are not there yet into prompts/ of the show at ``root``; the paths written."""
    there = [(root / FOLDER / f"{name}.md", name) for name in NAMES]
    missing = [(path, name) for path, name in there if not path.exists()]
    for path, name in missing:
        write_whole(path, usual(name) + "\n")
    return tuple(path for path, _ in missing)
