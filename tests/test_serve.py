"""The server, asked over real sockets on loopback."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from podcast.cli.serve import _phone
from podcast.episode.names import content_type
from podcast.errors import PublishError
from podcast.serve import application, serve, watch
from podcast.site.qr import svg, terminal

BODY = bytes(range(256)) * 40
FILES = {
    "feed.xml": b"<rss/>",
    "index.html": b"<!doctype html>",
    "EP1/index.html": b"<!doctype html>EP1",
    "EP1/EP1-0123abcd.mp3": BODY,
    "EP1/EP1.vtt": b"WEBVTT\n",
    "EP1/EP1.srt": b"1\n",
    "EP1/transcript.json": b"{}",
    "EP1/chapters.json": b"{}",
    "assets/cover.jpg": b"jpg",
    "assets/player.js": b"//",
    ".secret": b"SECRET",
    "EP1/.episode.part": b"SECRET",
    "empty/.keep": b"",
}
MP3 = "/EP1/EP1-0123abcd.mp3"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_bytes(b"SECRET")
    root = tmp_path_factory.mktemp("served") / "feed"
    for name, data in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / "link.txt").symlink_to(outside / "secret.txt")
    (root / "linked").symlink_to(outside)
    return root


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(folder), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(5)


class Answer:
    def __init__(self, port: int, path: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        connection.close()


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/EP1/", "text/html; charset=utf-8"),
        (MP3, "audio/mpeg"),
        ("/EP1/EP1.vtt", "text/vtt; charset=utf-8"),
        ("/EP1/EP1.srt", "application/x-subrip; charset=utf-8"),
        ("/EP1/transcript.json", "application/json"),
        ("/EP1/chapters.json", "application/json+chapters"),
        ("/assets/cover.jpg", "image/jpeg"),
        ("/assets/player.js", "text/javascript; charset=utf-8"),
    ],
)
def test_types(port: int, path: str, type: str) -> None:
    get, head = Answer(port, path), Answer(port, path, "HEAD")
    assert (get.status, head.status) == (200, 200)
    assert get.headers["Content-Type"] == head.headers["Content-Type"] == type
    assert get.headers["X-Content-Type-Options"] == "nosniff"
    assert (head.body, int(head.headers["Content-Length"])) == (b"", len(get.body))


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-1", 206, 0, 1),
        ("bytes=100-199", 206, 100, 199),
        ("bytes=10000-", 206, 10_000, len(BODY) - 1),
        ("bytes=-5", 206, len(BODY) - 5, len(BODY) - 1),
        ("bytes=10239-99999", 206, 10_239, 10_239),
    ],
)
def test_ranges(port: int, asked: str, status: int, first: int, last: int) -> None:
    answer = Answer(port, MP3, Range=asked)
    assert (answer.status, answer.body) == (status, BODY[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(BODY)}"
    assert answer.headers["Content-Type"] == "audio/mpeg"


def test_a_range_beyond_the_end(port: int) -> None:
    answer = Answer(port, MP3, Range=f"bytes={len(BODY)}-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{len(BODY)}")


def test_if_range(port: int) -> None:
    tag = Answer(port, MP3, "HEAD").headers["ETag"]
    assert Answer(port, MP3, Range="bytes=0-4", If_Range=tag).status == 206
    assert Answer(port, MP3, Range="bytes=0-4", If_Range='"other"').status == 200


def test_validators(port: int) -> None:
    first = Answer(port, "/feed.xml")
    for again in (
        Answer(port, "/feed.xml", If_None_Match=first.headers["ETag"]),
        Answer(port, "/feed.xml", If_None_Match=f'"x", {first.headers["ETag"]}'),
        Answer(port, "/feed.xml", If_Modified_Since=first.headers["Last-Modified"]),
    ):
        assert (again.status, again.body) == (304, b"")
    assert Answer(port, "/feed.xml", If_None_Match='"other"').status == 200


def test_other_sites_may_read_transcripts_chapters_and_feed(port: int) -> None:
    for path in ("/EP1/EP1.vtt", "/EP1/EP1.srt", "/EP1/transcript.json", "/EP1/chapters.json", "/feed.xml"):
        assert Answer(port, path, Origin="https://player.example").headers["Access-Control-Allow-Origin"] == "*"
    assert Answer(port, "/", Origin="https://player.example").headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/.secret",
        "/EP1/.episode.part",
        "/%2esecret",
        "/link.txt",
        "/linked/secret.txt",
        "/../outside0/secret.txt",
        "/EP1/../../outside0/secret.txt",
        "/%2e%2e/outside0/secret.txt",
        "/..%2foutside0%2fsecret.txt",
        "/..\\outside0\\secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/EP1%00.mp3",
        "/" + "x" * 3000,
        "/empty/",
        "/assets/",
        "/none.mp3",
    ],
)
def test_nothing_else_is_served(port: int, path: str) -> None:
    answer = Answer(port, path)
    assert answer.status in (400, 404)
    assert b"SECRET" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_nothing_is_written(port: int, folder: Path, method: str) -> None:
    assert Answer(port, "/new.txt", method).status == 405
    assert Answer(port, "/feed.xml", method).status == 405
    assert not (folder / "new.txt").exists()
    assert (folder / "feed.xml").read_bytes() == b"<rss/>"


def test_a_huge_header_does_not_end_it(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + b"a" * 200_000 + b"\r\n\r\n")
        assert raw.recv(100).startswith((b"HTTP/1.1 4", b""))
    assert Answer(port, "/").status == 200


def test_the_address_is_told_before_the_first_answer(folder: Path) -> None:
    told: list[str] = []
    threading.Thread(target=serve, args=(folder, "127.0.0.1", 0, told.append), daemon=True).start()
    while not told:
        time.sleep(0.01)
    port = int(told[0].removeprefix("http://127.0.0.1:").removesuffix("/"))
    assert Answer(port, "/feed.xml").body == b"<rss/>"


def test_a_taken_port_is_one_sentence(folder: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(PublishError, match=f"port {taken.getsockname()[1]}: .*--port"),
    ):
        serve(folder, port=taken.getsockname()[1])


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8000), ("no.such.host.example", 8000), ("127.0.0.1", 99_999)])
def test_an_address_that_is_not_ours_is_one_sentence(folder: Path, host: str, port: int) -> None:
    with pytest.raises(PublishError, match="Cannot serve on"):
        serve(folder, host, port)


def test_content_type_of_what_nobody_knows() -> None:
    assert content_type("x.unknown") == "application/octet-stream"
    assert content_type("EP1/X.MP3") == "audio/mpeg"


def test_qr_codes() -> None:
    code = svg("https://podcast.example/feed.xml")
    assert code.startswith("<svg")
    assert "style=" not in code
    assert terminal("http://192.168.1.2:8000/").count("\n") > 10


def test_what_is_rendered_meanwhile_is_built_and_what_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("podcast.serve.LOOK_S", 0.01)
    states, stop, built = iter([1, 1, 2, 2, 2]), threading.Event(), []

    def state() -> int:
        found = next(states, None)
        if found is None:
            stop.set()
        return found or 2

    def rebuild() -> None:
        built.append(1)
        if len(built) == 1:
            raise PublishError("a render is under way")

    watch(state, rebuild, stop)
    assert len(built) == 2, "the first failed; after the second nothing changed any more"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/"])
def test_an_address_that_no_phone_reaches_is_no_code_to_scan(address: str) -> None:
    assert "--host 0.0.0.0" in _phone(address)
    assert "█" not in _phone(address)
    assert "█" in _phone("http://192.168.1.7:8000/")
