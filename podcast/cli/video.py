"""podcast video: a published episode as a video for YouTube and Spotify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(video)


def video(
    name: Annotated[str, typer.Argument(metavar="EP1", help="A rendered episode.")],
    vertical: Annotated[bool, typer.Option("--vertical", help="1080 × 1920, for phones held upright.")] = False,
    folder: Annotated[Path | None, typer.Option("-o", "--output", help="Where to; otherwise videos/.")] = None,
) -> None:
    """Make an MP4 with cover, chapter and the sentence that is heard; beside it description, thumbnail, captions."""
    from podcast.aloud import rendered
    from podcast.cli._common import load_library, row, show_progress, shown
    from podcast.episode.record import folder as home
    from podcast.site.video import write_video

    library = load_library()
    show = library.show
    episode = rendered(show, library.find(name))
    audio = home(show.feed, episode.slug) / episode.audio.file
    with show_progress() as progress:
        progress.stage("影片 video")
        made = write_video(show, episode, audio, folder or show.root / "videos", vertical, progress)
    print(f"{shown(made.movie)}  {made.movie.stat().st_size / 1e6:.1f} MB")
    row("text", f"{shown(made.text)} (title, description with timestamps and sources)")
    row("picture", shown(made.picture))
    row("captions", shown(made.captions))
