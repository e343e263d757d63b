"""podcast check: what the ecosystem's web validators do, at home."""

from __future__ import annotations

from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(check)


def check(
    target: Annotated[str | None, typer.Argument(metavar="[FEED | URL | FILE]", help="Without it: this show.")] = None,
    listen: Annotated[int, typer.Option(min=0, help="How many of the newest episodes are decoded and measured.")] = 3,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Also list what passed.")] = False,
) -> None:
    """Check show, feed, audio and pages against PSP-1, Podcasting 2.0 and the platforms' rules; exit 1 on a failure."""
    from datetime import UTC, datetime

    from podcast.check import check as examine
    from podcast.text import plural

    if target is None:
        from podcast.cli._common import load_show
        from podcast.targets.seen import at_target

        show = load_show()
        target, ai = str(show.feed), show.ai.text or show.ai.voice
        findings = examine(target, now=datetime.now(UTC), ai=ai, listen=listen, elsewhere=at_target(show))
    else:
        findings = examine(target, now=datetime.now(UTC), listen=listen)
    shown = [f for f in findings if verbose or f.level != "PASS"]
    for f in shown:
        print(f"{f.level:<5} {f.id:<26} {f.where:<24} {f.detail}".rstrip())
    failed = sum(f.level == "FAIL" for f in findings)
    warned = sum(f.level == "WARN" for f in findings)
    passed = sum(f.level == "PASS" for f in findings)
    counts = (plural(failed, "failure"), plural(warned, "warning"), plural(passed, "rule"))
    print(f"{target}: {', '.join(counts)} passed")
    if failed:
        raise typer.Exit(1)
