"""Reports and daily papers as programs write them: citations, sources, headings that count, tables by blanks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podcast.model import Digest
from tests.read.outlines import words_of

Read = Callable[..., Digest]
SENTENCE = "甲公司今天推出新晶片，效能是上一代的兩倍，而且耗電只有一半。"


def sections(*heads: str) -> str:
    return "# 產業報告\n\n" + "".join(f"## {head}\n\n{SENTENCE}\n\n" for head in heads)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("公司宣布裁員 [[1. 某報]](#ref-1)。這是第一次。", "公司宣布裁員。這是第一次。"),
        ("甲的試驗 [[2. Some Post]](#ref-2) 和乙的評估都成功。", "甲的試驗和乙的評估都成功。"),
        ("公司宣布裁員。[[1. 某報]](#ref-1)[[12]](#ref-12)", "公司宣布裁員。"),
        ("詳細見[第二節](#two)的說明。", "詳細見第二節的說明。"),
        ("股價上漲 3%。\n來源：https://a.example/x", "股價上漲 3%。"),
        ("股價上漲 3%\n資料來源: https://a.example/x", "股價上漲 3%"),
        ("編輯流程的影片 -- <https://a.example/x>", "編輯流程的影片"),
        ("報名費 300 元，報名網址：https://a.example/x", "報名費 300 元"),
        ("原文連結：網址還沒有確認", "原文連結：網址還沒有確認"),
    ],
)
def test_what_led_to_an_address_goes_with_it(read: Read, written: str, said: str) -> None:
    digest = read(f"# 標題\n\n## 故事\n\n{SENTENCE}\n\n{written}\n")
    assert [item.text for item in digest.sections[0].items][-1] == said
    for word in ("某報", "來源", "Some Post"):
        assert word not in written or word in words_of(digest)


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        (("一、總結", "二、趨勢分析", "三、風險評估"), "essay"),
        (("罷免案成功機率預測", "優劣勢摘要", "關鍵觀察指標"), "essay"),
        (("一、鴻海展望優於預期，股價創新高", "二、聯準會暗示降息", "三、颱風假引發討論"), "news"),
    ],
)
def test_parts_of_a_report_are_no_stories(read: Read, heads: tuple[str, ...], kind: str) -> None:
    text = sections(*heads).replace("產業報告", "科技週報 2026-06-13")
    assert {section.kind for section in read(text).sections} == {kind}


@pytest.mark.parametrize("heading", ["四、參考資料", "4. 資料來源", "來源總覽", "六、參考文獻列表"])
def test_numbered_sources_are_sources(read: Read, heading: str) -> None:
    digest = read(
        sections("一、甲事件", "二、乙事件")
        + f"## {heading}\n\n- 甲報：https://a.example/\n- [乙報](https://b.example/)\n"
    )
    assert [(source.title, source.url) for source in digest.sources] == [
        ("甲報", "https://a.example/"),
        ("乙報", "https://b.example/"),
    ]


def test_a_numbered_list_of_bold_headlines_is_the_news(read: Read) -> None:
    items = "".join(
        f"{n}. **{head}**\n   - {SENTENCE}\n   - 來源：https://a.example/{n}\n\n" for n, head in enumerate("甲乙丙", 1)
    )
    digest = read(f"# 美股新聞日報｜2026-06-27\n\n> 時間以台北為準。\n\n{items}".replace("**甲", "**甲公司大漲"))
    assert [(s.kind, s.heading, [i.text for i in s.items]) for s in digest.sections] == [
        ("news", head, [SENTENCE]) for head in ("甲公司大漲", "乙", "丙")
    ]
    steps = read("# 做法\n\n## 步驟\n\n1. **甲**\n   - 切\n2. **乙**\n   - 煮\n\n## 結果\n\n好吃。\n").sections[0]
    assert [(item.kind, item.number) for item in steps.items] == [("point", 1), ("point", 2)]


@pytest.mark.parametrize("title", ["抽樣（作者：陳甲）", "抽樣 (作者：陳甲)", "抽樣【文／陳甲】", "抽樣（by 陳甲）"])
def test_a_signed_title(read: Read, title: str) -> None:
    digest = read(f"# {title}\n\n## 一\n\n{SENTENCE}\n")
    assert (digest.title, digest.author) == ("抽樣", "陳甲")


def test_a_line_with_authors_and_day(read: Read) -> None:
    digest = read(f"# 週記\n\n**作者：Some Tool, Another Tool　報告日期：2026-06-13**\n\n## 總結\n\n{SENTENCE}\n")
    assert (str(digest.date), digest.intro) == ("2026-06-13", ())


def test_a_table_set_apart_by_blanks(read: Read) -> None:
    table = "中文名稱    英文\n--------    ----------\n平均數      Mean\n中位數      Sample Median\n"
    digest = read(f"# 統計\n\n## 表\n\n{SENTENCE}\n\n{table}\n好了。\n")
    found = digest.sections[0].items[1].table
    assert found is not None
    assert (found.header, found.rows) == (("中文名稱", "英文"), (("平均數", "Mean"), ("中位數", "Sample Median")))
    assert "|" not in read(f"# 統計\n\n## 表\n\n{SENTENCE}\n\n--- ---\n\n好了。\n").sections[0].items[-1].text


def test_blank_lines_before_the_front_matter(read: Read) -> None:
    digest = read(f"\n\n---\ntitle: 標題\ndate: 2025-06-13\n---\n\n## 一\n\n{SENTENCE}\n")
    assert (digest.title, str(digest.date)) == ("標題", "2025-06-13")


def page(body: str) -> str:
    return f"<!doctype html><html><head><title></title></head><body>{body}</body></html>"


def test_the_banner_of_a_site_is_not_the_title(read: Read) -> None:
    digest = read(
        page(
            "<div id='header_wrap'><h1><a href='http://a.example/'>某雜誌</a> 2013 年 4 月號</h1></div>"
            f"<div id='content'><h2>看影片學出版</h2><p>{SENTENCE}這些文章的列表如下：</p>"
            "<ul><li><a href='http://a.example/1'>寫作格式</a></li><li><a href='http://a.example/2'>轉換系統</a></li></ul>"
            f"<p>{SENTENCE}</p></div>"
        ),
        "a.html",
    )
    assert digest.title == "看影片學出版"
    assert [text for _, text in digest.texts()][3:5] == ["寫作格式", "轉換系統"]


def test_what_only_a_screen_reader_hears_and_boxes_without_a_title(read: Read) -> None:
    unseen = "<span class='external-link-icon-sr-only'>open in new window</span>"
    box = f"<div class='hint-container info'><p class='hint-container-title'>{{}}</p><p>{SENTENCE}</p></div>"
    body = f"<h1>走走</h1><p>{SENTENCE}<a href='http://a.example/'>甲站{unseen}</a></p>{box.format('相關信息')}{box.format('請先預約')}"
    told = [text for _, text in read(page(body), "a.html").texts()]
    assert told[-4:] == [f"{SENTENCE}甲站", SENTENCE, "請先預約", SENTENCE]


def test_an_abstract_is_no_list_of_highlights_and_short_headings_are_no_news(read: Read) -> None:
    report = read(
        "# 投票預測報告\n\n## 摘要\n\n本報告分析投票。\n\n## 一、背景\n\n"
        + SENTENCE
        + "\n\n## 二、模型\n\n- 甲\n- 乙\n"
    )
    assert {section.kind for section in report.sections} == {"essay"}
    guide = "".join(
        f"## {n}. {head}\n\n- [甲](https://a.example/{n})\n- 乙\n\n"
        for n, head in enumerate(("啟動", "規劃", "驗收"), 1)
    )
    assert "news" not in {section.kind for section in read(f"# 專案指引\n\n{guide}").sections}


def test_headings_that_come_again_in_every_part_are_no_speakers(read: Read) -> None:
    part = f"## {{}}\n\n### 工作內容\n\n- 甲\n\n### 實務案例\n\n{SENTENCE}\n\n### 關鍵人物\n\n- 乙\n\n"
    digest = read("# 專案指引\n\n" + "".join(part.format(name) for name in ("啟動", "規劃", "驗收")))
    assert {item.kind for item in digest.walk()} == {"heading", "point", "paragraph"}


@pytest.mark.parametrize(
    "stamp", ["發佈時間：Fri, 28 Feb 2025 02:53:06 GMT", "發布時間: 2025-02-28 02:53", "更新於：2025/02/28 2:53"]
)
def test_when_news_appeared_to_the_minute_is_not_said(read: Read, stamp: str) -> None:
    digest = read(f"# 標題\n\n## 故事\n\n- {SENTENCE}\n- {stamp}\n- 發布日期：明年三月\n")
    assert [item.text for item in digest.sections[0].items] == [SENTENCE, "發布日期：明年三月"]
    assert stamp in [left.text for left in digest.left_out]


def test_a_table_of_contents_with_numbers_before_its_links(read: Read) -> None:
    toc = "1. [啟動](#1)\n   - 1.1 [目標](#11)\n   - 1.2 [重要性](#12)\n2. [規劃](#2)\n"
    digest = read(f"# 指引\n\n## 目錄\n\n{toc}\n## 1. 啟動\n\n{SENTENCE}\n\n## 2. 規劃\n\n{SENTENCE}\n")
    assert [section.heading for section in digest.sections] == ["啟動", "規劃"]


@pytest.mark.parametrize(
    "behind", ["（2026-04-30，Asia/Taipei）", "（2026-04-30, UTC+8）", "（2026-04-30 星期四）", "(2026-04-30)"]
)
def test_a_day_in_brackets_with_its_zone(read: Read, behind: str) -> None:
    digest = read(f"# AI 新聞整理{behind}\n\n## 甲\n\n{SENTENCE}\n")
    assert (digest.title, str(digest.date)) == ("AI 新聞整理", "2026-04-30")


def test_lines_among_addresses_of_pictures_are_the_authors(read: Read) -> None:
    picture = "![](https://a.example/a-very-long-address-of-a-picture/that-goes-on-and-on/0123456789.jpg)\n"
    digest = read(f"# 騎車\n\n## 路線\n\n三峽到明池\n總里程 223 公里\n\n## 照片\n\n{picture * 8}\n好看。\n")
    assert digest.sections[0].items[0].text == "三峽到明池，總里程 223 公里"


def test_labels_of_a_colour_and_amounts_between_dollar_signs(read: Read) -> None:
    digest = read("# 紀錄\n\n## {% label 騎乘路線 blue %}\n\n奶油 $3-5g$，糖 $6匙$，票價 $100 到 $200。\n")
    assert digest.sections[0].heading == "騎乘路線"
    assert digest.sections[0].items[0].text == "奶油 3-5g，糖 6匙，票價 $100 到 $200。"
