"""Tokens and what they cost, counted before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from podcast.service.openai_server import Server
from podcast.show import ModelSettings

# Looked up in 2026-11, in public lists of prices; show.yaml's ``price`` goes before them.
PRICES: Mapping[str, tuple[float, float]] = MappingProxyType(  # of OpenAI itself: US$ per million tokens, in and out
    {
        "gpt-4o": (2.5, 10.0),
        "gpt-4o-mini": (0.15, 0.6),
        "gpt-4.1": (2.0, 8.0),
        "gpt-4.1-mini": (0.4, 1.6),
        "gpt-4.1-nano": (0.1, 0.4),
        "gpt-5": (1.25, 10.0),
        "gpt-5-mini": (0.25, 2.0),
        "gpt-5.4": (2.5, 15.0),
        "gpt-5.4-mini": (0.75, 4.5),
        "gpt-5.4-nano": (0.2, 1.25),
    }
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """``into`` the model and ``out`` of it, its thoughts counted."""

    into: int = 0
    out: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.into + other.into, self.out + other.out)


def most_tokens(text: str) -> int:
    """More than any tokenizer in use makes of ``text``: two for a character of Chinese, one for two Latin letters.

    Those of OpenAI's models make 0.7 to 1.3 of a Han character, and about one of four Latin letters.
    """
    ascii_ = sum(char < "\x80" for char in text)
    return (len(text) - ascii_) * 2 + (ascii_ + 1) // 2


def usual_tokens(text: str) -> int:
    """About how many tokens ``text`` has, for an estimate."""
    ascii_ = sum(char < "\x80" for char in text)
    return round((len(text) - ascii_) * 1.0 + ascii_ / 3.5)


def price_of(settings: ModelSettings, server: Server) -> tuple[float, float] | None:
    """US$ per million tokens, in and out. What runs on this machine costs nothing; None when nobody here knows."""
    if settings.price is not None:
        return settings.price
    if server.official:
        return PRICES.get(settings.model)
    return (0.0, 0.0) if server.is_here else None


def dollars(tokens: Tokens, price: tuple[float, float]) -> float:
    return (tokens.into * price[0] + tokens.out * price[1]) / 1e6


class Purse:
    """What may be spent in US$, and what was. Used from one thread."""

    def __init__(self, limit: float | None = None) -> None:
        self.limit, self.spent, self.held = limit, 0.0, 0.0

    def hold(self, amount: float) -> bool:
        """Set aside what a request may cost at most; False where that could pass the limit."""
        if self.limit is not None and self.spent + self.held + amount > self.limit:
            return False
        self.held += amount
        return True

    def pay(self, held: float, amount: float) -> None:
        """What was set aside becomes what it cost."""
        self.held = max(0.0, self.held - held)
        self.spent += amount
