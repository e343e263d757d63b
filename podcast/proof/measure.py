"""What can be measured of a clip without understanding it: pitch, pace, pauses, level, timbre, noise, clipping, clicks.

All of it on mono samples at ``RATE``, but clipping and clicks, which are looked for in the samples as they were stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from podcast.blemishes import clicks, cut_crests
from podcast.proof.hear import RATE

Floats = npt.NDArray[np.float32]

_HOP = RATE // 100
_WINDOW = 4 * _HOP  # 40 ms: two periods of the lowest voice
_LOWEST_HZ, _HIGHEST_HZ = 65, 420  # of a voice
_VOICED = 0.6  # of the correlation at no lag
_OCTAVE = 0.85  # a shorter lag that correlates nearly as well is the true one
_QUIET_DB = -30.0  # below the loud parts: nobody speaks
_NOISE_HZ = (100, 300, 600, 1000, 1600, 2400, 3400, 4800, 7500)
_NOISE_STEPS = 30  # 300 ms: in so long a stretch of speech every band falls quiet once
_TIMBRE_HZ = 150.0, 6500.0
_TIMBRE_STEPS = 240  # on a scale of logarithms: 1.6 % apart
TIMBRE_SEMITONES = 12 * float(np.log2(_TIMBRE_HZ[1] / _TIMBRE_HZ[0])) / (_TIMBRE_STEPS - 1)
"""From one step of a timbre's scale to the next."""
_FLOOR = 1e-9


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float
    speaking_s: float  # without its pauses
    pause_s: float  # the longest one inside
    pause_at_s: float
    level_db: float  # of its loud parts, RMS against full scale
    pitch_hz: float  # geometric mean over what is voiced; 0 where nothing is
    noise_db: float  # the loudest 300 ms in which no band ever falls quiet, against the loud parts
    noise_at_s: float
    cut_crests: int
    clicks: int
    end_db: float  # its last 10 ms, against the loud parts
    timbre: tuple[float, ...]  # its spectrum over the logarithm of frequency, dB around their mean


def measure(sound: Floats, stored: npt.NDArray[np.int16]) -> Measured:
    """``sound``: the clip at RATE, shape [n], full scale ±1; ``stored``: the same as it lies in the store."""
    sound = sound if len(sound) >= 2 * _WINDOW else np.pad(sound, (0, 2 * _WINDOW - len(sound)))
    frames = sliding_window_view(sound, _WINDOW)[::_HOP]
    power = np.square(frames - frames.mean(axis=1, keepdims=True)).mean(axis=1)
    levels = 10 * np.log10(power + _FLOOR)
    loud = float(np.percentile(levels, 90))
    quiet = levels < loud + _QUIET_DB
    pause, pause_at = _longest(quiet)
    spectra = np.square(np.abs(np.fft.rfft(frames * np.hanning(_WINDOW).astype(np.float32), 1024)))
    noise, noise_at = _noise(spectra)
    return Measured(
        seconds=round(len(sound) / RATE, 3),
        speaking_s=round(float((~quiet).sum()) * _HOP / RATE, 3),
        pause_s=pause,
        pause_at_s=pause_at,
        level_db=round(loud, 2),
        pitch_hz=round(_pitch(frames, power), 2),
        noise_db=round(noise, 2),
        noise_at_s=noise_at,
        cut_crests=cut_crests(stored),
        clicks=clicks(stored),
        end_db=round(_end(sound, loud), 2),
        timbre=_timbre(spectra, power),
    )


def _longest(quiet: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """(length, beginning) in seconds of the longest run of true values that touches neither end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])).astype(np.int8)))
    runs = [(int(b - a), int(a)) for a, b in edges.reshape(-1, 2) if a > 0 and b < len(quiet)]
    steps, at = max(runs, default=(0, 0))
    return round(steps * _HOP / RATE, 2), round(at * _HOP / RATE, 2)


def _pitch(frames: Any, power: Any) -> float:
    """By autocorrelation, of the frames that are loud and voiced."""
    window = np.hanning(_WINDOW).astype(np.float32)
    kept = frames[power > 0.05 * np.percentile(power, 90)]
    kept = (kept - kept.mean(axis=1, keepdims=True)) * window
    size = 2048
    own = np.fft.irfft(np.square(np.abs(np.fft.rfft(window, size))))[:_WINDOW]
    found = np.fft.irfft(np.square(np.abs(np.fft.rfft(kept, size))))[:, :_WINDOW]
    found = found / (found[:, :1] + _FLOOR) / (own / own[0])
    low, high = RATE // _HIGHEST_HZ, RATE // _LOWEST_HZ
    near = found[:, low:high]
    best = near.max(axis=1)
    inner = near[:, 1:-1]
    peaks = (inner > near[:, :-2]) & (inner >= near[:, 2:]) & (inner > _OCTAVE * best[:, None])
    voiced = (best > _VOICED) & peaks.any(axis=1)
    if not voiced.any():
        return 0.0
    lags = low + 1 + np.argmax(peaks[voiced], axis=1)
    return float(np.exp(np.mean(np.log(RATE / lags))))


def _noise(spectra: Any) -> tuple[float, float]:
    """How loud the least of each band stays through the worst 300 ms, in dB below the loud parts, and where."""
    if len(spectra) < _NOISE_STEPS:
        return -99.0, 0.0
    hertz = np.fft.rfftfreq(1024, 1 / RATE)
    bands = [spectra[:, (hertz >= a) & (hertz < b)].mean(axis=1) for a, b in pairwise(_NOISE_HZ)]
    levels = 10 * np.log10(np.stack(bands, axis=1) + _FLOOR)
    least = sliding_window_view(levels, _NOISE_STEPS, axis=0).min(axis=-1).mean(axis=1)
    at = int(least.argmax())
    return float(least[at] - np.percentile(levels.max(axis=1), 90)), round(at * _HOP / RATE, 2)


def _end(sound: Floats, loud: float) -> float:
    return 10 * float(np.log10(np.square(sound[-RATE // 100 :]).mean() + _FLOOR)) - loud


def _timbre(spectra: Any, power: Any) -> tuple[float, ...]:
    """What a long stretch of a voice sounds like on the whole, whatever it says."""
    loud = power >= 0.02 * np.percentile(power, 95)
    mean = np.log((spectra[loud] / (power[loud, None] + _FLOOR)).mean(axis=0) + _FLOOR)
    mean = np.convolve(np.pad(mean, 1, mode="edge"), np.ones(3) / 3, "valid")
    hertz = np.geomspace(*_TIMBRE_HZ, _TIMBRE_STEPS)
    drawn = 10 / np.log(10) * np.interp(hertz, np.fft.rfftfreq(1024, 1 / RATE), mean)
    return tuple(np.round(drawn - drawn.mean(), 1).tolist())
