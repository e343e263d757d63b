"""`podcast check`: each deliberate fault is found, and only it."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from podcast.check import Finding, check
from podcast.check.audio import measure
from podcast.check.fetch import Web
from podcast.errors import PublishError
from podcast.site.build import rebuild
from tests.published import NOW, SECONDS, make_episode, write_mp3


@pytest.fixture
def feed(show, audio, publish) -> Path:
    publish(make_episode(show, audio, 1))
    publish(make_episode(show, audio, 2))
    rebuild(show, now=NOW)
    return show.feed


def found(target: Path, listen: int = 0, **options: Any) -> dict[str, Finding]:
    return {f.id: f for f in check(target, now=NOW, listen=listen, **options) if f.level in ("FAIL", "WARN")}


def test_a_sound_folder_passes(feed):
    assert not found(feed)
    assert not found(feed / "feed.xml")
    passed = [f for f in check(feed, now=NOW, listen=0) if f.level == "PASS"]
    assert len(passed) > 60


FEED = "https://show.example/tech/feed.xml"
FAULTS: list[tuple[str, Callable[[str], str]]] = [
    ("psp.language.value", lambda s: s.replace(">zh-tw<", ">cmn<")),
    ("psp.explicit.value", lambda s: s.replace("<itunes:explicit>false", "<itunes:explicit>no", 1)),
    ("psp.link.page", lambda s: s.replace("<link>https://show.example/tech/index.html", f"<link>{FEED}", 1)),
    ("psp.self", lambda s: s.replace('rel="self"', 'rel="via"', 1)),
    ("psp.category", lambda s: s.replace("itunes:category", "itunes:kategory")),
    ("psp.ns.podcast", lambda s: s.replace("https://podcastindex.org/namespace/1.0", "https://example.org/")),
    ("p20.guid", lambda s: s.replace("<podcast:guid>", "<podcast:guid>x")),
    ("p20.length", lambda s: s.replace(">王小明<", f">{'王' * 129}<")),
    ("p20.locked", lambda s: s.replace(">yes</podcast:locked>", ">maybe</podcast:locked>")),
    ("rec.owner", lambda s: s.replace("<itunes:email>host@", "<itunes:email>host.")),
    ("value.bytes", lambda s: s.replace("</description>", "長" * 1400 + "</description>", 1)),
    ("value.length", lambda s: s.replace("<title>第 1", "<title>" + "第" * 300, 1)),
    ("psp.item.guid.unique", lambda s: s.replace(s.split('="false">')[1][:36], s.split('="false">')[2][:36])),
    ("rss.guid.permalink", lambda s: s.replace(' isPermaLink="false"', "", 1)),
    ("address", lambda s: s.replace("enclosure url=\"https:", "enclosure url=\"http:", 1)),
    ("apple.enclosure.type", lambda s: s.replace('type="audio/mpeg"/>', 'type="audio/wav"/>', 1)),
    ("audio.length", lambda s: s.replace('length="4', 'length="5', 1)),
    ("rss.date", lambda s: s.replace("<pubDate>S", "<pubDate>X", 1)),
    ("rss.date.past", lambda s: s.replace(" 1999 ", " 2099 ")),
    ("feed.order", lambda s: s.replace("03 Jan 1999", "01 Jan 1999").replace("Sun, 01", "Fri, 01")),
    ("notes.safe", lambda s: s.replace("&lt;p&gt;", "&lt;p onclick=x()&gt;", 1)),
    ("notes.safe", lambda s: s.replace('a href="https', 'a href="javascript:', 1)),
    ("rec.item.duration.seconds", lambda s: s.replace("<itunes:duration>40", "<itunes:duration>0:40", 1)),
    ("rec.item.number", lambda s: s.replace("<itunes:episode>2<", "<itunes:episode>1<")),
    ("p20.transcript.type", lambda s: s.replace("application/x-subrip", "application/srt", 1)),
    ("p20.chapters.type", lambda s: s.replace("application/json+chapters", "application/json", 1)),
    ("p20.soundbite", lambda s: s.replace('duration="16.9"', 'duration="9"', 1)),
    ("ai.show", lambda s: s.replace('purpose="ai-content"', 'purpose="x"', 1)),
    ("ai.item", lambda s: s[::-1].replace('"ai-content"'[::-1], '"x"', 1)[::-1]),
    ("p20.ai", lambda s: s.replace('purpose="ai-content">true', 'purpose="ai-content">yes', 1)),
    ("p20.ai.show", lambda s: s.replace('purpose="ai-content">true', 'purpose="ai-content">false', 1)),
    ("captions.there", lambda s: s.replace("EP1.vtt", "EP9.vtt")),
    ("page.there", lambda s: s.replace("/EP1/index.html", "/EP9/index.html")),
    ("xml.lost", lambda s: s.replace("晨間", "\ufffd間", 1)),
    ("xml.doctype", lambda s: s.replace("<rss ", "<!DOCTYPE rss>\n<rss ", 1)),
    ("rss.items", lambda s: s[: s.index("<item>")] + "</channel></rss>"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "fault"), FAULTS, ids=[f"{i}-{id}" for i, (id, _) in enumerate(FAULTS)])
def test_a_fault_in_the_feed_is_found(feed, id, fault):
    sound = (feed / "feed.xml").read_text()
    broken = fault(sound)
    assert broken != sound, "the fault is not in"
    (feed / "feed.xml").write_text(broken)
    assert id in found(feed)


@pytest.mark.parametrize(
    ("name", "old", "new", "id"),
    [
        ("EP1.vtt", "WEBVTT\n\n", "WEBVTT\n", "captions.vtt"),
        ("EP1.vtt", "00:00:02.500 -->", "00:00:00.500 -->", "captions.order"),
        ("EP1.vtt", "先聽重點", "先聽重點" * 9, "captions.width"),
        ("EP1.srt", "-->", "->", "captions.read"),
        ("EP1.srt", "00:00:39,900", "00:09:39,900", "captions.end"),
        ("transcript.json", '"body"', '"text"', "captions.read"),
        ("chapters.json", "1.2.0", "9", "chapters.read"),
        ("chapters.json", '"startTime": 22.0', '"startTime": 2.0', "chapters.times"),
        ("chapters.json", '"title": "', '"title": "' + "長" * 31, "chapters.short"),
        ("chapters.json", '"startTime": 34.0', '"startTime": "34"', "chapters.times"),
        ("index.html", "<head>", '<head><script src="https://tracker.example/x.js"></script>', "page.foreign"),
        ("index.html", "</body>", '<p onclick="x()">x</p></body>', "page.scripts"),
        ("index.html", "<html lang", "<html data-lang", "page.language"),
    ],
)
def test_a_fault_beside_the_audio_is_found(feed, name, old, new, id):
    path = feed / "EP1" / name
    sound = path.read_text()
    assert old in sound
    path.write_text(sound.replace(old, new))
    assert list(found(feed)) == [id]


def test_fewer_than_three_chapters_are_told(feed):
    path = feed / "EP1" / "chapters.json"
    chapters = json.loads(path.read_text())
    path.write_text(json.dumps(chapters | {"chapters": chapters["chapters"][:2]}))
    assert list(found(feed)) == ["chapters.count"]


def test_a_cover_that_directories_refuse_is_found(feed):
    from PIL import Image

    (cover,) = feed.glob("cover-*.jpg")
    Image.new("L", (1200, 1000)).save(cover)
    assert set(found(feed)) == {"image.size", "image.colour"}
    cover.write_bytes(b"no image")
    assert set(found(feed)) == {"image.read"}


# ---------------------------------------------------------------- audio


def test_loudness_and_length_of_a_tone(mp3):
    """A sine of amplitude 0.25 in one channel is -16.2 LUFS: 20 log10(0.25) - 3.01 - 0.691 + K at 440 Hz."""
    sound = measure(mp3.read_bytes())
    assert sound.lufs == pytest.approx(-16.2, abs=0.2)
    assert sound.true_peak_dbtp == pytest.approx(-12.04, abs=0.5)
    assert (sound.rate, sound.channels, sound.kbit_s) == (48_000, 1, 96)
    assert sound.seconds == pytest.approx(SECONDS, abs=0.05)


def test_a_truncated_mp3_and_one_with_junk_are_found(mp3, tmp_path):
    data = mp3.read_bytes()
    for name, broken in (
        ("cut", data[:-100]),
        ("junk", data[:10_000] + b"x" * 50 + data[10_000:]),
        ("text", b"no mp3"),
    ):
        path = tmp_path / f"{name}.mp3"
        path.write_bytes(broken)
        assert "mp3.frames" in found(path), name
    assert "mp3.frames" not in found(mp3)


def test_too_quiet_and_untagged(tmp_path):
    path = tmp_path / "quiet.mp3"
    write_mp3(path, seconds=5, amplitude=0.02)
    assert {"mp3.loudness", "id3.names", "id3.cover"} <= set(found(path))


def test_tags_are_judged(mp3, tmp_path):
    from mutagen.id3 import CHAP, CTOC, ID3, TIT2, TXXX

    path = tmp_path / "tagged.mp3"
    path.write_bytes(mp3.read_bytes())
    tags = ID3()
    tags.add(CTOC("toc", 3, ["a", "b"], []))
    tags.add(CHAP("a", 0, 10_000, 0xFFFFFFFF, 0xFFFFFFFF, [TIT2(1, ["開場"])]))
    tags.add(CHAP("b", 10_000, 90_000, 0xFFFFFFFF, 0xFFFFFFFF, [TIT2(3, ["收尾"])]))
    tags.add(TXXX(3, "AIGC", ['{"Label": "1"}']))
    tags.save(path)
    faults = found(path)
    assert {"id3.chapter.times", "id3.chapter.utf16"} <= set(faults)
    assert "id3.aigc" not in faults
    assert "id3.contents" not in faults
    tags.add(CTOC("second", 3, ["a"], []))
    tags.save(path)
    assert "id3.contents" in found(path)


# ---------------------------------------------------------------- addresses


class Plain(SimpleHTTPRequestHandler):
    """A server without ranges, validators that matter, or CORS."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(show, audio, publish, tmp_path) -> Iterator[str]:
    publish(make_episode(show, audio))
    handler = partial(Plain, directory=str(tmp_path / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        rebuild(replace(show, persons=()), now=NOW, address=address, into=tmp_path / "served")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def test_a_poor_server_is_told_apart(served):
    faults = {f.id: f.detail for f in check(served, now=NOW, listen=1)}
    assert "status 200, not 206" in faults["audio.there"]
    assert "server.cors" in faults
    assert faults["p20.guid.kept"].count(served) == 1


def test_nothing_there_is_one_sentence(served, tmp_path):
    with pytest.raises(PublishError, match=r"answers GET with 404"):
        check(served + "nothing/feed.xml", now=NOW)
    with pytest.raises(PublishError, match=r"cannot be reached"):
        check("http://127.0.0.1:9/feed.xml", now=NOW)
    with pytest.raises(PublishError, match=r"cannot be reached: URL can't contain control characters"):
        Web().get(served + "a b.mp3")
    with pytest.raises(PublishError, match=r"There is no .*feed\.xml"):
        check(tmp_path / "empty", now=NOW)
    (tmp_path / "feed.xml").write_text("<html></html>")
    with pytest.raises(PublishError, match="no RSS feed"):
        check(tmp_path / "feed.xml", now=NOW)
    (tmp_path / "feed.xml").write_bytes(io.BytesIO(b"<rss").read())
    with pytest.raises(PublishError, match="not well-formed"):
        check(tmp_path / "feed.xml", now=NOW)


class Unwilling(SimpleHTTPRequestHandler):
    """A server that sends half, too much, or a little at a time."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        kind = self.path.strip("/")
        self.send_response(200)
        self.send_header("Content-Type", "audio/mpeg" if kind == "audio" else "text/xml")
        if kind in ("half", "none"):
            self.send_header("Content-Length", "4000")
        self.end_headers()
        if kind == "half":
            self.wfile.write(b"<rss>" * 400)
        elif kind != "none":
            with suppress(OSError):  # until the other side has had enough
                for _ in range(40 if kind == "slow" else 3):
                    self.wfile.write(b"x" if kind == "slow" else bytes(1 << 20))
                    time.sleep(0.05 if kind == "slow" else 0)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("half", r"breaks off after 2,000 of 4,000 bytes"),
        ("none", r"breaks off after 0 of 4,000 bytes"),
        ("large", r"sends more than 2 MB"),
        ("slow", r"was not whole after 1 s"),
    ],
)
def test_a_server_that_sends_half_too_much_or_too_slowly_is_one_sentence(kind, reason, monkeypatch):
    monkeypatch.setattr("podcast.check.fetch.LARGEST_TEXT", 2 << 20)
    monkeypatch.setattr("podcast.check.fetch.DEADLINE_S", 1)
    with ThreadingHTTPServer(("127.0.0.1", 0), Unwilling) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        try:
            with pytest.raises(PublishError, match=rf"{kind} cannot be reached: it {reason}"):
                Web().get(address + kind)
            assert len(Web().get(address + "audio").data) == 3 << 20
        finally:
            server.shutdown()


def test_a_damaged_episode_json_is_told(show, audio, publish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    (show.feed / "EP1" / "episode.json").write_text("{", encoding="utf-8")
    assert [(f.level, f.where) for f in check(show.feed, now=NOW) if f.id == "episode.record"] == [("WARN", "EP1")]


def test_a_page_names_the_audio_of_its_enclosure(show, audio, publish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    page = show.feed / "EP1" / "index.html"
    assert "page.audio" not in faults_of(show)
    data = page.read_text(encoding="utf-8")
    page.write_text(data.replace('property="og:audio" content="', 'property="og:audio" content="x'), encoding="utf-8")
    assert "page.audio" in faults_of(show)


def faults_of(show) -> set[str]:
    return {finding.id for finding in check(show.feed, now=NOW) if finding.level != "PASS"}
