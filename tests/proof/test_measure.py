"""Faults of the sound, planted into what is made like speech, and measured."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from podcast.proof.hear import RATE
from podcast.proof.measure import Measured, measure

from .conftest import as_floats, speechlike


def measured(samples: np.ndarray) -> Measured:
    return measure(as_floats(samples), samples)


@pytest.mark.parametrize("pitch", [85, 120, 180, 260])
def test_pitch(pitch: int) -> None:
    assert measured(speechlike(pitch=pitch)).pitch_hz == pytest.approx(pitch, rel=0.05)


def test_half_a_tone_lower() -> None:
    sound = speechlike()
    factor = 2 ** (1 / 12)
    lower = soxr.resample(as_floats(sound), RATE, RATE * factor)
    lower = np.rint(lower * 32767).astype(np.int16)
    assert measured(lower).pitch_hz == pytest.approx(measured(sound).pitch_hz / factor, rel=0.01)


def test_pace_is_told_by_what_is_spoken_without_pauses() -> None:
    sound = speechlike(syllables=20, pace=0.2)
    apart = np.concatenate((sound, np.zeros(RATE // 2, np.int16), sound))
    assert measured(sound).speaking_s == pytest.approx(4.0, rel=0.1)
    assert measured(apart).speaking_s == pytest.approx(8.0, rel=0.1)


@pytest.mark.parametrize("seconds", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("share", [0.25, 0.7])
def test_silence_has_a_length_and_a_place(seconds: float, share: float) -> None:
    sound = speechlike()
    at = int(len(sound) * share)
    found = measured(np.concatenate((sound[:at], np.zeros(int(seconds * RATE), np.int16), sound[at:])))
    assert found.pause_s == pytest.approx(seconds, abs=0.12)
    assert found.pause_at_s == pytest.approx(at / RATE, abs=0.1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("db", [0, -8])
def test_noise_has_a_place_and_stands_out(seed: int, db: int) -> None:
    sound = speechlike(seed=seed)
    at, half = len(sound) // 3, RATE // 2
    level = np.sqrt(np.mean(sound.astype(float) ** 2)) * 10 ** (db / 20)
    noisy = sound.copy()
    noisy[at : at + half] = np.random.default_rng(seed).normal(0, level, half).astype(np.int16)
    found = measured(noisy)
    assert found.noise_db > measured(sound).noise_db + 8
    assert at / RATE - 0.1 <= found.noise_at_s <= (at + half) / RATE


def test_clipping_and_clicks() -> None:
    sound = speechlike(rate=24_000)
    assert (measured(sound).cut_crests, measured(sound).clicks) == (0, 0)
    loud = np.clip(sound.astype(int) * 4, -12_000, 12_000).astype(np.int16)
    assert measured(loud).cut_crests > 20
    clicking = sound.copy()
    clicking[20_000] = 20_000
    assert measured(clicking).clicks == 1


def test_an_end_that_breaks_off() -> None:
    sound = speechlike(syllables=10)
    assert measured(sound).end_db < -10
    assert measured(sound[: -int(0.12 * RATE)]).end_db > -8


def test_level_follows_the_volume() -> None:
    sound = speechlike()
    assert measured(sound // 2).level_db == pytest.approx(measured(sound).level_db - 6, abs=0.1)


@pytest.mark.parametrize("samples", [0, 1, 100, 2000])
@pytest.mark.parametrize("value", [0, 3000])
def test_hardly_any_sound_is_measured_too(samples: int, value: int) -> None:
    found = measured(np.full(samples, value, np.int16))
    assert found.seconds <= 0.13
    assert all(np.isfinite(found.timbre))
