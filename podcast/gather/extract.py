"""A draft without a language model: of each story the sentences that say most, as they stand in their sources.

Only 昨晚 and its like, in an article of another day, become the day that they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Day

from podcast.gather.choosing import Ranked
from podcast.gather.contradictions import Contradiction, at_odds, contradictions
from podcast.gather.days import as_of
from podcast.gather.drafted import Drafted, DraftedStory, Group, Point
from podcast.gather.language import as_in_show, in_language_of, is_chinese
from podcast.gather.sentences import Passage, all_passages, best, cosine, passages, vector
from podcast.language import Language

_POINTS = 5  # of a story that several tell
_POINTS_ALONE = 4
_SUPPORTED = 0.3  # likeness of two sentences, from which on one bears the other out
_TITLE_CHARS = 48


def extract(ranked: Sequence[Ranked], words: Language, day: Day) -> Drafted:
    """The stories that are taken, in their order."""
    stories = tuple(_story(each, words, day) for each in ranked if each.taken)
    heads = [story.heading for story in stories]
    title = heads[0] if heads else ""
    if len(heads) > 1 and len(title) + len(heads[1]) < _TITLE_CHARS:
        title = f"{title}；{heads[1]}"
    return Drafted(title, day, stories, tuple(heads))


def _story(ranked: Ranked, words: Language, day: Day) -> DraftedStory:
    story = ranked.story
    every = all_passages(story)
    differing = contradictions(every)
    disputed = {id(passage) for each in differing for passage in (each.one, each.other)}
    own = [passage for passage in passages(story) if id(passage) not in disputed and not _is_same(passage, differing)]
    chosen = best(own, _POINTS if story.independent > 1 else _POINTS_ALONE)
    groups = [_main(chosen, every, words, day, bool(differing))] if chosen else []
    if differing:
        sides = {(p.voice, p.text): p for each in differing for p in (each.one, each.other)}
        points = tuple(Point(_told(p, words, day), (p,)) for p in sides.values())
        groups.append(Group(words.gathered.differ, points))
    heading = as_of(story.title, story.titled.date, day)
    heading = in_language_of(heading, words.tag) if is_chinese(story.titled.language) else heading
    if ranked.follows:
        heading = words.gathered.follows.format(heading=heading)
    return DraftedStory(
        " ".join(heading.split()), tuple(groups), story.articles, story.independent == 1, ranked.follows
    )


def _is_same(passage: Passage, differing: Sequence[Contradiction]) -> bool:
    return any(passage.text == side.text for each in differing for side in (each.one, each.other))


def _main(chosen: Sequence[Passage], every: Sequence[Passage], words: Language, day: Day, more: bool) -> Group:
    """An outlet that alone has all points is named once, above them. ``more``: another group follows."""
    outlets = {passage.article.outlet for passage in chosen}
    outlet = None if more or len(outlets) > 1 else outlets.pop()
    heading = words.gathered.points if more else ""
    if outlet:
        heading = words.gathered.points_of.format(outlet=as_in_show(outlet, words.tag))
    points = (_point(passage, every, words, day) for passage in chosen)
    return Group(heading, tuple(replace(point, attributed=not outlet) for point in points))


def _told(passage: Passage, words: Language, day: Day) -> str:
    text = as_of(passage.text, passage.article.date, day)
    return in_language_of(text, words.tag) if is_chinese(passage.article.language) else text


def _point(passage: Passage, every: Sequence[Passage], words: Language, day: Day) -> Point:
    """With the passages of other voices that say the same, and give no other figure for it."""
    own = vector(passage.text)
    others: dict[int, Passage] = {}
    for other in every:
        if (
            other.voice != passage.voice
            and cosine(own, vector(other.text)) >= _SUPPORTED
            and not at_odds(passage, other)
        ):
            others.setdefault(other.voice, other)
    return Point(_told(passage, words, day), (passage, *others.values()), alone=not others)
