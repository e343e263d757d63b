"""What the folder remembers, and what becomes of it when it is damaged."""

from __future__ import annotations

import pytest

from podcast.show import Show
from podcast.show.ledger import UNSENT, forget, note, noted


def test_names_are_noted_and_forgotten(show: Show) -> None:
    forget(show, UNSENT, {"a"})
    assert not show.state.exists(), "nothing to write"
    note(show, UNSENT, {"a", "b"})
    note(show, UNSENT, {"b", "c"})
    forget(show, UNSENT, {"a", "z"})
    assert noted(show, UNSENT) == {"b", "c"}


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"\xff", b"nul"])
def test_damaged_it_is_empty(show: Show, rubbish: bytes) -> None:
    show.state.mkdir(parents=True)
    (show.state / UNSENT).write_bytes(rubbish)
    assert noted(show, UNSENT) == frozenset()
