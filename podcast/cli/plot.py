"""podcast plot: how an episode sounds, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(plot)


def plot(
    name: Annotated[str, typer.Argument(metavar="EP1", help="A rendered episode.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A PNG; otherwise plots/EP1.png.")] = None,
) -> None:
    """Draw an episode's waveform by speaker, its chapters, and its loudness over time."""
    from podcast.aloud import rendered
    from podcast.cli._common import load_library, shown
    from podcast.disk import write_whole
    from podcast.episode.names import safe_name
    from podcast.episode.record import folder
    from podcast.site.plot import levels
    from podcast.site.plot import plot as drawn

    library = load_library()
    show = library.show
    episode = rendered(show, library.find(name))
    path = output or show.root / "plots" / f"{safe_name(episode.slug)}.png"
    write_whole(path, drawn(show, episode, levels(folder(show.feed, episode.slug) / episode.audio.file)))
    print(shown(path))
