"""The network that reads a character in its sentence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.mandarin.polyphones import _network, knows, likelihoods
from podcast.mandarin.zhuyin import pinyin


def likeliest(plain: str, at: int) -> str:
    return next(iter(likelihoods(plain)[at]))


def test_the_same_characters_are_read_by_their_sentence() -> None:
    assert likeliest("双方都会受到影响", 2) == "dou1"
    assert likeliest("大都会区的房价", 1) == "du1"
    assert likeliest("他把音乐关了", 3) == "yue4"
    assert likeliest("他过得很快乐", 5) == "le4"


def test_only_characters_with_several_readings_are_told() -> None:
    found = likelihoods("今天，天气好。")
    assert list(found) == [at for at, char in enumerate("今天，天气好。") if knows(char)]
    assert not knows("今")


def test_long_texts_are_read_in_parts_and_keep_their_places() -> None:
    text = "银行行长说，" * 60
    found = likelihoods(text)
    assert max(found) >= len(text) - 6
    assert all(next(iter(found[at])) == "hang2" for at in range(1, len(text), 6))


def test_blanks_change_nothing_but_places() -> None:
    close, wide = likelihoods("他很快乐"), likelihoods("他 很快 乐")
    assert list(close.values()) == list(wide.values())


@settings(deadline=None, max_examples=60)
@given(st.text(st.one_of(st.characters(), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)), max_size=150))
def test_any_text_gives_shares_of_one_and_the_same_twice(text: str) -> None:
    found = likelihoods(text)
    assert found == likelihoods(text)
    for at, shares in found.items():
        assert knows(text[at])
        assert abs(sum(shares.values()) - 1) < 0.01
        assert all(reading == "r5" or pinyin(reading) == reading for reading in shares)


def test_a_sentence_is_read_the_same_whatever_stands_beside_it() -> None:
    """Several are read at once; what one sounds like must not depend on the others, or clips would be spoken again."""
    sentences = ["银行行长说，他得重新调整。", "长。", "为了解决问题！", "他把音乐关了？", "都会区的房价" * 20 + "。"]
    alone = [likelihoods(sentence) for sentence in sentences]
    _network().kept.clear()
    together = likelihoods("".join(sentences))
    start = 0
    for sentence, found in zip(sentences, alone, strict=True):
        assert {at: together[start + at] for at in found} == found
        start += len(sentence)


def test_only_what_is_asked_for_is_told_and_the_same() -> None:
    text = "银行行长说，他得重新调整长期数据。"
    everything = likelihoods(text)
    _network().kept.clear()
    some = list(everything)[1::2]
    assert likelihoods(text, [0, 1, *some]) == {at: everything[at] for at in {*some, 0, 1} & everything.keys()}
    assert not likelihoods(text, [])


def test_no_more_is_kept_than_a_run_needs(monkeypatch) -> None:
    monkeypatch.setattr("podcast.mandarin.polyphones._KEPT", 3)
    for n in range(20):
        likelihoods(f"{n}行{'好' * n}")
    assert len(_network().kept) <= 4
