"""host.yaml: what the host says between the author's sentences, the author's to change."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from podcast.language import Host, Phrases, language_of, silent
from podcast.show.yaml_file import did_you_mean, fault, read_yaml

FILE = "host.yaml"
PLAIN = "plain"
CARRYING = {"heading", "title", "titles", "caption", "name", "notice", "value"}
"""Places that hold the author's words: whatever else an entry says, they have to stand in it."""


def load_host(path: Path, tag: str) -> Host:
    """The words of ``path`` over those of the language ``tag``; all the language's where there is no such file.

    Raises ConfigError with file, line and what to do.
    """
    usual = language_of(tag).host
    if not path.exists():
        return usual
    given = read_yaml(path)
    names = {f.name for f in fields(Host)}
    for key in given:
        if key not in names and key != "host":
            raise fault(
                FILE, given, (key,), f"“{key}” is nothing that the host says{did_you_mean(str(key), sorted(names))}"
            )
    if (manner := given.get("host", "full")) not in ("full", PLAIN):
        raise fault(FILE, given, ("host",), f"“host” is full or {PLAIN}, found {manner!r:.60}")
    words: dict[str, Any] = {key: _words(given, key, getattr(usual, key)) for key in given if key != "host"}
    return silent(replace(usual, **words)) if manner == PLAIN else replace(usual, **words)


def _words(given: Mapping[str, Any], key: str, usual: str | Phrases) -> str | Phrases:
    """One entry: a sentence, or a list of them to choose from; empty where it is not to be said."""
    raw = given[key]
    texts = [] if raw is None else [raw] if isinstance(raw, str) else raw
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        raise fault(FILE, given, (key,), f"put quotes around what “{key}” says")
    if isinstance(usual, str) and len(texts) > 1:
        raise fault(FILE, given, (key,), f"“{key}” is one sentence, not a list")
    for text in texts:
        if problem := _misplaced(text, places(usual), needed=places(usual) & CARRYING):
            raise fault(FILE, given, (key,), f"“{key}”: {problem}")
    if isinstance(usual, str):
        return texts[0] if texts else ""
    return tuple(texts)


def _misplaced(text: str, known: set[str], needed: set[str]) -> str:
    """What is wrong with the places of ``text``; "" when nothing is."""
    if not text.strip():
        return ""
    try:
        found = places(text)
    except ValueError:
        return "a { or } stands alone; write {{ or }} for one that is to be said"
    if odd := sorted(found - known):
        there = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
        return f"there is no {{{odd[0]}}} to fill in; there are: {there}"
    if lost := sorted(needed - found):
        return f"{{{lost[0]}}} must stand in it, or it would not be said"
    return ""


def places(words: str | Phrases) -> set[str]:
    """The names in braces. Raises ValueError for braces that do not pair."""
    texts = (words,) if isinstance(words, str) else words
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def host_file(tag: str) -> str:
    """The text of a new show's host.yaml: the language's words, each with a comment."""
    language = language_of(tag)
    out = [*_commented(language.host_file), "", "host: full", ""]
    for f in fields(Host):
        out += _commented(language.host_comments.get(f.name, ""))
        value: str | Phrases = getattr(language.host, f.name)
        if isinstance(value, str):
            out.append(f"{f.name}: {_quoted(value)}")
        else:
            out += [f"{f.name}:", *(f"  - {_quoted(text)}" for text in value)]
    return "\n".join(out) + "\n"


def _commented(text: str) -> list[str]:
    return [f"# {line}" for line in text.splitlines()]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
