"""From articles to a digest: the right stories, verbatim, each with its source, in the show's form."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from podcast.digest import collect, write_digest
from podcast.errors import ConfigError
from podcast.gather.article import Article
from podcast.gather.choosing import Earlier, choose
from podcast.gather.contradictions import contradictions
from podcast.gather.extract import extract
from podcast.gather.language import in_language_of
from podcast.gather.markdown import as_markdown
from podcast.gather.sentences import all_passages
from podcast.gather.sources import Sources
from podcast.gather.stories import Story, stories_of
from podcast.language import language_of
from podcast.read import read_digest
from tests.gather.test_stories import ROWS, TOLD
from tests.published import make_show

TODAY = date(2026, 11, 28)
WORDS = language_of("zh-TW")
OUTLETS = ("晨報", "晚報", "华报", "Daily")


def told(*names: str, day: date = TODAY) -> list[Article]:
    return [
        replace(article, outlet=OUTLETS[n % 4], date=day, url=f"https://news.example/{n}")
        for n, article in enumerate(TOLD)
        if ROWS[n][0] in names
    ]


def drafted(articles: list[Article], sources: Sources = Sources(), earlier: tuple[Earlier, ...] = ()):  # noqa: B008
    ranked = choose(stories_of(articles), sources, TODAY, earlier)
    return ranked, extract(ranked, WORDS, TODAY)


def test_every_point_is_a_sentence_of_a_source() -> None:
    articles = told("chip-plant", "ai-suit", "typhoon", "subway")
    ranked, draft = drafted(articles)
    assert [each.taken for each in ranked] == [True] * 4
    sentences = {in_language_of(p.text, "zh-TW") for each in ranked for p in all_passages(each.story)}
    for story in draft.stories:
        assert story.groups
        for group in story.groups:
            for point in group.points:
                assert point.text in sentences
                assert point.passages[0].article in articles
                assert point.text in (in_language_of(p.text, "zh-TW") for p in point.passages)


def test_it_reads_back_without_loss(tmp_path: Path) -> None:
    """What Markdown would take for its own included."""
    odd = Article(
        "odd", "C_* 的 [草案] #3：<b>不是</b> 標籤 $5", "晨報", TODAY, "zh-Hant",
        ("價格是 5*3 = 15 元，折扣碼是 A_B_C，標記為 [1] 與 <br>，佔 $20 的 10%。", "1. 這一句以數字開頭，後面還有 `程式` 與 ~刪除線~ 的記號。"),
        (), "https://news.example/odd?a=(1)&b=_2_",
    )  # fmt: skip
    _, draft = drafted([odd, *told("moon", "film")])
    path = tmp_path / "EP7.md"
    path.write_text(as_markdown(draft, WORDS), encoding="utf-8")
    digest = read_digest(path, "EP7")
    texts = [text for _, text in digest.texts()]
    assert (digest.title, digest.number, digest.date) == (draft.title, None, TODAY)
    assert [section.heading for section in digest.sections] == [story.heading for story in draft.stories]
    for story in draft.stories:
        for group in story.groups:
            for point in group.points:
                bare = point.text.rstrip("。.")
                assert any(text.startswith(bare) and (not point.attributed or "）" in text[-2:]) for text in texts), (
                    point.text
                )
    rested = [[p.text for p in item.passages] for item in digest.walk() if item.passages]
    drafted_points = [
        *draft.highlights,
        *(p for story in draft.stories for group in story.groups for p in group.points),
    ]
    assert rested == [[" ".join(p.text.split()) for p in point.passages] for point in drafted_points]
    assert [source.url for source in digest.sources] == [article.url for article in draft.articles]
    assert {left.reason for left in digest.left_out if "comment" not in left.reason} <= {
        "the heading of the sources is not said", "the heading of the outro is not said", "the heading of the disclaimer is not said",
    }  # fmt: skip
    assert digest.disclaimer
    assert digest.outro
    assert digest.highlights


def test_what_one_outlet_alone_says_is_marked() -> None:
    _, draft = drafted([*told("moon"), told("film")[0]])
    by = {story.articles[0].title[:4]: story for story in draft.stories}
    assert by["台片《鹽"].alone
    assert not by["月球探測"].alone
    text = as_markdown(draft, WORDS)
    assert "<!-- 單一來源 -->" in text.split("## 台片《鹽田》")[1].split("\n")[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("這場火災造成 23 人受傷，原因仍在調查。", "消防局統計，火災造成 31 人受傷，火勢在兩小時後撲滅。"),
        ("公司預計今年營收成長 12%，高於去年。", "公司預計今年營收成長 18%，創下新高。"),
        ("工程總經費為 4.2 億元，明年完工。", "這項工程總經費為 5.6 億元，由中央補助。"),
    ],
)
def test_outlets_that_contradict_each_other_are_both_shown(one: str, other: str) -> None:
    title = "同一件事的同一個標題，火災與公司與工程"
    articles = [
        Article(f"{n}", title, outlet, TODAY, "zh-Hant", (text,), url=f"https://{n}.example/")
        for n, (outlet, text) in enumerate((("晨報", one), ("晚報", other)))
    ]
    story = Story(title, tuple(articles), (0, 1))
    (found,) = contradictions(all_passages(story))
    assert {found.one.text, found.other.text} == {one, other}
    draft = extract(choose([story], Sources(), TODAY), WORDS, TODAY)
    text = as_markdown(draft, WORDS)
    section = text.split(WORDS.gathered.differ)[1]
    assert one.rstrip("。") + "（晨報）。" in section
    assert other.rstrip("。") + "（晚報）。" in section


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("火災造成 23 人受傷，2 人死亡。", "消防局出動 31 人，火災造成 23 人受傷。"),
        ("公司今年營收成長 12%，去年成長 18%。", "公司去年營收成長 18%，今年成長 12%。"),
        ("總投資 12.6 億元。這是今年最大的一筆。", "總投資約 12.58 億元。這是今年最大的一筆。"),
        ("活動吸引 3 萬人。", "門票一張 350 元。"),
    ],
)
def test_figures_of_different_things_are_no_contradiction(one: str, other: str) -> None:
    articles = [Article(f"{n}", "標題", f"{n}報", TODAY, "zh-Hant", (text,)) for n, text in enumerate((one, other))]
    assert contradictions(all_passages(Story("標題", tuple(articles), (0, 1)))) == []


def test_what_was_told_is_left_out_and_what_goes_on_is_marked() -> None:
    last_week = date(2026, 11, 20)
    typhoon, plant = told("typhoon", day=TODAY), told("chip-plant", day=last_week)
    before = (
        Earlier("EP6", Article("EP6", "中颱海燕逼近", None, last_week, "zh-Hant", ("颱風海燕位於鵝鑾鼻東南方 1,200 公里，氣象署預估週三最接近台灣。",))),
        Earlier("EP6", Article("EP6", plant[0].title, None, last_week, "zh-Hant", plant[0].paragraphs)),
    )  # fmt: skip
    ranked, draft = drafted([*typhoon, *plant], Sources(days=30), before)
    left = [each for each in ranked if not each.taken]
    assert [each.why[0] for each in left] == ["told in EP6"]
    assert draft.stories[0].follows == "EP6"
    assert draft.stories[0].heading.startswith("後續：")


def test_what_the_show_cares_for_comes_first() -> None:
    articles = told("museum", "game", "rate-boj", "whale")
    ranked, draft = drafted(articles, Sources(topics=("遊戲", "捕鯨"), avoid=("羅浮宮", "Louvre"), stories=2))
    assert [each.story.title[:4] for each in ranked if each.taken] != []
    assert "深海紀元" in "".join(point.text for point in draft.highlights)
    assert [each.why[0] for each in ranked if not each.taken and "浮" in each.story.title] == ["avoid: 羅浮宮"]
    assert len(draft.stories) == 2
    assert any("more important" in why for each in ranked for why in each.why)


def test_old_news_and_furniture_are_left() -> None:
    old = told("moon", day=date(2026, 11, 1))
    empty = Article("x", "登入", "晨報", TODAY, "zh-Hant", ("請先登入", "看更多"))
    ranked, draft = drafted([*old, empty])
    assert not draft.stories
    assert sorted(each.why[0] for each in ranked) == [
        "nothing in it is a sentence that could be told",
        "older than 2 days",
    ]


def test_a_show_in_simplified_and_a_story_in_english_alone() -> None:
    words = language_of("zh-CN")
    english = [article for article in told("drug") if article.language == "en"]
    ranked = choose(stories_of([*told("subway"), *english]), Sources(), TODAY)
    text = as_markdown(extract(ranked, words, TODAY), words)
    assert "环状线北环段" in text
    assert "The FDA approved Brennan's weight-loss injection Lumira" in text
    assert "資料" not in text


def said(text: str) -> str:
    """A draft without the comments for its author."""
    return re.sub(r"\s*<!--.*?-->", "", text)


def one_of(title: str, text: str, outlet: str | None = None, day: date | None = None, source: str = "a.md") -> Article:
    return Article(source, title, outlet, day, "zh-Hant", (text,))


STORM = one_of(
    "天琴颱風釀災", "天琴颱風昨天從花蓮登陸，造成 2 人死亡、57 人受傷。台電今天派出 2,300 人搶修。", None, None, "a.md"
)
GAME = one_of("中華職棒台灣大賽 味全龍昨晚奪冠", "味全龍昨晚在天母以 4 比 2 擊敗中信兄弟，拿下總冠軍。", "體壇網",
              date(2026, 11, 27), "b.md")  # fmt: skip


def test_a_day_that_has_passed_is_named_and_an_unknown_one_marked() -> None:
    _, draft = drafted([STORM, GAME])
    text = as_markdown(draft, WORDS)
    assert "味全龍 11 月 26 日晚上在天母以 4 比 2 擊敗" in text
    assert "昨晚" not in said(text).split("## 資料來源")[0]
    assert "登陸，造成 2 人死亡、57 人受傷。 <!-- 「昨天」是哪一天：報導的日期不明 -->" in text
    (game,) = (story for story in draft.stories if story.articles[0] is GAME)
    assert game.groups[0].points[0].passages[0].text in GAME.text


@pytest.mark.parametrize(
    ("outlets", "intro"),
    [
        ((None,), "今天為您整理一則新聞。"),
        (("晨報",), "今天為您整理一則新聞。"),
        ((None, "晨報"), "今天從 2 篇報導裡，整理出 2 則新聞。"),
        (("晨報", "晨報"), "今天從晨報的 2 篇報導裡，整理出 2 則新聞。"),
        (("晨報", "晚報"), "今天從 2 家媒體的 2 篇報導裡，整理出 2 則新聞。"),
    ],
)
def test_only_what_is_known_is_said_of_the_sources(outlets: tuple[str | None, ...], intro: str) -> None:
    articles = [replace(each, outlet=outlet) for each, outlet in zip((STORM, GAME), outlets, strict=False)]
    text = said(as_markdown(drafted(articles)[1], WORDS))
    assert intro in text.split("\n")
    assert ("今天的新聞" in text) == (len(articles) == 1)
    assert "（）" not in text
    assert "（，" not in text
    assert "，）" not in text


def test_an_outlet_that_tells_alone_is_named_once() -> None:
    articles = [STORM, replace(GAME, paragraphs=(GAME.text, "總教練賽後表示球員都盡力了。"))]
    text = said(as_markdown(drafted(articles)[1], WORDS))
    assert text.split("## 資料來源")[0].count("體壇網") == 1
    assert "1. 體壇網的報導" in text
    assert "報導重點" not in text


@pytest.mark.parametrize(
    ("one", "other", "borne"),
    [
        ("颱風造成全台停電戶數達 41 萬戶。", "颱風造成全台停電戶數達 38 萬戶。", False),
        ("颱風造成全台停電戶數達 41 萬戶。", "颱風造成全台停電戶數約 41.2 萬戶。", True),
        ("工廠大火造成 2 人死亡，起火原因不明。", "工廠大火造成 5 人死亡，起火原因不明。", False),
        ("工廠大火燒了 3 小時，起火原因不明。", "工廠大火造成 5 人死亡，起火原因不明。", True),
    ],
)
def test_another_figure_bears_nothing_out(one: str, other: str, borne: bool) -> None:
    articles = tuple(one_of("標題", text, f"{n}報", TODAY, f"{n}") for n, text in enumerate((one, other)))
    draft = extract(choose([Story("標題", articles, (0, 1))], Sources(), TODAY), WORDS, TODAY)
    points = [point for group in draft.stories[0].groups for point in group.points]
    assert any(len(point.passages) > 1 for point in points) == borne


@pytest.mark.parametrize(
    ("then", "now", "titles", "goes_on"),
    [
        ("台北週日 15 到 21 度，降雨機率 30%。", "氣象署提醒台北週一再探 12 度，週日 15 到 21 度。", (), True),
        ("工廠大火造成 2 人死亡，原因不明。", "工廠大火死者增為 5 人死亡，原因仍不明。", (), True),
        ("工廠大火造成 2 人死亡，原因不明。", "工廠大火造成 2 人死亡，原因不明。", (), False),
        ("工廠大火造成 2 人死亡，原因不明。", "工廠大火造成 2 人死亡，燒了 48 間房。", ("工廠大火（晨報）",), False),
    ],
)
def test_a_new_figure_goes_on(then: str, now: str, titles: tuple[str, ...], goes_on: bool) -> None:
    """But not what that episode has already told from."""
    before = Earlier("weather", Article("weather", "工廠大火", None, None, "zh-Hant", (then,)), titles=titles)
    story = Story("工廠大火", (one_of("工廠大火", now),), (0,))
    (ranked,) = choose([story], Sources(), TODAY, [before])
    assert (ranked.taken, ranked.follows) == ((True, "weather") if goes_on else (False, None))


def test_files_that_are_named_are_read_beside_a_faulty_sources_file(tmp_path: Path) -> None:
    show = make_show(tmp_path)
    (tmp_path / "sources.yaml").write_text("feedz:\n  - https://a.example/\n", encoding="utf-8")
    news = tmp_path / "a.md"
    news.write_text("# 天琴颱風釀災\n\n天琴颱風從花蓮登陸，造成 2 人死亡。\n", encoding="utf-8")
    gathered = collect(show, [str(news)], TODAY)
    (fault,) = gathered.failures
    assert "feedz" in fault
    path = write_digest(show, gathered, TODAY).path
    assert path
    assert "2 人死亡" in path.read_text(encoding="utf-8")
    with pytest.raises(ConfigError):
        collect(show, [], TODAY)
