"""Writes docs/cli.md from the commands themselves: python bench/cli_reference.py

tests/test_docs.py says when it has to be run again.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import typer

from podcast.cli import app

REFERENCE = Path(__file__).parents[1] / "docs" / "cli.md"


def reference() -> str:
    """Every command with its arguments and options, as Markdown."""
    root: Any = typer.main.get_command(app())
    parts = ["# Commands", "Made by `python bench/cli_reference.py`; `podcast COMMAND --help` says the same."]
    for name, command in root.commands.items():
        parts += _command(f"podcast {name}", command)
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:
    if subcommands := getattr(command, "commands", None):
        for part, below in subcommands.items():
            yield from _command(f"{name} {part}", below)
        return
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    yield f"## {' '.join([name, *map(_placeholder, arguments)])}"
    yield inspect.cleandoc(command.help or "")
    if rows := [_row(p) for p in (*arguments, *options)]:
        yield "| | |\n|---|---|\n" + "\n".join(rows)


def _placeholder(argument: Any) -> str:
    name = (argument.metavar or argument.name.upper()).strip("[].")
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        name = _placeholder(parameter).strip("[]")
    else:
        name = ", ".join([*parameter.opts, *parameter.secondary_opts])
        value = parameter.metavar or parameter.name.rstrip("_").upper()
        name += "" if parameter.is_flag else f" {value}"
    told = parameter.help or ""
    default, bar = parameter.default, "\\|"  # a bar ends a cell, also inside code
    usual = "" if callable(default) or default in (None, False, True, (), "") else f" Usually {default}."
    return f"| `{name.replace('|', bar)}` | {told.replace('|', bar)}{usual} |"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
    print(f"{REFERENCE.name}: {len(reference().splitlines())} lines")
