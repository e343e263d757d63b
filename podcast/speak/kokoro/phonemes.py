"""A line with readings → the phonemes that Kokoro's Mandarin voices were trained on.

The network learned Mandarin from ``misaki`` 0.9.4's ``ZHG2P()``: IPA with one symbol an affricate,
a tone arrow behind the vowel, words apart. The table below states these facts; bench/kokoro_phonemes.py
compares it with misaki, syllable by syllable.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from podcast.mandarin.sandhi import sandhi
from podcast.mandarin.words import words
from podcast.model import Spoken

LIMIT = 510  # tokens an utterance, the zeros at both ends not counted

VOCABULARY = {  # the network's: first id → symbols in a row
    1: ";:,.!?",
    9: '—…"()“” \u0303ʣʥʦʨᵝꭧAI',
    31: "O",
    33: "Q",
    35: "ST",
    39: "W",
    41: "Yᵊabcdef",
    50: "hijklmnopqrstuvwxyzɑɐɒæ",
    75: "βɔɕç",
    80: "ɖðʤə",
    85: "ɚɛɜ",
    90: "ɟ",
    92: "ɡ",
    99: "ɥ",
    101: "ɨɪʝ",
    110: "ɯɰŋɳɲɴø",
    118: "ɸθœ",
    123: "ɹ",
    125: "ɾɻ",
    128: "ʁɽʂʃʈʧ",
    135: "ʊʋ",
    138: "ʌɣɤ",
    142: "χʎ",
    147: "ʒʔ",
    156: "ˈˌː",
    162: "ʰ",
    164: "ʲ",
    169: "↓",
    171: "→↗↘",
    177: "ᵻ",
}

TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}

INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l",
    "g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ",
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip

FINALS = {  # as pinyin spells them; "|" is where the tone goes
    "a": "a|", "ai": "ai|", "an": "a|n", "ang": "a|ŋ", "ao": "au|", "e": "ɤ|", "ei": "ei|", "en": "ə|n", "eng": "ə|ŋ",
    "i": "i|", "ia": "ja|", "ian": "jɛ|n", "iang": "ja|ŋ", "iao": "jau|", "ie": "je|", "in": "i|n", "ing": "i|ŋ",
    "iong": "jʊ|ŋ", "iu": "jou|", "o": "wo|", "ong": "ʊ|ŋ", "ou": "ou|", "u": "u|", "ua": "wa|", "uai": "wai|",
    "uan": "wa|n", "uang": "wa|ŋ", "ue": "ɥe|", "ui": "wei|", "un": "wə|n", "uo": "wo|",
    "ü": "y|", "üe": "ɥe|", "üan": "ɥɛ|n", "ün": "y|n",
}  # fmt: skip

WHOLE = {  # syllables without an initial, and those that break the rule
    "yi": "i|", "ya": "ja|", "yan": "jɛ|n", "yang": "ja|ŋ", "yao": "jau|", "ye": "je|", "yin": "i|n", "ying": "i|ŋ",
    "yong": "jʊ|ŋ", "you": "jou|", "yo": "jɔ|", "yai": "jai|", "yu": "y|", "yue": "ɥe|", "yuan": "ɥɛ|n", "yun": "y|n",
    "wu": "u|", "wa": "wa|", "wai": "wai|", "wan": "wa|n", "wang": "wa|ŋ", "wei": "wei|", "wen": "wə|n",
    "weng": "wə|ŋ", "wong": "ʊ|ŋ", "wo": "wo|", "o": "ɔ|", "ê": "ɛ|", "er": "ɚ|", "m": "m|", "n": "n|", "ng": "ŋ|",
    "hm": "hm|", "hng": "hŋ|",
}  # fmt: skip

PAUSES = {
    "、": ", ", "，": ", ", ",": ", ", "。": ". ", "．": ". ", ".": ". ", "！": "! ", "!": "! ", "？": "? ", "?": "? ",
    "；": "; ", ";": "; ", "：": ": ", ":": ": ", "…": "… ", "—": "— ", "（": ", ", "）": ", ", "(": ", ", ")": ", ",
    "「": " “", "」": "” ", "『": " “", "』": "” ", "“": " “", "”": "” ",
    "《": " “", "》": "” ", "〈": " “", "〉": "” ", "\n": ". ",
}  # fmt: skip


@functools.cache
def _ids() -> dict[str, int]:
    return {symbol: first + i for first, row in VOCABULARY.items() for i, symbol in enumerate(row)}


def tokens(phonemes: str) -> tuple[int, ...]:
    """The network's numbers, without the zeros at both ends; symbols that it does not know are left out."""
    ids = _ids()
    return tuple(ids[symbol] for symbol in phonemes if symbol in ids)


def syllable(pinyin: str) -> str:
    """One syllable with tone number ("lüe4") → phonemes; what is no syllable gives nothing."""
    base, tone = (pinyin[:-1], pinyin[-1]) if pinyin[-1:] in TONES else (pinyin, "5")
    base = base.replace("v", "ü").replace("u:", "ü")
    if base in WHOLE:
        return WHOLE[base].replace("|", TONES[tone])
    initial = next((base[:n] for n in (2, 1) if base[:n] in INITIALS), "")
    final = base[len(initial) :]
    if initial in ("j", "q", "x") and final[:1] == "u":
        final = "ü" + final[1:]
    if final not in FINALS:
        return ""
    sound = "ɨ|" if final == "i" and initial in _HISSING else FINALS[final]
    return INITIALS.get(initial, "") + sound.replace("|", TONES[tone])


HYPHENS = ("-", "‐", "‑")
_HISSING = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))
_WORD = "[0-9A-Za-zÀ-ɏḀ-ỿ]+"
_PIECE = re.compile(  # a name's initials, a word, any other character; the point of Mt. Fuji is no pause
    rf"(?P<latin>(?:[A-Z]\.)+(?:(?<=\.[A-Z]\.)|(?=\s?[A-Za-z]))|{_WORD}(?:['’.&+-]{_WORD})*)(?:(?<=[^A-Za-z]Mt)\.(?=\s?[A-Z]))?|(?P<other>.)",
    re.S,
)


def phonemes(spoken: Spoken) -> str:
    """The whole line in Kokoro's symbols: syllables as they are spoken, words apart, English words, punctuation."""
    joined = re.sub(r"\s+", " ", "".join(_pieces(spoken)))
    joined = re.sub(r" (?=[,.!?;:…”])", "", joined)
    joined = re.sub(r"(?<=“) ", "", joined)
    return re.sub(r"[,;:.]+(?=[.!?;:,])", "", joined).strip().lstrip(",;:.!? ")


def _pieces(spoken: Spoken) -> Iterator[str]:
    from podcast.speak.kokoro.english import phonemes as english

    sounds = dict(zip((r.at for r in spoken.readings), sandhi(spoken.readings, spoken.text), strict=True))
    sounds |= {at: "yi1" for at in _numbered(spoken) if at in sounds}
    starts = {start for start, _ in words(spoken.text)}
    for match in _PIECE.finditer(_hyphenated(spoken)):
        at, piece = match.start(), match.group()
        if at in sounds:
            yield (" " if at in starts else "") + syllable(sounds[at])
        elif match["latin"]:
            yield f" {english(match['latin'])} "
        else:
            yield PAUSES.get(piece, " ")


def _numbered(spoken: Spoken) -> Iterator[int]:
    """Where 一 is a digit of a code (H5N1, GLP-1, Type 1) or of a decimal: it keeps its first tone."""
    for span in spoken.spans:
        said = spoken.text[span.spoken_start : span.spoken_end]
        before = spoken.written[: span.written_start].rstrip("-")[-1:]
        code = span.kind == "version" or (before.isascii() and before.isalpha())
        start = 0 if code else said.find("點") + 1 or len(said)
        yield from (span.spoken_start + at for at in range(start, len(said)) if said[at] == "一")


def _hyphenated(spoken: Spoken) -> str:
    """The spoken text with the hyphens that became spaces: "Wi-Fi" and "Ching-te" are one word each."""
    text = list(spoken.text)
    for span in spoken.spans:
        if spoken.written[span.written_start : span.written_end] in HYPHENS:
            said = spoken.text[span.spoken_start : span.spoken_end]
            text[span.spoken_start : span.spoken_end] = said.replace(" ", "-")
    return "".join(text)
