"""A recogniser that hears what it is told, and sound that is made like speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from podcast.mandarin import Mandarin
from podcast.proof.compare import Said, said
from podcast.proof.ears import Ears
from podcast.proof.hear import RATE
from podcast.proof.remember import Memory


@dataclass
class FakeHearing:
    """``likely``: each wrong character makes a text e⁵ times less likely."""

    text: str
    mandarin: float = 1.0

    def likely(self, texts: Sequence[str]) -> tuple[float, ...]:
        return tuple(-1.0 - 5.0 * distance(text, self.text) for text in texts)


@dataclass
class FakeRecogniser:
    """``texts``: what it hears, one after the other; ``mandarin``: how sure it is of the language."""

    texts: list[str]
    mandarin: float = 1.0
    version: str = "fake 1"
    otherwise: dict[str, str] = field(default_factory=dict)  # what it understands when it hears the same again
    heard: list[int] = field(default_factory=list)  # samples of what it was given
    _last: str = ""

    def hear(self, sound: np.ndarray, again: bool = False) -> FakeHearing:
        assert sound.dtype == np.float32
        assert sound.ndim == 1
        if again:
            return FakeHearing(self.otherwise.get(self._last, self._last), self.mandarin)
        self.heard.append(len(sound))
        self._last = self.texts.pop(0)
        return FakeHearing(self._last, self.mandarin)


def distance(one: str, other: str) -> int:
    rows = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, rows[0] = rows[0], i
        for j, b in enumerate(other, 1):
            before, rows[j] = rows[j], min(rows[j] + 1, rows[j - 1] + 1, before + (a != b))
    return rows[-1]


def letters(word: str) -> str:
    """Phonemes of a Latin word, near enough: its letters."""
    return word.lower()


@pytest.fixture(scope="session")
def mandarin() -> Mandarin:
    return Mandarin()


@pytest.fixture(scope="session")
def read(mandarin: Mandarin) -> Callable[[str], Said]:
    from podcast.speak.kokoro.english import phonemes

    return lambda text: said(mandarin.say(text), phonemes)


@pytest.fixture
def ears(tmp_path, mandarin) -> Callable[..., Ears]:
    def make(*texts: str, mandarin_: float = 1.0) -> Ears:
        recogniser = FakeRecogniser(list(texts), mandarin_)
        return Ears(recogniser, lambda sound: 3.4, mandarin, letters, Memory(tmp_path / "memory"))

    return make


def speechlike(
    syllables: int = 20, pitch: float = 120.0, seed: int = 0, rate: int = RATE, pace: float = 0.18
) -> np.ndarray:
    """int16: ``syllables`` of ``pace`` seconds, pulses through resonances that wander, each soft at its ends."""
    chance = np.random.default_rng(seed)
    parts = []
    phase = 0.0
    for _ in range(syllables):
        n = round(pace * rate * chance.uniform(0.9, 1.1))
        hertz = pitch * np.exp(chance.normal(0, 0.05)) * np.linspace(1.05, 0.95, n)
        turns = phase + np.cumsum(hertz) / rate
        phase = turns[-1]
        sound = np.zeros(n)
        for formant in (chance.uniform(300, 800), chance.uniform(900, 2200), chance.uniform(2400, 3000)):
            for k in range(1, int(3800 / pitch)):
                weight = 1 / (1 + ((k * pitch - formant) / 120) ** 2)
                if weight > 0.02:
                    sound += weight * np.sin(2 * np.pi * k * turns + k)
        parts.append(sound * np.sin(np.pi * np.arange(n) / n) ** 0.7)
    whole = np.concatenate([*parts, np.zeros(rate // 33)])
    return np.rint(whole / np.abs(whole).max() * 12_000).astype(np.int16)


def as_floats(samples: np.ndarray) -> np.ndarray:
    return (samples / 32768).astype(np.float32)
