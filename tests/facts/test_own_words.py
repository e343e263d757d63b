"""What the program says by itself is never held to the digest, however short what it announces."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.facts import check
from podcast.read import read_digest
from podcast.show.settings import load
from podcast.show.start import start
from podcast.write import write_script


@pytest.mark.parametrize("title", ["乙", "霧", "7", "AI", "第一天"])
def test_a_short_title_is_announced_without_a_finding(tmp_path: Path, title: str) -> None:
    start(tmp_path / "show")
    show = load(tmp_path / "show")
    path = tmp_path / "a.md"
    path.write_text(f"# {title}\n\n今天很冷。\n\n## 丙\n\n- 下雪了。\n", encoding="utf-8")
    digest = read_digest(path, "a")
    assert not check(write_script(digest, show, None), digest, show)
