"""podcast rename: an episode under another name."""

from __future__ import annotations

from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(rename)


def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The episode's name now.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its name from now on.")],
) -> None:
    """Give digest, script and episode another name; guid and date stay, so no app shows it anew."""
    from podcast.cli._common import load_library, now
    from podcast.rename import rename as renamed
    from podcast.show.lock import render_lock

    library = load_library()
    with render_lock(library.show.state / "render.lock"):
        episode = renamed(library, old, new, now(library.show))
    if episode is None:
        print(f"{old} is {new} now")
        return
    print(f"{old} is {new} now, with the guid and date that it had; its old page leads to the new one.")
    print(f"Then, from here: podcast publish TARGET (what lies there under {old} stays for those who have it)")
