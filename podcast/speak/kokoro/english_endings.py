"""The endings -s, 's, -ed and -ing: what may stand before them, and how they sound."""

from __future__ import annotations

from collections.abc import Iterator


def stems(base: str, ending: str) -> Iterator[str]:
    """What may stand before the ending: "compan-i-es" → company, "tun-ing" → tune, "run-n-ing" → run."""
    yield base
    if ending != "s":
        yield base + "e"
        if base[-1] == base[-2]:
            yield base[:-1]
    elif base[-1] == "e":
        yield base[:-1]
    if base.endswith("ie") or (ending == "ed" and base[-1] == "i"):
        yield base.rstrip("e")[:-1] + "y"


def with_s(stem: str) -> str:
    """The sounds with -s or 's behind them."""
    if stem[-1:] in "szʃʒʧʤ":
        return stem + "ᵻz"
    return stem + ("s" if stem[-1:] in "ptkfθ" else "z")


def with_ed(stem: str) -> str:
    """The sounds with -ed behind them."""
    if stem[-1:] in "td":
        return stem + "ᵻd"
    return stem + ("t" if stem[-1:] in "pkfθʃsʧ" else "d")


def with_ing(stem: str) -> str:
    """The sounds with -ing behind them."""
    return stem + "ɪŋ"
