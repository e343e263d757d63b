"""The rules for what a feed names: audio, captions, chapters, images, pages, and the server's answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import partial
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

from podcast.check.alternate import Main, check_alternates
from podcast.check.audio import check_mp3
from podcast.check.feed import Feed
from podcast.check.fetch import Answer, Place
from podcast.check.rules import Rules
from podcast.check.xml import number, q, text
from podcast.errors import PublishError
from podcast.text import columns

COLUMNS, LINES = 32, 2
SQUARE = (1400, 3000)  # px, Apple
FEWEST = 3  # chapters, Apple
LONGEST_TITLE = 60  # columns of a chapter's title: two lines of a phone's list
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"


def check_site(rules: Rules, feed: Feed, place: Place, *, listen: int) -> None:
    """Everything that the feed names and that is this site's."""
    image = feed.channel.find(q("itunes:image"))
    if image is not None:
        _file(rules, place, "image", "show", image.get("href") or "", _image)
    link = text(feed.channel, "link")
    _file(rules, place, "page", "show", link, partial(_page, url=link, feed_url=feed.url))
    for at, item in enumerate(feed.items):
        _item_files(rules, item, feed, place, heard=at < listen)
    if len(feed.items) > listen:
        rules.tell(
            "mp3.sampled", "show", f"the newest {listen} of {len(feed.items)} episodes were decoded and measured"
        )


def _item_files(rules: Rules, item: Any, feed: Feed, place: Place, *, heard: bool) -> None:
    where = text(item, "title")[:40]
    ai = bool(item.findall(q("podcast:txt")))
    main = _audio(rules, item, place, where, heard=heard, ai=ai)
    check_alternates(rules, item, place, where, main, ai=ai)
    limit = main.sound.seconds if main else number(text(item, "itunes:duration"))
    for t in item.findall(q("podcast:transcript")):
        kind = t.get("type") or ""
        _file(rules, place, "captions", where, t.get("url") or "", partial(_captions, kind=kind, limit=limit))
    for c in item.findall(q("podcast:chapters")):
        _file(rules, place, "chapters", where, c.get("url") or "", partial(_chapters, limit=limit))
    link = text(item, "link")
    enclosure = item.find("enclosure")
    audio = enclosure.get("url") if enclosure is not None else None
    _file(rules, place, "page", where, link, partial(_page, url=link, feed_url=feed.url, audio=audio))


def _file(
    rules: Rules, place: Place, id: str, where: str, url: str, judge: Callable[[Rules, str, Answer], None]
) -> None:
    """Fetch what the feed names, and judge it."""
    if not url or not place.ours(url):
        return
    try:
        answer = place.get(url)
    except PublishError as e:
        rules.need(f"{id}.there", False, where, str(e))
        return
    rules.need(f"{id}.there", True, where, "")
    if place.served and id in ("captions", "chapters"):
        cors = answer.headers.get("access-control-allow-origin") == "*"
        rules.advise("server.cors", cors, where, f"{url} may not be read by players on other sites (no CORS header)")
    judge(rules, where, answer)


def _audio(rules: Rules, item: Any, place: Place, where: str, *, heard: bool, ai: bool) -> Main | None:
    """Size and type of the enclosure, and its sound when ``heard``."""
    enclosure = item.find("enclosure")
    url = enclosure.get("url") or "" if enclosure is not None else ""
    if not url or not place.ours(url):
        return None
    try:
        head = place.head(url)
        heard = heard and not place.away(url)
        part = place.part(url) if place.served else b""
        data = place.get(url).data if heard else b""
    except PublishError as e:
        rules.need("audio.there", False, where, str(e))
        return None
    rules.need("audio.there", True, where, "")
    told = enclosure.get("length")
    rules.need("audio.length", told == str(head.size), where, f"length={told}, but the file has {head.size} bytes")
    if place.served:
        rules.need("server.type", head.type == enclosure.get("type"), where, f"{url} is served as {head.type}")
        rules.need("server.ranges", len(part) == 4, where, f"{url}: {len(part)} bytes came when 4 were asked for")
        valid = head.headers.keys() & {"etag", "last-modified"}
        rules.advise("server.validators", valid, where, f"{url} has neither ETag nor Last-Modified")
    if not heard:
        return None
    if not (sound := check_mp3(rules, data, where, ai=ai)):
        return None
    if (stated := text(item, "itunes:duration")).isdigit():
        near = abs(int(stated) - sound.seconds) <= 1
        rules.need("audio.duration", near, where, f"itunes:duration {stated} s, decoded {sound.seconds:.1f} s")
    return Main(sound, hashlib.sha256(data).digest())


# ---------------------------------------------------------------- captions and chapters


def _captions(rules: Rules, where: str, answer: Answer, kind: str, limit: float | None) -> None:
    try:
        body = answer.data.decode("utf-8").replace("\r\n", "\n")
        cues = _segments(body) if kind == "application/json" else _cues(body)
    except (ValueError, KeyError, TypeError) as e:
        rules.need("captions.read", False, where, f"{kind} cannot be read: {e}")
        return
    if kind not in ("text/vtt", "application/x-subrip", "application/json"):
        return
    if kind == "text/vtt":
        rules.need("captions.vtt", body.startswith("WEBVTT\n\n"), where, "does not begin with WEBVTT and a blank line")
    rules.need("captions.read", cues, where, f"{kind} has no cue")
    order = all(a[0] < a[1] for a in cues) and all(a[1] <= b[0] + 0.001 for a, b in pairwise(cues))
    rules.need("captions.order", order, where, f"{kind}: cues overlap, go back or have no length")
    if limit and cues:
        rules.need(
            "captions.end", cues[-1][1] <= limit + 1, where, f"{kind} goes on to {cues[-1][1]:.1f} s of {limit:.1f}"
        )
    if kind != "application/json":
        wide = [line for *_, lines in cues for line in lines if columns(line) > COLUMNS]
        rules.advise(
            "captions.width", not wide, where, f"{kind}: “{wide[0] if wide else ''}” is wider than {COLUMNS} columns"
        )
        rules.advise(
            "captions.lines", all(len(c[2]) <= LINES for c in cues), where, f"{kind}: a cue of more than two lines"
        )


def _cues(body: str) -> list[tuple[float, float, list[str]]]:
    """(start, end, lines) of WebVTT and SubRip alike; seconds."""
    found = []
    for block in re.split(r"\n\s*\n", body):
        lines = block.strip("\n").split("\n")
        at = next((i for i, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is None:
            continue
        times = re.fullmatch(rf"\s*{_TIME}\s+-->\s+{_TIME}(\s.*)?", lines[at])
        if times is None:
            raise ValueError(f"“{lines[at]}” tells no time")
        found.append(
            (
                _seconds(times, 1),
                _seconds(times, 5),
                [unescape(re.sub(r"<[^>]*>", "", line)) for line in lines[at + 1 :]],
            )
        )
    return found


def _seconds(times: re.Match[str], first: int) -> float:
    hours, minutes, seconds, ms = (int(times[i] or 0) for i in range(first, first + 4))
    return hours * 3600 + minutes * 60 + seconds + ms / 1000


def _segments(body: str) -> list[tuple[float, float, list[str]]]:
    return [(float(s["startTime"]), float(s["endTime"]), [str(s["body"])]) for s in json.loads(body)["segments"]]


def _chapters(rules: Rules, where: str, answer: Answer, limit: float | None) -> None:
    try:
        found = json.loads(answer.data)
        version, starts = found["version"], [c["startTime"] for c in found["chapters"]]
        titles = [str(c.get("title", "")).strip() for c in found["chapters"]]
        numbers = all(isinstance(s, (int, float)) for s in starts)
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        rules.need("chapters.read", False, where, f"chapters cannot be read: {e!r}")
        return
    rules.need("chapters.read", re.match(r"1\.[0-2]", str(version)), where, f"chapters of version {version}, not 1.2.0")
    rising = numbers and starts == sorted(set(starts)) and (not limit or starts[-1:] < [limit])
    rules.need("chapters.times", starts and rising, where, "chapters must begin at rising times within the audio")
    rules.advise("chapters.start", starts[:1] in ([0], [0.0]), where, "the first chapter does not begin at 0")
    rules.advise("chapters.titles", all(titles), where, "a chapter without title")
    rules.advise("chapters.count", len(titles) >= FEWEST, where, f"{len(titles)} chapters: apps want {FEWEST} or more")
    long = [title for title in titles if columns(title) > LONGEST_TITLE]
    cut = f"a phone cuts “{''.join(long[:1])}” off: {LONGEST_TITLE // 2} Han characters fit"
    rules.advise("chapters.short", not long, where, cut)


# ---------------------------------------------------------------- images and pages


def _image(rules: Rules, where: str, answer: Answer) -> None:
    import io

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(answer.data)) as image:
            (width, height), kind, mode = image.size, image.format, image.mode
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as e:
        rules.need("image.read", False, where, f"the cover cannot be read: {e}")
        return
    square = width == height and SQUARE[0] <= width <= SQUARE[1]
    rules.need("image.size", square, where, f"the cover has {width} × {height} px; square, {SQUARE[0]} to {SQUARE[1]}")
    rules.need("image.kind", kind in ("JPEG", "PNG"), where, f"the cover is {kind}; JPEG or PNG")
    rules.advise("image.colour", mode == "RGB", where, f"the cover's colours are {mode}, not RGB")


def _page(rules: Rules, where: str, answer: Answer, url: str, feed_url: str, audio: str | None = None) -> None:
    import lxml.html

    try:
        page = lxml.html.fromstring(answer.data.decode("utf-8"))
    except (ValueError, lxml.etree.ParserError) as e:
        rules.need("page.read", False, where, f"the page cannot be read: {e}")
        return
    rules.need("page.language", page.xpath("/html/@lang"), where, "<html> has no lang")
    rules.need("page.title", (page.findtext(".//title") or "").strip(), where, "no <title>")
    feeds = page.xpath('//link[contains(@rel, "alternate")][@type="application/rss+xml"]/@href')
    rules.advise(
        "page.feed", any(urljoin(url, f) == feed_url for f in feeds), where, "no <link rel=alternate> to the feed"
    )
    loaded = [*page.xpath("//script/@src | //img/@src | //audio/@src | //source/@src | //iframe/@src | //track/@src")]
    told = page.xpath('//meta[@property="og:audio"]/@content')
    rules.advise("page.audio", set(told) <= {audio}, where, f"og:audio is {''.join(told)}, the enclosure {audio}")
    loaded += page.xpath('//link[@rel="stylesheet" or @rel="icon" or @rel="preload"]/@href')
    foreign = [
        s
        for s in loaded
        if urlsplit(urljoin(url, s)).netloc not in ("", urlsplit(url).netloc) and not s.startswith("data:")
    ]
    rules.need("page.foreign", not foreign, where, f"the page loads {', '.join(foreign[:2])} from elsewhere")
    handlers = page.xpath("//@*[starts-with(name(), 'on')]")
    scripts = [h for h in page.xpath("//@href | //@src") if re.match(r"\s*(javascript|vbscript):", h, re.I)]
    rules.need("page.scripts", not handlers and not scripts, where, f"the page runs {(handlers + scripts)[:1]}")
