"""Articles → stories: what tells of the same event, whoever published it and in whatever language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from podcast.gather.addressed import speaks_to_reader
from podcast.gather.article import Article
from podcast.gather.language import is_chinese
from podcast.gather.likeness import SAME, likeness
from podcast.gather.reprints import reprints


@dataclass(frozen=True, slots=True)
class Story:
    """``articles``: the one that says most first. ``voices``: for each of them, who speaks in it: the same number for
    reprints of one text and for articles of one outlet."""

    title: str
    articles: tuple[Article, ...]
    voices: tuple[int, ...]

    @property
    def independent(self) -> int:
        """How many tell it by themselves."""
        return len(set(self.voices))

    @property
    def titled(self) -> Article:
        """The article whose title the story has."""
        return _titled(self.articles)


def stories_of(articles: Sequence[Article]) -> tuple[Story, ...]:
    """Every article in exactly one story; the stories with most independent voices first, then as they came."""
    if not articles:
        return ()
    alike = likeness(articles)
    same_text = reprints(articles)
    for n, first in enumerate(same_text):
        alike[n, first] = alike[first, n] = 1.0
    groups = _grouped(alike)
    stories = [
        _story([articles[n] for n in group], [same_text[n] for n in group], alike[np.ix_(group, group)])
        for group in groups
    ]
    return tuple(sorted(stories, key=lambda story: -story.independent))


def _grouped(alike: NDArray[np.float32]) -> list[list[int]]:
    """The two groups that are alike most on average become one, until none are alike enough: no chain of articles of
    which each resembles the next makes one story of many."""
    sums = alike.astype(np.float64)
    np.fill_diagonal(sums, 0.0)
    sizes = np.ones(len(alike))
    groups: list[list[int]] = [[n] for n in range(len(alike))]
    means = sums.copy()
    while True:
        at = int(np.argmax(means))
        a, b = sorted(divmod(at, len(alike)))
        if a == b or means[a, b] < SAME:
            break
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        sizes[a] += sizes[b]
        groups[a] += groups[b]
        groups[b] = []
        sums[b] = sums[:, b] = means[b] = means[:, b] = 0.0
        sums[a, a] = 0.0
        row = sums[a] / (sizes[a] * sizes)
        means[a], means[:, a] = row, row
    return [sorted(group) for group in groups if group]


def _story(articles: list[Article], same_text: list[int], alike: NDArray[np.float32]) -> Story:
    """Titled as the Chinese article that is most like the others; without one, as the one in another language."""
    closeness = alike.sum(axis=1) + np.array([0.15 * (article.language == "zh-Hant") for article in articles])
    order = sorted(range(len(articles)), key=lambda n: (not is_chinese(articles[n].language), -closeness[n]))
    voices = _voices([articles[n] for n in order], [same_text[n] for n in order])
    titled = _titled([articles[n] for n in order])
    return Story(titled.title or titled.text[:30], tuple(articles[n] for n in order), voices)


def _titled(articles: Sequence[Article]) -> Article:
    """The first that has a title which tells something."""
    titled = [article for article in articles if article.title] or articles
    return next((article for article in titled if not speaks_to_reader(article.title)), titled[0])


def _voices(articles: list[Article], same_text: list[int]) -> tuple[int, ...]:
    """Reprints are one voice, and so are articles of one outlet."""
    voice: dict[object, int] = {}
    out: list[int] = []
    for article, text in zip(articles, same_text, strict=True):
        keys = [("text", text)] + ([("outlet", article.outlet)] if article.outlet else [])
        known = next((voice[key] for key in keys if key in voice), len(set(out)))
        for key in keys:
            voice.setdefault(key, known)
        out.append(known)
    return tuple(out)


def outlets(articles: Sequence[Article]) -> tuple[str, ...]:
    """The outlets, those with most articles first."""
    return tuple(name for name, _ in Counter(article.outlet for article in articles if article.outlet).most_common())
