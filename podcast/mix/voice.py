"""What is done to every clip, whoever spoke it, so that engines and speakers match.

Rumble is cut and the rate brought to 48 kHz in one step, on the clip's whole spectrum: nothing above what the engine
delivered is made up, and no phase is turned. Where the speech begins and ends is found once; the silence around it is
the script's, not the engine's. Hiss is softened only in clips where it was measured.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from podcast.mix.kept import Kept
from podcast.model import Clip
from podcast.parallel import side_by_side
from podcast.sound import RATE, Floats, Profile, k_weighting, weighted_profile

Read = Callable[[Clip], npt.NDArray[np.int16]]
"""A clip's samples, mono, at ``clip.sample_rate``."""

EDGE_MS = 10
"""Of what surrounds the speech this much is heard, faded, where the clip has it: breath and decay."""

_FADE_MS = 3
_LAST_FADE = 96  # samples at 48 kHz
_QUIET = 10 ** (-42 / 20)  # of the speech's own level: a breath or a room, not a consonant
_BLOCK_MS = 2
_RUMBLE_HZ, _STEEPNESS = 70, 12  # the power of 12 is a filter of sixth order: -0.4 dB at 85 Hz, -18 dB at 50 Hz
_TAPER = 0.96  # of the lower of the two rates: from here to its half the spectrum is faded out
_HISS_HZ = 5000, 10_000
_HISS_STEP_MS = 5
_HISS_DB = 0.0
"""Hiss may be as loud as this against the loud half of the speech. The 152 clips of EP1 in the embedded voice stay
5 dB below it, half of them 8.5."""
_HISS_MOST_DB = 9.0  # it is softened by, at most
_FORM = "voice 2"  # kept results of another treatment are not taken


@dataclass(frozen=True, slots=True)
class Heard:
    """A clip, where it speaks, and how loud: what has to be known of it before it is laid out."""

    clip: Clip
    start: int  # samples at the clip's own rate: the first that is speech …
    end: int  # … and the first that is none any more
    levels: Profile  # of the speech, as it will be heard with no gain
    hisses: bool = False


def listen(clips: Sequence[Clip], read: Read, kept: Kept | None = None) -> tuple[Heard, ...]:
    """Each clip heard once, several at a time; what was found out earlier is in ``kept``."""
    once = list({clip.key: clip for clip in clips}.values())
    found = {clip.key: heard for clip, heard in side_by_side(partial(_listen, read, kept or Kept()), once)}
    return tuple(found[clip.key] for clip in clips)


def _listen(read: Read, kept: Kept, clip: Clip) -> Heard:
    key = "heard", _FORM, clip.key
    if (data := kept.get(*key)) is not None:
        start, end, hisses = struct.unpack_from("<qq?", data)
        return Heard(clip, start, end, np.frombuffer(data, np.int16, offset=17), hisses)
    samples = read(clip)
    start, end = spoken(samples, clip.sample_rate)
    spectrum, size = _spectrum(samples, clip.sample_rate)
    weighted = _weighted(spectrum, size, clip.sample_rate)[start:end]
    hiss = _band(spectrum, size, clip.sample_rate)[start:end]
    levels = weighted_profile(weighted, clip.sample_rate)
    heard = Heard(clip, start, end, levels, _hisses(weighted, hiss, clip.sample_rate))
    kept.put(struct.pack("<qq?", start, end, heard.hisses) + levels.tobytes(), *key)
    return heard


def spoken(samples: npt.NDArray[np.int16], rate: int) -> tuple[int, int]:
    """(start, end) of what is spoken, without breath and room around it, to the sample; all of silence."""
    step = rate * _BLOCK_MS // 1000
    sound = samples[: len(samples) // step * step].astype(np.float32)
    sound -= sound.mean() if len(sound) else 0  # an engine may deliver them off the middle
    levels = np.sqrt(np.square(sound.reshape(-1, step)).mean(axis=1))
    if not levels.any():
        return 0, len(samples)
    least = max(1.0, float(np.percentile(levels, 95)) * _QUIET)
    loud = np.flatnonzero(levels > least)
    inside = np.flatnonzero(np.abs(sound[loud[0] * step : (loud[-1] + 1) * step]) > least)
    return int(loud[0] * step + inside[0]), int(loud[0] * step + inside[-1]) + 1


def voice(samples: npt.NDArray[np.int16], rate: int, start: int, end: int, length: int, hisses: bool) -> Floats:
    """The speech ``samples[start:end]``, treated, at 48 kHz, with what is heard around it: [1, length + 2 PADDING].

    ``length``: samples at 48 kHz that the speech is given; a millisecond's remainder is silence.
    """
    edge = rate * EDGE_MS // 1000
    first, last = max(0, start - edge), min(len(samples), end + edge)
    spectrum, size = _spectrum(_faded(samples[first:last], rate), rate)
    if hisses:
        spectrum = _complex(spectrum - np.fft.rfft(_too_much_hiss(spectrum, size, rate), size))
    fine = _at_48k(spectrum, size, rate)
    made = np.zeros((1, length + 2 * PADDING), np.float32)
    at = PADDING - (start - first) * RATE // rate
    sounding = min((last - first) * RATE // rate + 1, made.shape[1] - at, len(fine))
    made[0, at : at + sounding] = fine[:sounding]
    ramp = np.linspace(0, 1, min(_LAST_FADE, sounding // 2), dtype=np.float32)
    made[0, at : at + len(ramp)] *= ramp  # what the filter leaves where the sound was cut
    made[0, at + sounding - len(ramp) : at + sounding] *= ramp[::-1]
    return made


PADDING = RATE * EDGE_MS // 1000
"""Samples at 48 kHz before and behind the place of a clip in which it may be heard."""


# ---------------------------------------------------------------- the spectrum


def _spectrum(samples: npt.NDArray[Any], rate: int) -> tuple[npt.NDArray[np.complex64], int]:
    """Of full scale ±1, rumble cut; and the samples that it stands for, silence behind the sound among them."""
    size = _good_size(len(samples) + rate // 20, rate)
    spectrum = _complex(np.fft.rfft(samples.astype(np.float32) / np.float32(32768), size))
    spectrum *= _high_pass(size, rate)
    return spectrum, size


def _complex(spectrum: npt.NDArray[Any]) -> npt.NDArray[np.complex64]:
    return np.asarray(spectrum, np.complex64)  # before 2.0 numpy answers with twice the bits


def _good_size(least: int, rate: int) -> int:
    """Samples that are a whole number at 48 kHz too, and whose transform is quick: factors of 2, 3 and 5 beside."""
    unit = rate // gcd(rate, RATE)
    wanted = -(-least // unit)
    sizes: Iterator[int] = (2**a * 3**b * 5**c for a in range(24) for b in range(3) for c in range(3))
    return unit * min(size for size in sizes if size >= wanted)


def _high_pass(size: int, rate: int) -> npt.NDArray[np.float32]:
    hertz = np.fft.rfftfreq(size, 1 / rate)
    made: npt.NDArray[np.float32] = np.ones(len(hertz), np.float32)
    low = hertz < 6 * _RUMBLE_HZ
    with np.errstate(divide="ignore"):
        made[low] = 1 / np.sqrt(1 + (_RUMBLE_HZ / hertz[low]) ** _STEEPNESS)
    return made


def _weighted(spectrum: npt.NDArray[np.complex64], size: int, rate: int) -> Any:
    """The sound as loudness is measured on it."""
    return np.fft.irfft(spectrum * k_weighting(np.fft.rfftfreq(size, 1 / rate)), size)


def _at_48k(spectrum: npt.NDArray[np.complex64], size: int, rate: int) -> npt.NDArray[np.float32]:
    """The same sound at 48 kHz: its spectrum with nothing above it, or without what 48 kHz cannot hold."""
    fine = size * RATE // rate
    half = min(size, fine) // 2
    from_bin = int(half * _TAPER)
    kept = spectrum[: half + 1].copy()
    kept[from_bin:] *= np.cos(np.linspace(0, np.pi / 2, half + 1 - from_bin, dtype=np.float32)) ** 2
    return np.asarray(np.fft.irfft(kept, fine) * np.float32(fine / size), np.float32)


# ---------------------------------------------------------------- hiss


def _hisses(weighted: Any, band: Any, rate: int) -> bool:
    """Whether its sharpest moments are louder between 5 and 10 kHz than the speech is on the whole."""
    return rate >= 2 * _HISS_HZ[1] and bool(np.percentile(_powers(band, rate), 99) > _most_hiss(weighted, rate))


def _most_hiss(weighted: Any, rate: int) -> float:
    """Mean square that hiss may have: by the loud half of the speech."""
    loud = _powers(weighted, rate)
    return float(np.mean(loud[loud >= np.median(loud)]) * 10 ** (_HISS_DB / 10))


def _too_much_hiss(spectrum: Any, size: int, rate: int) -> npt.NDArray[np.float32]:
    """What of the band is to be taken away, millisecond by millisecond."""
    band = _band(spectrum, size, rate)
    most = _most_hiss(_weighted(spectrum, size, rate), rate)
    powers = np.convolve(np.pad(_powers(band, rate), 1, mode="edge"), np.ones(3) / 3, "valid")
    gain = np.sqrt(most / np.maximum(powers, most)).clip(10 ** (-_HISS_MOST_DB / 20))
    step = rate * _HISS_STEP_MS // 1000
    curve = np.interp(np.arange(size), (np.arange(len(gain)) + 0.5) * step, gain)
    return np.asarray(band * (1 - curve), np.float32)


def _band(spectrum: Any, size: int, rate: int) -> Any:
    hertz = np.fft.rfftfreq(size, 1 / rate)
    low, high = _HISS_HZ
    return np.fft.irfft(np.where((hertz >= low) & (hertz <= high), spectrum, 0), size)


def _powers(sound: Any, rate: int) -> npt.NDArray[np.float64]:
    step = rate * _HISS_STEP_MS // 1000
    whole = sound[: max(step, len(sound) // step * step)]
    return np.asarray(np.square(np.resize(whole, (max(1, len(sound) // step), step)), dtype=np.float64).mean(axis=1))


# ---------------------------------------------------------------- edges


def _faded(samples: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.int16]:
    """Both ends brought to silence, softly, by pydub: no step where a clip begins or was cut."""
    with warnings.catch_warnings():  # pydub looks for ffmpeg, which nobody needs here
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    segment = AudioSegment(samples.astype("<i2").tobytes(), frame_rate=rate, sample_width=2, channels=1)
    return np.frombuffer(segment.fade_in(_FADE_MS).fade_out(_FADE_MS).raw_data, np.int16)
