"""What is known of English words: the dictionary of misaki and CMU, our names, beginnings and endings of names."""

from __future__ import annotations

import bisect
import functools
import gzip
from collections.abc import Iterator
from importlib import resources


def look_up(word: str) -> str | None:
    """The dictionary's phonemes for this very spelling."""
    key = f"{word}\t".encode()
    at = bisect.bisect_left(range(len(dictionary())), key, key=_line)
    line = _line(at)
    return line[len(key) :].decode() if line.startswith(key) else None


def _line(at: int) -> bytes:
    """The dictionary's line around the byte ``at``, or after it."""
    lines = dictionary()
    start = lines.rfind(b"\n", 0, at) + 1
    return lines[start : lines.find(b"\n", start)]


@functools.cache
def dictionary() -> bytes:
    """Lines ``word<TAB>phonemes``, sorted. Searched in place: a list of lines takes 25 MB more."""
    return gzip.decompress(_data("english.tsv.gz")) + b"\n"


@functools.cache
def names() -> dict[str, str]:
    """Our own table: a name → its sounds. Small letters stand for any case, capitals only for themselves."""
    return dict(_rows("names.tsv"))


@functools.cache
def affixes() -> dict[str, str]:
    """ "cyber-" and "-tech" → their sounds."""
    return dict(_rows("affixes.tsv"))


def _rows(name: str) -> Iterator[list[str]]:
    lines = _data(name).decode("utf-8").splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))


def _data(name: str) -> bytes:
    return (resources.files("podcast.speak.kokoro") / "data" / name).read_bytes()
