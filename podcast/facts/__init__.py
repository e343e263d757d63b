"""A script held to its digest: figures, names, quotations and claims compared, by rules, whoever wrote the script."""

from __future__ import annotations

from podcast.facts.check import check, check_line
from podcast.facts.finding import Finding, Kind
from podcast.facts.receipts import receipts
from podcast.facts.untold import untold

__all__ = ["Finding", "Kind", "check", "check_line", "receipts", "untold"]
