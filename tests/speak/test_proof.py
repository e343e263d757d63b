"""A proofreader beside an engine: what it doubts is asked for again, and the best of three takes kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable, Interrupted
from podcast.model import Spoken
from podcast.show import Voice
from podcast.speak import speak
from podcast.speak.engine import Sound
from podcast.speak.plan import plan
from podcast.speak.verify import Delivered
from tests.fakes import spoken, wav

from .conftest import QUICK, SENTENCES, Toy, script_of

VOICES = {"host": Voice("edge", "zh-TW-HsiaoChenNeural")}


class Varied(Toy):
    """A service: each time it is asked for a sentence it speaks in another voice, the number of the take."""

    name = "edge"

    def synthesise(self, request, voice, deadline_s) -> Sound:
        super().synthesise(request, voice, deadline_s)
        take = self.asked.count(request.text)
        return Sound(wav(spoken(request.payload, f"take {take}")))


@dataclass
class Reader:
    """Doubts a sentence's takes in turn by ``doubts[text]``; what is left unsaid is good."""

    doubts: dict[str, list[float]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    taken: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    known: set[bytes] = field(default_factory=set)
    then: Callable[[], None] = lambda: None

    def doubt(self, said: Spoken, voice: Voice, delivered: Delivered) -> float:
        self.heard.append(said.text)
        self.then()
        left = self.doubts.get(said.text, [])
        return left.pop(0) if left else 0.0

    def settled(self, said: Spoken, voice: Voice, delivered: Delivered) -> bool:
        return delivered.samples.tobytes() in self.known

    def settle(self, said: Spoken, voice: Voice, delivered: Delivered, takes: int) -> None:
        self.known.add(delivered.samples.tobytes())
        self.taken[said.text] = delivered.samples.tobytes(), takes


@pytest.fixture
def engine() -> Varied:
    return Varied()


@pytest.fixture
def todo(engine, mandarin):
    return plan(script_of(*SENTENCES[:4]), mandarin, engine, VOICES)


def run(todo, engine, store, reader, **more):
    return speak(todo, engine, VOICES, store, policy=QUICK, proof=reader, **more)


def test_each_clip_is_heard_once_and_what_is_good_is_not_asked_again(todo, engine, store):
    reader = Reader()
    run(todo, engine, store, reader)
    assert sorted(reader.heard) == sorted(engine.asked) == sorted(SENTENCES[:4])
    run(todo, engine, store, reader)
    assert len(reader.heard) == len(engine.asked) == 4


@pytest.mark.parametrize(
    ("doubts", "asked", "best"), [([2.0], 2, 2), ([2.0, 1.0], 3, 3), ([2.0, 1.0, 3.0], 3, 2), ([1.0, 2.0, 3.0], 3, 1)]
)
def test_the_best_of_three_is_kept(todo, engine, store, doubts, asked, best):
    reader = Reader({SENTENCES[1]: list(doubts)})
    clips = run(todo, engine, store, reader)
    assert engine.asked.count(SENTENCES[1]) == asked
    assert len(engine.asked) == 3 + asked
    samples, takes = reader.taken[SENTENCES[1]]
    assert takes == asked
    assert store.samples(clips[1]).tobytes() == samples
    run(todo, engine, store, reader)
    assert len(engine.asked) == 3 + asked, "what was settled is settled, however bad"
    expected = spoken(SENTENCES[1], f"take {best}")
    assert best_match(store.samples(clips[1]), expected)


def best_match(samples: np.ndarray, whole: np.ndarray) -> bool:
    """Whether ``samples`` are a stretch of ``whole``, but for the fade at their ends."""
    middle = samples[1000:3000]
    return any(np.array_equal(middle, whole[at : at + 2000]) for at in range(len(whole) - 2000))


def test_an_engine_that_repeats_itself_is_asked_once(mandarin, store):
    toy = Toy()
    voices = {"host": Voice("kokoro", "zf_xiaobei")}
    todo = plan(script_of(*SENTENCES[:2]), mandarin, toy, voices)
    reader = Reader({text: [5.0] * 9 for text in SENTENCES[:2]})
    speak(todo, toy, voices, store, policy=QUICK, proof=reader)
    assert sorted(toy.asked) == sorted(SENTENCES[:2])
    speak(todo, toy, voices, store, policy=QUICK, proof=Reader({text: [5.0] * 9 for text in SENTENCES[:2]}))
    assert len(toy.asked) == 2


def test_a_stored_clip_is_heard_too_and_is_the_first_take(todo, engine, store):
    speak(todo, engine, VOICES, store, policy=QUICK)
    engine.asked.clear()
    reader = Reader({SENTENCES[2]: [1.0, 2.0, 3.0]})
    clips = run(todo, engine, store, reader)
    assert engine.asked == [SENTENCES[2]] * 2
    assert best_match(store.samples(clips[2]), spoken(SENTENCES[2], "take 1"))


@pytest.mark.parametrize("error", [EngineUnavailable("the network is down"), EngineRefused("never")])
def test_where_no_better_take_can_be_had_the_stored_one_stays(todo, engine, store, error):
    before = speak(todo, engine, VOICES, store, policy=QUICK)
    engine.fails = {SENTENCES[2]: [error] * 9}
    reader = Reader({SENTENCES[2]: [1.0] * 9})
    assert run(todo, engine, store, reader) == before


def test_where_a_sentence_is_missing_and_the_engine_gone_it_is_an_error(todo, engine, store):
    engine.fails = {SENTENCES[2]: [EngineUnavailable("gone")] * 9}
    with pytest.raises(EngineUnavailable):
        run(todo, engine, store, Reader())


def test_a_stop_is_noticed_and_nobody_hears_what_comes_after_it(todo, engine, store):
    import threading

    cancel = threading.Event()
    reader = Reader(then=cancel.set)
    with pytest.raises(Interrupted):
        run(todo, engine, store, reader, cancel=cancel)
    assert len(reader.heard) == 1
    clips = run(todo, engine, store, replace(reader, then=lambda: None))
    assert len(clips) == 4


def test_a_better_take_replaces_what_machines_share(todo, engine, store, tmp_path):
    from podcast.speak import ClipStore

    there = str(tmp_path / "shared")
    shared = ClipStore(tmp_path / "one", there)
    speak(todo, engine, VOICES, shared, policy=QUICK)
    clips = run(todo, engine, shared, Reader({SENTENCES[0]: [2.0]}))
    other = ClipStore(tmp_path / "other", there)
    other.fetch(todo.keys)
    assert [other.get(key) for key in todo.keys] == list(clips)
    assert best_match(other.samples(clips[0]), spoken(SENTENCES[0], "take 2"))


def test_busy_is_no_take(todo, engine, store):
    engine.fails = {SENTENCES[0]: [EngineBusy("later")] * 2}
    reader = Reader({SENTENCES[0]: [1.0]})
    run(todo, engine, store, reader)
    assert reader.taken[SENTENCES[0]][1] == 2
