"""Composes the music that a show has as long as it has none of its own, into podcast/data/music.

    python bench/music_build.py [FOLDER]

Four pieces of one identity: electric piano, a soft bass and a marimba in G major at 96 beats a minute, in a small
room. ``opening`` states the theme in two bars and hands over to ``bed``, eight bars without a tune that leave the
middle of the spectrum to the voice and lead back into their own beginning; ``sting`` is the theme's first three notes;
``closing`` brings it to rest. All of it is computed here from sines and noise: no recording, no music of others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]

RATE = 48_000
BEAT_S = 60 / 96
BAR_S = 4 * BEAT_S
OVER_S = 1.5  # that a piece goes on beyond its bars: it rings there, and what follows begins below it
KBIT_S = 112
PEAK = 0.5


@dataclass(frozen=True, slots=True)
class Note:
    at: float  # beats
    pitch: int  # MIDI: 69 is 440 Hz
    force: float = 1.0
    side: float = 0.0  # -1 left to 1 right


Chord = tuple[float, tuple[int, ...]]
"""(beat, pitches): the lowest is the bass's too."""

THEME: Sequence[tuple[float, int]] = ((0, 79), (0.5, 83), (1, 86), (2, 84), (2.5, 81), (3, 79))
G, EM, C, D, AM = (43, 59, 62, 66), (40, 59, 62, 67), (48, 60, 64, 67), (50, 57, 60, 66), (45, 60, 64, 67)
BM = (47, 59, 62, 66)


def opening() -> Sound:
    """Two bars, 5 s, and their last note ringing."""
    chords = ((0, G), (2, EM), (4, C), (6, D))
    tune = (*THEME, (4, 79), (4.5, 83), (5, 88), (6, 86), (7, 81))
    return _play(chords, tune, 2, shaker=0.5)


def bed() -> Sound:
    """Eight bars, 20 s, that lead back into themselves, and their beginning once more to blend with."""
    bars = (G, BM, C, D, EM, BM, C, AM)
    once = [(4.0 * n, pitches) for n, pitches in enumerate(bars)]
    length = round(8 * BAR_S * RATE)
    three = _play([(at + 32 * k, p) for k in range(3) for at, p in once], (), 24, pulse=True, shaker=0.35)
    return three[:, length : length + round((8 * BAR_S + OVER_S) * RATE)]


def sting() -> Sound:
    """Three notes of the theme over its chord, 1.5 s."""
    return _faded(_play(((0, G),), ((0, 79), (0.5, 83), (1, 86)), 1), 1.5, 0.9)


def closing() -> Sound:
    """The theme coming to rest, three bars, 9 s with the last chord."""
    chords = ((0, EM), (2, C), (4, AM), (6, D), (8, (43, 55, 62, 66, 69, 74)))
    first = ((0, 86), (0.5, 83), (1, 79), (2, 84), (2.5, 81), (3, 79))
    tune = (*first, (4, 83), (5, 81), (6, 78), (8, 79), (8.5, 83), (9, 86))
    return _faded(_play(chords, tune, 3), 3 * BAR_S + OVER_S, 2.5)


# ---------------------------------------------------------------- instruments


def _play(
    chords: Sequence[Chord], tune: Sequence[tuple[float, int]], bars: int, pulse: bool = False, shaker: float = 0.0
) -> Sound:
    dry = np.zeros((2, round((bars * BAR_S + OVER_S) * RATE)))
    for at, pitches in chords:
        for beat in (0, 1.5, 2.5) if pulse else (0,):
            for n, pitch in enumerate(pitches[1:]):
                force = 0.3 if beat == 0 else 0.14
                _add(dry, Note(at + beat + 0.02 * n, pitch, force, (-0.5, 0.5)[n % 2]), _piano)
        for beat in (0, 2.5) if pulse else (0,):
            _add(dry, Note(at + beat, pitches[0], 0.5 if beat == 0 else 0.3), _bass)
    for n, (at, pitch) in enumerate(tune):
        _add(dry, Note(at, pitch, 0.55, (-0.2, 0.2)[n % 2]), _bar)
    if shaker:
        rng = np.random.default_rng(7)
        for half in range(bars * 8):
            accent = 1.0 if half % 4 == 2 else 0.45
            _shake(dry, half / 2, shaker * accent * 0.05, rng)
    sound = dry + 0.2 * _room(dry)
    return sound * (PEAK / np.abs(sound).max())


def _add(mix: Sound, note: Note, instrument: Callable[[Sound, float], Sound]) -> None:
    start = round(note.at * BEAT_S * RATE)
    t = np.arange(min(mix.shape[1] - start, 5 * RATE)) / RATE
    hertz = 440 * 2 ** ((note.pitch - 69) / 12)
    tone = instrument(t, hertz) * np.minimum(1, t / 0.006) * np.minimum(1, (5 - t) / 0.5) * note.force
    angle = (note.side + 1) * np.pi / 4
    mix[:, start : start + len(t)] += np.stack((np.cos(angle) * tone, np.sin(angle) * tone))


def _bar(t: Sound, hertz: float) -> Sound:
    """A struck wooden bar: its partials, each with its loudness and decay."""
    partials = ((1.0, 1.0, 4.5), (3.93, 0.15, 15.0), (9.6, 0.02, 40.0))
    return np.asarray(sum(a * np.sin(2 * np.pi * hertz * k * t) * np.exp(-d * t) for k, a, d in partials))


def _piano(t: Sound, hertz: float) -> Sound:
    """An electric piano by frequency modulation: a warm body that dulls as it fades, a little bell at the stroke."""
    body = 0.9 * np.exp(-2.5 * t) * np.sin(2 * np.pi * hertz * t)
    bell = 0.08 * np.exp(-14 * t) * np.sin(2 * np.pi * hertz * 7 * t)
    tremolo = 1 + 0.08 * np.sin(2 * np.pi * 4.2 * t)
    return np.asarray(np.sin(2 * np.pi * hertz * t + body + bell) * np.exp(-1.0 * t) * tremolo)


def _bass(t: Sound, hertz: float) -> Sound:
    """A round bass an octave below a small loudspeaker's reach, with a second partial that one hears there."""
    return np.asarray((np.sin(2 * np.pi * hertz * t) + 0.4 * np.sin(4 * np.pi * hertz * t)) * np.exp(-1.6 * t))


def _shake(mix: Sound, beat: float, force: float, rng: np.random.Generator) -> None:
    """A soft shaker: a breath of high noise."""
    length = round(0.09 * RATE)
    start = round(beat * BEAT_S * RATE)
    t = np.arange(length) / RATE
    noise = rng.normal(size=(2, length + 2))
    mix[:, start : start + length] += force * np.diff(noise, 2, axis=1) * np.minimum(1, t / 0.015) * np.exp(-45 * t)


def _room(dry: Sound) -> Sound:
    """What a room answers: noise that dies away, darker than what woke it, different left and right."""
    length = round(1.2 * RATE)
    t = np.arange(length) / RATE
    noise = np.random.default_rng(19).normal(size=(2, length)) * np.exp(-5.5 * t) * np.minimum(1, t / 0.02)
    size = dry.shape[1] + length
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    answer = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(noise, size) / (1 + (hertz / 3000) ** 2), size)
    return np.asarray(answer[:, : dry.shape[1]] / np.sqrt(np.square(noise).sum(axis=1, keepdims=True)))


def _faded(sound: Sound, seconds: float, fade_s: float) -> Sound:
    cut = sound[:, : round(seconds * RATE)].copy()
    fade = round(fade_s * RATE)
    cut[:, -fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    return cut


# ---------------------------------------------------------------- files


def write(path: Path, sound: Sound) -> None:
    """Opus in Ogg; the same bytes for the same libraries."""
    import av

    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact", "serial_offset": "1"}) as file:
        stream = file.add_stream("libopus", rate=RATE, layout="stereo")
        stream.bit_rate = KBIT_S * 1000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound, np.float32), format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        converted = av.AudioResampler(format=stream.format, layout="stereo", rate=RATE).resample(frame)
        for packet in [p for f in (*converted, None) for p in stream.encode(f)]:
            file.mux(packet)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "podcast" / "data" / "music"
    folder.mkdir(parents=True, exist_ok=True)
    for piece in (opening, bed, sting, closing):
        path = folder / f"{piece.__name__}.opus"
        write(path, piece())
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
