"""podcast init DIR: a new show, ready to render."""

from __future__ import annotations

from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(init)


def init(
    name: Annotated[str, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    language: Annotated[str, typer.Option(help="zh-TW or zh-CN: readings, and the words of host.yaml.")] = "zh-TW",
) -> None:
    """Make a new show: settings, a first digest, ready to render."""
    from pathlib import Path

    from podcast.cli._common import shown
    from podcast.errors import ConfigError
    from podcast.language import TAGS
    from podcast.show.start import start

    if language not in TAGS:
        raise typer.BadParameter(f"--language is {' or '.join(TAGS)}, not {language}")
    if not name.strip():  # a Path would take it for this folder
        raise ConfigError("The new show's folder has no name: podcast init my-show.")
    folder = Path(name)
    for path in start(folder, language):
        print(f"wrote {shown(path)}")
    go = "" if folder.resolve() == Path.cwd() else f"cd {shown(folder)} && "
    print(f"next: {go}podcast render EP1")
