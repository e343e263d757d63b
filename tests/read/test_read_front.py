"""Front matter as the world has it; title, number and day of a page, a mail, a file."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from podcast.errors import DigestError
from podcast.model import Digest
from podcast.read.names import split_day, split_title

Read = Callable[..., Digest]
BODY = "\n## 新聞\n\n一段話，說的是今天發生的一件事。\n"
DAY = datetime.date(2025, 6, 13)


@pytest.mark.parametrize(
    "date",
    [
        "2025-06-13", "2025/6/13", "2025-06-13 22:10", "2025-06-13 22:10:05", "2025-06-13T22:10:00+08:00",
        "2025-06-13T15:59:00Z", "2025-06-12T22:10:00.000Z",
        "June 13, 2025", "13 Jun 2025", "Fri, 13 Jun 2025 08:00:00 +0800",
        "2025 年 6 月 13 日", "民國 114 年 6 月 13 日", "2025-06-13 22:10:00 +0800",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    [
        "---\ntitle: 週報\ndate: '{}'\n---\n",
        '+++\ntitle = "週報"\ndate = "{}"\n+++\n',
        '{{"title": "週報", "date": "{}"}}\n',
    ],
)
def test_dates_with_time_and_zone(read: Read, form: str, date: str) -> None:
    assert read(form.format(date) + BODY).date == DAY


def test_keys_of_other_programs(read: Read) -> None:
    digest = read(
        "---\nsubject: 週報\npubDate: 2025-06-13\nissue: 第 12 期\nauthors: [甲, 乙]\n"
        "summary: 摘要\ncover:\n  image: a.png\n"
        "categories:\n  - 科技\nlayout: post\ndraft: false\n---\n" + BODY
    )
    assert (digest.title, digest.date, digest.number) == ("週報", DAY, 12)
    assert (digest.author, digest.description, digest.image, digest.tags) == ("甲、乙", "摘要", "a.png", ("科技",))
    assert [left.text for left in digest.left_out] == ["layout: post", "draft: false"]


def test_properties_of_notion(read: Read) -> None:
    digest = read("# 週報 12\n\nCreated: June 13, 2025 9:12 AM\nTags: 週報, 科技\nStatus: Done\n" + BODY)
    assert (digest.number, digest.date, digest.tags) == (12, DAY, ("週報", "科技"))
    assert not digest.intro


@pytest.mark.parametrize(
    ("written", "show", "number", "title"),
    [
        ("科技週刊（第 200 期）：少即是多", "科技週刊", 200, "少即是多"),
        ("【科技週刊】Vol.12 少即是多", "科技週刊", 12, "少即是多"),
        ("科技週刊 Vol. 12｜少即是多", "科技週刊", 12, "少即是多"),
        ("Weekly #18: 少即是多", "Weekly", 18, "少即是多"),
        ("Episode 5 - 少即是多", None, 5, "少即是多"),
        ("電子報 No. 3 少即是多", "電子報", 3, "少即是多"),
        ("第十二回　少即是多", None, 12, "少即是多"),
        ("週報第三期", "週報", 3, "週報第三期"),
        ("捷運第二期工程動工", None, None, "捷運第二期工程動工"),
        ("台積電躍居 No. 1 晶圓廠", None, None, "台積電躍居 No. 1 晶圓廠"),
        ("為什麼 #1 是他？", None, None, "為什麼 #1 是他？"),
    ],
)
def test_titles(written: str, show: str | None, number: int | None, title: str) -> None:
    assert split_title(written) == (show, number, title)


def test_a_day_before_or_behind_the_title(read: Read) -> None:
    assert split_day("2026-07-18 科技週記")[1] == "科技週記"
    assert split_day("AI 早報 2026-05-29")[1] == "AI 早報"
    assert read("# 週報\n" + BODY, "2025-06-13-週報.md").date == DAY
    assert read("# 週報\n\n**作者：某某　報告日期：2025-06-13**\n" + BODY).date == DAY


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: " + "[" * 400 + "\n---\n",
        "---\nnumber: " + "9" * 4400 + "\n---\n",
        "+++\nnumber = " + "9" * 4400 + "\n+++\n",
        "+++\ntitle = " + "[" * 2000 + "\n+++\n",
        "---\n" + "a: b\n" * 20000 + "---\n",
    ],
)
def test_hostile_front_matter_is_refused_in_one_sentence(read: Read, front: str) -> None:
    with pytest.raises(DigestError) as caught:
        read(front + "# 標題\n" + BODY)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_half_surrogates_in_front_matter(read: Read) -> None:
    assert read(f'---\ntitle: "A\\uD800B"\n---\n{BODY}').title == "AB"
