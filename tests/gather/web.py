"""A server on loopback that behaves as badly as it is told to."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Site:
    """``pages``: path → (status, headers, body) or what is to be done with the open request."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.at_once = self.most_at_once = 0
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def site(address: str = "127.0.0.1") -> Iterator[Site]:
    told = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            told.at_once += 1
            told.most_at_once = max(told.most_at_once, told.at_once)
            try:
                page = told.pages.get(self.path, (404, {}, b""))
                if callable(page):
                    page = page(self)
                if page is not None:
                    status, headers, body = page
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), **headers}.items():
                        self.send_header(name, value.encode().decode("latin-1"))  # bytes as they are
                    self.end_headers()
                    told.at_once -= 1  # once the answer is sent the other side may ask again
                    self.wfile.write(body)
            except OSError:
                pass  # the other side went away, as it should

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET

    server = Server((address, 0), Handler)
    told.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte every tenth of a second, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.1)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def endless_headers(handler: BaseHTTPRequestHandler) -> None:
    for n in range(100_000):
        handler.wfile.write(f"X-{n}: {'a' * 100}\r\n".encode() if n else b"HTTP/1.1 200 OK\r\n")


def cut_short(handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Length": "5000"}, b"<html>half"


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(40 * 1024 * 1024), 1)


def bomb(handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Encoding": "gzip"}, _bomb()


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>a</p>" * 10_000)


def garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01\x02 not HTTP at all\r\n\r\n")


def vanishing(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


Behaviour = Callable[[BaseHTTPRequestHandler], object]
