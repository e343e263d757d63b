"""The show's music: two short pieces synthesised here, or the author's own files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from podcast.errors import MixError
from podcast.mix.timeline import Piece
from podcast.show import Music
from podcast.sound import RATE, Floats, load

Sound = npt.NDArray[np.float64]

_PEAK = 0.5
_FADE_S = 1.2
_ROOM_S = 1.4
_WET = 0.22


@dataclass(frozen=True, slots=True)
class _Note:
    at_s: float
    pitch: int  # MIDI: 69 is 440 Hz
    force: float = 1.0
    side: float = 0.0  # -1 left to 1 right


def music(chosen: Music, root: Path) -> tuple[Piece | None, Piece | None]:
    """(opening, closing) as the show wants them: its files relative to ``root``, else our own; None for none.

    Raises MixError when a file is missing or holds no sound.
    """
    first = Piece(opening()) if chosen.opening is None else _file(chosen.opening, root, "opening")
    last = Piece(closing()) if chosen.closing is None else _file(chosen.closing, root, "closing")
    return first, last


def opening() -> Floats:
    """A bright figure on wooden bars over three electric-piano chords, 4.4 s."""
    chords = ((0.0, (48, 55, 64, 71)), (0.9, (50, 57, 66, 69)), (1.8, (43, 50, 62, 67, 71)))  # C maj7, D, G
    figure = (
        (0.0, 76),
        (0.225, 79),
        (0.45, 83),
        (0.675, 86),
        (0.9, 81),
        (1.35, 78),
        (1.8, 83),
        (2.025, 86),
        (2.25, 91),
    )
    return _play(chords, figure, 4.4)


def closing() -> Floats:
    """The same instruments coming to rest, 5.4 s."""
    chords = ((0.0, (40, 55, 62, 67)), (1.0, (48, 55, 64, 71)), (2.0, (43, 50, 59, 62, 69)))  # E m7, C maj7, G add9
    figure = ((0.0, 86), (0.25, 83), (0.5, 79), (1.0, 83), (1.25, 79), (1.5, 76), (2.0, 79), (2.5, 74), (2.75, 79))
    return _play(chords, figure, 5.4)


def _file(name: str, root: Path, which: str) -> Piece | None:
    if not name:
        return None
    path = root / name
    if not path.is_file():
        raise MixError(f"“{path}”, in show.yaml music.{which}, does not exist: correct the name or leave it out.")
    sound = load(path)
    if not sound.any():
        raise MixError(f"“{path}”, in show.yaml music.{which}, holds only silence: name another file or leave it out.")
    return Piece(sound)


def _play(
    chords: Sequence[tuple[float, tuple[int, ...]]], figure: Sequence[tuple[float, int]], seconds: float
) -> Floats:
    dry = np.zeros((2, round(seconds * RATE)))
    for at_s, pitches in chords:
        for n, pitch in enumerate(pitches):
            _add(dry, _Note(at_s + 0.012 * n, pitch, 0.42, (-0.4, 0.4)[n % 2]), _piano)
    for n, (at_s, pitch) in enumerate(figure):
        _add(dry, _Note(at_s, pitch, 0.7, (-0.25, 0.25)[n % 2]), _bar)
    sound = dry + _WET * _room(dry)
    fade = round(_FADE_S * RATE)
    sound[:, -fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    return np.asarray(sound * (_PEAK / np.abs(sound).max()), np.float32)


def _add(mix: Sound, note: _Note, instrument: Callable[[Sound, float], Sound]) -> None:
    start = round(note.at_s * RATE)
    t = np.arange(mix.shape[1] - start) / RATE
    hertz = 440 * 2 ** ((note.pitch - 69) / 12)
    tone = instrument(t, hertz) * np.minimum(1, t / 0.006) * note.force
    angle = (note.side + 1) * np.pi / 4
    mix[:, start:] += np.stack((np.cos(angle) * tone, np.sin(angle) * tone))


def _bar(t: Sound, hertz: float) -> Sound:
    """A struck wooden bar: its partials, each with its loudness and decay."""
    partials = ((1.0, 1.0, 4.0), (3.93, 0.18, 14.0), (9.6, 0.03, 40.0))
    return np.asarray(sum(a * np.sin(2 * np.pi * hertz * k * t) * np.exp(-d * t) for k, a, d in partials))


def _piano(t: Sound, hertz: float) -> Sound:
    """An electric piano by frequency modulation: a warm body that dulls as it fades, a little bell at the stroke."""
    body = 1.1 * np.exp(-2.5 * t) * np.sin(2 * np.pi * hertz * t)
    bell = 0.12 * np.exp(-14 * t) * np.sin(2 * np.pi * hertz * 7 * t)
    return np.asarray(np.sin(2 * np.pi * hertz * t + body + bell) * np.exp(-1.1 * t) * min(1.0, 220 / hertz) ** 0.3)


def _room(dry: Sound) -> Sound:
    """What a room answers: noise that dies away, darker than what woke it, different left and right."""
    length = round(_ROOM_S * RATE)
    t = np.arange(length) / RATE
    noise = np.random.default_rng(19).normal(size=(2, length)) * np.exp(-5 * t) * np.minimum(1, t / 0.02)
    spectrum = np.fft.rfft(noise, dry.shape[1] + length)
    hertz = np.fft.rfftfreq(dry.shape[1] + length, 1 / RATE)
    answer = np.fft.irfft(np.fft.rfft(dry, dry.shape[1] + length) * spectrum / (1 + (hertz / 3500) ** 2))
    return np.asarray(answer[:, : dry.shape[1]] / np.sqrt(np.square(noise).sum(axis=1, keepdims=True)))
