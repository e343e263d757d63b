"""podcast digest: from the day's news to a draft."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.digest import Morning
    from podcast.gather import Article, Gathered


def register(root: typer.Typer) -> None:
    root.command()(digest)


def digest(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL | FILE", help="Pages, text, Markdown, mails, feeds. Without any: sources.yaml."),
    ] = None,
    articles: Annotated[bool, typer.Option("--articles", help="Show what was read, and nothing else.")] = False,
    stories: Annotated[
        bool, typer.Option("--stories", help="Show what tells of the same story, and write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With these two: one JSON object a line.")] = False,
    writer: Annotated[
        str, typer.Option(help="extract: the best sentences as they stand; llm: show.yaml's model.")
    ] = "extract",
    explain: Annotated[
        bool, typer.Option("--explain", help="Why each story was taken or left, and what each point rests on.")
    ] = False,
) -> None:
    """Gather the day's news and write a draft: digests/EP1.md, to read and change before it is rendered.

    From feeds, pages, mails (.eml), text and Markdown. What an earlier episode told is left out, or marked where it
    goes on. A source that cannot be read is one line, and stops none of the others.
    """
    from podcast.cli._common import check_choice

    if articles and stories:
        raise typer.BadParameter("--articles or --stories, not both")
    if as_json and not (articles or stories):
        raise typer.BadParameter("--json goes with --articles or --stories")
    check_choice("--writer", writer, "extract", "llm")
    gathered = _gathered(sources or [], outside=articles or stories)
    for failure in gathered.failures:
        print(f"podcast: {failure}", file=sys.stderr)
    if articles:
        for article in gathered.articles:
            print(_as_json(article) if as_json else _shown(article))
    elif stories:
        _show_stories(gathered.articles, as_json)
    if not gathered.articles:
        raise typer.Exit(1)
    if not articles and not stories:
        _write(gathered, explain, writer)


def _gathered(named: list[str], outside: bool) -> Gathered:
    """From what was named, else from sources.yaml. ``outside``: what was named may be looked at outside any show."""
    from datetime import date

    from podcast.cli._common import load_show, now, show_progress
    from podcast.digest import collect
    from podcast.errors import ConfigError
    from podcast.gather.fetch import Fetcher
    from podcast.gather.gathering import gather

    try:
        show = load_show()
    except ConfigError:
        if not named or not outside:
            raise
        return gather(named, Fetcher())
    today: date = now(show).date()
    with show_progress() as bar:
        bar.stage("Fetching")
        return collect(show, named, today, bar.advance)


def _write(gathered: Gathered, explain: bool, writer: str) -> None:
    from podcast.cli._common import load_show, now, shown
    from podcast.digest import write_digest
    from podcast.text import plural

    show = load_show()
    morning = write_digest(show, gathered, now(show).date(), writer=writer)
    left = len(morning.ranked) - morning.taken
    if morning.path is None:
        print(
            f"Nothing to tell: {plural(len(morning.ranked), 'story').replace('storys', 'stories')}, none of them new."
        )
    else:
        size = f"{morning.taken} of {morning.taken + left} stories, {plural(len(gathered.articles), 'article')}"
        print(f"{shown(morning.path)} (a draft): {size}")
        print(f"Read and change it; then: podcast render {morning.path.stem}")
    for note in morning.notes:
        print(note)
    if explain:
        _explain(morning)
    elif left:
        print("podcast digest --explain tells why each story was taken or left.")
    if morning.path is None:
        raise typer.Exit(1)


def _explain(morning: Morning) -> None:
    drafted = morning.drafted.stories if morning.drafted else ()
    points = dict(zip((each.story for each in morning.ranked if each.taken), drafted, strict=True))
    for ranked in morning.ranked:
        print(f"\n{'taken' if ranked.taken else 'left'}: {ranked.story.title} ({'; '.join(ranked.why)})")
        for article, voice in zip(ranked.story.articles, ranked.story.voices, strict=True):
            told = f"{article.outlet or 'unknown outlet'}, {article.date or 'no day'}"
            print(f"  {voice + 1} {told}: {article.title} ({article.source})")
        for group in points[ranked.story].groups if ranked.story in points else ():
            if group.heading:
                print(f"  {group.heading}")
            for point in group.points:
                notes = ["one source alone"] if point.alone else []
                notes += [f"{'、'.join(point.undated)}: its article's day is not known"] if point.undated else []
                print(f"    - {point.text}{' (' if notes else ''}{'; '.join(notes)}{')' if notes else ''}")
                for passage in point.passages:
                    print(f"        {passage.article.outlet or passage.article.source}: {passage.text}")


def _show_stories(articles: tuple[Article, ...], as_json: bool) -> None:
    import json

    from podcast.gather.stories import stories_of
    from podcast.text import plural

    for story in stories_of(articles):
        if as_json:
            told = [{"source": article.source, "title": article.title} for article in story.articles]
            print(json.dumps({"title": story.title, "articles": told}, ensure_ascii=False))
            continue
        print(f"{story.title} ({plural(len(story.articles), 'article')}, {plural(story.independent, 'voice')})")
        for article, voice in zip(story.articles, story.voices, strict=True):
            print(f"  {voice + 1} {article.outlet or 'unknown outlet'}: {article.title} ({article.source})")


def _as_json(article: Article) -> str:
    import json

    told = {
        "source": article.source,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "language": article.language,
        "paragraphs": list(article.paragraphs),
        "left_out": list(article.left_out),
    }
    return json.dumps(told, ensure_ascii=False)


def _shown(article: Article) -> str:
    from podcast.text import one_line

    about = " · ".join(filter(None, (article.outlet, str(article.date or ""), article.language)))
    lines = [f"{article.source}: {article.title}", f"  {about}", *(f"  {text}" for text in article.paragraphs)]
    if article.left_out:
        lines += ["  left out:", *(f"    {one_line(text, 100)}" for text in article.left_out)]
    return "\n".join([*lines, ""])
