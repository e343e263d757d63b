"""A timeline's sound, in short blocks: the same memory for a minute and for ten hours."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from podcast.mix.timeline import PER_MS, RATE, Placement, Read, Stereo, Timeline
from podcast.model import Clip

BLOCK = 960 * PER_MS  # 40 frames of MP3
_FADE_MS = 5  # at cut edges, against clicks


def blocks(timeline: Timeline, read: Read, every: int = 1) -> Iterator[Stereo]:
    """The whole programme as arrays of shape (2, BLOCK); the last one may be shorter.

    With ``every`` n: a sample of it, each n-th sound with the silence behind it.
    """
    block = np.zeros((2, BLOCK), np.float32)
    filled = 0
    for piece in _pieces(timeline, read, every):
        taken = 0
        while taken < piece.shape[1]:
            n = min(BLOCK - filled, piece.shape[1] - taken)
            block[:, filled : filled + n] = piece[:, taken : taken + n]
            filled, taken = filled + n, taken + n
            if filled == BLOCK:
                yield block
                block, filled = np.zeros((2, BLOCK), np.float32), 0
    if filled:
        yield block[:, :filled]


def _pieces(timeline: Timeline, read: Read, every: int) -> Iterator[Stereo]:
    ends = [placement.start for placement in timeline.placements[1:]] + [timeline.length]
    for placement, end in list(zip(timeline.placements, ends, strict=True))[::every]:
        yield sound_of(placement, read)
        yield np.zeros((2, end - placement.end), np.float32)


def sound_of(placement: Placement, read: Read) -> Stereo:
    """What one placement puts on the timeline, gain applied."""
    if isinstance(placement.sound, Clip):
        mono = _voice(read(placement.sound), placement.sound.sample_rate, placement) * np.float32(placement.gain)
        return np.stack((mono, mono))
    return _fit(placement.sound * np.float32(placement.gain), placement.length)


def _voice(samples: npt.NDArray[np.int16], rate: int, placement: Placement) -> npt.NDArray[np.float32]:
    """A clip cut to its placement by pydub, then at 48 kHz by soxr (pydub's own resampling leaves mirror images)."""
    import soxr

    segment = _segment(samples, rate)
    end_ms = placement.cut_ms + placement.length // PER_MS
    cut = segment[placement.cut_ms : end_ms].fade_in(_FADE_MS).fade_out(_FADE_MS)
    mono = np.frombuffer(cut.raw_data, np.int16).astype(np.float32) / 32768
    at_48k: Any = soxr.resample(mono, rate, RATE) if rate != RATE else mono
    return _fit(at_48k, placement.length)


def _segment(samples: npt.NDArray[np.int16], rate: int) -> Any:
    with warnings.catch_warnings():  # pydub looks for ffmpeg, which nobody needs here
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    return AudioSegment(samples.astype("<i2").tobytes(), frame_rate=rate, sample_width=2, channels=1)


def _fit(sound: npt.NDArray[np.float32], length: int) -> npt.NDArray[np.float32]:
    """Exactly ``length`` samples: a millisecond's remainder is cut or filled."""
    missing = length - sound.shape[-1]
    if missing > 0:
        return np.pad(sound, [(0, 0)] * (sound.ndim - 1) + [(0, missing)])
    return sound[..., :length]
