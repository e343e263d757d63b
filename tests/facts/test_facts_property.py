"""Whatever is compared: nothing raises, what is the digest's own is never a finding, another figure always is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.facts import check, check_line
from podcast.facts.numerals import numeral_at
from podcast.mandarin.numbers import cardinal, number
from podcast.model import Chapter, Digest, Item, Line, Script, Section

FIGURES = st.integers(min_value=3, max_value=10**9)
UNITS = st.sampled_from(("美元", "人", "家公司", "公里", "%", "歐元", "個百分點"))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(said: str, item: str) -> None:
    check_line(said, [item])
    check_line(said, [])


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="年月日第一二三百千萬億兆點之分成半多超過不到 0123456789,.%~-–/$A", max_size=30))
def test_no_row_of_figures_raises(said: str) -> None:
    check_line(said, [said])


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=80))
def test_the_digests_own_text_is_never_a_finding(text: str) -> None:
    digest = Digest("EP1", "標題", sections=(Section("story1", "新聞", (Item("story1.1", text, kind="point"),)),))
    script = Script("EP1", "EP1", (Chapter("內容", (Line(text, source=("story1.1",)),)),))
    assert check(script, digest) == ()


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=1, max_value=10**15))
def test_number_words_are_read_as_they_are_said(value: int) -> None:
    words = cardinal(str(value))
    found = numeral_at(words, 0)
    assert found is not None
    assert (found.low, found.high, found.end) == (value, value, len(words))


@settings(deadline=None, max_examples=60)
@given(FIGURES, UNITS)
def test_a_figure_holds_in_every_notation(value: int, unit: str) -> None:
    words = f"百分之{number(str(value))}" if unit == "%" else f"{number(str(value))}{unit}"
    for said in (f"{value} {unit}", f"{value:,} {unit}", words):
        assert check_line(f"總共有 {said}。", [f"總共有 {value} {unit}。"]) == (), said


@settings(deadline=None, max_examples=60)
@given(FIGURES, FIGURES, UNITS)
def test_another_figure_does_not_hold(value: int, other: int, unit: str) -> None:
    held = check_line(f"總共有 {value} {unit}。", [f"總共有 {other} {unit}。"])
    assert bool(held) == (value != other)
