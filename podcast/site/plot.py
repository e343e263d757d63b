"""A picture of how an episode sounds: its waveform by speaker, its chapters, its loudness over time."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from podcast.model import Episode
from podcast.show import Show
from podcast.site.captions import words
from podcast.site.cover import font, hue, oklch, printable
from podcast.site.linebreak import break_lines
from podcast.sound import BEFORE, RATE, Profile, frames, profile
from podcast.text import clock

if TYPE_CHECKING:
    from PIL import ImageDraw

SIZE = 1600, 900
_LEFT, _RIGHT, _TITLES, _WAVE, _LOUD = 110, 1560, (120, 230), (240, 520), (580, 830)
_LOUDEST, _SOFTEST = -6, -48  # LUFS shown
_TURN = 137  # degrees from one speaker's colour to the next: none is like another


def levels(audio: Path) -> Profile:
    """The momentary loudness of an MP3, a value for each 100 ms. Raises SoundError."""
    found, waiting, lead = [], [], np.zeros((2, 0), np.float32)
    for frame in chain(frames(audio), (None,)):
        waiting += [frame.to_ndarray()] if frame is not None else []
        if waiting and (frame is None or sum(part.shape[1] for part in waiting) >= 10 * RATE):
            whole = np.concatenate((lead, *waiting), axis=1)
            cut = whole.shape[1] if frame is None else lead.shape[1] + 10 * RATE
            found.append(profile(whole[:, :cut], lead.shape[1]))
            lead, waiting = whole[:, max(0, cut - BEFORE * RATE // 10) : cut], [whole[:, cut:]]
    return np.concatenate(found) if found else np.zeros(0, np.int16)


def plot(show: Show, episode: Episode, loud: Profile) -> bytes:
    """A PNG of 1600 × 900. ``loud``: what `levels` heard."""
    from PIL import Image, ImageDraw

    angle = hue(show.title)
    image = Image.new("RGB", SIZE, oklch(0.985, 0.005, angle))
    draw = ImageDraw.Draw(image)
    _head(draw, show, episode, angle)
    _chapters(draw, show, episode, angle)
    _wave(draw, show, episode, loud, angle)
    _curve(draw, show, episode, loud, angle)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def speakers(episode: Episode) -> tuple[str, ...]:
    """In the order in which they are first heard."""
    return tuple(dict.fromkeys(cue.speaker for cue in episode.cues))


def _x(episode: Episode, ms: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * ms / max(1, episode.audio.duration_ms)


def _type(show: Show, size: int) -> Any:
    return font(show.language, size)


def _head(draw: ImageDraw.ImageDraw, show: Show, episode: Episode, angle: int) -> None:
    audio = episode.audio
    title = printable(episode.title, _type(show, 40))
    draw.text((_LEFT, 48), title[:48], font=_type(show, 36), fill=oklch(0.25, 0.05, angle), anchor="lm")
    told = f"{clock(audio.duration_ms)}   {audio.loudness_lufs:.1f} LUFS   {audio.true_peak_dbtp:.1f} dBTP"
    if audio.loudness_range_lu is not None:
        told += f"   LRA {audio.loudness_range_lu:.1f} LU"
    draw.text((_LEFT, 92), told, font=_type(show, 24), fill=oklch(0.45, 0.04, angle), anchor="lm")
    names, x = {speaker.id: speaker.name for speaker in show.speakers}, float(_RIGHT)
    for n, speaker in reversed(list(enumerate(speakers(episode)))):
        name = printable(names.get(speaker, speaker), _type(show, 24)) or speaker
        x -= _type(show, 24).getlength(name)
        draw.text((x, 92), name, font=_type(show, 24), fill=_colour(angle, n), anchor="lm")
        x -= 30


def _chapters(draw: ImageDraw.ImageDraw, show: Show, episode: Episode, angle: int) -> None:
    """A band for every other one, and their titles where there is room."""
    for n, mark in enumerate(episode.marks):
        a, b = _x(episode, mark.start_ms), _x(episode, mark.end_ms)
        if n % 2 == 0:
            draw.rectangle((a, _TITLES[0], b, _LOUD[1]), fill=oklch(0.955, 0.015, angle))
        type_ = _type(show, 20)
        room = int((b - a - 12) // 10)
        if room < 4:
            continue
        lines = break_lines(printable(mark.title, type_), room, words)[:3]
        for row, line in enumerate(lines):
            draw.text((a + 6, _TITLES[0] + 20 + 26 * row), line, font=type_, fill=oklch(0.35, 0.05, angle), anchor="lm")
    for ms in range(0, episode.audio.duration_ms, _step_ms(episode.audio.duration_ms)):
        x = _x(episode, ms)
        draw.line((x, _LOUD[1], x, _LOUD[1] + 8), fill=oklch(0.5, 0.02, angle), width=2)
        draw.text((x, _LOUD[1] + 26), clock(ms), font=_type(show, 20), fill=oklch(0.4, 0.02, angle), anchor="mm")


def _step_ms(length_ms: int) -> int:
    """Between two times below the picture: a round number, at most a dozen of them."""
    steps = (5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 36_000)
    return 1000 * next((step for step in steps if length_ms / 1000 / step <= 12), 36_000)


def _wave(draw: ImageDraw.ImageDraw, show: Show, episode: Episode, loud: Profile, angle: int) -> None:
    """A column of pixels at a time, in the colour of who speaks there; music alone is grey."""
    middle, half = sum(_WAVE) / 2, (_WAVE[1] - _WAVE[0]) / 2
    heights = 10 ** (loud.astype(np.float64) / 2000)
    most = float(heights.max(initial=1e-6))
    who = {speaker: n for n, speaker in enumerate(speakers(episode))}
    at = np.zeros(len(loud) + 1, np.int16) - 1
    for cue in episode.cues:
        at[cue.start_ms // 100 : cue.end_ms // 100 + 1] = who[cue.speaker]
    for x in range(_LEFT, _RIGHT):
        a, b = _span(x, len(loud))
        height = max(1.0, float(heights[a:b].max(initial=0)) / most * half)
        speaker = int(at[(a + b) // 2]) if len(loud) else -1
        colour = _colour(angle, speaker) if speaker >= 0 else oklch(0.72, 0.02, angle)
        draw.line((x, middle - height, x, middle + height), fill=colour)


def _span(x: int, count: int) -> tuple[int, int]:
    a, b = ((x + n - _LEFT) * count // (_RIGHT - _LEFT) for n in (0, 1))
    return a, max(a + 1, b)


def _colour(angle: int, speaker: int) -> tuple[int, int, int]:
    return oklch(0.58, 0.14, angle + _TURN * speaker)


def _curve(draw: ImageDraw.ImageDraw, show: Show, episode: Episode, loud: Profile, angle: int) -> None:
    """Loudness over three seconds, with the lines that it is read by."""
    for lufs in range(-42, _LOUDEST, 6):
        y, aim = _y(lufs), lufs == round(episode.audio.loudness_lufs / 6) * 6
        draw.line((_LEFT, y, _RIGHT, y), fill=oklch(0.82, 0.02, angle), width=1 + aim)
        draw.text((_LEFT - 12, y), str(lufs), font=_type(show, 20), fill=oklch(0.4, 0.02, angle), anchor="rm")
    y = _y(episode.audio.loudness_lufs)
    draw.line((_LEFT, y, _RIGHT, y), fill=oklch(0.6, 0.15, angle + 180), width=2)
    draw.text((_LEFT - 12, _LOUD[0] - 8), "LUFS", font=_type(show, 20), fill=oklch(0.4, 0.02, angle), anchor="rm")
    points = [(_x(episode, 100 * (n + 1)), _y(lufs)) for n, lufs in _short(loud)]
    if len(points) > 1:
        draw.line(points, fill=oklch(0.45, 0.13, angle), width=3, joint="curve")


def _y(lufs: float) -> float:
    share = (_LOUDEST - max(_SOFTEST, min(_LOUDEST, lufs))) / (_LOUDEST - _SOFTEST)
    return _LOUD[0] + share * (_LOUD[1] - _LOUD[0])


def _short(loud: Profile) -> Sequence[tuple[int, float]]:
    """(value, LUFS) of three seconds each, as many as there are pixels for."""
    powers = np.cumsum(np.concatenate(([0.0], 10 ** (loud.astype(np.float64) / 1000))))
    step = max(1, len(loud) // (_RIGHT - _LEFT))
    found = (
        (n, (powers[n + 1] - powers[max(0, n - 26)]) / (n + 1 - max(0, n - 26))) for n in range(0, len(loud), step)
    )
    return [(n, 10 * math.log10(max(1e-12, power))) for n, power in found]
