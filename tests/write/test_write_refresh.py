"""When a script is written, written anew, and left to its editor."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from podcast import write
from podcast.errors import DiskError, ScriptError
from podcast.language import language_of
from podcast.model import Audio, Digest, Episode, LeftOut, Script
from podcast.read import read_digest
from podcast.show import Disclosure, Show
from podcast.write import explain, from_markdown, omitted, unsaid, write_script
from podcast.write.fingerprint import is_same

ON, LATER, MUCH_LATER = date(2025, 7, 1), date(2025, 7, 2), date(2026, 7, 2)


def refresh(*given: Any, **more: Any) -> tuple[Script, str]:
    found = write.refresh(*given, **more)
    return found.script, found.outcome


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "scripts" / "EP12.md"


@pytest.fixture
def changed(digest: Digest) -> Digest:
    return replace(digest, title="新的標題")


def read(folder: Path, text: str) -> Digest:
    (folder / "EP1.md").write_text(text, "utf-8")
    return read_digest(folder / "EP1.md", "EP1")


def test_written_then_unchanged(path: Path, digest: Digest, show: Show) -> None:
    script, outcome = refresh(path, digest, show, ON)
    assert outcome == "written"
    assert script == write_script(digest, show, ON)
    before = path.stat().st_mtime_ns
    assert refresh(path, digest, show, ON) == (script, "unchanged")
    assert path.stat().st_mtime_ns == before
    assert [each.name for each in path.parent.iterdir()] == ["EP12.md"]


def test_a_draft_takes_the_day_of_its_render_until_it_is_published(path: Path, digest: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    script, outcome = refresh(path, digest, show, LATER)
    assert (outcome, "7 月 2 日" in said_on(script)) == ("rewritten", True)
    old = published(digest, script)
    assert refresh(path, digest, show, MUCH_LATER, published=old) == (script, "unchanged")
    again, outcome = refresh(path, replace(digest, title="新"), show, MUCH_LATER, published=old)
    assert (outcome, "7 月 2 日" in said_on(again)) == ("rewritten", True)
    again, _ = refresh(path, digest, show, MUCH_LATER, rewrite=True, published=old)
    assert "7 月 2 日" in said_on(again)


def test_an_edited_draft_keeps_its_day(path: Path, digest: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    path.write_text(path.read_text("utf-8").replace("店長很滿意", "店長非常滿意"), "utf-8")
    assert "7 月 1 日" in said_on(refresh(path, digest, show, LATER)[0])


def said_on(script: Script) -> str:
    return "".join(line.text for line in script.chapters[0].lines)


def published(digest: Digest, script: Script) -> Episode:
    at = datetime(2025, 7, 2, tzinfo=UTC)
    audio = Audio("a.mp3", 1, "0", 1, -16.0, -1.0)
    return Episode("EP12", "guid", digest.title, at, at, digest, script, audio, (), (), "kokoro", (), "recipe")


def changes_of_the_program(digest: Digest, show: Show) -> tuple[tuple[str, Digest, Show], ...]:
    """What another version, another host.yaml or another show.yaml may do to a digest that nobody touched."""
    host = language_of("zh-TW").host
    first, *others = digest.sections
    numbered = replace(first, heading=f"一、{first.heading}"), *others
    moved = replace(digest, outro=(), left_out=tuple(LeftOut(0, item.text, "furniture") for item in digest.outro))
    return (
        ("other words of the host", digest, replace(show, host=replace(host, greeting="嗨。", point=("還有，",)))),
        ("another title of the show", digest, replace(show, title="別的節目")),
        ("another disclosure", digest, replace(show, ai=Disclosure(True, False))),
        ("a reader that takes numbers for numbers", replace(digest, sections=numbered), show),
        ("a reader that lists what it said before", moved, show),
    )


@pytest.mark.parametrize("n", range(5))
@pytest.mark.parametrize("file", ["", "0123456789abcdef"])
def test_what_is_published_and_untouched_is_kept_by_another_version(
    path: Path, digest: Digest, show: Show, n: int, file: str
) -> None:
    why, before, other = changes_of_the_program(digest, show)[n]
    script, _ = refresh(path, before, show, ON, file=file)
    old, stood = published(before, script), path.read_bytes()
    assert refresh(path, digest, other, LATER, published=old, file=file) == (script, "unchanged"), why
    assert path.read_bytes() == stood
    if before == digest:
        assert refresh(path, digest, other, LATER)[1] == "rewritten"  # a draft is written in the new words


def test_a_digest_that_changed_is_told_from_a_reading_that_changed(path: Path, digest: Digest, show: Show) -> None:
    script, _ = refresh(path, digest, show, ON)
    old = published(digest, script)
    first, *others = digest.sections
    group = first.items[0]
    for items in (group.items[:-1], (replace(group.items[0], text="凌晨一點開始補貨。"), *group.items[1:])):
        section = replace(first, items=(replace(group, items=items), *first.items[1:]))
        changed = replace(digest, sections=(section, *others))
        assert refresh(path, changed, show, ON, published=old, save=False)[1] == "rewritten"
        assert not is_same(digest, changed)


def test_a_published_script_that_is_gone_is_not_written_in_other_words(path: Path, digest: Digest, show: Show) -> None:
    script = write_script(digest, show, ON)
    old = published(digest, replace(script, chapters=script.chapters[1:]))
    assert refresh(path, digest, show, ON, published=old) == (old.script, "restored")
    assert refresh(path, digest, show, LATER, published=old) == (old.script, "unchanged")
    path.unlink()
    assert refresh(path, replace(digest, title="新"), show, ON, published=old)[1] == "written"


def test_where_no_day_is_known_none_is_said(path: Path, digest: Digest, show: Show) -> None:
    script, _ = refresh(path, digest, show, None)
    assert "今天是" not in said_on(script)
    assert "這裡是《午後科技茶》的第 12 集。" in said_on(script)
    assert from_markdown(path.read_text("utf-8"), path)[1].on is None


def test_a_date_written_into_the_digest_counts(path: Path, digest: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    script, outcome = refresh(path, replace(digest, date=date(2024, 1, 1)), show, LATER)
    assert outcome == "rewritten"
    assert "2024 年 1 月 1 日" in script.chapters[0].lines[1].text


def test_untouched_is_written_anew(path: Path, digest: Digest, changed: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    script, outcome = refresh(path, changed, show, ON)
    assert outcome == "rewritten"
    assert script.title == "新的標題"
    assert refresh(path, changed, show, ON)[1] == "unchanged"


def test_edited_is_kept(path: Path, digest: Digest, changed: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    path.write_text(path.read_text("utf-8").replace("店長很滿意", "店長非常滿意"), "utf-8")
    mine = path.read_bytes()
    script, outcome = refresh(path, digest, show, ON)
    assert outcome == "kept"
    assert "店長非常滿意" in str(script)
    script, outcome = refresh(path, changed, show, ON)
    assert outcome == "kept-edited-stale"
    assert "店長非常滿意" in str(script)
    assert path.read_bytes() == mine
    script, outcome = refresh(path, changed, show, ON, rewrite=True)
    assert outcome == "replaced"
    assert "店長非常滿意" not in str(script)
    assert path.with_name("EP12.md.bak").read_bytes() == mine
    path.write_text(path.read_text("utf-8").replace("新的標題", "更新的標題"), "utf-8")
    again = path.read_bytes()
    assert refresh(path, changed, show, ON, rewrite=True)[1] == "replaced"
    assert path.with_name("EP12.md.bak").read_bytes() == mine
    assert path.with_name("EP12.md.bak2").read_bytes() == again


def test_written_by_hand_is_kept(path: Path, digest: Digest, changed: Digest, show: Show) -> None:
    path.parent.mkdir()
    path.write_text("# 章\n\n我自己寫的。\n", "utf-8")
    assert refresh(path, digest, show, ON)[1] == "kept"
    assert refresh(path, changed, show, ON)[1] == "kept"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "改名的節目"},
        {"ai": Disclosure(True, False)},
        {"form": "short"},
    ],
)
def test_what_the_show_says_counts(path: Path, digest: Digest, show: Show, change: dict[str, Any]) -> None:
    refresh(path, digest, show, ON)
    assert refresh(path, digest, replace(show, **change), ON)[1] == "rewritten"


def test_what_is_not_said_does_not_count(path: Path, digest: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    other = replace(show, description="別的", address="https://elsewhere.example/")
    assert refresh(path, replace(digest, left_out=()), other, ON)[1] == "unchanged"


def test_only_asked(path: Path, digest: Digest, show: Show) -> None:
    script, outcome = refresh(path, digest, show, ON, save=False)
    assert (script, outcome) == (write_script(digest, show, ON), "written")
    assert not path.exists()


def test_a_broken_script_is_an_error_until_it_is_rewritten(path: Path, digest: Digest, show: Show) -> None:
    path.parent.mkdir()
    path.write_text("沒有章節\n", "utf-8")
    with pytest.raises(ScriptError, match=r"EP12\.md:1"):
        refresh(path, digest, show, ON)
    assert path.read_text("utf-8") == "沒有章節\n"
    assert refresh(path, digest, show, ON, rewrite=True)[1] == "replaced"


def test_a_script_that_is_not_utf8(path: Path, digest: Digest, show: Show) -> None:
    path.parent.mkdir()
    path.write_bytes("# 章\n\n內容。\n".encode("cp950"))
    with pytest.raises(ScriptError, match="is not UTF-8"):
        refresh(path, digest, show, ON)


def test_a_failed_write_leaves_what_was_there(
    path: Path, digest: Digest, changed: Digest, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(path, digest, show, ON)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="No space left on device"):
        refresh(path, changed, show, ON)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["EP12.md"]


def test_explain(digest: Digest, show: Show) -> None:
    script = write_script(digest, show, ON)
    found = explain(digest, script)
    by_id = {row.ids: row for row in found.rows if row.ids}
    assert found.unsaid == ()
    assert len(found.rows) == sum(len(chapter.lines) for chapter in script.chapters)
    row = by_id[("story1.1.4",)]
    assert row.text == row.added.replace("…", "店長很滿意。").replace(" ", "")
    assert row.added.startswith("最後")
    assert by_id[("story1.1.1",)].added == "…"


def test_unsaid_finds_what_an_editor_took_out(digest: Digest, show: Show) -> None:
    from podcast.write import stamp_of, to_markdown

    text = to_markdown(write_script(digest, show, ON), stamp_of(digest, show, None, ON))
    text = text.replace("三年約打九折。", "三年約打八折。").replace("店長很滿意。", "店長很滿意！！")
    script, _ = from_markdown(text, Path("EP12.md"))
    assert unsaid(digest, script) == ("story1.2.2",)
    assert explain(digest, script).unsaid == (("story1.2.2", "三年約打九折。"),)


def test_a_line_given_to_its_speaker_says_all_but_the_name(tmp_path: Path, show: Show) -> None:
    digest = read(tmp_path, "# 標題\n\n## 對談\n\n小雯： 客人有少嗎？\n\n阿哲： 沒有，還多了一些。\n")
    asked, answered = "客人有少嗎？ <!-- story1.1 -->", "沒有，還多了一些。 <!-- story1.2 -->"
    head = "## 章\n\n標題。 <!-- title -->\n\n對談。 <!-- story1 -->\n\n"
    script, _ = from_markdown(f"{head}**小雯:** {asked}\n\n{answered}\n", Path("EP1.md"), {"小雯": "guest"})
    assert unsaid(digest, script) == ("story1.2",)  # the host did not say who answers


def test_a_small_table_that_no_line_tells_is_not_said(tmp_path: Path, show: Show) -> None:
    digest = read(
        tmp_path, "# 標題\n\n## 豆子\n\n甲。\n\n| 產地 | 價格 |\n|---|---|\n| 巴西 | 9 元 |\n| 肯亞 | 8 元 |\n"
    )
    script = write_script(digest, show, ON)
    assert explain(digest, script).unsaid == ()
    kept = tuple(
        replace(chapter, lines=tuple(line for line in chapter.lines if "table1" not in line.source))
        for chapter in script.chapters
    )
    cut = replace(script, chapters=kept)
    assert explain(digest, cut).unsaid == (("table1", "a table of 2 rows"),)
    assert omitted(digest, cut) == "1 text is not said"


def test_rewriting_an_edited_script_keeps_the_editors_beside_it(path: Path, digest: Digest, show: Show) -> None:
    refresh(path, digest, show, ON)
    mine = path.read_text(encoding="utf-8").replace("。", "！", 1)
    path.write_text(mine, encoding="utf-8")
    refresh(path, digest, show, ON, rewrite=True)
    assert path.with_name("EP12.md.bak").read_text(encoding="utf-8") == mine
