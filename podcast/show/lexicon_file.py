"""Writing one word into the lexicon of voices.yaml, the rest of the file byte for byte as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from podcast.disk import write_whole
from podcast.errors import ConfigError
from podcast.show.settings import VOICES, load
from podcast.show.yaml_file import read_yaml


def set_word(root: Path, word: str, said: str) -> None:
    """Add or replace ``word: said``. Raises ConfigError, with the file unchanged, when the result would not load."""
    path = root / VOICES
    before = path.read_text(encoding="utf-8-sig")
    after = _with_word(before, read_yaml(path), word, f"{_quoted(word)}: {_quoted(said)}")
    write_whole(path, after)
    try:
        load(root)
    except ConfigError:
        write_whole(path, before)
        raise


def _with_word(text: str, voices: Mapping[str, object], word: str, new: str) -> str:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lexicon = voices.get("lexicon")
    if "lexicon" not in voices:
        return "".join([*lines, f"lexicon:\n  {new}\n"])
    head = voices.lc.key("lexicon")[0]  # type: ignore[attr-defined]
    if not lexicon:
        lines[head] = f"lexicon:\n  {new}\n"
        return "".join(lines)
    assert isinstance(lexicon, Mapping)
    first = min(lexicon.lc.key(w)[0] for w in lexicon)  # type: ignore[attr-defined]
    if first == head:
        raise ConfigError(f"{VOICES}, line {head + 1}: write the lexicon with one word a line, then try again.")
    indent = " " * lexicon.lc.col  # type: ignore[attr-defined]
    if word in lexicon:
        lines[lexicon.lc.key(word)[0]] = f"{indent}{new}\n"  # type: ignore[attr-defined]
    else:
        lines.insert(first, f"{indent}{new}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """A YAML scalar: JSON's quotes are YAML's, and keep "NO" or "1.5" from being anything but text."""
    return json.dumps(text, ensure_ascii=False)
