"""A file → its articles. The content decides what it is, not the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from podcast.errors import DigestError, PodcastError
from podcast.gather.article import Article, Found
from podcast.gather.clean import clean

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|article|div|meta|title|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_GBK = re.compile("[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过]")


@dataclass(frozen=True, slots=True)
class Gathered:
    """``failures``: one sentence for each source of which nothing could be read."""

    articles: tuple[Article, ...]
    failures: tuple[str, ...]


def read_files(paths: Iterable[Path], timezone: str = "Asia/Taipei") -> Gathered:
    """Every article of the files, in their order; one that cannot be read stops none of the others."""
    articles: list[Article] = []
    failures: list[str] = []
    for path in paths:
        try:
            articles += read_file(path, timezone)
        except PodcastError as error:
            failures.append(str(error))
    return Gathered(tuple(articles), tuple(failures))


def read_file(path: Path, timezone: str = "Asia/Taipei") -> list[Article]:
    """Raises DigestError: one sentence with the file, what is wrong and what to do."""
    from podcast.read.decode import read_bytes

    return articles_of(read_bytes(path), str(path), path, timezone)


def articles_of(data: bytes, source: str, path: Path, timezone: str, address: str = "") -> list[Article]:
    """``path``: what errors call it, and whose ending tells where the content does not; ``address``: where it came
    from, for the links in it. Raises DigestError."""
    articles = [clean(found) for found in _found(data, source, path, timezone, address)]
    told = [article for article in articles if article.paragraphs or article.title]
    if not told:
        raise DigestError(f"{source} holds no article: nothing in it reads like a text.")
    return told


def _found(data: bytes, source: str, path: Path, timezone: str, address: str) -> list[Found]:
    from podcast.gather.feed import feed_articles, is_feed
    from podcast.read.decode import text_of
    from podcast.read.mail import is_mail

    if is_feed(data):
        return feed_articles(data, source, timezone, address)
    if is_mail(data, path):
        from podcast.gather.newsletter import mail_articles

        return mail_articles(data, source, path, timezone)
    try:
        text = text_of(data, path)[0].lstrip("\ufeff")
    except DigestError:
        if (gbk := _as_gbk(data)) is None:
            raise
        text = gbk
    if _HTML.match(text) or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        from podcast.gather.page import page_article

        return [page_article(text, source, path, timezone)]
    from podcast.gather.text import plain_article

    return [plain_article(text, source, path, timezone)]


def _as_gbk(data: bytes) -> str | None:
    """What neither states its encoding nor is Big5 may be GBK: believed where it reads like Chinese."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return text.replace("\r\n", "\n") if len(_GBK.findall(text)) > han / 12 > 1 else None
