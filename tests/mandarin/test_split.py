"""Utterances: nothing lost, nothing torn, nothing empty, and an edit stays where it was made."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.normalise import normalise
from podcast.mandarin.split import split
from podcast.model import Spoken
from tests.mandarin.test_normalise import ANY, holds

NONE = Lexicon()


def up_to(letters: int):
    return lambda spoken: len(spoken.text) <= letters


def cut(written: str, letters: int = 1000) -> list[str]:
    return [part.text for part in split(normalise(written, NONE), up_to(letters))]


@settings(max_examples=200, deadline=None)
@given(st.lists(ANY, max_size=4).map("。".join), st.integers(1, 40))
def test_joined_the_utterances_give_the_whole_text_and_the_whole_written(written: str, letters: int) -> None:
    spoken = normalise(written, NONE)
    parts = split(spoken, up_to(letters))
    if any(map(str.isalnum, spoken.text)):
        assert "".join(p.text for p in parts) == spoken.text
        assert "".join(p.written for p in parts) == written
    else:
        assert parts == ()
    for part in parts:
        holds(part, part.written)
        assert any(map(str.isalnum, part.text))


@settings(max_examples=200, deadline=None)
@given(ANY, st.data())
def test_slices_that_touch_give_the_whole(written: str, data: st.DataObject) -> None:
    spoken = normalise(written, NONE)
    torn = {at for s in spoken.spans for at in range(s.spoken_start + 1, s.spoken_end)}
    free = [at for at in range(len(spoken.text) + 1) if at not in torn]
    cuts = sorted({0, len(spoken.text), *data.draw(st.lists(st.sampled_from(free), max_size=4))})
    parts = [spoken.slice(a, b) for a, b in pairwise(cuts)] or [spoken.slice(0, len(spoken.text))]
    assert "".join(p.text for p in parts) == spoken.text
    assert "".join(p.written for p in parts) == written
    for part in parts:
        holds(part, part.written)


def test_a_cut_behind_a_replaced_bracket_keeps_it_on_the_left() -> None:
    spoken = normalise("0B()A", NONE)
    left, right = spoken.slice(0, len(spoken.text) - 1), spoken.slice(len(spoken.text) - 1, len(spoken.text))
    assert (left.written, right.written) == ("0B()", "A")


def test_a_sentence_is_an_utterance() -> None:
    written = "輝達公布了新一代的人工智慧晶片。市場反應相當熱烈而且正面！這會改變整個產業的版圖嗎？"
    assert cut(written) == [
        "輝達公布了新一代的人工智慧晶片。",
        "市場反應相當熱烈而且正面！",
        "這會改變整個產業的版圖嗎？",
    ]


def test_a_short_sentence_goes_with_its_neighbour() -> None:
    assert cut("真的嗎？這是今天最重要的一則新聞。對。") == ["真的嗎？這是今天最重要的一則新聞。對。"]
    assert cut("真的嗎？這是今天最重要的一則新聞。", 16) == ["真的嗎？", "這是今天最重要的一則新聞。"]


def test_a_long_sentence_is_cut_at_the_strongest_pause_that_helps() -> None:
    written = "甲公司營收成長；乙公司、丙公司下滑，丁公司持平。"
    assert cut(written, 18) == ["甲公司營收成長；", "乙公司、丙公司下滑，丁公司持平。"]
    assert cut(written, 12) == ["甲公司營收成長；", "乙公司、丙公司下滑，", "丁公司持平。"]


def test_no_number_name_or_bracket_is_torn() -> None:
    written = "這是一段沒有任何標點的長句子其中有一百二十三萬與Scale AI以及數字7,520億美元還有後面很多很多的字"
    for letters in range(14, 40):
        parts = cut(written, letters)
        assert all(len(p) <= letters for p in parts)
        assert any("Scale AI" in p for p in parts)
        assert any("七千五百二十億美元" in p or "七千五百二十億" in p for p in parts)
    gloss = "甲乙丙丁戊己庚辛（壬，癸，子）丑寅卯辰巳午未申，酉戌亥。"
    assert any("，壬，癸，子，" in p for p in cut(gloss, 20))


def test_a_paragraph_without_punctuation_is_cut_in_linear_time() -> None:
    written = "這個句子完全沒有標點而且一直在說明新的技術與產品的發展" * 800
    seen = 0

    def fits(part: Spoken) -> bool:
        nonlocal seen
        seen += len(part.text)
        return len(part.text) <= 100

    parts = split(normalise(written, NONE), fits)
    assert all(40 <= len(p.text) <= 100 for p in parts[:-1])
    assert seen < 20 * len(written)


def test_nothing_to_say_gives_no_utterance() -> None:
    assert cut("……") == []
    assert cut("🎉") == []
    assert cut("「」——。") == []
    assert cut("好！……。！！") == ["好！…！"]


def test_editing_a_sentence_changes_its_own_utterance_only() -> None:
    sentences = [f"這是第{i}個句子，內容講的是人工智慧。" for i in "甲乙丙丁戊己庚辛壬癸"]
    sentences[4] = "對。"
    before = cut("".join(sentences))
    sentences[7] = "這一句改寫了，而且變得比原來更長一些，內容完全不同。"
    after = cut("".join(sentences))
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_opening_quotes_stay_with_what_they_open() -> None:
    parts = split(normalise("他講了很多關於未來的話。「我們會再努力下去的。」他最後這樣告訴大家。", NONE), up_to(1000))
    assert [p.written for p in parts] == [
        "他講了很多關於未來的話。",
        "「我們會再努力下去的。」",
        "他最後這樣告訴大家。",
    ]
