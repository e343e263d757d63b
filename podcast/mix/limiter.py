"""A look-ahead limiter for true peaks: gain that bends smoothly, worked out millisecond by millisecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from podcast.mix.timeline import PER_MS, RATE, Stereo, neighbours

Floats = npt.NDArray[np.float32]

_REACH_MS = 10  # the gain is down this long before and after a peak: longer than a voice's period, whose shape stays
_CONTEXT = (2 * _REACH_MS + 24) * PER_MS  # and as far as resampling sees
_OVER = 4  # times as finely as the samples stand, as BS.1770 asks for
_SAFE = 0.6  # below this share of the ceiling no peak between samples reaches it


def limit(sound: Iterable[Stereo], gain_db: float, ceiling_dbtp: float) -> Iterator[Stereo]:
    """``sound`` with ``gain_db``, its true peaks at most ``ceiling_dbtp``.

    Blocks hold whole milliseconds; from one to the next the gain bends as if they were one.
    """
    gain, ceiling = linear(gain_db), linear(ceiling_dbtp)
    for block in _with_context(sound):
        block = block * np.float32(gain)
        inner = block[:, _CONTEXT:-_CONTEXT]
        if np.abs(block).max() > ceiling * _SAFE:
            need = ceiling / np.maximum(_peaks(block), ceiling)
            inner = inner * _curve(need.astype(np.float32))[_CONTEXT:-_CONTEXT]
        yield inner


def linear(db: float) -> float:
    return float(10 ** (db / 20))


def _with_context(sound: Iterable[Stereo]) -> Iterator[Stereo]:
    """Each block with the ends of its neighbours; silence before the first and behind the last."""
    silence = np.zeros((2, _CONTEXT), np.float32)
    for before, block, after in neighbours(sound):
        front = silence if before is None else np.concatenate((silence, before), axis=1)[:, -_CONTEXT:]
        back = silence if after is None else np.concatenate((after, silence), axis=1)[:, :_CONTEXT]
        yield np.concatenate((front, block, back), axis=1)


def _peaks(block: Stereo) -> Floats:
    """The highest true peak of either channel in each millisecond."""
    import soxr

    channels = block[:1] if np.array_equal(block[0], block[1]) else block
    fine: Floats = np.stack([soxr.resample(channel, RATE, _OVER * RATE) for channel in channels])
    highest: Floats = np.abs(fine).reshape(len(channels), -1, _OVER * PER_MS).max(axis=(0, 2))
    return highest


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
