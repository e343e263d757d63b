"""A recogniser with all that it takes to hear a clip: our own reading, DNSMOS, and a memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.mandarin import Mandarin
from podcast.model import Spoken
from podcast.proof.compare import Latin, Said, said
from podcast.proof.evidence import Evidence, gather
from podcast.proof.hear import RATE, Recogniser
from podcast.proof.remember import Known, Memory, key_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Quality = Callable[["NDArray[np.float32]"], float]
"""How good a clip at the recogniser's rate sounds, 1 to 5."""


@dataclass(frozen=True)
class Ears:
    recogniser: Recogniser
    quality: Quality
    mandarin: Mandarin
    latin: Latin
    memory: Memory

    def recall(self, samples: NDArray[np.int16], rate: int, spoken: Spoken) -> Known | None:
        """What is known of the clip from before."""
        return self.memory.get(self.key(samples, rate, spoken))

    def hear(self, samples: NDArray[np.int16], rate: int, spoken: Spoken) -> Evidence:
        """``samples``: mono, shape [n], at ``rate``; ``spoken``: what should be said. Heard once, then remembered."""
        if known := self.recall(samples, rate, spoken):
            return known.evidence
        evidence = gather(
            at_rate(samples, rate), samples, self._said(spoken), self.recogniser,
            lambda text: said(self.mandarin.say(text), self.latin), self.quality,
        )  # fmt: skip
        self.memory.put(self.key(samples, rate, spoken), Known(evidence))
        return evidence

    def settle(self, samples: NDArray[np.int16], rate: int, spoken: Spoken, takes: int) -> None:
        """Remember that this clip was taken, the best of ``takes``."""
        if known := self.recall(samples, rate, spoken):
            self.memory.put(self.key(samples, rate, spoken), replace(known, takes=takes))

    def _said(self, spoken: Spoken) -> Said:
        return said(spoken if spoken.readings else self.mandarin.read(spoken), self.latin)

    def key(self, samples: NDArray[np.int16], rate: int, spoken: Spoken) -> str:
        """What is known of the clip is remembered under it."""
        return key_of(samples, rate, spoken.text, self.recogniser.version)


def at_rate(samples: NDArray[np.int16], rate: int) -> NDArray[np.float32]:
    """At the recogniser's rate, full scale ±1."""
    import numpy as np
    import soxr

    sound = samples.astype(np.float32) / np.float32(32768)
    return np.asarray(soxr.resample(sound, rate, RATE) if rate != RATE else sound, np.float32)
