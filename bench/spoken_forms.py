"""Spoken forms, measured: our own pairs, the public reference set with every miss judged, a peer, and the speed.

    python bench/spoken_forms.py [--reference PATH] [--page PATH] [--misses]

The reference set (public pairs of several projects) and the page are optional data beside the checkout; without
them their lines are left out. `--misses` lists each miss on the reference with whose it is
(bench/spoken_forms_judged.tsv). The peer is WeTextProcessing's `wetext`, when installed.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.normalise import normalise

ROOT = Path(__file__).resolve().parents[1]
OWN = tuple(sorted((ROOT / "tests" / "mandarin" / "data").glob("spoken*.tsv")))
JUDGED = ROOT / "bench" / "spoken_forms_judged.tsv"
SHARED = ROOT.parent / "shared"
TAIWANESE = "NTPU"

_PIECES = """
    1 0 ( （ [ < & # * _ ~ - . , ， 、 / : + = % $ ○ ① ² ° ' " « の ア 한 я X 🎉 零 一 第 每
    1- 1: 1/ 1, 1. 1、 1至 1年 1-1- 1:1、 2330、 $1 [a]( <a [^ &# 蕈（ 110（ 第1、 UTC+ 0x A1 a. a@ http:// 1st
"""
HOSTILE = (*_PIECES.split(), "1 ", "1 - ", "a ", "- ", "\n", "👨\u200d👩\u200d👧", "\u0301", "\u200b")
"""What a line may hold for 80 kB on end."""

Say = Callable[[str], str]


def bare(text: str) -> str:
    """What a listener hears but for pauses."""
    return re.sub(r"[\W_]+", "", text).lower()


def forms(spoken: str) -> set[str]:
    """``{a|b}`` written out, from the inside."""
    choice = re.search(r"\{([^{}]*)\}", spoken)
    if not choice:
        return {bare(spoken)}
    before, after = spoken[: choice.start()], spoken[choice.end() :]
    return set().union(*(forms(before + option + after) for option in choice[1].split("|")))


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            yield line.split("\t")


def own(say: Say, name: str) -> None:
    for path in OWN:
        pairs = [(written, forms(spoken)) for _, written, spoken in rows(path)]
        right = sum(bare(say(written)) in accepted for written, accepted in pairs)
        print(f"{name:10} {path.name:18} {right:4} of {len(pairs)}")


def peer() -> Say | None:
    try:
        from wetext import Normalizer
    except ImportError:
        return None
    import opencc

    normaliser, traditional = Normalizer(lang="zh", operator="tn"), opencc.OpenCC("s2t")
    return lambda written: str(traditional.convert(normaliser.normalize(written)))


def reference(path: Path, say: Say, list_misses: bool) -> None:
    judged = {int(number): (whose, why) for number, whose, why in rows(JUDGED)}
    tally: Counter[tuple[str, str]] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        part = "Taiwanese" if TAIWANESE in row["source"] else "other"
        said = say(row["written"])
        whose, why = ("agrees", "") if bare(said) == bare(row["spoken"]) else judged.get(number, ("not judged", ""))
        tally[part, whose] += 1
        if list_misses and whose != "agrees":
            print(f"{number}\t{whose}\t{why}\t{row['written']} → {said} (reference: {row['spoken']})")
    for part in ("Taiwanese", "other"):
        counts = {whose: n for (p, whose), n in sorted(tally.items()) if p == part}
        total = sum(counts.values())
        good = total - counts.get("ours", 0) - counts.get("not judged", 0)
        print(f"reference  {part:10} {counts}  agrees, either or theirs: {good / total:.1%} of {total}")


def speed(page: Path, say: Say) -> None:
    text = page.read_text(encoding="utf-8")
    say(text[:100])
    megabyte = text * (1_000_000 // len(text.encode()) + 1)
    began = time.process_time()
    say(megabyte)
    print(f"speed      {len(megabyte.encode()):,} bytes in {time.process_time() - began:.2f} s of processor time")
    lines = [line for line in text.splitlines() if line.strip()] * 20
    began = time.process_time()
    for line in lines:
        say(line)
    print(f"speed      {len(lines) / (time.process_time() - began):,.0f} lines a second")


def hostile(say: Say) -> None:
    """One thing over and over: four times as long must take about four times as long."""
    growths = {}
    for piece in HOSTILE:
        costs = []
        for size in (20_000, 80_000):
            text = (piece * size)[:size]
            began = time.process_time()
            say(text)
            costs.append(time.process_time() - began)
        growths[piece] = (costs[1] / max(costs[0], 0.01), costs[1])
    worst = sorted(growths, key=lambda piece: -growths[piece][0])[:3]
    told = ", ".join(f"{piece!r} {growths[piece][0]:.1f} times ({growths[piece][1]:.1f} s)" for piece in worst)
    print(f"hostile    80 kB against 20 kB of one thing, the worst of {len(HOSTILE)}: {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", type=Path, default=SHARED / "reference" / "tn_public_hant.jsonl")
    parser.add_argument("--page", type=Path, default=SHARED / "seeds" / "ep1-page.txt")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    nothing = Lexicon()

    def say(written: str) -> str:
        return normalise(written, nothing).text

    own(say, "podcast")
    if (other := peer()) is not None:
        own(other, "wetext")
    if chosen.reference.exists():
        reference(chosen.reference, say, chosen.misses)
    if chosen.page.exists():
        speed(chosen.page, say)
    hostile(say)


if __name__ == "__main__":
    main()
