"""Plain text and Markdown → an article as it was found: title, paragraphs, what the front matter states."""

from __future__ import annotations

import re
from pathlib import Path

from podcast.gather.article import Found, Kind, Part
from podcast.gather.lines import Told, is_around
from podcast.model import LeftOut
from podcast.read.blocks import Block
from podcast.read.front import split_front
from podcast.read.markdown import has_headings, markdown_blocks
from podcast.text import columns

_TITLE_CHARS = 90
_SENTENCE_END = re.compile(r"[。！？；!?;…][」』”’\"）)】]*$|[.][\"”’)\]]*$")
_BULLET = re.compile(r"^\s*(?:[•‧・·●○◦▪▫■□◆◇►▶➤*+–—-]\s+|•)")
_STARTS = re.compile(r"^\s*(?:[•‧・·●○◦▪▫■□◆◇►▶➤*+>#|–—-]\s|\d{1,3}[.、)）]|[（(]\d)")
_RULE = re.compile(r"^\s*([-*_=—~])(?:\s*\1){2,}\s*$")
_MARKED = re.compile(
    r"^(?:#{1,6}\s+\S|\*\*[^*\n]+\*\*\s*$|>\s?\S|\|.*\|\s*$|!\[)|\[[^\]\n]+\]\(https?://", re.MULTILINE
)


def plain_article(text: str, source: str, path: Path, timezone: str) -> Found:
    """Whatever is no page and no mail. Raises DigestError where its front matter is broken."""
    front, body = split_front(text, path, timezone)
    if (has_headings(body) or front.title or _MARKED.search(body)) and (
        path.suffix.lower() != ".txt" or has_headings(body)
    ):
        found = _from_markdown(body, source)
    else:
        found = text_article(body, source)
    found.title = front.title or found.title
    found.date = front.date or found.date
    found.left_out += [each.text for each in front.left_out]
    return found


def text_article(text: str, source: str, title: str = "") -> Found:
    """One paragraph a line, or where lines were wrapped, one between blank lines."""
    lines = _unwrapped(text.expandtabs(4).split("\n"))
    parts = [_part(line, lines[at - 1 : at] + lines[at + 1 : at + 2]) for at, line in enumerate(lines)]
    parts = [part for part in parts if part.text and not _RULE.match(part.text)]
    return titled(Found(source, title, parts))


def _part(line: str, beside: list[str]) -> Part:
    """A triangle before a line alone is the mark of a caption, not of a list."""
    if not (match := _BULLET.match(line)):
        return Part(line.strip())
    if match[0].strip() in ("►", "▶") and not any(_BULLET.match(each) for each in beside):
        return Part(line.strip())
    return Part(line[match.end() :].strip(), "point")


def titled(found: Found) -> Found:
    """With its first line as title where that looks like one."""
    if found.title:
        return found
    told = Told(found.outlet, found.date)
    for at, part in enumerate(found.parts[:8]):
        if is_around(part.text, told):
            continue
        if len(part.text) <= _TITLE_CHARS and not part.text.endswith(("。", "；", "，", ",")) and part.kind != "point":
            found.title = part.text
            del found.parts[at]
        break
    found.outlet, found.date = told.outlet, told.day
    return found


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines that an editor broke at a certain width, joined again."""
    widths = [columns(line) for line in lines if line.strip()]
    wrapped = bool(widths) and max(widths) <= 100 and sum(width >= 60 for width in widths) * 3 > len(widths)
    if not wrapped or not any(not line.strip() for line in lines):
        return lines
    out: list[str] = []
    open_ = False
    for line in lines:
        if open_ and line.strip() and not _STARTS.match(line):
            glue = "" if out[-1][-1:] > "\u2e7f" and line.strip()[:1] > "\u2e7f" else " "
            out[-1] += glue + line.strip()
        else:
            out.append(line.rstrip())
        open_ = bool(line.strip()) and columns(line) >= 50
    return out


def _from_markdown(body: str, source: str) -> Found:
    blocks, left = markdown_blocks(body)
    return from_blocks(blocks, left, source)


def from_blocks(blocks: list[Block], left: list[LeftOut], source: str, numbered: bool = True, title: str = "") -> Found:
    """``numbered``: the numbers of a list stand in the text itself. ``title``: if known, no line is taken for it."""
    found = Found(source, title, [], left_out=[each.text for each in left])
    for block in blocks:
        if block.kind == "heading" and not found.title and not found.parts and block.depth == 1:
            found.title = block.text
        elif block.kind == "table" and block.table:
            rows = (block.table.header, *block.table.rows)
            found.parts += [Part("　".join(cell for cell in row if cell), "row") for row in rows if any(row)]
            if block.text:
                found.leave(block.text)
        elif block.kind == "image":
            found.leave(block.text or (block.image.alt if block.image else ""))
        elif block.kind == "code" and block.code:
            found.parts += [Part(line.strip()) for line in block.code.text.split("\n") if line.strip()]
        elif block.text:
            number = f"{block.number}. " if numbered and block.number is not None else ""
            kind: Kind = "heading" if block.kind == "heading" else "point" if block.kind == "point" else "paragraph"
            covered = sum(link.end - link.start for link in block.links)
            found.parts += [Part(number + block.text, kind, covered * 10 >= len(block.text) * 9)]
    return titled(found)
