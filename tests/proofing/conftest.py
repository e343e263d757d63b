"""A small show whose episode a service on loopback speaks, and the command line in its folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from podcast.show import Show
from tests.fakes import FakeEdge
from tests.proof.conftest import FakeRecogniser

SHOW = "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\naddress: https://show.example/\nmusic: off\n"
VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: edge, voice: zh-TW-YunJheNeural}\n"
LINES = ("第一句話說的是晶片。", "第二句話說的是廣告，還有早餐。", "第三句話說的是法院和訴狀。", "再見。")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "show.yaml").write_text(SHOW, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (tmp_path / "host.yaml").write_text("host: plain\n", encoding="utf-8")
    (tmp_path / "digests").mkdir()
    digest = f"---\nnumber: 3\ndate: 2026-11-24\n---\n# 測試\n\n{LINES[0]}{LINES[1]}\n\n## 消息\n\n- {LINES[2]}\n"
    (tmp_path / "digests" / "EP1.md").write_text(digest, encoding="utf-8")
    return tmp_path


@pytest.fixture
def edge() -> Iterator[FakeEdge]:
    with FakeEdge() as service:
        yield service


@pytest.fixture
def podcast(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*args: str) -> Ran:
        from podcast.cli import main

        monkeypatch.chdir(root)
        monkeypatch.setattr(sys, "argv", ["podcast", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Ran(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def show(root: Path) -> Show:
    from podcast.show.settings import load

    return load(root)


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> FakeRecogniser:
    """What every command hears with; ``texts`` is for the test to fill."""
    import podcast.proofing as proofing

    fake, ears = FakeRecogniser([]), proofing.ears
    monkeypatch.setattr(proofing, "ears", lambda show: ears(show, fake, lambda sound: 3.4))
    return fake
