"""feed/EP1/proof.html: each finding, played on a click. For the author; `publish` leaves it here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from podcast.model import Episode
from podcast.proof.report import Report
from podcast.text import clock

if TYPE_CHECKING:
    from jinja2 import Environment

AROUND_MS = 700
"""So much is played before a finding and behind it."""


def page(episode: Episode, report: Report) -> str:
    """One HTML file that needs nothing but the audio beside it."""
    return _environment().get_template("proof.html.j2").render(
        episode=episode, report=report, clock=clock, seconds=_seconds, around=AROUND_MS
    )  # fmt: skip


def _seconds(ms: int) -> str:
    return f"{max(0, ms) / 1000:.2f}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("podcast.proof"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
