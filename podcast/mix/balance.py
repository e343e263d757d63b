"""Each voice at the same loudness, the music a little below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from podcast.errors import MixError
from podcast.mix.kept import Kept
from podcast.mix.samples import placement_sound
from podcast.mix.timeline import Placement, Read, Timeline
from podcast.sound import SILENCE_LUFS, Profile, integrated, profile

MUSIC_LU = -3.0
"""Music against speech, so that nobody reaches for the volume when the talking begins."""

STEP_DB = 0.25
"""Gains are whole steps, so that an edited sentence does not move those of all the others."""


def balance(timeline: Timeline, read: Read, lufs: float, kept: Kept) -> Timeline:
    """The same with gains that bring every speaker to ``lufs``, one gain a speaker, and each piece of music below.

    Raises MixError when a speaker's clips are silent.
    """
    parts: dict[str, list[Placement]] = defaultdict(list)
    for placement in timeline.placements:
        parts[placement.speaker or f"music at {placement.start}"].append(placement)
    gains = {}
    for name, placements in parts.items():
        found = integrated(_profile(placement, read, kept) for placement in placements)
        if found <= SILENCE_LUFS and placements[0].speaker:
            raise MixError(f"The clips of “{name}” hold nothing but silence: delete .podcast/cache and render again.")
        aim = lufs if placements[0].speaker else lufs + MUSIC_LU
        gains.update(dict.fromkeys((p.start for p in placements), stepped(aim - found) if found > SILENCE_LUFS else 0))
    return Timeline(tuple(replace(p, gain_db=gains[p.start]) for p in timeline.placements))


def stepped(gain_db: float) -> float:
    """The nearest whole step."""
    return round(gain_db / STEP_DB) * STEP_DB


def _profile(placement: Placement, read: Read, kept: Kept) -> Profile:
    key = "sound", placement.sound.key, placement.length
    if (data := kept.get(*key)) is not None:
        return np.frombuffer(data, np.int16)
    found = profile(placement_sound(placement, read))
    kept.put(found.tobytes(), *key)
    return found
