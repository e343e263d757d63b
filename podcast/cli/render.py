"""podcast render: a digest becomes a published episode."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.library import Library, Work
    from podcast.render import Options, Outcome
    from podcast.show import Show


def register(root: typer.Typer) -> None:
    root.command()(render)


def render(
    names: Annotated[list[str] | None, typer.Argument(metavar="[EP1 | PATH]...", help="Slugs or files.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every digest that is new or stale.")] = False,
    engine: Annotated[str | None, typer.Option(help="One that `podcast voices` lists: this one and no other.")] = None,
    form: Annotated[str | None, typer.Option(help="full, or short: opening, highlights, closing.")] = None,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write the script anew; yours stays beside it, as .bak.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Make the audio anew even if nothing changed.")] = False,
    reissue: Annotated[bool, typer.Option("--reissue", help="Send it to listeners again, as a new episode.")] = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Only say what it would take and cost.")] = False,
) -> None:
    """Turn digests into published episodes: script, speech, MP3, feed and page."""
    from podcast.cli._common import check_form, load_library, now, show_progress
    from podcast.render import Options
    from podcast.render import render as render_one
    from podcast.status import broken, stale

    if all_ == bool(names):
        raise typer.BadParameter("name what to render (podcast render EP1), or --all, not both")
    check_form(form)
    library = load_library()
    options = Options(engine=engine, form=form, rewrite=rewrite, again=again, reissue=reissue)
    works = stale(library, now(library.show)) if all_ else tuple(library.find(name) for name in names or ())
    unreadable = broken(library, now(library.show)) if all_ else ()
    for row_ in unreadable:
        print(f"podcast: {row_.why}", file=sys.stderr)
    if not works and not unreadable:
        print("All digests are rendered and up to date.")
    for work in works:
        if estimate:
            _estimate(library, work, options)
            continue
        began = time.monotonic()
        with show_progress() as progress:
            outcome = render_one(library, work, now=now(library.show), options=options, progress=progress)
        _report(library.show, outcome, time.monotonic() - began)
    if unreadable:
        raise typer.Exit(1)


def _estimate(library: Library, work: Work, options: Options) -> None:
    from podcast.cli._common import now, row
    from podcast.status import estimate

    print(work.slug)
    for label, text in estimate(library, work, options, now(library.show)):
        row(label, text)


def _report(show: Show, outcome: Outcome, took_s: float) -> None:
    from podcast.cli._common import clock, describe_outcome, row, shown
    from podcast.show import EXAMPLE_ADDRESS

    episode = outcome.episode
    audio = episode.audio
    number = f"  #{episode.number}" if episode.number is not None else ""
    print(f"{episode.slug}{number}  {episode.title}")
    row("script", f"{shown(outcome.work.script)} ({describe_outcome(outcome.script)})")
    for advice in outcome.advice:
        row("", advice)
    if outcome.omitted:
        row("left out", f"{outcome.omitted}; podcast script {episode.slug} --explain lists it")
    row("voice", outcome.why)
    row("audio", f"{shown(outcome.work.folder / audio.file)} ({outcome.audio})")
    row(
        "",
        f"{clock(audio.duration_ms)}, {audio.size / 1e6:.1f} MB, {audio.loudness_lufs:.1f} LUFS, "
        f"peak {audio.true_peak_dbtp:.1f} dBTP",
    )
    row("feed", shown(show.feed / "feed.xml"))
    row("hear it", f"open {shown(outcome.work.folder / 'index.html')}, or: podcast serve")
    if show.address == EXAMPLE_ADDRESS:
        row("note", f"address in show.yaml is still the example {EXAMPLE_ADDRESS}: set it before you publish")
    made = (
        f"{outcome.spoken} utterances spoken, {outcome.stored} from the store"
        if outcome.spoken or outcome.stored
        else "nothing to speak"
    )
    row("took", f"{took_s:.1f} s ({made})" if took_s < 100 else f"{clock(round(took_s * 1000))} min ({made})")
