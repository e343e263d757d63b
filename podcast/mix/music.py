"""The show's music: the program's own pieces, or the author's files, decoded as far as they can be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from podcast.errors import MixError
from podcast.mix.timeline import Piece
from podcast.sound import PER_MS, RATE, frames
from podcast.text import clock

OVER_MS = 1500
"""As long as two pieces are heard at once: opening and bed, or the bed's end and its own beginning."""

LONGEST_S: Mapping[str, int] = {"opening": 60, "bed": 120, "sting": 6, "closing": 90}
"""Seconds that are taken of a file."""

_FADE_IN_MS, _FADE_OUT_MS, _CUT_OUT_MS = 10, 30, 2000


@dataclass(frozen=True, slots=True)
class Score:
    """The music of an episode; None for none. ``told``: what the author should know of the files."""

    opening: Piece | None = None
    bed: Piece | None = None  # repeats without a seam
    sting: Piece | None = None
    closing: Piece | None = None
    told: tuple[str, ...] = ()


NO_MUSIC = Score()


def score(files: Mapping[str, Path | None]) -> Score:
    """The music in ``files``: opening, bed, sting, closing → file, None for none.

    Raises MixError when a file is missing or holds no sound, SoundError when it cannot be read as sound.
    """
    pieces: dict[str, Piece | None] = dict.fromkeys(LONGEST_S)
    told = []
    for name, path in files.items():
        if path is None:
            continue
        sound, was_cut = _decoded(path, name)
        if was_cut:
            told.append(f"“{path.name}”, music.{name}: its first {clock(LONGEST_S[name] * 1000)} are used")
        before_bed = name == "opening" and files.get("bed") is not None
        pieces[name] = Piece(_looping(sound) if name == "bed" else _edged(sound, was_cut, before_bed))
    return Score(**pieces, told=tuple(told))


def _decoded(path: Path, name: str) -> tuple[npt.NDArray[np.int16], bool]:
    """Its first seconds, at half of full scale, and whether there was more: no more is decoded than is used."""
    if not path.is_file():
        raise MixError(f"“{path}”, in show.yaml music.{name}, does not exist: correct the name, or say off.")
    most, parts, have = LONGEST_S[name] * RATE, [], 0
    for frame in frames(path):
        parts.append(np.rint(frame.to_ndarray().clip(-2, 2) * 16_383).astype(np.int16))
        have += parts[-1].shape[1]
        if have > most:
            break
    sound = np.concatenate(parts, axis=1)[:, :most] if parts else np.zeros((2, 0), np.int16)
    if not sound.any():
        raise MixError(f"“{path}”, in show.yaml music.{name}, holds only silence: name another file, or say off.")
    return (sound[:1] if np.array_equal(sound[0], sound[1]) else sound), have > most


def _edged(sound: npt.NDArray[np.int16], was_cut: bool, before_bed: bool) -> npt.NDArray[np.int16]:
    """No step at either end; where it was cut off, or the bed begins below it, it fades."""
    out_ms = OVER_MS if before_bed else _CUT_OUT_MS if was_cut else _FADE_OUT_MS
    curve = np.ones(sound.shape[1], np.float32)
    for ms, part in ((_FADE_IN_MS, slice(None)), (out_ms, slice(None, None, -1))):
        count = min(ms * PER_MS, len(curve))
        curve[part][:count] *= _rise(count)
    return np.asarray(np.rint(sound * curve), np.int16)


def _looping(sound: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Its end blended with its beginning, so that it can be repeated; a piece of whole milliseconds."""
    sound = np.tile(sound, (1, -(-2 * OVER_MS * PER_MS // sound.shape[1])))  # a short one is many at once
    over = min(OVER_MS * PER_MS, sound.shape[1] // 3)
    rise = _rise(over)
    blend = sound[:, :over] * rise + sound[:, sound.shape[1] - over :] * rise[::-1]
    whole = np.concatenate((np.rint(blend).astype(np.int16), sound[:, over : sound.shape[1] - over]), axis=1)
    return np.asarray(whole[:, : max(1, whole.shape[1] // PER_MS * PER_MS)], np.int16)


def _rise(count: int) -> npt.NDArray[np.float32]:
    return (np.sin(np.linspace(0, np.pi / 2, count, dtype=np.float32)) ** 2).astype(np.float32)
