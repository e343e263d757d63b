"""What can be said: Kokoro's English vowels, the clusters of consonants that English has, one stress a word."""

from __future__ import annotations

import re

VOWELS = "AIOWYaiuæɑɔəɛɜɪʊʌᵊᵻɨ"

_ONSETS_TEXT = (
    "p b t d k ɡ f v θ ð s z ʃ ʒ h m n l ɹ w j ʧ ʤ ʦ pl pɹ pj bl bɹ bj tɹ tw tj ts dɹ dw dj kl kɹ kw kj ɡl ɡɹ ɡw ɡj "
    "fl fɹ fj vj vl vɹ θɹ θw sp st sk sm sn sl sf sw sv sj spl spɹ spj stɹ stj skl skɹ skw skj ʃɹ ʃl ʃm ʃn ʃw ʃt ʃp "
    "ʃtɹ ʃk ʃkɹ ʃv ʃl hj hw mj nj lj zl zw bw pw mw kv ʃj ʃv ʧw ʤw"
)
ONSETS = frozenset(_ONSETS_TEXT.split())
_CODAS_TEXT = (
    "p b t d k ɡ f v θ ð s z ʃ ʒ m n ŋ l ɹ ʧ ʤ ps pt pts ts bz bd dz ks kt kst kts ksts ɡz ɡd fs ft fts vz vd θs θt "
    "ðz ðd st sts sk sks skt sp sps spt zd ʃt ʒd ʧt ʤd mz md mp mps mpt mt mf mb nz nd ndz nt nts ns nst nʧ nʧt nʤ nʤd "
    "nθ nθs nsk nzd ŋz ŋd ŋk ŋks ŋkt ŋθ lz ld ldz lt lts lp lps lpt lk lks lkt lf lfs lv lvd lvz ls lst lm lmz lmd lʧ "
    "lʤ lθ ln lb ɹz ɹd ɹdz ɹt ɹts ɹs ɹst ɹp ɹps ɹk ɹks ɹkt ɹb ɹbz ɹbd ɹɡ ɹɡz ɹf ɹfs ɹv ɹvd ɹvz ɹm ɹmz ɹmd ɹn ɹnz ɹnd "
    "ɹl ɹld ɹlz ɹθ ɹθs ɹʧ ɹʧt ɹʤ ɹʤd ɹʃ ɹsk ɹnt pst lθs tθ dθ"
)
CODAS = frozenset(_CODAS_TEXT.split())
_VOWEL = re.compile(f"([ˈˌ]?[{VOWELS}])")


def vowels(sounds: str) -> int:
    """How many vowels there are."""
    return sum(c in VOWELS for c in sounds)


def speakable(sounds: str) -> str:
    """The same with single consonants for doubled ones, and a short vowel where a cluster cannot be said."""
    sounds = sounds.replace("ɾ", "t").replace("ʔ", "t")
    if sounds and not vowels(sounds):
        sounds += "ə"
    pieces = _VOWEL.split(sounds)  # consonants and vowels in turn, consonants at both ends
    last = len(pieces) - 1
    for at in range(0, len(pieces), 2):
        run = re.sub(r"(.)\1+", r"\1", re.sub("[ˈˌ]", "", pieces[at])).replace("ʧʃ", "ʧ").replace("ʤʒ", "ʤ")
        pieces[at] = _before(run) if at == 0 else _behind(run) if at == last else _between(run)
    return "".join(pieces)


def _before(run: str) -> str:
    """Consonants at a word's start."""
    if not run or run in ONSETS:
        return run
    if run[0] == "ŋ":
        return _before("n" + run[1:] if run[1:2] not in ("n", "w") else run[1:])
    keep = next((i for i in range(1, len(run)) if run[i:] in ONSETS), len(run) - 1)
    return _before(run[:keep]) + "ə" + run[keep:]


def _behind(run: str) -> str:
    """Consonants at a word's end. h, w and j are silent there."""
    run = run.rstrip("hwj")
    if not run or run in CODAS:
        return run
    keep = next((i for i in range(len(run) - 1, 0, -1) if run[:i] in CODAS), 1)
    return run[:keep] + "ə" + _behind(run[keep:])


def _between(run: str) -> str:
    """Consonants between two vowels: the end of a syllable and the start of the next."""
    splits = range(len(run) + 1)
    if not run or any((not run[:i] or run[:i] in CODAS) and (not run[i:] or run[i:] in ONSETS) for i in splits):
        return run
    keep = next((i for i in range(len(run) - 1, 0, -1) if run[:i] in CODAS), 1)
    return run[:keep] + "ə" + _between(run[keep:])


def stressed(sounds: str) -> str:
    """The same with one primary stress: the first that was found, else on the first vowel."""
    first, mark, rest = sounds.partition("ˈ")
    if mark:
        return first + mark + rest.replace("ˈ", "ˌ")
    at = next((i for i, c in enumerate(sounds) if c in VOWELS), None)
    return sounds if at is None else sounds[:at].replace("ˌ", "") + "ˈ" + sounds[at:].lstrip("ˌ")
