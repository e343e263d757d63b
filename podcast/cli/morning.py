"""podcast morning: the whole morning in one command, unattended."""

from __future__ import annotations

from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(morning)


def morning(
    target: Annotated[
        str | None, typer.Argument(help="Where to publish: a directory, s3://… or sftp://…; without it nowhere.")
    ] = None,
    least: Annotated[int, typer.Option(min=1, help="With fewer new stories no episode is made.")] = 2,
    writer: Annotated[str, typer.Option(help="Of the draft: extract, or llm, show.yaml's model.")] = "extract",
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="URL | FILE", help="Instead of sources.yaml; may be given several times."),
    ] = None,
) -> None:
    """Gather, write, render, check and publish the day's episode, unattended.

    Run again on the same day it goes on where it stopped. Where a stage's gate closes it stops there and ends with
    10: no source could be read, 11: too few new stories, 12: the script says what the digest does not bear or cannot be
    written, 13: it could not be rendered, or would cost too much, 14: a check failed, 15: it could not be published.
    `notify:` in sources.yaml, a command or a web address, is told.
    """
    from podcast.cli._common import check_choice, load_show, now, show_progress
    from podcast.morning import Wished
    from podcast.morning import morning as whole

    check_choice("--writer", writer, "extract", "llm")
    show = load_show()
    wished = Wished(tuple(source or ()), target, least, writer)
    with show_progress() as progress:
        work = whole(show, wished, now=now(show), progress=progress, tell=lambda text: print(text, flush=True))
    print(f"{work.slug} is done.")
