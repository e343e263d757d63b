"""English words inside Mandarin → the phonemes that Kokoro learned (misaki's American set)."""

from __future__ import annotations

import bisect
import functools
import gzip
import re
import unicodedata
from importlib import resources

LETTERS = {
    "a": "A", "b": "bi", "c": "si", "d": "di", "e": "i", "f": "ɛf", "g": "ʤi", "h": "Aʧ", "i": "I", "j": "ʤA",
    "k": "kA", "l": "ɛl", "m": "ɛm", "n": "ɛn", "o": "O", "p": "pi", "q": "kju", "r": "ɑɹ", "s": "ɛs", "t": "ti",
    "u": "ju", "v": "vi", "w": "dʌbᵊlju", "x": "ɛks", "y": "wI", "z": "zi",
}  # fmt: skip
VOWELS = "AIOWYaiuæɑɔəɛɜɪʊʌᵊᵻ"


@functools.cache
def _dictionary() -> list[str]:
    data = (resources.files("podcast.mandarin") / "data" / "english.tsv.gz").read_bytes()
    return gzip.decompress(data).decode("utf-8").split("\n")


def look_up(word: str) -> str | None:
    """The dictionary's phonemes for this very spelling."""
    lines = _dictionary()
    at = bisect.bisect_left(lines, word + "\t")
    if at < len(lines) and lines[at].startswith(word + "\t"):
        return lines[at][len(word) + 1 :]
    return None


def spell(letters: str) -> str:
    """Letter by letter, the last one stressed: "CPM" → sˌipˌiˈɛm."""
    names = [LETTERS[c] for c in letters.lower() if c in LETTERS]
    marks = ["ˌ"] * (len(names) - 1) + ["ˈ"]
    return "".join(re.sub(f"(?=[{VOWELS}])", mark, name, count=1) for mark, name in zip(marks, names, strict=True))


def phonemes(word: str) -> str:
    folded = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    parts = re.findall(r"[A-Z]+(?![a-z])s?|[A-Z]?[a-z']+|[A-Z]", folded)
    return " ".join(filter(None, map(_part, parts)))


def _part(part: str) -> str:
    if part.isupper() and len(part) < 6:
        return spell(part)
    return look_up(part) or look_up(part.lower()) or look_up(part.capitalize()) or spell(part)
