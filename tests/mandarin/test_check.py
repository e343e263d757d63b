"""podcast script --check names the places to listen to, and only those."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podcast.mandarin.check import notices, stumbles
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.normalise import normalise
from podcast.mandarin.readings import read
from podcast.model import Reading


def found(written: str, known: str = "Meta AI") -> list[tuple[str, str]]:
    return [(s.sort, s.text) for s in stumbles(normalise(written, Lexicon()), lambda word: word in known.split())]


def test_plain_sentences_have_none() -> None:
    assert found("Meta 以 148 億美元取得約 49% 的股權，「真的」（是）。") == []


def test_an_arrow_for_which_a_pause_stands_is_no_doubt() -> None:
    assert found("三峽 -> 明池 --> 宜蘭 => 坪林") == []


def test_unknown_words_guesses_and_dropped_signs_come_in_reading_order() -> None:
    places = found("Zqxv 的 08-08 與🎉新品∑")
    assert places == [("word", "Zqxv"), ("guess", "08-08"), ("dropped", "∑")]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Société-Générale 與 Jean-Luc", "Société Générale 與 Jean Luc"),
        ("Socie\u0301te\u0301-Ge\u0301ne\u0301rale", "Socie\u0301te\u0301 Ge\u0301ne\u0301rale"),
        ("Saint-Étienne 對 Łódź–Wrocław", "Saint Étienne 對 Łódź Wrocław"),
        ("Việt-Đức", "Việt Đức"),
        ("café-bar、é-commerce、TGF-β", "café bar、é commerce、TGF beta"),
        ("Citroën-3 上市", "Citroën 三上市"),
        ("台灣-Société 合作", "台灣，Société 合作"),
    ],
)
def test_a_hyphen_between_latin_letters_is_part_of_a_name_and_no_doubt(written: str, spoken: str) -> None:
    said = normalise(written, Lexicon())
    assert said.text == spoken
    assert stumbles(said, lambda word: True) == ()


def test_an_unsure_reading_is_told_with_its_syllable_and_surroundings() -> None:
    spoken = normalise("這一行字", Lexicon())
    spoken = replace(spoken, readings=(Reading(2, "hang2", sure=False),))
    (place,) = stumbles(spoken, lambda word: True)
    assert str(place) == "“行” is read hang2, but could be read otherwise (…這一行字…)"


def test_the_same_place_is_told_once_with_how_often_it_comes_again() -> None:
    lines = [
        (f"開場, line {n}", normalise(text, Lexicon())) for n, text in enumerate(("Zqxv 說", "Zqxv 與 Zqxv", "Abcq"))
    ]
    told = [str(notice) for notice in notices(lines, lambda word: False)]
    assert told == [
        "開場, line 0: “Zqxv” is no word that the voice knows (…Zqxv 說…), and 2 times more",
        "開場, line 2: “Abcq” is no word that the voice knows (…Abcq…)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "哈囉，歡迎收聽《早餐》。",
        "大家哈囉，哈嘍。",
        "煮滾後轉小火慢燉。",
        "最後撒蔥花，撒點芝麻。",
        "他答得很快，我答不出來，答錯了三題。",
        "飯燒糊了，照片很模糊。",
        "這筆勾當，我打勾了。",
        "把湯盛出來，木板釘上去。",
    ],
)
def test_a_reading_that_a_closed_list_of_words_settles_is_no_doubt(text: str) -> None:
    assert stumbles(read(normalise(text, Lexicon()), Lexicon()), lambda word: True) == ()
