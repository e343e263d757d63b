"""MP3 out and in, by FFmpeg inside the process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from podcast.errors import MixError
from podcast.mix.loudness import audio_frame
from podcast.mix.timeline import RATE, Stereo


def encode(sound: Iterable[Stereo], path: Path, kbit_s: int) -> int:
    """Write an MP3 of 48 kHz joint stereo at a constant bit rate, without tags; answer its length in samples.

    Raises MixError when it cannot be written.
    """
    import av

    at = 0
    try:
        with av.open(str(path), "w", format="mp3", options={"id3v2_version": "0"}) as file:
            stream = file.add_stream("libmp3lame", rate=RATE, layout="stereo", options={"compression_level": "5"})
            stream.bit_rate = kbit_s * 1000
            stream.codec_context.format = "fltp"
            for block in sound:
                file.mux(stream.encode(audio_frame(block, at)))
                at += block.shape[1]
            file.mux(stream.encode(None))
    except (OSError, av.FFmpegError) as error:
        raise MixError(f"“{path}” cannot be written: {_reason(error)}.") from error
    return at


def decode(path: Path) -> Iterator[Stereo]:
    """The sound of any file that FFmpeg reads, as stereo at 48 kHz. Raises MixError."""
    import av

    try:
        with av.open(str(path)) as file:
            if not file.streams.audio:
                raise MixError(f"“{path}” holds no sound: name an audio file.")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
            for frame in chain(file.decode(audio=0), (None,)):
                for part in resampler.resample(frame):
                    yield part.to_ndarray().astype(np.float32, copy=False)
    except (OSError, av.FFmpegError) as error:
        raise MixError(f"“{path}” cannot be read as sound: {_reason(error)}.") from error


def load(path: Path) -> Stereo:
    parts = list(decode(path))
    return np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".").lower()
