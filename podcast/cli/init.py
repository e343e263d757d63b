"""podcast init DIR: a new show, ready to render."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(init)


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Make a new show: settings, a first digest, ready to render."""
    from podcast.cli._common import shown
    from podcast.start import start

    for path in start(folder):
        print(f"wrote {shown(path)}")
    print(f"next: cd {shown(folder)} && podcast render EP1")
