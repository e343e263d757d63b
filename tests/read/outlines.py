"""A digest as lines of text, to be compared with a golden file."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.model import Digest


def outline_of(digest: Digest) -> str:
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield f"show: {digest.show}, number: {digest.number}, date: {digest.date}, publish_at: {digest.publish_at}"
    urls = {source.id: source.url for source in digest.sources}
    for id, text in digest.texts():
        yield f"{id}: {text}" + (f" → {urls[id]}" if urls.get(id) else "")
    for section in (*((digest.highlights,) if digest.highlights else ()), *digest.sections):
        for item in section.walk():
            for link in item.links:
                yield f"link {item.id}: {item.text[link.start : link.end]} → {link.url}"
    for left in digest.left_out:
        yield f"left out, line {left.line}: {left.text} ({left.reason})"
