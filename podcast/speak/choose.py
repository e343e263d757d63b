"""One engine an episode: which voices speak it, why, and where its text goes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from podcast.errors import ConfigError, EngineError, EngineUnavailable, SpeechError
from podcast.mandarin import Mandarin
from podcast.model import Clip, Episode, Script
from podcast.progress import Progress
from podcast.show import Show, Voice
from podcast.speak.elsewhere import Elsewhere, heard, planned, stored
from podcast.speak.engine import Engine, Loads
from podcast.speak.engines import ENGINES, gender, goes_to, load
from podcast.speak.plan import Plan, plan
from podcast.speak.probe import probe
from podcast.speak.store import ClipStore
from podcast.speak.work import Policy, Proof, speak

HELLO = "您好。"
LONG = 40  # characters: a longer sentence may take a service that is well more than the 5 s it is given


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
    show: Show, speakers: Iterable[str], published: Episode | None = None, engine_override: str | None = None
) -> tuple[Casting, ...]:
    """Who may speak the episode, in order of preference; a published one keeps its voices unless told otherwise.

    The order is that of the first speaker's list, voices of the first one's gender before others.
    """
    names = tuple(dict.fromkeys(speakers))
    if engine_override and engine_override not in ENGINES:
        raise SpeechError(f"There is no engine “{engine_override}”; there are: {', '.join(ENGINES)}.")
    if published and not engine_override:
        return (_as_published(show, names, published),)
    _check_engines(show, names)
    lead = [v for v in show.speaker(names[0]).voices if engine_override in (None, v.engine)]
    found = []
    for n, voice in enumerate(sorted(lead, key=lambda v: _other_gender(v, lead[0]))):
        others = {name: _voice_of(show, name, voice.engine) for name in names[1:]}
        complete = {name: other for name, other in others.items() if other}
        if len(complete) == len(others):
            place = "first in voices.yaml" if n == 0 else "next in voices.yaml"
            reason = f"--engine {engine_override}" if engine_override else place
            found.append(Casting(voice.engine, {names[0]: voice, **complete}, reason))
    if not found:
        what = f"engine {engine_override}" if engine_override else "engine that all of them share"
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
        settings: Mapping[str, Any] = published.voice_settings.get(name, {})
        voices[name] = same[0] if same else Voice(engine, known[name], **settings)
    changed = [v for name, v in voices.items() if v not in show.speaker(name).voices]
    reason = f"as published, though voices.yaml has it no more; --engine {engine} takes what stands there"
    return Casting(engine, voices, reason if changed else "as published")


def speakers_of(script: Script) -> tuple[str, ...]:
    """In the order in which they are first heard."""
    return tuple(dict.fromkeys(line.speaker for chapter in script.chapters for line in chapter.lines))


def _voice_of(show: Show, speaker: str, engine: str) -> Voice | None:
    return next((v for v in show.speaker(speaker).voices if v.engine == engine), None)


def _other_gender(voice: Voice, first: Voice) -> bool:
    return gender(voice.engine, voice.voice) != gender(first.engine, first.voice)


def load_ahead(
    speakers: Iterable[str], show: Show, published: Episode | None, engine_override: str | None,
    tell: Callable[[str], None] | None = None,
) -> None:  # fmt: skip
    """Let the engine that is asked first load beside whatever comes before the speaking. What fails is told then.

    ``tell`` hears what takes longer than a moment; None: that is left for later. No daemon: the runtime must not be at
    work while the interpreter ends, which waits a second at most.
    """
    first = load(candidates(show, speakers, published, engine_override)[0].engine, show.network)
    if not isinstance(first, Loads):
        return

    def begin() -> None:
        with suppress(EngineError):
            first.load(tell)

    threading.Thread(target=begin, name="load").start()


def speak_episode(
    script: Script,
    show: Show,
    mandarin: Mandarin,
    store: ClipStore,
    *,
    published: Episode | None = None,
    engine_override: str | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    policy: Policy | None = None,
    elsewhere: Elsewhere | None = None,
    proof: Proof | None = None,
) -> Take:
    """The whole script in the voices of one engine: the first that answers and stays until the end.

    ``elsewhere``: other processes or machines plan and speak it; then nothing is loaded here. ``proof`` hears each clip
    before it counts as good. Raises SpeechError with every engine's reason when none can, ConfigError when voices.yaml
    allows none.
    """
    failed: dict[str, str] = {}
    sent: list[str] = []
    name, speakers = script.slug or "This", speakers_of(script)
    castings = candidates(show, speakers, published, engine_override)
    for casting in castings:
        if casting.engine in failed:
            continue
        attempt = None
        try:
            engine = load(casting.engine, show.network)
            attempt = _Attempt(engine, casting, script, mandarin, store, elsewhere, show.pauses.sentence)
            return attempt(progress, cancel, policy, proof, failed=tuple(failed.values()), sent=tuple(sent))
        except EngineError as e:
            failed[casting.engine if isinstance(e, EngineUnavailable) else str(casting)] = f"{casting}: {e}"
            sent += attempt.sent() if attempt else ()
            if progress and casting is not castings[-1]:  # the last one's reason stands in the error
                progress.note(f"{name} cannot be spoken by {casting}: {e}")
    raise SpeechError(_given_up(name, "; ".join(failed.values()), show, speakers, published, engine_override))


class _Attempt:
    """The script in the voices of one casting, all of it or an EngineError."""

    def __init__(
        self, engine: Engine, casting: Casting, script: Script, mandarin: Mandarin, store: ClipStore,
        elsewhere: Elsewhere | None, sentence_ms: int,
    ) -> None:  # fmt: skip
        self.engine, self.casting, self.store, self.mandarin = engine, casting, store, mandarin
        self.elsewhere = elsewhere
        if elsewhere:
            what = elsewhere.shelf, script, mandarin, engine.name, casting.voices, sentence_ms
            self.plan, self.known = elsewhere.executor.submit(planned, *what).result()
        else:
            self.plan = plan(script, mandarin, engine, casting.voices, sentence_ms)
            self.known = stored(store, self.plan.keys)
        self.missing = [key for key in dict.fromkeys(self.plan.keys) if key not in self.known]
        self.goes_to = goes_to(self.engine)

    def __call__(
        self, progress: Progress | None, cancel: threading.Event | None, policy: Policy | None, proof: Proof | None,
        failed: tuple[str, ...], sent: tuple[str, ...],
    ) -> Take:  # fmt: skip
        why = "; ".join((self._why(failed), *sent))
        if self.missing and isinstance(self.engine, Loads) and not self.elsewhere:
            self.engine.load(progress.stage if progress else lambda text: None)
        if self.missing and self.goes_to:
            self._ask(cancel)
            if progress:
                progress.note(f"voice: {why}")  # before most of the text leaves, not after
        if progress:
            progress.stage(f"說話 speaking: {self.casting}")
        advance = progress.advance if progress else None
        voices = self.casting.voices
        clips = speak(
            self.plan, self.engine, voices, self.store, progress=advance, cancel=cancel, policy=policy,
            elsewhere=self.elsewhere, known=self.known, proof=proof,
        )  # fmt: skip
        stored = len(set(self.plan.keys)) - len(self.missing)
        return Take(self.casting, self.plan, clips, why, len(self.missing), stored)

    def _ask(self, cancel: threading.Event | None) -> None:
        """Does it answer? The shortest sentence still to be spoken is the question, so that nothing is sent in vain."""
        wanted, requests = set(self.missing), self.plan.requests
        n = min((i for i, key in enumerate(self.plan.keys) if key in wanted), key=lambda i: len(requests[i].text))
        voice = self.casting.voices[self.plan.utterances[n].speaker]
        own = len(requests[n].text) <= LONG
        request = requests[n] if own else self.engine.prepare(self.mandarin.say(HELLO), voice)
        key = self.plan.keys[n] if own else ""
        if there := self.elsewhere:
            clip = there.asked(self.engine, cancel, key, request, voice)
        else:
            clip = heard(self.store, key, probe(self.engine, request, voice))
        if clip:
            self.known[key] = clip

    def _why(self, failed: tuple[str, ...]) -> str:
        if self.goes_to is None:
            goes = f"{self.casting.engine} sends no text anywhere"
        elif self.missing:
            goes = f"the text of {len(self.missing)} sentences goes to {self.goes_to}"
        else:
            goes = "all of it is stored, no text goes anywhere"
        return f"{self.casting} ({'because ' + '; '.join(failed) if failed else self.casting.reason}); {goes}"

    def sent(self) -> Iterator[str]:
        """What had left the machine before this attempt failed."""
        answered = sum(self.store.get(key) is not None for key in self.missing)
        if self.goes_to and answered:
            yield f"the text of {answered} or more had gone to {self.goes_to} before"


def _given_up(
    name: str, failed: str, show: Show, speakers: tuple[str, ...],
    published: Episode | None, engine_override: str | None,
) -> str:  # fmt: skip
    if engine_override:
        return f"{name} cannot be spoken by {failed}; try later, or leave --engine out."
    if published:
        others = [
            f"podcast render {name} --engine {engine}"
            for engine in ENGINES
            if _could(show, speakers, engine, published)
        ]
        way = f"have another voice speak all of it: {' or '.join(others)}" if others else "add a voice to voices.yaml"
        return f"{name} is published in the voice of {failed}; try later, or {way}."
    return f"{name} cannot be spoken by any voice of voices.yaml: {failed}; add another, or try later."


def _could(show: Show, speakers: tuple[str, ...], engine: str, published: Episode) -> bool:
    return engine != published.engine and all(_voice_of(show, speaker, engine) for speaker in speakers)
