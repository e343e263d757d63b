"""Loudness after BS.1770 and true peaks: measured, then brought to the target by one gain and a limiter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import Any

import numpy as np

from podcast.mix.timeline import RATE, Stereo

SILENCE_LUFS = -70.0  # the absolute gate: what is softer has no loudness
_STEP = RATE // 10  # ebur128 answers every 100 ms, on the last 400 ms


@dataclass(frozen=True, slots=True)
class Level:
    lufs: float  # integrated; SILENCE_LUFS or less when nothing is above the gate
    true_peak_dbtp: float


class Meter:
    """FFmpeg's ebur128, fed frame by frame."""

    def __init__(self, true_peak: bool) -> None:
        from av.filter import Graph

        self._graph = Graph()
        source = self._graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo", time_base=Fraction(1, RATE))
        meter = self._graph.add("ebur128", f"framelog=quiet:metadata=1:peak={'true' if true_peak else 'none'}")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._source, self._sink = source, sink
        self._at = self._asked = 0  # samples
        self._found: dict[str, str] = {}

    def push(self, frame: Any) -> None:
        """Planar floats, stereo, 48 kHz."""
        frame.pts, frame.time_base = self._at, Fraction(1, RATE)
        self._source.push(frame)
        self._at += frame.samples
        if self._at - self._asked > RATE:  # each answer that is not there yet costs an exception
            self._drain()

    def level(self) -> Level:
        """The level of everything added; ends the measurement."""
        missing = max(4 * _STEP - self._at, -self._at % _STEP)
        if missing:
            self.push(audio_frame(np.zeros((2, missing), np.float32), self._at))
        self._drain()
        peak = float(self._found.get("lavfi.r128.true_peak", 0))
        lufs = float(self._found.get("lavfi.r128.I", SILENCE_LUFS))
        return Level(lufs, 20 * log10(max(peak, 1e-10)))

    def _drain(self) -> None:
        from av import BlockingIOError as Empty

        self._asked = self._at
        while True:
            try:
                self._found = self._sink.pull().metadata
            except Empty:
                return


def audio_frame(block: Stereo, at: int) -> Any:
    """A PyAV frame of planar floats, ``at`` samples from the beginning."""
    from av import AudioFrame

    frame = AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), at
    return frame


def measure(sound: Iterable[Stereo], true_peak: bool = True) -> Level:
    return measure_frames((audio_frame(block, 0) for block in sound if block.shape[1]), true_peak)


def measure_frames(frames: Iterable[Any], true_peak: bool = True) -> Level:
    meter = Meter(true_peak)
    for frame in frames:
        meter.push(frame)
    return meter.level()
