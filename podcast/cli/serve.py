"""podcast serve: the show as it will be, on this machine or for a phone on the same net."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.show import Show


def register(root: typer.Typer) -> None:
    root.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="0.0.0.0 lets a phone on the same net subscribe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Serve the show, its feed made for the address at which it is served; what is rendered meanwhile shows too."""
    import threading

    from podcast.cli._common import load_show, now
    from podcast.serve import serve as serve_folder
    from podcast.serve import watch
    from podcast.show.leftovers import served_folder
    from podcast.site.build import rebuild

    show = load_show()
    show.state.mkdir(parents=True, exist_ok=True)  # on the same disk: audio is linked, not copied
    stop = threading.Event()
    with served_folder(show) as made:

        def ready(address: str) -> None:
            def for_here() -> None:
                rebuild(show, now=now(show), address=address, into=made)

            rebuild(show, now=now(show))  # what is linked from it must be current
            for_here()
            threading.Thread(target=watch, args=(lambda: _rendered(show), for_here, stop), daemon=True).start()
            print(f"page       {address}\nfeed       {address}feed.xml\n{_phone(address)}Ctrl-C ends it.", flush=True)

        try:
            serve_folder(made, host, port, ready)
        finally:
            stop.set()


def _rendered(show: Show) -> frozenset[tuple[str, int, int]]:
    """What tells whether an episode came, changed or went: each episode.json with its time and size."""
    found = set()
    for path in show.feed.glob("*/episode.json"):
        try:
            stat = path.stat()
        except OSError:
            continue  # it is just being replaced
        found.add((path.parent.name, stat.st_mtime_ns, stat.st_size))
    return frozenset(found)


def _phone(address: str) -> str:
    """How a phone gets here: a code to scan, or how to let it in."""
    from urllib.parse import urlsplit

    from podcast.site.qr import terminal

    host = urlsplit(address).hostname or ""
    if host == "localhost" or host == "::1" or host.startswith("127."):
        return "phone      `podcast serve --host 0.0.0.0` lets one on the same net in, and shows a code to scan\n"
    return terminal(address + "feed.xml")
