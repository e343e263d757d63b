"""Digest → Script, and scripts/*.md both ways."""

from podcast.write.explain import Explanation, Row, explain, letters, unsaid
from podcast.write.markdown import Stamp, edited, from_markdown, to_markdown
from podcast.write.refresh import Outcome, refresh, script_at, stamp_of, write_script

__all__ = [
    "Explanation",
    "Outcome",
    "Row",
    "Stamp",
    "edited",
    "explain",
    "from_markdown",
    "letters",
    "refresh",
    "script_at",
    "stamp_of",
    "to_markdown",
    "unsaid",
    "write_script",
]
