"""What is done to sound in more than one room: decoding, loudness, true peaks, where speech begins and ends.

Loudness is BS.1770's. It is kept as a *profile*: the momentary loudness every 100 ms, from which the loudness of any
parts together can be worked out (`integrated`) without hearing them again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from podcast.errors import SoundError

RATE = 48_000
"""Samples a second of all that is mixed and delivered: twice an engine's 24 kHz, 48 a millisecond."""

PER_MS = RATE // 1000

Floats = npt.NDArray[np.float32]
"""Shape (channels, samples), full scale ±1."""

Profile = npt.NDArray[np.int16]
"""Momentary loudness in hundredths of LUFS: a value for each 100 ms, of these and the 300 ms before them."""

ON_TWO_SPEAKERS_LU = 3.01  # that one channel gains when both loudspeakers play it: alone it measures so much less
SILENCE_LUFS = -70.0  # the absolute gate: what is softer has no loudness
SPEECH = 10 ** (-50 / 20)  # of the peak: what stays below is the silence around the speech
EDGE_MS = 20  # of that silence is kept at either end: the pause between utterances is the script's
FADE_MS = 5  # at either end, against clicks
BEFORE = 3  # values of a profile that begin before the sound: where nothing is before it they do not count
MOMENT = RATE // 10  # samples from one value of a profile to the next
_BLOCK = 42 * 1152  # samples: whole frames of MP3, and of no more than a second
_SHORT = 27  # values of a profile in three seconds: each tells of 400 ms
_WEIGHTING = (  # BS.1770-4, tables 1 and 2
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1, -1.69065929318241, 0.73248077421585)),
    ((1, -2, 1), (1, -1.99004745483398, 0.99007225036621)),
)
_OVER = 4  # times as finely as the samples stand, as BS.1770 asks for
_NEAR = 0.6  # below this share of a ceiling no peak between samples reaches it
_AROUND_MS = 24  # as far as resampling sees


# ---------------------------------------------------------------- decoding


def load(file: Path | bytes, rate: int = RATE) -> Floats:
    """The whole sound of anything that FFmpeg reads, as stereo. Raises SoundError."""
    parts = [frame.to_ndarray() for frame in frames(file, rate)]
    return np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)


def frames(file: Path | bytes, rate: int = RATE, layout: str = "stereo") -> Iterator[Any]:
    """The same as PyAV's frames of planar floats, one after the other. Raises SoundError."""
    import av

    name = f"“{file}”" if isinstance(file, Path) else "the file"
    try:
        with av.open(str(file) if isinstance(file, Path) else io.BytesIO(file), "r") as source:
            if not source.streams.audio:
                raise SoundError(f"{name} holds no sound: name an audio file.")
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
            for frame in chain(source.decode(audio=0), (None,)):
                yield from resampler.resample(frame)
    except (OSError, av.FFmpegError) as error:
        raise SoundError(f"{name} cannot be read as sound: {reason(error)}.") from error


def reason(error: Exception) -> str:
    """The reason in an error of the system's or FFmpeg's, to end a sentence with."""
    return (getattr(error, "strerror", None) or str(error)).rstrip(".").lower()


def frame_of(block: Floats, at: int = 0) -> Any:
    """A PyAV frame of planar floats at 48 kHz, ``at`` samples from the beginning."""
    from av import AudioFrame

    layout = "stereo" if len(block) == 2 else "mono"
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(block, np.float32), format="fltp", layout=layout)
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), at
    return frame


def blocks(sound: Floats) -> Iterator[Any]:
    """``sound`` as frames of about a second: FFmpeg keeps a copy or two of what it is given at once."""
    for at in range(0, sound.shape[1], _BLOCK):
        yield frame_of(sound[:, at : at + _BLOCK], at)


# ---------------------------------------------------------------- loudness


def profile(sound: Floats, lead: int = 0) -> Profile:
    """How loud ``sound`` is from moment to moment. One channel counts as played by two speakers.

    ``lead``: so many samples of it only tell what was heard before; without them there was silence.
    """
    from av.filter import Graph

    graph = Graph()
    layout = "stereo" if len(sound) == 2 else "mono"
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout=layout, time_base=Fraction(1, RATE))
    dual = ":dualmono=true" if layout == "mono" else ""
    meter = graph.add("ebur128", f"framelog=quiet:metadata=1:peak=none{dual}")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    body, before = sound.shape[1] - lead, BEFORE * MOMENT
    known = sound[:, max(0, lead - before) :]
    found: list[int] = []
    for frame in blocks(np.pad(known, ((0, 0), (max(0, before - lead), -body % MOMENT)))):
        source.push(frame)
        found += map(_hundredths, _momentary(sink))
    source.push(None)
    found += map(_hundredths, _momentary(sink))
    return np.array(found[BEFORE:], np.int16)


def _hundredths(lufs: float) -> int:
    return round(100 * max(-120.0, lufs))


def _momentary(sink: Any) -> Iterator[float]:
    from av.error import BlockingIOError as Hungry
    from av.error import EOFError as Ended

    while True:
        try:
            yield float(sink.pull().metadata["lavfi.r128.M"])
        except (Hungry, Ended):
            return


def integrated(profiles: Iterable[Profile]) -> float:
    """The loudness of all of it together, in LUFS, gated as the standard says; SILENCE_LUFS of nothing."""
    levels = np.concatenate([np.zeros(0, np.int16), *profiles]).astype(np.float64) / 100
    levels = levels[levels > SILENCE_LUFS]
    if not len(levels):
        return SILENCE_LUFS
    gate = _mean(levels) - 10
    return _mean(levels[levels > gate])


def loudness_range(profiles: Iterable[Profile]) -> float:
    """How far soft and loud lie apart, in LU: EBU Tech 3342, three seconds taken as the mean of the moments in them."""
    powers = 10 ** (np.concatenate([np.zeros(0, np.int16), *profiles]).astype(np.float64) / 1000)
    if len(powers) < _SHORT:
        return 0.0
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    short = 10 * np.log10((sums[_SHORT:] - sums[:-_SHORT]) / _SHORT)
    short = short[short > SILENCE_LUFS]
    if not len(short):
        return 0.0
    low, high = np.percentile(short[short > _mean(short) - 20], (10, 95))
    return float(high - low)


def loudest_s(levels: Profile) -> float:
    """The loudness of the loudest three seconds, in LUFS; of all of it where it is shorter."""
    powers = 10 ** (levels.astype(np.float64) / 1000)
    count = min(_SHORT, max(1, len(powers)))
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    return float(10 * np.log10(max(1e-12, (sums[count:] - sums[:-count]).max(initial=0) / count)))


def utterance_level(levels: Profile) -> float:
    """The loudness of a stretch of speech that ``levels`` were made of without what surrounds it."""
    if len(levels) > BEFORE:
        return integrated([levels[BEFORE:]])
    heard = float(levels.max(initial=round(100 * SILENCE_LUFS))) / 100
    return max(SILENCE_LUFS, heard + float(10 * np.log10((BEFORE + 1) / max(1, len(levels)))))


def weighted_profile(weighted: npt.NDArray[Any], rate: int) -> Profile:
    """The profile of mono sound of any rate to which `k_weighting` was applied, silence before it."""
    step = rate // 10
    steps = max(1, -(-len(weighted) // step))
    blocks = np.pad(weighted, (0, steps * step - len(weighted))).reshape(steps, step)
    sums = np.concatenate((np.zeros(BEFORE + 1), np.cumsum(np.square(blocks, dtype=np.float64).mean(axis=1))))
    moments = (sums[BEFORE + 1 :] - sums[: -BEFORE - 1]) / (BEFORE + 1)
    return np.array([_hundredths(value) for value in 10 * np.log10(2 * moments + 1e-12) - 0.691], np.int16)


def k_weighting(hertz: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.float32]:
    """How much of each frequency counts for loudness: BS.1770's shelf and high-pass, as they are at 48 kHz."""
    near, far = np.cos(2 * np.pi / RATE * hertz), np.cos(4 * np.pi / RATE * hertz)
    power = np.ones(len(hertz))
    for over, under in _WEIGHTING:
        power *= _power(over, near, far) / _power(under, near, far)
    return np.sqrt(np.maximum(power, 0)).astype(np.float32)  # at 0 Hz it is nothing, and may be rounded below


def _power(factors: tuple[float, float, float], near: npt.NDArray[Any], far: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """|a + b/z + c/z²|² on the unit circle, by the cosines of the angle and of twice the angle."""
    a, b, c = factors
    return np.asarray((a * a + b * b + c * c) + 2 * (a * b + b * c) * near + 2 * a * c * far)


def _mean(levels: npt.NDArray[np.float64]) -> float:
    return float(10 * np.log10(np.mean(10 ** (levels / 10))))


# ---------------------------------------------------------------- peaks


def peaks(sound: Floats, ceiling: float) -> Floats:
    """The highest true peak of any channel in each millisecond, shape [milliseconds]; ``sound`` holds whole ones.

    Drawn as finely as the standard asks for only where it may come near ``ceiling`` (linear); elsewhere the samples'.
    """
    highest = np.abs(sound).max(axis=0).reshape(-1, PER_MS).max(axis=1)
    for start, end in _stretches(highest > ceiling * _NEAR):
        a, b = max(0, start - _AROUND_MS), min(len(highest), end + _AROUND_MS)
        fine = _fine(sound[:, a * PER_MS : b * PER_MS])
        highest[start:end] = np.maximum(highest[start:end], fine[start - a : end - a])
    return np.asarray(highest, np.float32)


def _fine(sound: Floats) -> Floats:
    import soxr

    drawn = [soxr.resample(channel, RATE, _OVER * RATE) for channel in sound]
    return np.asarray(np.abs(drawn).reshape(len(sound), -1, _OVER * PER_MS).max(axis=(0, 2)), np.float32)


def _stretches(near: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Runs of true values with their neighbours, those apart by less than what resampling sees joined."""
    found = np.flatnonzero(near)
    if not len(found):
        return
    breaks = np.flatnonzero(np.diff(found) > 2 * _AROUND_MS)
    for first, last in zip((0, *(breaks + 1)), (*breaks, len(found) - 1), strict=True):
        yield max(0, int(found[first]) - 1), min(len(near), int(found[last]) + 2)


def linear(db: float) -> float:
    return float(10 ** (db / 20))


def decibel(amplitude: float) -> float:
    return float(20 * np.log10(max(amplitude, 1e-10)))


# ---------------------------------------------------------------- speech


def speech(samples: npt.NDArray[Any], rate: int) -> tuple[int, int]:
    """(start, end) of the speech in mono ``samples``, with EDGE_MS of what surrounds it; all of silence."""
    size = np.abs(samples.astype(np.int32) if samples.dtype.kind == "i" else samples)
    loud = np.flatnonzero(size > SPEECH * size.max(initial=0))
    if not len(loud):
        return 0, len(samples)
    edge = rate * EDGE_MS // 1000
    return max(0, int(loud[0]) - edge), min(len(samples), int(loud[-1]) + 1 + edge)


def faded(samples: npt.NDArray[Any], rate: int) -> Floats:
    """Mono ``samples`` with FADE_MS of fade at either end, in their own scale."""
    fade = min(rate * FADE_MS // 1000, len(samples) // 2)
    ramp = np.ones(len(samples), np.float32)
    ramp[:fade] = np.linspace(0, 1, fade, dtype=np.float32)
    ramp[len(samples) - fade :] = ramp[:fade][::-1]
    return np.asarray(samples * ramp, np.float32)
