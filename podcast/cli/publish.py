"""podcast publish and podcast fetch: to and from where listeners fetch the show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podcast.show import Show
    from podcast.targets.bring import Step

STALE = 5  # stale episodes that are told one by one
MEASURED = 3  # new episodes that are decoded before they are published
TARGET = "A directory, s3://bucket/prefix or sftp://user@host/path."


def register(root: typer.Typer) -> None:
    root.command()(publish)
    root.command()(fetch)


def publish(
    target: Annotated[str, typer.Argument(help=TARGET)],
    prune: Annotated[bool, typer.Option("--prune", help="Also take away what nothing names any more.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Even over another show, or episodes that are not here.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read back all that lies there, and mend what is damaged.")
    ] = False,
    shard: Annotated[
        bool, typer.Option("--shard", help="Only what `render --all --shard` made here, for `fetch --shard`.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option(help="Before, the rules of `podcast check`; afterwards, the feed as its public address has it."),
    ] = True,
) -> None:
    """Bring the show to TARGET: audio first, feed last, only what changed."""
    from podcast.cli._common import load_show, now
    from podcast.show import EXAMPLE_ADDRESS
    from podcast.show.leftovers import sweep
    from podcast.show.lock import render_lock
    from podcast.site.build import rebuild
    from podcast.targets.bring import publish as bring
    from podcast.targets.shards import refuse_shard

    show = load_show()
    if shard:
        _deliver(show, target)
        return
    refuse_shard(show)

    def done(step: Step) -> None:
        print(f"{step.why:<15} {step.size / 1e6:7.2f} MB  {step.name}", flush=True)

    def judge(steps: tuple[Step, ...], there: Mapping[str, int]) -> None:
        _judge(show, steps, there)

    with render_lock(show.state / "render.lock"):
        sweep(show)
        rebuild(show, now=now(show))  # a scheduled episode's time may have come
        steps = bring(
            show, target, prune=prune, dry_run=dry_run, replace=replace, verify=verify,
            judge=judge if check else None, done=done,
        )  # fmt: skip
    _count(steps, dry_run)
    _tell_stale()
    if show.address == EXAMPLE_ADDRESS:
        print(f"note: address in show.yaml is still the example {EXAMPLE_ADDRESS}: listeners cannot subscribe to it")
    elif check and not dry_run:
        _look_back(show, local="://" not in target)


def _deliver(show: Show, place: str) -> None:
    from podcast.show.lock import render_lock
    from podcast.targets.shards import deliver
    from podcast.text import plural

    def done(name: str, size: int) -> None:
        print(f"{size / 1e6:7.2f} MB  {name}", flush=True)

    with render_lock(show.state / "render.lock"):
        count = deliver(show, place, done)
    print(f"{plural(count, 'episode')} brought; where the show is put together: podcast fetch {place} --shard")


def _judge(show: Show, steps: tuple[Step, ...], there: Mapping[str, int]) -> None:
    """Raises PublishError when directories or apps would refuse what is to be published."""
    from datetime import UTC, datetime

    from podcast.check import check as examine
    from podcast.errors import PublishError
    from podcast.text import plural

    new = sum(step.name.endswith(".mp3") for step in steps)  # what is there was measured when it was brought
    ai = show.ai.text or show.ai.voice
    findings = examine(show.feed, now=datetime.now(UTC), ai=ai, listen=min(new, MEASURED), elsewhere=there)
    failures = [finding for finding in findings if finding.level == "FAIL"]
    for found in failures:
        print(f"{found.level:<5} {found.id:<26} {found.where:<24} {found.detail}".rstrip(), file=sys.stderr)
    if failures:
        raise PublishError(
            f"nothing was brought, for `podcast check` finds {plural(len(failures), 'failure')}, the first "
            f"{failures[0].id}: mend what stands above, or publish all the same with --no-check."
        )


def _count(steps: tuple[Step, ...], dry_run: bool) -> None:
    from podcast.targets.bring import NOT_NAMED
    from podcast.text import plural

    gone = [step for step in steps if step.why == NOT_NAMED]
    brought = plural(len(steps) - len(gone), "file")
    size = sum(step.size for step in steps if step.why != NOT_NAMED)
    print(f"{brought} {'to bring' if dry_run else 'brought'}, {size / 1e6:.1f} MB")
    if gone:
        size = sum(step.size for step in gone)
        print(f"{plural(len(gone), 'file')} {'to delete' if dry_run else 'deleted'}, {size / 1e6:.1f} MB")


def _tell_stale() -> None:
    """An episode goes out as it was rendered: whoever changed its digest since should hear of it."""
    from podcast.cli._common import load_library, now
    from podcast.status import survey

    library = load_library()
    rows = [row for row in survey(library, now(library.show)) if row.state == "stale"]
    for row in rows[:STALE]:
        print(f"note: {row.slug} is stale ({row.why}): what listeners get is as it was; podcast render {row.slug}")
    if len(rows) > STALE:
        print(f"note: {len(rows) - STALE} more are stale: podcast status lists them")


def _look_back(show: Show, local: bool) -> None:
    from podcast.errors import PublishError
    from podcast.targets.look_back import look_back

    wrong = look_back(show)
    if wrong and local:  # a folder on this disk still has to be carried to its address
        print(f"note: {wrong[0]}")
        return
    if wrong:
        raise PublishError("published, but not as listeners should see it: " + " ".join(wrong))
    print(f"checked: {show.address}feed.xml is the feed that was published, its newest audio answers")


def fetch(
    target: Annotated[str, typer.Argument(help=TARGET)],
    new: Annotated[bool, typer.Option("--new", help="No show need be published there yet.")] = False,
    shard: Annotated[
        bool, typer.Option("--shard", help="TARGET holds what `publish --shard` brought: take its audio too.")
    ] = False,
) -> None:
    """Take over what is published at TARGET: guids and dates stay the same from a fresh checkout."""
    from podcast.cli._common import load_show
    from podcast.show.lock import render_lock
    from podcast.targets.fetch import fetch as take_over
    from podcast.targets.shards import collect

    show = load_show()
    refused: list[str] = []
    with render_lock(show.state / "render.lock"):  # a render would put what it began with in the place of what is taken
        slugs = (
            collect(show, target, refused.append) if shard else take_over(show, target, new=new, refused=refused.append)
        )
    print(f"taken over: {', '.join(slugs)}" if slugs else "nothing is published there that is newer than here")
    for sentence in refused:
        print(f"podcast: {sentence}", file=sys.stderr)
    if refused:
        raise typer.Exit(1)
