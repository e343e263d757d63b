"""A draft → the Markdown of a digest, in the form of the show's, so that `read` gives back every word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from podcast.gather.article import Article
from podcast.gather.drafted import Drafted, DraftedStory, Point
from podcast.gather.language import as_in_show
from podcast.language import Language
from podcast.model import Passage
from podcast.read.rests import as_comment

_SPECIAL = re.compile(r"([\\`*_<>~|$#{}])")
_BRACKETS = {"[": "&#91;", "]": "&#93;"}  # behind a backslash they would begin a formula
_AT_START = re.compile(r"^(\d+)([.)])(\s)|^([+-])(\s)")


def as_markdown(draft: Drafted, words: Language) -> str:
    """The text of digests/EPn.md. Comments in it are for the author and are not said."""
    return "\n".join(_lines(draft, words)).rstrip() + "\n"


def _lines(draft: Drafted, words: Language) -> Iterator[str]:
    own = words.gathered
    yield "---"
    yield f"title: {_quoted(draft.title)}"
    yield f"date: {draft.day.isoformat()}"
    yield from ("---", "", f"# {escaped(draft.title)}", "")
    articles = draft.articles
    yield _intro(draft, words)
    if draft.highlights:
        several = own.highlights.format(stories=len(draft.stories))
        yield from (
            "",
            f"## {words.notes.highlights}",
            "",
            f"1. {several if len(draft.stories) > 1 else own.highlight}",
        )
        for point in draft.highlights:
            yield f"   - {escaped(point.text)}"
            yield from _rests(point, words, "     ")
    places = {article.url or article.source: n for n, article in enumerate(articles, 1)}
    for story in draft.stories:
        yield from _story(story, words, places)
    yield from ("", f"## {words.notes.sources}", "")
    yield from (f"{n}. {_source(article, words)}" for n, article in enumerate(articles, 1))
    yield from ("", f"## {own.outro_heading}", "", own.outro, "", f"## {own.disclaimer_heading}", "", own.disclaimer)


def _story(story: DraftedStory, words: Language, places: Mapping[str, int]) -> Iterator[str]:
    notes = [words.gathered.alone] if story.alone else []
    yield from ("", f"## {escaped(story.heading)}{_comment([*notes, *_undated(story, words)])}", "")
    for n, group in enumerate(story.groups, 1):
        if group.heading:
            yield f"{n}. {escaped(group.heading)}"
        indent = "   " if group.heading else ""
        for point in group.points:
            yield f"{indent}- {_point(point, story.alone, words, places)}"
            yield from _rests(point, words, f"{indent}  ")


def _rests(point: Point, words: Language, indent: str) -> Iterator[str]:
    """The sources' own words, each in a comment below the point, from where they reach the episode's page."""
    for each in point.passages:
        url = each.article.url if each.article.url and not re.search(r"[<>\s：]", each.article.url) else None
        outlet = as_in_show(each.article.outlet or each.article.title, words.tag)
        told = Passage(" ".join(each.text.split()), " ".join(outlet.split()), url)
        yield indent + as_comment(told, words.gathered.rests)


def _intro(draft: Drafted, words: Language) -> str:
    """Outlets are counted where all are known."""
    own, articles = words.gathered, draft.articles
    outlets = {article.outlet for article in articles}
    said = own.intro_one if len(articles) == 1 else own.intro_articles
    if len(articles) > 1 and None not in outlets and outlets:
        said = own.intro if len(outlets) > 1 else own.intro_outlet
    outlet = as_in_show(next(iter(outlets), None) or "", words.tag)
    return escaped(said.format(outlets=len(outlets), outlet=outlet, articles=len(articles), stories=len(draft.stories)))


def _undated(told: Point | DraftedStory, words: Language) -> list[str]:
    return [words.gathered.undated.format(words="、".join(told.undated))] if told.undated else []


def _comment(notes: list[str]) -> str:
    return f" <!-- {'; '.join(notes)} -->" if notes else ""


def _point(point: Point, alone: bool, words: Language, places: Mapping[str, int]) -> str:
    """With what it rests on: its outlet, or the numbers of its sources in a comment."""
    outlet = point.passages[0].article.outlet if point.passages and point.attributed else None
    text = _signed(point.text, as_in_show(outlet, words.tag), words) if outlet else point.text
    notes = [words.gathered.alone] if point.alone and not alone else []
    if not point.attributed:
        cited = {places[p.article.url or p.article.source] for p in point.passages}
        notes.insert(0, f"{words.notes.sources} {', '.join(map(str, sorted(cited)))}")
    return escaped(text) + _comment([*notes, *_undated(point, words)])


def _source(article: Article, words: Language) -> str:
    date = article.date.isoformat() if article.date else ""
    title, outlet = (as_in_show(text or "", words.tag) for text in (article.title, article.outlet))
    about = "，".join(filter(None, (outlet, date)))
    told = escaped(words.gathered.source.format(title=title, about=about) if about else title)
    return f"[{told}](<{article.url}>)" if article.url and not re.search(r"[<>\s]", article.url) else told


def _signed(text: str, outlet: str, words: Language) -> str:
    """With who published it, before the sentence's last mark."""
    match = re.search(r"[。！!.]$", text)
    body, mark = (text[: match.start()], match[0]) if match else (text, "")
    return words.gathered.said_by.format(text=body, outlet=outlet) + mark


def escaped(text: str) -> str:
    """``text`` as Markdown that shows just it, on one line."""
    line = re.sub(r"([*_~])\1+", r"\1", " ".join(text.split()))  # the reader takes a row of them for markup
    line = _SPECIAL.sub(r"\\\1", line)
    line = "".join(_BRACKETS.get(c, c) for c in line)
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}{m[3]}" if m[1] else f"\\{m[4]}{m[5]}", line)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
