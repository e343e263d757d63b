"""The embedded voice: Kokoro-82M on ONNX Runtime. No account, no network, the same bytes every time."""

from __future__ import annotations

import contextlib
import io
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from podcast.errors import EngineError, EngineRefused, EngineUnavailable
from podcast.model import Request, Spoken
from podcast.parallel import cores
from podcast.show import Voice
from podcast.sound import faded, speech
from podcast.speak.engine import Sound, VoiceInfo
from podcast.speak.engines import ENGINES
from podcast.speak.kokoro.model import (
    MODEL_SHA256,
    SAMPLE_RATE,
    VOICES,
    load_styles,
    speak_tokens,
    whole_voices,
)
from podcast.speak.kokoro.phonemes import LIMIT, phonemes, tokens
from podcast.speak.kokoro.trial import load_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 2  # of what happens to the samples here: raise it when the same request sounds different

FITS = 180  # tokens, some 7 s: the network takes 510, but two runs side by side need 20 MB a second of speech each
GAIN = 0.5  # the network's peaks reach full scale and beyond; the mix brings the level back


class KokoroEngine:
    """Loads the network at the first request, once, and shares it between the threads that ask.

    ``network``: the file to take it from; None: the installed packages.
    """

    name = "kokoro"

    def __init__(self, workers: int | None = None, network: Path | None = None) -> None:
        self.workers = workers or cores()
        self._network = network
        self._lock = threading.Lock()
        self._session: Any = None
        self._styles: dict[str, NDArray[np.float32]] = {}

    def identity(self, voice: Voice) -> str:
        return f"kokoro {VERSION} {MODEL_SHA256[:16]} {voice.voice} {VOICES.get(voice.voice, '')[:16]}"

    def prepare(self, spoken: Spoken, voice: Voice) -> Request:
        """Payload: ``speed|phonemes``."""
        sounds = phonemes(spoken)
        fits = len(tokens(sounds)) <= FITS
        return Request(self.name, voice.voice, f"{voice.speed:g}|{sounds}", spoken.text, fits)

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        """WAV, 24 kHz, mono, 16 bit. A run lasts a third of what it says: no deadline is needed."""
        speed, _, sounds = request.payload.partition("|")
        ids = tokens(sounds)
        if not ids or len(ids) > LIMIT:
            raise EngineRefused(
                f"The embedded voice speaks 1 to {LIMIT} sounds at once, not {len(ids)}: “{request.text[:60]}”."
            )
        with _translate_errors():
            self.load(lambda text: None)
            styles = self._styles_of(request.voice)
            style = styles[min(len(ids), len(styles) - 1)]
            samples = speak_tokens(self._session, ids, style, float(speed))
        start, end = speech(samples, SAMPLE_RATE)
        return Sound(_wav(faded(samples[start:end], SAMPLE_RATE)))

    def listing(self, deadline_s: float) -> tuple[VoiceInfo, ...]:
        """Those whose files are whole: all are read, which takes 0.2 s, none is loaded."""
        whole = whole_voices(self._network)
        return tuple(v for v in ENGINES[self.name].voices if v.name in whole)

    def load(self, tell: Callable[[str], None] | None) -> None:
        """The network, unless it is there already or, without ``tell``, must be made. Raises EngineUnavailable."""
        with self._lock, _translate_errors():
            if self._session is None:
                self._session = load_network(tell, own=self._network)

    def _styles_of(self, voice: str) -> NDArray[np.float32]:
        with self._lock:
            if voice not in self._styles:
                self._styles[voice] = load_styles(voice)
            return self._styles[voice]


@contextlib.contextmanager
def _translate_errors() -> Iterator[None]:
    """The runtime's exceptions, which have no base of their own, and a lack of memory become ours."""
    try:
        yield
    except EngineError:
        raise
    except Exception as e:
        mend = "close other programs if memory is short, or mend it with: pip install --force-reinstall onnxruntime"
        raise EngineUnavailable(f"The embedded voice broke down ({type(e).__name__}); {mend}") from e


def _wav(samples: NDArray[np.float32]) -> bytes:
    data = np.rint(np.clip(samples * GAIN, -1, 1) * 32767).astype("<i2").tobytes()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(data)
    return file.getvalue()
