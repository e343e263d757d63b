"""What does not hold: a place in a script, and what stands there against what the digest has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "figure", "date", "name", "quotation", "attribution", "certainty", "negation", "superlative", "role", "unsupported",
    "untold",
]  # fmt: skip
"""``figure``: a number, its unit, its bound, or what it is said of. ``certainty``: planned, expected, reported or
somebody's opinion, told as done. ``negation``: lost, added, or turned round (年減 for 年增). ``role``: who does what to
whom. ``unsupported``: what a line claims without a source, or beside it. ``untold``: an item that no line tells."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. ``place``: "2.3", chapter and line from 1; the item's id for what is untold."""

    place: str
    kind: Kind
    said: str  # what stands in the line
    cited: str = ""  # what stands in the items that it cites, as far as it can be told
    items: tuple[str, ...] = ()  # ids that the line cites

    def __str__(self) -> str:
        beside = f"; the items have {self.cited}" if self.cited else ""
        ids = f" [{', '.join(self.items)}]" if self.items else ""
        return f"{self.place:<5} {self.kind}: {self.said}{beside}{ids}"
