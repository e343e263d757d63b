"""The show's music: two short pieces synthesised here, or the author's own files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from podcast.errors import MixError
from podcast.mix.decode import load
from podcast.mix.timeline import RATE, Stereo
from podcast.show import Music

Mono = npt.NDArray[np.float64]


def music(chosen: Music, root: Path) -> tuple[Stereo | None, Stereo | None]:
    """(opening, closing) as the show wants them: its files relative to ``root``, else our own, or None for none.

    Raises MixError when a file is missing or holds no sound.
    """
    first = opening() if chosen.opening is None else _file(chosen.opening, root, "opening")
    last = closing() if chosen.closing is None else _file(chosen.closing, root, "closing")
    return first, last


def opening() -> Stereo:
    """About four seconds: a rising figure on marimba over warm chords."""
    return _score(((0.0, 55), (0.0, 62), (0.0, 67), (0.3, 71), (0.6, 74), (0.9, 79), (1.2, 78), (1.5, 83)), 4.0)


def closing() -> Stereo:
    """About five seconds: the opening's figure coming down to rest."""
    figure = ((0.0, 60), (0.0, 67), (0.0, 83), (0.35, 79), (0.7, 76), (1.05, 74))
    return _score((*figure, (1.5, 55), (1.5, 62), (1.5, 71), (1.5, 79)), 5.0)


def _file(name: str, root: Path, which: str) -> Stereo | None:
    if not name:
        return None
    path = root / name
    if not path.is_file():
        raise MixError(f"“{path}”, in show.yaml music.{which}, does not exist: correct the name or leave it out.")
    return load(path)


def _score(notes: tuple[tuple[float, int], ...], seconds: float) -> Stereo:
    total = round(seconds * RATE)
    dry = np.zeros(total)
    for at_s, pitch in notes:
        note = _bar(440 * 2 ** ((pitch - 69) / 12), seconds - at_s)
        dry[total - len(note) :] += note
    fade = np.ones(total)
    tail = RATE
    fade[-tail:] = np.cos(np.linspace(0, np.pi / 2, tail)) ** 2
    mono = dry * fade
    return np.stack((mono, mono)).astype(np.float32) * np.float32(0.5 / np.abs(mono).max())


def _bar(hertz: float, seconds: float) -> Mono:
    """A struck wooden bar: the partials of a marimba, each with its decay."""
    t = np.arange(round(seconds * RATE)) / RATE
    partials = ((1, 1, 2.5), (3.93, 0.2, 9), (9.6, 0.05, 25))  # of the pitch, loudness, decay
    sound = sum(a * np.sin(2 * np.pi * hertz * k * t) * np.exp(-t * d) for k, a, d in partials)
    attack = np.minimum(1, t * 1000 / 4)
    return np.asarray(sound * attack)
