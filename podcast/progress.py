"""How far long work is: one protocol for all that takes a while. `cli` shows it on the terminal."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Who wants to know how far the work is."""

    def stage(self, text: str) -> None:
        """A new stage begins, which ``text`` names."""

    def advance(self, done: int, total: int) -> None:
        """So much of this stage is done, in whatever it counts."""

    def note(self, text: str) -> None:
        """A sentence that the user should read now."""
