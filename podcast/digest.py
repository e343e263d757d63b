"""The day's draft: sources → articles → stories → digests/EPn.md. The only file that knows this order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import Path

from podcast.disk import write_whole
from podcast.errors import ConfigError, DigestError, GatherError, PodcastError
from podcast.gather.article import Article
from podcast.gather.choosing import Earlier, Ranked, choose
from podcast.gather.drafted import Drafted
from podcast.gather.extract import extract
from podcast.gather.fetch import Fetcher
from podcast.gather.files import Gathered
from podcast.gather.gathering import gather, oldest
from podcast.gather.language import language_of
from podcast.gather.markdown import as_markdown
from podcast.gather.sources import Sources, load_sources, no_sources
from podcast.gather.stories import stories_of
from podcast.library import Library, Work
from podcast.model import Digest
from podcast.numbering import next_slug
from podcast.read import read_digest
from podcast.show import Show

REMEMBERED = 40
"""Episodes back that are looked through for what was told before."""


@dataclass(frozen=True, slots=True)
class Morning:
    """What a morning's gathering came to. ``path``: the draft; None where there is nothing to tell."""

    gathered: Gathered
    ranked: tuple[Ranked, ...]
    drafted: Drafted | None
    path: Path | None
    notes: tuple[str, ...] = ()  # what a language model did not tell as it should

    @property
    def taken(self) -> int:
        return sum(each.taken for each in self.ranked)


def collect(
    show: Show, named: Sequence[str], today: Day, told: Callable[[int, int], None] = lambda a, b: None
) -> Gathered:
    """Articles of the addresses and files that are named, else of sources.yaml. Raises ConfigError without either.

    What is named is read although sources.yaml has a fault, which is then one of the failures.
    """
    sources, fault = _sources(show)
    if fault and not named:
        raise fault
    if not named and not sources.addresses:
        raise no_sources(show.root)
    fetcher = Fetcher(show.cache / "news", sources.allow_private)
    since = None if named else oldest(today, sources.days)
    gathered = gather(named or sources.addresses, fetcher, show.timezone, since, told)
    noted = (f"{fault} What is named here is read without that file.",) if fault else ()
    return replace(gathered, failures=(*noted, *gathered.failures))


def _sources(show: Show) -> tuple[Sources, ConfigError | None]:
    try:
        return load_sources(show.root), None
    except ConfigError as error:
        return Sources(), error


def write_digest(show: Show, gathered: Gathered, today: Day, least: int = 1, writer: str = "extract") -> Morning:
    """The draft of the next episode, in digests/, beside no other of its name.

    ``least``: with fewer stories nothing is written. ``writer``: extract, or llm for show.yaml's language model. A
    fault in sources.yaml is passed over here: `collect` tells it.
    Raises DiskError, ConfigError, Interrupted.
    """
    sources, _ = _sources(show)
    ranked = rank(show, gathered.articles, sources, today)
    taken = sum(each.taken for each in ranked)
    if taken < max(1, least):
        return Morning(gathered, tuple(ranked), None, None)
    notes: tuple[str, ...] = ()
    if writer == "llm":
        from podcast.gather.retold import retell
        from podcast.llm import Purse, model_of

        retold = retell(ranked, show.words, today, model_of(show, Purse(show.budget)))
        drafted, notes = retold.draft, retold.notes
    else:
        drafted = extract(ranked, show.words, today)
    path = show.digests / f"{next_slug(show)}.md"
    write_whole(path, as_markdown(drafted, show.words))
    return Morning(gathered, tuple(ranked), drafted, path, notes)


def rank(show: Show, articles: Sequence[Article], sources: Sources, today: Day) -> list[Ranked]:
    """Every story of the articles, with why it is told or not. Raises GatherError where there is no article."""
    if not articles:
        raise GatherError("No article could be read, so there is nothing to tell: see the lines above.")
    return choose(stories_of(articles), sources, today, earlier_stories(show))


def earlier_stories(show: Show) -> list[Earlier]:
    """The stories of the last digests; one that cannot be read is passed over."""
    found: list[Earlier] = []
    for work in Library(show).all()[-REMEMBERED:]:
        try:
            digest = read_digest(work.digest, work.slug, show.timezone)
        except (DigestError, PodcastError):
            continue
        found += _stories(work, digest)
    return found


def _stories(work: Work, digest: Digest) -> list[Earlier]:
    links = frozenset(url for _, url in digest.links())
    titles = tuple(source.title for source in digest.sources)
    out = []
    for section in digest.sections:
        texts = tuple(item.text for item in section.walk() if item.text and not item.items)
        if texts:
            article = Article(work.slug, section.heading, None, digest.date, language_of("\n".join(texts)), texts)
            out.append(Earlier(work.slug, article, links, titles))
    return out
