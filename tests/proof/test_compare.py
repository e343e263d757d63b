"""What should have been said against what was heard: by sound, in words, with a place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.proof.compare import differences, patched

SAME = [
    ("這一集的標題是：Meta 砸下 148 億美元。", "這一集的標題是Meta砸下一百四十八億美元"),
    ("第一張訴狀", "第一張素狀"),
    ("今天是 2025 年 6 月 13 日。", "今天是二零二五年六月十三日"),
    ("越來越熱門的穩定幣", "越来越热门的稳定币"),
    ("成長了 49%。", "成長了百分之四十九"),
]
PARTS = [  # what should be said, what was heard, (written, heard) of each difference, and what the first one is
    ("迪士尼與環球一起告上法院", "迪士尼與環球告上法院", [("一起", "")], ""),
    ("迪士尼與環球一起告上法院", "迪士尼與環球一起一起告上法院", [("", "一起")], "again"),
    ("先來看一筆投資", "先來看來看一筆投資", [("來", "來看來")], "again"),
    ("這是好萊塢大廠頭一回出手", "這是好萊塢大廠頭一回", [("出手", "")], ""),
    ("金額是 148 億美元", "金額是一百四十八萬美元", [("億", "萬")], ""),
    ("他們買了一家公司", "他們賣了一間公司", [("家", "間")], ""),
    ("Meta 打算入股", "打算入股", [("Meta", "")], ""),
]


@pytest.mark.parametrize(("written", "heard"), SAME)
def test_what_sounds_the_same_is_no_difference(read, written, heard) -> None:
    assert differences(read(written), read(heard)) == ()


@pytest.mark.parametrize(("written", "heard", "parts", "what"), PARTS)
def test_where_they_part(read, written, heard, parts, what) -> None:
    expected, understood = read(written), read(heard)
    found = differences(expected, understood)
    assert [(d.written, d.heard) for d in found] == parts
    assert found[0].again == (what == "again")
    assert all(d.unlike > 0.1 for d in found)


@pytest.mark.parametrize(("written", "heard", "parts", "what"), PARTS)
def test_what_was_heard_with_the_words_that_should_be_said_sounds_as_it_should(read, written, heard, parts, what):
    expected, understood = read(written), read(heard)
    (difference,) = differences(expected, understood)
    assert differences(expected, read(patched(expected, understood, difference))) == ()


def test_a_measure_is_known_as_such(read) -> None:
    (unit,) = differences(read("一共 310 萬劑，很多"), read("一共三百一十億劑很多"))
    assert (unit.written, unit.heard, unit.counted) == ("萬", "億", True)
    (month,) = differences(read("有六個月緩衝"), read("有六個年緩衝"))
    assert (month.written, month.counted) == ("月", True)
    (word,) = differences(read("一共很多劑"), read("一共很少劑"))
    assert not word.counted


def test_a_patch_is_in_the_characters_of_what_was_heard(read) -> None:
    expected, understood = read("穩定幣變熱門了，廣告時間變長了"), read("稳定币变热门了，时间变长了")
    (difference,) = differences(expected, understood)
    assert patched(expected, understood, difference) == "稳定币变热门了，广告时间变长了"


CHARACTERS = "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CHARACTERS), min_size=8, max_size=20, unique=True), st.data())
def test_a_word_that_is_missing_anywhere_is_found_there(read, chars, data) -> None:
    start = data.draw(st.integers(0, len(chars) - 2))
    end = data.draw(st.integers(start + 1, min(len(chars) - 1, start + 4)))
    found = differences(read("".join(chars)), read("".join(chars[:start] + chars[end:])))
    assert sum(d.unlike for d in found) > 0.3 * (end - start)
    assert min(d.first for d in found) <= end
    assert max(d.last for d in found) >= start


def test_nothing_heard_and_nothing_to_say(read) -> None:
    (all_of_it,) = differences(read("今天很好"), read(""))
    assert (all_of_it.written, all_of_it.heard) == ("今天很好", "")
    assert differences(read(""), read("")) == ()
    assert patched(read("今天很好"), read(""), all_of_it) == "今天很好"
