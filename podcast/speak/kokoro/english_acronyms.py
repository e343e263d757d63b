"""Whether capitals are said as a word (JAXA, SCADA) or letter by letter (TSMC, OECD).

Where no table says it, what can be pronounced as English spells it is a word: from four letters on, a vowel between
consonants that English has side by side.
"""

from __future__ import annotations

import re

_SPELLED_TEXT = (  # of four letters and more, that could be words
    "ACSL ADAS AIDC AIGC AMHS ARPU CAGR CBAM CEPA CUDN ECFA EMEA EREV ESOP IAEA ICAO IEEE MOEA NIPT "
    "OOTD PHEV PPAP USDA USDC USDT"
)
SPELLED = frozenset(_SPELLED_TEXT.split())
_SAID_AS_WORDS_TEXT = (  # of two and three letters; others are letters
    "GO NO UP ON MY WE TO OF BY ACE AIR ALL AND ARK BAR BIG BOX BOY BUS BUY CAD CAR CAT CUP DAY DOG DOS EGG FIT FOR "
    "FOX FUN GAP GET GNU HIT HOT ICE JOY KEY KID LAN LEE MAX MIX NEW NOR NOW OFF ONE OUT PAY PIE PIN POP PRO RAM "
    "RAP RED ROM SEA SEE SIM SKY SUN TEA TED THE TOP TWO VAN WAN WAY WIN WOW YOU ZIM ZIP ZOO"
)
SAID_AS_WORDS = frozenset(_SAID_AS_WORDS_TEXT.split())

_ONSETS_TEXT = (
    "b c d f g h j k l m n p qu r s t v w y z bl br ch cl cr dr dw fl fr gl gr kl kr kn ph pl pr sc sh sk sl sm sn sp "
    "sq squ st sw th tr tw wh wr sch scr shr spl spr str thr"
)
_ONSETS = frozenset(_ONSETS_TEXT.split())
_CODAS_TEXT = (
    "b c d f g k l m n p q r s t v x y z w h ck ct ft ld lf lk ll lm lp lt mp nd ng nk nt nc ns pt rd rk rl rm rn rp "
    "rs rt rb rc rf rg sh sk sp ss st th ts ch ff ps ls ms rst nst"
)
_CODAS = frozenset(_CODAS_TEXT.split())
_VOWELS_TEXT = "a e i o u y ai au ay ea ee ei eu ey ia ie io oa oi oo ou oy ua ue ui aa"
_VOWELS = frozenset(_VOWELS_TEXT.split())


def is_spelled(capitals: str) -> bool:
    """Whether the table says so."""
    return capitals in SPELLED


def sounds_like_a_word(capitals: str) -> bool:
    """Whether four or more capitals can be pronounced as English spells."""
    pieces = re.split("(qu|[aeiou]+y?|(?<!^)y(?![aeiou]))", capitals.lower())
    if len(capitals) < 4 or len(pieces) < 3 or "qu" in pieces:
        return len(capitals) > 3 and "qu" in pieces and capitals[-1] in "AEIOUY"
    consonants, vowels = pieces[::2], pieces[1::2]
    if any(v not in _VOWELS for v in vowels):
        return False
    return (
        (not consonants[0] or consonants[0] in _ONSETS)
        and (not consonants[-1] or consonants[-1] in _CODAS)
        and all(_joins(run) for run in consonants[1:-1])
    )


def _joins(run: str) -> bool:
    """Consonants between two vowels."""
    return any((not run[:i] or run[:i] in _CODAS) and (not run[i:] or run[i:] in _ONSETS) for i in range(len(run) + 1))
