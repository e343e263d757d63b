"""What the folder remembers, and what becomes of it when it is damaged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from podcast.errors import DiskError
from podcast.show import Show
from podcast.show.ledger import UNSENT, forget, note, note_clips, noted, noted_clips


def test_names_are_noted_and_forgotten(show: Show) -> None:
    forget(show, UNSENT, {"a"})
    assert not show.state.exists(), "nothing to write"
    note(show, UNSENT, {"a", "b"})
    note(show, UNSENT, {"b", "c"})
    forget(show, UNSENT, {"a", "z"})
    assert noted(show, UNSENT) == {"b", "c"}


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"\xff", b"nul"])
def test_damaged_it_is_empty(show: Show, rubbish: bytes) -> None:
    show.ledger.mkdir(parents=True)
    (show.ledger / UNSENT).write_bytes(rubbish)
    assert noted(show, UNSENT) == frozenset()


def test_the_clips_of_an_episode_are_what_it_was_last_made_of(show: Show) -> None:
    note_clips(show, "EP1", ["b", "a", "a"])
    note_clips(show, "EP1", ["c", "a"])
    assert noted_clips(show, "EP1") == {"a", "c"}
    assert noted_clips(show, "EP2") == frozenset()


def test_commands_at_once_forget_nothing(show: Show) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: note(show, UNSENT, {str(n)}), range(40)))
    assert noted(show, UNSENT) == set(map(str, range(40)))


def test_a_ledger_that_cannot_be_written_is_one_sentence(show: Show) -> None:
    show.state.mkdir(parents=True)
    show.ledger.write_text("a file")
    with pytest.raises(DiskError, match=r"ledger.* cannot be written"):
        note(show, UNSENT, {"a"})
