"""Does memory grow with the number of utterances?

    python -m bench.memory_5000

Speaks 500, then 5,000 utterances, each run in a process of its own, with an engine that answers at once, and prints
the peak of resident memory beside the audio that went through. Handles and text grow; audio must not.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from podcast.model import Boundary, Chapter, Line, Request, Script, Spoken
from podcast.show import Voice
from podcast.speak import ClipStore, speak
from podcast.speak.engine import Sound
from podcast.speak.plan import plan
from tests.fakes import boundaries, spoken, wav

SENTENCE = "這是第{n}句話，說的是今天的科技新聞，還有明天的天氣。"


class Instant:
    name, workers = "kokoro", 4

    def identity(self, voice: Voice) -> str:
        return "instant"

    def prepare(self, said: Spoken, voice: Voice) -> Request:
        return Request(self.name, voice.voice, said.text, said.text)

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        words = tuple(Boundary(w, at, at + ms) for w, at, ms in boundaries(request.text))
        return Sound(wav(spoken.__wrapped__(request.text, voice.voice)), words)


class Plain:
    def say(self, written: str) -> Spoken:
        return Spoken(written, written)

    def utterances(self, said: Spoken, fits: object) -> tuple[Spoken, ...]:
        return tuple(said.slice(m.start(), m.end()) for m in re.finditer("[^。]+。", said.text))


def run(count: int) -> None:
    lines = tuple(Line(SENTENCE.format(n=n)) for n in range(count))
    voices, engine = {"host": Voice("kokoro", "x")}, Instant()
    began, before = time.perf_counter(), _peak_mb()
    with tempfile.TemporaryDirectory() as folder:
        store = ClipStore(Path(folder))
        todo = plan(Script("x", "x", (Chapter("x", lines),)), Plain(), engine, voices)  # type: ignore[arg-type]
        planned = _peak_mb()
        clips = speak(todo, engine, voices, store)
        peak, (files, size) = _peak_mb(), store.size()
    assert len(clips) == files == count
    took = time.perf_counter() - began
    print(
        f"{count:>5} utterances: {size / 1e6:7.1f} MB of clips in {took:5.1f} s; memory {before:.0f} MB before, "
        f"{planned:.0f} MB planned, {peak:.0f} MB at most"
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    if len(sys.argv) > 1:
        run(int(sys.argv[1]))
        return
    for count in ("500", "5000"):
        subprocess.run([sys.executable, "-m", "bench.memory_5000", count], check=True)


if __name__ == "__main__":
    main()
