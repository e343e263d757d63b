"""Clips that need no engine: tones and noise that sit in speech's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from podcast.mix import Heard, Piece, Timeline, listen
from podcast.mix.samples import section_sound
from podcast.model import Chapter, Clip, Line, Script, Spoken, Utterance

ENGINE_RATE = 24_000


@dataclass(frozen=True)
class Take:
    script: Script
    utterances: tuple[Utterance, ...]
    clips: tuple[Clip, ...]
    read: Callable[[Clip], np.ndarray]

    @property
    def heard(self) -> tuple[Heard, ...]:
        return listen(self.clips, self.read)


def voiced(seconds: float, seed: int, rate: int = ENGINE_RATE) -> np.ndarray:
    """Something with a voice's spectrum and syllables, int16."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * rate)) / rate
    phase = 2 * np.pi * np.cumsum(130 + 25 * np.sin(2 * np.pi * 0.8 * t + seed)) / rate
    tone = sum(np.sin(k * phase) / k for k in range(1, 30))
    syllables = np.maximum(0.05, np.sin(2 * np.pi * 4.5 * t)) * (0.4 + 0.6 * np.abs(np.sin(2 * np.pi * 0.4 * t)))
    sound = (tone * 0.2 + rng.normal(0, 0.03, len(t))) * syllables
    return np.rint(np.clip(sound, -1, 1) * 20_000).astype(np.int16)


def take(
    lines: Sequence[Sequence[str]],
    sounds: Sequence[np.ndarray] | None = None,
    pause_ms: int = 400,
    rate: int = ENGINE_RATE,
) -> Take:
    """A script with a chapter for each list of lines, an utterance a line."""
    chapters = tuple(
        Chapter(f"第 {c} 章", tuple(Line(text, "host", (f"story{c}.{n}",)) for n, text in enumerate(texts)))
        for c, texts in enumerate(lines)
    )
    utterances = tuple(
        Utterance(c, n, line.speaker, Spoken(line.text, line.text), pause_ms)
        for c, chapter in enumerate(chapters)
        for n, line in enumerate(chapter.lines)
    )
    if sounds is None:
        sounds = [voiced(max(0.4, len(u.spoken.text) * 0.2), i, rate) for i, u in enumerate(utterances)]
    held = {f"clip{i}": sound for i, sound in enumerate(sounds)}
    clips = tuple(Clip(key, len(sound), rate) for key, sound in held.items())
    return Take(Script("EP1", "測試", chapters), utterances, clips, lambda clip: held[clip.key])


def piece(sound: np.ndarray) -> Piece:
    """Music of floats, shape (channels, samples)."""
    return Piece(np.rint(sound * 16_384).astype(np.int16))


def whole(timeline: Timeline, read: Callable[[Clip], np.ndarray]) -> np.ndarray:
    """The programme before mastering, shape (2, samples)."""
    parts = [
        section_sound(section, read)[:, section.before : section.before + section.length]
        for section in timeline.sections()
    ]
    return np.concatenate([np.broadcast_to(part, (2, part.shape[1])) for part in parts], axis=1)


@pytest.fixture
def spoken_take() -> Take:
    return take([["大家好，歡迎收聽。", "今天有三則新聞。"], ["第一則，晶片。", "第二則，電動車。"], ["我們下次見。"]])
