"""What killed runs left is cleaned by the next; nothing of a living one is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from podcast.show import Show
from podcast.show.leftovers import OLD_S, YOUNG_S, served_folder, sweep
from tests.published import make_show


@pytest.fixture
def show(tmp_path: Path) -> Show:
    show = make_show(tmp_path)
    for folder in (show.feed / "EP1", show.scripts, show.ledger, show.cache / "clips" / "ab"):
        folder.mkdir(parents=True)
    return show


@pytest.fixture
def dead() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left(path: Path, age_s: float) -> Path:
    path.write_bytes(b"x")
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def test_audio_of_a_process_that_has_ended_goes_at_once(show: Show, dead: int) -> None:
    gone = left(show.feed / "EP1" / f".EP1.{dead}.mp3", 0)
    kept = left(show.feed / "EP1" / f".EP1.{os.getppid()}.mp3", 0)
    whole = left(show.feed / "EP1" / "EP1-00000000.mp3", OLD_S * 9)
    sweep(show)
    assert (gone.exists(), kept.exists(), whole.exists()) == (False, True, True)
    os.utime(kept, (time.time() - 2 * OLD_S,) * 2)
    sweep(show)
    assert not kept.exists(), "its number is another's by now"


@pytest.mark.parametrize("place", [".", "scripts", "feed", "feed/EP1", ".podcast/ledger", ".podcast/cache/clips/ab"])
def test_half_written_files_go_once_nobody_can_be_writing_them(show: Show, place: str) -> None:
    folder = show.root / place
    old, young = left(folder / ".a.md.12ab34cd.part", YOUNG_S + 60), left(folder / ".b.md.12ab34cd.part", 5)
    mine = left(folder / ".hidden", OLD_S)
    part = left(folder / "notes.part", OLD_S)
    sweep(show)
    assert [path.exists() for path in (old, young, mine, part)] == [False, True, True, True]


def test_a_folder_that_is_served_stays_and_one_that_was_goes(show: Show) -> None:
    with served_folder(show) as served:
        (served / "feed.xml").write_text("x")
        sweep(show)
        assert (served / "feed.xml").exists()
    assert not served.exists()
    code = (
        "import os, sys; from pathlib import Path; from tests.published import make_show\n"
        "from podcast.show.leftovers import served_folder\n"
        "with served_folder(make_show(Path(sys.argv[1]))) as made: os._exit(9)"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(show.root)], cwd=root, check=False)
    assert list(show.state.glob("serve-*"))
    sweep(show)
    assert not list(show.state.glob("serve-*"))


def test_a_folder_of_version_0_1_goes_after_a_day(show: Show) -> None:
    old, young = show.state / "serve-old", show.state / "serve-young"
    old.mkdir()
    young.mkdir()
    os.utime(old, (time.time() - OLD_S - 60,) * 2)
    sweep(show)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_show_without_any_folder_has_nothing_to_sweep(tmp_path: Path) -> None:
    sweep(make_show(tmp_path / "new"))
