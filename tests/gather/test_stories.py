"""What tells of the same event stands together, whoever wrote it and in whatever language."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from podcast.gather.article import Article
from podcast.gather.figures import figures
from podcast.gather.likeness import SAME, likeness
from podcast.gather.reprints import reprints
from podcast.gather.stories import stories_of
from tests.gather.conftest import DATA, stored
from tests.gather.pollute import WAYS

LANGUAGES = {"zh": "zh-Hant", "cn": "zh-Hans", "en": "en"}
ROWS = [line.split("\t") for line in (DATA / "stories.tsv").read_text(encoding="utf-8").strip().split("\n")]
TOLD = [
    Article(f"{n}", title, None, None, LANGUAGES[language], (text,))
    for n, (_, language, title, text) in enumerate(ROWS)
]


def f1(pairs, alike) -> float:
    hits = [(ROWS[a][0] == ROWS[b][0], bool(alike[a, b] >= SAME)) for a, b in pairs]
    right = sum(same and got for same, got in hits)
    return 2 * right / (sum(same for same, _ in hits) + sum(got for _, got in hits))


def test_pairs_of_one_story() -> None:
    """31 stories told four times by us: 4,278 pairs in Chinese, 93 of one story; 2,883 between Chinese and English."""
    alike = likeness(TOLD)
    chinese = [n for n, row in enumerate(ROWS) if row[1] != "en"]
    english = [n for n, row in enumerate(ROWS) if row[1] == "en"]
    assert f1(itertools.combinations(chinese, 2), alike) >= 0.97
    assert f1(itertools.product(chinese, english), alike) >= 0.9


def test_pairs_of_a_small_morning() -> None:
    """Of few articles the collection tells little about which words are rare."""
    dice = random.Random(7)
    names = sorted({row[0] for row in ROWS})
    for _ in range(12):
        picked = set(dice.sample(names, 5))
        own = [n for n, row in enumerate(ROWS) if row[0] in picked and row[1] != "en"]
        stories = stories_of([TOLD[n] for n in own])
        for story in stories:
            assert len({ROWS[int(article.source)][0] for article in story.articles}) == 1
        assert len(stories) <= 6


def test_each_article_stands_in_one_story() -> None:
    stories = stories_of(TOLD)
    told = [article.source for story in stories for article in story.articles]
    assert sorted(told) == sorted(article.source for article in TOLD)
    assert all(len({ROWS[int(a.source)][0] for a in story.articles}) == 1 for story in stories)
    assert len(stories) <= 36
    assert stories_of([]) == ()


def test_what_has_nothing_in_common_stays_apart() -> None:
    articles = [
        Article(f"{n}", title, paragraphs=tuple(texts), language="zh-Hant")
        for n, (title, *texts) in enumerate(stored("articles.txt"))
    ]
    assert len(stories_of(articles)) == len(articles)


def test_reprints_are_one_voice() -> None:
    """An agency's text in ten papers: cut, with another title, in Simplified; and one paper that wrote its own."""
    from opencc import OpenCC

    title, *texts = stored("articles.txt")[0]
    dice = random.Random(1)
    forms = [
        texts,
        texts[:-1],
        texts[:-2],
        ["（中央社高雄電）" + texts[0], *texts[1:]],
        [OpenCC("t2s").convert(t) for t in texts],
    ]
    forms += [
        WAYS["advertised"](title, texts, 0.5, dice)[1],
        texts[1:],
        [*texts, "本報另外訪問了附近的居民，他們認為噪音確實小了很多。"],
    ]
    papers = [
        Article(f"{n}", title, f"報{n}", date(2026, 11, 20), "zh-Hant", tuple(form)) for n, form in enumerate(forms)
    ]
    own = Article(
        "own",
        "電動拖車進港口，省油但缺師傅",
        "晨報",
        date(2026, 11, 20),
        "zh-Hant",
        (
            "高雄的貨櫃碼頭把一半的拖車換成電動的，公司說頭一個月油料少三成，但是電費多出兩百萬元。",
            "工會說會修高壓電的只有十一位師傅，班表很緊。",
        ),
    )
    assert len(set(reprints([*papers, own]))) == 2
    (story,) = stories_of([*papers, own])
    assert (len(story.articles), story.independent) == (9, 2)


def test_an_outlet_is_one_voice() -> None:
    a, b, c = TOLD[0], TOLD[1], TOLD[2]
    same = [
        Article(x.source, x.title, outlet, None, x.language, x.paragraphs)
        for x, outlet in ((a, "甲報"), (b, "甲報"), (c, "乙報"))
    ]
    (story,) = stories_of(same)
    assert story.independent == 2


def test_events_weeks_apart_are_two() -> None:
    """The central bank decides each quarter in nearly the same words."""
    one = next(article for n, article in enumerate(TOLD) if ROWS[n][0] == "rate-cbc")
    spring = Article(
        "spring",
        "央行利率不變，連六季不動",
        None,
        date(2026, 6, 18),
        "zh-Hant",
        ("中央銀行理監事會議決議政策利率維持 2%，連續六季不變，今年經濟成長率預測為 3.1%。房市管制不變。",),
    )
    winter = Article("winter", one.title, None, date(2026, 12, 17), "zh-Hant", one.paragraphs)
    assert len(stories_of([spring, winter, *TOLD[:8]])) == len(stories_of([winter, *TOLD[:8]])) + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("148 億美元", "$14.8 billion"), ("12.6 萬輛", "126,000 vehicles"), ("4 億 2,150 萬元", "NT$421.5 million"),
        ("成長 34%", "up 34 percent"), ("百分之三十四點五", "34.5%"), ("三成五", "35%"), ("6 月 13 日", "June 13"), ("1.4兆", "1.4 trillion"),
    ],
)  # fmt: skip
def test_figures_in_one_notation(one: str, other: str) -> None:
    assert set(figures(one)) == set(figures(other)) != set()


def test_the_command(tmp_path: Path) -> None:
    for n in (0, 1, 4, 5):
        (tmp_path / f"{n}.txt").write_text(f"{ROWS[n][2]}\n{ROWS[n][3]}\n", encoding="utf-8")
    names = sorted(path.name for path in tmp_path.iterdir())
    command = [sys.executable, "-m", "podcast", "digest", *names, "--stories", "--json"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [sorted(article["source"] for article in story["articles"]) for story in told] == [
        ["0.txt", "1.txt"],
        ["4.txt", "5.txt"],
    ]
    assert all(
        set(story) == {"title", "articles"} and {tuple(a) for a in story["articles"]} == {("source", "title")}
        for story in told
    )
