"""What a render costs, as ratios in one run on the same cores.

    python bench/render.py [--digest digests/EP1.md]

Bare: the same requests as InferenceSession.run calls of the published network, one thread each, as many side by side as
there are cores, the longest first (so that no core waits at the end); loading the network is counted. Then, each a
process of its own with an empty store and an empty cache at first: the cold render (the voice's faster form is made in
it), the same again, and one with one sentence edited, which is held against bare MP3 encoding of the same samples
(libmp3lame, same bit rate) plus that one utterance.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from podcast.draft import write_draft
from podcast.library import Library
from podcast.mandarin import Mandarin
from podcast.model import Request
from podcast.show import Voice
from podcast.show.settings import load
from podcast.speak.engines import load as load_engine
from podcast.speak.plan import plan

KOKORO = Voice("kokoro", "zm_yunyang")


class Took(NamedTuple):
    """Seconds of the clock, and of processors in this process and those it started."""

    wall: float
    cpu: float

    @classmethod
    def so_far(cls) -> Took:
        return cls(time.monotonic(), sum(os.times()[:4]))

    def __add__(self, other: Took) -> Took:  # type: ignore[override]
        return Took(self.wall + other.wall, self.cpu + other.cpu)


def timed(call: object, *args: object) -> Took:
    began = Took.so_far()
    call(*args)  # type: ignore[operator]
    ended = Took.so_far()
    return Took(ended.wall - began.wall, ended.cpu - began.cpu)


def podcast(folder: Path, *args: str) -> Took:
    command = [sys.executable, "-m", "podcast", *args]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
    return timed(lambda: subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL))


def requests_of(folder: Path, slug: str) -> dict[str, Request]:
    import datetime

    library = Library(load(folder))
    show = library.show
    now = datetime.datetime.now(datetime.UTC)
    script = write_draft(show, library.find(slug), now=now, save=False).script
    made = plan(script, Mandarin(show.lexicon, show.language), load_engine("kokoro"), {"host": KOKORO})
    return dict(zip(made.keys, made.requests, strict=True))


def bare(requests: list[Request]) -> None:
    """The published network, loaded from its parts, and nothing but ``run``."""
    from podcast.speak.kokoro.engine import KokoroEngine
    from podcast.speak.kokoro.model import load_session, load_styles, model_bytes, speak_tokens
    from podcast.speak.kokoro.phonemes import tokens

    session, styles = load_session(model_bytes()), load_styles(KOKORO.voice)
    ids = sorted((tokens(request.payload.partition("|")[2]) for request in requests), key=len, reverse=True)
    with ThreadPoolExecutor(KokoroEngine().workers) as pool:
        list(pool.map(lambda some: speak_tokens(session, some, styles[len(some)], KOKORO.speed), ids))


def encode(audio: Path) -> None:
    """The episode's own samples, decoded beforehand, through the encoder alone."""
    import av

    with av.open(str(audio)) as source:
        frames = list(source.decode(audio=0))

    def run() -> None:
        with av.open(os.devnull, "w", format="mp3") as out:
            stream = out.add_stream("libmp3lame", rate=48_000, layout="stereo")
            stream.bit_rate = 128_000
            for frame in frames:
                frame.pts = None
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))

    encode.took = timed(run)  # type: ignore[attr-defined]


def edit_one_sentence(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if "story1.1.2" in line and "。" in line)
    lines[at] = lines[at].replace("。", "，這句剛改過。", 1)
    script.write_text("\n".join(lines), encoding="utf-8")


def row(name: str, took: Took, against: str = "", other: Took | None = None) -> None:
    """Processor time beside the clock's: its ratio holds when other work takes the same cores."""
    print(f"{name:<28} {took.wall:8.2f} s, processors {took.cpu:8.2f} s", flush=True)
    if other:
        print(f"  {took.wall / other.wall:5.2f} × {against} ({other.wall:.1f} s),", end=" ")
        print(f"processors {took.cpu / other.cpu:5.2f} × ({other.cpu:.1f} s)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--digest", type=Path, default=ROOT / "digests" / "EP1.md")
    digest = parser.parse_args().digest
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copy(ROOT / "show.yaml", folder)
        (folder / "voices.yaml").write_text(
            "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: kokoro, voice: zm_yunyang}\n",
            encoding="utf-8",
        )
        (folder / "digests").mkdir()
        slug = "EP1"
        shutil.copy(digest, folder / "digests" / f"{slug}{digest.suffix}")
        before = requests_of(folder, slug)
        bare_took = timed(bare, list(before.values()))
        cold_took = podcast(folder, "render", slug)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        row(f"cold, {len(before)} utterances", cold_took, "bare InferenceSession.run", bare_took)
        row("again, unchanged", podcast(folder, "render", slug))
        edit_one_sentence(folder / "scripts" / f"{slug}.md")
        after = requests_of(folder, slug)
        new = [request for key, request in after.items() if key not in before]
        edited_took = podcast(folder, "render", slug)
        encode(next((folder / "feed" / slug).glob("*.mp3")))
        utterance_took = timed(bare, new)
        row(
            f"one sentence edited ({len(new)} new)",
            edited_took,
            "bare encoding + that utterance",
            encode.took + utterance_took,
        )  # type: ignore[attr-defined]
        row("--help", min(podcast(folder, "--help") for _ in range(5)))
        print(f"peak memory of the cold render {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
