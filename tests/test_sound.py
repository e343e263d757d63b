"""What is done to sound in more than one room."""

from __future__ import annotations

import numpy as np
import pytest

from podcast.sound import EDGE_MS, FADE_MS, faded, speech

RATE = 24_000
TONE = np.sin(np.arange(RATE) / 10).astype(np.float32)
QUIET = np.full(RATE // 2, 0.0001, np.float32)


@pytest.mark.parametrize("scale", [1, 32767], ids=["floats", "16 bit"])
def test_speech_is_what_is_loud_with_a_fixed_edge_of_what_surrounds_it(scale: int) -> None:
    sound = (np.concatenate([QUIET, TONE, QUIET]) * scale).astype(np.float32 if scale == 1 else np.int16)
    start, end = speech(sound, RATE)
    edge = EDGE_MS * RATE // 1000
    assert start == pytest.approx(len(QUIET) - edge, abs=10)
    assert end == pytest.approx(len(QUIET) + len(TONE) + edge, abs=10)


def test_where_there_is_no_silence_nothing_is_cut_and_silence_is_all_kept() -> None:
    assert speech(TONE, RATE) == (0, len(TONE))
    assert speech(np.zeros(100, np.int16), RATE) == (0, 100)
    assert speech(np.zeros(0, np.int16), RATE) == (0, 0)


def test_a_fade_takes_the_ends_and_nothing_else() -> None:
    sound = np.full(RATE, -32768, np.int16)
    got, fade = faded(sound, RATE), FADE_MS * RATE // 1000
    assert got[0] == got[-1] == 0
    assert (np.diff(got[:fade]) < 0).all()
    assert (np.diff(got[-fade:]) > 0).all()
    assert (got[fade:-fade] == -32768).all()
    assert len(faded(sound[:3], RATE)) == 3  # shorter than two fades
