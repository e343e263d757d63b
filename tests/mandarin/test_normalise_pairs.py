"""Our own pairs of written and spoken, on whole sentences: at least one of the good forms, letter for letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.normalise import normalise

DATA = Path(__file__).parent / "data"
NONE = Lexicon()


def forms(spoken: str) -> set[str]:
    """``{a|b}`` written out, from the inside."""
    choice = re.search(r"\{([^{}]*)\}", spoken)
    if not choice:
        return {bare(spoken)}
    before, after = spoken[: choice.start()], spoken[choice.end() :]
    return set().union(*(forms(before + option + after) for option in choice[1].split("|")))


def bare(text: str) -> str:
    """Without spaces and punctuation: what a listener hears but for pauses."""
    return re.sub(r"[\W_]+", "", text).lower()


def pairs() -> list[tuple[str, str]]:
    rows = [
        line.split("\t")
        for path in sorted(DATA.glob("spoken*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("# ")
    ]
    return [(written, spoken) for _, written, spoken in rows]


@pytest.mark.parametrize(("written", "spoken"), pairs(), ids=lambda text: text[:30])
def test_said_as_an_announcer_would(written: str, spoken: str) -> None:
    assert bare(normalise(written, NONE).text) in forms(spoken)
