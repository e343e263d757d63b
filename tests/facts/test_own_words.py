"""What the program says by itself is never held to the digest, however short what it announces."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from podcast.facts import check, untold
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


def test_a_script_by_the_rules_is_held_to_its_digest_without_a_glossary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which takes longer than all else of `podcast script`: the words of a language have to be loaded for it."""
    start(tmp_path / "show")
    show = load(tmp_path / "show")
    path = tmp_path / "a.md"
    path.write_text(
        "# 甲市的一週\n\n大家早安，這是一週的大事。\n\n"
        "## 今日重點\n\n1. 步道開放了，入園要先登記。\n2. 公車改道了，要看站牌。\n\n"
        "## 步道重新開放\n\n作法：\n\n2026. 先到官網登記，再等通知。\n2027. 通知會在三天內寄到信箱。\n\n"
        "- 入園費是 30 元（孩童免費）。\n- 管理處說，每天只放 500 人進去\n\n"
        "| 路線 | 長度 |\n|---|---|\n| 甲線 | 3 公里 |\n",
        encoding="utf-8",
    )
    digest = read_digest(path, "a")

    def asked(texts: object) -> None:
        raise AssertionError("a line of the rules was taken for somebody's own words")

    monkeypatch.setattr(sys.modules["podcast.facts.check"], "glossary", asked)
    monkeypatch.setattr(sys.modules["podcast.facts.untold"], "glossary", asked)
    script = write_script(digest, show, date(2026, 11, 28))
    assert check(script, digest, show) == ()
    assert untold(script, digest) == ()
