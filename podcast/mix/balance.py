"""Each voice at the same loudness, the music a little below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from podcast.errors import MixError
from podcast.mix.limiter import linear
from podcast.mix.loudness import SILENCE_LUFS, measure
from podcast.mix.samples import sound_of
from podcast.mix.timeline import Placement, Read, Timeline

MUSIC_LU = -3.0
"""Music against speech, so that nobody reaches for the volume when the talking begins."""


def balance(timeline: Timeline, read: Read, lufs: float) -> Timeline:
    """The same with gains that bring every speaker to ``lufs``, one gain a speaker, and each piece of music below.

    Raises MixError when a speaker's clips are silent.
    """
    parts: dict[str, list[Placement]] = defaultdict(list)
    for placement in timeline.placements:
        parts[placement.speaker or f"music at {placement.start}"].append(placement)
    gains = {}
    for name, placements in parts.items():
        found = measure((sound_of(placement, read) for placement in placements), true_peak=False).lufs
        if found <= SILENCE_LUFS and placements[0].speaker:
            raise MixError(f"The clips of “{name}” hold nothing but silence: delete .podcast/cache and render again.")
        aim = lufs if placements[0].speaker else lufs + MUSIC_LU
        gains.update(dict.fromkeys((p.start for p in placements), linear(aim - found) if found > SILENCE_LUFS else 1.0))
    return Timeline(tuple(replace(p, gain=p.gain * gains[p.start]) for p in timeline.placements))
