"""A look-ahead limiter for true peaks: gain that bends smoothly, worked out millisecond by millisecond."""

from __future__ import annotations

import numpy as np

from podcast.sound import PER_MS, Floats, linear, peaks

_REACH_MS = 10  # the gain is down this long before and after a peak: longer than a voice's period, whose shape stays


def limit(sound: Floats, gain_db: float, ceiling_dbtp: float) -> Floats:
    """``sound``, whole milliseconds between silence, with ``gain_db``, its true peaks at most ``ceiling_dbtp``."""
    louder = sound * np.float32(linear(gain_db))
    ceiling = linear(ceiling_dbtp)
    need = ceiling / np.maximum(peaks(louder, ceiling), ceiling)
    if need.min(initial=1) < 1:
        louder *= _curve(need.astype(np.float32))
    return louder


def _curve(need: Floats) -> Floats:
    """A gain for each sample, nowhere above what its millisecond needs.

    Drawn straight from edge to edge of the milliseconds. An edge holds a mean of minima, and each of these was taken
    over a stretch that holds the milliseconds on both sides of the edge.
    """
    lowest = np.lib.stride_tricks.sliding_window_view(_extended(need, _REACH_MS), 2 * _REACH_MS + 1).min(axis=1)
    bell = np.hanning(2 * _REACH_MS + 2)[1:-1].astype(np.float32)
    edges = np.convolve(_extended(lowest, _REACH_MS), bell / bell.sum(), "valid")
    ramp = np.arange(PER_MS, dtype=np.float32) / PER_MS
    curve: Floats = (edges[:-1, None] + np.diff(edges)[:, None] * ramp).ravel().astype(np.float32)
    return curve


def _extended(gains: Floats, by: int) -> Floats:
    return np.pad(gains, by, constant_values=1)
