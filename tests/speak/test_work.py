from __future__ import annotations

import concurrent.futures as cf
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable, Interrupted
from podcast.show import Voice
from podcast.speak import speak
from podcast.speak.engine import Sound
from podcast.speak.plan import plan
from podcast.speak.probe import Threads, probe
from podcast.speak.verify import FaultySound

from .conftest import QUICK, SENTENCES, script_of

VOICES = {"host": Voice("kokoro", "zf_xiaobei")}


@pytest.fixture
def todo(toy, mandarin):
    return plan(script_of(*SENTENCES), mandarin, toy, VOICES)


def test_clips_come_in_order_each_with_its_sound(toy, todo, store):
    clips = speak(todo, toy, VOICES, store, policy=QUICK)
    assert tuple(c.key for c in clips) == todo.keys
    assert sorted(toy.asked) == sorted(SENTENCES)
    assert all(len(store.samples(c)) == c.duration_samples > 24_000 for c in clips)


def test_what_is_stored_is_not_asked_again(toy, todo, store):
    first = speak(todo, toy, VOICES, store, policy=QUICK)
    toy.asked.clear()
    assert speak(todo, toy, VOICES, store, policy=QUICK) == first
    assert toy.asked == []


def test_a_damaged_clip_is_asked_again_and_only_that(toy, todo, store):
    speak(todo, toy, VOICES, store, policy=QUICK)
    toy.asked.clear()
    path = store.root / todo.keys[3][:2] / f"{todo.keys[3]}.wav"
    path.write_bytes(path.read_bytes()[:-500])
    speak(todo, toy, VOICES, store, policy=QUICK)
    assert toy.asked == [SENTENCES[3]]


def test_what_is_said_twice_is_asked_once(toy, mandarin, store):
    todo = plan(script_of("今天很好，真的。", "明天也是，真的。", "今天很好，真的。"), mandarin, toy, VOICES)
    clips = speak(todo, toy, VOICES, store, policy=QUICK)
    assert len(clips) == 3
    assert clips[0] == clips[2]
    assert len(toy.asked) == 2


def test_progress_counts_clips_and_begins_with_what_is_stored(toy, todo, store):
    seen = []
    speak(todo, toy, VOICES, store, policy=QUICK, progress=lambda *at: seen.append(at))
    assert seen == [(n, 10) for n in range(11)]
    seen.clear()
    speak(todo, toy, VOICES, store, policy=QUICK, progress=lambda *at: seen.append(at))
    assert seen == [(10, 10)]


def test_what_passes_is_asked_again(toy, todo, store):
    toy.fails = {"第三": [EngineBusy("later")] * 3, "第七": [FaultySound("half")] * 2}
    assert len(speak(todo, toy, VOICES, store, policy=QUICK)) == 10
    assert len(toy.asked) == 15


def test_a_sentence_that_stays_busy_is_refused_by_name(toy, todo, store):
    toy.fails = {"第三": [EngineBusy("later")] * 99}
    with pytest.raises(EngineRefused, match=r"“這是第三句話.*failed 8 times.*later"):
        speak(todo, toy, VOICES, store, policy=QUICK)
    assert toy.asked.count(SENTENCES[2]) == 8


def test_sound_that_is_never_right_is_paid_for_four_times_only(toy, todo, store):
    toy.fails = {"第三": [FaultySound("half")] * 99}
    with pytest.raises(EngineRefused, match="第三句話"):
        speak(todo, toy, VOICES, store, policy=QUICK)
    assert toy.asked.count(SENTENCES[2]) == 4


def clicking(toy, times: int) -> None:
    """The first sentence comes with a click so many times."""
    whole, left = toy.synthesise, [times]

    def spoiled(request, voice, deadline_s):
        sound = whole(request, voice, deadline_s)
        if request.text != SENTENCES[0] or not left[0]:
            return sound
        left[0] -= 1
        data = bytearray(sound.data)
        data[60_000:60_002] = (20_000).to_bytes(2, "little")
        return Sound(bytes(data), sound.boundaries)

    toy.synthesise = spoiled


@pytest.mark.parametrize(("times", "asked"), [(1, 2), (2, 3), (9, 3)])
def test_a_sentence_that_clicks_is_asked_again_and_then_taken_as_it_is(toy, todo, store, times, asked):
    """A fault in the sound is not worth an episode."""
    clicking(toy, times)
    clips = speak(todo, toy, VOICES, store, policy=QUICK)
    assert toy.asked.count(SENTENCES[0]) == asked
    assert (abs(store.samples(clips[0]).astype(int)).max() > 15_000) == (times == 9)


def test_what_will_never_pass_is_not_asked_again(toy, todo, store):
    toy.fails = {"第三": [EngineRefused("no such voice")] * 99}
    with pytest.raises(EngineRefused, match=r"第三句話.*no such voice"):
        speak(todo, toy, VOICES, store, policy=QUICK)
    assert toy.asked.count(SENTENCES[2]) == 1


def test_a_dead_engine_is_left_alone(toy, todo, store):
    toy.fails = {"這是": [EngineBusy("no route")] * 999}
    with pytest.raises(EngineUnavailable, match=r"10 requests in a row failed.*no route"):
        speak(todo, toy, VOICES, store, policy=QUICK)
    assert len(toy.asked) <= 10 + toy.workers


def test_failures_count_only_in_a_row(toy, todo, store):
    """Half of all first attempts fail: a busy service, not a dead one."""
    toy.workers = 1
    toy.fails = {sentence: [EngineBusy("busy")] for sentence in SENTENCES[1::2]}
    assert len(speak(todo, toy, VOICES, store, policy=replace(QUICK, dead_after=4))) == len(SENTENCES)


def test_what_was_spoken_before_a_failure_is_kept(toy, todo, store):
    toy.fails = {"第十": [EngineUnavailable("gone")]}
    with pytest.raises(EngineUnavailable):
        speak(todo, toy, VOICES, store, policy=QUICK)
    assert sum(store.get(key) is not None for key in todo.keys) >= 8


def test_retry_after_holds_back_every_request(toy, todo, store, monkeypatch):
    """Seen on the clock that the code itself looks at: nothing starts before the service's time has come."""
    started = []
    asked = toy.synthesise

    def note(request, voice, deadline_s):
        started.append(time.monotonic())
        return asked(request, voice, deadline_s)

    monkeypatch.setattr(toy, "synthesise", note)
    toy.fails = {"第一": [EngineBusy("429", 0.5)]}
    speak(todo, toy, VOICES, store, policy=QUICK)
    gaps = [b - a for a, b in pairwise(started)]
    assert max(gaps) >= 0.4


def test_a_service_that_takes_one_request_at_a_time_is_not_dead(toy, todo, store, monkeypatch):
    """Whoever asks while another is served is told to come again: fewer at once, and nobody gives up."""
    busy = threading.Lock()
    synthesise = toy.synthesise

    def one_at_a_time(*args):
        if not busy.acquire(blocking=False):
            raise EngineBusy("overloaded (429)", 0.05)
        try:
            time.sleep(0.03)
            return synthesise(*args)
        finally:
            busy.release()

    monkeypatch.setattr(toy, "synthesise", one_at_a_time)
    monkeypatch.setattr(toy, "workers", 8)
    assert len(speak(todo, toy, VOICES, store, policy=replace(QUICK, dead_after=3))) == 10


def test_a_service_that_wants_to_be_left_alone_for_long_is_left_alone(toy, todo, store):
    toy.fails = {"第一": [EngineBusy("429", 3600.0)]}
    with pytest.raises(EngineUnavailable, match="3600 s"):
        speak(todo, toy, VOICES, store, policy=QUICK)


def test_an_answer_that_never_comes_is_given_up(toy, todo, store):
    toy.hold = threading.Event()
    policy = replace(QUICK, deadline_s=0.05, overtime_s=0.05, dead_after=4)
    with pytest.raises(EngineUnavailable, match="no answer in time"):
        speak(todo, toy, VOICES, store, policy=policy)
    toy.hold.set()


def test_no_more_requests_at_once_than_the_engine_takes(toy, todo, store, monkeypatch):
    at_once, most, lock = 0, 0, threading.Lock()
    asked = toy.synthesise

    def count(request, voice, deadline_s):
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.02)
        with lock:
            at_once -= 1
        return asked(request, voice, deadline_s)

    monkeypatch.setattr(toy, "synthesise", count)
    toy.workers = 3
    speak(todo, toy, VOICES, store, policy=QUICK)
    assert most == 3


def test_cancel_stops_and_keeps_what_is_done(toy, todo, store):
    cancel = threading.Event()

    def progress(done, total):
        if done == 4:
            cancel.set()

    with pytest.raises(Interrupted, match="render again"):
        speak(todo, toy, VOICES, store, policy=QUICK, progress=progress, cancel=cancel)
    kept = sum(store.get(key) is not None for key in todo.keys)
    assert 4 <= kept <= 4 + 2 * toy.workers
    assert len(toy.asked) <= kept + toy.workers


def test_the_process_ends_though_a_request_hangs():
    """The standard pool would join the stuck thread for ever when the interpreter ends."""
    program = """
        import threading
        from podcast.speak.probe import Threads
        Threads().submit(threading.Event().wait)
        print("end")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "end\n"


def test_ctrl_c_keeps_what_is_done(toy, todo, store):
    """KeyboardInterrupt may come anywhere in the main thread; here out of the progress."""

    def progress(done, total):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        speak(todo, toy, VOICES, store, policy=QUICK, progress=progress)
    assert 5 <= sum(store.get(key) is not None for key in todo.keys) <= 5 + 2 * toy.workers


def test_another_executor_gets_the_engine_by_name(mandarin, store, openai_service):
    """As another process, or machine, would do the work: everything that goes there can be pickled."""
    from podcast.speak.elsewhere import Elsewhere, Shelf
    from podcast.speak.engines import load

    engine, voices = load("openai"), {"host": Voice("openai", "coral")}
    todo = plan(script_of(*SENTENCES[:3]), mandarin, engine, voices)
    with cf.ProcessPoolExecutor(2) as pool:
        there = Elsewhere(pool, Shelf(store.root))
        clips = speak(todo, engine, voices, store, elsewhere=there, policy=replace(QUICK, deadline_s=30.0))
    assert len(clips) == 3
    assert sorted(openai_service.asked) == sorted(SENTENCES[:3])


def test_probe_answers_with_the_sound(toy, todo):
    assert len(probe(toy, todo.requests[0], VOICES["host"]).samples) > 24_000


def test_probe_asks_again_within_its_time(toy, todo):
    toy.fails = {"這是": [EngineBusy("now and then")]}
    assert len(probe(toy, todo.requests[0], VOICES["host"]).samples) > 24_000


def test_probe_gives_up_on_silence_of_the_line(toy, todo):
    toy.hold = threading.Event()
    with pytest.raises(EngineUnavailable, match=r"within 0\.1 s"):
        probe(toy, todo.requests[0], VOICES["host"], within_s=0.1)
    toy.hold.set()


def test_probe_does_not_take_noise_for_an_answer(toy, todo):
    toy.fails = {"這是": [FaultySound("what came is silence")] * 9}
    with pytest.raises(EngineRefused, match="silence"):
        probe(toy, todo.requests[0], VOICES["host"])
    assert len(toy.asked) == 3


def test_threads_hand_back_results_and_errors():
    assert Threads().submit(lambda: 3).result(5) == 3
    with pytest.raises(ZeroDivisionError):
        Threads().submit(lambda: 1 / 0).result(5)
