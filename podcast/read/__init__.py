"""A digest file, a saved page or a mail → Digest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from podcast.errors import DigestError
from podcast.model import Digest, LeftOut
from podcast.read.blocks import Block
from podcast.read.front import KEYS, UNKNOWN, Front

__all__ = ["KEYS", "UNKNOWN", "read_digest"]

_HTML = re.compile(  # a comment is read once: else thirty of them take minutes
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARKED = re.compile(
    r"^(?:\*\*[^*\n]{1,48}\*\*[：:]?[ \t]*$|>[ \t]?\S|\|?[ \t]*:?-{3,}:?[ \t]*\||```|!\[|#{2,6}[^\s#]|- \[[ x]\])"
    r"|\[[^\]\n]+\]\(https?://",
    re.MULTILINE,
)

_ADDRESS = "the address of a source stands in the show notes"


@dataclass(frozen=True, slots=True)
class _Material:
    """What a file holds, whatever its format."""

    blocks: list[Block]
    left: list[LeftOut]
    front: Front
    page: bool  # the site stands around it
    saved: bool = False


def read_digest(path: Path, slug: str, timezone: str = "Asia/Taipei") -> Digest:
    """The tree that the author wrote, and in ``left_out`` all other text of the file.

    Markdown (.md), a saved page as text or HTML, a mail (.eml); the content decides where the name does not.
    ``timezone``: in which the day of a moment stated in UTC is told.
    Raises DigestError: one sentence with the file, what is wrong and what to do.
    """
    from podcast.read.decode import read_bytes, text_of
    from podcast.read.mail import is_mail, read_mail
    from podcast.read.outline import outline

    data = read_bytes(path)
    controls: tuple[LeftOut, ...] = ()
    if is_mail(data, path):
        text, is_html, front = read_mail(data, path, timezone)
        material = _page(text, path, timezone) if is_html else _plain(text, path, timezone, titled=bool(front.title))
        material = replace(material, front=front.over(material.front), saved=True)
    else:
        text, controls = text_of(data, path)
        is_html = _HTML.match(text) is not None or path.suffix.lower() in (".html", ".htm", ".xhtml")
        material = _page(text, path, timezone) if is_html else _plain(text, path, timezone)
    digest = outline(material.blocks, material.front, slug, path, material.page, material.saved)
    addresses = {source.url for source in digest.sources}
    left = [replace(each, reason=_ADDRESS) if each.text in addresses else each for each in material.left]
    left_out = sorted((*controls, *material.front.left_out, *left, *digest.left_out), key=lambda each: each.line)
    return replace(digest, left_out=tuple(left_out))


def _page(text: str, path: Path, timezone: str) -> _Material:
    from podcast.read.page import page_blocks

    blocks, left, front = page_blocks(text, path, timezone)
    return _Material(blocks, left, front, page=True, saved=True)


def _with_title(body: str) -> str:
    """A first line that looks like a title is one where no # stands in the text."""
    from podcast.read.names import looks_like_title

    if re.search(r"^=+[ \t]*$|^\s*<h1\b", body, re.MULTILINE):
        return body
    tops = re.findall(r"^#[ \t]+\S", body, re.MULTILINE)
    if len(tops) == 1 or (tops and not re.match(r"\s*[^\n。，]{2,40}\n[ \t]*\n", body)):
        return body  # one # is the title; several are sections, below a line of its own
    match = re.match(r"\s*(?=[^\s#>|!<`\[{+-])(?!\d+[.)]|\*[^*])(.*)", body)
    line = match[1].strip().strip("*") if match else ""
    rest = body[match.end() :] if match else ""
    if (
        match is None
        or not looks_like_title(line)
        or len(line) > 60
        or line.endswith(tuple("，：；,:;"))
        or not rest.strip()
    ):
        return body
    return f"{body[: match.start(1)]}# {match[1]}{rest}"


def _plain(text: str, path: Path, timezone: str, titled: bool = False) -> _Material:
    """``titled``: its title stands elsewhere, in the subject of a mail."""
    from podcast.read.front import split_front
    from podcast.read.markdown import has_headings, markdown_blocks
    from podcast.read.text import text_blocks

    front, body = split_front(text, path, timezone)
    if not body.strip():
        raise DigestError(f"{path} has front matter and no text: write the digest below the second line of ---.")
    headed = has_headings(body) or front.title is not None
    if headed or (path.suffix.lower() != ".txt" and _MARKED.search(body)):
        if front.title is None and not titled:
            body = _with_title(body)
        blocks, left = markdown_blocks(body)
        return _Material(blocks, left, front, page=False)
    blocks, left = text_blocks(body, titled=titled)  # nothing is marked: a page, or a text typed like one
    return _Material(blocks, left, front, page=True)
