"""`podcast check`: what the ecosystem's web validators would say, at home.

Rules of PSP-1, Podcasting 2.0, Apple, RFC 5005 and the W3C's validator, on a published folder, a
feed at an address, a feed file or an MP3. Each rule gives one PASS, or a line for each failure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from podcast.errors import PublishError
from podcast.publish.files import FEED_FILE, ascii_url

Level = Literal["FAIL", "WARN", "PASS", "INFO"]
_ORDER: tuple[Level, ...] = ("FAIL", "WARN", "INFO", "PASS")


@dataclass(frozen=True, slots=True)
class Finding:
    """``id``: the rule; ``where``: an episode or a file; ``detail``: what is wrong, or how many were checked."""

    level: Level
    id: str
    where: str
    detail: str


@dataclass
class Rules:
    """Collects what rules find."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def need(self, id: str, ok: object, where: str, detail: str, level: Level = "FAIL") -> bool:
        """The rule ``id`` holds here, or ``detail`` says why not."""
        self.counts[id] = self.counts.get(id, 0) + 1
        if not ok:
            self.findings.append(Finding(level, id, where, detail))
        return bool(ok)

    def advise(self, id: str, ok: object, where: str, detail: str) -> bool:
        return self.need(id, ok, where, detail, "WARN")

    def tell(self, id: str, where: str, detail: str) -> None:
        self.findings.append(Finding("INFO", id, where, detail))

    def result(self) -> tuple[Finding, ...]:
        failed = {f.id for f in self.findings if f.level != "INFO"}
        passed = [Finding("PASS", id, "", f"{n} checked") for id, n in self.counts.items() if id not in failed]
        return tuple(sorted([*self.findings, *passed], key=lambda f: _ORDER.index(f.level)))


def check(target: str | Path, *, now: datetime, ai: bool = True, listen: int = 3) -> tuple[Finding, ...]:
    """``target``: a published folder, a feed.xml, the address of a feed, or an MP3.

    ``ai``: the show must say that text or voice is artificial. ``listen``: how many of the newest
    episodes are decoded and measured; of the others, size and type are checked. Raises PublishError
    when there is nothing to check.
    """
    from podcast.publish.check.audio import check_mp3
    from podcast.publish.check.feed import check_feed
    from podcast.publish.check.fetch import Folder, Web
    from podcast.publish.check.files import check_site

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
    check_site(rules, feed, Folder(path.parent, feed.url), listen=listen)
    return rules.result()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PublishError(f"There is no {path} to check; render an episode first, or name a feed or an MP3.") from None
    except OSError as e:
        raise PublishError(f"Cannot read {path}: {e.strerror or e}.") from e
