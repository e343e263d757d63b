"""A timeline → one MP3 at the show's loudness, measured as it is delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from podcast.errors import MixError
from podcast.mix.balance import balance
from podcast.mix.decode import frames
from podcast.mix.encode import encode
from podcast.mix.limiter import limit
from podcast.mix.loudness import measure, measure_frames
from podcast.mix.samples import blocks
from podcast.mix.timeline import PER_MS, RATE, Read, Stereo, Timeline
from podcast.progress import Progress
from podcast.show import Loudness

_TOLERANCE_LU = 0.5
_HEADROOM_DB = 0.5  # what MP3 adds to a peak
_PUSH = 1.35  # the limiter takes about a quarter of what is added (measured on the embedded voices)
_SOME = 60  # utterances, four minutes: enough to know how peaky a voice is
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

    ``progress`` is told how many seconds are encoded, once more from 0 if the first attempt missed the loudness.

    Raises MixError (silent, not writable, loudness out of reach); then there is no file.
    """
    try:
        return _master(timeline, read, loudness, path, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _master(timeline: Timeline, read: Read, loudness: Loudness, path: Path, progress: Progress | None) -> Measured:
    timeline = balance(timeline, read, loudness.lufs)
    ceiling_db = loudness.true_peak_dbtp - _HEADROOM_DB
    gain_db = (loudness.lufs - _limited_lufs(timeline, read, ceiling_db)) * _PUSH
    for _ in range(_ATTEMPTS):
        sound = limit(_counted(blocks(timeline, read), timeline.length, progress), gain_db, ceiling_db)
        samples = encode(sound, path, loudness.kbit_s)
        level = measure_frames(frames(path))
        off_lu = loudness.lufs - level.lufs
        over_db = level.true_peak_dbtp - loudness.true_peak_dbtp
        if abs(off_lu) <= _TOLERANCE_LU and over_db <= 0:
            return Measured(samples // PER_MS, samples, level.lufs, level.true_peak_dbtp)
        gain_db += off_lu * _PUSH
        ceiling_db -= over_db + 0.1 if over_db > 0 else 0.0
    raise MixError(
        f"“{path}” cannot be brought to {loudness.lufs:g} LUFS below {loudness.true_peak_dbtp:g} dBTP "
        f"(it is at {level.lufs:.1f} LUFS, {level.true_peak_dbtp:.1f} dBTP): choose a lower loudness in show.yaml."
    )


def _limited_lufs(timeline: Timeline, read: Read, ceiling_db: float) -> float:
    """What the limiter will leave of the loudness, from the whole of a short episode and some of a long one."""
    every = -(-len(timeline.placements) // _SOME)
    return measure(limit(blocks(timeline, read, every), 0.0, ceiling_db), true_peak=False).lufs


def _counted(sound: Iterable[Stereo], total: int, progress: Progress | None) -> Iterator[Stereo]:
    done = 0
    for block in sound:
        yield block
        done += block.shape[1]
        if progress:
            progress.advance(done // RATE, total // RATE)
