"""podcast voices: what can speak here and now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(voices)


def voices(
    try_: Annotated[bool, typer.Option("--try", help="Write a sample of each available voice.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the samples go.")] = Path("voices"),
) -> None:
    """List the voices that are available here and now, with language and gender."""
    from podcast.cli._common import load_show
    from podcast.speak import available

    show = load_show()
    rows = available(show)
    told = ""
    for row in rows:
        again = row.why == told  # one reason for a whole engine is told once
        told = row.why
        state = "yes" if row.available else "no, as above" if again else f"no: {row.why}"
        used = f" ({', '.join(row.speakers)})" if row.speakers else ""
        print(f"{row.engine:<7} {row.voice:<26} {row.language:<6} {row.gender:<8} {state}{used}")
    if try_:
        _samples(folder, [row for row in rows if row.available])


def _samples(folder: Path, rows: list[object]) -> None:
    from podcast.aloud import sample
    from podcast.cli._common import load_show, progress, shown
    from podcast.speak import Available

    with progress() as tell:
        for row in rows:
            assert isinstance(row, Available)
            said = sample(load_show(), row.engine, row.voice, folder, tell=tell)
            print(shown(said.path))
