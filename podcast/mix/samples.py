"""The sound of placements and sections."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from podcast.mix.timeline import Placement, Read, Section
from podcast.model import Clip
from podcast.sound import RATE, Floats, linear

_FADE_MS = 5  # at both ends of a clip, against clicks


def section_sound(section: Section, read: Read) -> Floats:
    """All that sounds in a section, gains applied; one channel where there is no music."""
    stereo = any(not isinstance(placement.sound, Clip) for placement in section.placements)
    sound = np.zeros((1 + stereo, section.length), np.float32)
    for placement in section.placements:
        at = placement.start - section.start
        gain = np.float32(linear(placement.gain_db))
        sound[:, at : at + placement.length] = placement_sound(placement, read) * gain
    return sound


def placement_sound(placement: Placement, read: Read) -> Floats:
    """What one placement sounds like without its gain: one channel of a clip, two of music."""
    if isinstance(placement.sound, Clip):
        return _voice(read(placement.sound), placement.sound.sample_rate, placement.length)
    return _fit(placement.sound.sound, placement.length)


def _voice(samples: npt.NDArray[np.int16], rate: int, length: int) -> Floats:
    """A clip faded by pydub, then at 48 kHz by soxr (pydub's own resampling leaves mirror images)."""
    import soxr

    faded = _segment(samples, rate).fade_in(_FADE_MS).fade_out(_FADE_MS)
    mono = np.frombuffer(faded.raw_data, np.int16).astype(np.float32) / 32768
    at_48k: Any = soxr.resample(mono, rate, RATE) if rate != RATE else mono
    return _fit(at_48k[np.newaxis], length)


def _segment(samples: npt.NDArray[np.int16], rate: int) -> Any:
    with warnings.catch_warnings():  # pydub looks for ffmpeg, which nobody needs here
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    return AudioSegment(samples.astype("<i2").tobytes(), frame_rate=rate, sample_width=2, channels=1)


def _fit(sound: Floats, length: int) -> Floats:
    """Exactly ``length`` samples: a millisecond's remainder is cut or filled."""
    missing = length - sound.shape[1]
    return np.pad(sound, ((0, 0), (0, missing))) if missing > 0 else sound[:, :length]
