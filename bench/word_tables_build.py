"""Makes podcast/mandarin/data/{frequencies,phrases,characters}.tsv.gz from the data files of jieba and pypinyin.

    pip install jieba pypinyin && python bench/word_tables_build.py

frequencies: occurrences, all words that are so frequent, separated by blanks (jieba's dict.txt). phrases: word, the
likeliest reading of each of its characters with tone marks, separated by blanks (pypinyin's phrases_dict). characters:
character, all its readings, separated by commas (pypinyin's pinyin_dict). Both packages
are under the MIT licence; NOTICE has their notices.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from podcast.mandarin.han import simplified

DATA = Path(__file__).parents[1] / "podcast" / "mandarin" / "data"
LONGEST = 8  # characters of a word that `words` looks for


def packaged(package: str, name: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install {package}")
    return (Path(spec.origin).parent / name).read_text(encoding="utf-8")


def frequencies() -> Iterator[tuple[str, str]]:
    counts: Counter[str] = Counter()  # 显著 as texts are looked up, 显着
    alike: dict[str, list[str]] = defaultdict(list)  # one row for many words is read in a third of the time
    for line in packaged("jieba", "dict.txt").splitlines():
        word, count, _ = line.split(" ", 2)
        counts[simplified(word)] += int(count)
    for word, occurrences in counts.items():
        if len(word) <= LONGEST:
            alike[str(occurrences)].append(word)
    yield from ((count, " ".join(sorted(words))) for count, words in alike.items())


def phrases() -> Iterator[tuple[str, str]]:
    table: dict[str, list[list[str]]] = json.loads(packaged("pypinyin", "phrases_dict.json"))
    for word, readings in table.items():
        if len(word) == len(readings) > 1 and all(readings):
            yield word, " ".join(options[0] for options in readings)


def characters() -> Iterator[tuple[str, str]]:
    table: dict[str, str] = json.loads(packaged("pypinyin", "pinyin_dict.json"))
    yield from ((chr(int(point)), readings) for point, readings in table.items())


def write(name: str, rows: Iterable[tuple[str, str]]) -> None:
    text = "".join(f"{word}\t{value}\n" for word, value in sorted(rows))
    path = DATA / name
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{name}: {text.count(chr(10)):,} rows, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    write("frequencies.tsv.gz", frequencies())
    write("phrases.tsv.gz", phrases())
    write("characters.tsv.gz", characters())
