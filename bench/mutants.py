"""Does the suite notice? Each fault of bench/mutations.py is put into a copy of the tree, and its tests are run.

    nice python -m bench.mutants [--only WORD] [--skip 0] [--jobs 1] [--at-least 0.9]

Prints killed or survived for each, then the share. A fault that no longer applies (the text stands there never, or
more than once) is an error: somebody changed the line, so the table has to follow. Exit 1 below --at-least.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from bench.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).parents[1]
QUICK = "not s3 and not sftp"  # what holds for a directory
LONGEST_S = 600  # a fault that lets the tests hang is noticed too


def check(mutations: tuple[Mutation, ...]) -> Iterator[str]:
    """What is wrong with the table."""
    for mutation in mutations:
        path = ROOT / "podcast" / mutation.file
        found = path.read_text(encoding="utf-8").count(mutation.old) if path.is_file() else 0
        if found != 1:
            yield f"{mutation.file}: stands there {found} times, not once: {mutation.old!r}"
        for name in mutation.tests.split():
            if not (ROOT / "tests" / name).exists():
                yield f"{mutation.file}: there is no tests/{name}"


def survives(mutation: Mutation, tree: Path) -> bool:
    """In ``tree``, a copy, which is as it was afterwards."""
    path = tree / "podcast" / mutation.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        tests = [f"tests/{name}" for name in mutation.tests.split()]
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-k", QUICK, *tests]
        environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, cwd=tree, env=environment, timeout=LONGEST_S, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(whole, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="faults whose file or text holds this")
    parser.add_argument("--skip", type=int, default=0, help="how many of the table, to go on from there")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--at-least", type=float, default=0.9)
    options = parser.parse_args()
    if faults := list(check(MUTATIONS)):
        sys.exit("\n".join(faults))
    chosen = [m for m in MUTATIONS[options.skip :] if options.only in f"{m.file} {m.old} {m.new}"]
    survivors = []
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(options.jobs) as pool:
        trees: SimpleQueue[Path] = SimpleQueue()
        for n in range(options.jobs):
            ignored = shutil.ignore_patterns(
                ".git", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", ".venv"
            )
            trees.put(Path(shutil.copytree(ROOT, Path(made) / str(n) / "tree", ignore=ignored)))

        def run(mutation: Mutation) -> tuple[Mutation, bool]:
            tree = trees.get()
            try:
                return mutation, survives(mutation, tree)
            finally:
                trees.put(tree)

        for mutation, alive in pool.map(run, chosen):
            print(
                f"{'SURVIVED' if alive else 'killed':<9} {mutation.file:<24} {mutation.old.strip()!r:.80}", flush=True
            )
            survivors += [mutation] if alive else []
    killed = len(chosen) - len(survivors)
    print(f"{killed} of {len(chosen)} killed, {killed / max(1, len(chosen)):.0%}")
    for mutation in survivors:
        print(f"  {mutation.file}: {mutation.old!r} → {mutation.new!r}")
    sys.exit(killed < options.at_least * len(chosen))


if __name__ == "__main__":
    main()
