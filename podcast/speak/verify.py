"""What an engine delivered → samples, or the reason why it is not the sentence that was asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from podcast.errors import EngineBusy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FaultySound(EngineBusy):
    """The engine answered with sound that is not the whole sentence. May pass; never goes into an episode."""


def decode(data: bytes) -> tuple[NDArray[np.int16], int]:
    """A whole WAV or MP3 file → (mono samples, shape [n]; sample rate in Hz), nothing resampled."""
    import av
    import numpy as np

    blocks = []
    try:
        with av.open(io.BytesIO(data), "r") as container:
            rate = int(container.streams.audio[0].rate)
            to_mono = av.AudioResampler(format="s16", layout="mono", rate=rate)
            for frame in container.decode(audio=0):
                blocks += [part.to_ndarray()[0] for part in to_mono.resample(frame)]
            blocks += [part.to_ndarray()[0] for part in to_mono.resample(None)]
    except (av.FFmpegError, IndexError, ValueError) as e:
        raise FaultySound("what came is no sound") from e
    return (np.concatenate(blocks) if blocks else np.zeros(0, np.int16)), rate
