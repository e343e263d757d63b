"""How long a syllable lasts, voice by voice: the ground on which the paces in podcast/speak/engines.py stand.

    python -m bench.pace digests/EP1.md kokoro zm_yunyang zf_xiaobei --every 4

Speaks every n-th sentence of a Markdown file and prints the milliseconds a syllable: least, middle, most, and the
sentences at either end. Costs one synthesis a sentence.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from podcast.mandarin import Mandarin
from podcast.model import Spoken
from podcast.show import Voice
from podcast.speak import verify
from podcast.speak.engine import Pace
from podcast.speak.engines import load
from podcast.speak.verify import check, syllables


def sentences(path: Path) -> list[str]:
    lines = (re.sub(r"^[\s#>*\d.-]+", "", line) for line in path.read_text(encoding="utf-8").splitlines())
    return [s for line in lines for s in re.findall(r"[^。！？]+[。！？]", line)]


def measure(engine_name: str, voice_name: str, said: list[Spoken]) -> None:
    engine, voice = load(engine_name), Voice(engine_name, voice_name)
    verify.pace_of = lambda *_: Pace(0, 0, 1e6)  # nothing is refused while it is measured
    found = []
    for spoken in said:
        request = engine.prepare(spoken, voice)
        if request.fits:
            got = check(engine.synthesise(request, voice, 120.0), request, voice)
            found.append((1000 * len(got.samples) / got.sample_rate / syllables(request.text), request.text))
    found.sort()
    middle = found[len(found) // 2][0]
    print(
        f"{engine_name} {voice_name}: {len(found)} sentences, {found[0][0]:.0f} … {middle:.0f} … {found[-1][0]:.0f} ms"
    )
    for ms, text in (*found[:2], *found[-2:]):
        print(f"    {ms:4.0f}  {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("engine")
    parser.add_argument("voices", nargs="+")
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    mandarin = Mandarin()
    said = [mandarin.say(s) for s in sentences(args.file)[:: args.every]]
    for voice in args.voices:
        measure(args.engine, voice, said)


if __name__ == "__main__":
    main()
