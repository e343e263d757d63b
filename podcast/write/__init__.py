"""Digest → Script, and scripts/*.md both ways."""

from podcast.write.doubts import doubts, line_of_speaker
from podcast.write.explain import Explanation, Row, explain, known_ids, omitted, unsaid
from podcast.write.fingerprint import is_same
from podcast.write.lines import letters
from podcast.write.markdown import Stamp, edited, from_markdown, to_markdown
from podcast.write.opening import named_day
from podcast.write.refresh import Outcome, refresh, script_at, stamp_of, write_script

__all__ = [
    "Explanation",
    "Outcome",
    "Row",
    "Stamp",
    "doubts",
    "edited",
    "explain",
    "from_markdown",
    "is_same",
    "known_ids",
    "letters",
    "line_of_speaker",
    "named_day",
    "omitted",
    "refresh",
    "script_at",
    "stamp_of",
    "to_markdown",
    "unsaid",
    "write_script",
]
