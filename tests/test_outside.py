"""What stands around the program, a full disk, a file in the way, a name without end: one sentence, exit 1."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podcast.disk import write_whole
from podcast.errors import DiskError
from podcast.site.build import rebuild
from tests.campaigns import new_show
from tests.published import NOW, audio_of, make_episode, make_show, put_episode, write_mp3

ROOT = Path(__file__).parents[1]
LONG = "長" * 5000
COMMANDS = (
    ("render", LONG),
    ("script", LONG),
    ("preview", LONG, "--chapter", "1"),
    ("check", LONG),
    ("publish", LONG),
    ("fetch", LONG),
    ("episode", "hide", LONG),
    ("episode", "correct", LONG),
    ("fix", LONG, "x"),
    ("init", LONG),
    ("render", "A" * 300 + ".md"),
    ("publish", "s3://" + "a" * 5000),
)


def podcast(folder: Path, *args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "podcast", *args], cwd=folder, env=env, stderr=subprocess.PIPE, text=True,
        check=False, **({"stdout": subprocess.PIPE} | options),
    )  # fmt: skip


def one_sentence(told: str) -> None:
    lines = told.strip().splitlines()
    assert len(lines) == 1, told[:2000]
    assert lines[0].startswith("podcast: ")
    assert len(lines[0]) < 700, told[:2000]


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """A command in this process, which is quicker: exit code and what it says on stderr."""
    from podcast.cli import main

    def run(folder: Path, *args: str) -> tuple[int, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["podcast", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_show(tmp_path_factory.mktemp("outside") / "show")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_a_name_of_thousands_of_letters(show: Path, inside, command: tuple[str, ...]) -> None:
    code, told = inside(show, *command)
    assert code == 1, told[:500]
    one_sentence(told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
@pytest.mark.parametrize("command", [("status",), ("--help",), ("script", "EP1")])
def test_output_to_a_full_disk(show: Path, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = podcast(show, *command, stdout=full)
    assert done.returncode == 1
    one_sentence(done.stderr)
    assert "No space left" in done.stderr


@pytest.mark.parametrize("name", [".podcast", "feed", "scripts", "digests"])
def test_a_file_where_a_folder_of_the_show_belongs(tmp_path: Path, inside, name: str) -> None:
    folder = new_show(tmp_path / "show")
    if name == "digests":
        (folder / "digests").rename(folder / "old")
    (folder / name).write_text("mine")
    for command in (("status",), ("render", "EP1"), ("serve", "--port", "0"), ("publish", "../public"), ("cache",)):
        code, told = inside(folder, *command)
        assert code == 1, (command, told)
        one_sentence(told)
        assert f"{name} is a file, but a folder of the show belongs there: move it away." in told
    assert (folder / name).read_text() == "mine"


def test_a_name_as_long_as_a_file_may_have_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("集" * 80 + ".md")
    assert write_whole(path, "x")
    assert path.read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_text_that_is_no_unicode_is_told(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="character 2 of its text is none"):
        write_whole(tmp_path / "a", "A\ud800")


def test_publish_is_stopped_by_what_check_finds_unless_told_otherwise(tmp_path: Path) -> None:
    folder = new_show(tmp_path / "show")
    show = make_show(folder, title="早報", author="編輯室", description="每天的新聞。", address="https://show.example/")
    write_mp3(tmp_path / "loud.mp3", amplitude=0.02)
    put_episode(show.feed, make_episode(show, audio_of(tmp_path / "loud.mp3")), tmp_path / "loud.mp3")
    rebuild(show, now=NOW)
    stopped = podcast(folder, "publish", "../public")
    assert stopped.returncode == 1
    *found, last = stopped.stderr.strip().splitlines()
    assert any(line.startswith("FAIL  mp3.loudness") for line in found)
    assert last.startswith("podcast: nothing was brought, for `podcast check` finds 1 failure, the first mp3.loudness")
    assert not (tmp_path / "public").exists()
    assert podcast(folder, "publish", "../public", "--no-check").returncode == 0
    fresh = new_show(tmp_path / "fresh")
    assert podcast(fresh, "fetch", "../public").returncode == 0
    again = podcast(fresh, "publish", "../public")
    assert again.returncode == 0, "what is there and not here was judged when it was brought: " + again.stderr
