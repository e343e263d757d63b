"""Before spending: what a render would say, ask, last and cost. Nothing is sent to find out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from podcast.mandarin import Mandarin
from podcast.model import Episode, Request, Script
from podcast.show import Show, Voice
from podcast.speak.choose import Casting, candidates, speakers_of
from podcast.speak.engine import PRICED, Price, Priced
from podcast.speak.engines import goes_to, load, pace_of, speed_of
from podcast.speak.plan import Plan, plan
from podcast.speak.store import ClipStore
from podcast.speak.verify import syllables


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
    engine_override: str | None = None,
) -> Iterator[tuple[str, str]]:
    """(label, text) rows for the casting that would be tried first."""
    casting = candidates(show, speakers_of(script), published, engine_override)[0]
    rest = _rest(plan(script, mandarin, load(casting.engine), casting.voices), casting, store)
    asked = [request for request, _ in rest.missing.values()]
    characters = sum(len(request.text) for request in asked)
    yield "voice", f"{casting} ({casting.reason}); text goes to {goes_to(load(casting.engine)) or 'nobody'}"
    yield "text", f"{sum(len(request.text) for request in rest.todo.requests):,} characters as spoken"
    yield "requests", f"{len(asked):,} of {len(set(rest.todo.keys)):,} still to make, {characters:,} characters"
    minutes, seconds = divmod(round(rest.duration_s), 60)
    yield "length", f"about {minutes}:{seconds:02} of speech"
    yield "cost", _cost(rest.missing.values(), show)


def keys_as_published(episode: Episode, show: Show, mandarin: Mandarin) -> set[str]:
    """Keys of the clips that a published episode would be made of now, in its own voices."""
    (casting,) = candidates(show, speakers_of(episode.script), episode)
    return set(plan(episode.script, mandarin, load(casting.engine), casting.voices).keys)


def keys_of(script: Script, show: Show, mandarin: Mandarin, published: Episode | None = None) -> set[str]:
    """Keys of all clips that the script may use, in the voices that it has and in those that may step in."""
    speakers = speakers_of(script)
    castings = (*candidates(show, speakers), *(candidates(show, speakers, published) if published else ()))
    return {key for casting in castings for key in plan(script, mandarin, load(casting.engine), casting.voices).keys}


def _rest(todo: Plan, casting: Casting, store: ClipStore) -> _Todo:
    store.fetch(todo.keys)
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
        price = _price(voice, show)
        if price is None:
            unknown.add(_product(voice))
            continue
        total += price.million_characters * len(request.payload) / 1e6
        total += price.minute * _expected_s(request, voice) / 60
    if unknown:
        return f"unknown for {', '.join(sorted(unknown))}; give it in show.yaml under prices"
    return f"about US${total:.2f} (prices of {PRICED}, or show.yaml's)" if total else "nothing"


def may_charge(engine: str, show: Show) -> bool:
    """Whether requests to the engine may cost something, as far as is known here."""
    return isinstance(load(engine), Priced) and show.prices.get(engine) != 0


def _product(voice: Voice) -> str:
    engine = load(voice.engine)
    return engine.product(voice) if isinstance(engine, Priced) else voice.engine


def _price(voice: Voice, show: Show) -> Price | None:
    own = show.prices.get(_product(voice), show.prices.get(voice.engine))
    if own is not None:
        return Price(million_characters=own)
    engine = load(voice.engine)
    return engine.price(voice) if isinstance(engine, Priced) else Price()
