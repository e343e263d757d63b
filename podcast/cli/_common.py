"""What the commands share: finding the show, the clock, and progress on stderr."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podcast.facts import Finding
    from podcast.library import Library
    from podcast.show import Show


def load_show() -> Show:
    from podcast.show.settings import find_root, load
    from podcast.speak.engines import known_to_settings

    return load(find_root(Path.cwd()), known_to_settings())


def load_library() -> Library:
    from podcast.library import Library

    return Library(load_show())


def no_digests(library: Library) -> str:
    return f"No digests yet: write one to {library.show.digests}/EP1.md."


def now(show: Show) -> datetime:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(show.timezone)).replace(microsecond=0)


def shown(path: Path) -> str:
    """A path as short as it can be told from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)


def check_form(form: str | None) -> None:
    import typer

    if form not in (None, "full", "short"):
        raise typer.BadParameter(f"--form is full or short, not {form}")


def check_choice(option: str, value: str | None, *known: str) -> None:
    import typer

    if value is not None and value not in known:
        raise typer.BadParameter(f"{option} is {' or '.join(known)}, not {value}")


def describe_outcome(outcome: str, by: str = "the rules") -> str:
    """What became of the script, for people; ``by``: who writes."""
    told = f" by {by}" if by != "the rules" else ""
    return {
        "written": f"written from the digest{told}",
        "rewritten": f"written anew{told}",
        "replaced": f"written anew{told}; yours stays beside it, as .bak",
        "restored": "as it was published",
        "unchanged": "as before",
        "kept": "as you edited it",
        "kept-merged": "as you edited it, with what changed in the digest written anew",
        "kept-edited-stale": "as you edited it before the digest changed",
    }.get(outcome, outcome)


def describe_findings(found: Collection[Finding]) -> str:
    """How many lines say what the digest does not bear, and how many items no line tells."""
    from podcast.text import plural

    untold = sum(finding.kind == "untold" for finding in found)
    parts = ((len(found) - untold, "finding", " in its lines"), (untold, "item", " not told"))
    return ", ".join(plural(n, word) + rest for n, word, rest in parts if n)


def row(label: str, text: str) -> None:
    print(f"  {label:<9}{text}")


def stdin_lines(text: str | None) -> Iterator[str]:
    """The text given, or each line of standard input without its line end."""
    if text is not None:
        yield text
        return
    stream = sys.stdin
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    for line in stream:
        yield line.rstrip("\r\n")


class Quiet:
    """Progress when stderr is no terminal: nothing."""

    def stage(self, text: str) -> None:
        pass

    def advance(self, done: int, total: int) -> None:
        pass

    def note(self, text: str) -> None:
        print(text, file=sys.stderr)


class Bar(Quiet):
    """What, how far, how long still, on one line of the terminal."""

    def __init__(self, progress: Any, name: str = "") -> None:
        self._progress, self._name = progress, name
        self._task = progress.add_task(name, total=None)

    def stage(self, text: str) -> None:
        self._progress.reset(self._task, total=None, description=f"{self._name}{text}")

    def remove(self) -> None:
        self._progress.remove_task(self._task)

    def advance(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def note(self, text: str) -> None:
        self._progress.console.print(text, markup=False, highlight=False)


class Many:
    """Several episodes at once: how many are done, and each one that is under way."""

    def __init__(self, progress: Any, total: int) -> None:
        self._progress, self._bars = progress, dict[str, Bar]()
        self._all = progress.add_task("episodes", total=total) if progress else None

    def begin(self, slug: str) -> Quiet:
        if self._progress is None:
            return Quiet()
        return self._bars.setdefault(slug, Bar(self._progress, f"{slug} "))

    def end(self, slug: str) -> None:
        if bar := self._bars.pop(slug, None):
            bar.remove()
        if self._progress:
            self._progress.advance(self._all)


@contextmanager
def show_progress() -> Iterator[Quiet]:
    with _bars() as bars:
        yield Bar(bars) if bars else Quiet()


@contextmanager
def show_many(total: int) -> Iterator[Many]:
    with _bars() as bars:
        yield Many(bars, total)


@contextmanager
def _bars() -> Iterator[Any]:
    """None when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    told = sys.stdout.isatty()  # what goes to a file stays out of the bars' way
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=told) as bars:
        yield bars
