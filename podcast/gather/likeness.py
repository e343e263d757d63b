"""How alike two articles are: the words that are rare in the language and in the collection, names and figures.

TF-IDF, but for two things. How rare a word is tells jieba's dictionary of sixty million words, not a morning's forty
articles, in which 公司 and a firm's name may be equally frequent. And between two languages only what is written
alike in both is compared: Latin names, figures, and Chinese names by their sound.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from podcast.gather.article import Article
from podcast.gather.figures import figures, telling
from podcast.gather.language import ENGLISH_COMMON, is_chinese
from podcast.gather.romanised import wade_giles
from podcast.mandarin.han import simplified
from podcast.mandarin.words import frequencies, words

SAME = 0.19
"""From this likeness on two articles are held for the same story: bench/gather.py --pairs."""
_ACROSS = 2.1  # what is alike between two languages is less, by about this factor
_LEAD, _BODY = 160, 1500  # characters that count double, and that count at all
_ALL = math.log(60_101_967)
_OTHERS = 60  # articles about other things that are thought beside these, which may all be of one story
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-'’.][A-Za-z0-9]+)*")

Vector = Mapping[str, float]


def likeness(articles: Sequence[Article]) -> NDArray[np.float32]:
    """A square matrix: how alike each two of the articles are, 0 to 1, 1 on its diagonal."""
    own = [_terms(article) for article in articles]
    chinese = [is_chinese(article.language) for article in articles]
    weighted = _weighted(own)
    out = _cosines(weighted)
    if any(chinese) and not all(chinese):
        names = frozenset().union(*(_across(a, t) for a, t, zh in zip(articles, own, chinese, strict=True) if not zh))
        shared = [_across(article, terms, names) for article, terms in zip(articles, own, strict=True)]
        across = np.minimum(1.0, _cosines(_weighted(shared)) * _ACROSS)
        mixed = np.not_equal.outer(np.array(chinese), np.array(chinese))
        out = np.where(mixed, across, out)
    _far_in_time(articles, out)
    np.fill_diagonal(out, 1.0)
    return out.astype(np.float32)


def _terms(article: Article) -> dict[str, float]:
    """Term → how often, the title's and the first sentences' counted more."""
    found: dict[str, float] = defaultdict(float)
    body = article.text[:_BODY]
    for text, weight in ((article.title, 2.0), (body[:_LEAD], 1.0), (body, 1.0)):
        for term in terms_of(text):
            found[term] += weight
    return found


def terms_of(text: str) -> list[str]:
    """The words of a text as they are compared: Simplified, small letters, figures in one notation behind a #."""
    plain = simplified(text)
    out, single = [], -1
    for start, end in words(plain):
        if end - start > 1:
            out.append(plain[start:end])
        elif single == start and start:
            out.append(f"~{plain[start - 1 : end]}")  # a name that no dictionary has falls apart into its characters
        single = end if end - start == 1 else -1
    out += [word.lower() for word in _LATIN.findall(text) if len(word) > 1 and word.lower() not in ENGLISH_COMMON]
    out += [f"#{figure}" for figure in figures(text)]
    return out


@lru_cache(maxsize=50_000)
def rarity(term: str) -> float:
    """0 to 1: how little a word is used in the language."""
    if term.startswith("#"):
        return telling(term[1:])
    if term.startswith("~"):
        return 0.8
    if term[0].isascii():
        return 0.7
    uses = math.log(max(frequencies().get(term, 1), 1))
    return min(1.0, max(0.05, (_ALL - uses - 6.0) / 8.0))


def _weighted(own: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Each term by its rarity in the language and among these articles; vectors of length 1."""
    df = Counter(term for terms in own for term in terms)
    size = len(own) + _OTHERS
    out = []
    for terms in own:
        vector = {
            term: (1 + math.log(n)) * rarity(term) * math.log(size / (df[term] + 1)) / math.log(size)
            for term, n in terms.items()
            if n > 0
        }
        length = math.sqrt(sum(x * x for x in vector.values())) or 1.0
        out.append({term: x / length for term, x in vector.items()})
    return out


def _cosines(vectors: Sequence[Vector]) -> NDArray[np.float64]:
    """By the list of articles of each term, so that only what two share is looked at."""
    out = np.zeros((len(vectors), len(vectors)))
    places: dict[str, list[int]] = defaultdict(list)
    for n, vector in enumerate(vectors):
        for term in vector:
            places[term].append(n)
    for term, where in places.items():
        if len(where) > 1:
            at = np.array(where)
            values = np.array([vectors[n][term] for n in where])
            out[np.ix_(at, at)] += np.outer(values, values)
    return out


# ---------------------------------------------------------------- between languages


def _across(article: Article, terms: Mapping[str, float], names: frozenset[str] = frozenset()) -> dict[str, float]:
    """What reads the same in another language: figures, names in Latin letters, Chinese names by their sound.

    ``names``: those of the articles in other languages; a Chinese name in Taiwan's spelling counts where it is one.
    """
    found = {term: n for term, n in terms.items() if term.startswith("#")}
    if is_chinese(article.language):
        found |= {term: n for term, n in terms.items() if term[0].isascii() and term[0] not in "#~"}
        text = simplified(f"{article.title} {article.text[:_BODY]}")
        for sound in _sounds(text, names):
            found[sound] = found.get(sound, 0) + 1
    else:
        text = f"{article.title}. {article.text[:_BODY]}"
        for match in _LATIN.finditer(text):
            word = match.group()
            if word[0].isupper() and word.lower() not in ENGLISH_COMMON and len(word) > 1:
                name = word.lower()
                found[name] = found.get(name, 0) + 1
                bare = _bare(name)
                if bare != name:
                    found[bare] = found.get(bare, 0) + 1
    return found


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.removesuffix("'s").removesuffix("’s"))


def _sounds(text: str, names: frozenset[str]) -> set[str]:
    """The pinyin of each two and three characters that may be a name: a word that the dictionary has rarely or not.
    Where that is none of ``names``, and Taiwan's spelling is, that one."""
    out = set()
    for run in re.findall("[\u3400-\u9fff]+", text):
        for size in (2, 3):
            for at in range(len(run) - size + 1):
                piece = run[at : at + size]
                if frequencies().get(piece, 0) < 2000 and (spelt := spellings(piece)):
                    out.add(spelt[1] if spelt[1] in names and spelt[0] not in names else spelt[0])
    return out


@lru_cache(maxsize=50_000)
def spellings(piece: str) -> tuple[str, str] | None:
    """花蓮: hualian, hualien. None where a character's sound is not known."""
    from podcast.mandarin.phrases import char_readings

    syllables = [re.sub(r"\d", "", (char_readings(char) or ("",))[0]).replace("ü", "u") for char in piece]
    if not all(syllables):
        return None
    return "".join(syllables), "".join(map(wade_giles, syllables))


# ---------------------------------------------------------------- time


def _far_in_time(articles: Sequence[Article], out: NDArray[np.float64]) -> None:
    """Two reports of one event appear within days; those of weeks apart may be two events of one kind."""
    days = np.array([article.date.toordinal() if article.date else 0 for article in articles])
    known = np.outer(days > 0, days > 0)
    apart = np.abs(np.subtract.outer(days, days))
    out *= np.where(known & (apart > 3), np.maximum(0.25, 1 - (apart - 3) * 0.05), 1.0)
