"""Files of any shape, many of them: one sentence or success, each within its time and its memory.

    python -m bench.any_shape [--count 2000] [--seed 1] [--seconds 2] [--megabytes 200] [kinds ...]

pytest feeds a few of the same (tests/test_any_shape.py, whose generators these are). Each kind of file is fed in a
process of its own, whose CPU time and peak memory beyond the start are measured; the slowest file is kept in --keep.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.shapes import KINDS


@dataclass
class Found:
    """Of one kind of file."""

    fed: int = 0
    taken: int = 0
    slowest_s: float = 0.0
    slowest: bytes = b""
    peak_mb: float = 0.0
    fault: str = ""


def feed(kind: str, count: int, seed: int, answers: multiprocessing.SimpleQueue[Found]) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tests.shapes import KINDS, outcome

    found = Found()

    with tempfile.TemporaryDirectory() as made:
        outcome(kind, Path(made) / "show", b"")  # imports are not the file's
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        @seeded(seed)
        @settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(data=KINDS[kind][0])
        def run(data: bytes) -> None:
            began = time.process_time()
            taken = not outcome(kind, Path(made) / "show", data)
            took_s = time.process_time() - began
            found.fed, found.taken = found.fed + 1, found.taken + taken
            if took_s > found.slowest_s:
                found.slowest_s, found.slowest = took_s, data

        try:
            run()
        except BaseException as error:
            import traceback

            found.fault = "".join(traceback.format_exception(error)[-6:])
        found.peak_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    answers.put(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--megabytes", type=float, default=200.0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    well = True
    context = multiprocessing.get_context("spawn")
    for kind in options.kinds:
        answers: multiprocessing.SimpleQueue[Found] = context.SimpleQueue()
        process = context.Process(target=feed, args=(kind, options.count, options.seed, answers))
        process.start()
        found = answers.get()
        process.join()
        good = not found.fault and found.slowest_s <= options.seconds and found.peak_mb <= options.megabytes
        print(f"{kind:<15} {found.fed:6} fed, {found.taken:6} taken, slowest {found.slowest_s:5.2f} s, "
              f"{found.peak_mb:6.1f} MB more at most  {'' if good else 'NOT WELL'}", flush=True)  # fmt: skip
        if found.fault:
            print(found.fault)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / kind.replace(" ", "-")).write_bytes(found.slowest)
        well &= good
    sys.exit(not well)


if __name__ == "__main__":
    main()
