"""`podcast morning`: from an empty folder with sources to a published episode, each gate with its own exit code."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from podcast.check.rules import Finding
from podcast.speak.work import Policy
from tests.campaigns import new_show
from tests.fakes import FakeOpenAI
from tests.gather import web
from tests.gather.test_feed_and_mail import rss
from tests.gather.test_stories import ROWS

VOICES = (
    "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: openai, voice: nova, model: gpt-4o-mini-tts}\n"
)
Morning = Callable[..., tuple[int, str, str]]


def feed(*names: str, language: str) -> bytes:
    """Of today, whenever that is."""
    text = rss([[row[2], row[3]] for row in ROWS if row[0] in names and row[1] == language])
    return re.sub("<pubDate>.*?</pubDate>", f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate>", text).encode()


@pytest.fixture
def news():
    with web.site() as told:
        yield told


@pytest.fixture
def show(tmp_path: Path, news, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_show(tmp_path / "show", voices=VOICES)
    (folder / "digests" / "EP1.md").unlink()
    (folder / "sources.yaml").write_text(
        f"feeds:\n  - {news.url('/a')}\n  - {news.url('/b')}\n  - {news.url('/gone')}\n"
        f"allow_private: [127.0.0.1]\ndays: 2\nnotify: {news.url('/hook')}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(folder)
    monkeypatch.setattr("podcast.gather.fetch.WAITS_S", ())
    return folder


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Morning:
    fast = Policy(first_wait_s=0.01, longest_wait_s=0.05, longest_pause_s=1.0, deadline_s=5.0, overtime_s=0.5)
    monkeypatch.setattr("podcast.speak.choose.Policy", lambda: fast, raising=False)
    monkeypatch.setattr("podcast.speak.work.Policy", lambda: fast)

    def run(*args: str) -> tuple[int, str, str]:
        from podcast.cli import main

        monkeypatch.setattr(sys, "argv", ["podcast", "morning", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_a_morning(show: Path, news, morning: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news.pages |= {
        "/a": (200, {}, feed("moon", language="zh")),
        "/b": (200, {}, feed("moon", language="cn")),
    }
    with FakeOpenAI() as service:
        service.always("401")
        code, _, err = morning(str(tmp_path / "web"), "--least", "1")
        assert (code, "render:" in err) == (13, True)
        service.always(None)
        asked = len(news.asked)
        code, out, err = morning(str(tmp_path / "web"), "--least", "1")
        assert code == 0, err
        assert len(news.asked) == asked  # it goes on with the draft that is there
    assert "EP1 is done." in out
    assert "/gone" not in out
    text = (show / "digests" / "EP1.md").read_text(encoding="utf-8")
    assert "Selene-2" in text
    assert "晨光日報的報導" in text
    assert (tmp_path / "web" / "feed.xml").exists()
    with FakeOpenAI() as service:
        assert morning(str(tmp_path / "web"), "--least", "1")[0] == 0
        assert service.bodies == []
        code, _, err = morning(str(tmp_path / "web" / "feed.xml" / "web"), "--least", "1")
        assert (code, "publish:" in err) == (15, True)
        found = Finding("FAIL", "enclosure-length", "EP1", "it is longer than the feed says")
        monkeypatch.setattr("podcast.check.check", lambda *args, **kwargs: [found])
        code, _, err = morning(str(tmp_path / "new"), "--least", "1")
        assert (code, "it is longer than the feed says" in err) == (14, True)
        assert not (tmp_path / "new").exists()


def test_a_day_without_news_makes_no_episode_and_is_told(show: Path, news, morning: Morning) -> None:
    told: list[dict[str, object]] = []

    def post(handler) -> tuple[int, dict[str, str], bytes]:
        told.append(json.loads(handler.rfile.read(int(handler.headers["Content-Length"]))))
        return 200, {}, b""

    news.pages |= {"/a": (200, {}, feed("moon", language="zh")), "/hook": post}
    code, out, err = morning()
    assert code == 11
    assert "too few stories" in err
    assert "/gone answers 404" in out
    assert not list((show / "digests").iterdir())
    assert [(each["stage"], each["code"]) for each in told] == [("gather", 11)]


def test_no_source_at_all(show: Path, morning: Morning) -> None:
    code, _, err = morning()
    assert (code, "no source could be read" in err) == (10, True)


def test_a_command_is_told_and_a_broken_one_stops_nothing(show: Path, morning: Morning, tmp_path: Path) -> None:
    for command, heard in ((f"tee {tmp_path / 'heard'}", True), ("/no/such/command", False)):
        text = (show / "sources.yaml").read_text(encoding="utf-8")
        lines = [line for line in text.split("\n") if not line.startswith("notify")]
        (show / "sources.yaml").write_text("\n".join([*lines, f"notify: {command}"]), encoding="utf-8")
        code, out, _ = morning()
        assert code == 10
        assert ("notify:" in out) is not heard


def test_a_script_that_says_more_than_its_digest_is_not_spoken(show: Path, news, morning: Morning) -> None:
    news.pages |= {"/a": (200, {}, feed("moon", "drug", language="zh"))}
    with FakeOpenAI() as service:
        service.always("401")
        assert morning()[0] == 13
        script = show / "scripts" / "EP1.md"
        text = (
            script.read_text(encoding="utf-8")
            .replace("55 公尺", "9,300 公尺")
            .replace("16.2%", "88.8%")
            .replace("4.8%", "77.7%")
        )
        script.write_text(text, encoding="utf-8")
        code, _, err = morning()
    assert code == 12, err
    assert "--facts" in err
