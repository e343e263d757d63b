"""The delivered MP3: as loud as asked for, as long as laid out, every word where its cue says."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from podcast.errors import MixError
from podcast.mix import Timeline, cues, lay_out, marks, master
from podcast.mix.balance import MUSIC_LU, balance
from podcast.mix.decode import load
from podcast.mix.encode import FRAME, encode
from podcast.mix.limiter import limit
from podcast.mix.loudness import measure
from podcast.mix.samples import BLOCK, blocks, sound_of
from podcast.mix.timeline import PER_MS, RATE
from podcast.model import Utterance
from podcast.show import Loudness
from tests.mix.conftest import ENGINE_RATE, Take, take, voiced
from tests.mix.measure import lufs, true_peak_db


def cut(sound: np.ndarray, size: int = BLOCK) -> list[np.ndarray]:
    return [sound[:, i : i + size] for i in range(0, sound.shape[1], size)]


def stereo(seconds: float, seed: int, scale: float = 1.0) -> np.ndarray:
    mono = voiced(seconds, seed, RATE).astype(np.float32) / 32768 * scale
    return np.stack((mono, mono))


def bursts(count: int, gap_s: float = 0.0) -> Take:
    """Each clip is a burst of 3 kHz that begins at once, so that its place can be found in the sound."""
    t = np.arange(ENGINE_RATE // 2) / ENGINE_RATE
    burst = (16_000 * np.sin(2 * np.pi * 3000 * t)).astype(np.int16)
    return take([["一二三。"] * count] * 2, [burst] * 2 * count, pause_ms=300)


def test_the_delivered_file_has_the_loudness_and_peak_that_were_asked_for(tmp_path: Path, spoken_take: Take) -> None:
    music = stereo(2, 9, 0.1)
    timeline = lay_out(spoken_take.utterances, spoken_take.clips, spoken_take.read, music, music)
    found = master(timeline, spoken_take.read, Loudness(), tmp_path / "a.mp3")
    sound = load(tmp_path / "a.mp3")
    assert lufs(sound) == pytest.approx(-16, abs=0.5)
    assert true_peak_db(sound) <= -0.95  # drawn more finely than the standard asks for
    assert found.lufs == pytest.approx(lufs(sound), abs=0.1)
    assert found.true_peak_dbtp == pytest.approx(true_peak_db(sound), abs=0.2)
    assert sound.shape[1] == found.samples == timeline.length == found.duration_ms * PER_MS


def test_every_burst_is_heard_where_its_cue_says(tmp_path: Path) -> None:
    taken = bursts(3)
    timeline = lay_out(taken.utterances, taken.clips, taken.read)
    master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    mono = np.abs(load(tmp_path / "a.mp3")[0])
    found = cues(timeline, taken.script, taken.utterances, taken.clips, taken.read)
    assert len(found) == 6
    for cue in found:
        around = mono[max(0, cue.start_ms - 20) * PER_MS : (cue.start_ms + 100) * PER_MS]
        begins_ms = max(0, cue.start_ms - 20) + np.flatnonzero(around > 0.1 * mono.max())[0] / PER_MS
        assert begins_ms == pytest.approx(cue.start_ms, abs=1)
    chapters = marks(timeline, taken.script)
    assert chapters[1].start_ms == found[3].start_ms


def test_the_same_bytes_on_one_core_and_on_four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = take([["一"] * 4], [voiced(18, i) for i in range(4)])
    timeline = lay_out(taken.utterances, taken.clips, taken.read)
    hashes = set()
    for cores in (1, 4):
        monkeypatch.setattr(os, "sched_getaffinity", lambda pid, n=cores: set(range(n)), raising=False)
        master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
        hashes.add(hashlib.sha256((tmp_path / "a.mp3").read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_segments_join_without_a_seam(tmp_path: Path) -> None:
    """At the joints the decoded sound is no farther from the original than elsewhere."""
    sound = stereo(70, 3)
    assert encode(cut(sound), tmp_path / "a.mp3", 128) == sound.shape[1]
    decoded = load(tmp_path / "a.mp3")
    assert decoded.shape == sound.shape
    error = np.square(decoded - sound).sum(axis=0)
    frames = error[: len(error) // FRAME * FRAME].reshape(-1, FRAME).mean(axis=1)
    joints = [32 * 40 * n for n in (1, 2)]
    for joint in joints:
        assert frames[joint - 3 : joint + 4].max() <= 1.5 * np.percentile(frames, 99)


def test_encoding_keeps_the_level(tmp_path: Path) -> None:
    """LAME by itself makes 128 kbit/s softer by 0.45 dB."""
    tone = (0.25 * np.sin(2 * np.pi * 997 * np.arange(2 * RATE) / RATE)).astype(np.float32)
    for kbit_s in (96, 128, 192, 320):
        encode(cut(np.stack((tone, tone))), tmp_path / "a.mp3", kbit_s)
        kept = load(tmp_path / "a.mp3")[0, RATE // 2 : -RATE // 2]
        assert 20 * np.log10(kept.std() / tone.std()) == pytest.approx(0, abs=0.05)


class Told:
    """Progress that is written down."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def stage(self, text: str) -> None: ...

    def note(self, text: str) -> None: ...

    def advance(self, done: int, total: int) -> None:
        self.told.append((done, total))


def test_progress_counts_seconds_up_to_the_whole_length(tmp_path: Path, spoken_take: Take) -> None:
    progress = Told()
    timeline = lay_out(spoken_take.utterances, spoken_take.clips, spoken_take.read)
    master(timeline, spoken_take.read, Loudness(), tmp_path / "a.mp3", progress)
    assert progress.told == sorted(progress.told)
    length_s = timeline.length // RATE
    assert progress.told[-1] == (length_s, length_s)


def test_speakers_of_unlike_loudness_are_brought_together_and_music_stays_below() -> None:
    taken = take([["一", "二", "三", "四"]], [voiced(3, 1) // (1 + 7 * (i % 2)) for i in range(4)])
    utterances = tuple(
        Utterance(u.chapter, u.line, "guest" if n % 2 else "host", u.spoken, 300)
        for n, u in enumerate(taken.utterances)
    )
    timeline = balance(lay_out(utterances, taken.clips, taken.read, stereo(3, 5)), taken.read, -16.0)
    levels = {p.speaker: measure([sound_of(p, taken.read)], true_peak=False).lufs for p in timeline.placements}
    assert levels["host"] == pytest.approx(-16, abs=0.3)
    assert levels["guest"] == pytest.approx(-16, abs=0.3)
    assert levels[""] == pytest.approx(-16 + MUSIC_LU, abs=0.3)


def test_silent_clips_are_refused_and_leave_no_file(tmp_path: Path) -> None:
    taken = take([["一"]], [np.zeros(ENGINE_RATE, np.int16)])
    timeline = lay_out(taken.utterances, taken.clips, taken.read)
    with pytest.raises(MixError, match="silence"):
        master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    assert not list(tmp_path.iterdir())


def test_a_word_of_a_fifth_of_a_second_can_be_mastered(tmp_path: Path) -> None:
    taken = take([["好"]], [voiced(0.2, 1)])
    timeline = lay_out(taken.utterances, taken.clips, taken.read)
    assert master(timeline, taken.read, Loudness(), tmp_path / "a.mp3").duration_ms == 200


def test_where_nothing_can_be_written_the_message_names_the_file(tmp_path: Path, spoken_take: Take) -> None:
    timeline = lay_out(spoken_take.utterances, spoken_take.clips, spoken_take.read)
    with pytest.raises(MixError, match=r"a\.mp3.*cannot be written .no such file"):
        master(timeline, spoken_take.read, Loudness(), tmp_path / "missing" / "a.mp3")


def test_an_error_while_reading_leaves_no_file(tmp_path: Path, spoken_take: Take) -> None:
    timeline = lay_out(spoken_take.utterances, spoken_take.clips, spoken_take.read)
    reads = 0

    def read(clip):
        nonlocal reads
        reads += 1
        if reads > 12:  # while encoding
            raise KeyboardInterrupt
        return spoken_take.read(clip)

    with pytest.raises(KeyboardInterrupt):
        master(timeline, read, Loudness(), tmp_path / "a.mp3")
    assert not list(tmp_path.iterdir())


def test_the_limiter_holds_peaks_between_samples() -> None:
    """A tone of a quarter of the rate, sampled beside its crests, peaks 3 dB above its samples."""
    n = np.arange(2 * RATE)
    tone = (np.sin(np.pi / 2 * n + np.pi / 4) * np.minimum(1, n / RATE)).astype(np.float32)
    loud = np.concatenate(list(limit(cut(np.stack((tone, tone))), 6.0, -1.5)), axis=1)
    assert measure(cut(loud)).true_peak_dbtp <= -1.45


def test_the_limiter_leaves_alone_what_is_soft_enough() -> None:
    sound = stereo(3, 1, 0.2)
    assert np.array_equal(np.concatenate(list(limit(cut(sound), 0.0, -1.5)), axis=1), sound)


def test_the_limiter_does_the_same_in_short_blocks_as_in_one() -> None:
    sound = stereo(5, 2, 3.0)
    whole = np.concatenate(list(limit([sound], 0.0, -1.5)), axis=1)
    parts = np.concatenate(list(limit(cut(sound, 4800), 0.0, -1.5)), axis=1)
    assert np.allclose(whole, parts, atol=1e-6)
    assert measure([whole]).true_peak_dbtp <= -1.45


def test_a_peak_does_not_shape_the_wave() -> None:
    """A loud low tone keeps its form: what limiting adds to it stays 40 dB below."""
    tone = (1.6 * np.sin(2 * np.pi * 120 * np.arange(2 * RATE) / RATE)).astype(np.float32)
    limited = np.concatenate(list(limit(cut(np.stack((tone, tone))), 0.0, -1.5)), axis=1)[0, 9600:-9600]
    spectrum = np.abs(np.fft.rfft(limited * np.blackman(len(limited))))
    hertz = np.fft.rfftfreq(len(limited), 1 / RATE)
    assert 20 * np.log10(spectrum[hertz > 200].max() / spectrum.max()) < -40


def test_memory_does_not_grow_with_the_programme() -> None:
    """Blocks are made when they are asked for: an hour is laid out and begun without being held."""
    taken = take([["一"]], [voiced(1, 1)])
    placement = lay_out(taken.utterances, taken.clips, taken.read).placements[0]
    hour = Timeline((placement, *(type(placement)(i * RATE, RATE, 0, placement.sound) for i in range(1, 3600))))
    reads = 0

    def read(clip):
        nonlocal reads
        reads += 1
        return taken.read(clip)

    stream = limit(blocks(hour, read), 0.0, -1.5)
    for _ in range(5):
        next(stream)
    assert reads < 10
