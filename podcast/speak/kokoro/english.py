"""English words inside Mandarin → the phonemes that Kokoro learned (misaki's American set).

In this order: our table of names, misaki's dictionaries, the endings -s, 's, -ed and -ing by rule, letters
for acronyms, and for what is left letter-to-sound rules learned from the dictionaries. Data load at the
first Latin word.
"""

from __future__ import annotations

import bisect
import functools
import gzip
import re
import unicodedata
from collections.abc import Iterator
from importlib import resources

LETTERS = {  # on Mandarin's high level tone, as Taiwan says them: understood far better here than with English stress
    "a": "ei→", "b": "bi→", "c": "si→", "d": "di→", "e": "i→", "f": "ɛ→f", "g": "ʤi→", "h": "ei→ꭧʰɨ", "i": "ai→",
    "j": "ʤei→", "k": "kʰei→", "l": "ɛ→l", "m": "ɛ→m", "n": "ɛ→n", "o": "ou→", "p": "pʰi→", "q": "kʰju→", "r": "a→ɻ",
    "s": "ɛ→s", "t": "tʰi→", "u": "ju→", "v": "vi→", "w": "dʌ→bəlju", "x": "ɛ→ks", "y": "wai→", "z": "zi→",
}  # fmt: skip
DIGITS = ("zˈɪɹO", "wˈʌn", "tˈu", "θɹˈi", "fˈɔɹ", "fˈIv", "sˈɪks", "sˈɛvən", "ˈAt", "nˈIn")
SIGNS = {"&": "ənd", "+": "plˈʌs", "@": "æt", ".": "dˈɑt", "#": "ʃˈɑɹp"}  # between or behind letters

SAID_AS_WORDS = (  # three capitals are letters otherwise, and a dictionary's word from four on
    "CAD DOS GNU LAN NOR PIN RAM ROM SIM TED WAN ZIP"
)


def phonemes(word: str) -> str:
    """The sounds of one written word, whatever it is: "OpenAI" → ˈOpən ei→ai→. Nothing for what has none."""
    return _full(" ".join(filter(None, (sounds for _, sounds in _parts(word)))))


def _full(sounds: str) -> str:
    """As a speaker of Mandarin says it: no flapped t, the last vowel whole (Visa), the last l audible (Scale)."""
    sounds = re.sub(r"ə(?= |$)", "ʌ", sounds.replace("ɾ", "t"))
    return re.sub(r"(?<=[AIOWY])l(?= |$)", "ᵊl", sounds)


def knows(word: str) -> bool:
    """Whether each part of the word is in a table or said letter by letter, not guessed by the rules."""
    return all(known for known, sounds in _parts(word) if sounds)


@functools.lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[tuple[bool, str], ...]:
    plain = fold(word)
    for whole in (plain, plain.replace("-", "")):
        if (sounds := _listed(whole) or _inflected(whole)) is not None:
            return ((True, sounds),)
    return tuple(_part(part) for part in split(plain))


def fold(word: str) -> str:
    """Accents off, typographic apostrophes straight: "Pokémon’s" → "Pokemon's"."""
    plain = unicodedata.normalize("NFKD", word.translate(_SPECIAL))
    return "".join(c for c in plain if not unicodedata.combining(c))


_SPECIAL = str.maketrans({"’": "'", "‘": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae",
                          "œ": "oe", "Œ": "Oe", "đ": "d", "Đ": "D", "ı": "i"})  # fmt: skip
_PART = re.compile(r"[A-Z]{2,}(?:'?s)?(?![A-Za-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+(?:'[a-z]+)*|[A-Z]+|\d|[&+@.#]")


def split(word: str) -> list[str]:
    """At hyphens, capitals and digits: "OpenAI-4o" → Open, AI, 4, o."""
    return _PART.findall(word)


def _part(part: str) -> tuple[bool, str]:
    if part.isdigit():
        return True, DIGITS[int(part)]
    if part in SIGNS:
        return True, SIGNS[part]
    if (listed := _listed(part)) is not None:
        return True, listed
    if part.isupper() and (len(part) <= 5 or not re.search("[AEIOUY]", part)):
        return True, spell(part)
    if (stem := re.fullmatch(r"([A-Z]{2,})'?s", part)) is not None:
        return True, _with_s(_part(stem[1])[1])
    if (inflected := _inflected(part)) is not None:
        return True, inflected
    if len(part) == 1 or not re.search("[aeiouy]", part.lower()):
        return True, spell(part)
    from podcast.speak.kokoro.english_rules import guess

    return False, guess(part.lower())


def _listed(word: str) -> str | None:
    """What the tables say, in all spellings; capitals alone are letters unless they are known to be a word."""
    low = word.lower()
    if len(word) > 1 and (name := _names().get(low)) is not None:
        return name
    if len(word) == 1:
        return spell(word)
    if word.isupper() and len(word) <= 3 and word not in SAID_AS_WORDS.split():
        return None
    return look_up(word) or look_up(low) or look_up(low.capitalize()) or look_up(word.upper())


def _inflected(word: str) -> str | None:
    """-s, 's, -ed and -ing on a word of the tables. Capitals are letters: "AIDS" is not "AID" and s."""
    if word.isupper():
        return None
    word = word.lower() if word[:-1].istitle() else word
    if word.endswith(("'s", "s'")) and (stem := _listed(word[:-2])) is not None:
        return _with_s(stem)
    for ending, attach in (("s", _with_s), ("ed", _with_ed), ("ing", _with_ing)):
        base = word.removesuffix(ending)
        if base != word and len(base) > 1:
            for stem in map(_listed, _stems(base, ending)):
                if stem is not None:
                    return attach(stem)
    return None


def _stems(base: str, ending: str) -> Iterator[str]:
    """What may stand before the ending: "compan-i-es" → company, "tun-ing" → tune, "run-n-ing" → run."""
    yield base
    if ending != "s":
        yield base + "e"
        if base[-1] == base[-2]:
            yield base[:-1]
    elif base[-1] == "e":
        yield base[:-1]
    if base.endswith("ie") or (ending == "ed" and base[-1] == "i"):
        yield base.rstrip("e")[:-1] + "y"


def _with_s(stem: str) -> str:
    if stem[-1:] in "szʃʒʧʤ":
        return stem + "ᵻz"
    return stem + ("s" if stem[-1:] in "ptkfθ" else "z")


def _with_ed(stem: str) -> str:
    if stem[-1:] in "td":
        return stem + "ᵻd"
    return stem + ("t" if stem[-1:] in "pkfθʃsʧ" else "d")


def _with_ing(stem: str) -> str:
    return stem + "ɪŋ"


def spell(letters: str) -> str:
    """Letter by letter: "IP" → ai→pʰi→."""
    return "".join(LETTERS[c] for c in letters.lower() if c in LETTERS)


def look_up(word: str) -> str | None:
    """The dictionary's phonemes for this very spelling."""
    key = f"{word}\t".encode()
    at = bisect.bisect_left(range(len(_dictionary())), key, key=_line)
    line = _line(at)
    return line[len(key) :].decode() if line.startswith(key) else None


def _line(at: int) -> bytes:
    """The dictionary's line around the byte ``at``, or after it."""
    lines = _dictionary()
    start = lines.rfind(b"\n", 0, at) + 1
    return lines[start : lines.find(b"\n", start)]


@functools.cache
def _dictionary() -> bytes:
    """Lines ``word<TAB>phonemes``, sorted. Searched in place: a list of lines takes 25 MB more."""
    return gzip.decompress(_data("english.tsv.gz")) + b"\n"


@functools.cache
def _names() -> dict[str, str]:
    lines = _data("names.tsv").decode("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def _data(name: str) -> bytes:
    return (resources.files("podcast.speak.kokoro") / "data" / name).read_bytes()
