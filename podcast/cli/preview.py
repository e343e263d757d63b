"""podcast preview: a chapter or a line, to hear it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(preview)


def preview(
    name: Annotated[str, typer.Argument(metavar="EP1 | PATH")],
    chapter: Annotated[int | None, typer.Option(min=1, help="Which chapter, counted from 1.")] = None,
    line: Annotated[
        int | None, typer.Option(min=1, help="Which line, counted from 1 (in the chapter, if one is named).")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the MP3 here.")] = None,
    engine: Annotated[
        str | None, typer.Option(help="As `podcast voices` lists them; else the first that answers.")
    ] = None,
) -> None:
    """Speak just a chapter or a line, to hear it; what was spoken need not be spoken again by render."""
    from podcast.aloud import preview as speak_part
    from podcast.cli._common import load_library, now, show_progress, shown
    from podcast.text import clock

    if chapter is None and line is None:
        raise typer.BadParameter("say which: --chapter 2, --line 5, or both")
    library = load_library()
    work = library.find(name)
    with show_progress() as progress:
        said = speak_part(
            library.show, work, chapter, line, output, engine=engine, now=now(library.show), progress=progress
        )
    for text in said.texts:
        print(text)
    print(f"{shown(said.path)}  {clock(said.duration_ms)}, {said.why}")
