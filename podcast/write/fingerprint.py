"""Whether two readings are of one digest: what a script remembers of it, and what an episode published before tells."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from podcast.model import Digest, Item
from podcast.show import Show
from podcast.write.lines import letters

_NUMBER = re.compile(r"[\d一二三四五六七八九十]+")


def fingerprint(digest: Digest) -> str:
    """A hash of all that the writing hangs on. Neither the program's version nor the show's settings are part of it."""
    sections = [digest.highlights] if digest.highlights else []
    facts = [
        digest.title, digest.number, digest.show, digest.date.isoformat() if digest.date else None,
        [[section.heading, section.kind, section.number] for section in (*sections, *digest.sections)],
        [[source.title, bool(source.url)] for source in digest.sources],
        [list(_facts(item)) for item in digest.walk()],
    ]  # fmt: skip
    return _hash(facts)


def _facts(item: Item) -> Iterator[Any]:
    yield from (item.id, item.kind, item.text, item.number, item.speaker)
    if item.table:
        yield from (item.table.header, item.table.rows)
    if item.image:
        yield item.image.alt


def first_fingerprint(digest: Digest, show: Show, form: str, on: date) -> str:
    """As version 0.1 made it, which took the show's settings for a part of the digest."""
    facts = (
        list(digest.texts()), digest.slug, digest.number, digest.show, bool(digest.highlights),
        [bool(source.url) for source in digest.sources], show.title, show.ai.text, show.ai.voice, form, on.isoformat(),
    )  # fmt: skip
    return _hash(facts)


def _hash(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_same(old: Digest, new: Digest) -> bool:
    """Whether ``old``, as another version may have read it, and ``new`` are readings of one text.

    Each reading says or lists all of it. So every text of one is found in the other, letter for letter; where a
    reader drew the line between text and furniture, what it took for a number, or how it cut paragraphs is no change.
    """
    if old.number not in (None, new.number) or old.date not in (None, new.date):
        return False
    before, after = [text for _, text in old.texts()], [text for _, text in new.texts()]
    if before == after:
        return True
    all_before, all_after = _all(old, before), _all(new, after)
    return all(letters(text) in all_before for text in after) and all(
        letters(text) in all_after or _NUMBER.sub("", letters(text), count=1) in all_after for text in before
    )


def _all(digest: Digest, texts: list[str]) -> str:
    return letters("".join((*texts, *(left.text for left in digest.left_out))))
