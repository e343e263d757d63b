"""What of a published episode is heard at once: its utterances where they sound, each with its clip if there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from podcast.episode.record import folder
from podcast.errors import ProofError
from podcast.mandarin import Mandarin
from podcast.mandarin.spot import without_readings
from podcast.model import Cue, Episode, Spoken, Utterance
from podcast.proof.ears import at_rate
from podcast.proof.hear import RATE
from podcast.show import Show, Voice
from podcast.sound import frames
from podcast.speak import ClipStore, candidates, store_of
from podcast.speak.choose import speakers_of
from podcast.speak.engines import load
from podcast.speak.plan import plan

_AROUND_MS = 60  # of where a clip should begin in the audio, it is looked for
_STEP = RATE // 100
_CARRIED = 0.82
"""How well the loudness of a clip and of its place in the audio follow each other at least, from -1 to 1.
Of EP1's 154 the clips that it was mixed of reach 0.84 or more; the same sentence with one reading changed 0.78."""


@dataclass(frozen=True)
class Piece:
    """``samples``: mono, shape [n], at ``rate``. ``is_clip``: as the store has them; else as the audio sounds."""

    spoken: Spoken
    voice: Voice
    start_ms: int
    end_ms: int
    samples: npt.NDArray[np.int16]
    rate: int
    is_clip: bool


def pieces(show: Show, episode: Episode, mandarin: Mandarin) -> Iterator[Piece]:
    """In the order in which they sound. Raises SoundError, ConfigError, and ProofError where audio and script part."""
    casting = candidates(show, speakers_of(episode.script), episode)[0]
    todo = plan(episode.script, mandarin, load(casting.engine), casting.voices, show.pauses.sentence)
    store = store_of(show)
    store.fetch(todo.keys)
    audio = _Audio(folder(show.feed, episode.slug) / episode.audio.file)
    for place in places(episode, todo.utterances, mandarin):
        heard = audio.part(place.start_ms, place.end_ms)
        clip = None if place.utterance is None else _clip(store, todo.keys[place.utterance], heard)
        samples, rate = clip or (np.rint(np.clip(heard, -1, 1) * 32767).astype(np.int16), RATE)
        voice = casting.voices[place.speaker]
        yield Piece(place.spoken, voice, place.start_ms, place.end_ms, samples, rate, clip is not None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the audio something is said. ``utterance``: its index, where it is one."""

    spoken: Spoken
    speaker: str
    start_ms: int
    end_ms: int
    utterance: int | None = None


def places(episode: Episode, utterances: Sequence[Utterance], mandarin: Mandarin) -> Iterator[Place]:
    """By the captions, whose ends are those of the utterances.

    A line that was divided otherwise when it was spoken is given caption by caption.
    """
    said = {line: list(group) for line, group in groupby(enumerate(utterances), key=lambda each: _line(each[1]))}
    for line, group in groupby(episode.cues, key=_line):
        cues = list(group)
        own = said.get(line, [])
        edges = _edges([without_readings(utterance.spoken).written for _, utterance in own])
        ends = _edges([cue.text for cue in cues])
        if edges and set(edges) <= set(ends):
            for (n, utterance), (a, b) in zip(own, pairwise(edges), strict=True):
                first, last = cues[ends.index(a)], cues[ends.index(b) - 1]
                yield Place(utterance.spoken, utterance.speaker, first.start_ms, last.end_ms, n)
        else:
            yield from (Place(mandarin.say(cue.text), cue.speaker, cue.start_ms, cue.end_ms) for cue in cues)


def _line(heard: Utterance | Cue) -> tuple[int, int]:
    return heard.chapter, heard.line


def _edges(texts: Sequence[str]) -> list[int]:
    """Letters and characters before each text and behind the last; marks are not counted. Empty where one has none."""
    counts = [sum(map(str.isalnum, text)) for text in texts]
    return [0, *accumulate(counts)] if counts and all(counts) else []


def _clip(store: ClipStore, key: str, heard: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int16], int] | None:
    clip = store.get(key) if key else None
    if clip is None:
        return None
    samples = store.samples(clip)
    return (samples, clip.sample_rate) if carries(heard, at_rate(samples, clip.sample_rate)) else None


def carries(heard: npt.NDArray[np.float32], clip: npt.NDArray[np.float32]) -> bool:
    """Whether ``heard``, a place of the audio, sounds as the clip does: loud where it is, and as long."""
    place, own = _loudness(heard), _loudness(clip)
    around = _AROUND_MS // 10
    if not len(place) or abs(len(place) - len(own)) > 2 * around:
        return False
    size = min(len(place), len(own)) - around
    if size < 2 * around:
        return True  # a word or two: too short to tell
    best = max(_follow(place[a : a + size], own[b : b + size]) for a, b in _shifts(around))
    return best >= _CARRIED


def _shifts(around: int) -> Iterator[tuple[int, int]]:
    yield from ((a, 0) for a in range(around))
    yield from ((0, b) for b in range(1, around))


def _follow(one: Any, other: Any) -> float:
    if not one.std() or not other.std():
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _loudness(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """RMS every 10 ms, of 30 ms: clip and place do not begin at the same sample."""
    power = np.square(sound[: len(sound) // _STEP * _STEP].reshape(-1, _STEP)).mean(axis=1)
    return np.asarray(np.sqrt(np.convolve(power, np.ones(3) / 3, "same")) if len(power) else power, np.float32)


class _Audio:
    """An episode's audio, mono at RATE, decoded as far as it is asked for: hours of it are never held at once."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ProofError(f"{path} is not there: render the episode again, or fetch it from where it is published.")
        self._frames = frames(path, RATE, "mono")
        self._held, self._from = np.zeros(0, np.float32), 0  # samples, and where in the audio the first one lies

    def part(self, start_ms: int, end_ms: int) -> npt.NDArray[np.float32]:
        """From one time to another; no part begins before the one that was asked for last."""
        start, end = start_ms * RATE // 1000, end_ms * RATE // 1000
        more = [self._held[max(0, start - self._from) :]]
        self._from = max(self._from, min(start, self._from + len(self._held)))
        there = self._from + len(more[0])
        while there < end and (frame := next(self._frames, None)) is not None:
            more.append(np.asarray(frame.to_ndarray()[0], np.float32))
            there += len(more[-1])
        self._held = np.concatenate(more)
        return self._held[max(0, start - self._from) : max(0, end - self._from)]
