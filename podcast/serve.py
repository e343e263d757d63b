"""`podcast serve`: the published folder over HTTP, as strict as the server it will stand on one day.

starlette answers HEAD, ranges (206, 416, If-Range), ETag and 304. Here are the types and headers
that a podcast needs, and what is not served: dot files, and anything outside the folder.
This module imports starlette; commands that do not serve should not import it.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from podcast.episode.names import content_type
from podcast.errors import PodcastError, PublishError

LOOK_S = 2.0  # between two looks for what was rendered
SHARED = (".vtt", ".srt", ".json", ".xml")
"""Players on other sites read these from their own pages: transcripts, chapters, the feed."""


class PublishedFolder(StaticFiles):
    """Everything under one folder, read only, without listings."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if any(part.startswith(".") and part != "." for part in Path(path).parts):
            raise HTTPException(404)
        try:
            response = await super().get_response(path, scope)
        except PermissionError:  # a directory that may not be entered
            raise HTTPException(404) from None
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        name = os.fspath(full_path)
        if response.status_code != 304:
            response.headers["Content-Type"] = content_type(name)
        # A page must not be older than the feed beside it; audio never changes under its name.
        response.headers["Cache-Control"] = (
            "public, max-age=31536000" if name.endswith((".mp3", ".m4a", ".opus")) else "no-cache"
        )
        if name.endswith(SHARED):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def watch(fingerprint: Callable[[], object], rebuild: Callable[[], object], stop: threading.Event) -> None:
    """Call ``rebuild`` whenever ``fingerprint`` gives another answer, until ``stop``. For a thread of its own.

    A rebuild that fails, because a render is under way, is tried again with the next look.
    """
    seen = fingerprint()
    while not stop.wait(LOOK_S):
        found = fingerprint()
        if found == seen:
            continue
        with suppress(PodcastError, OSError):
            rebuild()
            seen = found


def application(folder: Path) -> Starlette:
    """The ASGI application that serves ``folder``."""
    return Starlette(routes=[Mount("/", app=PublishedFolder(directory=folder, html=True))])


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8000, ready: Callable[[str], None] | None = None) -> None:
    """Serve ``folder`` until Ctrl-C.

    ``ready`` is called with the address at which a listener reaches the folder ("http://…/"),
    once the port is ours and before the first answer: the time to rebuild the feed for that
    address and to show it. Port 0 takes a free one.
    """
    import uvicorn

    listener = _listen(host, port)
    with listener:
        if ready:
            ready(_address(listener))
        config = uvicorn.Config(
            application(folder),
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=1,  # a phone that keeps its connection must not hold Ctrl-C up
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        where = f"{host}, port {port}"
        raise PublishError(f"Cannot serve on {where}: {reason}; choose others with --host and --port.") from error


def _address(listener: socket.socket) -> str:
    """Where others find us: of a socket on all interfaces, the one that leads to the net."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = _own_address() or "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _own_address() -> str | None:
    """This machine's address on its net; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address reserved for documentation
        except OSError:
            return None
        return str(probe.getsockname()[0])
