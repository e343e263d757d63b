"""A file is there whole, old or new, whatever happens while it is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from podcast.disk import write_whole
from podcast.errors import DiskError


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "a" / "feed.xml"
    assert write_whole(path, b"one")
    assert not write_whole(path, b"one"), "it stood there already"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if step == "fsync" else (Path, "replace", full)))
    with pytest.raises(DiskError, match="No space left"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    assert [p.name for p in path.parent.iterdir()] == ["feed.xml"]


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    with pytest.raises(DiskError, match=r"Cannot write .*a/feed\.xml"):
        write_whole(tmp_path / "a" / "feed.xml", "text")


def test_what_is_quickly_made_again_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    write_whole(tmp_path / "page.html", "text", durable=False)
    assert not synced
    write_whole(tmp_path / "episode.json", "text")
    assert len(synced) == 1
