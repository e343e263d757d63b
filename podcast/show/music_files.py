"""The files of a show's music: the author's, or those that the program brings along (bench/music_build.py)."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from podcast.show import Music, Show


def music_files(show: Show) -> dict[str, Path | None]:
    """opening, bed, sting, closing → the file to be heard, which may be missing; None for none."""
    return files_of(show.music, show.root)


def files_of(music: Music, root: Path) -> dict[str, Path | None]:
    return {name: _file(root, name, file) for name, file in music.pieces().items()}


def music_marks(show: Show) -> dict[str, str]:
    """The same → what tells one music from another: a file's hash, its name where it is missing; "none" for none."""
    return {name: _mark(show, name, path) for name, path in music_files(show).items()}


def _file(root: Path, name: str, file: str | None) -> Path | None:
    return our_file(name) if file is None else root / file if file else None


def our_file(name: str) -> Path:
    return Path(str(files("podcast") / "data" / "music" / f"{name}.opus"))


def _mark(show: Show, name: str, path: Path | None) -> str:
    if path is None:
        return "none"
    if path == our_file(name):
        return _our_hash(name)
    return _hash(path) if path.is_file() else str(show.music.pieces()[name])


@cache
def _our_hash(name: str) -> str:
    return _hash(our_file(name))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
