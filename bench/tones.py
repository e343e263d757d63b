"""An engine of tones that costs a set time, in the place of the embedded voice: what a cluster adds shows beside it.

Workers load it with `--preload bench.tones`. TONES_MS: milliseconds a character; TONES_LOG: a file that gets a line for
each sentence that is spoken.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from podcast.model import Request, Spoken
from podcast.show import Voice
from podcast.speak.engine import Sound
from podcast.speak.engines import ENGINES
from tests.fakes import spoken, wav

object.__setattr__(ENGINES["kokoro"], "where", "bench.tones:Tones")


class Tones:
    name = "kokoro"
    workers = 1

    def identity(self, voice: Voice) -> str:
        return f"tones {voice.voice}"

    def prepare(self, said: Spoken, voice: Voice) -> Request:
        return Request(self.name, voice.voice, said.text, said.text, len(said.text) <= 120)

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        ends = time.monotonic() + float(os.environ["TONES_MS"]) / 1000 * len(request.text)
        with Path(os.environ["TONES_LOG"]).open("ab", buffering=0) as log:
            log.write(f"{request.text}\n".encode())
        sound = Sound(wav(spoken(request.payload, request.voice)))
        time.sleep(max(0.0, ends - time.monotonic()))
        return sound
