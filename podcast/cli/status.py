"""podcast status: where each digest and episode stands."""

from __future__ import annotations

import typer

TITLE = 32  # columns of a title; the rest of it stands on the page


def register(root: typer.Typer) -> None:
    root.command()(status)


def status() -> None:
    """List each episode, the newest first: drafted, edited, rendered, published or stale, and why."""
    from podcast.cli._common import load_library, no_digests, now
    from podcast.status import same_numbers, survey
    from podcast.text import clock, columns

    library = load_library()
    rows = survey(library, now(library.show))
    if not rows:
        print(no_digests(library))
        return
    cells = [
        (
            row.slug,
            row.state,
            "" if row.number is None else f"#{row.number}",
            f"{row.date:%Y-%m-%d}" if row.date else "",
            clock(row.duration_ms) if row.duration_ms else "",
            _cut(row.title),
        )
        for row in rows
    ]
    widths = [max(columns(cell) for cell in column) for column in zip(*cells, strict=True)]
    for row, told in zip(rows, cells, strict=True):
        line = "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(told, widths, strict=True))
        print(f"{line}  {row.why}".rstrip())
    for _, sentence in same_numbers(rows):
        print(f"note: {sentence}")


def _cut(title: str) -> str:
    from podcast.text import columns

    if columns(title) <= TITLE:
        return title
    while columns(title) >= TITLE:
        title = title[:-1]
    return f"{title}…"
