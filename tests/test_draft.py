"""What a draft knows before a word is spoken: its day, its number, what an editor should know, what is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from podcast.draft import Draft, write_draft
from podcast.errors import ScriptError
from podcast.library import Library
from podcast.show.settings import load
from podcast.show.start import start

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
BODY = "# 標題\n\n大家好。\n\n## 新聞\n\n- 第一句話。\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    start(tmp_path / "show")
    (tmp_path / "show/digests/EP1.md").unlink()
    return tmp_path / "show"


def draft(root: Path, name: str, text: str | None = None, now: datetime = NOW) -> Draft:
    path = root / "digests" / f"{name}.md" if "/" not in name else root.parent / name
    if text is not None:
        path.write_text(text, "utf-8")
    library = Library(load(root))
    return write_draft(library.show, library.find(str(path)), now=now)


def opening(found: Draft) -> str:
    return "".join(line.text for line in found.script.chapters[0].lines)


def test_the_day_is_that_of_the_digest_of_its_publishing_or_of_the_render(root: Path) -> None:
    assert "今天是 2026 年 11 月 28 日" in opening(draft(root, "A", BODY))
    assert "今天是 2026 年 11 月 29 日" in opening(draft(root, "A", now=NOW + timedelta(days=1)))
    assert "今天是 2025 年 6 月 13 日" in opening(draft(root, "B", "---\ndate: 2025-06-13\n---\n" + BODY))
    at = "---\npublish_at: 2027-01-04T23:30:00+00:00\n---\n"  # seven in the morning of the 5th in Taipei
    assert "今天是 2027 年 1 月 5 日" in opening(draft(root, "C", at + BODY))


def test_a_page_from_elsewhere_that_tells_no_day_is_given_none(root: Path) -> None:
    assert "今天是" not in opening(draft(root, "./page.md", BODY))


def test_a_day_that_has_passed_is_told_until_it_is_published(root: Path) -> None:
    found = draft(root, "A", "---\ndate: 2026-11-27\n---\n" + BODY)
    assert [a for a in found.advice if "2026-11-27" in a and "passed" in a]
    draft(root, "B", BODY)
    script = root / "scripts" / "B.md"
    script.write_text(script.read_text("utf-8").replace("第一句話", "另一句話"), "utf-8")
    later = draft(root, "B", now=NOW + timedelta(days=3))
    assert [a for a in later.advice if "2026-11-28" in a and "--rewrite" in a]
    assert not draft(root, "C", BODY).advice


def test_a_number_is_one_more_than_the_last_where_the_show_counts(root: Path) -> None:
    assert draft(root, "a", BODY).digest.number is None  # nobody counts yet
    assert draft(root, "b", "---\nnumber: 7\n---\n" + BODY).digest.number == 7
    assert draft(root, "a").digest.number == 8
    assert draft(root, "c", BODY).digest.number == 9  # a waits too, and comes before it
    assert "第 9 集" in opening(draft(root, "c"))
    assert draft(root, "d", "---\nnumber: 0\n---\n" + BODY).digest.number is None  # asked for none


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("EP12", 12),
        ("ep-007-機器人", 7),
        ("S2E3", 3),
        ("第 5 集", 5),
        ("episode_4", 4),
        ("2025-06-13", None),
        ("EP0", None),
    ],
)
def test_a_files_name_gives_the_number_that_nothing_else_gives(root: Path, name: str, number: int | None) -> None:
    assert draft(root, name, BODY).digest.number == number
    assert draft(root, name, "---\nnumber: 90\n---\n" + BODY).digest.number == 90


def test_a_files_name_gives_no_number_where_others_say_another(root: Path) -> None:
    assert draft(root, "EP1", "---\nnumber: 101\n---\n" + BODY).digest.number == 101
    assert draft(root, "EP2", BODY).digest.number == 102


def test_what_the_editor_typed_and_is_not_understood_is_told(root: Path) -> None:
    draft(root, "A", BODY)
    script = root / "scripts" / "A.md"
    script.write_text(script.read_text("utf-8").replace("第一句話。", "另一句話。 <!-- pase 500 -->"), "utf-8")
    assert [a for a in draft(root, "A").advice if "A.md, line" in a and "pase 500" in a]
    script.write_text(script.read_text("utf-8").replace("另一句話。", "**老王：** 另一句話。"), "utf-8")
    with pytest.raises(ScriptError, match=r"A\.md:\d+: “老王” is no speaker of voices.yaml, which has: host;"):
        draft(root, "A")


def test_what_is_left_out_is_counted(root: Path) -> None:
    assert draft(root, "A", BODY).omitted == ""
    marked = draft(root, "B", f"---\nlayout: post\n---\n{BODY}\n\n[TOC]\n\n第三句[^1]。\n\n[^1]: 註腳的話。\n")
    assert marked.omitted == "1 piece of the file, 3 marks, links and settings of it"
    assert len(marked.digest.left_out) == 4


def test_the_day_is_that_of_publishing_where_both_are_stated(root: Path) -> None:
    front = "---\ndate: 2025-05-01\npublish_at: 2027-06-03T23:30:00+00:00\n---\n"
    assert "今天是 2027 年 6 月 4 日" in "".join(
        line.text for line in draft(root, "A", front + BODY).script.chapters[0].lines
    )


def test_a_post_from_elsewhere_has_a_day_of_its_own(root: Path) -> None:
    text = "---\ndate: 2020-05-01\n---\n" + BODY
    assert [advice for advice in draft(root, "A", text).advice if "has passed" in advice]
    (root / "post.md").write_text(text, encoding="utf-8")
    show = load(root)
    found = write_draft(show, Library(show).find(str(root / "post.md")), now=NOW)
    assert not [advice for advice in found.advice if "has passed" in advice]


def test_a_new_show_in_simplified_characters(tmp_path: Path) -> None:
    start(tmp_path / "show", "zh-CN")
    show = load(tmp_path / "show")
    assert show.language == "zh-CN"
    assert show.words.host.greeting.startswith("大家好")


def test_a_number_that_the_host_says_and_the_episode_has_not_is_told(root: Path) -> None:
    draft(root, "EP3", "---\nnumber: 3\n---\n" + BODY)
    script = root / "scripts" / "EP3.md"
    script.write_text(script.read_text("utf-8").replace("第一句話", "另一句話"), "utf-8")
    assert not [a for a in draft(root, "EP3").advice if "number" in a]
    for front, has in (("number: 5", "is number 5"), ("number: 0", "has no number")):
        found = draft(root, "EP3", f"---\n{front}\n---\n{BODY}")
        assert [a for a in found.advice if "says that it is number 3" in a and has in a and "EP3.md" in a]
    script.write_text(script.read_text("utf-8").replace("第 3 集", "一集"), "utf-8")
    assert not [a for a in draft(root, "EP3").advice if "number" in a], "a host who names none is right"
