"""The strip above the player's slider: how an episode sounds, who speaks, where its chapters begin."""

from __future__ import annotations

from itertools import pairwise

from podcast.model import Episode
from podcast.show import Show
from podcast.site.cover import hue, oklch

WAVE_FILE = "waveform.svg"
_HEIGHT, _WIDE = 60, 2  # of the drawing, and of a bar with the space behind it
_TURN = 137  # degrees from one speaker's colour to the next: none is like another


def wave(show: Show, episode: Episode) -> bytes:
    """An SVG that is stretched to any width, in colours for light and dark ground; b"" of an episode without levels."""
    bars = [int(digit, 16) for digit in episode.audio.levels]
    if not bars:
        return b""
    ms = episode.audio.duration_ms / len(bars)
    who = _who(episode, len(bars), ms)
    angle = hue(show.title)
    paths = []
    for n, speaker in enumerate((*dict.fromkeys(cue.speaker for cue in episode.cues), "")):
        path = "".join(_bar(at, height) for at, height in enumerate(bars) if who[at] == speaker)
        colour = oklch(0.64, 0.13, angle + _TURN * n) if speaker else oklch(0.64, 0.02, angle)
        paths.append(f'<path fill="rgb{colour}" d="{path}"/>' if path else "")
    edges = "".join(f"M{round(mark.start_ms / ms * _WIDE)} 0v{_HEIGHT}" for mark in episode.marks[1:])
    line = f'<path stroke="rgb{oklch(0.64, 0.02, angle)}" d="{edges}"/>' if edges else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(bars) * _WIDE} {_HEIGHT}"'
        f' preserveAspectRatio="none">{"".join(paths)}{line}</svg>\n'
    ).encode()


def _bar(at: int, height: int) -> str:
    half = 1 + height * (_HEIGHT / 2 - 1) / 15
    return f"M{at * _WIDE} {_HEIGHT / 2 - half:.1f}h1v{2 * half:.1f}h-1z"


def _who(episode: Episode, count: int, ms: float) -> list[str]:
    """Who speaks at each bar; "" for music alone. A pause belongs to who spoke before it."""
    found = [""] * count
    for cue, after in pairwise((*episode.cues, None)):
        assert cue is not None
        end = after.start_ms if after and after.start_ms - cue.end_ms < 1500 else cue.end_ms
        for at in range(int(cue.start_ms / ms), min(count, int(end / ms) + 1)):
            found[at] = cue.speaker
    return found
