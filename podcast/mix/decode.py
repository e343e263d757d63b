"""Sound files in, by FFmpeg inside the process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from podcast.errors import MixError
from podcast.mix.timeline import RATE, Stereo


def load(path: Path) -> Stereo:
    """The sound of any file that FFmpeg reads, as stereo at 48 kHz. Raises MixError."""
    parts = [frame.to_ndarray().astype(np.float32, copy=False) for frame in frames(path)]
    return np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)


def frames(path: Path) -> Iterator[Any]:
    """The same as PyAV's frames of planar floats, one after the other. Raises MixError."""
    import av

    try:
        with av.open(str(path)) as file:
            if not file.streams.audio:
                raise MixError(f"“{path}” holds no sound: name an audio file.")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
            for frame in chain(file.decode(audio=0), (None,)):
                yield from resampler.resample(frame)
    except (OSError, av.FFmpegError) as error:
        raise MixError(f"“{path}” cannot be read as sound: {why(error)}.") from error


def why(error: Exception) -> str:
    """The reason in an error of the system's or FFmpeg's, to end a sentence with."""
    return (getattr(error, "strerror", None) or str(error)).rstrip(".").lower()
