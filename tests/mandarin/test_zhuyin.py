"""Pinyin and zhuyin, both ways."""

from __future__ import annotations

import pytest

from podcast.mandarin import zhuyin
from podcast.mandarin.phrases import _characters, char_readings


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("lǜ", "lü4"), ("lü4", "lü4"), ("lv4", "lü4"), ("lu:4", "lü4"), ("LÜ4", "lü4"), ("nǚ", "nü3"), ("nve4", "nüe4"),
        ("jü1", "ju1"), ("xuě", "xue3"), ("yǜ", "yu4"), ("ma", "ma5"), ("ma0", "ma5"), ("zhuānɡ", "zhuang1"),
        ("huɑ̀", "hua4"), ("ê4", "ê4"), (" er2 ", "er2"),
    ],
)  # fmt: skip
def test_common_spellings_are_accepted(typed: str, ours: str) -> None:
    assert zhuyin.pinyin(typed) == ours


@pytest.mark.parametrize("typed", ["", "4", "x", "bx4", "gpt", "scale", "jo1", "feng6x", "ㄅ", "m̄"])
def test_what_is_no_syllable_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no syllable"):
        zhuyin.pinyin(typed)


@pytest.mark.parametrize(
    ("pinyin", "letters"),
    [
        ("lüe4", "ㄌㄩㄝˋ"), ("zhi1", "ㄓ"), ("ma5", "˙ㄇㄚ"), ("wo3", "ㄨㄛˇ"), ("yong4", "ㄩㄥˋ"),
        ("yuan2", "ㄩㄢˊ"), ("xiong1", "ㄒㄩㄥ"), ("dong1", "ㄉㄨㄥ"), ("weng1", "ㄨㄥ"), ("er2", "ㄦˊ"),
        ("yai2", "ㄧㄞˊ"), ("you3", "ㄧㄡˇ"), ("qun2", "ㄑㄩㄣˊ"), ("shui4", "ㄕㄨㄟˋ"), ("ri4", "ㄖˋ"),
        ("e4", "ㄜˋ"), ("ê1", "ㄝ"), ("lun2", "ㄌㄨㄣˊ"),
    ],
)  # fmt: skip
def test_both_ways(pinyin: str, letters: str) -> None:
    assert zhuyin.to_zhuyin(pinyin) == letters
    assert zhuyin.from_zhuyin(letters) == pinyin


def test_zhuyin_as_people_type_it() -> None:
    assert zhuyin.from_zhuyin("ㄇㄚ˙") == "ma5"
    assert zhuyin.from_zhuyin("ㄇㄚˉ") == "ma1"
    assert zhuyin.from_zhuyin("一ㄡˇ") == "you3"  # the character 一 for the letter ㄧ
    with pytest.raises(ValueError, match="no syllable"):
        zhuyin.from_zhuyin("ㄅㄩˋ")
    with pytest.raises(ValueError, match="no syllable"):
        zhuyin.from_zhuyin("ㄇㄚˋˊ")


def test_every_syllable_that_characters_have_goes_both_ways_and_into_print() -> None:
    seen = {s for char in list(_characters())[:20000] for s in char_readings(char)}
    assert len(seen) > 1250
    for syllable in seen:
        assert zhuyin.from_zhuyin(zhuyin.to_zhuyin(syllable)) == syllable
        assert zhuyin.pinyin(zhuyin.marked(syllable)) == syllable


@pytest.mark.parametrize(
    ("pinyin", "printed"), [("lüe4", "lüè"), ("gui4", "guì"), ("liu2", "liú"), ("hao3", "hǎo"), ("ma5", "ma")]
)
def test_printed_with_marks(pinyin: str, printed: str) -> None:
    assert zhuyin.marked(pinyin) == printed
