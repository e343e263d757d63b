"""Makes the data of podcast/speak/kokoro/english.py from misaki's two American dictionaries, and measures the rules.

    python bench/english_build.py DIR    # DIR holds us_gold.json and us_silver.json of misaki 0.9.4 (Apache-2.0)

english.tsv.gz: one entry a line, ``word<TAB>phonemes``, sorted by code point: where a word has several, the one
called DEFAULT; gold wins over silver; a capitalised spelling that sounds like the small one is left out.

english_rules.tsv.gz: the letter-to-sound rules of podcast/speak/kokoro/english_rules.py. Letters and sounds are
aligned by expectation-maximisation with hard counts; a rule stays when it says something else than the shorter
one and holds for at least RARE letters. Every twentieth word is held out for the measured error, and learned
from only afterwards.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from podcast.speak.kokoro import english_rules
from podcast.speak.kokoro.english_rules import contexts

DATA = Path(__file__).parent.parent / "podcast" / "speak" / "kokoro" / "data"
RARE = 3
MOST = 2  # sounds a letter
Pair = tuple[str, tuple[str, ...]]  # letters, sounds


def merged(folder: Path) -> dict[str, str]:
    """word → phonemes, case kept where it matters."""
    entries: dict[str, str] = {}
    for name in ("us_silver.json", "us_gold.json"):
        told = json.loads((folder / name).read_text("utf-8"))
        entries |= {word: s["DEFAULT"] if isinstance(s, dict) else s for word, s in told.items()}
    return {w: s for w, s in entries.items() if s and (w == w.lower() or entries.get(w.lower()) != s)}


def lesson(entries: dict[str, str]) -> list[Pair]:
    """The words to learn from: small letters only, no letters said by name."""
    pairs = ((w.lower(), tuple(re.findall("[ˈˌ]?.", s))) for w, s in entries.items() if re.fullmatch("[A-Z]?[a-z]+", w))
    return [(w, s) for w, s in pairs if len(w) > 1 and len(s) <= MOST * len(w)]


def align(word: str, sounds: tuple[str, ...], cost: dict[tuple[str, tuple[str, ...]], float]) -> list[tuple[str, ...]]:
    """The cheapest way to give each letter 0 to MOST of the sounds, in order."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in word:
        row: dict[int, tuple[float, int]] = {}
        for at, (sofar, _) in best[-1].items():
            for take in range(min(MOST, len(sounds) - at) + 1):
                price = sofar + cost.get((letter, _bare(sounds[at : at + take])), 12.0 + 4 * take)
                if at + take not in row or price < row[at + take][0]:
                    row[at + take] = (price, take)
        best.append(row)
    shares: list[tuple[str, ...]] = []
    at = len(sounds)
    for row in reversed(best[1:]):
        take = row[at][1]
        shares.append(sounds[at - take : at])
        at -= take
    return shares[::-1]


def _bare(sounds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(s.strip("ˈˌ") for s in sounds)


def costs(pairs: list[Pair], rounds: int = 5) -> dict[tuple[str, tuple[str, ...]], float]:
    """−log P(sounds | letter), begun from nothing but the places in the word."""
    cost: dict[tuple[str, tuple[str, ...]], float] = {}
    for turn in range(rounds):
        counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        for word, sounds in pairs:
            shares = align(word, sounds, cost) if turn else spread(word, sounds)
            counts.update((letter, _bare(share)) for letter, share in zip(word, shares, strict=True))
        totals: Counter[str] = Counter()
        for (letter, _), n in counts.items():
            totals[letter] += n
        cost = {key: math.log(totals[key[0]] / n) for key, n in counts.items()}
    return cost


def spread(word: str, sounds: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The sounds laid evenly along the letters."""
    n, m = len(word), len(sounds)
    return [sounds[i * m // n : (i + 1) * m // n] for i in range(n)]


def learn(pairs: Iterable[Pair], cost: dict[tuple[str, tuple[str, ...]], float]) -> dict[str, str]:
    """context → sounds, only where it differs from what the shorter context says."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for word, sounds in pairs:
        for context, share in zip(contexts(word), align(word, sounds, cost), strict=True):
            for length in range(1, len(context) + 1):
                seen[context[:length]]["".join(share)] += 1
    rules: dict[str, str] = {}
    for context in sorted(seen, key=len):
        (sound, n), total = seen[context].most_common(1)[0], sum(seen[context].values())
        shorter = next((rules[context[:k]] for k in range(len(context) - 1, 0, -1) if context[:k] in rules), None)
        if sound != shorter and total >= RARE and n > seen[context].get(shorter or "", 0):
            rules[context] = sound
    return rules


def measure(pairs: list[Pair]) -> tuple[float, float, float]:
    """(phoneme error rate with stress marks, without, share of words wholly right without)."""
    wrong = bare = total = right = 0
    for word, sounds in pairs:
        said, truth = english_rules.guess(word), "".join(sounds)
        plain, true = (re.sub("[ˈˌ]", "", s) for s in (said, truth))
        wrong += distance(said, truth)
        bare += distance(plain, true)
        total += len(true)
        right += plain == true
    return wrong / total, bare / total, right / len(pairs)


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def write(name: str, entries: dict[str, str]) -> None:
    text = "\n".join(f"{key}\t{value}" for key, value in sorted(entries.items()))
    (DATA / name).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    english_rules._rules.cache_clear()
    print(f"{name}: {len(entries)} lines, {(DATA / name).stat().st_size} bytes")


def main() -> None:
    entries = merged(Path(sys.argv[1]))
    write("english.tsv.gz", entries)
    pairs = lesson(entries)
    cost = costs(pairs[::4])
    held_out = pairs[::20]
    write("english_rules.tsv.gz", learn((p for i, p in enumerate(pairs) if i % 20), cost))
    stressed, bare, right = measure(held_out)
    print(
        f"{len(held_out)} words held out: phoneme error {bare:.1%}, with stress {stressed:.1%}; {right:.1%} all right"
    )
    write("english_rules.tsv.gz", learn(pairs, cost))


if __name__ == "__main__":
    main()
