"""Our own tables under data/."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

FUNCTION = frozenset(
    "的了是在有和與也就都還又很把被這那它他她其我你您們嗎呢吧啊呀喔哦啦嘛之而且但或及以於為從到"
    "向對跟給讓使由所些個一不沒未無才只會要能可想將已正再更最比較"
    "著過來去上下裡中內外後前時當如若因果則即便雖然而說看做作像樣什麼怎誰哪幾多少每各該此等等點位次件項種家名年月日天"
)
"""Characters that say little by themselves."""


def rows(name: str) -> Iterator[list[str]]:
    """The fields of each line of a table, comments left out."""
    text = files("podcast.facts").joinpath("data", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
