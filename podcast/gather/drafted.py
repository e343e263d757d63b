"""A digest before it is written down: stories with points, and each point with the passages that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day

from podcast.gather.article import Article
from podcast.gather.days import relative_words
from podcast.gather.sentences import Passage


@dataclass(frozen=True, slots=True)
class Point:
    """``alone``: no other voice says so."""

    text: str
    passages: tuple[Passage, ...]
    alone: bool = False
    attributed: bool = True  # whether the outlet is named behind it

    @property
    def undated(self) -> tuple[str, ...]:
        """Words like 昨晚 of which nobody knows which day they mean, as the article's is not known."""
        return relative_words(self.text) if any(p.article.date is None for p in self.passages) else ()


@dataclass(frozen=True, slots=True)
class Group:
    """``heading``: "" where the story has no other group."""

    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DraftedStory:
    """``alone``: one outlet alone tells it. ``follows``: the slug of the episode whose story it goes on with.
    ``disputed``: figures on which its outlets contradict each other."""

    heading: str
    groups: tuple[Group, ...]
    articles: tuple[Article, ...]
    alone: bool = False
    follows: str | None = None
    disputed: frozenset[str] = frozenset()

    @property
    def undated(self) -> tuple[str, ...]:
        """Of the heading, as those of a point."""
        return relative_words(self.heading) if any(article.date is None for article in self.articles) else ()


@dataclass(frozen=True, slots=True)
class Drafted:
    title: str
    day: Day
    stories: tuple[DraftedStory, ...]
    highlights: Sequence[Point] = ()  # one for each story

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article that a point rests on, each once, in the order of the stories."""
        cited = (
            p.article
            for story in self.stories
            for group in story.groups
            for point in group.points
            for p in point.passages
        )
        return tuple({(article.url or article.source): article for article in cited}.values())
