"""The sentences of a story that can stand alone, and how much each says of it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from podcast.gather.addressed import speaks_to_reader
from podcast.gather.article import Article
from podcast.gather.figures import figures, telling
from podcast.gather.language import is_chinese
from podcast.gather.likeness import rarity, terms_of
from podcast.gather.repeats import letters, sentences
from podcast.gather.stories import Story

_SIZES = range(12, 220)  # letters
_ENDED = re.compile(r"[。！!.][」』”’\"）)]*$")
_HANGS = re.compile(
    r"(?:他們|她們|他|她|它|其中|其|對此|对此|此舉|此举|此外|不過|不过|但是|但|而且|而|因此|所以|同時|同时|另外|這|这|該|该|對方|对方|後者|后者|前者|然而|隨後|随后|接著|接着|至於|至于|相較之下|also|and|but|he|she|it|they|this|that"
    r"|these|those|however|meanwhile|instead|still|then)(?![a-z])",
    re.IGNORECASE,
)
_PAIRS = ("「」", "『』", "“”", "（）", "()", "《》", "【】")
_NEW = 0.34  # likeness to a sentence that is taken; what is more alike says the same again
_ADDRESS = re.compile(r"https?://|www\.")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence where it stands: ``place`` counts the sentences of its article."""

    article: Article
    voice: int
    place: int
    text: str


def passages(story: Story) -> list[Passage]:
    """Of each voice's longest article; in Chinese where the story has any."""
    found = of_each_voice(story)
    chinese = [passage for passage in found if is_chinese(passage.article.language)]
    return chinese or found


def of_each_voice(story: Story) -> list[Passage]:
    """Of each voice's longest article, in whatever language."""
    chosen: dict[int, Article] = {}
    for article, voice in zip(story.articles, story.voices, strict=True):
        if voice not in chosen or len(article.text) > len(chosen[voice].text):
            chosen[voice] = article
    return [passage for voice, article in chosen.items() for passage in _of(article, voice)]


def all_passages(story: Story) -> list[Passage]:
    """Of every article."""
    return [p for article, voice in zip(story.articles, story.voices, strict=True) for p in _of(article, voice)]


def _of(article: Article, voice: int) -> list[Passage]:
    found = []
    place = 0
    for paragraph in article.paragraphs:
        for sentence in sentences(paragraph):
            text = sentence.strip()
            if len(letters(text)) in _SIZES and _ENDED.search(text) and _is_whole(text):
                found.append(Passage(article, voice, place, text))
            place += 1
    return found


def _is_whole(text: str) -> bool:
    if _ADDRESS.search(text) or speaks_to_reader(text) or text.count('"') % 2:
        return False
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)


# ---------------------------------------------------------------- which say most


def best(found: Sequence[Passage], most: int) -> list[Passage]:
    """At most ``most`` of them: each says much of what the voices have in common, and none what another says."""
    if not found:
        return []
    vectors = [vector(passage.text) for passage in found]
    common = _common(found, vectors)
    scores = [_score(passage, own, common) for passage, own in zip(found, vectors, strict=True)]
    taken: list[int] = []
    while len(taken) < min(most, len(found)):
        rest = [n for n in range(len(found)) if n not in taken]
        said = {n: max((cosine(vectors[n], vectors[m]) for m in taken), default=0.0) for n in rest}
        rest = [n for n in rest if said[n] < _NEW]
        if not rest:
            break
        taken.append(max(rest, key=lambda n: scores[n] * (1 - said[n])))
    first = taken[0]
    taken.sort(key=lambda n: (n != first, found[n].place / _length(found, n), n))
    return [found[n] for n in taken]


def _length(found: Sequence[Passage], n: int) -> int:
    return 1 + max(passage.place for passage in found if passage.article is found[n].article)


def vector(text: str) -> dict[str, float]:
    """Term → weight, of length 1."""
    weights: dict[str, float] = defaultdict(float)
    for term in terms_of(text):
        weights[term] += rarity(term)
    size = math.sqrt(sum(x * x for x in weights.values())) or 1.0
    return {term: x / size for term, x in weights.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(x * other[term] for term, x in one.items() if term in other)


def _common(found: Sequence[Passage], vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How much of the story a term is: by how many voices and sentences it stands in."""
    voices: dict[str, set[int]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for passage, own in zip(found, vectors, strict=True):
        for term in own:
            voices[term].add(passage.voice)
            times[term] += 1
    return {term: rarity(term) * (len(voices[term]) + math.log(times[term])) for term in voices}


def _score(passage: Passage, own: Mapping[str, float], common: Mapping[str, float]) -> float:
    says: float = sum(common[term] for term in own) / math.pow(len(own) + 4, 0.7)
    lead = 1.0 + 0.6 / (1 + passage.place)
    numbers = 1.0 + 0.1 * min(2.0, sum(telling(figure) for figure in figures(passage.text)))
    hangs = 0.55 if passage.place and _HANGS.match(passage.text) else 1.0
    return says * lead * numbers * hangs
