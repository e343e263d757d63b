"""How authors type: lines they end, lists by hand, headings by a mark, titles, days and names in odd places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podcast.errors import DigestError
from podcast.model import Digest
from tests.read.outlines import words_of

Read = Callable[..., Digest]
HEAD = "# 標題\n\n## 故事\n\n一段話，說的是一件事。\n\n"
LONG = "這一行很長，長到在一般的編輯器裡剛好寫滿一行的寬度，所以在這裡換到了下一"  # 74 columns
LEAD = "甲公司今天推出新晶片，效能是上一代的兩倍，而且耗電只有一半。"


def story(digest: Digest) -> list[str]:
    return [item.text for item in digest.sections[0].walk() if item.text]


def page(body: str, title: str = "甲公司推出新晶片 - 某報") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("今天下雨\n我沒出門", "今天下雨，我沒出門"),
        ("今天下雨。\n我沒出門", "今天下雨。我沒出門"),
        ("**時間**：週六  \n**地點**：台北", "時間：週六，地點：台北"),
        ("時間：週六<br>地點：台北", "時間：週六，地點：台北"),
        ("他說\n「不要」", "他說，「不要」"),
        ("寫了 GPT\n和 Llama", "寫了 GPT，和 Llama"),
        ("one two\nthree", "one two three"),
        ("大約 20\n萬元", "大約 20 萬元"),
        (f"{LONG}\n行，{LONG[:-1]}\n行。", f"{LONG}行，{LONG[:-1]}行。"),
        (f"{LONG[:-2]}有 3\n00 人參加，{LONG[:-8]}\n行。", f"{LONG[:-2]}有 300 人參加，{LONG[:-8]}行。"),
    ],
)
def test_a_line_that_the_author_ended_is_one(read: Read, written: str, text: str) -> None:
    assert story(read(HEAD + written + "\n"))[-1] == text


def test_two_breaks_part_paragraphs_and_typed_marks_make_a_list(read: Read) -> None:
    body = f"<h1>甲公司推出新晶片</h1><p>{LEAD}<br><br>流程：<br>* 報到<br>* 演講<br>1. 甲<br>2. 乙</p>"
    items = read(page(body), "a.html").sections[0].items
    assert [(item.kind, item.number, item.text) for item in items] == [
        ("paragraph", None, LEAD),
        ("paragraph", None, "流程："),
        ("point", None, "報到"),
        ("point", None, "演講"),
        ("point", 1, "甲"),
        ("point", 2, "乙"),
    ]


def test_lists_with_no_space_behind_the_number(read: Read) -> None:
    items = read(HEAD + "1.從三開始。\n2.接著是四。\n\n版本 3.5 出了。\n").sections[0].items
    assert [(item.number, item.text) for item in items[1:]] == [
        (1, "從三開始。"),
        (2, "接著是四。"),
        (None, "版本 3.5 出了。"),
    ]


@pytest.mark.parametrize(("first", "second"), [("### 唐先生：", "### 林小姐："), ("### 唐先生", "### 林小姐")])
def test_names_as_headings_are_speakers(read: Read, first: str, second: str) -> None:
    turns = f"{first}\n為什麼？\n\n{second}\n因為想試。\n\n" * 3
    digest = read(f"# 會議紀錄\n\n{turns}### 主席：\n散會。\n")
    assert [section.kind for section in digest.sections] == ["interview"]
    names = [item.speaker for item in digest.sections[0].items]
    assert names[:4] == ["唐先生", "林小姐", "唐先生", "林小姐"]
    assert names[-1] == "主席"


@pytest.mark.parametrize("mark", ["■ {}", "🚀 {}", "【{}】", "◆{}"])
def test_headings_by_a_mark_alone(read: Read, mark: str) -> None:
    text = "\n\n".join(part for name in ("甲公司", "乙公司") for part in (mark.format(name), "一段話在這裡。"))
    assert [s.heading for s in read(f"# 標題\n\n{text}\n").sections] == ["甲公司", "乙公司"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("少即是多（第 200 期）", (None, 200, "少即是多")),
        ("少即是多 | 科技茶 #12", ("科技茶", 12, "少即是多")),
        ("少即是多【科技茶 EP12】", ("科技茶", 12, "少即是多")),
        ("少即是多 - 第 12 期", (None, 12, "少即是多")),
        ("科技週刊 - 第 12 期", ("科技週刊", 12, "科技週刊 - 第 12 期")),
        ("科技茶 EP630 | ⭐（2026-01-24）", ("科技茶", 630, "科技茶 EP630 | ⭐")),
        ("Daily Digest for 2026-08-22", (None, None, "Daily Digest")),
        ("112年10月2日起開打", (None, None, "112年10月2日起開打")),
    ],
)
def test_titles_with_their_number_or_day_behind(
    read: Read, title: str, expected: tuple[str | None, int | None, str]
) -> None:
    digest = read(f"# {title}\n\n## 故事\n\n一段話。\n", "a.md")
    assert (digest.show, digest.number, digest.title) == expected


def test_a_text_without_a_title_has_that_of_its_file_or_of_its_first_story(read: Read) -> None:
    body = "## 2026-07-13\n\n### 台積電開法說會\n\n一段話。\n\n## 2026-07-14\n\n一段話。\n"
    assert read(body, "EP1.md").title == "台積電開法說會"
    assert read(body, "2026-07-14-產業週記.md").title == "產業週記"
    with pytest.raises(DigestError, match="front matter and no text"):
        read("---\nnumber: 3\n---\n")


@pytest.mark.parametrize(
    "front",
    ["title:\n  en: Weekly\n  zh-Hant: 週報", "title_en: Weekly\ntitle_zh: 週報", "title: '週報 |'"],
)
def test_titles_in_several_languages_and_half_written(read: Read, front: str) -> None:
    assert read(f"---\n{front}\n---\n\n## 故事\n\n一段話。\n").title == "週報"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20250613", "2025-06-13"),
        ("114/6/13", "2025-06-13"),
        ("2025-06-13（五）", "2025-06-13"),
        ("Nov 09. 2018", "2018-11-09"),
    ],
)
def test_days_of_front_matter(read: Read, written: str, day: str) -> None:
    assert str(read(f"---\ndate: {written}\n---\n{HEAD}").date) == day


def test_a_heading_that_is_a_day_below_the_title_is_the_day(read: Read) -> None:
    digest = read("# 皮蛋粥\n\n### 2026/2/8\n\n因為感冒而煮的粥。\n\n## 食材\n\n- 米\n")
    assert str(digest.date) == "2026-02-08"
    assert not [text for _, text in digest.texts() if "2026" in text]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<center>![車](/a.jpg)（圖說 - Photo Credit: [某社](https://a.example)）</center>", ["圖說"]),
        ('<blockquote class="twitter-tweet"><p>別站的話。</p></blockquote>', []),
        ("訂閱一年 600 元，[點我訂閱](https://a.example)。", ["訂閱一年 600 元，點我訂閱。"]),
        ("想看更多，[點我](https://a.example)。", []),
        ("[回到首頁](index.md)", []),
        ("收聽連結 -> [點此前往](https://a.example)", []),
        ("新產品叫甲，收聽連結 -> [點此前往](https://a.example)", ["新產品叫甲"]),
        ("某篇報導（某站） [link](https://a.example)", ["某篇報導（某站）"]),
        ("系列網址：https://a.example ，有興趣可以看。", ["系列網址，有興趣可以看。"]),
        ("收聽：\n\n[標題](https://a.example)", []),
        ("...", []),
        ("**阿哲：** 你好。", ["阿哲：你好。"]),
        ("#### 表演\n\n#### 座談\n\n週六見。", ["座談", "週六見。"]),
        ("/// caption\n海邊的貓\n///", ["海邊的貓"]),
        ("產能吃緊^[行內注腳]。", ["產能吃緊。"]),
    ],
)
def test_what_is_said_of_it_and_all_of_it_is_kept(read: Read, written: str, told: list[str]) -> None:
    digest = read(HEAD + written + "\n")
    assert story(digest)[1:] == told
    for word in ("別站的話", "Photo Credit", "點我", "回到首頁", "點此前往"):
        assert word not in written or word in words_of(digest)


def test_steps_with_a_picture_between_them_are_no_headings(read: Read) -> None:
    items = read(HEAD + "1. 揉麵\n\n![](a.png)\n\n2. 發酵\n\n![](b.png)\n\n3. 烘烤\n").sections[0].items
    assert [(item.number, item.text) for item in items if item.kind == "point"] == [
        (1, "揉麵"),
        (2, "發酵"),
        (3, "烘烤"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<div class='container-name'>甲公司推出新晶片</div><div><p>短句子</p><p>{}</p></div>",
        "<h1><a href='//a.example/'>某報</a></h1><h1>甲公司推出新晶片</h1><p>{}</p>",
        "<h2><a href='#x'>甲公司推出新晶片</a></h2><p>{}</p>",
        "<h1>甲公司推出新晶片</h1><ul class='tags'><li>修正了一個問題，不再當機。</li></ul><p>{}</p>",
        "<h1>甲公司推出新晶片</h1><p>新手機發表</p><p>Google 地圖大更新</p><p>{}</p>",
    ],
)
def test_pages_as_programs_make_them(read: Read, body: str) -> None:
    digest = read(page(body.format(LEAD), "Document"), "a.html")
    assert digest.title == "甲公司推出新晶片"
    told = [text for _, text in digest.texts()]
    assert told[-1] == LEAD
    assert not [each for each in digest.left_out if any(w in each.text for w in ("修正", "發表", "大更新", "短句"))]
