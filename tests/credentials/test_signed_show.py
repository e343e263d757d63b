"""A show that signs, as its user meets it: render, render again, check; and the key stays where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("c2pa")
pytest.importorskip("cryptography")

from tests.campaigns import new_show
from tests.credentials.certificates import issue
from tests.fakes import FakeOpenAI
from tests.test_cli import Podcast, podcast  # noqa: F401 (a fixture)

VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: openai, voice: onyx}\n"
DIGEST = "---\nnumber: 1\ndate: 2026-11-24\n---\n# 只有一句話\n\n早安。\n"
SIGNED = "audio: {also: [m4a]}\ncredentials: {certificate: certs/cert.pem, key: certs/key.pem}\n"


@pytest.fixture
def show(tmp_path: Path) -> Path:
    new_show(tmp_path, DIGEST, VOICES)
    issue(tmp_path / "certs")
    return tmp_path


def sign(show: Path, more: str = SIGNED) -> None:
    with (show / "show.yaml").open("a", encoding="utf-8") as file:
        file.write(more)


def audio(show: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (show / "feed" / "EP1").iterdir() if p.suffix in (".mp3", ".m4a")}


def test_a_show_that_signs(show: Path, podcast: Podcast) -> None:  # noqa: F811
    sign(show)
    with FakeOpenAI():
        ran = podcast("render", "EP1")
        assert ran.code == 0, ran.err
        assert "signed   content credentials of 早報, until 2035-12-30" in ran.out
        first = audio(show)
        assert sorted(Path(name).suffix for name in first) == [".m4a", ".mp3"]
        ran = podcast("render", "EP1", "--again")
        assert "(same bytes)" in ran.out
        assert audio(show) == first
    told = podcast("check").out
    assert told.count("credentials.by") == 2
    assert "audio/mpeg: trainedAlgorithmicMedia, signed by 早報, 測試" in told
    assert "FAIL" not in told
    episode = json.loads((show / "feed" / "EP1" / "episode.json").read_text(encoding="utf-8"))
    assert episode["audio"]["unsigned_sha256"] != episode["audio"]["sha256"]
    _is_nowhere_else(show)


def _is_nowhere_else(show: Path) -> None:
    secret = (show / "certs" / "key.pem").read_bytes().splitlines()[1]
    files = [path for path in show.rglob("*") if path.is_file()]
    assert [path.name for path in files if secret in path.read_bytes()] == ["key.pem"]


def test_a_fault_is_told_before_anything_is_spoken(show: Path, podcast: Podcast) -> None:  # noqa: F811
    sign(show)
    (show / "certs" / "key.pem").unlink()
    with FakeOpenAI() as service:
        ran = podcast("render", "EP1")
    assert ran.code == 1
    assert ran.err.endswith("in show.yaml credentials.key, does not exist: correct the name.\n")
    assert not service.asked
    assert not (show / "feed" / "EP1").exists() or not audio(show)


def test_a_time_that_nobody_attests_is_told_and_leaves_nothing_unsigned(show: Path, podcast: Podcast) -> None:  # noqa: F811
    sign(show)
    settings = show / "show.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("key.pem}", "key.pem, timestamp: http://127.0.0.1:9/}"), encoding="utf-8")
    with FakeOpenAI():
        ran = podcast("render", "EP1")
    assert ran.code == 1
    assert "credentials.timestamp, http://127.0.0.1:9/, answers" in ran.err
    assert audio(show) == {}


def test_what_is_published_stays_unsigned_until_rendered_again(show: Path, podcast: Podcast) -> None:  # noqa: F811
    with FakeOpenAI():
        assert podcast("render", "EP1").code == 0
        sign(show)
        assert "(up to date" in podcast("render", "EP1").out
        assert "content credentials" in podcast("status").out
        assert "signed" in podcast("render", "EP1", "--again").out
    assert len([name for name in audio(show) if name.endswith(".mp3")]) == 2
