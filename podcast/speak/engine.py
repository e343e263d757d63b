"""The one seam: what an engine is. All that goes wrong around it is dealt with outside, once for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from podcast.model import Boundary, Request, Spoken
from podcast.show import Voice


@dataclass(frozen=True, slots=True)
class Sound:
    """What an engine delivers: a whole audio file (WAV or MP3) and, if it told, when each word sounds."""

    data: bytes
    boundaries: tuple[Boundary, ...] = ()


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
