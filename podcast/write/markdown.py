"""scripts/*.md: a Script as Markdown that an editor may change, and back."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import ScriptError
from podcast.model import Chapter, Line, Script

if TYPE_CHECKING:
    from markdown_it.token import Token

HOST = "host"
LINE_MS, CHAPTER_MS = 500, 1200
"""Pauses that need no comment: after a line, and after the last one of a chapter."""

_FRONT = re.compile(r"\ufeff?---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_SPEAKER = re.compile(r"\*\*([^*:：\n]{1,40})(?:[:：]\*\*|\*\*[:：])[ \t]*")
_PAUSE = re.compile(r"pause (\d{1,6})")
_ID = re.compile(r"[A-Za-z]+\d*(?:\.\d+)*")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_SPECIAL = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)")
_BREAKS = re.compile(r"[\n\r\t]")
_LEADING = re.compile(r"(?:[#>+=~-]|\d{1,9}(?=[.)]))")
_TO_ESCAPE = re.compile(r"[\\`*_\[\]<&\n\r\t]|^[#>+=~\s-]|^\d{1,9}[.)]|[#\s]$")
"""What any of these three would find, and blanks at the ends."""


LONGEST, LONGEST_LINE = 2_000_000, 50_000  # characters: more than thirty hours, more than two hours of speech


@dataclass(frozen=True, slots=True)
class Told:
    """What is remembered of a chapter that a model may have told."""

    id: str  # of the digest's section, opening or closing
    key: str  # of what its telling hangs on; OPEN where that could not be had, and may be another time
    written: str  # hash of the chapter as it was written


OPEN = "-"
EDITED = "edited"
"""In place of the hash of a script that an editor changed and that was written on since."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of what a script was written from; empty for one that was written by hand."""

    inputs: str = ""  # hash of digest, show and form: tells whether the script is stale
    on: date | None = None  # the date that is said
    form: str = "full"
    origin: str = ""  # the digest's file
    file: str = ""  # its hash; empty where version 0.1 wrote the script
    writer: str = ""  # rules or llm; "" where nobody chose
    style: str = ""  # narrator or duo; "" where nobody chose
    told: tuple[Told, ...] = ()  # the chapters as they were written; () where only rules write


# ---------------------------------------------------------------- out


def to_markdown(script: Script, stamp: Stamp, *, is_edited: bool = False) -> str:
    """``is_edited``: an editor's words are among those of ``script``."""
    body = _heading(1, script.title) + "".join(_chapter(chapter) for chapter in script.chapters)
    on = f"date: {stamp.on.isoformat()}\n" if stamp.on else ""
    origin = f"digest: {stamp.origin}\n" if stamp.origin else ""
    file = f"digest_file: {stamp.file}\n" if stamp.file else ""
    chosen = "".join(f"{key}: {value}\n" for key, value in (("writer", stamp.writer), ("style", stamp.style)) if value)
    told = f"told: {' '.join(f'{each.id}/{each.key}/{each.written}' for each in stamp.told)}\n" if stamp.told else ""
    return (
        f"---\n{origin}form: {stamp.form}\n{chosen}{on}"
        f"# The next lines tell whether the digest or this text was changed since: leave them alone.\n"
        f"written_from: {stamp.inputs}\n{file}{told}as_written: {EDITED if is_edited else _hash(body)}\n---\n\n{body}"
    )


def changes(old: Script, new: Script, name: str) -> tuple[str, ...]:
    """A unified diff of two scripts as they are written, paragraph by paragraph; () where they are the same."""
    before, after = ([p for c in s.chapters for p in _chapter(c).strip().split("\n\n")] for s in (old, new))
    return tuple(difflib.unified_diff(before, after, name, f"{name} as it would be written", lineterm="", n=1))


def edited(text: str) -> bool:
    """Whether the body was changed since it was written. A script without our front matter is all the editor's."""
    front, body = _split(_unix(text))
    return front.get("as_written") != _hash(body)


def chapter_hash(chapter: Chapter) -> str:
    """The same for a chapter as it is written and as it is read back, unless somebody changed it."""
    return _hash(_chapter(chapter))


def _hash(body: str) -> str:
    lines = (line.rstrip() for line in body.strip().splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _heading(level: int, title: str) -> str:
    return f"{'#' * level} {_escape(title)}\n\n"


def _chapter(chapter: Chapter) -> str:
    last = len(chapter.lines) - 1
    return _heading(2, chapter.title) + "".join(_paragraph(line, n == last) for n, line in enumerate(chapter.lines))


def _paragraph(line: Line, last: bool) -> str:
    speaker = "" if line.speaker == HOST else f"**{line.speaker}:** "
    notes = list(line.source)
    if line.pause_after_ms != _usual_pause(last):
        notes.append(f"pause {line.pause_after_ms}")
    comment = f" <!-- {', '.join(notes)} -->" if notes else ""
    return f"{speaker}{_escape(line.text)}{comment}\n\n"


def _usual_pause(last: bool) -> int:
    return CHAPTER_MS if last else LINE_MS


def _escape(text: str) -> str:
    """Written so that the Markdown reader gives ``text`` back, spaces at the ends and line breaks too."""
    if not _TO_ESCAPE.search(text):
        return text
    inner = text.strip()
    start = text.index(inner) if inner else len(text)
    before, after = text[:start], text[start + len(inner) :]
    inner = _SPECIAL.sub(lambda m: "\\" + m.group(), inner)
    if match := _LEADING.match(inner):
        cut = match.end() if match.group().isdecimal() else 0
        inner = f"{inner[:cut]}\\{inner[cut:]}"
    if inner.endswith("#") and not inner.endswith("\\#"):
        inner = inner[:-1] + "\\#"
    inner = _BREAKS.sub(lambda m: _entity(m.group()), inner)
    return "".join(map(_entity, before)) + inner + "".join(map(_entity, after))


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


# ---------------------------------------------------------------- in


def from_markdown(text: str, path: Path, names: Mapping[str, str] | None = None) -> tuple[Script, Stamp]:
    """A script as this module wrote it, as an editor left it, or written by hand altogether.

    Its slug is the file's name. A chapter is a heading of level 1 or 2 (level 1 is the title where
    it stands alone above them), a line is a paragraph, a list item or a quotation.
    ``names``: what else than its id a speaker may be called, in small letters → the id.
    Raises ScriptError with file and line.
    """
    text = _unix(text)
    _check_size(text, path)
    front, body = _split(text)
    title, chapters = _Reader(path, names or {}).read(body, text[: len(text) - len(body)].count("\n"))
    return Script(path.stem, title or front.get("title") or path.stem, chapters), _stamp(front, path)


def _stamp(front: Mapping[str, str], path: Path) -> Stamp:
    return Stamp(
        front.get("written_from", ""),
        _date(front.get("date"), path),
        front.get("form", "full"),
        front.get("digest", ""),
        front.get("digest_file", ""),
        front.get("writer", ""),
        front.get("style", ""),
        _told(front.get("told", "")),
    )


def stamp_in(text: str, path: Path) -> Stamp:
    """What a script remembers, whatever became of its text. Raises ScriptError for a date that is none."""
    front, _ = _split(_unix(text))
    return _stamp(front, path)


def _told(words: str) -> tuple[Told, ...]:
    parts = (word.split("/") for word in words.split())
    return tuple(Told(*part) for part in parts if len(part) == 3)


def _check_size(text: str, path: Path) -> None:
    """Markdown of any length can be read, though not in the time that anybody waits."""
    if len(text) > LONGEST:
        raise ScriptError(f"{path} has {len(text):,} characters, a script may have {LONGEST:,}: split it.")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise ScriptError(f"{path}:{number}: {len(line):,} characters are no paragraph: divide it by empty lines.")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT.match(text)
    if match is None:
        return {}, text.removeprefix("\ufeff")
    pairs = (line.split(":", 1) for line in match[1].splitlines() if ":" in line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}, text[match.end() :]


def _date(value: str | None, path: Path) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ScriptError(f"{path}: “date” is “{value}”: write it as in “date: 2025-06-13”.") from None


class _Reader:
    """Collects chapters from markdown-it's tokens."""

    def __init__(self, path: Path, names: Mapping[str, str]) -> None:
        from markdown_it import MarkdownIt

        self.path = path
        self.names = names
        self.parser = MarkdownIt("commonmark")
        self.title = ""
        self.drafts: list[_Draft] = []

    def read(self, body: str, skipped: int) -> tuple[str, tuple[Chapter, ...]]:
        heading = line = 0
        for token in self.parser.parse(body):
            line = skipped + token.map[0] + 1 if token.map else line
            if token.type == "heading_open":
                heading = int(token.tag[1])
            elif token.type == "inline":
                self.take(token, heading, line)
                heading = 0
            elif token.type == "html_block":
                self.html(token.content)
            elif token.type in ("fence", "code_block"):
                raise ScriptError(f"{self.path}:{line}: a block of code cannot be spoken: write it as a paragraph.")
        chapters = self.chapters()
        return self.title, chapters

    def take(self, token: Token, heading: int, line: int) -> None:
        if 0 < heading < 3:
            self.drafts.append(_Draft(_text(token.children or []), heading, line))
            return
        if not self.drafts:
            raise ScriptError(
                f"{self.path}:{line}: text stands before the first chapter: put a “## …” heading above it."
            )
        match = _SPEAKER.match(token.content)
        children = token.children or []
        if match:
            children = self.parser.parseInline(token.content[match.end() :])[0].children or []
        text = _text(children)
        if text:
            name = match[1].strip() if match else HOST
            self.drafts[-1].lines.append(_Spoken(self.names.get(name.casefold(), name), text))
        if children and children[-1].type == "html_inline":
            self.comment(children[-1].content)

    def html(self, content: str) -> None:
        """A comment of its own belongs to the line above; of other HTML the text is said."""
        self.comment(content)
        text = " ".join(_TAG.sub(" ", content).split())
        if text and self.drafts:
            self.drafts[-1].lines.append(_Spoken(HOST, text))

    def comment(self, content: str) -> None:
        """The ids and the pause of the line above."""
        if not self.drafts or not self.drafts[-1].lines or not content.startswith("<!--"):
            return
        spoken = self.drafts[-1].lines[-1]
        for note in content.strip().removeprefix("<!--").partition("-->")[0].split(","):
            if match := _PAUSE.fullmatch(note.strip()):
                spoken.pause = int(match[1])
            elif _ID.fullmatch(note.strip()):
                spoken.source.append(note.strip())

    def chapters(self) -> tuple[Chapter, ...]:
        drafts = self.drafts
        if drafts and drafts[0].level == 1 and not drafts[0].lines and any(d.level == 2 for d in drafts):
            self.title, drafts = drafts[0].title, drafts[1:]
        if not drafts:
            raise ScriptError(f"{self.path} has no chapter: write a “## …” heading with a paragraph below it.")
        for draft in drafts:
            if not draft.lines:
                raise ScriptError(
                    f"{self.path}:{draft.line}: the chapter “{draft.title}” is empty: write a paragraph or delete it."
                )
        return tuple(draft.chapter() for draft in drafts)


@dataclass(slots=True)
class _Spoken:
    speaker: str
    text: str
    source: list[str] = field(default_factory=list)
    pause: int | None = None


@dataclass(slots=True)
class _Draft:
    title: str
    level: int
    line: int
    lines: list[_Spoken] = field(default_factory=list)

    def chapter(self) -> Chapter:
        last = len(self.lines) - 1
        return Chapter(
            self.title,
            tuple(
                Line(s.text, s.speaker, tuple(s.source), _usual_pause(n == last) if s.pause is None else s.pause)
                for n, s in enumerate(self.lines)
            ),
        )


def _text(tokens: list[Token]) -> str:
    """What is said of a paragraph: marks, links' addresses, tags and comments are not."""
    text = ""
    for at, token in enumerate(tokens):
        if token.type in ("text", "code_inline"):
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            following = next((t.content for t in tokens[at + 1 :] if t.content), "")
            text += "" if text[-1:] > "\u2e7f" and following[:1] > "\u2e7f" else " "
    if tokens and tokens[-1].type == "html_inline" and tokens[-1].content.startswith("<!--"):
        text = text.removesuffix(" ")  # the one before our comment; others are the text's own
    return text
