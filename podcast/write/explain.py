"""What each line says, what was added, what is not said, and what of the file was left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.model import Digest, Item, LeftOut, Script
from podcast.text import plural
from podcast.write.lines import letters
from podcast.write.markdown import HOST
from podcast.write.silence import caption_of, is_small, most_rows, repeated_pictures


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the script."""

    chapter: int  # from 1
    line: int  # from 1, within its chapter
    ids: tuple[str, ...]  # the digest's texts that it says
    text: str
    added: str  # what stands in it beside them


@dataclass(frozen=True, slots=True)
class Explanation:
    rows: tuple[Row, ...]
    unsaid: tuple[tuple[str, str], ...]  # (id, text) of what the script does not say
    shown: tuple[tuple[str, str], ...]  # (id, what it is) of what stands on the page and is at most mentioned
    left_out: tuple[LeftOut, ...]  # of the input file


def explain(digest: Digest, script: Script, retold: bool = False) -> Explanation:
    """``retold``: by a model or an editor, in words of their own: what a line cites it says, and headings they may lead
    over. Of a script that cites nothing it is not known what it says."""
    texts = dict(digest.texts())
    rows = []
    for c, chapter in enumerate(script.chapters, 1):
        for n, line in enumerate(chapter.lines, 1):
            added = line.text
            for id in line.source:
                added = added.replace(texts.get(id, "\0"), " … ", 1)
            rows.append(Row(c, n, line.source, line.text, added.strip()))
    return Explanation(tuple(rows), tuple(_missing(digest, script, retold)), tuple(shown(digest)), digest.left_out)


def _missing(digest: Digest, script: Script, retold: bool) -> Iterator[tuple[str, str]]:
    """What the script does not say: texts, and small tables that no line cites."""
    texts = dict(digest.texts())
    cited = {id for chapter in script.chapters for line in chapter.lines for id in line.source}
    told = _told(digest, script, cited) if retold else set()
    yield from ((id, texts[id]) for id in unsaid(digest, script) if id not in told)
    rows = most_rows(digest)
    for item in digest.walk():
        if item.table and not item.text and item.id not in cited and is_small(item.table, rows):
            yield item.id, f"a table of {plural(len(item.table.rows), 'row')}"


def _told(digest: Digest, script: Script, cited: set[str]) -> set[str]:
    """Ids of what a script in words of its own tells: what it cites, or has word for word without a comment."""
    if not cited:
        return {id for id, _ in digest.texts()}
    whole = letters("".join(line.text for chapter in script.chapters for line in chapter.lines))
    verbatim = {id for id, text in digest.texts() if letters(text) in whole}
    return cited | verbatim | {item.id for item in digest.walk() if item.items or item.kind == "heading"}


def known_ids(digest: Digest) -> frozenset[str]:
    """What a line's comment may name."""
    return frozenset((*(id for id, _ in digest.texts()), *(item.id for item in digest.walk())))


def shown(digest: Digest) -> Iterator[tuple[str, str]]:
    """Tables that are too large to be told, pictures, code: what is on the page and not, or not whole, in the ear."""
    rows = most_rows(digest)
    for item in digest.walk():
        if item.table and not is_small(item.table, rows):
            yield item.id, f"a table of {plural(len(item.table.rows), 'row')}" + _captioned(item)
        elif item.kind == "image":
            caption = caption_of(item)
            yield item.id, f"a picture{f': {caption}' if caption else ' without words'}"
        elif item.code:
            yield item.id, "a formula" if item.code.language == "tex" else "a piece of code"


def _captioned(item: Item) -> str:
    return f": {item.text}" if item.text else ""


def omitted(digest: Digest, script: Script, retold: bool = False) -> str:
    """In a few words, what the episode leaves out; "" when it says all. ``retold``: as with ``explain``."""
    left_out = [left for left in digest.left_out if not is_worded_anew(left)]
    marks = sum(_NO_WORDS.search(left.reason) is not None for left in left_out)
    kinds = [what.split()[1] if what.startswith("a ") else what for _, what in shown(digest)]
    counts = [
        (len(tuple(_missing(digest, script, retold))), "text is not said", "texts are not said"),
        (len(left_out) - marks, "piece of the file", "pieces of the file"),
        (marks, "mark, link or setting of it", "marks, links and settings of it"),
        (kinds.count("table"), "large table", "large tables"),
        (kinds.count("picture"), "picture", "pictures"),
        (kinds.count("piece") + kinds.count("formula"), "piece of code or formula", "pieces of code or formulas"),
    ]
    return ", ".join(f"{n} {one if n == 1 else more}" for n, one, more in counts if n)


def is_worded_anew(left: LeftOut) -> bool:
    """The heading of a part, for which the host has words of his own: 資料來源, 結語."""
    return left.reason.startswith("the heading of the ")


_NO_WORDS = re.compile(r"front matter|heading|the heads|mark$|mark for|link|author and day|table of contents|shortcode")
"""In the reasons for leaving something out: what a listener misses nothing by. It is counted apart."""


def unsaid(digest: Digest, script: Script) -> tuple[str, ...]:
    """Ids of the digest's texts whose letters and digits are not all in the lines that cite them, in order.

    A name before a colon need not be said by a line that an editor gave to another speaker than the host.
    """
    said: defaultdict[str, list[str]] = defaultdict(list)
    given: set[str] = set()
    for chapter in script.chapters:
        for line in chapter.lines:
            for id in line.source:
                said[id].append(line.text)
                if line.speaker != HOST:
                    given.add(id)
    pictures = repeated_pictures(digest)
    return tuple(
        id
        for id, text in digest.texts()
        if id not in pictures and not _is_said(text, said.get(id, ()), without_name=id in given)
    )


def _is_said(text: str, lines: Sequence[str], without_name: bool) -> bool:
    if any(text in line for line in lines):  # as the rules say it: the letters of a long digest take their time
        return True
    said = letters("".join(lines))
    return letters(text) in said or (without_name and letters(_NAME.sub("", text)) in said)


_NAME = re.compile(r"\A[^:：\n]{1,40}[:：]")
