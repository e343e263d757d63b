"""When a place in an utterance's text is heard, drawn from its sound and from what the engine reported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from podcast.model import Boundary

_STEP_MS = 5
_QUIET_DB = -32.0  # below the speech's own level: between phrases, not inside a consonant
_PAUSE_MS = 60
_NEAR_MS = 150  # as far from where it is expected is a quiet place looked for
_MARKS = "。！？；：，、…—,.!?;:"
_SKIP = 0.06  # cost of a mark without a pause, or a pause without a mark, in shares of the utterance
_LETTER = 0.35  # of a Chinese syllable: “platform” is heard for about three


@dataclass(frozen=True, slots=True)
class _Pause:
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Knot:
    """The place after ``weight`` of the text is heard from ``start_ms`` (what comes before it ends) to ``end_ms``."""

    weight: float
    start_ms: int
    end_ms: int


class Moments:
    """Places of one utterance's spoken text → milliseconds from the beginning of its sound.

    ``samples``: mono, what is heard of the clip; ``boundaries``: times from the same beginning.
    """

    def __init__(
        self, text: str, samples: npt.NDArray[np.int16], rate: int, boundaries: Sequence[Boundary] = ()
    ) -> None:
        self._weights = _weights(text)
        self._level = _level(samples, rate)
        self.length_ms = round(len(samples) * 1000 / rate)
        inner = _reported(text, self._weights, boundaries) or self._matched(text)
        total = self._weights[-1]
        self._knots = [_Knot(0.0, 0, 0), *inner, _Knot(total, self.length_ms, self.length_ms)]

    def at(self, offset: int) -> int:
        """When the text before ``offset`` has been said and the text behind it has not."""
        weight = self._weights[offset]
        n = bisect_right([knot.weight for knot in self._knots], weight)
        before, after = self._knots[n - 1], self._knots[min(n, len(self._knots) - 1)]
        if before.weight == weight:
            return self._quietest(before.start_ms, before.end_ms)
        share = (weight - before.weight) / (after.weight - before.weight)
        expected = before.end_ms + share * (after.start_ms - before.end_ms)
        low, high = max(before.end_ms, expected - _NEAR_MS), min(after.start_ms, expected + _NEAR_MS)
        return self._quietest(int(low), int(high), expected)

    def _quietest(self, low_ms: int, high_ms: int, expected_ms: float | None = None) -> int:
        """The middle of the quietest place; far from what is expected counts like loud."""
        if high_ms <= low_ms:
            return low_ms
        a, b = low_ms // _STEP_MS, max(low_ms // _STEP_MS + 1, high_ms // _STEP_MS)
        level = np.maximum(self._level[a:b], _QUIET_DB * 2)
        if not len(level):
            return low_ms
        middle = (low_ms + high_ms) / 2 if expected_ms is None else expected_ms
        away = np.abs((a + np.arange(len(level)) + 0.5) * _STEP_MS - middle) / _NEAR_MS
        return int((a + int(np.argmin(level + 12 * away**2)) + 0.5) * _STEP_MS)

    def _matched(self, text: str) -> list[_Knot]:
        """Punctuation paired with pauses, in order, so that both lie at like shares of the speech."""
        marks = [i for i in range(1, len(text)) if text[i - 1] in _MARKS and text[i] not in _MARKS]
        marks = [i for i in marks if 0 < self._weights[i] < self._weights[-1]]
        pauses = _pauses(self._level)
        places = [self._weights[i] / self._weights[-1] for i in marks]
        silent = np.cumsum([0, *(p.end_ms - p.start_ms for p in pauses)])
        speech_ms = max(1, self.length_ms - int(silent[-1]))
        heard = [(p.start_ms - int(s)) / speech_ms for p, s in zip(pauses, silent, strict=False)]
        return [_Knot(self._weights[marks[m]], pauses[p].start_ms, pauses[p].end_ms) for m, p in _pairs(places, heard)]


def _weights(text: str) -> list[float]:
    """How much is said before each offset: a syllable counts 1."""
    sums = [0.0]
    for i, char in enumerate(text):
        spelt = char.isascii() and char.isupper() and text[i + 1 : i + 2].isupper() + text[i - 1 : i].isupper()
        weight = 0.0 if not char.isalnum() else _LETTER if char.isascii() and not spelt else 1.0
        sums.append(sums[-1] + weight)
    return sums


def _level(samples: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.float64]:
    """Loudness in steps of 5 ms, in dB against the loud parts, smoothed over 15."""
    step = rate * _STEP_MS // 1000
    steps = max(1, len(samples) // step)
    power = np.square(np.resize(samples, steps * step).astype(np.float64)).reshape(steps, step).mean(axis=1)
    power = np.convolve(np.pad(power, 1, mode="edge"), np.ones(3) / 3, "valid")
    return np.asarray(10 * np.log10((power + 1e-3) / (np.percentile(power, 90) + 1e-3)))


def _pauses(level: npt.NDArray[np.float64]) -> list[_Pause]:
    """Quiet stretches inside, not at the ends."""
    quiet = np.concatenate(([False], level < _QUIET_DB, [False]))
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2) * _STEP_MS
    return [_Pause(int(a), int(b)) for a, b in edges if b - a >= _PAUSE_MS and a > 0 and b < len(level) * _STEP_MS]


def _reported(text: str, weights: Sequence[float], boundaries: Sequence[Boundary]) -> list[_Knot]:
    """Knots between the words or sentences that the engine reported, where they are found in the text."""
    knots: list[_Knot] = []
    at, ended_ms = 0, 0
    for boundary in boundaries:
        start = text.find(boundary.text, at)
        if start < 0:
            continue
        if (knots[-1].weight if knots else 0) < weights[start] < weights[-1]:
            follows = weights[start] == weights[at]  # nothing unheard of lies between it and the one before
            knots.append(
                _Knot(
                    weights[start],
                    min(ended_ms, boundary.start_ms) if follows else boundary.start_ms,
                    boundary.start_ms,
                )
            )
        at, ended_ms = start + len(boundary.text), boundary.end_ms
    return knots


def _pairs(places: Sequence[float], heard: Sequence[float]) -> list[tuple[int, int]]:
    """The cheapest pairing in order; either may stay alone."""
    cost = np.zeros((len(places) + 1, len(heard) + 1))
    cost[:, 0] = np.arange(len(places) + 1) * _SKIP
    cost[0, :] = np.arange(len(heard) + 1) * _SKIP
    for m, place in enumerate(places, 1):
        for p, share in enumerate(heard, 1):
            alone = min(cost[m - 1, p], cost[m, p - 1]) + _SKIP
            cost[m, p] = min(alone, cost[m - 1, p - 1] + abs(place - share))
    found = []
    m, p = len(places), len(heard)
    while m and p:
        if cost[m, p] == cost[m - 1, p - 1] + abs(places[m - 1] - heard[p - 1]):
            m, p = m - 1, p - 1
            found.append((m, p))
        elif cost[m, p] == cost[m - 1, p] + _SKIP:
            m -= 1
        else:
            p -= 1
    return found[::-1]
