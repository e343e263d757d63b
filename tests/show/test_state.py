"""`.podcast/` of an older version is put in order: nothing in it is lost, whoever comes at once."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from podcast.show.ledger import noted
from podcast.show.settings import load
from podcast.show.state import LEDGER, take_over

OLD = {
    "clips/ab/ab01.wav": "one",
    "clips/cd/cd02.wav": "two",
    "catalogue.db": "rows",
    "removed.json": '["EP0"]',
    "unsent.json": '["EP1/EP1-1.mp3"]',
    "at-target.json": "{}",
    "used/EP1.json": '["ab01"]',
}
NEW = {
    "cache/clips/ab/ab01.wav": "one",
    "cache/clips/cd/cd02.wav": "two",
    "cache/catalogue.db": "rows",
    "ledger/removed.json": '["EP0"]',
    "ledger/unsent.json": '["EP1/EP1-1.mp3"]',
    "ledger/at-target.json": "{}",
    "ledger/used/EP1.json": '["ab01"]',
}


def fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def files(folder: Path) -> dict[str, str]:
    found = {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}
    found.pop("README.txt", None)
    return found


def test_what_an_older_version_left_is_moved(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    take_over(tmp_path)
    assert files(tmp_path) == NEW
    assert not (tmp_path / "clips").exists()
    told = (tmp_path / "README.txt").read_text()
    assert "cache/    May be deleted at any time" in told
    assert "ledger/   Memory" in told
    take_over(tmp_path)
    assert files(tmp_path) == NEW


def test_ten_at_once_lose_nothing(tmp_path: Path) -> None:
    for n in range(5):
        folder = tmp_path / str(n)
        fill(folder, OLD)
        with ThreadPoolExecutor(10) as pool:
            list(pool.map(take_over, [folder] * 10))
        assert files(folder) == NEW


def test_where_both_versions_ran_the_younger_file_stays(tmp_path: Path) -> None:
    fill(tmp_path, NEW | {"cache/clips/ef/ef03.wav": "three", "ledger/removed.json": '["EP9"]'})
    fill(tmp_path, {"clips/ab/ab01.wav": "one", "clips/01/0104.wav": "four", "removed.json": '["EP8"]'})
    fill(tmp_path, {"unsent.json": '["old"]'})
    os.utime(tmp_path / "ledger/removed.json", (1, 1))
    os.utime(tmp_path / "unsent.json", (1, 1))
    take_over(tmp_path)
    assert files(tmp_path) == NEW | {
        "cache/clips/ef/ef03.wav": "three",
        "cache/clips/01/0104.wav": "four",
        "ledger/removed.json": '["EP8"]',
    }


def test_loading_a_show_puts_it_in_order(tmp_path: Path) -> None:
    fill(tmp_path, {"show.yaml": "title: 早報\nauthor: 我\ndescription: 新聞。\n"})
    fill(tmp_path, {"voices.yaml": "speakers:\n  host: {name: 我, voices: [{engine: kokoro, voice: zm_yunyang}]}\n"})
    assert not load(tmp_path).state.exists(), "nothing to put in order"
    fill(tmp_path / ".podcast", OLD)
    show = load(tmp_path)
    assert noted(show, "removed.json") == {"EP0"}
    assert json.loads((show.ledger / "used/EP1.json").read_text()) == ["ab01"]
    assert (show.cache / "clips").is_dir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_only_be_read_is_no_error(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    tmp_path.chmod(0o500)
    try:
        take_over(tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert files(tmp_path) == OLD


def test_a_file_in_its_place_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".podcast").write_text("")
    take_over(tmp_path / ".podcast")
    fill(tmp_path / "other", OLD | {LEDGER: "a file"})
    take_over(tmp_path / "other")
    assert files(tmp_path / "other")["cache/clips/ab/ab01.wav"] == "one"
    assert files(tmp_path / "other")["removed.json"] == '["EP0"]'
