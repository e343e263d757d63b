"""The rules for content credentials (C2PA) in an audio file: what is there must hold, and say what the show says."""

from __future__ import annotations

import io

from podcast.check.rules import Rules
from podcast.credentials import has_credentials, verdict_of
from podcast.credentials.embed import AI, AI_IN_PART


def check_credentials(rules: Rules, data: bytes, mime: str, where: str, *, ai: bool) -> None:
    """Of a file without any nothing is asked. ``ai``: the show declares that a machine made some of it."""
    if not has_credentials(data):
        return
    try:
        verdict = verdict_of(io.BytesIO(data), mime)
    except (ImportError, OSError, RuntimeError):  # not there, or not made for this machine
        how = "pip install -c constraints.txt -e '.[credentials]'"
        rules.tell("credentials.unread", where, f"it has content credentials; to have them verified: {how}")
        return
    problems = "; ".join(verdict.problems)
    if not rules.need("credentials.hold", not verdict.problems, where, f"content credentials do not hold: {problems}"):
        return
    declared = not ai or any(source in (AI, AI_IN_PART) for source in verdict.made)
    what = ", ".join(source.rpartition("/")[2] for source in verdict.made) or "nothing"
    rules.advise("credentials.ai", declared, where, f"the show declares AI, the credentials say {what}")
    who = f"signed by {verdict.by or 'nobody named'}" + (f" at {verdict.at}" if verdict.at else "")
    whose = "" if verdict.trusted else "; whether its issuer is on C2PA's list of trust was not asked"
    rules.tell("credentials.by", where, f"{mime}: {what}, {who}{whose}")
