"""Tone sandhi of 一, 不 and third tones."""

from __future__ import annotations

import pytest

from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.readings import read
from podcast.mandarin.sandhi import sandhi
from podcast.model import Spoken


def spoken_tones(text: str) -> str:
    readings = read(Spoken(text, text), Lexicon()).readings
    return "".join(s[-1] for s in sandhi(readings, text))


@pytest.mark.parametrize(
    ("text", "tones"),
    [
        ("一個", "24"), ("一天", "41"), ("一年", "42"), ("一起", "43"), ("一定", "24"), ("一百", "43"), ("一萬", "24"),
        ("三千一百", "1143"), ("二十一萬", "4214"), ("百分之一", "3111"), ("第一名", "412"), ("一月一日", "1414"),
        ("二零一一年", "42112"), ("統一發票", "3114"), ("萬一", "41"), ("星期一", "121"), ("看一看", "454"),
        ("一樓", "12"), ("一、二", "14"),
    ],
)  # fmt: skip
def test_yi(text: str, tones: str) -> None:
    assert spoken_tones(text) == tones


@pytest.mark.parametrize(
    ("text", "tones"), [("不是", "24"), ("不好", "43"), ("不能", "42"), ("不說", "41"), ("是不是", "454"), ("不", "4")]
)
def test_bu(text: str, tones: str) -> None:
    assert spoken_tones(text) == tones


@pytest.mark.parametrize(
    ("text", "tones"),
    [
        ("你好", "23"), ("展覽館", "223"), ("小老虎", "323"), ("我很好", "323"), ("產品總監", "2231"),
        ("總統府", "223"), ("洗手間", "231"), ("你好，很好", "2323"), ("可以理解", "2323"), ("美金", "31"),
    ],
)  # fmt: skip
def test_third_tones(text: str, tones: str) -> None:
    assert spoken_tones(text) == tones


def test_the_rest_stays_and_no_text_is_none() -> None:
    assert spoken_tones("今天天氣") == "1114"
    assert sandhi((), "") == ()
    assert sandhi((), "GPT") == ()
