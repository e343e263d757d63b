"""What is read line by line is what markdown-it makes of the same lines; what could be anything else it reads."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.read import markdown
from podcast.read.plain import plain_runs

LINES = [
    "", " ", "文字", "文字  ", "文 **粗** 字", "**粗**", "*斜* 字", "_a_ b", "　全形", "　", "2026 年",
    "2026. 年", "12) 個", "1234567890. 長", "[連](https://b.example) 字", "[x] 字", "[x]",
    "[x]: https://a.example", "字 [ 連", "](u)", "![圖](a.png)", "\\# 甲", "a\\", "&amp; b", "~~刪~~", "`碼` x",
    "字`", "a | b", "| a |", "|---|", "===", "---", "***", "> 引", "    四空", "\t欄", "  縮二", "   縮三",
    "# 甲", "## 乙", "### 丙 #", "####### 七", "#無", "```", "<div>", "<b>粗</b>", "- 一點", "* 星", "+ 加",
    "-  兩空", "-    四空", "-     五空", "-", "- - 雙", "- 1. 一", "- `碼", "- 　全", "- ![圖](a.png)",
    "- [ ] 待", "- **粗**：字", "  - 二點", "   - 三", "    - 四", "     - 五", "1. 第一", "2. 第二", "7) 括",
    "1.  兩空", "10. 十", "   1. 內一", "   2. 內二", "  3. x", "1.",
]  # fmt: skip
"""Of every kind that is read here, and of every kind that is not."""


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=9))
def test_lines_read_plainly_are_read_as_by_the_whole_grammar(lines: list[str]) -> None:
    text = "\n".join(lines)
    with patch.object(markdown, "plain_runs", lambda part: [(0, part)]):
        whole = markdown.markdown_blocks(text)
    assert markdown.markdown_blocks(text) == whole


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# 甲\n\n一段。\n\n- 一\n  - 二\n\n## 乙\n\n1. 第一\n2. 第二", [True, True]),
        ("## 甲\n\n一段。\n\n## 乙\n\n> 引\n\n## 丙\n\n三。\n## 丁\n| a |\n## 戊\n---", [True, False, True, False]),
        ("## 甲\n\n一段。\n\n```\n## 這是碼\n```", [False]),
        ("## 甲\n\n一段。\n\n- <pre>\n## 這是碼\n</pre>", [False]),
        ("## 甲\n\n一段\n===", [False]),
        ("## 甲\n\n    碼", [False]),
    ],
)
def test_only_what_can_be_nothing_else_is_read_plainly(text: str, plain: list[bool]) -> None:
    assert [not isinstance(run, str) for _, run in plain_runs(text)] == plain
