"""scripts/*.md: nothing is lost on the way out and back, and what an editor types is understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from podcast.errors import ScriptError
from podcast.model import Chapter, Digest, Line, Script
from podcast.show import Show
from podcast.write import Stamp, edited, from_markdown, stamp_of, to_markdown, write_script

PATH = Path("scripts/EP12.md")
ON = date(2025, 7, 1)
STAMP = Stamp("0123456789abcdef", ON, "full", "digests/EP12.md")

marks = st.sampled_from(
    [
        "<!--", "-->", "<script>", "</p>", "#", "##", "\\", "**", "**客人:** ", "_", "`", "[甲](乙)", "![", "&amp;",
        "&#35;", "---", "===", "1. ", "- ", "> ", "+ ", "~~~", "```", "    ", "\t", "\n", "  \n", " ", "\u3000",
        "host: ", "|", "https://a.b", "<https://a.b>", "[x]: y", "第 1 集", "。", "2)", ":", "::",
    ]
)  # fmt: skip
plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), max_size=12)
texts = st.lists(st.one_of(marks, plain), min_size=1, max_size=6).map("".join).filter(lambda text: text.strip() != "")
ids = st.from_regex(r"(intro|story[1-9]|source[1-9]|title)(\.[1-9][0-9]?){0,3}", fullmatch=True)
lines = st.builds(
    Line,
    text=texts,
    speaker=st.sampled_from(["host", "guest", "主持人", "co-host_2"]),
    source=st.lists(ids, max_size=3).map(tuple),
    pause_after_ms=st.integers(0, 5000),
)
chapters = st.builds(Chapter, title=texts, lines=st.lists(lines, min_size=1, max_size=4).map(tuple))
scripts = st.builds(
    Script, slug=st.just("EP12"), title=texts, chapters=st.lists(chapters, min_size=1, max_size=3).map(tuple)
)


@settings(max_examples=100, deadline=None)
@given(scripts)
@example(
    Script("EP12", "#", (Chapter("1. 甲 #", (Line(" host: 甲 <!-- intro.1 --> "), Line("**客人:** 乙\n\n# 丙"))),))
)
def test_out_and_back(script: Script) -> None:
    text = to_markdown(script, STAMP)
    assert from_markdown(text, PATH) == (script, STAMP)
    assert not edited(text)
    assert to_markdown(*from_markdown(text, PATH)) == text


def test_what_the_rules_wrote_comes_back(digest: Digest, show: Show) -> None:
    script, stamp = write_script(digest, show, ON), stamp_of(digest, show, None, ON)
    assert from_markdown(to_markdown(script, stamp), PATH) == (script, stamp)


def test_it_reads_like_a_text(digest: Digest, show: Show) -> None:
    text = to_markdown(write_script(digest, show, ON), stamp_of(digest, show, None, ON))
    assert "\n# 機器人走進便利商店\n\n## 開場\n\n嗨，泡一壺茶的時間，聽完今天的科技新聞。 <!-- intro.1 -->\n\n" in text
    assert "\n\n每月 18,000 元。 <!-- story1.2.1 -->\n\n" in text
    assert "\\" not in text


def test_an_edit_is_noticed_and_a_stray_space_is_not(digest: Digest, show: Show) -> None:
    text = to_markdown(write_script(digest, show, ON), stamp_of(digest, show, None, ON))
    assert edited(text.replace("九折", "八折"))
    assert edited(text.replace(" <!-- intro.1 -->", ""))
    assert not edited(text.replace("\n\n", " \r\n\r\n").rstrip())
    assert edited(text.partition("---\n\n")[2])  # the front matter is gone: all of it is the editor's


def read(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    script, _ = from_markdown(text, PATH)
    return [(chapter.title, [(line.speaker, line.text) for line in chapter.lines]) for chapter in script.chapters]


def test_a_script_written_by_hand() -> None:
    script, stamp = from_markdown("# 第一章\n\n你好。\n\n再見。\n\n# 第二章\n\n又見面了。\n", PATH)
    assert (script.slug, script.title, stamp) == ("EP12", "EP12", Stamp())
    assert [chapter.title for chapter in script.chapters] == ["第一章", "第二章"]
    assert [line.pause_after_ms for line in script.chapters[0].lines] == [500, 1200]
    assert edited("# 第一章\n\n你好。\n")


def test_a_heading_alone_above_the_chapters_is_the_title() -> None:
    script, _ = from_markdown("# 節目名稱\n\n## 第一章\n\n你好。\n", PATH)
    assert (script.title, [chapter.title for chapter in script.chapters]) == ("節目名稱", ["第一章"])
    script, _ = from_markdown("---\ntitle: 節目名稱\n---\n## 第一章\n\n你好。\n", PATH)
    assert script.title == "節目名稱"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("這是**重點**，也是*重點*。", [("host", "這是重點，也是重點。")]),
        ("看[這裡](https://a.example)與 `code`。", [("host", "看這裡與 code。")]),
        ("- 甲\n- 乙\n", [("host", "甲"), ("host", "乙")]),
        ("1. 甲\n   - 乙\n", [("host", "甲"), ("host", "乙")]),
        ("> 引用的話。", [("host", "引用的話。")]),
        ("### 小標\n\n內容。", [("host", "小標"), ("host", "內容。")]),
        ("第一行\n第二行 and\nthird。", [("host", "第一行第二行 and third。")]),
        ("**guest:** 你好。", [("guest", "你好。")]),
        ("**來賓：**你好。", [("來賓", "你好。")]),
        ("**guest**: 你好。", [("guest", "你好。")]),
        ("**來賓**：你好**嗎**？", [("來賓", "你好嗎？")]),
        ("host: 你好。", [("host", "host: 你好。")]),
        ("Meta：宣布投資。", [("host", "Meta：宣布投資。")]),
        ("甲。\n\n<!-- 編輯的備註 -->\n\n乙。", [("host", "甲。"), ("host", "乙。")]),
        ("甲<!-- 備註 -->乙。", [("host", "甲乙。")]),
        ("甲。\n\n---\n\n乙。", [("host", "甲。"), ("host", "乙。")]),
        ("甲。\n\n![圖](a.png)\n\n乙。", [("host", "甲。"), ("host", "乙。")]),
        ("<div>甲。</div>\n\n乙。", [("host", "甲。"), ("host", "乙。")]),
        ("甲 & 乙 &lt; 丙。", [("host", "甲 & 乙 < 丙。")]),
    ],
)
def test_what_an_editor_types(typed: str, said: list[tuple[str, str]]) -> None:
    assert read(f"## 章\n\n{typed}\n") == [("章", said)]


def test_comments_name_sources_and_pauses() -> None:
    script, _ = from_markdown(
        "## 章\n\n甲。 <!-- story1.2, title, pause 40 -->\n\n乙。\n<!-- intro.1 -->\n\n丙。<!--備註-->\n", PATH
    )
    first, second, third = script.chapters[0].lines
    assert (first.source, first.pause_after_ms) == (("story1.2", "title"), 40)
    assert (second.text, second.source, second.pause_after_ms) == ("乙。", ("intro.1",), 500)
    assert (third.text, third.source) == ("丙。", ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "EP12.md has no chapter"),
        ("# 只有標題\n", "EP12.md:1: the chapter “只有標題” is empty"),
        ("一段話。\n\n# 章\n\n話。\n", "EP12.md:1: text stands before the first chapter"),
        ("# 章\n\n話。\n\n## 空的\n\n## 滿的\n\n話。\n", "EP12.md:5: the chapter “空的” is empty"),
        ("---\ndate: 2025-07-01\n---\n\n# 章\n\n```\ncode\n```\n", "EP12.md:7: a block of code"),
        ("---\ndate: someday\n---\n\n# 章\n\n話。\n", "“date” is “someday”"),
    ],
)
def test_errors_name_file_and_line(text: str, says: str) -> None:
    with pytest.raises(ScriptError) as caught:
        from_markdown(text, PATH)
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


def test_another_file_name_is_another_slug(digest: Digest, show: Show) -> None:
    text = to_markdown(write_script(digest, show, ON), STAMP)
    script, _ = from_markdown(text, Path("scripts/EP13.md"))
    assert script == replace(write_script(digest, show, ON), slug="EP13")
