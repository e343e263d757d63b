"""How many readings are right: ours, pypinyin's and (if installed) g2pM's; and how fast.

    python bench/readings.py [../shared/reference/cross_strait_readings.tsv] [../shared/reference/cpp] [--list]

The sentences are tests/mandarin/data/readings.tsv, one target each. The table of the cross-strait dictionary, where
it is at hand, gives words whose standard differs between Taiwan and the Mainland: each is read in both languages,
tones counted, sandhi of 一 and 不 and neutral tones not (the two dictionaries disagree on these with themselves).
A folder is a part of the public CPP set (test.sent and test.lb, or dev.*): Simplified, Mainland's standard, one
character a sentence. The network has learnt from the dev part, so only the test part says anything about it.
"""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from podcast.mandarin.han import is_han, simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.readings import read
from podcast.mandarin.zhuyin import pinyin
from podcast.model import Spoken

SENTENCES = Path(__file__).parent.parent / "tests" / "mandarin" / "data" / "readings.tsv"
NONE = Lexicon()

Reader = Callable[[str], dict[int, str]]


def ours(text: str, language: str = "zh-TW") -> dict[int, str]:
    return {r.at: r.pinyin for r in read(Spoken(text, text, language=language), NONE).readings}


def of_pypinyin(text: str) -> dict[int, str]:
    from pypinyin import Style, lazy_pinyin

    plain = simplified(text)
    found = {}
    for run in re.finditer("[\u3400-\u9fff]+", plain):
        syllables = lazy_pinyin(run.group(), style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True)
        found.update(enumerate(syllables, run.start()))
    return found


def g2pm() -> Reader | None:
    try:
        from g2pM import G2pM
    except ImportError:
        return None
    model = G2pM()
    return lambda text: {
        at: s.replace("u:", "ü") for at, s in enumerate(model(simplified(text), tone=True, char_split=True))
    }


def sentences(reader: Reader, show: bool) -> tuple[Counter[str], Counter[str]]:
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, sentence, target, accepted = line.split("\t")
        start = sentence.index(target)
        found = reader(sentence)
        got = " ".join(found.get(at, "?") for at in range(start, start + len(target)))
        total[kind] += 1
        right[kind] += got in accepted.split("|")
        if show and got not in accepted.split("|"):
            print(f"  {sentence} {target}: {got}, not {accepted}")
    return right, total


def split(printed: str, size: int) -> tuple[str, ...] | None:
    """``xìwéi–mòjié`` → syllables, when there is exactly one way to make ``size`` of them."""
    letters = unicodedata.normalize("NFC", printed.lower().replace("ɡ", "g").replace("ɑ", "a"))
    ways: list[tuple[str, ...]] = [()]
    for part in re.findall(r"[^\W\d_]+", letters):
        ways = [way + rest for way in ways for rest in _ways(part)]
    fitting = {way for way in ways if len(way) == size}
    return fitting.pop() if len(fitting) == 1 else None


def _ways(part: str) -> Iterator[tuple[str, ...]]:
    if not part:
        yield ()
    for size in range(1, min(6, len(part)) + 1):
        try:
            first = pinyin(part[:size])
        except ValueError:
            continue
        yield from ((first, *rest) for rest in _ways(part[size:]))


def dictionary(path: Path, word: int, reading: int, reader: Reader) -> str:
    words = right = syllables = wrong = 0
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        fields = line.split("\t")
        text = "".join(filter(is_han, fields[word]))
        expected = split(fields[reading], len(text))
        if expected is None:
            continue
        got = reader(text)
        misses = sum(
            char not in "一不" and s != e and not ("5" in (s[-1:], e[-1]) and s[:-1] == e[:-1])
            for char, s, e in zip(text, (got.get(at, "") for at in range(len(text))), expected, strict=True)
        )
        words, right, syllables, wrong = words + 1, right + (not misses), syllables + len(text), wrong + misses
    return f"{right} of {words} words ({right / words:.1%}), {1 - wrong / syllables:.1%} of syllables"


_FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时得就那要下以生会自着去之过家学对可里后么多然起能好"
    "都还没行重长发分间相当将应调数种量更教乐处传转难假兴角便降强倒给"
)


def cpp(folder: Path, reader: Reader, show: bool) -> str:
    total: Counter[bool] = Counter()
    right: Counter[bool] = Counter()
    part = "test" if (folder / "test.sent").exists() else "dev"
    labels = (folder / f"{part}.lb").read_text(encoding="utf-8").split()
    for line, label in zip((folder / f"{part}.sent").read_text(encoding="utf-8").splitlines(), labels, strict=True):
        at = line.index("▁")
        sentence = line.replace("▁", "")
        got = reader(sentence).get(at, "?")
        frequent = sentence[at] in _FREQUENT
        total[frequent] += 1
        right[frequent] += got == label.replace("u:", "ü")
        if show and got != label.replace("u:", "ü"):
            print(f"  {sentence[max(0, at - 9) : at]}[{sentence[at]}]{sentence[at + 1 : at + 10]}: {got}, not {label}")
    shares = f"{right.total()} of {total.total()} ({right.total() / total.total():.2%})"
    return f"CPP {part}: {shares}; frequent characters {right[True]} of {total[True]}"


def main() -> None:
    show = "--list" in sys.argv
    paths = [Path(a) for a in sys.argv[1:] if not a.startswith("-")]
    start = time.process_time()
    ours("重慶")
    print(f"tables and dictionaries loaded in {time.process_time() - start:.2f} s of CPU")
    text = "".join(line.split("\t")[1] for line in SENTENCES.read_text(encoding="utf-8").splitlines()[1:])[:10000]
    start = time.process_time()
    ours(text)
    print(f"{len(text)} characters read in {time.process_time() - start:.2f} s of CPU")
    readers = {"ours": ours, "pypinyin": of_pypinyin, "g2pM": g2pm()}
    for name, reader in readers.items():
        if reader:
            right, total = sentences(reader, show and name == "ours")
            classes = ", ".join(f"{kind} {right[kind]}/{total[kind]}" for kind in total)
            print(f"{name}: {right.total()} of {total.total()} ({right.total() / total.total():.1%}): {classes}")
    for folder in filter(Path.is_dir, paths):
        for name, reader in {"ours": lambda t: ours(t, "zh-CN"), "g2pM": g2pm()}.items():
            if reader:
                print(f"{name}:", cpp(folder, reader, show and name == "ours"))
    for path in filter(Path.is_file, paths):
        print("Taiwan, ours:      ", dictionary(path, 0, 2, ours))
        print("Taiwan, pypinyin:  ", dictionary(path, 0, 2, of_pypinyin))
        print("Mainland, ours:    ", dictionary(path, 1, 3, lambda t: ours(t, "zh-CN")))
        print("Mainland, pypinyin:", dictionary(path, 1, 3, of_pypinyin))


if __name__ == "__main__":
    main()
