"""A Chinese point against an English passage: what the passage bears, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from podcast.facts import check_line
from podcast.gather.across import borne
from podcast.gather.article import Article
from podcast.gather.likeness import likeness
from podcast.gather.romanised import wade_giles
from podcast.gather.sentences import Passage

STORY = "歐比克斯將在台南建廠"


def left(point: str, passage: str) -> list[str]:
    cited = [Passage(Article("a", "t", language="en"), 0, 0, passage)]
    return [
        each.said for each in check_line(point, [passage], today=date(2026, 11, 28)) if not borne(each, cited, STORY)
    ]


@pytest.mark.parametrize(
    ("point", "passage"),
    [
        ("歐比克斯股價上漲 4.6%。", "Shares of Orbix rose 4.6 percent."),
        (
            "歐比克斯將以 148 億美元建廠，創造 3,200 個工作機會。",
            "Orbix will spend $14.8 billion and create 3,200 jobs.",
        ),
        ("花蓮約有 1,900 人撤離。", "About 1,900 people in Hualien County were moved."),
        ("高雄有 4 萬戶停電。", "Some 40,000 homes in Kaohsiung lost power."),
        ("探測器距離目標 55 公尺。", "The probe landed 55 meters from its target."),
        ("三名學生受傷。", "Three students were hurt."),
        ("火災燒了 6 小時。", "The fire burned for six hours."),
        ("超過 120 萬人上街。", "More than 1.2 million people took to the streets."),
        ("地震深度 10 公里。", "The quake was 10 km deep."),
    ],
)
def test_what_an_english_passage_bears(point: str, passage: str) -> None:
    assert left(point, passage) == []


@pytest.mark.parametrize(
    ("point", "passage", "said"),
    [
        ("探測器距離目標 55 公里。", "The probe landed 55 metres from its target.", "55 公里"),
        ("1,900 人撤離。", "1,990 people were moved.", "1,900 人"),
        ("超過 1,900 人撤離。", "About 1,900 people were moved.", "超過 1,900 人"),
        ("三名學生受傷。", "Four students were hurt.", "三名"),
        ("費時 3 天。", "It took three weeks.", "3 天"),
        ("高雄停班。", "Offices in Taipei were closed.", "高雄"),
        ("馬斯克發言。", "Mr Cook spoke.", "馬斯克"),
        ("投資 148 億歐元。", "It invests $14.8 billion.", "148 億歐元"),
    ],
)
def test_what_it_does_not(point: str, passage: str, said: str) -> None:
    assert said in left(point, passage)


@pytest.mark.parametrize(
    ("pinyin", "spelt"),
    [
        ("gao xiong", "kaohsiung"), ("hua lian", "hualien"), ("xin zhu", "hsinchu"), ("lai qing de", "laichingte"), ("cai ying wen", "tsaiyingwen"),
        ("ke wen zhe", "kowenche"), ("zhong li", "chungli"), ("guo", "kuo"), ("zhi", "chih"), ("ri", "jih"), ("zi", "tzu"), ("xue", "hsueh"),
    ],
)  # fmt: skip
def test_names_as_taiwan_spells_them(pinyin: str, spelt: str) -> None:
    assert "".join(map(wade_giles, pinyin.split())) == spelt


def test_a_place_in_taiwan_makes_two_reports_alike() -> None:
    chinese = Article("a", "花蓮強震", language="zh-Hant", paragraphs=("花蓮清晨發生地震，三千名學生停課。",))
    same, other = (
        Article(place, f"Quake hits {place}", language="en", paragraphs=(f"A quake shook {place}; schools closed.",))
        for place in ("Hualien", "Osaka")
    )
    alike = likeness([chinese, same, other])
    assert alike[0, 1] > alike[0, 2]
