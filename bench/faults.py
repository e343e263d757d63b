"""Renders under fault, the full counts; pytest runs a few of each (tests/test_faults.py).

    python -m bench.faults [--renders 20] [--kills 50] [--seed 1]

Renders: EP1 with 30 % of edge's requests failing at random, each kind of failure, an empty store each time.
All must come out whole, each in one voice, and those that stay with edge byte for byte the same.
Kills: a one-minute digest, `podcast render` killed (-9) at a random moment and run again. The second run asks only
for what is missing (once more at most what was under way or being checked) and ends with the bytes of a run left
alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from podcast.speak.edge import Edge
from tests.campaigns import MINUTE, ROOT, killed_and_again, moments, new_show, result, start
from tests.fakes import FakeEdge, FakeOpenAI


def faulty_renders(count: int, seed: int, work: Path) -> bool:
    digest = (ROOT / "digests" / "EP1.md").read_text(encoding="utf-8")
    results = []
    with FakeEdge() as edge, FakeOpenAI() as openai:
        environment = {"FAKE_EDGE": edge.url, "OPENAI_BASE_URL": openai.url, "OPENAI_API_KEY": openai.key}
        for n in range(count):
            edge.sometimes(0.3, seed + n)
            folder = new_show(work / f"faulty{n}", digest)
            process = start(folder, environment)
            _, told = process.communicate()
            assert process.returncode == 0, told.decode()
            results.append(result(folder))
    engines = Counter(r.engine for r in results)
    versions = {r.sha256 for r in results if r.engine == "edge"}
    whole = sum(r.whole and len(r.voices) == 1 for r in results)
    print(f"{count} renders, 30 % of requests failing: {whole} whole in one voice, {dict(engines)}, "
          f"{len(versions)} version(s) of those that stayed with edge", flush=True)  # fmt: skip
    return whole == count and len(versions) <= 1


def kills(count: int, seed: int, work: Path) -> bool:
    with FakeEdge(delay_s=0.3) as edge:
        environment = {"FAKE_EDGE": edge.url}
        clean = new_show(work / "clean", MINUTE)
        began = time.monotonic()
        start(clean, environment).communicate()
        lasts_s = time.monotonic() - began
        wanted, once = result(clean), len(edge.asked)
        same = killed = 0
        most = 0
        for n, moment in enumerate(moments(seed, count, 0.95 * lasts_s)):
            edge.asked.clear()
            folder = new_show(work / f"killed{n}", MINUTE)
            killed += killed_and_again(folder, environment, moment)
            same += result(folder) == wanted
            most = max(most, len(edge.asked) - once)
    print(f"{count} runs, {killed} killed while running: {same} end with the same bytes; "
          f"at most {most} requests more than the {once} of a run left alone", flush=True)  # fmt: skip
    return same == count and most <= Edge.workers + 1  # one being checked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renders", type=int, default=20)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        well = kills(options.kills, options.seed, Path(made)) if options.kills else True
        well &= faulty_renders(options.renders, options.seed, Path(made)) if options.renders else True
    sys.exit(not well)


if __name__ == "__main__":
    main()
