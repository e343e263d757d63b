"""podcast fix: from a complaint to the mend."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.library import Library
    from podcast.model import Episode, Line


def register(root: typer.Typer) -> None:
    root.command()(fix)


def fix(
    name: Annotated[str, typer.Argument(metavar="EP1")],
    at: Annotated[str, typer.Argument(metavar="TIME", help="Where it sounds wrong: 12:34 or 1:02:03.")],
    word: Annotated[str | None, typer.Option(help="The word that is misread; asked for when left out.")] = None,
    better: Annotated[str | None, typer.Option("--say", help="How to say it: respelling, zhuyin or pinyin.")] = None,
    engine: Annotated[
        str | None, typer.Option(help="As `podcast voices` lists them; else the first that answers.")
    ] = None,
) -> None:
    """Show the line spoken at a time and how it was read; write the better reading to the lexicon; hear it again."""
    from podcast.aloud import line_at, rendered
    from podcast.cli._common import load_library, load_show
    from podcast.errors import PodcastError
    from podcast.mandarin import mandarin_of
    from podcast.mandarin.lexicon import entry
    from podcast.mandarin.notation import explained, in_pinyin, in_zhuyin
    from podcast.show.lexicon_file import set_word

    library = load_library()
    episode = rendered(library.show, library.find(name))
    line = line_at(episode, _milliseconds(at))
    said = mandarin_of(library.show).say(line.text)
    _show(("written", line.text), ("spoken", said.text), ("zhuyin", in_zhuyin(said)), ("pinyin", in_pinyin(said)))
    for found in explained(said):
        print(f"         {found}")
    word = word or _ask("which word is wrong? ")
    if not word:
        return
    if word not in line.text:
        raise PodcastError(f"“{word}” does not stand in this line; name a word of it as it is written.")
    better = better or _ask(f"how is “{word}” said (respelling, zhuyin or pinyin)? ")
    if not better:
        return
    entry(word, better)  # says what is wrong with a reading before anything is written
    set_word(library.show.root, word, better)
    print(f"voices.yaml: {word} → {better}")
    mended = mandarin_of(load_show()).say(line.text)
    if in_pinyin(mended) == in_pinyin(said) and mended.text == said.text:
        print("the line is read as before: it was read so already, or a longer entry of the lexicon says how")
    else:
        _show(("now", mended.text), ("zhuyin", in_zhuyin(mended)), ("pinyin", in_pinyin(mended)))
    _hear(line, episode, engine)
    _tell_others(library, name, word)


def _show(*rows: tuple[str, str]) -> None:
    for label, text in rows:
        print(f"{label:<8} {text}")


def _ask(question: str) -> str | None:
    if not sys.stdin.isatty():
        return None  # shown only: nobody is there to answer
    return input(question).strip() or None


def _milliseconds(text: str) -> int:
    if not re.fullmatch(r"(\d+:)?\d{1,3}:[0-5]?\d(\.\d+)?", text):
        raise typer.BadParameter(f"a time is written 12:34 or 1:02:03, not {text}")
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return round(total * 1000) if "." in text else round(total * 1000) + 999  # pages show whole seconds, rounded down


def _hear(line: Line, episode: Episode, engine: str | None) -> None:
    from podcast.aloud import speak_lines
    from podcast.cli._common import load_show, show_progress, shown

    show = load_show()  # with the new word
    with show_progress() as progress:
        path = show.cache / "preview" / "fix.mp3"
        said = speak_lines(show, (line,), path, engine=engine, progress=progress, published=episode)
    print(f"hear it: {shown(said.path)} ({said.why})")


def _tell_others(library: Library, name: str, word: str) -> None:
    from podcast.aloud import episodes_with

    own = library.find(name).slug
    print(f"then: podcast render {own} (only what contains it is spoken again)")
    others = [slug for slug in episodes_with(library, word) if slug != own]
    if others:
        print(f"“{word}” stands also in: {', '.join(others)}")
