"""How like two sounds are, and the cheapest way from one row of sounds to another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.mandarin.zhuyin import _SYLLABLES
from podcast.proof.compare import align
from podcast.proof.phones import missed, of_phonemes, of_pinyin, unlike

SYLLABLES = [
    initial.strip() + final
    for initial, _, finals in (row.partition(":") for row in _SYLLABLES.strip().splitlines())
    for final in finals.split()
]
words = st.lists(st.sampled_from(SYLLABLES).map(of_pinyin), max_size=12)


def test_every_syllable_has_sounds_and_no_two_have_the_same() -> None:
    sounds = {syllable: of_pinyin(f"{syllable}{n % 5 + 1}") for n, syllable in enumerate(SYLLABLES)}
    assert all(sounds.values())
    assert len(set(sounds.values())) >= len(sounds) - 4  # "o" and "wo" are written apart, and so on


@pytest.mark.parametrize(
    ("one", "like", "other"),
    [
        ("shi4", "si4", "ma1"), ("zhang1", "zang1", "hui4"), ("lan2", "nan2", "pao3"), ("jin1", "jing1", "ke3"),
        ("yu4", "yi4", "pa4"), ("ba1", "pa1", "xue2"), ("fei1", "hui1", "zhong1"), ("huang2", "wang2", "si1"),
    ],
)  # fmt: skip
def test_what_sounds_alike_is_nearer(one: str, like: str, other: str) -> None:
    assert 0 < apart(one, like) < apart(one, other)


def apart(one: str, other: str) -> float:
    return align([of_pinyin(one)], [of_pinyin(other)])[-1][2]


def test_english_phonemes_and_pinyin_are_of_one_alphabet() -> None:
    assert align([of_phonemes("wˈæŋ")], [of_pinyin("wang1")])[-1][2] <= 0.5
    assert align([of_phonemes("ˈmɛɾə")], [of_pinyin("mei2"), of_pinyin("ta3")])[-1][2] <= 1.5
    assert of_phonemes("ei→ai→") == ("E", "i", "a", "i")


@given(words, words)
def test_the_way_back_is_as_long(left, right) -> None:
    assert align(left, right)[-1][2] == pytest.approx(align(right, left)[-1][2])


@given(words)
def test_a_row_is_itself(row) -> None:
    path = align(row, row)
    assert path[-1] == (len(row), len(row), 0.0)
    assert [(a, b) for a, b, _ in path] == [(n, n) for n in range(len(row) + 1)]


@given(words, words)
def test_a_path_goes_forward_and_costs_no_less_on_its_way(left, right) -> None:
    path = align(left, right)
    assert path[0] == (0, 0, 0.0)
    assert path[-1][:2] == (len(left), len(right))
    for (a, b, before), (c, d, after) in pairwise(path):
        assert (a, b) != (c, d)
        assert (a <= c, b <= d, before <= after + 1e-9) == (True, True, True)


@given(words, words, words)
def test_what_is_missing_costs_its_sounds(before, gone, after) -> None:
    cost = align([*before, *gone, *after], [*before, *after])[-1][2]
    assert cost <= sum(missed(sound) for word in gone for sound in word) + 1e-9


def test_unlike_has_no_order() -> None:
    sounds = {sound for syllable in SYLLABLES for sound in of_pinyin(syllable)}
    assert all(unlike(a, b) == unlike(b, a) and (unlike(a, b) == 0) == (a == b) for a in sounds for b in sounds)
