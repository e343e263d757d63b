"""An author's own pictures: files beside the digest, copied beside the episode so that its page can show them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from podcast.disk import write_whole
from podcast.episode.names import safe_name
from podcast.model import Digest

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp")  # what browsers show, and what cannot run
LARGEST = 10_000_000  # bytes


def picture_name(src: str) -> str | None:
    """The name beside the episode of a picture that the digest names by a path; None for an address."""
    with suppress(ValueError):
        parts = urlsplit(src)
        suffix = Path(parts.path).suffix.lower()
        if not parts.scheme and not parts.netloc and suffix in SUFFIXES:
            return f"picture-{hashlib.sha256(src.encode()).hexdigest()[:8]}{suffix}"
    return None


def copy_pictures(digest: Digest, beside: Path, root: Path, folder: Path) -> None:
    """Take the digest's pictures into ``folder``. ``beside``: the digest's folder; nothing outside it and the show's
    ``root`` is taken, whatever a page names. What is missing or too large is left alone: its caption is shown."""
    for item in digest.walk():
        if not item.image or not (name := picture_name(item.image.src)):
            continue
        with suppress(OSError, ValueError):  # ValueError: a NUL in a path
            path = (beside / unquote(urlsplit(item.image.src).path)).resolve()
            inside = any(path.is_relative_to(home.resolve()) for home in (beside, root))
            if inside and path.is_file() and path.stat().st_size <= LARGEST:
                write_whole(folder / name, path.read_bytes(), durable=False)


def copied_pictures(digest: Digest, feed: Path, slug: str) -> dict[str, str]:
    """As the digest names a picture → its name beside the episode, of those that lie there."""
    folder = feed / safe_name(slug)
    named = {item.image.src: picture_name(item.image.src) for item in digest.walk() if item.image}
    return {src: name for src, name in named.items() if name and (folder / name).is_file()}
