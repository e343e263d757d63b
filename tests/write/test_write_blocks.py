"""Each kind of section and of block is said as what it is: true, complete, fit to be said."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from podcast.language import Host, language_of, silent
from podcast.model import Digest, Image, Item
from podcast.read import read_digest
from podcast.show import Show, Speaker, Voice
from podcast.write import explain, omitted, unsaid, write_script
from podcast.write.silence import caption_of

ON = date(2026, 11, 28)
HOST = language_of("zh-TW").host


@pytest.fixture
def read(tmp_path: Path):
    def digest(text: str, name: str = "EP1.md") -> Digest:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_digest(tmp_path / name, "EP1")

    return digest


def said(digest: Digest, show: Show) -> list[str]:
    return [line.text for chapter in write_script(digest, show, ON).chapters for line in chapter.lines]


def body(digest: Digest, show: Show) -> list[str]:
    """What is said between the notice and the closing."""
    lines = said(digest, show)
    return lines[lines.index("本節目由 AI 生成文字，並以 AI 合成語音。") + 1 : -2]


def essay(*blocks: str) -> str:
    return "# 我的一年\n\n這一年我學會慢下來。\n\n## 從頭說起\n\n" + "\n\n".join(blocks) + "\n"


ESSAYS = [
    (
        ["我做三件事：", "1. 早睡。\n2. 早起。\n3. 散步。"],
        ["我做三件事：", "第一、早睡。", "第二、早起。", "第三、散步。"],
    ),
    (["3. 從三開始。\n4. 接著是四。"], ["第三、從三開始。", "第四、接著是四。"]),
    (["1. 豬絞肉 300 克\n2. 醬油半杯"], ["豬絞肉 300 克。", "醬油半杯。"]),
    (["- 台北下雨。\n- 高雄放晴。\n- 花蓮多雲。"], ["台北下雨。", "高雄放晴。", "花蓮多雲。"]),
    (["> 慢慢來，比較快。", "這是媽媽說的。"], ["慢慢來，比較快。", "這是媽媽說的。"]),
    (["看這張圖：", "![](a.png)"], []),
    (["看這張圖：", "![IMG_2031](a.png)", "接下來。"], ["接下來。"]),
    (["![海邊的貓](a.png)"], ["這裡有一張圖：海邊的貓。"]),
    (["程式如下：", "```\nx = 1\n```"], ["程式如下：", "這裡有一段程式碼，請看節目頁面。"]),
    (["完整影片：[YouTube](https://a.example)"], []),
    (["詳見 https://a.example"], []),
    (["### 起因", "房東賣房子。"], ["起因。", "房東賣房子。"]),
]


@pytest.mark.parametrize(("blocks", "told"), ESSAYS)
def test_an_essay_is_said_as_it_runs(blocks: list[str], told: list[str], read, show: Show) -> None:
    lines = body(read(essay("開頭。", *blocks, "## 後來", "就這樣。")), show)
    assert lines == ["這一年我學會慢下來。", "從頭說起。", "開頭。", *told, "後來。", "就這樣。"]


def test_tables_are_told_row_by_row_or_mentioned(read, show: Show) -> None:
    small = "| 業者 | 月租（元） | 備註 |\n|---|---|---|\n| 甲電信 | 999 | 綁約兩年，可攜碼 |\n| 乙電信 | 799 | - |"
    assert body(read(essay(small)), show)[2:] == [
        "甲電信，月租是 999 元，備註：綁約兩年，可攜碼。",
        "乙電信，月租是 799 元。",
    ]
    head = "| 縣市 | " + " | ".join(str(year) for year in range(2018, 2026)) + " |\n" + "|---" * 9 + "|\n"
    large = read(essay(head + "| 台北 |" + " 1 |" * 8))
    assert body(large, show)[2:] == ["這裡有一張表，完整內容請看節目頁面。"]
    assert omitted(large, write_script(large, show, ON)) == "1 large table"
    assert explain(large, write_script(large, show, ON)).shown == (("table1", "a table of 1 row"),)


PAPER = """# 市場早報

## 一、台積電漲了

- 營收年增三成。
- 毛利率創下新高。

## 二、聯發科跌了

聯發科下跌。

## 重要數據

- 加權指數：23,500 點

## 今日金句

慢慢來。

## 讀者來信

> 我訂閱三年了。

謝謝這位讀者！

## 訂閱與贊助

歡迎贊助本報。

## 延伸閱讀

- [藝人昨天宣布離婚](https://example.org/x)
"""


def test_only_stories_are_counted_and_everything_else_has_its_own_name(read, show: Show) -> None:
    lines = body(read(PAPER), show)
    assert [line for line in lines if "則" in line] == [lines[0], lines[3]]
    assert "第一則" in lines[0]
    assert "一、" not in lines[0]
    assert {"重要數據。", "今日金句。", "讀者來信。", "訂閱與贊助。"} <= set(lines)
    assert lines[-1] == "延伸閱讀：「藝人昨天宣布離婚」，連結都放在節目說明裡。"
    assert not [line for line in lines if "資料來源" in line or line.endswith("，謝謝這位讀者！")]


@pytest.mark.parametrize("own", ["第一則：", "第 1 則 ", "壹、", "Story 1：", "No. 1 ", "新聞一："])
def test_a_heading_that_counts_itself_is_not_counted_again(own: str, read, show: Show) -> None:
    lines = body(read(f"# 市場早報\n\n## {own}台積電今天漲了\n\n漲了。\n\n## 聯發科今天跌了\n\n跌了。\n"), show)
    assert lines[0] == f"{own}台積電今天漲了。"


TALK = """# 專訪

## 對談

**小雯：** 為什麼離開？

**來賓：** 想做自己的。

後來就開店了。

**小雯：** 後悔嗎？

**來賓：** 不會。
"""


def test_who_has_no_voice_is_named_once_as_long_as_he_talks(read, show: Show) -> None:
    assert body(read(TALK), show)[-5:] == [
        "小雯：為什麼離開？",
        "來賓：想做自己的。",
        "後來就開店了。",
        "小雯：後悔嗎？",
        "來賓：不會。",
    ]


@pytest.mark.parametrize("name", [{"id": "小雯"}, {"name": "小雯"}, {"aliases": ("小雯",)}])
def test_a_voice_of_his_own_by_id_name_or_alias(name: dict[str, object], read, show: Show) -> None:
    voices = (Voice("kokoro", "zf_xiaobei"),)
    wen = Speaker(**{"id": "guest", "name": "文", "voices": voices} | name)  # type: ignore[arg-type]
    cast = replace(show, speakers=(Speaker("host", "主持人", voices), wen))
    lines = [line for chapter in write_script(read(TALK), cast, ON).chapters for line in chapter.lines]
    assert [(line.speaker, line.text) for line in lines if "離開" in line.text] == [(wen.id, "為什麼離開？")]
    assert "來賓：想做自己的。" in [line.text for line in lines]


def test_a_name_in_bold_that_has_a_voice_speaks_though_it_stands_only_once(read, show: Show) -> None:
    voices = (Voice("kokoro", "zf_xiaobei"),)
    cast = replace(show, speakers=(Speaker("host", "主持人", voices), Speaker("guest", "阿哲", voices)))
    digest = read(essay("**阿哲：** 你好。", "**重點：** 早睡。", "阿哲：不是我說的。"))
    lines = [line for chapter in write_script(digest, cast, ON).chapters for line in chapter.lines]
    assert [(line.speaker, line.text) for line in lines if "：" in line.text or line.speaker != "host"][1:] == [
        ("guest", "你好。"),
        ("host", "重點：早睡。"),
        ("host", "阿哲：不是我說的。"),
    ]
    assert unsaid(digest, write_script(digest, cast, ON)) == ()


def test_a_picture_is_told_once(read, show: Show) -> None:
    digest = read(essay("![貓](a.png)", "![貓](b.png)", "海邊的狗", "![20221026 海邊的狗](c.png)"))
    assert body(digest, show)[2:] == ["這裡有一張圖：貓。", "海邊的狗。"]
    assert unsaid(digest, write_script(digest, show, ON)) == ()


def test_steps_are_counted_on_behind_a_picture(read, show: Show) -> None:
    steps = read(essay("做法：", "1. 揉麵", "![](a.png)", "2. 發酵", "![](b.png)", "3. 烘烤"))
    assert body(steps, show)[3:] == ["第一、揉麵。", "第二、發酵。", "第三、烘烤。"]


def test_units_and_empty_cells_of_a_table(read, show: Show) -> None:
    table = "| 材料 | 份量 | 單位 | 代號 |\n|---|---|---|---|\n| 米 | 80 | g | N/A |\n| 鹽 |  | 適量 | - |"
    assert body(read(essay(table)), show)[2:] == ["米，份量是 80 g。", "鹽 適量。"]


@pytest.mark.parametrize("text", [PAPER, TALK, essay("我做三件事：", "1. 早睡。\n2. 早起。")])
def test_whatever_the_host_does_not_say_the_text_stays_whole(text: str, read, show: Show) -> None:
    digest = read(text)
    for f in fields(Host):
        empty = "" if isinstance(getattr(HOST, f.name), str) else ()
        script = write_script(digest, replace(show, host=replace(HOST, **{f.name: empty})), ON)  # type: ignore[arg-type]
        assert unsaid(digest, script) == (), f.name
    plain = said(digest, replace(show, host=silent(HOST)))
    assert not [
        line for line in plain if ("歡迎" in line and "贊助" not in line) or "今天是" in line or "下次見" in line
    ]
    assert unsaid(digest, write_script(digest, replace(show, host=silent(HOST)), ON)) == ()


def test_many_sources_are_counted_rather_than_recited(read, show: Show) -> None:
    listed = "".join(f"{n}. [第{n}家報社](https://example.org/{n})\n" for n in range(1, 41))
    lines = said(read(f"# 早報\n\n## 新聞\n\n一句話。\n\n## 資料來源\n\n{listed}"), show)
    assert lines[-4].startswith("本集的資料來源是「第1家報社」、")
    assert lines[-3] == "另外還有 35 筆，連結都放在節目說明裡。"


@pytest.mark.parametrize(
    ("intro", "order"),
    [
        ("早安。這一年我把手機放在抽屜裡。\n\n起初很不習慣。", ["這裡是《午後科技茶》", "標題", "AI", "早安。"]),
        ("大家好。\n\n這一集談睡眠。", ["大家好。", "這裡是《午後科技茶》", "標題", "AI", "這一集談睡眠。"]),
        ("大家好，歡迎收聽午後科技茶！今天談睡眠。", ["大家好，", "標題", "AI"]),
        ("這一年我把手機放在抽屜裡。", ["哈囉，歡迎收聽《午後科技茶》。", "標題", "AI", "這一年"]),
    ],
)
def test_first_things_first(intro: str, order: list[str], read, show: Show) -> None:
    lines = said(read(f"# 手機\n\n{intro}\n\n## 後來\n\n就這樣。\n"), show)
    at = [next(n for n, line in enumerate(lines) if text in line) for text in order]
    assert at == sorted(at)
    assert sum("手機。" in line and "標題" in line for line in lines) == 1


SIMPLIFIED = """# 科技早报

## 重点

- 一家公司发布了新芯片。
- 另一家公司跟进。

## 新芯片比上一代快两倍

1. 规格
   - 新芯片的速度是上一代的两倍。
   - 价格不变。

| 型号 | 价格（元） |
|---|---|
| 甲 | 999 |

![芯片照片](a.png)

## 另一家公司跟进

它也降价。

## 来源

1. [某报](https://example.org/1)
"""


def test_a_show_in_simplified_characters_has_no_word_in_others(read, show: Show) -> None:
    from opencc import OpenCC

    to_simplified = OpenCC("t2s").convert
    script = write_script(read(SIMPLIFIED), replace(show, title="早报", language="zh-CN"), ON)
    told = [text for c in script.chapters for text in (c.title, *(line.text for line in c.lines))]
    assert [text for text in told if to_simplified(text) != text] == []
    assert {"开场", "重点摘要", "结尾"} <= set(told)
    assert "甲，价格是 999 元。" in told


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("IMG_1234", ""),
        ("1234", ""),
        ("1" * 20_000 + "，", "1" * 20_000 + "，"),
        ("12號", "12號"),
        ("A1-05.JPG - 內帷山", "內帷山"),
    ],
)
def test_a_files_name_is_no_caption(caption: str, said: str) -> None:
    assert caption_of(Item("image1", caption, kind="image", image=Image("a.png", ""))) == said


def test_a_single_number_counts_nothing_and_code_in_a_row_is_told_once(read, show: Show) -> None:
    blocks = ("1. 攤位要先登記，登記才算數。", "再來是規矩。", "```\na\n```", "```\nb\n```")
    lines = said(read(essay(*blocks)), show)
    assert "攤位要先登記，登記才算數。" in lines
    assert lines.count(show.words.host.code) == 1


def test_the_one_to_whom_a_letter_is_written_is_not_greeted_before_the_show_is_named(read, show: Show) -> None:
    lines = said(read("# 給女兒的信\n\n親愛的小禾：\n\n妳在山上還好嗎？\n\n家裡一切都好。\n"), show)
    assert lines.index("親愛的小禾：") > next(n for n, line in enumerate(lines) if show.title in line)
    lines = said(read("# 週報\n\n親愛的讀者：\n\n這週下雨。\n\n家裡一切都好。\n"), show)
    assert lines[0] == "親愛的讀者："


def test_what_is_counted_inside_what_is_counted_is_not_counted_again(read, show: Show) -> None:
    steps = "1. 早睡早起，天天如此。\n   1. 十點上床，不滑手機。\n   2. 六點起床，先喝水。\n2. 多走路，少搭車。"
    lines = said(read(essay("我做兩件事：", steps)), show)
    start = lines.index("我做兩件事：") + 1
    assert [line[:2] for line in lines[start : start + 4]] == ["第一", "十點", "六點", "第二"]


def test_a_sentence_that_ends_in_a_colon_is_said_though_its_list_stands_elsewhere(read, show: Show) -> None:
    text = "如果你不想跟任何人一起住在無人島上，也可以用下面五個特質來辨別誰是好客人："
    assert text in said(read(essay("先問自己。", text)), show)
