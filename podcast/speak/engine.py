"""The one seam: what an engine is. All that goes wrong around it is dealt with outside, once for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from podcast.model import Boundary, Request, Spoken
from podcast.show import Voice


@dataclass(frozen=True, slots=True)
class Sound:
    """What an engine delivers: a whole audio file (WAV or MP3) and, if it told, when each word sounds."""

    data: bytes
    boundaries: tuple[Boundary, ...] = ()


Gender = Literal["female", "male", "neutral"]


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that an engine has. ``language``: BCP 47, or ``mul`` when it speaks whatever it is given."""

    name: str
    language: str
    gender: Gender


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a syllable lasts on average over an utterance, in milliseconds, at the voice's own speed."""

    least: float
    usual: float
    most: float


PRICED = "2026-11"
"""When services' prices were read. show.yaml's ``prices`` (US$ per million characters) go before them."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars; an engine asks for one of the two."""

    million_characters: float = 0.0
    minute: float = 0.0


class Engine(Protocol):
    """Synchronous; may be called from ``workers`` threads at once; picklable by ``name``."""

    name: str
    workers: int  # requests it takes at once

    def identity(self, voice: Voice) -> str:
        """Everything that changes the sound beside the request: model, version, settings."""

    def prepare(self, spoken: Spoken, voice: Voice) -> Request:
        """Pure: phonemes, respelling or plain text; says whether it fits the engine's limit."""

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        """Speak one request.

        Raises EngineBusy (try again), EngineRefused (never will), EngineUnavailable (use the next engine).
        """


@runtime_checkable
class Lists(Protocol):
    """An engine whose voices may change, or may not be there."""

    def listing(self, deadline_s: float) -> tuple[VoiceInfo, ...]:
        """The voices that it has here and now. Raises EngineError saying why it has none."""


@runtime_checkable
class Loads(Protocol):
    """An engine that has something to load before it can answer."""

    def load(self, tell: Callable[[str], None] | None) -> None:
        """Load it now, unless that is done, from whatever thread. Raises EngineUnavailable.

        ``tell`` hears what takes longer than a moment; None: what takes longer is left for later.
        """


@runtime_checkable
class Priced(Protocol):
    """An engine that charges."""

    def product(self, voice: Voice) -> str:
        """What is sold, as show.yaml's ``prices`` names it: engine/model."""

    def price(self, voice: Voice) -> Price | None:
        """What the service asks for it; None when nobody here knows."""


LARGEST = 50_000_000  # bytes of one answer: minutes of sound in any form
