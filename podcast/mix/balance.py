"""Each utterance and each voice at nearly the same loudness, the music a little below, the bed far below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from podcast.errors import MixError
from podcast.mix.kept import Kept
from podcast.mix.timeline import Piece, Placement, Timeline, level_edges
from podcast.mix.voice import Heard
from podcast.sound import MOMENT, SILENCE_LUFS, Floats, Profile, integrated, loudest_s, profile, utterance_level

MUSIC_LU = -3.0
"""Music against speech, so that nobody reaches for the volume when the talking begins."""

STEP_DB = 0.25
"""Gains are whole steps, so that an edited sentence does not move those of all the others."""

_ALIVE = 0.3
"""Of how much louder or softer than usual a sentence is spoken, this share is kept …"""
_ALIVE_LU = 1.0  # … but no more than that, so that any two are within 2 LU
_MOST_DB = 15.0  # that one utterance is raised or lowered against its speaker's others: beyond it something is wrong


def balance(timeline: Timeline, lufs: float, kept: Kept) -> Timeline:
    """The same with gains: every speaker at ``lufs``, each utterance near to it; each piece of music below.

    Raises MixError when a speaker's clips are silent.
    """
    voices: dict[str, list[Placement]] = defaultdict(list)
    for placement in timeline.speech:
        voices[placement.speaker].append(placement)
    gains: dict[int, float] = {}
    for name, placements in voices.items():
        heard = [p.sound for p in placements if isinstance(p.sound, Heard)]
        found = _of_voice(name, [each.levels for each in heard], lufs)
        gains.update(zip((id(p) for p in placements), found, strict=True))
    pieces = {p.sound.key: p for p in timeline.placements if isinstance(p.sound, Piece)}
    music = {key: _of_music(p, lufs, kept) for key, p in pieces.items()}
    return Timeline(tuple(replace(p, gain_db=_gain(p, gains, music)) for p in timeline.placements))


def _gain(placement: Placement, gains: Mapping[int, float], music: Mapping[str, float]) -> float:
    return music[placement.sound.key] if isinstance(placement.sound, Piece) else gains[id(placement)]


def stepped(gain_db: float) -> float:
    """The nearest whole step."""
    return round(gain_db / STEP_DB) * STEP_DB


def _of_voice(name: str, levels: Sequence[Profile], lufs: float) -> list[float]:
    """A gain for each of a speaker's utterances. What is usual of them is a whole number, so that an edit of one seldom
    moves the others."""
    if integrated(levels) <= SILENCE_LUFS:
        raise MixError(f"The clips of “{name}” hold nothing but silence: delete .podcast/cache and render again.")
    each = [utterance_level(level) for level in levels]
    usual = round(float(np.median([level for level in each if level > SILENCE_LUFS] or [integrated(levels)])))
    return [_levelled(level - usual, lufs - usual) for level in each]


def _levelled(off_lu: float, gain_db: float) -> float:
    """``gain_db`` of the speaker, and what brings an utterance near to the others. Hardly heard, it is left alone."""
    near = max(-_ALIVE_LU, min(_ALIVE_LU, _ALIVE * off_lu)) - off_lu
    return stepped(gain_db + near) if abs(near) <= _MOST_DB else gain_db


def _of_music(placement: Placement, lufs: float, kept: Kept) -> float:
    """A bed's loudest seconds are as loud as a voice before its levels lower them; other music on the whole is less."""
    assert isinstance(placement.sound, Piece)
    levels = _profile(placement.sound, kept)
    found = loudest_s(levels) if placement.levels else integrated([levels]) - MUSIC_LU
    return stepped(lufs - found) if integrated([levels]) > SILENCE_LUFS else 0.0


def _profile(piece: Piece, kept: Kept) -> Profile:
    key = "music", piece.key
    if (data := kept.get(*key)) is not None:
        return np.frombuffer(data, np.int16)
    sound: Floats = piece.sound.astype(np.float32) * np.float32(2 / 32768)
    found = profile(sound)
    kept.put(found.tobytes(), *key)
    return found


def plain_loudness(placements: Iterable[Placement], kept: Kept) -> float:
    """The loudness of all together, with gains, before anything is limited; what lies below a voice is left out."""
    found = []
    for p in placements:
        levels = p.sound.levels if isinstance(p.sound, Heard) else _profile(p.sound, kept)
        if not p.levels:
            found.append(np.asarray((levels.astype(np.int32) + round(100 * p.gain_db)).clip(-32_000, 32_000), np.int16))
    return integrated(found)


def over_bed(timeline: Timeline, kept: Kept) -> float | None:
    """How far the voice is above the bed, in LU, in the utterance that is nearest to it; None without a bed.

    ``timeline``: with its gains.
    """
    beds = [p for p in timeline.placements if p.levels]
    found = (_over(p, bed, kept) for bed in beds for p in timeline.speech if p.start < bed.end)
    return min((round(each, 2) for each in found if each is not None), default=None)


def _over(utterance: Placement, bed: Placement, kept: Kept) -> float | None:
    if not (isinstance(utterance.sound, Heard) and isinstance(bed.sound, Piece)) or utterance.end <= bed.start:
        return None
    moments = np.arange((utterance.start - bed.start) // MOMENT, -(-(utterance.end - bed.start) // MOMENT))
    below = _profile(bed.sound, kept)
    edges = level_edges(bed.levels, utterance.start - bed.start, utterance.end - bed.start)
    levels = below[moments % len(below)] / 100 + float(edges.max()) + bed.gain_db
    voice = utterance_level(utterance.sound.levels) + utterance.gain_db
    return voice - float(10 * np.log10(np.mean(10 ** (levels / 10))))
