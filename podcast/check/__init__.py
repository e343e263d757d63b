"""`podcast check`: what the ecosystem's web validators would say, at home.

Rules of PSP-1, Podcasting 2.0, Apple, RFC 5005 and the W3C's validator, on a published folder, a
feed at an address, a feed file or an MP3. Each rule gives one PASS, or a line for each failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from podcast.check.rules import Finding, Rules
from podcast.episode.names import FEED_FILE, ascii_url
from podcast.episode.record import load_each
from podcast.errors import EpisodeDamaged, PublishError

NOWHERE: Mapping[str, int] = MappingProxyType({})


def check(
    target: str | Path, *, now: datetime, ai: bool = True, listen: int = 3, elsewhere: Mapping[str, int] = NOWHERE
) -> tuple[Finding, ...]:
    """``target``: a published folder, a feed.xml, the address of a feed, or an MP3.

    ``ai``: the show must say that text or voice is artificial. ``listen``: how many of the newest
    episodes are decoded and measured; of the others, size and type are checked. ``elsewhere``: files that lie at the
    target already and need not lie in the folder, name → bytes. Raises PublishError when there is nothing to check.
    """
    from podcast.check.audio import check_mp3
    from podcast.check.feed import check_feed
    from podcast.check.fetch import Folder, Web
    from podcast.check.files import check_site

    rules = Rules()
    if str(target).startswith(("http://", "https://")):
        url = ascii_url(str(target))
        url += FEED_FILE if url.endswith("/") else ""
        web = Web()
        feed = check_feed(rules, web.get(url).data, url, now=now, ai=ai)
        check_site(rules, feed, web, listen=listen)
        return rules.result()
    path = Path(target)
    if path.suffix.lower() == ".mp3":
        check_mp3(rules, _read(path), path.name, ai=ai)
        return rules.result()
    path = path if path.suffix == ".xml" else path / FEED_FILE
    feed = check_feed(rules, _read(path), None, now=now, ai=ai)
    check_site(rules, feed, Folder(path.parent, feed.url, elsewhere), listen=listen)
    for home, episode in load_each(path.parent):
        rules.advise("episode.record", not isinstance(episode, EpisodeDamaged), home, str(episode))
    return rules.result()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PublishError(f"There is no {path} to check; render an episode first, or name a feed or an MP3.") from None
    except OSError as e:
        raise PublishError(f"Cannot read {path}: {e.strerror or e}.") from e
