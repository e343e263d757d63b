"""Captions: nothing lost, two lines of 32 columns, cut where Chinese may be cut, at times that were measured."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.mix import cues, lay_out
from podcast.mix.cues import _rising
from podcast.mix.phrases import breaks, columns
from podcast.model import Boundary, Line, Span, Spoken, Utterance
from tests.mix.conftest import ENGINE_RATE, Take, take, voiced

LONG = (
    "Meta 以 148 億美元巨資投資 Scale AI，並招攬其執行長 Alexander Wang 進入 Meta 領導 AI 發展，"
    "顯示大型科技公司對頂尖 AI 人才與基礎設施的極度渴求，以及對 AI 策略布局的堅定決心。此舉預示併購將持續升溫。"
)
TEXT = st.text(
    st.sampled_from("一二三晶片市場的了在與AIbc 019.,%%，。！？、；：「」（）《》—…·🎉é\u0301"),
    min_size=1,
    max_size=300,
)


def pieces(text: str, whole: tuple[tuple[int, int], ...] = ()) -> list[str]:
    cuts = [0, *breaks(text, whole), len(text)]
    return [text[a:b].strip() for a, b in pairwise(cuts)]


def made(taken: Take):
    timeline = lay_out(taken.utterances, taken.heard)
    return timeline, cues(timeline, taken.script, taken.utterances, taken.read)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXT)
def test_pieces_joined_are_the_text_and_none_is_wider_than_two_lines(text: str) -> None:
    found = pieces(text)
    assert bare("".join(found)) == bare(text)
    assert all(columns(piece) <= 64 for piece in found)


@given(TEXT)
def test_no_piece_begins_with_a_closing_mark_or_ends_with_an_opening_one_where_that_can_be_helped(text: str) -> None:
    for piece in pieces(re.sub("[，。！？、；：「」（）《》—…·.,%]{2,}", "，", text))[1:]:
        assert not piece or piece[0] not in "，。！？、；：」）》%"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哈囉！這邊是科技碎碎念。", ["哈囉！", "這邊是科技碎碎念。"]),
        ("他說：「不行。」然後走了。", ["他說：「不行。」", "然後走了。"]),
        ("真的嗎?!對。", ["真的嗎?!", "對。"]),
        ("Node.js 3.5 版，v1.2!important 不是句尾。", ["Node.js 3.5 版，v1.2!important 不是句尾。"]),
        ("好……吧。", ["好……吧。"]),
    ],
)
def test_every_sentence_begins_a_piece(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_long_sentences_are_cut_at_commas() -> None:
    assert pieces(LONG) == [
        "Meta 以 148 億美元巨資投資 Scale AI，",
        "並招攬其執行長 Alexander Wang 進入 Meta 領導 AI 發展，",
        "顯示大型科技公司對頂尖 AI 人才與基礎設施的極度渴求，",
        "以及對 AI 策略布局的堅定決心。",
        "此舉預示併購將持續升溫。",
    ]


@pytest.mark.parametrize(
    "kept",
    ["Alexander Wang", "1,234.5 億", "（包括 Accel 等機構）", "「超級智慧實驗室」", "馬克·祖克柏", "GPT-4o", "2026年"],
)
@pytest.mark.parametrize("before", range(14, 34))
def test_what_reads_as_one_is_not_cut(kept: str, before: int) -> None:
    text = "大" * before + kept + "小" * 40
    assert sum(kept in piece for piece in pieces(text)) == 1


def test_what_is_said_as_one_is_not_cut() -> None:
    text = "大" * 28 + "百分之四十九點五" + "小" * 30
    at = text.index("百")
    assert any("百分之四十九點五" in piece for piece in pieces(text, ((at, at + 8),)))


def test_a_word_wider_than_two_lines_is_cut_all_the_same() -> None:
    assert all(columns(piece) <= 64 for piece in pieces("https://example.org/" + "a" * 500))


def test_twenty_thousand_characters_without_punctuation() -> None:
    found = pieces("科技" * 10_000)
    assert "".join(found) == "科技" * 10_000
    assert max(map(columns, found)) <= 64


@given(
    st.lists(st.lists(TEXT.filter(lambda t: any(map(str.isalnum, t))), min_size=1, max_size=2), min_size=1, max_size=2)
)
def test_cues_hold_the_script_in_order_inside_their_utterances(lines: list[list[str]]) -> None:
    sounds = [voiced(0.5, 0)] * sum(map(len, lines))
    taken = take(lines, sounds)
    timeline, found = made(taken)
    assert bare("".join(c.text for c in found)) == bare("".join(t for texts in lines for t in texts))
    assert all(c.start_ms <= c.end_ms for c in found)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(found))
    for utterance, placement in zip(taken.utterances, timeline.speech, strict=True):
        own = [c for c in found if (c.chapter, c.line) == (utterance.chapter, utterance.line)]
        assert own[0].start_ms == placement.start_ms
        assert own[-1].end_ms == placement.end_ms


def test_a_cue_knows_its_line(spoken_take: Take) -> None:
    _, found = made(spoken_take)
    assert [(c.chapter, c.line, c.speaker, c.source) for c in found] == [
        (u.chapter, u.line, "host", (f"story{u.chapter}.{u.line}",)) for u in spoken_take.utterances
    ]


def spoken(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts)


def pause(ms: int) -> np.ndarray:
    return np.zeros(ENGINE_RATE * ms // 1000, np.int16)


def test_a_break_stands_in_the_pause_that_is_heard() -> None:
    """The first half is spoken more slowly than its share of the text lets expect."""
    text = "一二三四五六七八九十一二三四五六七，" + "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚。"
    sound = spoken(voiced(4.6, 1), pause(300), voiced(3.4, 2))
    timeline, found = made(take([[text]], [sound]))
    assert len(found) == 2
    inside = found[0].end_ms - timeline.speech[0].start_ms
    assert 4600 <= inside <= 4900


def test_of_two_pauses_each_goes_to_its_comma() -> None:
    text = "一二三四五六七八九十一二三四五六七，甲乙，" + "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚。"
    sound = spoken(voiced(3.4, 1), pause(200), voiced(0.4, 2), pause(400), voiced(3.4, 3))
    timeline, found = made(take([[text]], [sound]))
    inside = found[0].end_ms - timeline.speech[0].start_ms
    assert 3400 <= inside <= 3600 or 4000 <= inside <= 4400


def test_without_a_pause_a_break_is_where_the_words_let_expect_it() -> None:
    text = "一二三四五六七八九十一二三四五六七八九十甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸"
    _, (first, second) = made(take([[text]], [voiced(8, 1)]))
    assert first.end_ms == second.start_ms
    share = len(first.text) / len(text)
    assert first.end_ms / second.end_ms == pytest.approx(share, abs=0.04)


def test_an_engine_that_reported_boundaries_is_believed() -> None:
    text = "一二三四五六七八九十一二三四五六七，" + "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚。"
    taken = take([[text]], [spoken(voiced(2, 1), pause(200), voiced(6, 2))])
    bounds = (Boundary(text[:17], 50, 5000), Boundary(text[18:35], 5200, 8100))
    taken = replace(taken, clips=(replace(taken.clips[0], boundaries=bounds),))
    _, (first, _) = made(taken)
    assert 5000 <= first.end_ms <= 5200


def test_a_replaced_span_moves_the_break() -> None:
    """“9%” is said with five syllables: what follows is heard later than its place in the writing says."""
    written = "9%9%9%9%9%9%9%9%，" + "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸丙丁戊己庚辛"
    said = "百分之九" * 8 + written[16:]
    spans = tuple(Span(2 * i, 2 * i + 2, 4 * i, 4 * i + 4, "percent", "percent") for i in range(8))
    taken = take([[written]], [voiced(11.6, 1)])
    taken = replace(taken, utterances=(replace(taken.utterances[0], spoken=Spoken(written, said, spans)),))
    _, (first, last) = made(taken)
    assert first.text.endswith("，")
    assert first.end_ms / last.end_ms == pytest.approx(32 / 58, abs=0.05)


def test_marks_that_nobody_says_are_shown_with_their_neighbour() -> None:
    line = Line("……好。🎉好。——")
    taken = take([["好。好。"]])
    parts = [Utterance(0, 0, "host", Spoken("好。", "好。"), 0), Utterance(0, 0, "host", Spoken("好。", "好。"), 0)]
    script = replace(taken.script, chapters=(replace(taken.script.chapters[0], lines=(line,)),))
    taken = Take(script, tuple(parts), taken.clips * 2, taken.read)
    _, found = made(taken)
    assert "".join(c.text for c in found) == line.text


def test_breaks_rise_within_the_utterance_whatever_the_sound_lets_expect() -> None:
    assert _rising([5, 5, 4], 3, 0, 10) == [5, 6, 7]
    assert _rising([50, 60], 2, 0, 10) == [8, 9]
    assert _rising([-4, -5], 2, 0, 10) == [1, 2]
