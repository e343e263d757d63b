"""From addresses and files to articles: all hosts at once, one request at a time to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from podcast.errors import PodcastError
from podcast.gather.article import Article
from podcast.gather.fetch import Fetcher, Page
from podcast.gather.files import Gathered, articles_of, read_file
from podcast.gather.repeats import letters

AT_ONCE = 8  # hosts
_SHORT = 200  # letters; an entry of a feed with fewer is only a summary, and its page is fetched
_PAGES_OF_A_FEED = 12


def gather(
    sources: Iterable[str],
    fetcher: Fetcher,
    timezone: str = "Asia/Taipei",
    since: Day | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Gathered:
    """``sources``: web addresses and files' paths. ``since``: articles of feeds that are older are not taken.

    ``told`` hears how many of the addresses are done. A source that fails is one sentence and stops no other.
    """
    names = list(dict.fromkeys(sources))
    web = [name for name in names if is_address(name)]
    pages = _fetched(web, fetcher, told)
    found: dict[str, list[Article]] = {}
    failures: list[str] = []
    for name in names:
        try:
            found[name] = (
                _of_web(name, pages[name], timezone, since) if name in pages else read_file(Path(name), timezone)
            )
        except PodcastError as error:
            failures.append(str(error))
    _complete(found, fetcher, timezone)
    articles = [article for name in names for article in found.get(name, ())]
    return Gathered(_once(articles), tuple(failures))


def is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _fetched(
    urls: Sequence[str], fetcher: Fetcher, told: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, Page | PodcastError]:
    """Each address's page, or why there is none."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[_host(url)].append(url)
    pages: dict[str, Page | PodcastError] = {}

    def one_host(own: list[str]) -> None:
        for url in own:
            try:
                pages[url] = fetcher.get(url)
            except PodcastError as error:
                pages[url] = error
            told(len(pages), len(urls))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(one_host, hosts.values()))
    return pages


def _of_web(url: str, page: Page | PodcastError, timezone: str, since: Day | None) -> list[Article]:
    if isinstance(page, PodcastError):
        raise page
    articles = articles_of(_in_utf8(page), url, Path(url), timezone, page.url)
    if len(articles) == 1 and articles[0].source == url:
        return [
            replace(articles[0], url=articles[0].url or page.url, outlet=articles[0].outlet or _host_name(page.url))
        ]
    articles = [replace(each, outlet=each.outlet or _host_name(page.url)) for each in articles]
    return [each for each in articles if since is None or each.date is None or each.date >= since]


def _complete(found: dict[str, list[Article]], fetcher: Fetcher, timezone: str) -> None:
    """Where a feed has summaries only, the pages that it leads to; where one cannot be had, the summary stays."""
    wanted: list[str] = []
    for articles in found.values():
        short = [
            each.url for each in articles if each.url and each.source == each.url and len(letters(each.text)) < _SHORT
        ]
        wanted += short[:_PAGES_OF_A_FEED] if len(articles) > 1 or short else []
    pages = _fetched([url for url in dict.fromkeys(wanted) if url not in found], fetcher)
    for name, articles in found.items():
        found[name] = [_longer(each, pages.get(each.url or ""), timezone) for each in articles]


def _longer(article: Article, page: Page | PodcastError | None, timezone: str) -> Article:
    if not isinstance(page, Page):
        return article
    try:
        full = articles_of(_in_utf8(page), article.source, Path(page.url), timezone, page.url)[0]
    except PodcastError:
        return article
    if len(letters(full.text)) <= len(letters(article.text)):
        return article
    return replace(full, source=article.source, title=article.title or full.title, outlet=article.outlet or full.outlet,
                   date=article.date or full.date, url=article.url)  # fmt: skip


def _once(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The same page may stand in two feeds."""
    seen: dict[str, Article] = {}
    for article in articles:
        seen.setdefault(article.url or article.source, article)
    return tuple(seen.values())


def _in_utf8(page: Page) -> bytes:
    """The server's word on the encoding, where the bytes are not UTF-8 anyway."""
    if page.charset and page.charset not in ("utf-8", "utf8") and page.data.lstrip()[:5].lower() != b"<?xml":
        try:
            page.data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return page.data.decode(page.charset).encode()
            except (LookupError, UnicodeError):
                pass
    return page.data


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url


def _host_name(url: str) -> str | None:
    return _host(url).removeprefix("www.").partition(":")[0] or None


def oldest(today: Day, days: int) -> Day:
    return today - timedelta(days=days)
