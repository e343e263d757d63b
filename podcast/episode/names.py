"""Names and addresses that every client can read, and the types of what is published."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from podcast.errors import PublishError

EPISODE_FILE = "episode.json"
FEED_FILE = "feed.xml"
CHAPTERS_FILE = "chapters.json"
TRANSCRIPT_FILE = "transcript.json"
PAGE_FILE = "index.html"
PROOF_FILE = "proof.html"  # for the author; it is not published
RESERVED = ("assets",)  # a folder of the site's own

DESCRIPTION_BYTES = 4000  # of an episode, at most: PSP-1 and Apple, of UTF-8


def safe_name(slug: str) -> str:
    """The folder and file name of a slug: ASCII only, because Apple refuses other enclosures.

    A plain slug stays as it is. Any other keeps its ASCII letters and gets a hash of the whole,
    which, unlike a transliteration, no later version of a dictionary can change.
    """
    if (
        re.fullmatch(r"[A-Za-z0-9_-]{1,80}(\.[0-9]{1,4})?", slug) and slug.lower() not in RESERVED
    ):  # no suffix that could be a file of the site
        return slug
    whole = unicodedata.normalize("NFC", slug)  # a Mac's file names are decomposed
    kept = re.sub(r"[^A-Za-z0-9_-]+", "-", whole).strip("-")[:40]
    return f"{kept or 'ep'}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def audio_name(slug: str, sha256: str, suffix: str = ".mp3") -> str:
    """The name under which audio is published: other bytes, other name."""
    return f"{safe_name(slug)}-{sha256[:8]}{suffix}"


def transcripts(slug: str) -> tuple[tuple[str, str], ...]:
    """(file name, type) of an episode's captions and transcript, the best first."""
    name = safe_name(slug)
    return (
        (f"{name}.vtt", "text/vtt"),
        (f"{name}.srt", "application/x-subrip"),
        (TRANSCRIPT_FILE, "application/json"),
    )


def ascii_url(url: str) -> str:
    """``url`` in ASCII: a Chinese path percent-encoded, a Chinese host in Punycode; what is encoded already stays.

    Raises PublishError where the host is no name.
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError as e:  # UnicodeError is one
        raise PublishError(f"The address “{url}” has a host name that cannot be: {e}; correct it.") from e
    safe = "/%:@!$&'()*+,;=~"
    return urlunsplit((parts.scheme, host, quote(parts.path, safe), quote(parts.query, safe + "?"), parts.fragment))


def episode_url(address: str, slug: str, file: str = "") -> str:
    """The public address of an episode's page, or of a file beside it. ``address`` ends with a slash."""
    return urljoin(ascii_url(address), f"{safe_name(slug)}/{file}")


def feed_url(address: str) -> str:
    return urljoin(ascii_url(address), FEED_FILE)


TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/rss+xml; charset=utf-8",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
"""What the folder can hold. Python's own table differs between systems, so it is not asked."""

CHAPTERS = "application/json+chapters"


def content_type(name: str) -> str:
    """The Content-Type of a published file, for this server and for the targets that store one."""
    if name.endswith("chapters.json"):
        return CHAPTERS
    return TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")  # noqa: PTH122 (a URL's tail)
