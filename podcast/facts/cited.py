"""What a line cites: the texts of its items, prepared, with all that stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from podcast.facts.amounts import Amount
from podcast.facts.days import Moment
from podcast.facts.finding import Kind
from podcast.facts.matching import supports
from podcast.facts.names import Glossary
from podcast.facts.reading import Clause, Reading, likeness


@dataclass(frozen=True)
class Fault:
    """A finding before it has a place: where in the line it stands."""

    kind: Kind
    start: int
    said: str
    cited: str = ""


@dataclass(frozen=True)
class Cited:
    """The texts against which one line is held."""

    texts: tuple[Reading, ...]
    glossary: Glossary
    today: date | None = None

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(c for text in self.texts for c in text.clauses)

    @cached_property
    def amounts(self) -> tuple[tuple[Reading, Amount], ...]:
        return tuple((text, a) for text in self.texts for a in text.amounts)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(m for text in self.texts for m in text.moments)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(k for text in self.texts for k in text.keys)

    @cached_property
    def letters(self) -> str:
        return "\n".join(text.letters for text in self.texts)

    @cached_property
    def whole(self) -> str:
        return "\n".join(text.text for text in self.texts)

    def like(self, said: Clause, least: float = 0.5, shared: int = 4) -> list[tuple[float, Reading, int]]:
        """(likeness, text, number of the clause in it) of the clauses that tell the same, the likest first."""
        found = []
        for text in self.texts:
            for n, clause in enumerate(text.clauses):
                share, both = likeness(said, clause)
                if share >= least and both >= shared:
                    found.append((share, text, n))
        return sorted(found, key=lambda f: -f[0])

    def sentence(self, text: Reading, n: int) -> tuple[Clause, ...]:
        """The clauses of the sentence in which the n-th clause of ``text`` stands."""
        return tuple(c for c in text.clauses if c.sentence == text.clauses[n].sentence)


def quoted(clauses: tuple[Clause, ...], text: Reading) -> str:
    """The words of some clauses, as they were written."""
    return text.written[clauses[0].start : clauses[-1].end] if clauses else ""


def short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def same_figures(said: Clause, source: Clause) -> int:
    return sum(any(supports(s, a) for s in source.amounts) for a in said.amounts)
