"""A share of the catalogue for one of several machines that do not know of each other: `render --all --shard 3/20`."""

from __future__ import annotations

import heapq
import re
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from podcast.draft import write_draft
from podcast.errors import PodcastError
from podcast.fresh import is_up_to_date
from podcast.library import Library, Work
from podcast.show.ledger import UNSENT, noted
from podcast.writing import Wanted


@dataclass(frozen=True, slots=True)
class Shard:
    number: int  # from 1
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def own(self, costs: Mapping[str, int]) -> frozenset[str]:
        """The names that are this shard's: the dearest first, each to the shard with the least to do so far.

        What costs nothing goes by its name alone, so that it moves none of the others when it is done.
        """
        loads = [(0, at) for at in range(self.of)]
        own = {name for name, cost in costs.items() if not cost and crc32(name.encode()) % self.of == self.number - 1}
        for name in sorted((n for n in costs if costs[n]), key=lambda n: (-costs[n], n)):
            load, at = loads[0]
            heapq.heapreplace(loads, (load + costs[name], at))
            if at == self.number - 1:
                own.add(name)
        return frozenset(own)


def shard_of(text: str) -> Shard | None:
    """``3/20``: the third of twenty. None where it is no such thing."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text.strip())
    shard = Shard(int(found[1]), int(found[2])) if found else None
    return shard if shard and 1 <= shard.number <= shard.of else None


def costs(library: Library, wanted: Container[str], now: datetime, *, written: Wanted | None = None) -> dict[str, int]:
    """Slug → characters to be spoken, of the digests in ``wanted`` and of those that were rendered here and have not
    been sent: a machine that starts again must find the same shards. 0 where the audio stays, or nothing can be read.

    ``written``: how the scripts are asked for. The store of clips does not count: it fills while the machines work.
    """
    unsent = {name.partition("/")[0] for name in noted(library.show, UNSENT)}
    found = {}
    for work in library.all():
        if work.slug in wanted or work.folder.name in unsent:
            found[work.slug] = _cost(library, work, now, written, sure=work.folder.name in unsent)
    return found


def _cost(library: Library, work: Work, now: datetime, written: Wanted | None, sure: bool) -> int:
    with suppress(PodcastError):  # whoever renders it tells
        draft = write_draft(library.show, work, now=now, wanted=written, save=False)
        if sure or not is_up_to_date(library.show, draft, now):
            return sum(len(line.text) for chapter in draft.script.chapters for line in chapter.lines)
    return 0
