"""The same digest, typed in other ways."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podcast.model import Digest, Item
from podcast.read.furniture import is_furniture

Read = Callable[..., Digest]

STORY = """\
# 標題

開場白在這裡。

## 故事

{first}群組甲
{point}第一點。
{point}第二點。
{second}群組乙
{point}第三點。
"""


def shape(items: tuple[Item, ...]) -> list[tuple[str, list]]:
    return [(item.text, shape(item.items)) for item in items]


GROUPS: list[tuple[str, list[tuple[str, list[str]]]]] = [
    ("群組甲", [("第一點。", []), ("第二點。", [])]),
    ("群組乙", [("第三點。", [])]),
]


@pytest.mark.parametrize("name", ["EP1.md", "EP1.txt"])
@pytest.mark.parametrize(
    ("first", "second", "point"),
    [
        ("1. ", "2. ", "   - "),
        ("1) ", "2) ", "   * "),
        ("１．", "２．", "• "),
        ("一、", "二、", "・"),
        ("(1) ", "(2) ", "● "),
        ("（一）", "（二）", "  • "),
        ("① ", "② ", "◦ "),
        ("- ", "- ", "  + "),
        ("  1. ", "  2. ", "    ‧ "),
    ],
)
def test_marks_of_groups_and_points(read: Read, name: str, first: str, second: str, point: str) -> None:
    digest = read(STORY.format(first=first, second=second, point=point), name)
    (story,) = digest.sections
    assert shape(story.items) == GROUPS
    assert [item.text for item in digest.intro] == ["開場白在這裡。"]


@pytest.mark.parametrize(
    "page",
    [
        "標題\n\n開場白在這裡。\n\n故事\n\n1. 群組甲\n• 第一點。\n• 第二點。\n2. 群組乙\n• 第三點。\n",
        "標題\n\n開場白在這裡。\n\n【故事】\n\n(1) 群組甲\n  ● 第一點。\n\n  ● 第二點。\n\n(2) 群組乙\n  ● 第三點。\n",
        "標題\n\n開場白在這裡。\n\n一、故事\n\n1. 群組甲\n- 第一點。\n- 第二點。\n2. 群組乙\n- 第三點。\n",
        "標題\n開場白在這裡。\n## 故事\n１、群組甲\n　・第一點。\n　・第二點。\n２、群組乙\n　・第三點。\n",
    ],
)
def test_pages_without_marked_headings(read: Read, page: str) -> None:
    digest = read(page, "EP1.txt")
    assert digest.title == "標題"
    assert [(section.heading, shape(section.items)) for section in digest.sections] == [("故事", GROUPS)]
    assert [item.text for item in digest.intro] == ["開場白在這裡。"]


@pytest.mark.parametrize(
    "heading", ["重點摘要", "快速重點", "本集重點", "今日重點整理", "Highlights", "TL;DR", "【重點】"]
)
def test_names_of_the_highlights(read: Read, heading: str) -> None:
    digest = read(f"# 標題\n\n## {heading}\n\n- 一點。\n\n## 故事\n\n一段話。\n")
    assert digest.highlights is not None
    assert digest.highlights.heading == heading.strip("【】") or heading.startswith("【")
    assert [section.heading for section in digest.sections] == ["故事"]


@pytest.mark.parametrize("heading", ["資料來源", "參考資料", "來源", "新聞來源：", "參考連結", "Sources", "来源"])
def test_names_of_the_sources(read: Read, heading: str) -> None:
    digest = read(f"# 標題\n\n## 故事\n\n一段話。\n\n## {heading}\n\n- 某日報\n- <https://a.example/x>\n")
    assert [(source.id, source.title, source.url) for source in digest.sources] == [
        ("source1", "某日報", None),
        ("source2", "a.example", "https://a.example/x"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        "1. [某日報](https://a.example/x)\n2. 某週刊 https://b.example/y\n",
        "- 某日報（https://a.example/x）\n- 某週刊：<https://b.example/y>\n",
        "[某日報](https://a.example/x)、[某週刊](https://b.example/y)\n",
        "某日報 https://a.example/x\n\n某週刊 - https://b.example/y\n",
    ],
)
def test_sources_with_addresses(read: Read, entries: str) -> None:
    digest = read(f"# 標題\n\n## 故事\n\n一段話。\n\n## 資料來源\n\n{entries}")
    assert [(source.title, source.url) for source in digest.sources] == [
        ("某日報", "https://a.example/x"),
        ("某週刊", "https://b.example/y"),
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("午後科技茶 EP12 - 機器人來了", ("午後科技茶", 12, "機器人來了")),
        ("【午後科技茶 EP12】機器人來了", ("午後科技茶", 12, "機器人來了")),
        ("午後科技茶 Ep.3｜機器人來了", ("午後科技茶", 3, "機器人來了")),
        ("第 7 集：機器人來了", (None, 7, "機器人來了")),
        ("午後科技茶 第12集 機器人來了", ("午後科技茶", 12, "機器人來了")),
        ("#5 機器人來了", (None, 5, "機器人來了")),
        ("午後科技茶 EP12", ("午後科技茶", 12, "午後科技茶 EP12")),
        ("第 3 季財報出爐", (None, None, "第 3 季財報出爐")),
        ("NEXT STEP 1 - 開始", (None, None, "NEXT STEP 1 - 開始")),
    ],
)
def test_titles(read: Read, title: str, expected: tuple[str | None, int | None, str]) -> None:
    digest = read(f"# {title}\n\n## 故事\n\n一段話。\n")
    assert (digest.show, digest.number, digest.title) == expected


def test_front_matter_overrides_what_the_title_says(read: Read) -> None:
    digest = read("---\nshow: 甲\nnumber: 2\n---\n# 乙 EP1 - 標題\n\n## 故事\n\n一段話。\n")
    assert (digest.show, digest.number, digest.title) == ("甲", 2, "標題")


def test_three_levels_keep_their_ids(read: Read) -> None:
    digest = read("# 標題\n\n## 故事\n\n1. 群組\n   - 點\n     - 細節\n   - 另一點\n")
    assert [item.id for item in digest.sections[0].walk()] == ["story1.1", "story1.1.1", "story1.1.1.1", "story1.1.2"]


def test_headings_of_lower_level_are_groups(read: Read) -> None:
    digest = read("# 標題\n\n## 故事\n\n引言。\n\n### 群組甲\n\n第一點。\n\n第二點。\n\n### 群組乙\n\n- 第三點。\n")
    assert shape(digest.sections[0].items) == [("引言。", []), *GROUPS]


def test_stories_of_paragraphs_no_highlights_no_sources(read: Read) -> None:
    digest = read("# 標題\n\n## 故事\n\n第一段。\n\n第二段。\n\n感謝收聽，下次見！\n\n請注意，內容由 AI 產生。\n")
    assert digest.highlights is None
    assert digest.sources == ()
    assert shape(digest.sections[0].items) == [("第一段。", []), ("第二段。", [])]
    assert [item.text for item in digest.outro] == ["感謝收聽，下次見！"]
    assert [item.text for item in digest.disclaimer] == ["請注意，內容由 AI 產生。"]


def test_a_text_without_headings_is_one_story(read: Read) -> None:
    digest = read(
        "標題\n\n這裡是開場白，說明今天要談什麼。\n\n這是今天的第一段內容，講了一件事情。\n\n第二段也很短。\n", "a.txt"
    )
    assert [item.text for item in digest.intro] == ["這裡是開場白，說明今天要談什麼。"]
    assert [section.heading for section in digest.sections] == ["標題"]
    assert len(digest.sections[0].items) == 2


def test_wrapped_lines_are_one_text(read: Read) -> None:
    digest = read("標題\n\n故事\n\n• 這一點比較長，\n  換了一行，才說到 GPT\n  與 Llama。\n• 下一點。\n", "a.txt")
    assert [item.text for item in digest.sections[0].items] == [
        "這一點比較長，換了一行，才說到 GPT 與 Llama。",
        "下一點。",
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("**然而**，事情變了。", "然而，事情變了。"),
        ("**然而，事情變了。", "然而，事情變了。"),
        ("這是**「重點」**的意思。", "這是「重點」的意思。"),
        ("約 3 * 4 公尺。", "約 3 * 4 公尺。"),
        ("看[這裡](https://a.example)的說明。", "看這裡的說明。"),
        ("看 https://a.example/x 的說明。", "看的說明。"),
        ("說明（https://a.example/x）如下。", "說明如下。"),
        ("說明（<https://a.example/x>）如下。", "說明如下。"),
        ("零\u200b寬與軟\u00ad連字。", "零寬與軟連字。"),
        ("價格 &amp; 規格。", "價格 & 規格。"),
        ("這是~~刪掉~~留下的。", "這是留下的。"),
        ("第一行\n第二行 and\nthird。", "第一行，第二行 and third。"),
    ],
)
def test_markup_is_taken_off(read: Read, written: str, text: str) -> None:
    digest = read(f"# 標題\n\n## 故事\n\n{written}\n")
    assert [item.text for item in digest.sections[0].items] == [text]


def test_links_lie_over_the_words_that_had_them(read: Read) -> None:
    digest = read("# 標題\n\n## 故事\n\n先看 [甲 **乙**](https://a.example) 再看 [丙](https://b.example)。\n")
    (item,) = digest.sections[0].items
    assert [(item.text[link.start : link.end], link.url) for link in item.links] == [
        ("甲 乙", "https://a.example"),
        ("丙", "https://b.example"),
    ]


def test_lists_inside_html_with_line_breaks_and_bold_headings(read: Read) -> None:
    page = "<html><body><h1>標題</h1><p><b>故事</b></p><p>第一段，<br>同一句。</p><p>第二段。</p></body></html>"
    digest = read(page, "a.html")
    assert [(s.heading, shape(s.items)) for s in digest.sections] == [
        ("故事", [("第一段，同一句。", []), ("第二段。", [])])
    ]


def test_hidden_parts_of_a_page_are_left_out(read: Read) -> None:
    hidden = "<p style='display: none'>看不到的。</p><p hidden>也看不到。</p>"
    page = f"<h1>標題</h1><h2>故事</h2><p>看得到的一句話。</p>{hidden}"
    digest = read(f"<!doctype html><body><article>{page}</article></body>", "a.html")
    assert [item.text for item in digest.sections[0].items] == ["看得到的一句話。"]
    assert [left.text for left in digest.left_out if left.reason == "hidden on the page"] == [
        "看不到的。",
        "也看不到。",
    ]


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("廣告收入今年成長 12%，創下新高。", False), ("廣告主減少預算", False),
        ("不用抽血也能驗血糖，團隊發表新貼片。", False),
        ("民眾下載 App 之後，最多可領 500 元折抵金。", False),
        ("歐盟要求 App 可以從別處下載，但是 App 開發者要付費。", False),
        ("廣告", True), ("廣告（請繼續閱讀本文）", True), ("下載APP看新聞", True), ("[廣告]請往下繼續閱讀", True),
    ],
)  # fmt: skip
def test_an_advertisement_is_a_line_of_its_own(line: str, furniture: bool) -> None:
    assert is_furniture(line) is furniture
