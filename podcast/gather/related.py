"""How much of a line's words the rest of the text knows: a paragraph of its own knows some, a stranger's none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from podcast.gather.language import ENGLISH_COMMON
from podcast.mandarin.han import simplified

_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}|[\u3400-\u9fff]+")
COMMON = frozenset(
    "的了在是和也就都而及與与或著着被把對对為为以將将並并於于之其中有這这那個个一不人我你他她們们到說说上下年月日要會会可能還还更多從从"
)


def terms(text: str) -> Counter[str]:
    """Pairs of Chinese characters (as Simplified) and Latin words; pairs of mere grammar are left out."""
    found: Counter[str] = Counter()
    for run in _TERM.findall(text):
        if run[0].isascii():
            if run.lower() not in ENGLISH_COMMON:
                found[run.lower()] += 1
            continue
        run = simplified(run)
        found.update(pair for a, b in pairwise(run) if (pair := a + b) and not (a in COMMON or b in COMMON))
    return found


class Rest:
    """What the texts know together, so that one can be asked what the others know of it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._all: Counter[str] = Counter()
        for text in texts:
            self._all.update(terms(text))

    def share(self, text: str, times: int = 1) -> float:
        """Share of the text's terms that also stand elsewhere, 0 to 1; 1.0 of a text without any.

        ``times``: how often the text itself is among the texts.
        """
        own = terms(text)
        if not own:
            return 1.0
        return sum(self._all[term] > n * times for term, n in own.items()) / len(own)
