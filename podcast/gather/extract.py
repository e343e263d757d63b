"""A draft without a language model: of each story the sentences that say most, as they stand in their sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day

from podcast.gather.choosing import Ranked
from podcast.gather.contradictions import Contradiction, contradictions
from podcast.gather.drafted import Drafted, DraftedStory, Group, Point
from podcast.gather.language import in_language_of, is_chinese
from podcast.gather.sentences import Passage, all_passages, best, cosine, passages, vector
from podcast.language import Language

_POINTS = 5  # of a story that several tell
_POINTS_ALONE = 4
_SUPPORTED = 0.3  # likeness of two sentences, from which on one bears the other out
_TITLE_CHARS = 48


def extract(ranked: Sequence[Ranked], words: Language, day: Day, number: int | None = None) -> Drafted:
    """The stories that are taken, in their order."""
    stories = tuple(_story(each, words) for each in ranked if each.taken)
    heads = [story.heading for story in stories]
    title = heads[0] if heads else ""
    if len(heads) > 1 and len(title) + len(heads[1]) < _TITLE_CHARS:
        title = f"{title}；{heads[1]}"
    return Drafted(title, day, stories, number, tuple(heads))


def _story(ranked: Ranked, words: Language) -> DraftedStory:
    story = ranked.story
    every = all_passages(story)
    differing = contradictions(every)
    disputed = {id(passage) for each in differing for passage in (each.one, each.other)}
    own = [passage for passage in passages(story) if id(passage) not in disputed and not _is_same(passage, differing)]
    chosen = best(own, _POINTS if story.independent > 1 else _POINTS_ALONE)
    groups = (
        [Group(words.gathered.points, tuple(_point(passage, every, words.tag) for passage in chosen))] if chosen else []
    )
    if differing:
        sides = {(p.voice, p.text): p for each in differing for p in (each.one, each.other)}
        points = tuple(Point(in_language_of(p.text, words.tag), (p,)) for p in sides.values())
        groups.append(Group(words.gathered.differ, points))
    heading = in_language_of(story.title, words.tag) if is_chinese(story.articles[0].language) else story.title
    if ranked.follows:
        heading = words.gathered.follows.format(heading=heading)
    return DraftedStory(
        " ".join(heading.split()), tuple(groups), story.articles, story.independent == 1, ranked.follows
    )


def _is_same(passage: Passage, differing: Sequence[Contradiction]) -> bool:
    return any(passage.text == side.text for each in differing for side in (each.one, each.other))


def _point(passage: Passage, every: Sequence[Passage], tag: str) -> Point:
    """With the passages of other voices that say the same."""
    own = vector(passage.text)
    others: dict[int, Passage] = {}
    for other in every:
        if other.voice != passage.voice and cosine(own, vector(other.text)) >= _SUPPORTED:
            others.setdefault(other.voice, other)
    text = in_language_of(passage.text, tag) if is_chinese(passage.article.language) else passage.text
    return Point(text, (passage, *others.values()), alone=not others)
