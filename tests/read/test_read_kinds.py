"""What stands in a digest: kinds of blocks and of sections, however they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podcast.model import Digest, Image, Item
from tests.read.outlines import words_of

Read = Callable[..., Digest]
HEAD = "# 標題\n\n## 故事\n\n一段話，說的是一件事。\n\n"


def story(digest: Digest) -> tuple[Item, ...]:
    return digest.sections[0].items


@pytest.mark.parametrize(
    "odd",
    [
        "※ 本文為筆記。",
        "👉 一句提示。",
        "✅ 完成。",
        "• 一點。",
        "① 一點。",
        "（一）一點。",
        "(1) 一點。",
        "一、一點。",
    ],
)
def test_one_odd_line_changes_nothing_else(read: Read, odd: str) -> None:
    body = HEAD + "{}\n\n| 季 | 營收 |\n|---|---|\n| Q1 | 100 |\n\n```python\nprint(1)\n```\n\n> 引言。\n"
    digest = read(body.format(odd))
    kinds = [item.kind for item in story(digest)]
    assert [kind for kind in kinds if kind in ("table", "code", "quotation")] == ["table", "code", "quotation"]
    assert not [text for _, text in digest.texts() if "|" in text or "```" in text]


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("> 產能吃緊。", "quotation", "產能吃緊。"),
        (">產能吃緊。", "quotation", "產能吃緊。"),
        ("> [!NOTE]\n> 產能吃緊。", "quotation", "產能吃緊。"),
        (":::tip\n產能吃緊。\n:::", "paragraph", "產能吃緊。"),
        (":::info 提醒\n產能吃緊。\n:::", "paragraph", "提醒：產能吃緊。"),
        ("!!! note\n    產能吃緊。", "paragraph", "產能吃緊。"),
        ("- [x] 產能吃緊", "point", "產能吃緊"),
        ("<details>\n\n產能吃緊。\n\n</details>", "paragraph", "產能吃緊。"),
        ("==產能==吃緊。", "paragraph", "產能吃緊。"),
        ("[[產能|產量]]吃緊。", "paragraph", "產量吃緊。"),
        ("產能吃緊[^1]。\n\n[^1]: 依財報。", "paragraph", "產能吃緊。"),
        ("產能是 $x^2$ 倍。", "paragraph", "產能是 x² 倍。"),
        ("要價 $100 到 $200 元。", "paragraph", "要價 $100 到 $200 元。"),
        ("喝 H~2~O 與 10^3^ 杯。", "paragraph", "喝 H2O 與 10³ 杯。"),
        ("大家好 :smile: 再見。", "paragraph", "大家好 再見。"),
        ("在 10:30:20 開始。", "paragraph", "在 10:30:20 開始。"),
        ("{% note info %}產能吃緊。{% endnote %}", "paragraph", "產能吃緊。"),
        ("{{< notice >}}\n產能吃緊。\n{{< /notice >}}", "paragraph", "產能吃緊。"),
        ("這種{蕈|ㄒㄩㄣˋ}菇。", "paragraph", "這種蕈（ㄒㄩㄣˋ）菇。"),
        ("    產能仍然吃緊，要到明年才會好轉。", "paragraph", "產能仍然吃緊，要到明年才會好轉。"),
        ("產能\n: 一個月能做多少。", "point", "產能：一個月能做多少。"),
    ],
)
def test_markup_of_dialects_is_meant_or_listed(read: Read, written: str, kind: str, text: str) -> None:
    items = [item for item in story(read(HEAD + written + "\n"))[1:] if item.text]
    assert [(item.kind, item.text) for item in items] == [(kind, text)]


@pytest.mark.parametrize(
    "mark",
    [
        "[TOC]",
        "[[toc]]",
        "@[toc]",
        "{:toc}",
        "{: .no_toc }",
        "{% youtube abc %}",
        "{{< tweet 1 >}}",
        "%% 備註 %%",
        "<!-- more -->",
    ],
)
def test_marks_for_other_programs_are_left_out_and_listed(read: Read, mark: str) -> None:
    digest = read(HEAD + mark + "\n")
    assert [item.text for item in story(digest)] == ["一段話，說的是一件事。"]
    assert [left for left in digest.left_out if left.text.strip("{}%<>!-[]@: ")[:3] in mark]


def test_tables_images_and_code_are_in_the_tree_and_move_no_id(read: Read) -> None:
    text = (
        HEAD + "![圖](a.png)\n\n第二段。\n\n| 甲 | 乙 |\n|---|---|\n"
        "| [1](https://a.example/x) | 2 |\n\n```js\n1\n```\n\n第三段。\n"
    )
    digest = read(text)
    assert [item.id for item in story(digest)] == ["story1.1", "image1", "story1.2", "table1", "code1", "story1.3"]
    assert story(digest)[1].image == Image("a.png", "圖")
    assert story(digest)[3].table is not None
    assert ("", "https://a.example/x") in list(digest.links())
    assert story(digest)[4].code is not None


@pytest.mark.parametrize(
    ("written", "caption"),
    [
        ("![](a.png)\n\n▲ 法說會現場", "法說會現場"),
        ("![](a.png)\n\n*法說會現場*", "法說會現場"),
        ('![](a.png "法說會現場")', "法說會現場"),
        ('{{< figure src="a.png" caption="法說會現場" >}}', "法說會現場"),
        ("<figure><img src='a.png'><figcaption>法說會現場（圖／業者提供）</figcaption></figure>", "法說會現場"),
    ],
)
def test_captions_belong_to_their_picture(read: Read, written: str, caption: str) -> None:
    items = story(read(HEAD + written + "\n"))
    assert [(item.kind, item.text) for item in items[1:]] == [("image", caption)]


@pytest.mark.parametrize(
    "credit", ["（圖／業者提供）", "圖片來源：某報", "(圖/翻攝自臉書)", "Photo by Someone on Unsplash"]
)
def test_credits_are_not_said(read: Read, credit: str) -> None:
    digest = read(HEAD + f"![](a.png)\n\n{credit}\n")
    assert credit not in dict(digest.texts()).values()
    assert credit in words_of(digest)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("**小雯：**", "**阿明：**"),
        ("**小雯**：", "**阿明**："),
        ("小雯：", "阿明："),
        ("Q：", "A："),
        ("問：", "答："),
        ("Q1：", "A1："),
    ],
)
def test_turns_of_speakers(read: Read, first: str, second: str) -> None:
    text = (
        f"# 專訪\n\n## 對談\n\n{first} 為什麼？\n\n{second} 因為想試。\n\n還有一句。\n"
        f"\n{first}後悔嗎？\n\n{second}不會。\n"
    )
    digest = read(text)
    names = [name.strip("*： ") for name in (first, second, second, first, second)]
    assert [item.speaker for item in story(digest)] == names
    assert {item.kind for item in story(digest)} == {"turn"}
    assert story(digest)[0].text == "為什麼？"
    assert digest.sections[0].kind == "interview"


@pytest.mark.parametrize("label", ["時間", "地點", "費用", "2004 年", "第一章", "圖一"])
def test_labels_are_no_speakers(read: Read, label: str) -> None:
    digest = read(HEAD + f"{label}：甲。\n\n備註：乙。\n\n{label}：丙。\n\n備註：丁。\n")
    assert not [item for item in story(digest) if item.speaker]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("讀者來信", "letter"), ("聽眾 Q&A", "letter"), ("訂閱與贊助", "service"), ("關於我們", "service"),
        ("延伸閱讀", "reading"), ("推薦閱讀", "reading"), ("今日金句", "column"), ("本週一句話", "column"),
        ("活動預告", "column"), ("台積電法說會", "news"),
    ],
)  # fmt: skip
def test_kinds_of_sections_by_their_names(read: Read, heading: str, kind: str) -> None:
    digest = read(f"# 科技週報 第 12 期\n\n## 聯發科\n\n聯發科的消息。\n\n## {heading}\n\n一段話，說的是一件事。\n")
    assert digest.sections[1].kind == kind
    assert digest.number == 12


def test_an_essay_is_one(read: Read) -> None:
    digest = read("# 我不再追求效率\n\n我想通了。\n\n## 開始\n\n我只做三件事。\n\n## 後來\n\n我還是做得完。\n")
    assert {section.kind for section in digest.sections} == {"essay"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、甲", "二、乙"),
        ("1. 甲", "2. 乙"),
        ("3. 甲", "4. 乙"),
        ("(1) 甲", "(2) 乙"),
        ("**甲**", "**乙**"),
        ("**甲：**", "**乙：**"),
    ],
)
def test_headings_by_bold_or_number_alone(read: Read, first: str, second: str) -> None:
    digest = read(f"# 標題\n\n{first}\n\n第一段話在這裡。\n\n{second}\n\n第二段話在這裡。\n")
    assert [section.heading for section in digest.sections] == ["甲", "乙"]


@pytest.mark.parametrize(
    "text",
    [
        "# 標題\n\n# 甲\n\n一段話。\n\n# 乙\n\n一段話。\n",
        "# [2026-05-29](https://a.example)\n\n# 標題\n\n## 甲\n\n一段話。\n\n## 乙\n\n一段話。\n",
        "標題\n===\n\n甲\n---\n\n一段話。\n\n乙\n---\n\n一段話。\n",
        "標題\n\n## 甲\n\n一段話。\n\n## 乙\n\n一段話。\n",
        "##標題\n\n###甲\n\n一段話。\n\n###乙\n\n一段話。\n",
        "**標題**\n\n**甲**\n\n一段話。\n\n**乙**\n\n一段話。\n",
    ],
)
def test_forms_of_headings(read: Read, text: str) -> None:
    digest = read(text)
    assert digest.title == "標題"
    assert [section.heading for section in digest.sections] == ["甲", "乙"]


def test_links_without_words_stay_for_page_and_notes(read: Read) -> None:
    digest = read(
        HEAD
        + "詳情見 https://a.example/x 。\n\n相關連結：\n\n- <https://a.example/y>\n\n[↗](https://a.example/z) 尾。\n"
    )
    assert [url for _, url in digest.links()] == [f"https://a.example/{name}" for name in "xyz"]
    assert not [text for _, text in digest.texts() if "連結" in text or "↗" in text]


def test_sources_in_brackets_behind_a_sentence(read: Read) -> None:
    digest = read(HEAD + "甲發表模型。[1. 某報](https://a.example/1)\n")
    assert [(source.title, source.url) for source in digest.sources] == [("某報", "https://a.example/1")]
    assert story(digest)[1].text == "甲發表模型。"
