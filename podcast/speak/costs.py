"""Before spending: what a render would say, ask, last and cost. Nothing is sent to find out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from podcast.mandarin import Mandarin
from podcast.model import Episode, Request, Script
from podcast.show import Show, Voice
from podcast.speak.choose import Casting, candidates, speakers_of
from podcast.speak.engines import goes_to, load
from podcast.speak.plan import Plan, plan
from podcast.speak.store import ClipStore
from podcast.speak.verify import pace_of, speed_of, syllables

PRICED = "2026-11"
"""When the prices were read on OpenAI's pages. show.yaml's ``prices`` (US$ per million characters) go before them."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars; an engine asks for one of the two."""

    million_characters: float = 0.0
    minute: float = 0.0


PRICES: Mapping[str, Price] = MappingProxyType(
    {
        "edge": Price(),
        "kokoro": Price(),
        "openai/tts-1": Price(million_characters=15.0),
        "openai/tts-1-hd": Price(million_characters=30.0),
        "openai/gpt-4o-mini-tts": Price(minute=0.015),
    }
)


@dataclass(frozen=True, slots=True)
class _Todo:
    """What one casting would still have to say."""

    todo: Plan
    missing: dict[str, tuple[Request, Voice]]
    duration_s: float  # of the whole speech, as far as clips are there exactly


def estimate(
    script: Script,
    show: Show,
    mandarin: Mandarin,
    store: ClipStore,
    *,
    published: Episode | None = None,
    insisted: str | None = None,
) -> Iterator[tuple[str, str]]:
    """(label, text) rows for the casting that would be tried first."""
    casting = candidates(show, speakers_of(script), published, insisted)[0]
    rest = _rest(plan(script, mandarin, load(casting.engine), casting.voices), casting, store)
    asked = [request for request, _ in rest.missing.values()]
    characters = sum(len(request.text) for request in asked)
    yield "voice", f"{casting} ({casting.reason}); text goes to {goes_to(load(casting.engine)) or 'nobody'}"
    yield "text", f"{sum(len(request.text) for request in rest.todo.requests):,} characters as spoken"
    yield "requests", f"{len(asked):,} of {len(set(rest.todo.keys)):,} still to make, {characters:,} characters"
    minutes, seconds = divmod(round(rest.duration_s), 60)
    yield "length", f"about {minutes}:{seconds:02} of speech"
    yield "cost", _cost(rest.missing.values(), show)


def keys_of(script: Script, show: Show, mandarin: Mandarin, published: Episode | None = None) -> set[str]:
    """Keys of all clips that the script may use, in the voices that it has and in those that may step in."""
    speakers = speakers_of(script)
    castings = (*candidates(show, speakers), *(candidates(show, speakers, published) if published else ()))
    return {key for casting in castings for key in plan(script, mandarin, load(casting.engine), casting.voices).keys}


def _rest(todo: Plan, casting: Casting, store: ClipStore) -> _Todo:
    missing: dict[str, tuple[Request, Voice]] = {}
    duration_s = 0.0
    for utterance, request, key in zip(todo.utterances, todo.requests, todo.keys, strict=True):
        voice = casting.voices[utterance.speaker]
        clip = None if key in missing else store.get(key)
        if clip is None:
            missing[key] = request, voice
        duration_s += clip.duration_samples / clip.sample_rate if clip else _expected_s(request, voice)
        duration_s += utterance.pause_after_ms / 1000
    return _Todo(todo, missing, duration_s)


def _expected_s(request: Request, voice: Voice) -> float:
    return syllables(request.text) * pace_of(request.engine, request.voice).usual / speed_of(voice) / 1000


def _cost(missing: Iterable[tuple[Request, Voice]], show: Show) -> str:
    total, unknown = 0.0, set()
    for request, voice in missing:
        name = _product(request.engine, voice)
        price = _price(name, request.engine, show)
        if price is None:
            unknown.add(name)
            continue
        total += price.million_characters * len(request.payload) / 1e6
        total += price.minute * _expected_s(request, voice) / 60
    if unknown:
        return f"unknown for {', '.join(sorted(unknown))}; give it in show.yaml under prices"
    return f"about US${total:.2f} (prices of {PRICED}, or show.yaml's)" if total else "nothing"


def _product(engine: str, voice: Voice) -> str:
    if engine != "openai":
        return engine
    from podcast.speak.openai_speech import MODEL

    return f"openai/{voice.model or MODEL}"


def _price(product: str, engine: str, show: Show) -> Price | None:
    own = show.prices.get(product, show.prices.get(engine))
    if own is not None:
        return Price(million_characters=own)
    return None if engine == "openai" and not _official() else PRICES.get(product)


def _official() -> bool:
    """Whether OpenAI itself is asked: what another server takes for the same model nobody knows."""
    from podcast.speak.openai_speech import OFFICIAL, server

    return server() == OFFICIAL
