"""Digest → Script, and scripts/*.md both ways. What a language model needs for it lies in `retell` alone."""

from podcast.write.doubts import doubts, line_of_speaker
from podcast.write.explain import Explanation, Row, explain, is_worded_anew, known_ids, omitted, unsaid
from podcast.write.fingerprint import is_same
from podcast.write.lines import letters
from podcast.write.markdown import Stamp, changes, edited, from_markdown, to_markdown
from podcast.write.opening import named_day, named_number
from podcast.write.refresh import Chosen, Outcome, Refreshed, refresh, script_at, stamp_at, stamp_of, write_script
from podcast.write.writers import ModelWriter, RulesWriter, Writer

__all__ = [
    "Chosen",
    "Explanation",
    "ModelWriter",
    "Outcome",
    "Refreshed",
    "Row",
    "RulesWriter",
    "Stamp",
    "Writer",
    "changes",
    "doubts",
    "edited",
    "explain",
    "from_markdown",
    "is_same",
    "is_worded_anew",
    "known_ids",
    "letters",
    "line_of_speaker",
    "named_day",
    "named_number",
    "omitted",
    "refresh",
    "script_at",
    "stamp_at",
    "stamp_of",
    "to_markdown",
    "unsaid",
    "write_script",
]
