"""podcast voices: what can speak here and now."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.cli._common import Quiet

if TYPE_CHECKING:
    from podcast.show import Show
    from podcast.speak import Available


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
    if try_ and not _samples(show, folder, [row for row in rows if row.available]):
        raise typer.Exit(1)


def _samples(show: Show, folder: Path, rows: list[Available]) -> bool:
    """One sentence in each voice; whether all of them could say it."""
    from podcast.aloud import sample
    from podcast.cli._common import shown
    from podcast.errors import SpeechError
    from podcast.speak.costs import may_charge

    for engine, count in Counter(row.engine for row in rows).items():
        if may_charge(engine, show):
            print(f"podcast: up to {count} requests go to {engine}, which may charge for them.", file=sys.stderr)
    failed = False
    for row in rows:
        try:
            print(shown(sample(show, row.engine, row.voice, folder, progress=_Hushed()).path))
        except SpeechError as error:
            failed = True
            name = f"{row.engine} {row.voice}"
            why = str(error).rpartition(f"{name}: ")[2].removesuffix("; try later, or leave --engine out.")
            print(f"{name}: {why}", file=sys.stderr)
    return not failed


class _Hushed(Quiet):
    """Progress without notes: what they would say stands in the error."""

    def note(self, text: str) -> None:
        pass
