"""What a proof found, in the words and times of the episode: for the terminal, for programs, and for the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``start_ms``, ``end_ms``: where it sounds in the episode. ``sure``: 0 to 1."""

    start_ms: int
    end_ms: int
    kind: str  # "left out", "replaced", "noise" …: one of verdict.KINDS
    written: str  # what should be said there; of a fault of the sound the whole sentence
    heard: str  # what was heard there, or what was measured
    sure: float
    todo: str  # a command or a hint
    of_words: bool  # ``heard`` is what was understood; else what was measured


@dataclass(frozen=True, slots=True)
class Report:
    slug: str
    findings: tuple[Finding, ...]  # in the order in which they sound
    heard: int  # utterances
    remembered: int  # of these were heard before
    recogniser: str
    notes: tuple[str, ...] = ()  # sentences: what could not be judged, and why
