"""What an engine delivered → the sentence's samples, or the reason why it is not the whole sentence."""

from __future__ import annotations

import io
import math
import re
import wave
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.errors import EngineBusy
from podcast.model import Boundary, Request
from podcast.service.work import Faulty
from podcast.show import Voice
from podcast.speak.engine import Sound
from podcast.speak.engines import pace_of, speed_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENT = 10 ** (-50 / 20)  # peak, of full scale
CLIPPED = 0.002  # share of samples at full scale
FLATS = 3  # crests cut off; so many of them are no chance
LATE_MS = 150  # a boundary may lie this far behind the last sound
MARKED = 0.85  # of a sentence's letters stand in the words that the engine marked, when it marks any
SLOWEST_HZ, FASTEST_HZ = 8000, 96_000  # of a sample rate that carries speech
SILENCE_S = 10.0  # at most around a sentence
CUT_OFF = 10 ** (-20 / 20)  # of the speech's own level: louder at the very end, a word was cut
PAUSE_MS = 700  # at most for one punctuation mark


_STREAMED = 2**29  # frames: streaming servers put a placeholder length in the header


class FaultySound(EngineBusy, Faulty):
    """The engine answered with sound that is not the whole sentence. May pass; never goes into an episode."""


class Blemished(FaultySound):
    """The whole sentence, with a fault in its sound. Asking again may help; if not, it is taken as it is."""

    def __init__(self, problem: str, delivered: Delivered) -> None:
        super().__init__(problem)
        self.delivered = delivered

    def __reduce__(self) -> tuple[type[Blemished], tuple[str, Delivered]]:
        return Blemished, (str(self), self.delivered)  # it comes from other processes too


@dataclass(frozen=True, slots=True)
class Delivered:
    """A checked utterance: mono ``samples`` of shape [n], the silence around it cut down to EDGE_MS."""

    samples: NDArray[np.int16]
    sample_rate: int
    boundaries: tuple[Boundary, ...]


def check(sound: Sound, request: Request, voice: Voice) -> Delivered:
    """Decode, check, trim. Raises FaultySound, saying what is wrong; Blemished where it can be used all the same."""
    import numpy as np

    from podcast.sound import faded, speech

    samples, rate = decode(sound.data, longest_s(request, voice))
    _check_level(samples)
    _check_end(samples, rate)
    start, end = speech(samples, rate)
    spoken_ms = (end - start) * 1000 / rate
    _check_length(spoken_ms, request, voice)
    _check_boundaries(sound.boundaries, request.text, end * 1000 / rate)
    trimmed = np.rint(faded(samples[start:end], rate)).astype(np.int16)
    delivered = Delivered(trimmed, rate, _shifted(sound.boundaries, start * 1000 // rate, spoken_ms))
    if problem := blemish(samples[start:end]):
        raise Blemished(problem, delivered)
    return delivered


def longest_s(request: Request, voice: Voice) -> float:
    """How long what comes may last at all, with the silence around it, in seconds: more is not even decoded."""
    return _most_ms(request, voice) / 1000 + SILENCE_S


def decode(data: bytes, longest_s: float = math.inf) -> tuple[NDArray[np.int16], int]:
    """A whole WAV or MP3 file → (mono samples, shape [n]; sample rate in Hz), nothing resampled.

    Raises FaultySound for what is no speech, as soon as it is known: a small file can decode to days of sound.
    """
    import av
    import numpy as np

    if plain := _plain_wav(data):
        _check_form(len(plain[0]), plain[1], 1, longest_s)
        return plain
    try:
        with av.open(io.BytesIO(data), "r") as container:
            rate = int(container.streams.audio[0].rate)
            joined = av.AudioFifo()  # one conversion for the whole, not one for each frame of 24 ms
            for frame in container.decode(audio=0):
                frame.pts = None
                joined.write(frame)
                _check_form(joined.samples, rate, frame.layout.nb_channels, longest_s)
            to_mono = av.AudioResampler(format="s16", layout="mono", rate=rate)
            whole = joined.read()
            parts = [*to_mono.resample(whole), *to_mono.resample(None)] if whole else []
            blocks = [part.to_ndarray()[0] for part in parts]
    except (av.FFmpegError, IndexError, ValueError) as e:
        raise FaultySound("what came is no sound") from e
    return (np.concatenate(blocks) if blocks else np.zeros(0, np.int16)), rate


def _check_form(samples: int, rate: int, channels: int, longest_s: float) -> None:
    if not SLOWEST_HZ <= rate <= FASTEST_HZ:
        raise FaultySound(f"what came has {rate} samples a second, which speech has not")
    if channels > 2:
        raise FaultySound(f"what came has {channels} channels")
    if samples > longest_s * rate:
        raise FaultySound(f"what came lasts longer than {longest_s:.0f} s, which is no length for its text")


def _plain_wav(data: bytes) -> tuple[NDArray[np.int16], int] | None:
    """16 bit mono needs no decoder, which takes 7 ms to look around in it; a streamed one has no true length."""
    import numpy as np

    try:
        with wave.open(io.BytesIO(data)) as file:
            if (file.getsampwidth(), file.getnchannels()) != (2, 1):
                return None
            stated = file.getnframes()
            pcm = file.readframes(stated)
            if len(pcm) // 2 < stated < _STREAMED:
                raise FaultySound("the sound breaks off before its end")
            return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2"), file.getframerate()
    except (wave.Error, EOFError):
        return None


def _check_level(samples: NDArray[np.int16]) -> None:
    import numpy as np

    size = np.abs(samples.astype(np.int32))
    if size.max(initial=0) < SILENT * 32768:
        raise FaultySound("what came is silence")
    if np.count_nonzero(size >= 32767) > CLIPPED * len(size):
        raise FaultySound("what came is clipped")


def blemish(samples: NDArray[np.int16]) -> str:
    """What is wrong with the sound of a whole sentence; "" when nothing is."""
    from podcast.blemishes import clicks, cut_crests

    if cut_crests(samples) >= FLATS:
        return "what came is clipped here and there"
    return f"what came clicks {found} times" if (found := clicks(samples)) > 1 else "what came clicks" if found else ""


def _check_end(samples: NDArray[np.int16], rate: int) -> None:
    """The last 10 ms must have died away against the speech before them."""
    import numpy as np

    block = rate // 100
    blocks = samples[len(samples) % block :].reshape(-1, block).astype(np.float64)
    if not len(blocks):
        raise FaultySound("the sound is shorter than any word")
    levels = np.sqrt((blocks**2).mean(axis=1))
    if levels[-1] > CUT_OFF * np.percentile(levels, 90):
        raise FaultySound("the sound breaks off inside a word")


def _check_boundaries(boundaries: tuple[Boundary, ...], text: str, end_ms: float) -> None:
    """The marked words reach the end of the text, and the sound the end of the marked words."""
    if not boundaries:
        return
    if _letters("".join(b.text for b in boundaries)) < MARKED * _letters(text) - 1:
        raise FaultySound("only a part of the sentence was spoken")
    if boundaries[-1].end_ms > end_ms + LATE_MS:
        raise FaultySound("the sound ends before its last word")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _check_length(spoken_ms: float, request: Request, voice: Voice) -> None:
    count = syllables(request.text)
    least_ms = count * pace_of(request.engine, request.voice).least / speed_of(voice)
    if not least_ms <= spoken_ms <= _most_ms(request, voice):
        raise FaultySound(f"{spoken_ms / 1000:.1f} s is no length for {round(count)} syllables")


def _most_ms(request: Request, voice: Voice) -> float:
    marks = len(re.findall(r"[^\w\s]+", request.text))
    slowest_ms = syllables(request.text) * pace_of(request.engine, request.voice).most
    return (slowest_ms + marks * PAUSE_MS) / speed_of(voice) + 500


def syllables(text: str) -> float:
    """About how many syllables are heard: a Han character each, abbreviations letter by letter, digits, Latin words."""
    han = sum("\u3400" <= c <= "\u9fff" or c > "\U00020000" for c in text)
    digits = len(re.findall(r"\d", text))
    words = re.findall(r"[A-Za-z]+", text)
    spelled = [word for word in words if word.isupper() or not re.search("[aeiouyAEIOUY]", word)]  # AI, https
    return han + digits + sum(map(len, spelled)) + sum(max(1.0, len(w) / 3) for w in words if w not in spelled)


def _shifted(boundaries: tuple[Boundary, ...], by_ms: int, length_ms: float) -> tuple[Boundary, ...]:
    """The same, counted from where the trimmed clip begins, and inside it."""
    last = int(length_ms)
    return tuple(
        replace(b, start_ms=min(max(0, b.start_ms - by_ms), last), end_ms=min(max(0, b.end_ms - by_ms), last))
        for b in boundaries
    )
