"""Makes podcast/mandarin/data/pairs.npz: how much likelier two words are neighbours than by chance.

    python bench/word_pairs_build.py TEXTS [--out pairs.npz]

TEXTS: a folder of .txt files in Chinese, any script. They are cut into words by `podcast.mandarin.words`, and
neighbours counted; the two ends of a run of Han characters count as a word, written "". Kept are pairs seen MANY
times, at least LIKELIER (a logarithm) than chance: their hash, and that logarithm in steps of 1/STEPS.

The table in the repository: the texts that bench/polyphones_build.py learnt from, counted by the same method in C
(51 million characters in half a minute). On 4,000 lines the two agreed but for one pair in fifty, by a count of one.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from podcast.mandarin.han import simplified
from podcast.mandarin.rows import STEPS, hashed
from podcast.mandarin.words import words

TARGET = Path(__file__).parent.parent / "podcast" / "mandarin" / "data" / "pairs.npz"
MANY = 16
LIKELIER = 1.0
DISCOUNT = 0.7  # of each count: a pair seen n times in these texts is a little rarer elsewhere


def counted(lines: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How often each word and each pair of neighbours stands in the texts."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        for row in _rows(line):
            single.update(row[1:])
            pairs.update(pairwise(row))
    return single, pairs


def _rows(line: str) -> Iterator[list[str]]:
    """The words of each run of Han characters, between its two ends."""
    plain = simplified(line)
    row = [""]
    last = -1
    for start, end in words(plain):
        if start != last and len(row) > 1:
            yield [*row, ""]
            row = [""]
        row.append(plain[start:end])
        last = end
    if len(row) > 1:
        yield [*row, ""]


def likelier(single: Counter[str], pairs: Counter[tuple[str, str]]) -> dict[tuple[str, str], float]:
    total = sum(single.values())
    gains = {
        (first, second): math.log((count - DISCOUNT) / single[first] * total / single[second])
        for (first, second), count in pairs.items()
        if count >= MANY
    }
    return {pair: gain for pair, gain in gains.items() if gain >= LIKELIER}


def export(gains: dict[tuple[str, str], float], path: Path) -> None:
    table = sorted((hashed(*pair), min(255, round(gain * STEPS))) for pair, gain in gains.items())
    keys = np.array([key for key, _ in table], np.uint32)
    # the steps between hashes take half the space of the hashes
    np.savez_compressed(
        path, steps=np.diff(keys, prepend=np.uint32(0)), gains=np.array([gain for _, gain in table], np.uint8)
    )
    print(f"{path}: {len(table):,} pairs, {path.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    paths = sorted(given.texts.glob("**/*.txt"))
    lines = (line for path in paths for line in path.read_text(encoding="utf-8", errors="ignore").splitlines())
    export(likelier(*counted(lines)), given.out)


if __name__ == "__main__":
    main()
