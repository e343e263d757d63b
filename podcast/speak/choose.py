"""One engine an episode: which voices speak it, why, and where its text goes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from podcast.errors import ConfigError, EngineError, EngineUnavailable, SpeechError
from podcast.mandarin import Mandarin
from podcast.model import Clip, Episode, Script
from podcast.show import Show, Voice
from podcast.speak.engine import Engine
from podcast.speak.engines import ENGINES, gender, load
from podcast.speak.plan import Plan, plan
from podcast.speak.store import ClipStore
from podcast.speak.work import Policy, probe, speak


class Tell(Protocol):
    """Who wants to know how far the work is."""

    def stage(self, text: str) -> None: ...
    def spoken(self, done: int, total: int) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Casting:
    """One engine, and the voice of it that each speaker has."""

    engine: str
    voices: Mapping[str, Voice]
    reason: str

    def __str__(self) -> str:
        return f"{self.engine} {', '.join(dict.fromkeys(voice.voice for voice in self.voices.values()))}"


@dataclass(frozen=True, slots=True)
class Take:
    """An episode, spoken. ``made`` and ``stored`` count clips that were asked for and that were there before."""

    casting: Casting
    plan: Plan
    clips: tuple[Clip, ...]
    why: str
    made: int
    stored: int


def candidates(
    show: Show, speakers: Iterable[str], published: Episode | None = None, insisted: str | None = None
) -> tuple[Casting, ...]:
    """Who may speak the episode, in order of preference; a published one keeps its voices unless told otherwise.

    The order is that of the first speaker's list, voices of the first one's gender before others.
    """
    names = tuple(dict.fromkeys(speakers))
    if insisted and insisted not in ENGINES:
        raise SpeechError(f"There is no engine “{insisted}”; there are: {', '.join(ENGINES)}.")
    if published and not insisted:
        return (_as_published(show, names, published),)
    _check_engines(show, names)
    lead = [v for v in show.speaker(names[0]).voices if insisted in (None, v.engine)]
    found = []
    for n, voice in enumerate(sorted(lead, key=lambda v: _other_gender(v, lead[0]))):
        others = {name: _voice_of(show, name, voice.engine) for name in names[1:]}
        complete = {name: other for name, other in others.items() if other}
        if len(complete) == len(others):
            reason = f"--engine {insisted}" if insisted else "first in voices.yaml" if n == 0 else "next in voices.yaml"
            found.append(Casting(voice.engine, {names[0]: voice, **complete}, reason))
    if not found:
        what = f"engine {insisted}" if insisted else "engine that all of them share"
        raise ConfigError(f"voices.yaml: {' and '.join(names)} have no voice of an {what}; add one for each.")
    return tuple(found)


def _check_engines(show: Show, names: Iterable[str]) -> None:
    for name in names:
        for voice in show.speaker(name).voices:
            if voice.engine not in ENGINES:
                known = ", ".join(ENGINES)
                raise ConfigError(f"voices.yaml: {name} has a voice of “{voice.engine}”; the engines are: {known}.")


def _as_published(show: Show, names: tuple[str, ...], published: Episode) -> Casting:
    engine, known = published.engine, dict(published.voices)
    voices = {}
    for name in names:
        listed = [v for v in show.speaker(name).voices if v.engine == engine]
        same = [v for v in listed if v.voice == known.get(name, v.voice)]
        if not same and name not in known:
            raise ConfigError(f"voices.yaml: {name} has no voice of {engine}, which speaks {published.slug}; add one.")
        voices[name] = same[0] if same else Voice(engine, known[name])
    return Casting(engine, voices, "as published")


def speakers_of(script: Script) -> tuple[str, ...]:
    """In the order in which they are first heard."""
    return tuple(dict.fromkeys(line.speaker for chapter in script.chapters for line in chapter.lines))


def _voice_of(show: Show, speaker: str, engine: str) -> Voice | None:
    return next((v for v in show.speaker(speaker).voices if v.engine == engine), None)


def _other_gender(voice: Voice, first: Voice) -> bool:
    return gender(voice.engine, voice.voice) != gender(first.engine, first.voice)


def speak_episode(
    script: Script,
    show: Show,
    mandarin: Mandarin,
    store: ClipStore,
    *,
    published: Episode | None = None,
    insisted: str | None = None,
    tell: Tell | None = None,
    cancel: threading.Event | None = None,
    policy: Policy | None = None,
) -> Take:
    """The whole script in the voices of one engine: the first that answers and stays until the end.

    Raises SpeechError with every engine's reason when none can, ConfigError when voices.yaml allows none.
    """
    failed: dict[str, str] = {}
    for casting in candidates(show, speakers_of(script), published, insisted):
        if casting.engine in failed:
            continue
        try:
            return _take(casting, "; ".join(failed.values()), script, mandarin, store, tell, cancel, policy)
        except EngineError as e:
            failed[casting.engine if isinstance(e, EngineUnavailable) else str(casting)] = f"{casting}: {e}"
            if tell:
                tell.note(f"{casting} cannot speak {script.slug}: {e}")
    raise SpeechError(_given_up(script.slug, "; ".join(failed.values()), published, insisted))


def _take(
    casting: Casting, failed: str, script: Script, mandarin: Mandarin, store: ClipStore,
    tell: Tell | None, cancel: threading.Event | None, policy: Policy | None,
) -> Take:  # fmt: skip
    engine = load(casting.engine)
    todo = plan(script, mandarin, engine, casting.voices)
    missing = [key for key in dict.fromkeys(todo.keys) if store.get(key) is None]
    goes_to = ENGINES[casting.engine].text_goes_to
    if missing and goes_to:
        _ask(engine, todo, missing, casting, store)
    why = _why(casting, failed, len(missing), goes_to)
    if tell:
        tell.stage(f"說話 speaking: {casting}")
    clips = speak(
        todo, engine, casting.voices, store, progress=tell.spoken if tell else None, cancel=cancel, policy=policy
    )
    return Take(casting, todo, clips, why, len(missing), len(set(todo.keys)) - len(missing))


def _ask(engine: Engine, todo: Plan, missing: list[str], casting: Casting, store: ClipStore) -> None:
    """Does it answer? The shortest sentence still to be spoken is the question, so that nothing is sent in vain."""
    wanted = set(missing)
    n = min((i for i, key in enumerate(todo.keys) if key in wanted), key=lambda i: len(todo.requests[i].text))
    delivered = probe(engine, todo.requests[n], casting.voices[todo.utterances[n].speaker])
    store.put(todo.keys[n], delivered.samples, delivered.sample_rate, delivered.boundaries)


def _why(casting: Casting, failed: str, missing: int, goes_to: str | None) -> str:
    if goes_to is None:
        goes = f"{casting.engine} sends no text anywhere"
    elif missing:
        goes = f"the text of {missing} utterances goes to {goes_to}"
    else:
        goes = "all of it is stored, no text goes anywhere"
    return f"{casting} ({f'because {failed}' if failed else casting.reason}); {goes}"


def _given_up(slug: str, failed: str, published: Episode | None, insisted: str | None) -> str:
    if insisted:
        return f"{slug} cannot be spoken by {failed}; try later, or leave --engine out."
    if published:
        others = [name for name in ENGINES if name != published.engine]
        return (
            f"{slug} is published in the voice of {failed}; try later, or have another voice speak all of it: "
            f"podcast render {slug} --engine {' or '.join(others)}."
        )
    return f"{slug} cannot be spoken by any voice of voices.yaml: {failed}; add another, or try later."
