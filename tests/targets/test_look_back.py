"""After publishing: what a listener's app gets at the public address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from podcast.show import Show
from podcast.targets.look_back import look_back

FEED = '<rss><channel><item><enclosure url="{address}EP1.mp3" length="{length}"/></item></channel></rss>'


@pytest.fixture
def show(tmp_path: Path) -> Iterator[Show]:
    """A show whose address serves the folder there/."""
    there = tmp_path / "there"
    there.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(there)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    show = Show(root=tmp_path, title="早報", author="編輯室", description="每天的新聞。", address=address)
    show.feed.mkdir()
    yield show
    server.shutdown()
    server.server_close()


def put(show: Show, length: int = 4, audio: bytes | None = b"ID3.", here: str = "") -> None:
    text = FEED.format(address=show.address, length=length)
    (show.root / "there" / "feed.xml").write_text(text, "utf-8")
    (show.feed / "feed.xml").write_text(text + here, "utf-8")
    if audio is not None:
        (show.root / "there" / "EP1.mp3").write_bytes(audio)


def test_nothing_is_wrong(show: Show) -> None:
    put(show)
    assert look_back(show) == ()


def test_a_feed_that_is_not_there_is_named(show: Show) -> None:
    (told,) = look_back(show)
    assert told.startswith(f"{show.address}feed.xml cannot be read: ")


def test_it_is_the_missing_audio_that_is_named_not_the_feed(show: Show) -> None:
    put(show, audio=None)
    (told,) = look_back(show)
    assert told.startswith(f"{show.address}EP1.mp3 cannot be read: ")


def test_an_old_feed_and_audio_of_another_length_are_both_told(show: Show) -> None:
    put(show, length=5, here="<!-- newer -->")
    old, short = look_back(show)
    assert "feed.xml is not yet the feed that was published" in old
    assert "EP1.mp3 has another length than the feed states" in short
