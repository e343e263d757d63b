"""A digest file or a saved page → Digest."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from podcast.model import Digest
from podcast.read.front import KEYS, UNKNOWN

__all__ = ["KEYS", "UNKNOWN", "read_digest"]

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)

_ADDRESS = "the address of a source stands in the show notes"


def read_digest(path: Path, slug: str) -> Digest:
    """The tree that the author wrote, and in ``left_out`` all other text of the file.

    Markdown (.md), a saved page as text or HTML; the content decides where the name does not.
    Raises DigestError: one sentence with the file, what is wrong and what to do.
    """
    from podcast.read.decode import read_text
    from podcast.read.front import Front, split_front
    from podcast.read.markdown import LINE_CHARS, has_headings, markdown_blocks
    from podcast.read.outline import outline
    from podcast.read.text import has_foreign_marks, text_blocks

    text, controls = read_text(path)
    if _HTML.match(text) or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        from podcast.read.html import html_blocks

        front, page = Front(), True
        blocks, left = html_blocks(text, path)
    else:
        front, body = split_front(text, path)
        headed = has_headings(body)
        page = not headed and front.title is None  # nothing is marked: a page, or a text typed like one
        endless = max(map(len, body.split("\n"))) > LINE_CHARS
        if page or endless or has_foreign_marks(body):
            blocks, left = text_blocks(body, guess=not headed)
        else:
            blocks, left = markdown_blocks(body)
    digest = outline(blocks, front, slug, path, page)
    addresses = {source.url for source in digest.sources}
    left = [replace(each, reason=_ADDRESS) if each.text in addresses else each for each in left]
    left_out = sorted((*controls, *front.left_out, *left, *digest.left_out), key=lambda each: each.line)
    return replace(digest, left_out=tuple(left_out))
