"""podcast init DIR: a new show, ready to render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pathlib import Path


def register(root: typer.Typer) -> None:
    root.command()(init)


def init(
    name: Annotated[str | None, typer.Argument(metavar="DIR", help="A new or empty folder.")] = None,
    language: Annotated[str, typer.Option(help="zh-TW or zh-CN: readings, and the words of host.yaml.")] = "zh-TW",
    prompts: Annotated[
        bool, typer.Option("--prompts", help="What a language model is told, as files to change; DIR may be left out.")
    ] = False,
) -> None:
    """Make a new show: settings, a first digest, ready to render. With --prompts alone, add them to the one here."""
    from pathlib import Path

    from podcast.cli._common import load_show, shown
    from podcast.errors import ConfigError
    from podcast.language import TAGS
    from podcast.show.start import start

    if language not in TAGS:
        raise typer.BadParameter(f"--language is {' or '.join(TAGS)}, not {language}")
    if name is None:
        if not prompts:
            raise typer.BadParameter("name the new show's folder (podcast init my-show), or give --prompts")
        _prompts(load_show().root)
        return
    if not name.strip():  # a Path would take it for this folder
        raise ConfigError("The new show's folder has no name: podcast init my-show.")
    folder = Path(name)
    for path in start(folder, language):
        print(f"wrote {shown(path)}")
    if prompts:
        _prompts(folder)
    go = "" if folder.resolve() == Path.cwd() else f"cd {shown(folder)} && "
    print(f"next: {go}podcast render EP1")


def _prompts(root: Path) -> None:
    from podcast.cli._common import shown
    from podcast.write.retell import write_prompts

    written = write_prompts(root)
    for path in written:
        print(f"wrote {shown(path)}")
    if not written:
        print(f"{shown(root / 'prompts')} has them all already: delete one to have the program's own back.")
