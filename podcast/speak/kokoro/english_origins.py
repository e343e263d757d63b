"""Names that are not spelled as English is: Chinese, Japanese and Korean ones by tables of their own, others respelled.

A word is Chinese, Japanese or Korean when all of it can be cut into syllables of that language and something in it is
seen nowhere else (hs-, -ung, zh-, eo). The tables are data/origins.tsv. What Slavic spelling and accents say is
written as English would, for the network to read: Škoda as "Shkoda", Kowalczyk as "Kovalchik", a final é as "ay".
"""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources

from podcast.speak.kokoro.english_sounds import VOWELS

_INITIAL = "zh|jh|ch|sh|hs|ts|tz|sz|ss|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = (
    "iung|iang|iong|uang|ueng|iao|ian|ien|ieh|ing|uan|uai|uei|ueh|ang|eng|ong|ung|erh|ai|an|ao|ei|eh|en|er|ia|ie|ih|in|"
    "iu|io|ou|ua|ue|ui|un|uo|a|e|i|o|u"
)
_SYLLABLE = re.compile(f"(?:{_INITIAL})?(?:{_FINAL})")
_CHINESE = re.compile(f"(?:{_SYLLABLE.pattern})+")
_CHINESE_ONLY = re.compile(
    "^(?:hs|tz|sz|jh|zh|x[iu]|q[iu])|^ts[aeu]|zh|hs|q[iu](?![aeiou]*e)|x[iu]|ueh|ieh|[cs]hih|uei|"
    "(?:[ktpcnlyj]|ch)ung|iao|[jqxl]iang|ian[gz]?$|uang|uai|^(?:cai|cao|cui|cen)$|[tlnkgzcdh]uo|eng|ong$|ou$|"
    "[bpmdtglhjs]ao(?!.*[rv])|yuan|[nfw]ei|chi[aue](?!f)|jia|[pmtnl]ien|hual|shan$|gang$|.[bdfghjlmnpty]ing$"
)
_NOT_CHINESE = re.compile("(?=.*(?:[xq]|zh))(?:.*[dtnlgkhrzcsy]o(?![nu]))|q(?:[^iu]|u[io])|ae|eo(?!u)|oe|eu")
_MORA = "(?:(?:[kgnhbpmr]y|ch|sh|ts|[kgsztdnhbpmyrwjf])?(?:[aeiou]|oh(?![aeiou]))|n(?![aeiouy]))"
_JAPANESE = re.compile(f"(?:(?:k(?=k)|t(?=t|ch)|s(?=s)|p(?=p)|m(?=[bp])|s(?=k))?{_MORA})+")
_NOT_JAPANESE = re.compile("f[aeio]|si|ti|tu|di|du|hu|zi|wu|yi|ye|oo|ee|ie$|[aeo]{3}|eau|io$|ia$|^n[^aeiouy]")
_ENDS_IN_E = re.compile("[kgnhbpmr]y|sh|ch|ts|suke$|kaze$|shige$")
_KOREAN_SYLLABLE = re.compile(
    "(?:kk|gg|tt|dd|pp|bb|ss|jj|ch|sh|[kgtdpbsjhnmrlyw])?(?:yeo|yae|yoo|you|woo|eo|eu|ae|oe|oo|ee|ui|wi|wa|wo|we|ya|"
    "yo|yu|ye|[aeiou])(?:ng|[nmlkpth])?"
)
_KOREAN = re.compile(f"(?:{_KOREAN_SYLLABLE.pattern})+")
_KOREAN_ONLY = re.compile(
    "eo(?!n$|r|ti|ph|log)|^jae|^hae|^tae|eu[nlkm]|y[eo]on|hy[ue]|yoo|(?:^|[^aeiou])ye[on]|seu|[js]oo$|hoon$|woo(?:k|ng)?$|dae$"
)
_SLAVIC = re.compile(
    "sz|cz|(?:[^aeiou]|a|o|e)wicz|wsk[iay]|zyk$|rz[ey]|[ao]jski|[oe]vi[cć]$|vi[cč]ius|nko$|[oe]v(?:a|ich|sk[iy])?$|j[aeo]v"
)
_SPELLINGS = {  # of Slavic names, the longest first
    "szcz": "shch", "wicz": "vich", "cz": "ch", "sz": "sh", "rz": "zh", "dj": "j", "vic": "vich", "w": "v", "j": "y",
    "u": "oo", "ck": "tsk", "zy": "zi", "czy": "chi",
}  # fmt: skip
_SLAVIC_SPELLING = re.compile("szcz|wicz$|czy|cz|sz|rz|dj|(?<=[aeo])vic$|w|j|u|zy|ck(?=[iy])")

_LETTERS = {  # with their accents → as English would write them; é only at the end, Turkish ğ by what stands before
    "š": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ż": "zh", "ź": "zh", "ś": "sh", "ń": "n", "ł": "w", "ř": "zh",
    "ç": "s", "ş": "sh", "ș": "sh", "ţ": "ts", "ț": "ts", "ñ": "ny", "å": "o", "æ": "ae", "ø": "o", "œ": "oe",
    "đ": "d", "ð": "th", "þ": "th", "ß": "ss", "ı": "i", "ā": "ah", "ī": "ee", "ū": "oo",
}  # fmt: skip
_CONSONANTS = frozenset("ščćžżźśłřçşșţțñğ")


_PARTICLES = frozenset(("le", "la", "de", "da", "di", "du", "van", "von", "el", "al", "bin", "ben", "on", "non"))


def given_name(syllables: list[str]) -> list[str] | None:
    """Sounds of a given name, which is written with hyphens; None where it is neither Chinese nor Korean."""
    if syllables[0] in _PARTICLES:
        return None
    if all(_SYLLABLE.fullmatch(s) and not _NOT_CHINESE.search(s) for s in syllables):
        return [_by_table("chinese", s, last=True) for s in syllables]
    if all(map(_KOREAN_SYLLABLE.fullmatch, syllables)) and any(map(_KOREAN_ONLY.search, syllables)):
        return [_by_table("korean", s, last=False) for s in syllables]
    return None


def native(word: str) -> str | None:
    """Sounds of a Chinese, Japanese or Korean word in small letters; None for others."""
    if _CHINESE.fullmatch(word) and not _NOT_CHINESE.search(word) and _CHINESE_ONLY.search(word):
        return _by_table("chinese", word, last=True)
    if _KOREAN.fullmatch(word) and _KOREAN_ONLY.search(word):
        return _by_table("korean", word, last=False)
    if _JAPANESE.fullmatch(word) and not _NOT_JAPANESE.search(word):
        morae = len(re.findall(_MORA, word))
        if morae > 3 or (morae == 3 and (word[-1] != "e" or _ENDS_IN_E.search(word))):
            return _by_table("japanese", word, last=False)
    return None


def respelled(word: str) -> str:
    """A word in small letters, accents and all, as English would write its sounds."""
    turkish = any(c in "ğış" for c in word)
    slavic = any(c in "čćšžřěđ" for c in word)
    word = re.sub("(?<=[oöuü])ğ", "w", word).replace("ğ", "")
    word = re.sub("(?<=[aeiou])c(?=é)|(?<=n)c(?=é)", "s", word)
    word = re.sub("ée?(?=s?$)", "ay", word).replace("ão", "ow").replace("ç", "ch" if turkish else "ç")
    plain = strip("".join(_LETTERS.get(c, c) for c in word))
    plain = re.sub("(?<=[aeiou])ch$", "tch", plain) if slavic else re.sub("i?yy$", "y", plain)
    plain = re.sub("^x(?=[^aeiouy])", "ex", plain)
    if slavic or _SLAVIC.search(plain):
        return _SLAVIC_SPELLING.sub(lambda found: _SPELLINGS[found.group()], plain)
    return re.sub("aa(?=[^aeiou])", "ah", plain) if re.search("aa.*aa|dh|bh", plain) else plain


def strip(word: str) -> str:
    """The letters without their accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def accents_matter(word: str) -> bool:
    """Whether folding the accents could make another word of it: a final é, a consonant of its own."""
    low = word.lower()
    return bool(re.search("é(?:e?s?)$|(?<=[^i])ó$", low)) or any(c in _CONSONANTS for c in low)


def _by_table(origin: str, word: str, *, last: bool) -> str:
    """The sounds of its letters by the first rule that fits each; stress on the last vowel or the last but one."""
    sounds, at = [], 0
    rules = _rules()[origin]
    while at < len(word):
        rule = next(((p, s) for p, s in rules if (found := p.match(word, at)) and found.end() > at), None)
        if rule is None:
            at += 1
            continue
        found = rule[0].match(word, at)
        assert found is not None
        sounds.append(rule[1])
        at = found.end()
    said = re.sub(r"([^AIOWYaiuæɑɔəɛɜɪʊʌᵊᵻɨ])\1+", r"\1", "".join(sounds))
    places = [i for i, c in enumerate(said) if c in VOWELS]
    if not places:
        return said
    main = places[-1] if last or len(places) == 1 else places[-2]
    said = said[:main] + "ˈ" + said[main:]
    return said[: places[0]] + "ˌ" + said[places[0] :] if places[0] < main else said


@functools.cache
def _rules() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    text = (resources.files("podcast.speak.kokoro") / "data" / "origins.tsv").read_text("utf-8")
    table: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            origin, pattern, sounds = line.split("\t")
            table.setdefault(origin, []).append((re.compile(pattern), sounds))
    return table
