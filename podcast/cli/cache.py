"""podcast cache: the store of spoken clips."""

from __future__ import annotations

from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(cache)


def cache(
    prune: Annotated[bool, typer.Option("--prune", help="Remove the clips that no script uses any more.")] = False,
) -> None:
    """Show how much the spoken clips take, and prune what no script uses."""
    from podcast.cli._common import load_library, now, shown
    from podcast.speak import ClipStore
    from podcast.status import keys_in_use

    library = load_library()
    store = ClipStore(library.show.state / "clips")
    files, size = store.size()
    print(f"{shown(store.root)}: {files} clips, {size / 1e6:.1f} MB")
    if prune:
        files, size = store.prune(keys_in_use(library, now(library.show)))
        print(f"removed {files} clips, {size / 1e6:.1f} MB")
