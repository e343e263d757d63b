"""The sound of placements and sections."""

from __future__ import annotations

import numpy as np

from podcast.mix.timeline import Piece, Placement, Section, level_edges
from podcast.mix.voice import Heard, Read, voice
from podcast.sound import PER_MS, Floats, linear


def section_sound(section: Section, read: Read) -> Floats:
    """All that sounds in a section and around it, gains applied; one channel where nothing is stereo."""
    sound = np.zeros((section.channels, section.to - section.from_), np.float32)
    for placement in section.placements:
        begin, end = max(placement.first, section.from_), min(placement.last, section.to)
        if begin < end:
            sound[:, begin - section.from_ : end - section.from_] += placement_sound(placement, read, begin, end)
    return sound


def placement_sound(placement: Placement, read: Read, begin: int, end: int) -> Floats:
    """What is heard of one placement between two samples of the programme, with its gain."""
    gain = np.float32(linear(placement.gain_db))
    if isinstance(placement.sound, Piece):
        return _music(placement.sound, placement, begin, end) * gain
    return (
        clip_sound(placement.sound, read, placement.length)[:, begin - placement.first : end - placement.first] * gain
    )


def clip_sound(heard: Heard, read: Read, length: int) -> Floats:
    """A clip as it is heard, with what is heard around its speech; ``length``: samples that the speech is given."""
    return voice(read(heard.clip), heard.clip.sample_rate, heard.start, heard.end, length, heard.hisses)


def _music(piece: Piece, placement: Placement, begin: int, end: int) -> Floats:
    """Of a piece at full scale, repeated where it is given more time than it has, at the levels that it is given."""
    first, last = begin - placement.start, end - placement.start
    once = placement.length - piece.sound.shape[1] < PER_MS
    sound = np.zeros((len(piece.sound), last - first), np.float32)
    at = 0
    while at < last - first:
        skip = first + at if once else (first + at) % piece.sound.shape[1]
        part = piece.sound[:, skip : skip + last - first - at]
        sound[:, at : at + part.shape[1]] = part
        at += part.shape[1] or last - first
    sound *= np.float32(2 / 32768)
    if not placement.levels:
        return sound
    edges = 10 ** (level_edges(placement.levels, first // PER_MS * PER_MS, -(-last // PER_MS) * PER_MS) / 20)
    ramp = np.arange(PER_MS, dtype=np.float32) / PER_MS
    curve = (edges[:-1, None] + np.diff(edges)[:, None] * ramp).ravel().astype(np.float32)
    sound *= curve[first % PER_MS :][: sound.shape[1]]
    return sound
