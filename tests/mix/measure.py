"""Loudness and true peak by the standard's own text, in numpy: not what the product measures with."""

from __future__ import annotations

import numpy as np

RATE = 48_000
# BS.1770-4, tables 1 and 2: the shelf and the high-pass at 48 kHz.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1, -1.69065929318241, 0.73248077421585))
_PASS = ((1, -2, 1), (1, -1.99004745483398, 0.99007225036621))


def lufs(sound: np.ndarray) -> float:
    """Integrated loudness of ``sound``, shape (2, n)."""
    size = (sound.shape[1] // 12_000 + 5) * 12_000
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones_like(z)
    for over, under in (_SHELF, _PASS):
        response *= np.polyval(over[::-1], z) / np.polyval(under[::-1], z)
    weighted = np.fft.irfft(np.fft.rfft(sound, size) * response)[:, : sound.shape[1]]
    sums = np.concatenate(([0], np.cumsum(np.square(weighted).sum(axis=0))))
    starts = np.arange(0, sound.shape[1] - 19_200 + 1, 4800)
    power = (sums[starts + 19_200] - sums[starts]) / 19_200
    power = power[-0.691 + 10 * np.log10(power + 1e-20) > -70]
    power = power[power > power.mean() / 10]
    return float(-0.691 + 10 * np.log10(power.mean()))


def true_peak_db(sound: np.ndarray) -> float:
    """The highest value of the band-limited curve through the samples, drawn 8 times as finely."""
    sound = np.pad(sound, ((0, 0), (0, -sound.shape[1] % 12_000)))  # of a length that is quick to transform
    n = sound.shape[1]
    spectrum = np.fft.rfft(sound)
    fine = np.fft.irfft(np.pad(spectrum, ((0, 0), (0, 4 * n + 1 - spectrum.shape[1]))), 8 * n) * 8
    return float(20 * np.log10(np.abs(fine).max()))
