"""A timeline → one MP3 at the show's loudness, measured as it is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from podcast.errors import MixError
from podcast.mix.encode import decode, encode
from podcast.mix.limiter import limit
from podcast.mix.loudness import SILENCE_LUFS, measure
from podcast.mix.samples import blocks
from podcast.mix.timeline import PER_MS, Read, Stereo, Timeline
from podcast.show import Loudness

Progress = Callable[[float], None]
"""Told the share that is done, from 0 to 1, in rising order."""

_TOLERANCE_LU = 0.5
_HEADROOM_DB = 1.0  # what MP3 adds to a peak
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """The delivered file, as a listener's player hears it."""

    duration_ms: int
    samples: int  # at 48 kHz, without the encoder's delay and padding
    lufs: float
    true_peak_dbtp: float


def master(
    timeline: Timeline, read: Read, loudness: Loudness, path: Path, progress: Progress | None = None
) -> Measured:
    """Write ``path`` (48 kHz joint stereo, no tags yet) and answer what was measured on it, decoded.

    Raises MixError (silent, not writable, loudness out of reach); then there is no file.
    """
    try:
        return _master(timeline, read, loudness, path, progress or (lambda share: None))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _master(timeline: Timeline, read: Read, loudness: Loudness, path: Path, progress: Progress) -> Measured:
    found = measure(blocks(timeline, read), true_peak=False).lufs
    if found <= SILENCE_LUFS:
        raise MixError("The clips hold nothing but silence: delete .podcast and render again.")
    gain_db = loudness.lufs - found
    ceiling_db = loudness.true_peak_dbtp - _HEADROOM_DB
    for _ in range(_ATTEMPTS):
        sound = limit(_told(blocks(timeline, read), timeline.length, progress), _linear(gain_db), _linear(ceiling_db))
        samples = encode(sound, path, loudness.kbit_s)
        level = measure(decode(path))
        off_lu = loudness.lufs - level.lufs
        over_db = level.true_peak_dbtp - loudness.true_peak_dbtp
        if abs(off_lu) <= _TOLERANCE_LU and over_db <= 0:
            return Measured(samples // PER_MS, samples, level.lufs, level.true_peak_dbtp)
        gain_db += off_lu
        ceiling_db -= max(0.0, over_db) and over_db + 0.1
    raise MixError(
        f"“{path}” cannot be brought to {loudness.lufs:g} LUFS below {loudness.true_peak_dbtp:g} dBTP "
        f"(it is at {level.lufs:.1f} LUFS, {level.true_peak_dbtp:.1f} dBTP): choose a lower loudness in show.yaml."
    )


def _told(sound: Iterable[Stereo], total: int, progress: Progress) -> Iterator[Stereo]:
    done = 0
    for block in sound:
        yield block
        done += block.shape[1]
        progress(done / total)


def _linear(db: float) -> float:
    return float(10 ** (db / 20))
