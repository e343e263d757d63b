"""A draft → the Markdown of a digest, in the form of the show's, so that `read` gives back every word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from podcast.gather.article import Article
from podcast.gather.drafted import Drafted, DraftedStory, Point
from podcast.gather.language import in_language_of, is_chinese, language_of
from podcast.language import Language

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
    if draft.number is not None:
        yield f"number: {draft.number}"
    yield f"date: {draft.day.isoformat()}"
    yield from ("---", "", f"# {escaped(draft.title)}", "")
    articles = draft.articles
    outlets = {article.outlet for article in articles if article.outlet}
    yield own.intro.format(outlets=len(outlets) or len(articles), articles=len(articles), stories=len(draft.stories))
    if draft.highlights:
        yield from ("", f"## {words.notes.highlights}", "", f"1. {own.highlights.format(stories=len(draft.stories))}")
        yield from (f"   - {escaped(text)}" for text in draft.highlights)
    places = {article.url or article.source: n for n, article in enumerate(articles, 1)}
    for story in draft.stories:
        yield from _story(story, words, places)
    yield from ("", f"## {words.notes.sources}", "")
    yield from (f"{n}. {_source(article, words)}" for n, article in enumerate(articles, 1))
    yield from ("", f"## {own.outro_heading}", "", own.outro, "", f"## {own.disclaimer_heading}", "", own.disclaimer)


def _story(story: DraftedStory, words: Language, places: Mapping[str, int]) -> Iterator[str]:
    alone = f" <!-- {words.gathered.alone} -->" if story.alone else ""
    yield from ("", f"## {escaped(story.heading)}{alone}", "")
    for n, group in enumerate(story.groups, 1):
        yield f"{n}. {escaped(group.heading)}"
        yield from (f"   - {_point(point, story.alone, words, places)}" for point in group.points)


def _point(point: Point, alone: bool, words: Language, places: Mapping[str, int]) -> str:
    """With what it rests on: its outlet, or the numbers of its sources in a comment."""
    outlet = point.passages[0].article.outlet if point.passages and point.attributed else None
    text = _signed(point.text, _ours(outlet, words), words) if outlet else point.text
    notes = [words.gathered.alone] if point.alone and not alone else []
    if not point.attributed:
        cited = {places[p.article.url or p.article.source] for p in point.passages}
        notes.insert(0, f"{words.notes.sources} {', '.join(map(str, sorted(cited)))}")
    return escaped(text) + (f" <!-- {'; '.join(notes)} -->" if notes else "")


def _source(article: Article, words: Language) -> str:
    date = article.date.isoformat() if article.date else ""
    title, outlet = (_ours(text or "", words) for text in (article.title, article.outlet))
    told = words.gathered.source.format(title=title, outlet=outlet, date=date)
    told = escaped(re.sub(r"（，|，）|（）", lambda m: {"（，": "（", "，）": "）"}.get(m[0], ""), told))
    return f"[{told}](<{article.url}>)" if article.url and not re.search(r"[<>\s]", article.url) else told


def _ours(text: str, words: Language) -> str:
    """A name or a title in the characters of the show."""
    return in_language_of(text, words.tag) if is_chinese(language_of(text)) else text


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
