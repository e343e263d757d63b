"""podcast proof: an episode that listens to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.proof.report import Finding


def register(root: typer.Typer) -> None:
    root.command()(proof)


def proof(
    name: Annotated[str, typer.Argument(metavar="EP1", help="A rendered episode.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Have a recogniser hear an episode and tell what does not sound as it is written; exit 1 if anything stands out.

    Needs the extra "proof". What was heard once is remembered. feed/EP1/proof.html plays each finding; it is not
    published.
    """
    from dataclasses import asdict
    from json import dumps

    from podcast.aloud import rendered
    from podcast.cli._common import load_library, show_progress, shown
    from podcast.proofing import ears, proof, write_page
    from podcast.text import plural

    library = load_library()
    episode = rendered(library.show, library.find(name))
    with show_progress() as progress:
        report = proof(library.show, episode, ears(library.show), progress)
    page = write_page(library.show, episode, report)
    if json:
        print(dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        for finding in report.findings:
            _tell(finding)
        for note in report.notes:
            print(note)
        heard = f"{plural(report.heard, 'utterance')} heard ({report.remembered} of them before)"
        print(f"{episode.slug}: {heard}, {plural(len(report.findings), 'place')} to listen to: {shown(page)}")
    if report.findings:
        raise typer.Exit(1)


def _tell(finding: Finding) -> None:
    from podcast.text import clock, one_line

    said = f"“{one_line(finding.written, 60)}”"
    heard = f" heard as “{one_line(finding.heard, 60)}”" if finding.of_words else f": {finding.heard}"
    print(f"{clock(finding.start_ms):>7}  {finding.kind}, {finding.sure:.0%} sure: {said}{heard}")
    print(f"         {finding.todo}")
