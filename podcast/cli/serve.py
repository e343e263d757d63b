"""podcast serve: the show as it will be, on this machine or for a phone on the same net."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(root: typer.Typer) -> None:
    root.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="0.0.0.0 lets a phone on the same net subscribe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Serve the show, its feed made for the address at which it is served."""
    import tempfile

    from podcast.cli._common import load_show, now
    from podcast.serve import serve as serve_folder
    from podcast.site.build import rebuild
    from podcast.site.qr import terminal

    show = load_show()
    show.state.mkdir(parents=True, exist_ok=True)  # on the same disk: audio is linked, not copied
    with tempfile.TemporaryDirectory(prefix="serve-", dir=show.state) as made:

        def ready(address: str) -> None:
            rebuild(show, now=now(show))  # what is linked from it must be current
            rebuild(show, now=now(show), address=address, into=Path(made))
            print(
                f"page       {address}\nfeed       {address}feed.xml\n{terminal(address + 'feed.xml')}Ctrl-C ends it.",
                flush=True,
            )

        serve_folder(Path(made), host, port, ready)
