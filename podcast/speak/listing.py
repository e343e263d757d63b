"""What can speak here and now: each engine's own list where it has one, the table's otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.errors import EngineError, EngineUnavailable
from podcast.show import Show
from podcast.speak.engine import Engine, Lists, Loads, VoiceInfo
from podcast.speak.engines import ENGINES, goes_to, load
from podcast.speak.work import Threads

LISTING_S = 5.0  # for an engine to answer


@dataclass(frozen=True, slots=True)
class Available:
    """One voice. ``why`` says why it is not available; ``speakers`` of voices.yaml use it."""

    engine: str
    voice: str
    language: str
    gender: str
    available: bool
    why: str = ""
    speakers: tuple[str, ...] = ()


def available(show: Show) -> tuple[Available, ...]:
    """Every Mandarin voice of every engine, and what voices.yaml names beside them."""
    return tuple(row for name in ENGINES for row in _of(name, show))


def _of(name: str, show: Show) -> list[Available]:
    known = {v.name: v for v in ENGINES[name].voices}
    why = ""
    try:
        has = {v.name: v for v in _list(load(name, show.network), ENGINES[name].voices)}
    except EngineError as e:
        has, why = {}, str(e)
    users: dict[str, list[str]] = {}
    for speaker in show.speakers:
        for voice in speaker.voices:
            if voice.engine == name:
                users.setdefault(voice.voice, []).append(speaker.id)
    rows = []
    for voice_name in dict.fromkeys((*known, *has, *users)):
        info = has.get(voice_name) or known.get(voice_name) or VoiceInfo(voice_name, "?", "neutral")
        reason = "" if voice_name in has else why or "the engine does not list it (any more)"
        used_by = tuple(users.get(voice_name, ()))
        rows.append(Available(name, voice_name, info.language, info.gender, not reason, reason, used_by))
    return rows


def _list(engine: Engine, otherwise: tuple[VoiceInfo, ...]) -> tuple[VoiceInfo, ...]:
    if not isinstance(engine, Lists):
        return otherwise
    if isinstance(engine, Loads) and goes_to(engine):  # what imports take is not the service's
        engine.load(lambda text: None)
    try:  # a name server that is silent keeps to no deadline
        found: tuple[VoiceInfo, ...] = Threads().submit(engine.listing, LISTING_S).result(timeout=2 * LISTING_S)
    except TimeoutError as e:
        raise EngineUnavailable(f"did not answer within {2 * LISTING_S:g} s") from e
    return found
