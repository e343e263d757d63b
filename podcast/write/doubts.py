"""What an editor typed into a script and this program does not take as it was meant: told, with the line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from podcast.text import nearest

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_PAUSE = re.compile(r"pause (\d{1,6})")
_NAME = re.compile(r"\*\*([^*:：\n]{1,40})(?:[:：]\*\*|\*\*[:：])")
_BARE_NAME = re.compile(r"([^\s*<>#:：。，！？]{1,20})[:：]")
_WORD = re.compile(r"([A-Za-z]+)(\d*(?:\.\d+)*)")
"""An id as it may be typed: its family (story), its place in it (1.2)."""
LEAST_PAUSE = 20
"""Milliseconds: less than this was meant in seconds."""


def doubts(text: str, path: Path, names: Mapping[str, str], ids: Collection[str] = ()) -> tuple[str, ...]:
    """Sentences about a script's text.

    ``names``: every name of a speaker, in small letters → the id. ``ids``: of the digest's texts; () when the digest
    has changed since, for what a comment names may be gone.
    """
    body = re.sub(r"\A---\n.*?^---$", lambda m: "\n" * m.group().count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    found = [*_comments(body, ids), *_speakers(body, names)]
    return tuple(f"{path.name}, line {line}: {told}" for line, told in sorted(found))


def line_of_speaker(text: str, name: str) -> int:
    """The 1-based line on which ``name`` is given a line; 0 when it is not found."""
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, line in lines if (m := _NAME.match(line.strip())) and m[1].strip() == name), 0)


def _comments(body: str, ids: Collection[str]) -> Iterator[tuple[int, str]]:
    families = {_WORD.sub(r"\1", id) for id in ids}
    for comment in _COMMENT.finditer(body):
        for note in comment[1].split(","):
            if told := _misread(note.strip()) or _unknown(note.strip(), ids, families):
                yield body.count("\n", 0, comment.start()) + 1, told


def _misread(note: str) -> str:
    """Why a note means nothing though it looks as if it did; "" for a pause, an id, or a remark of the editor."""
    if pause := _PAUSE.fullmatch(note):
        short = 0 < int(pause[1]) < LEAST_PAUSE
        return (
            f"“{note}” is {pause[1]} thousandths of a second: write seconds as “pause {pause[1]}000”" if short else ""
        )
    word = re.match(r"[A-Za-z]+", note)
    if not word or len(note) > 40:
        return ""
    like = nearest(word.group().lower(), ("pause", "speaker", "voice"), 0.72)
    if like == "pause":
        return f"“{note}” is no pause: write thousandths of a second, as in “pause 500”"
    if like and " " in note:
        return f"“{note}” gives the line to nobody: begin the paragraph with the speaker, as in “**guest:** …”"
    return ""


def _unknown(note: str, ids: Collection[str], families: Collection[str]) -> str:
    """An id that the digest has not, though it looks like one; "" for one that it has, or a remark."""
    if note in ids or not (match := _WORD.fullmatch(note)):
        return ""
    like = nearest(match[1].lower(), families, 0.7)
    meant = f"{like}{match[2]}"
    if not like:
        return ""
    return f"“{note}” is nothing in the digest" + (
        f"; did you mean “{meant}”?" if meant in ids else "; podcast script --explain shows what there is"
    )


def _speakers(body: str, names: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(body.splitlines(), 1):
        start = line.lstrip("> -")
        if bold := _NAME.match(start):
            name = bold[1].strip()
            if (id := names.get(name.casefold())) and id != name:
                yield number, f"“{name}” is taken for the speaker “{id}”"
        elif bare := _BARE_NAME.match(start):
            id = names.get(bare[1].casefold(), "")
            if id and (id != "host" or bare[1].casefold() == "host"):
                yield number, f"“{bare[1]}:” is read out: “**{id}:** …” gives the line to that speaker"
