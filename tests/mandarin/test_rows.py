"""Where words end, two neighbours weighed at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.mandarin.rows import row


def cut(text: str) -> str:
    return " ".join(text[start:end] for start, end in row(text).words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("他一直沒收到通知", "他 一直 沒 收到 通知"),
        ("警方依法沒收財物", "警方 依法 沒收 財物"),
        ("小組長達成目標", "小組長 達成 目標"),
        ("公司考量產品壽命", "公司 考量 產品 壽命"),
    ],
)
def test_neighbours_tell_where_a_word_ends(text: str, words: str) -> None:
    assert cut(text) == words


def test_the_lead_is_small_where_another_row_is_nearly_as_likely() -> None:
    doubtful = row("餐廳主打海參與鮑魚")
    start = "餐廳主打海參與鮑魚".index("參與")
    assert (start, start + 2) in doubtful.words
    assert doubtful.lead(start, start + 2) < 1
    clear = row("民眾參與活動")
    assert clear.lead(2, 4) > 5


@settings(deadline=None, max_examples=150)
@given(st.text(st.one_of(st.characters(), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)), max_size=30))
def test_every_row_covers_its_runs_once_and_leads(text: str) -> None:
    found = row(text)
    assert all(start < end for start, end in found.words)
    assert all(a[1] <= b[0] for a, b in zip(found.words, found.words[1:], strict=False))
    inside = {at for start, end in found.words for at in range(start + 1, end)}
    assert found.leads.keys() <= inside  # a place at which the row itself ends a word has none
    assert all(lead >= -1e-9 for lead in found.leads.values())
