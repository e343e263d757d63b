"""podcast status: where each digest stands."""

from __future__ import annotations

import typer


def register(root: typer.Typer) -> None:
    root.command()(status)


def status() -> None:
    """List each digest: drafted, edited, rendered, published or stale, and why."""
    from podcast.cli._common import clock, load_library, now
    from podcast.status import survey

    library = load_library()
    rows = survey(library, now(library.show))
    if not rows:
        print(f"No digests yet: write one to {library.show.digests}/EP1.md.")
        return
    width = max(len(row.slug) for row in rows)
    for row in rows:
        length = clock(row.duration_ms) if row.duration_ms else ""
        print(f"{row.slug:<{width}}  {row.state:<10} {length:>8}  {row.why}".rstrip())
