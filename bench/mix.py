"""Mixing and mastering beside bare MP3 encoding of the same samples, and beside what other projects do.

    python bench/mix.py [--minutes 72] [--runs 5] [--cores 1 2] [--clips .podcast/cache/clips]

Each figure is the median of its runs, each run a process of its own, the kinds in turn, so that the ratios hold
whatever else the machine does. ``ours``: listen, lay out with music, master, measure. ``edited``: the same after one
sentence changed, with what the mix before it kept. ``bare``: LAME alone, one thread, same setting, the samples ready in
memory. ``podcast-creator`` and ``podcastfy``: how these join clips (from their sources: pydub's ``from_file`` or raw
samples, ``+``, and an export through ffmpeg), where pydub finds an ffmpeg.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from podcast.mix import Kept, Timeline, lay_out, listen, master, score
from podcast.mix.encode import Mp3, encode, write
from podcast.mix.samples import section_sound
from podcast.model import Clip, Spoken, Utterance
from podcast.show import Loudness
from podcast.show.music_files import our_file

RATE = 24_000
Read = Callable[[Clip], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=72)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--clips", type=Path)
    parser.add_argument("--only", choices=KINDS, help="one run of one kind, in this process")
    parser.add_argument("--kept", type=Path)
    args = parser.parse_args()
    if args.only:
        print(json.dumps(one(args.only, args.minutes, args.clips, args.kept)))
        return
    for cores in args.cores:
        compare(args, cores)


def compare(args: argparse.Namespace, cores: int) -> None:
    kinds = [kind for kind in KINDS if not kind.startswith("podcast") or shutil.which("ffmpeg")]
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(args.runs):
        with tempfile.TemporaryDirectory() as kept:
            for kind in kinds:
                found[kind].append(run(args, kind, cores, kept))
    print(f"{args.minutes:g} minutes, {cores} cores, medians of {args.runs}")
    bare = middle(found["bare"], "wall")
    for kind in kinds:
        wall, cpu, memory = (middle(found[kind], name) for name in ("wall", "cpu", "memory"))
        print(f"  {kind:16} wall {wall:7.2f} s ({wall / bare:4.2f} × bare)  CPU {cpu:7.2f} s  {memory:5.0f} MB")
    print(f"  edited / ours: {middle(found['edited'], 'wall') / middle(found['ours'], 'wall'):.3f}", flush=True)


def run(args: argparse.Namespace, kind: str, cores: int, kept: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", kind, "--minutes", str(args.minutes), "--kept", kept]
    command += ["--clips", str(args.clips)] if args.clips else []
    mask = sorted(os.sched_getaffinity(0))[:cores]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, preexec_fn=lambda: os.sched_setaffinity(0, mask)
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def middle(found: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in found)


def one(kind: str, minutes: float, clips: Path | None, kept: Path | None) -> dict[str, float]:
    sounds = stored(clips) if clips else [synthetic(n) for n in range(8)]
    said, made, read = episode(sounds, minutes)
    with tempfile.TemporaryDirectory() as folder:
        work = KINDS[kind](said, made, read, Path(folder) / "a.mp3", Kept(kept))
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return took | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


Work = Callable[[], object]


def ours(said: tuple[Utterance, ...], clips: tuple[Clip, ...], read: Read, path: Path, kept: Kept) -> Work:
    def mix() -> object:
        return master(laid(said, clips, read, kept), read, Loudness(), path, kept=kept)

    return mix


def laid(said: tuple[Utterance, ...], clips: tuple[Clip, ...], read: Read, kept: Kept) -> Timeline:
    """With all of the show's music: a bed below the first chapter, a sting before each of the others but the first."""
    music = score({name: our_file(name) for name in ("opening", "bed", "sting", "closing")})
    kinds = ("opening", *("story" for _ in range(said[-1].chapter)))
    return lay_out(said, listen(clips, read, kept), music, kinds)  # type: ignore[arg-type]


def edited(said: tuple[Utterance, ...], clips: tuple[Clip, ...], read: Read, path: Path, kept: Kept) -> Work:
    new, at = synthetic(99), len(clips) // 3
    changed = (*clips[:at], Clip("edited", len(new), RATE), *clips[at + 1 :])
    return ours(said, changed, lambda clip: new if clip.key == "edited" else read(clip), path, kept)


def bare(said: tuple[Utterance, ...], clips: tuple[Clip, ...], read: Read, path: Path, kept: Kept) -> Work:
    sections = laid(said, clips, read, Kept()).sections()
    parts = [section_sound(s, read)[:, s.before : s.before + s.length] for s in sections]
    sound = np.concatenate([np.broadcast_to(part, (2, part.shape[1])) for part in parts], axis=1)
    return lambda: write(path, encode(sound, Mp3(), last=True).body, Mp3())


def podcast_creator(said: tuple[Utterance, ...], clips: tuple[Clip, ...], read: Read, path: Path, kept: Kept) -> Work:
    from pydub import AudioSegment

    def join() -> None:
        parts = [AudioSegment(read(clip).tobytes(), frame_rate=RATE, sample_width=2, channels=1) for clip in clips]
        whole = AudioSegment(b"".join(part.raw_data for part in parts), frame_rate=RATE, sample_width=2, channels=1)
        whole.export(str(path), format="mp3")

    return join


def podcastfy(said: tuple[Utterance, ...], clips: tuple[Clip, ...], read: Read, path: Path, kept: Kept) -> Work:
    from pydub import AudioSegment

    def join() -> None:
        whole = AudioSegment.empty()
        for clip in clips:
            whole += AudioSegment(read(clip).tobytes(), frame_rate=RATE, sample_width=2, channels=1)
        whole.export(str(path), format="mp3")

    return join


KINDS = {
    "bare": bare,
    "ours": ours,
    "edited": edited,
    "podcast-creator": podcast_creator,
    "podcastfy": podcastfy,
}


def episode(sounds: list[np.ndarray], minutes: float) -> tuple[tuple[Utterance, ...], tuple[Clip, ...], Read]:
    """Utterances for so many minutes, the sounds in turn, each under a key of its own: a tenth in the opening, as
    in EP1, then forty a chapter."""
    clips: list[Clip] = []
    length = 0.0
    while length < minutes * 60:
        sound = sounds[len(clips) % len(sounds)]
        clips.append(Clip(f"clip{len(clips)}", len(sound), RATE))
        length += len(sound) / RATE + 0.4
    text = "維基百科暫停 AI 摘要實驗，凸顯了 AI 在知識傳播領域應用時，面對使用者接受度的挑戰。"
    chapters = [0 if n < len(clips) / 10 else 1 + n // 40 for n in range(len(clips))]
    said = tuple(Utterance(chapter, n, "host", Spoken(text, text), 400) for n, chapter in enumerate(chapters))
    return said, tuple(clips), lambda clip: sounds[int(clip.key.removeprefix("clip")) % len(sounds)]


def stored(root: Path) -> list[np.ndarray]:
    sounds = []
    for path in sorted(root.rglob("*.wav"))[:400]:
        with wave.open(str(path)) as file:
            if file.getframerate() == RATE:
                sounds.append(np.frombuffer(file.readframes(file.getnframes()), np.int16))
    return sounds


def synthetic(seed: int) -> np.ndarray:
    """Ten seconds with a voice's spectrum and syllables."""
    rng = np.random.default_rng(seed)
    t = np.arange(10 * RATE) / RATE
    phase = 2 * np.pi * np.cumsum(130 + 25 * np.sin(2 * np.pi * 0.8 * t + seed)) / RATE
    tone = sum(np.sin(k * phase) / k for k in range(1, 30))
    syllables = np.maximum(0.05, np.sin(2 * np.pi * 4.5 * t)) * (0.4 + 0.6 * np.abs(np.sin(2 * np.pi * 0.4 * t)))
    sound = (tone * 0.2 + rng.normal(0, 0.03, len(t))) * syllables
    return np.rint(np.clip(sound, -1, 1) * 20_000).astype(np.int16)


if __name__ == "__main__":
    main()
