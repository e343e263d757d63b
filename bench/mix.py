"""Mastering beside bare MP3 encoding of the same samples, and joining beside pydub's a + b.

    python bench/mix.py [MINUTES] [CLIPS_DIR]

CLIPS_DIR: a clip store of real speech, such as .podcast/cache/clips; without it a synthetic voice. All in one run,
so that the ratios hold whatever else the machine does; CPU seconds beside wall seconds, because a busy machine
stretches these.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from podcast.mix import Timeline, closing, cues, lay_out, marks, master, opening
from podcast.mix.encode import _frames, _Segment
from podcast.mix.samples import blocks
from podcast.model import Chapter, Clip, Line, Script, Spoken, Utterance
from podcast.show import Loudness

T = TypeVar("T")
RATE = 24_000


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    sounds = stored(Path(sys.argv[2])) if len(sys.argv) > 2 else [synthetic(n) for n in range(8)]
    script, utterances, clips, read = episode(sounds, minutes)
    timeline, _ = timed("lay out", lambda: lay_out(utterances, clips, read, opening(), closing()))
    timed("cues", lambda: (cues(timeline, script, utterances, clips, read), marks(timeline, script)))
    with tempfile.TemporaryDirectory() as folder:
        found, ours = timed("master", lambda: master(timeline, read, Loudness(), Path(folder) / "a.mp3"))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, {found}")
    bare = encode_bare(timeline, read)
    print(f"master / bare encoding: wall {ours[0] / bare[0]:.2f}, CPU {ours[1] / bare[1]:.2f}")
    join(clips, read, timeline)


def encode_bare(timeline: Timeline, read: Callable[[Clip], np.ndarray]) -> tuple[float, float]:
    """One encoder, one thread, the same setting; the samples ready in memory."""
    sound = np.concatenate(list(blocks(timeline, read)), axis=1)
    return timed("bare encoding", lambda: _frames(_Segment(sound, 0, None), 128))[1]


def join(clips: tuple[Clip, ...], read: Callable[[Clip], np.ndarray], timeline: Timeline) -> None:
    from pydub import AudioSegment

    def added() -> object:
        whole = AudioSegment.empty()
        for clip in clips:
            whole += AudioSegment(read(clip).tobytes(), frame_rate=RATE, sample_width=2, channels=1)
        return whole

    _, theirs = timed(f"pydub a + b, {len(clips)} clips", added)
    _, ours = timed("blocks at 48 kHz", lambda: sum(block.shape[1] for block in blocks(timeline, read)))
    print(f"a + b / blocks: CPU {theirs[1] / ours[1]:.2f}")


def timed(name: str, work: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    took = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:28} wall {took[0]:7.2f} s  CPU {took[1]:7.2f} s")
    return result, took


def episode(
    sounds: list[np.ndarray], minutes: float
) -> tuple[Script, tuple[Utterance, ...], tuple[Clip, ...], Callable[[Clip], np.ndarray]]:
    """Utterances for so many minutes, the sounds in turn, forty a chapter."""
    held = {f"clip{n}": sound for n, sound in enumerate(sounds)}
    clips: list[Clip] = []
    while sum(clip.duration_samples for clip in clips) / RATE + 0.4 * len(clips) < minutes * 60:
        key = f"clip{len(clips) % len(sounds)}"
        clips.append(Clip(key, len(held[key]), RATE))
    text = "維基百科暫停 AI 摘要實驗，凸顯了 AI 在知識傳播領域應用時，面對使用者接受度的挑戰。"
    chapters = tuple(
        Chapter(f"第 {n} 章", (Line(text),) * min(40, len(clips) - n * 40)) for n in range(-(-len(clips) // 40))
    )
    said = (Utterance(n // 40, n % 40, "host", Spoken(text, text), 400) for n in range(len(clips)))
    return Script("EP1", "EP1", chapters), tuple(said), tuple(clips), lambda clip: held[clip.key]


def stored(root: Path) -> list[np.ndarray]:
    sounds = []
    for path in sorted(root.rglob("*.wav"))[:200]:
        with wave.open(str(path)) as file:
            if file.getframerate() == RATE:
                sounds.append(np.frombuffer(file.readframes(file.getnframes()), np.int16))
    return sounds


def synthetic(seed: int) -> np.ndarray:
    """Six seconds with a voice's spectrum and syllables."""
    rng = np.random.default_rng(seed)
    t = np.arange(6 * RATE) / RATE
    phase = 2 * np.pi * np.cumsum(130 + 25 * np.sin(2 * np.pi * 0.8 * t + seed)) / RATE
    tone = sum(np.sin(k * phase) / k for k in range(1, 30))
    syllables = np.maximum(0.05, np.sin(2 * np.pi * 4.5 * t)) * (0.4 + 0.6 * np.abs(np.sin(2 * np.pi * 0.4 * t)))
    sound = (tone * 0.2 + rng.normal(0, 0.03, len(t))) * syllables
    return np.rint(np.clip(sound, -1, 1) * 20_000).astype(np.int16)


if __name__ == "__main__":
    main()
