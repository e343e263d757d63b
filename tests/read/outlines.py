"""A digest as lines of text, to be compared with a golden file."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.model import Digest, Item


def outline_of(digest: Digest) -> str:
    return "\n".join(_lines(digest)) + "\n"


def words_of(digest: Digest) -> str:
    """All that is in the digest: what has to be said, what is shown, what was left out."""
    shown = [word for item in digest.walk() for word in _shown(item)]
    speakers = [item.speaker or "" for item in digest.walk()]
    left = [each.text for each in digest.left_out]
    links = [url for _, url in digest.links()]
    told = [text for _, text in digest.texts()]
    return " ".join([*told, *shown, *speakers, *left, *links, digest.show or "", digest.author or "", *digest.tags])


def _shown(item: Item) -> Iterator[str]:
    if item.table:
        yield from (" | ".join(row) for row in (item.table.header, *item.table.rows))
    if item.image:
        yield f"{item.image.src} ({item.image.alt})"
    if item.code:
        yield f"{item.code.language}: {item.code.text}"


def _lines(digest: Digest) -> Iterator[str]:
    yield f"show: {digest.show}, number: {digest.number}, date: {digest.date}, publish_at: {digest.publish_at}"
    yield f"author: {digest.author}, image: {digest.image}, tags: {', '.join(digest.tags)}, saved: {digest.saved}"
    urls = {source.id: source.url for source in digest.sources}
    items = {item.id: item for item in digest.walk()}
    kinds = {section.id: section.kind for section in digest.sections}
    for id, text in digest.texts():
        kind = items[id].kind if id in items else kinds.get(id, "")
        number = f" {items[id].number}." if id in items and items[id].number is not None else ""
        yield f"{id}{f' <{kind}{number}>' if kind else ''}: {text}" + (f" → {urls[id]}" if urls.get(id) else "")
    for item in digest.walk():
        for shown in _shown(item):
            yield f"shown in {item.id}: {shown}"
        for link in item.links:
            yield f"link {item.id}: {item.text[link.start : link.end]} → {link.url}"
        for each in item.emphasis:
            yield f"{each.kind} {item.id}: {item.text[each.start : each.end]}"
    for left in digest.left_out:
        yield f"left out, line {left.line}: {left.text} ({left.reason})"
