"""What each line says, what was added, what is not said, and what of the file was left out."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.model import Digest, LeftOut, Script


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
    left_out: tuple[LeftOut, ...]  # of the input file


def explain(digest: Digest, script: Script) -> Explanation:
    texts = dict(digest.texts())
    rows = []
    for c, chapter in enumerate(script.chapters, 1):
        for n, line in enumerate(chapter.lines, 1):
            added = line.text
            for id in line.source:
                added = added.replace(texts.get(id, "\0"), " … ", 1)
            rows.append(Row(c, n, line.source, line.text, added.strip()))
    missing = unsaid(digest, script)
    return Explanation(tuple(rows), tuple((id, texts[id]) for id in missing), digest.left_out)


def unsaid(digest: Digest, script: Script) -> tuple[str, ...]:
    """Ids of the digest's texts whose letters and digits are not all in the lines that cite them, in order."""
    said: dict[str, str] = {}
    for chapter in script.chapters:
        for line in chapter.lines:
            for id in line.source:
                said[id] = said.get(id, "") + letters(line.text)
    return tuple(id for id, text in digest.texts() if letters(text) not in said.get(id, ""))


def letters(text: str) -> str:
    """Han characters, letters and digits only: what punctuation and spacing do not change."""
    return "".join(c for c in text if c.isalnum())
