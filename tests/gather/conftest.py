from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"


def stored(name: str) -> list[list[str]]:
    """Title and paragraphs of each article of a file of ours."""
    return [piece.strip().split("\n") for piece in (DATA / name).read_text(encoding="utf-8").split("=====\n")]
