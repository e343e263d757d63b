"""A look-ahead limiter for true peaks: gain that bends smoothly, worked out millisecond by millisecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from podcast.mix.timeline import PER_MS, Stereo, neighbours

Floats = npt.NDArray[np.float32]

_REACH_MS = 10  # the gain is down this long before and after a peak: longer than a voice's period, whose shape stays
_CONTEXT = (2 * _REACH_MS + 4) * PER_MS
_TAPS = 12  # samples each side that a value between samples is drawn from
_SAFE = 0.6  # below this share of the ceiling no peak between samples reaches it


def limit(sound: Iterable[Stereo], gain_db: float, ceiling_dbtp: float) -> Iterator[Stereo]:
    """``sound`` with ``gain_db``, its true peaks (4 × oversampled) at most ``ceiling_dbtp``.

    Blocks hold whole milliseconds, at least ``_CONTEXT`` of them except for the last.
    """
    between = _between()
    gain, ceiling = linear(gain_db), linear(ceiling_dbtp)
    for block in _with_context(sound):
        block = block * np.float32(gain)
        inner = block[:, _CONTEXT:-_CONTEXT]
        if np.abs(block).max() > ceiling * _SAFE:
            need = np.minimum(1, ceiling / np.maximum(_peaks(block, between, ceiling * _SAFE), ceiling))
            curve = _smooth(need.astype(np.float32))
            inner = inner * curve[_CONTEXT:-_CONTEXT]
        yield inner


def linear(db: float) -> float:
    return float(10 ** (db / 20))


def _with_context(sound: Iterable[Stereo]) -> Iterator[Stereo]:
    """Each block with the ends of its neighbours; silence before the first and behind the last."""
    silence = np.zeros((2, _CONTEXT), np.float32)
    for before, block, after in neighbours(sound):
        front = silence if before is None else before[:, -_CONTEXT:]
        back = silence if after is None else np.concatenate((after, silence), axis=1)[:, :_CONTEXT]
        yield np.concatenate((front, block, back), axis=1)


def _between() -> Floats:
    """Matrix from a millisecond of samples with ``_TAPS`` each side to the four-fold oversampled millisecond."""
    at = np.arange(4 * PER_MS) / 4 + _TAPS
    away = at[None, :] - np.arange(PER_MS + 2 * _TAPS)[:, None]
    window = np.where(np.abs(away) < _TAPS, np.cos(np.pi * away / (2 * _TAPS)) ** 2, 0)
    return (np.sinc(away) * window).astype(np.float32)


def _peaks(block: Stereo, between: Floats, safe: float) -> Floats:
    """The highest true peak of either channel in each millisecond; sample peaks where they are ``safe``."""
    peaks: Floats = np.abs(block.reshape(2, -1, PER_MS)).max(axis=2)
    hot = peaks > safe
    hot[:, :-1] |= hot[:, 1:]
    hot[:, 1:] |= hot[:, :-1]
    padded = np.pad(block, ((0, 0), (_TAPS, _TAPS)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, PER_MS + 2 * _TAPS, axis=1)[:, ::PER_MS]
    peaks[hot] = np.abs(windows[hot] @ between).max(axis=1)
    highest: Floats = peaks.max(axis=0)
    return highest


def _smooth(need: Floats) -> Floats:
    """A gain for each sample, nowhere above what its millisecond needs."""
    reach = np.pad(need, _REACH_MS, constant_values=1)
    lowest = np.lib.stride_tricks.sliding_window_view(reach, 2 * _REACH_MS + 1).min(axis=1)
    bell = np.hanning(2 * _REACH_MS + 1)[1:-1]
    # Means of minima: each takes part only in windows that hold the peak itself, so the bound holds between nodes too.
    nodes = np.convolve(np.pad(lowest, _REACH_MS - 1, constant_values=1), bell / bell.sum(), "valid")
    centres = (np.arange(len(need)) + 0.5) * PER_MS - 0.5
    return np.interp(np.arange(len(need) * PER_MS), centres, nodes).astype(np.float32)
