"""podcast say: one sentence spoken, or what would be said."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.mandarin import Mandarin


def register(root: typer.Typer) -> None:
    root.command()(say)


def say(
    text: Annotated[str | None, typer.Argument(help="What to say; without it, lines from standard input.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the MP3 here.")] = None,
    spoken: Annotated[
        bool, typer.Option("--spoken", help="Print the spoken form: numbers and symbols in words.")
    ] = False,
    zhuyin: Annotated[bool, typer.Option("--zhuyin", help="Print the readings in zhuyin.")] = False,
    pinyin: Annotated[bool, typer.Option("--pinyin", help="Print the readings in pinyin with tone numbers.")] = False,
    phonemes: Annotated[
        bool, typer.Option("--phonemes", help="Print the sounds that the embedded voice is given.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each replaced span, its class and the rule.")
    ] = False,
    engine: Annotated[
        str | None, typer.Option(help="As `podcast voices` lists them; else the first that answers.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="A speaker of voices.yaml; else the first.")] = None,
) -> None:
    """Say one sentence; with --spoken, --zhuyin, --pinyin, --phonemes or --explain print how."""
    from podcast.cli._common import stdin_lines

    if spoken or zhuyin or pinyin or phonemes or explain:
        _print(stdin_lines(text), zhuyin=zhuyin, pinyin=pinyin, phonemes=phonemes, explain=explain)
        return
    if text is None and sys.stdin.isatty():
        raise typer.BadParameter("give a sentence, or lines on standard input")
    _speak("\n".join(stdin_lines(text)), output or Path("say.mp3"), engine, speaker)


def _print(lines: Iterable[str], *, zhuyin: bool, pinyin: bool, phonemes: bool, explain: bool) -> None:
    from podcast.mandarin.notation import explained, in_pinyin, in_zhuyin

    mandarin = _mandarin()
    write = sys.stdout.write
    for line in lines:
        if explain:
            said = mandarin.spoken(line)
            write(said.text + "\n")
            for found in explained(said):
                write(f"  {found}\n")
        elif phonemes:
            from podcast.speak.kokoro.phonemes import phonemes as in_phonemes  # numpy and more: the others need none

            write(in_phonemes(mandarin.say(line)) + "\n")
        elif zhuyin or pinyin:
            said = mandarin.say(line)
            write((in_zhuyin(said) if zhuyin else in_pinyin(said)) + "\n")
        else:
            write(mandarin.spoken(line).text.replace("\n", " ") + "\n")


def _mandarin() -> Mandarin:
    """The show's Mandarin; outside of a show the default one, so that `say --spoken` works anywhere."""
    from podcast.errors import ConfigError
    from podcast.mandarin import Mandarin
    from podcast.show.settings import find_root, load

    try:
        root = find_root(Path.cwd())
    except ConfigError:
        return Mandarin()
    show = load(root)
    return Mandarin(show.lexicon, show.language)


def _speak(text: str, output: Path, engine: str | None, speaker: str | None) -> None:
    from podcast.aloud import say as say_text
    from podcast.cli._common import load_show, show_progress, shown
    from podcast.text import clock

    with show_progress() as progress:
        said = say_text(load_show(), text, output, engine=engine, speaker=speaker, progress=progress)
    print(f"{shown(output)}  {clock(said.duration_ms)}, {said.why}")
