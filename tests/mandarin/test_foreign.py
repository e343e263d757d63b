"""What has no reading in Mandarin: said in Latin letters and told, or told; never lost."""

from __future__ import annotations

import pytest

from podcast.mandarin import Mandarin
from podcast.mandarin.check import stumbles


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("優の良品", "優之良品"),
        ("ゼルダ傳說", "Zeruda傳說"),
        ("キャッシュ", "Kyasshu"),
        ("シェア", "Shea"),
        ("チョコレート", "Chokoreto"),
        ("ファミリー", "Famiri"),
        ("ポケモン GO", "Pokemon GO"),
        ("きゃりーぱみゅぱみゅ", "Kyaripamyupamyu"),
        ("마켓컬리", "Maketkeolri"),
        ("아이브 新歌", "Aibeu 新歌"),
        ("Привет", "Privet"),
        ("Чебурашка 電影", "Cheburashka 電影"),
    ],
)
def test_kana_hangul_and_cyrillic_are_said_in_latin_letters_and_told(written: str, spoken: str) -> None:
    said = Mandarin().say(written)
    assert said.text == spoken
    assert Mandarin().say(spoken).text == spoken
    assert [s.sort for s in stumbles(said, lambda word: True)] == ["guess"]


@pytest.mark.parametrize("written", ["𨋢裡", "สวัสดี", "مرحبا", "Ελλάδα", "ㄎㄎ"])
def test_what_nobody_can_read_stays_and_is_told(written: str) -> None:
    said = Mandarin().say(written)
    assert written in said.text
    assert any(s.sort == "word" and s.text[0] in written for s in stumbles(said, lambda word: True))
