"""English words inside Mandarin → the phonemes that Kokoro learned (misaki's American set).

In this order: our table of names, the dictionaries of misaki and CMU, the endings -s, 's, -ed and -ing by rule; then
word by word of a compound (foodpanda), letter by letter for acronyms (TSMC, but not JAXA), by the spelling of where a
name comes from (Hsiao, Takaichi, Škoda), and at last by a network's guess. Data load at the first Latin word.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

from podcast.speak.kokoro.english_acronyms import SAID_AS_WORDS, is_spelled, sounds_like_a_word
from podcast.speak.kokoro.english_endings import stems, with_ed, with_ing, with_s
from podcast.speak.kokoro.english_origins import accents_matter, given_name, native, respelled, strip
from podcast.speak.kokoro.english_sounds import VOWELS, speakable, stressed
from podcast.speak.kokoro.english_tables import affixes, look_up, names

Guess = Callable[[str], str]
"""From the letters of an unknown word to its sounds."""

LETTERS = {  # on Mandarin's high level tone, as Taiwan says them: understood far better here than with English stress
    "a": "ei→", "b": "bi→", "c": "si→", "d": "di→", "e": "i→", "f": "ɛ→f", "g": "ʤi→", "h": "ei→ꭧʰɨ", "i": "ai→",
    "j": "ʤei→", "k": "kʰei→", "l": "ɛ→l", "m": "ɛ→m", "n": "ɛ→n", "o": "ou→", "p": "pʰi→", "q": "kʰju→", "r": "a→ɻ",
    "s": "ɛ→s", "t": "tʰi→", "u": "ju→", "v": "vi→", "w": "dʌ→bəlju", "x": "ɛ→ks", "y": "wai→", "z": "zi→",
}  # fmt: skip
DIGITS = ("zˈɪɹO", "wˈʌn", "tˈu", "θɹˈi", "fˈɔɹ", "fˈIv", "sˈɪks", "sˈɛvən", "ˈAt", "nˈIn")
SIGNS = {"&": "ənd", "+": "plˈʌs", "@": "æt", ".": "dˈɑt", "#": "ʃˈɑɹp"}  # between or behind letters
ELISIONS = {"l": "l", "d": "d", "o": "O", "m": "m", "t": "t", "n": "n", "qu": "k"}  # L'Oréal, D'Angelo, O'Leary

_SHORT_PARTS_TEXT = (  # words of three letters that make compounds; other words of compounds have more
    "air app art bag ban bar bay bed bee big bio bit bot box boy bug bus but buy cab cam can cap car cat cop cow cup "
    "cut day dog dry ear eat egg eye fan far fit fly fox fun gap gas geo god gun gym hot hub ice ink jet job joy key "
    "kid kit lab law low mad man map mix mob mud net new nut oil old one out owl own pad pay pen pet pig pin pod pop "
    "pot pro rap raw red rib rig rod row run sea set shy sim sit sky spa spy sub sun tag tap tax tea tie tin tip top "
    "toy tri try tub two van via war wax way web wet who win you zip zoo"
)
SHORT_PARTS = frozenset(_SHORT_PARTS_TEXT.split())


def phonemes(word: str) -> str:
    """The sounds of one written word, whatever it is: "OpenAI" → ˈOpən ei→ai→. Nothing for what has none."""
    return _full(" ".join(filter(None, (sounds for _, sounds in _parts(word)))))


def knows(word: str) -> bool:
    """Whether each part of the word is in a table or said letter by letter, not guessed."""
    return all(known for known, sounds in _parts(word, _no_guess) if sounds)


def _no_guess(letters: str) -> str:
    """Stands in for the network where nobody hears what it says: it takes far longer than all tables."""
    return "ə"


def _guess(letters: str) -> str:
    from podcast.speak.kokoro.english_guess import guess

    return guess(letters)


def _full(sounds: str) -> str:
    """As a speaker of Mandarin says it: every t said, the last vowel and the last l whole (Visa, Scale)."""
    sounds = sounds.replace("ɾ", "t").replace("ʔn", "tᵊn").replace("ʔ", "t")
    sounds = re.sub(r"ə(?= |$)", "ʌ", sounds)
    return re.sub(r"(?<=[AIOWY])l(?= |$)", "ᵊl", sounds)


@functools.lru_cache(maxsize=4096)
def _parts(word: str, guess: Guess = _guess) -> tuple[tuple[bool, str], ...]:
    word = unicodedata.normalize("NFC", word.translate(_SIGNS))
    plain = fold(word)
    if _INITIALS.fullmatch(plain) and plain.lower() not in names():
        return ((True, spell(plain)),)
    joined = plain if re.search("(?:^|-)[A-Z](?:-|$)", plain) else plain.replace("-", "")  # CAR-T is no cart
    for whole in dict.fromkeys((word, plain, joined)):
        look = _known if "-" not in word else _listed  # Wi-Fi, e-mail: the whole; else piece by piece
        sounds = look(whole)
        if sounds is not None and (whole == word or not accents_matter(word) or _says_e(word, sounds)):
            return ((True, sounds),)
    if (elision := _ELISION.match(word)) is not None:
        return _prefixed(ELISIONS[elision[1].lower()], word[elision.end() :], guess)
    if (given := _given_name(plain)) is not None:
        return given
    if "-" in word.strip("-"):
        return tuple(part for piece in word.split("-") if piece for part in _parts(piece, guess))
    if re.match("Mc[A-Z]", plain):
        return _prefixed("mək", word[2:], guess)
    return tuple(_part(part, guess) for part in split(word))


def _says_e(word: str, sounds: str) -> bool:
    """Whether the accent at the end is heard: café, not Nestlé as "nestle"."""
    return word[-1] == "é" and sounds[-1] == "A"


def _prefixed(sounds: str, rest: str, guess: Guess) -> tuple[tuple[bool, str], ...]:
    (known, first), *others = _parts(rest, guess)
    return (known, sounds + first), *others


def fold(word: str) -> str:
    """Accents off, typographic apostrophes straight: "Pokémon’s" → "Pokemon's"."""
    return strip(word.translate(_SIGNS).translate(_SPECIAL))


_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?|[A-Z]{2,}[a-rt-z]")  # C.C., PCIe
_SIGNS = str.maketrans({"’": "'", "‘": "'"})
_SPECIAL = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
                          "đ": "d", "Đ": "D", "ı": "i"})  # fmt: skip
_ELISION = re.compile(r"(l|d|o|m|t|n|qu)'(?=\w{3})", re.IGNORECASE)
_UPPER, _LOWER = (
    "A-ZÀ-ÖØ-ÞĀĆČĐĒĘĞĪŁŃŌŐŘŚŞŠŪŰŹŻŽȘȚ",
    "a-zß-öø-ÿāăąćčđēęěğīıłńňōőřśşšťūůűźżžșțạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơư",
)
_ANY = _UPPER + _LOWER
_TINY = "[A-Z]{1,2}[a-z][A-Z]{1,2}s?"  # YoY, SoC, GaN, AIoT: letters
_PART = re.compile(
    rf"(?<![{_ANY}]){_TINY}(?![{_ANY}])|[A-Z]{{2,}}(?:'?s)?(?![{_ANY}])|[{_UPPER}]+(?=[{_UPPER}][{_LOWER}])|"
    rf"[{_UPPER}]?[{_LOWER}]+(?:'[{_LOWER}]+)*|[{_UPPER}]+|\d|[&+@.#]"
)


def split(word: str) -> list[str]:
    """At hyphens, capitals and digits: "OpenAI-4o" → Open, AI, 4, o; "PChome" at the word: PC, home."""
    parts = _PART.findall(word)
    for at in range(len(parts) - 1):
        first, second = parts[at], parts[at + 1]
        tail = second[1:]
        capitals = first.isalpha() and first.isupper() and second.istitle() and len(tail) > 2
        if capitals and _known(second) is None and look_up(tail) is not None:
            parts[at : at + 2] = [first + second[0], tail]
    return parts


def _given_name(word: str) -> tuple[tuple[bool, str], ...] | None:
    """A Chinese or Korean given name with its hyphen, Ching-te, Kuo-Yu, Jae-yong; None for others."""
    if re.fullmatch("[A-Z][a-z]*-[A-Za-z][a-z]*", word) is None:
        return None
    syllables = word.lower().split("-")
    if all(len(syllable) > 2 and look_up(syllable) for syllable in syllables):  # Long-run
        return None
    sounds = given_name(syllables)
    return tuple((False, s) for s in sounds) if sounds else None


def _part(part: str, guess: Guess) -> tuple[bool, str]:
    if part.isdigit():
        return True, DIGITS[int(part)]
    if part in SIGNS:
        return True, SIGNS[part]
    plain = fold(part)
    if not accents_matter(part) and (listed := _known(plain)) is not None:
        return True, listed
    if re.fullmatch(_TINY, plain):
        return True, _spelled(plain)
    if plain.isupper() and len(plain) > 1:
        return _capitals(plain, guess)
    if (stem := re.fullmatch(r"([A-Z]{2,})'?s", plain)) is not None:
        known, sounds = _part(stem[1], guess)
        return known, with_s(sounds)
    if not re.search("[aeiouy]", plain.lower()):
        return True, spell(plain)
    return _unknown(part, guess)


def _spelled(letters: str) -> str:
    """Letters, the last one perhaps in the plural: "SoCs"."""
    return with_s(spell(letters[:-1])) if letters[-1] == "s" else spell(letters)


def _capitals(word: str, guess: Guess) -> tuple[bool, str]:
    """Capitals that no table has: letters, a word (JAXA), or letters before a word (JKOPAY, QNAP)."""
    if is_spelled(word) or len(word) <= 3:
        return True, spell(word)
    if sounds_like_a_word(word):
        return _unknown(word, guess)
    for at in (1, 2, 3):
        tail = word[at:].lower()
        if (len(tail) > 3 or tail in SHORT_PARTS) and (sounds := look_up(tail)) is not None:
            return True, f"{spell(word[:at])} {sounds}"
    if len(word) <= 5 or not re.search("[AEIOUY]", word):
        return True, spell(word)
    return _unknown(word, guess)


def _unknown(word: str, guess: Guess) -> tuple[bool, str]:
    """(whether it is made of known words, its sounds)."""
    low = word.lower()
    plain = fold(low).replace("'", "")
    if (sounds := _compound(plain)) is not None and not accents_matter(word):
        return True, sounds
    if (stem := re.fullmatch("(.{3,})'s", low)) is not None:
        return False, with_s(_unknown(stem[1], guess)[1])
    if (sounds := native(plain)) is not None:
        return False, sounds
    sounds = re.sub("kəm$", "kˌɑm" if plain.endswith("com") else "kəm", guess(respelled(low)))
    if re.search("ée?s?$", low) and sounds[-1] not in "Asz":
        sounds = re.sub(f"[{VOWELS}](?!.*[{VOWELS}])", "A", sounds)
    return False, sounds


def _compound(word: str) -> str | None:
    """Two words of the dictionary side by side, or one with what names begin or end with (Cyber-, -tech)."""
    found = []
    for at in range(3, len(word) - 2):
        first, second = word[:at], word[at:]
        sounds = _compound_part(first, "-"), _compound_part(second, "")
        if sounds[0] and sounds[1]:
            found.append(
                (min(at, len(word) - at), first[-1] != "s", sounds[0], sounds[1])
            )  # surf|shark, not surfs|hark
    if not found:
        return None
    *_, first, second = max(found)
    return stressed(speakable(stressed(first) + second.replace("ˈ", "ˌ")))


def _compound_part(word: str, hyphen: str) -> str | None:
    """``hyphen``: "-" for the first part."""
    affix = affixes().get(word + "-" if hyphen else "-" + word)
    if affix is None and (len(word) > 3 or word in SHORT_PARTS):
        affix = look_up(word) or (names().get(word) if len(word) > 3 else None)
    return affix if affix and any(c in VOWELS for c in affix) and " " not in affix else None


def _known(word: str) -> str | None:
    """What the tables and the rules for endings say."""
    return _listed(word) or _inflected(word) or _surname(word)


def _listed(word: str) -> str | None:
    """What the tables say, in all spellings; capitals alone are letters unless they are known to be a word."""
    table = names()
    if word in table:
        return table[word]
    low = word.lower()
    if len(word) == 1:
        return spell(word) or None
    if low in table and not (word.isupper() and len(word) == 2):  # DE is no "de"
        return table[low]
    if _has_inner_capitals(word):
        return look_up(word)
    if word.isupper() and (is_spelled(word) or (len(word) <= 3 and word not in SAID_AS_WORDS)):
        return None
    sounds = look_up(word) or look_up(low) or look_up(low.capitalize())
    if sounds is None and word.islower():
        sounds = look_up(word.upper())
    return spell(word) if sounds and word.isupper() and _are_letters(word, sounds) else sounds


def _surname(word: str) -> str | None:
    """What CMU alone knows, surnames above all; Japanese ones sound better by their spelling."""
    capitals = word.isupper()
    if (capitals and not sounds_like_a_word(word)) or _has_inner_capitals(word):
        return None
    low = word.lower()
    sounds = look_up("+" + low)
    return native(low) if sounds and low[-1] in "aiou" and native(low) else sounds


def _has_inner_capitals(word: str) -> bool:
    """iPhone, YoY, DeepSeek; not McLaren and DiCaprio."""
    return not (word.islower() or word.isupper() or word.istitle() or _SURNAME.fullmatch(word))


_SURNAME = re.compile("(?:Mc|Mac|De|Di|La|Le|Van|Fitz|O)[A-Z][a-z]+")


def _are_letters(word: str, sounds: str) -> bool:
    """Whether the dictionary spells it, in English."""
    return re.sub("[ˈˌ]", "", sounds) == "".join(_ALPHABET.split()[ord(c) - 65] for c in word if c.isascii())


_ALPHABET = "A bi si di i ɛf ʤi Aʧ I ʤA kA ɛl ɛm ɛn O pi kju ɑɹ ɛs ti ju vi dʌbᵊlju ɛks wI zi"  # said in English


def _inflected(word: str) -> str | None:
    """-s, 's, -ed and -ing on a word of the tables. Capitals are letters: "AIDS" is not "AID" and s."""
    if word.isupper():
        return None
    word = word.lower() if word.istitle() else word
    if word.endswith(("'s", "s'")) and (stem := _listed(word[:-2])) is not None:
        return with_s(stem)
    for ending, attach in (("s", with_s), ("ed", with_ed), ("ing", with_ing)):
        base = word.removesuffix(ending)
        if base != word and len(base) > 1:
            for stem in map(_listed, stems(base, ending)):
                if stem is not None:
                    return attach(stem)
    return None


def spell(letters: str) -> str:
    """Letter by letter: "IP" → ai→pʰi→."""
    return "".join(LETTERS[c] for c in letters.lower() if c in LETTERS)
