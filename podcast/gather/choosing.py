"""Which of the day's stories an episode tells, in which order, and why."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day

import numpy as np

from podcast.gather.article import Article
from podcast.gather.contradictions import counted
from podcast.gather.figures import figures, telling
from podcast.gather.likeness import SAME, likeness
from podcast.gather.repeats import letters
from podcast.gather.sentences import all_passages
from podcast.gather.sources import Sources
from podcast.gather.stories import Story
from podcast.mandarin.han import simplified
from podcast.text import plural

_TELLING = 0.4
"""How much a figure must say, that it alone makes an article news: 12 does, 3 does not."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A story of an earlier episode. ``links`` and ``titles``: of that episode's sources."""

    slug: str
    article: Article
    links: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()

    def rests_on(self, article: Article) -> bool:
        """Whether that episode has told from this very article."""
        title = simplified(letters(article.title))
        told = (simplified(letters(each)) for each in self.titles)
        return (
            article.url in self.links if article.url else bool(title) and any(each.startswith(title) for each in told)
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """``taken``: whether the episode tells it; ``follows``: the slug of the episode whose story it goes on with."""

    story: Story
    taken: bool
    score: float
    why: tuple[str, ...]
    follows: str | None = None


def choose(stories: Sequence[Story], sources: Sources, today: Day, earlier: Sequence[Earlier] = ()) -> list[Ranked]:
    """Every story: those that are told first, the most important first, then the others."""
    told = _told(stories, earlier)
    ranked = [_ranked(story, sources, today, before) for story, before in zip(stories, told, strict=True)]
    ranked.sort(key=lambda each: (not each.taken, -each.score))
    out = []
    for n, each in enumerate(ranked):
        if each.taken and n >= sources.stories:
            why = (f"there are {sources.stories} more important ones", *each.why)
            each = Ranked(each.story, False, each.score, why, each.follows)
        out.append(each)
    return out


def _ranked(story: Story, sources: Sources, today: Day, before: Earlier | None) -> Ranked:
    voices = story.independent
    why = [plural(voices, "independent voice")]
    score = 2 * math.log2(1 + voices) + 0.3 * min(1.0, max(len(article.text) for article in story.articles) / 600)
    days = [article.date for article in story.articles if article.date]
    age = max(0, (today - max(days)).days) if days else None
    score += {None: 0.3, 0: 1.0, 1: 0.7, 2: 0.4}.get(age, 0.0)
    if age is not None:
        why.append("of today" if age == 0 else f"{plural(age, 'day')} old")
    if topics := _named(story, sources.topics):
        score += 1.0 + 0.5 * min(3, len(topics))
        why.append(f"topics: {', '.join(topics)}")
    left = ""
    if avoided := _named(story, sources.avoid):
        left = f"avoid: {', '.join(avoided)}"
    elif age is not None and age > sources.days:
        left = f"older than {plural(sources.days, 'day')}"
    elif not all_passages(story):
        left = "nothing in it is a sentence that could be told"
    elif before and not _goes_on(story, before):
        left = f"told in {before.slug}"
    if before and not left:
        why.append(f"goes on with {before.slug}")
    return Ranked(
        story, not left, score, ((left,) if left else ()) + tuple(why), before.slug if before and not left else None
    )


def _named(story: Story, words: Sequence[str]) -> list[str]:
    """Those of the words that a title has, or an article twice; Simplified and Traditional are one."""
    titles = " ".join(simplified(article.title.lower()) for article in story.articles)
    texts = [simplified(article.text.lower()) for article in story.articles]
    forms = {word: _form(simplified(word.lower())) for word in words}
    return [w for w, form in forms.items() if form.search(titles) or any(len(form.findall(t)) >= 2 for t in texts)]


def _form(word: str) -> re.Pattern[str]:
    """A word in Latin letters stands alone: AI is not in Taiwan."""
    before = r"(?<![a-z0-9])" if word[0].isascii() else ""
    after = r"(?![a-z0-9])" if word[-1].isascii() else ""
    return re.compile(before + re.escape(word) + after)


def _told(stories: Sequence[Story], earlier: Sequence[Earlier]) -> list[Earlier | None]:
    """The earlier story that each of them is most like, where it is the same."""
    if not earlier or not stories:
        return [None] * len(stories)
    now = [article for story in stories for article in story.articles]
    undated = [
        Article(e.slug, e.article.title, language=e.article.language, paragraphs=e.article.paragraphs) for e in earlier
    ]
    alike = likeness([*now, *undated])[: len(now), len(now) :]
    out: list[Earlier | None] = []
    at = 0
    for story in stories:
        own = alike[at : at + len(story.articles)].mean(axis=0)
        at += len(story.articles)
        best = int(np.argmax(own))
        out.append(earlier[best] if own[best] >= SAME else None)
    return out


def _goes_on(story: Story, before: Earlier) -> bool:
    """Whether something in it is newer than that episode and says what it did not."""
    day = before.article.date
    newer = [
        article
        for article in story.articles
        if not before.rests_on(article) and (day is None or article.date is None or article.date > day)
    ]
    told = f"{before.article.title} {before.article.text}"
    known, units = set(figures(told)), counted(told)
    for article in newer:
        if {figure for figure in figures(article.text) if telling(figure) >= _TELLING} - known:
            return True
        if any(unit in units and own - known for unit, own in counted(article.text).items()):
            return True  # 5 人 where it was 2 人
    return False
