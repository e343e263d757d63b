"""A draft without a language model: of each story the sentences that say most, as they stand in their sources.

Only 昨晚 and its like, in an article of another day, become the day that they mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date as Day

from podcast.gather.addressed import speaks_to_reader
from podcast.gather.choosing import Ranked
from podcast.gather.contradictions import at_odds, contradictions, disputed_figures
from podcast.gather.days import as_of
from podcast.gather.drafted import Drafted, DraftedStory, Group, Point
from podcast.gather.figures import figures, telling
from podcast.gather.language import as_in_show, in_language_of, is_chinese
from podcast.gather.sentences import Passage, all_passages, best, cosine, passages, vector
from podcast.gather.stories import Story
from podcast.language import Language

_POINTS = 5  # of a story that several tell
_POINTS_ALONE = 4
_SUPPORTED = 0.3  # likeness of two sentences, from which on one bears the other out
_SUPPORTED_ACROSS = 0.9  # how much the figures tell that they have in common (`figures.telling`)
_TITLE_CHARS = 48


def extract(ranked: Sequence[Ranked], words: Language, day: Day) -> Drafted:
    """The stories that are taken, in their order."""
    told = [_story(each, words, day) for each in ranked if each.taken]
    stories = tuple(story for story, _ in told)
    heads = [story.heading for story in stories]
    highlights = tuple(Point(story.heading, (headline,)) for story, headline in told)
    title = heads[0] if heads else ""
    if len(heads) > 1 and len(title) + len(heads[1]) < _TITLE_CHARS:
        title = f"{title}；{heads[1]}"
    return Drafted(title, day, stories, highlights)


def _story(ranked: Ranked, words: Language, day: Day) -> tuple[DraftedStory, Passage]:
    """The story, and what its heading rests on."""
    story = ranked.story
    every = all_passages(story)
    differing = contradictions([*every, *headlines(story)])
    disputed = disputed_figures(differing)
    own = [passage for passage in passages(story) if not disputed & set(figures(passage.text))]
    chosen = best(own, _POINTS if story.independent > 1 else _POINTS_ALONE)
    groups = [_main(chosen, every, words, day, bool(differing))] if chosen else []
    if differing:
        sides = {(p.voice, p.text): p for each in differing for p in (each.one, each.other)}
        points = tuple(Point(_told(p, words, day), (p,)) for p in sides.values())
        groups.append(Group(words.gathered.differ, points))
    headline = _headline(story, disputed)
    heading = " ".join(_told(headline, words, day).split()) or story.title
    if disputed & set(figures(heading)):
        heading = words.gathered.disputed.format(heading=heading)
    if ranked.follows:
        heading = words.gathered.follows.format(heading=heading)
    alone = story.independent == 1
    return DraftedStory(heading, tuple(groups), story.articles, alone, ranked.follows, disputed), headline


def headlines(story: Story) -> list[Passage]:
    """The titles of its articles, that of the story first."""
    rows = [
        (a, v) for a, v in zip(story.articles, story.voices, strict=True) if a.title and not speaks_to_reader(a.title)
    ]
    rows.sort(key=lambda row: row[0] is not story.titled)
    return [Passage(article, voice, 0, article.title) for article, voice in rows]


def _headline(story: Story, disputed: frozenset[str]) -> Passage:
    """A title that claims no figure which another outlet contradicts, in the story's language, where there is one."""
    own = [p for p in headlines(story) if is_chinese(p.article.language) == is_chinese(story.titled.language)]
    calm = [passage for passage in own if not disputed & set(figures(passage.text))]
    return next(iter(calm or own), Passage(story.titled, 0, 0, story.title))


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
        if other.voice != passage.voice and not at_odds(passage, other) and _says_it(passage, own, other):
            others.setdefault(other.voice, other)
    return Point(_told(passage, words, day), (passage, *others.values()), alone=not others)


def _says_it(passage: Passage, own: Mapping[str, float], other: Passage) -> bool:
    """By its words; in another language by figures that two sentences of one story hardly share by chance."""
    if is_chinese(passage.article.language) == is_chinese(other.article.language):
        return cosine(own, vector(other.text)) >= _SUPPORTED
    shared = set(figures(passage.text)) & set(figures(other.text))
    return sum(telling(figure) for figure in shared) >= _SUPPORTED_ACROSS
