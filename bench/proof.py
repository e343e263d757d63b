"""How many planted faults a proof finds, how many good clips it doubts, and what it costs.

    python bench/proof.py digests/EP1.md bench/proof/*.md [--faults 200] [--sentences 60] [--clips DIR]

Each digest is spoken by a voice of its own, the embedded one, as far as ``--sentences`` go; ``--clips`` is a store of
clips that spares what is in it. Faults of twelve kinds (bench/proof_faults.py) are planted into copies of these clips.
Every clip is then heard as `podcast proof` hears it, and judged against what is usual for its voice. Needs the extra
``proof``.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.proof_faults import KINDS, WORDS, Clip, planted
from podcast.mandarin import Mandarin
from podcast.model import Chapter, Line, Script
from podcast.proof.ears import Ears
from podcast.proof.evidence import Evidence
from podcast.proof.hear import whisper
from podcast.proof.quality import quality
from podcast.proof.remember import Memory
from podcast.proof.verdict import Fault, Usual, judge
from podcast.show import Voice
from podcast.speak import ClipStore, speak
from podcast.speak.engines import load
from podcast.speak.kokoro.english import phonemes
from podcast.speak.plan import plan

VOICES = ("zm_yunyang", "zf_xiaobei", "zm_yunxi", "zf_xiaoxiao")
SEED = 15


def lines(digest: Path) -> Iterator[str]:
    """The paragraphs and points of a digest, as they are said."""
    for line in digest.read_text(encoding="utf-8").splitlines():
        text = re.sub(r"^[\s>*\d.-]+", "", line).replace("**", "").strip()
        if re.search(r"[。！？]$", text) and not line.startswith("#"):
            yield text


def good(digest: Path, voice: Voice, most: int, store: ClipStore) -> list[Clip]:
    """The digest's first sentences, spoken by the embedded voice."""
    engine, mandarin = load("kokoro"), Mandarin([("Scale AI", "Scale A I")])
    script = Script(digest.stem, "", (Chapter("", tuple(map(Line, lines(digest)))),))
    todo = plan(script, mandarin, engine, {"host": voice})
    todo = type(todo)(todo.utterances[:most], todo.requests[:most], todo.keys[:most])
    clips = speak(todo, engine, {"host": voice}, store)
    return [
        Clip(mandarin.read(utterance.spoken), voice, store.samples(clip), clip.sample_rate)
        for utterance, clip in zip(todo.utterances, clips, strict=True)
    ]


class Bench:
    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self.cpu_s = self.wall_s = self.speech_s = 0.0

    def heard(self, clip: Clip) -> Evidence:
        cpu, wall = time.process_time(), time.perf_counter()
        evidence = self.ears.hear(clip.samples, clip.rate, clip.spoken)
        self.cpu_s += time.process_time() - cpu
        self.wall_s += time.perf_counter() - wall
        self.speech_s += len(clip.samples) / clip.rate
        return evidence

    def doubted(self, clips: list[Clip], show: bool) -> tuple[int, dict[Voice, Usual | None]]:
        """How many of the good clips are doubted, and what is usual for each voice."""
        found: dict[Voice, list[tuple[Clip, Evidence]]] = defaultdict(list)
        for clip in clips:
            found[clip.voice].append((clip, self.heard(clip)))
        usual = {voice: Usual.of([evidence for _, evidence in own]) for voice, own in found.items()}
        count = 0
        for voice, own in found.items():
            for clip, evidence in own:
                faults = judge(evidence, usual[voice])
                count += bool(faults)
                if faults and show:
                    tell("good", clip, evidence, faults)
        return count, usual

    def missed(
        self, faulty: list[tuple[str, Clip]], usual: dict[Voice, Usual | None], show: bool
    ) -> dict[str, list[bool]]:
        """Kind → whether each fault was found."""
        found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
        for kind, clip in faulty:
            evidence = self.heard(clip)
            faults = judge(evidence, usual[clip.voice])
            found[kind].append(bool(faults))
            if not faults and show:
                tell(kind, clip, evidence, faults)
        return found


def tell(kind: str, clip: Clip, evidence: Evidence, faults: tuple[Fault, ...]) -> None:
    told = ", ".join(f"{f.kind} {f.sure:.0%} “{f.written}” “{f.heard[:20]}”" for f in faults) or "not found"
    print(f"  {kind}: {told}\n    written {clip.spoken.written.strip()}\n    heard   {evidence.heard}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("digests", type=Path, nargs="+")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--sentences", type=int, default=60, help="of each digest, at most")
    parser.add_argument("--clips", type=Path, default=Path(tempfile.gettempdir()) / "podcast-bench-proof")
    parser.add_argument("--show", action="store_true", help="print what was missed and what was doubted in vain")
    args = parser.parse_args()
    store = ClipStore(args.clips)
    voices = [Voice("kokoro", VOICES[n % len(VOICES)]) for n in range(len(args.digests))]
    each = [good(digest, voice, args.sentences, store) for digest, voice in zip(args.digests, voices, strict=True)]
    clips = [clip for own in each for clip in own]
    with tempfile.TemporaryDirectory() as folder:
        mandarin = Mandarin([("Scale AI", "Scale A I")])
        model = whisper(Path(tempfile.gettempdir()) / "podcast-whisper-base")
        bench = Bench(Ears(model, quality, mandarin, phonemes, Memory(Path(folder))))
        doubted, usual = bench.doubted(clips, args.show)
        found = bench.missed(list(planted(clips, args.faults, SEED)), usual, args.show)
    for kind, ends in found.items():
        print(f"{sum(ends):4} of {len(ends):3} found  {kind}")
    of_words = [end for kind in WORDS for end in found[kind]]
    rest = [end for kind in KINDS if kind not in WORDS for end in found[kind]]
    print(f"{share(of_words)} of those of a word and longer, {share(rest)} of the others")
    print(f"{doubted} of {len(clips)} good clips doubted ({doubted / len(clips):.1%})")
    print(f"{bench.wall_s / bench.speech_s:.2f} s, {bench.cpu_s / bench.speech_s:.2f} s of CPU for a second of speech")


def share(ends: list[bool]) -> str:
    return f"{sum(ends)} of {len(ends)} ({sum(ends) / max(1, len(ends)):.0%})"


if __name__ == "__main__":
    main()
