"""podcast render: a digest becomes a published episode."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from podcast.text import clock, columns, plural

if TYPE_CHECKING:
    from podcast.library import Library, Work
    from podcast.model import Audio
    from podcast.progress import Progress
    from podcast.render import Options, Outcome
    from podcast.shard import Shard
    from podcast.show import Show


def register(root: typer.Typer) -> None:
    root.command()(render)


def render(
    names: Annotated[list[str] | None, typer.Argument(metavar="[EP1 | PATH]...", help="Slugs or files.")] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every digest that is new or stale; with --again, every one.")
    ] = False,
    shard: Annotated[
        str | None,
        typer.Option(metavar="3/20", help="With --all: the third of twenty shares of about the same cost."),
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="local:4 | tcp://HOST:8786", help="Spread the work over a Dask cluster.")
    ] = None,
    engine: Annotated[str | None, typer.Option(help="One that `podcast voices` lists: this one and no other.")] = None,
    form: Annotated[
        str | None, typer.Option(help="full, or short: by rules opening, highlights, closing; by a model five minutes.")
    ] = None,
    style: Annotated[str | None, typer.Option(help="narrator, or duo: two hosts.")] = None,
    writer: Annotated[
        str | None, typer.Option(help="rules, which read the digest out, or llm: a language model that retells it.")
    ] = None,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write the script anew; yours stays beside it, as .bak.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Make the audio anew even if nothing changed.")] = False,
    reissue: Annotated[bool, typer.Option("--reissue", help="Send it to listeners again, as a new episode.")] = False,
    proof: Annotated[
        bool,
        typer.Option(
            "--proof",
            help="Make the audio anew, each clip heard by a recogniser; what it doubts is asked for again, twice.",
        ),
    ] = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Only say what it would take and cost.")] = False,
) -> None:
    """Turn digests into published episodes: script, speech, MP3, feed and page."""
    from podcast.cli._common import check_choice, check_form, load_library
    from podcast.render import Options
    from podcast.shard import shard_of
    from podcast.show.ledger import SHARD, forget, note, noted

    part = None
    if all_ == bool(names):
        raise typer.BadParameter("name what to render (podcast render EP1), or --all, not both")
    if shard and not (all_ and (part := shard_of(shard))):
        raise typer.BadParameter("--shard goes with --all and is like 3/20: the third of twenty")
    if on:
        _check_place(on)
    if on and proof:
        raise typer.BadParameter("--proof goes without --on: render there, then podcast proof EP1")
    check_form(form)
    check_choice("--style", style, "narrator", "duo")
    check_choice("--writer", writer, "rules", "llm")
    library = load_library()
    options = Options(
        engine=engine, form=form, rewrite=rewrite, again=again, reissue=reissue, style=style, writer=writer,
        proof=proof,
    )  # fmt: skip
    round_ = _Round(
        library, lambda work: _estimate(library, work, options) if estimate else _render(library, work, options)
    )
    if on and not estimate:
        round_.on(on, options)
    if all_:
        if part and not estimate:
            note(library.show, SHARD, {str(part)})  # `publish` has to know that not all of the show is here
        _all(round_, library, options, part)
        if not part and not estimate:
            forget(library.show, SHARD, noted(library.show, SHARD))
    elif len(names or ()) == 1 and not round_.place:  # its error is the command's
        round_.take(library.find((names or [""])[0]))
    else:
        round_.named(names or ())
    round_.close()


def _check_place(on: str) -> None:
    from podcast.cluster.dask import PLACE

    if not PLACE.fullmatch(on):
        raise typer.BadParameter("--on is local:4, for four processes here, or a scheduler such as tcp://host:8786")


def _all(round_: _Round, library: Library, options: Options, part: Shard | None) -> None:
    """What is new or stale; of that the share that is ``part``'s."""
    from podcast.cli._common import no_digests, now
    from podcast.shard import costs
    from podcast.status import GONE, TO_RENDER, WITHOUT, survey

    rows = survey(library, now(library.show))
    broken = {row_.slug: row_.why for row_ in rows if row_.state == "broken"}
    wanted = {row_.slug for row_ in rows if row_.state in TO_RENDER}
    if options.again:
        wanted = {row_.slug for row_ in rows if row_.state not in ("broken", WITHOUT, GONE)}
    if part:
        cost = costs(library, wanted, now(library.show), written=options.wanted)
        own = part.own(cost | dict.fromkeys(broken, 0))
        broken = {slug: why for slug, why in broken.items() if slug in own}
        wanted &= own
        print(f"shard {part.number} of {part.of}: {len(wanted)} of {plural(len(cost), 'episode')}")
    for slug, why in broken.items():
        round_.failed(slug, why)
    round_.go(work for work in library.all() if work.slug in wanted)
    if not rows:
        print(no_digests(library))
    elif not round_.ends:
        print("All of them are rendered and up to date." if part else "All digests are rendered and up to date.")


class _Round:
    """Several episodes, one after the other: one that fails stops none of the others."""

    def __init__(self, library: Library, do: Callable[[Work], str]) -> None:
        self._library, self._do = library, do
        self.ends: dict[str, str] = {}  # slug → how it ended
        self._failures = 0
        self.place = ""

    def on(self, place: str, options: Options) -> None:
        """From now on all at once, on a cluster."""
        self.place, self._options = place, options

    def take(self, work: Work) -> None:
        self.ends[work.slug] = self._do(work)

    def go(self, works: Iterable[Work]) -> None:
        from podcast.errors import Interrupted, PodcastError, ShowBusy, Unreachable

        if self.place:
            self._spread(tuple(works))
            return
        for work in works:
            try:
                self.take(work)
            except (Interrupted, ShowBusy, Unreachable):  # so would the others
                raise
            except PodcastError as error:
                self.failed(work.slug, str(error))

    def _spread(self, works: tuple[Work, ...]) -> None:
        """On a cluster, each told as it ends."""
        from podcast.cli._common import now, show_many
        from podcast.cluster import render_many
        from podcast.errors import PodcastError

        show = self._library.show
        with show_many(len(works)) as many:

            def ended(work: Work, how: Outcome | PodcastError, took_s: float) -> None:
                many.end(work.slug)
                if isinstance(how, PodcastError):
                    self.failed(work.slug, str(how))
                    return
                self.ends[work.slug] = how.audio
                _report(show, how, took_s)

            if works:
                render_many(
                    self._library, works, self.place, now=lambda: now(show), options=self._options, ended=ended,
                    watch=many.begin,
                )  # fmt: skip

    def named(self, names: Iterable[str]) -> None:
        from podcast.errors import PodcastError

        works: dict[str, Work] = {}
        for name in names:
            try:
                work = self._library.find(name)
                works.setdefault(work.slug, work)
            except PodcastError as error:
                self.failed(name, str(error))
        self.go(works.values())

    def failed(self, slug: str, why: str) -> None:
        if f"failed: {why}" not in self.ends.values():  # two files of one name have one fault
            print(f"podcast: {why}", file=sys.stderr)
        self._failures += 1
        self.ends[slug] = f"failed: {why}"

    def close(self) -> None:
        """A table of several; exit 1 when one of them failed."""
        if self._failures and len(self.ends) > 1:
            print(f"\n{len(self.ends) - self._failures} of {len(self.ends)} done")
            width = max(map(columns, self.ends))
            for slug, end in self.ends.items():
                print(f"{slug}{' ' * (width - columns(slug))}  {end}")
        if self._failures:
            raise typer.Exit(1)


def _render(library: Library, work: Work, options: Options) -> str:
    from podcast.cli._common import now, show_progress
    from podcast.render import render

    began = time.monotonic()
    with show_progress() as progress:
        outcome = render(library, work, now=now(library.show), options=options, progress=progress)
        heard = _proofed(library.show, outcome, progress) if options.proof else ""
    _report(library.show, outcome, time.monotonic() - began, heard)
    return outcome.audio


def _proofed(show: Show, outcome: Outcome, progress: Progress) -> str:
    """The page of what still stands out, and how much that is."""
    from podcast.cli._common import shown
    from podcast.proofing import ears, proof, write_page

    report = proof(show, outcome.episode, ears(show), progress)
    page = write_page(show, outcome.episode, report)
    places = plural(len(report.findings), "place")
    return f"{plural(report.heard, 'utterance')} heard, {places} to listen to: {shown(page)}"


def _estimate(library: Library, work: Work, options: Options) -> str:
    from podcast.cli._common import now, row
    from podcast.status import estimate

    print(work.slug)
    for label, text in estimate(library, work, options, now(library.show)):
        row(label, text)
    return "estimated"


def _figures(audio: Audio) -> Iterator[str]:
    loud = f"{audio.loudness_lufs:.1f} LUFS, peak {audio.true_peak_dbtp:.1f} dBTP"
    yield f"{clock(audio.duration_ms)}, {audio.size / 1e6:.1f} MB, {loud}"
    if audio.loudness_range_lu is not None:
        bed = audio.voice_over_bed_lu
        below = f"; the voice at least {bed:.0f} LU above the music below it" if bed is not None else ""
        yield f"range {audio.loudness_range_lu:.1f} LU{below}"


def _report(show: Show, outcome: Outcome, took_s: float, heard: str = "") -> None:
    from podcast.cli._common import describe_findings, describe_outcome, row, shown
    from podcast.facts import check
    from podcast.numbering import others_with
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
    if found := check(episode.script, episode.digest, show):
        row("facts", f"{describe_findings(found)}; podcast script {episode.slug} --facts lists them")
    if outcome.writing:
        row("writing", outcome.writing)
    row("voice", outcome.why)
    row("audio", f"{shown(outcome.work.folder / audio.file)} ({outcome.audio})")
    for line in _figures(audio):
        row("", line)
    for form in episode.further:
        row("also", f"{shown(outcome.work.folder / form.file)}, {form.size / 1e6:.1f} MB")
    if outcome.signed:
        row("signed", f"content credentials of {outcome.signed}")
    if heard:
        row("proof", heard)
    row("feed", shown(show.feed / "feed.xml"))
    row("hear it", f"open {shown(outcome.work.folder / 'index.html')}, or: podcast serve")
    if others := others_with(show, episode):
        row("note", f"number {episode.number} is also that of {', '.join(others)}: give one of them another")
    if show.address == EXAMPLE_ADDRESS:
        row("note", f"address in show.yaml is still the example {EXAMPLE_ADDRESS}: set it before you publish")
    made = (
        f"{plural(outcome.spoken, 'utterance')} spoken, {outcome.stored} from the store"
        if outcome.spoken or outcome.stored
        else "nothing to speak"
    )
    row("took", f"{took_s:.1f} s ({made})" if took_s < 100 else f"{clock(round(took_s * 1000))} min ({made})")
