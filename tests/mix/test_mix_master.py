"""The delivered MP3: as loud as asked for, as long as laid out, every word where its cue says."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.errors import MixError
from podcast.mix import cues, lay_out, listen, marks, master
from podcast.mix.balance import MUSIC_LU, balance
from podcast.mix.encode import Mp3, encode, split, write
from podcast.mix.kept import Kept, forget_mixes
from podcast.mix.limiter import limit
from podcast.mix.music import Score
from podcast.mix.samples import placement_sound, section_sound
from podcast.mix.timeline import FRAME
from podcast.model import Clip, Utterance
from podcast.show import Loudness
from podcast.show.settings import BIT_RATES
from podcast.sound import BEFORE, PER_MS, RATE, decibel, integrated, linear, load, peaks, profile
from tests.mix.conftest import ENGINE_RATE, Take, piece, take, voiced
from tests.mix.measure import lufs, true_peak_db


def stereo(seconds: float, seed: int, scale: float = 1.0) -> np.ndarray:
    mono = voiced(seconds, seed, RATE).astype(np.float32) / 32768 * scale
    return np.stack((mono, mono))


def bursts(count: int, gap_s: float = 0.0) -> Take:
    """Each clip is a burst of 3 kHz that begins at once, so that its place can be found in the sound."""
    t = np.arange(ENGINE_RATE // 2) / ENGINE_RATE
    burst = (16_000 * np.sin(2 * np.pi * 3000 * t)).astype(np.int16)
    return take([["一二三。"] * count] * 2, [burst] * 2 * count, pause_ms=300)


def test_the_delivered_file_has_the_loudness_and_peak_that_were_asked_for(tmp_path: Path, spoken_take: Take) -> None:
    music = piece(stereo(2, 9, 0.1))
    timeline = lay_out(spoken_take.utterances, spoken_take.heard, Score(music, None, None, music))
    found = master(timeline, spoken_take.read, Loudness(), tmp_path / "a.mp3")
    sound = load(tmp_path / "a.mp3")
    assert lufs(sound) == pytest.approx(-16, abs=0.5)
    assert true_peak_db(sound) <= -0.95  # drawn more finely than the standard asks for
    assert found.lufs == pytest.approx(lufs(sound), abs=0.12), "moments begin with each section: of 14 s that is 0.1"
    assert found.true_peak_dbtp == pytest.approx(true_peak_db(sound), abs=0.2)
    assert sound.shape[1] == found.samples == timeline.length == found.duration_ms * PER_MS
    assert len(found.levels) == timeline.length // 4800
    talk = [found.levels[p.start // 4800 + 5] for p in timeline.speech]
    assert all("a" <= digit <= "f" for digit in talk), "f is 6 LU above the show's loudness, 0 is 30 below"
    assert min(found.levels[timeline.speech[0].end // 4800 :][:6]) < "9"


def test_every_burst_is_heard_where_its_cue_says(tmp_path: Path) -> None:
    taken = bursts(3)
    timeline = lay_out(taken.utterances, taken.heard)
    master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    mono = np.abs(load(tmp_path / "a.mp3")[0])
    found = cues(timeline, taken.script, taken.utterances, taken.read)
    assert len(found) == 6
    for cue in found:
        around = mono[max(0, cue.start_ms - 20) * PER_MS : (cue.start_ms + 100) * PER_MS]
        begins_ms = max(0, cue.start_ms - 20) + np.flatnonzero(around > 0.1 * mono.max())[0] / PER_MS
        assert begins_ms == pytest.approx(cue.start_ms, abs=1)
    chapters = marks(timeline, taken.script)
    assert chapters[1].start_ms == found[3].start_ms


def test_the_same_bytes_on_one_core_and_on_four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = take([["一"] * 4], [voiced(5, i) for i in range(4)])
    timeline = lay_out(taken.utterances, taken.heard)
    hashes = set()
    for cores in (1, 4):
        monkeypatch.setattr(os, "sched_getaffinity", lambda pid, n=cores: set(range(n)), raising=False)
        master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
        hashes.add(hashlib.sha256((tmp_path / "a.mp3").read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_sections_join_without_a_seam(tmp_path: Path) -> None:
    """Encoded one by one the programme sounds as it does encoded at once; nothing is heard in the pauses between."""
    taken = take([["一"] * 6], [voiced(4 + 0.3 * i, i) for i in range(6)], pause_ms=250)
    sections = lay_out(taken.utterances, taken.heard).sections()
    sounds = [section_sound(section, taken.read) for section in sections]
    assert len(sounds) == 6
    frames = [b"".join(map(bytes, encode(sound, Mp3()).body)) for sound in sounds[:-1]]
    write(tmp_path / "a.mp3", [*frames, *encode(sounds[-1], Mp3(), last=True).body], Mp3())
    parts, sound = load(tmp_path / "a.mp3"), np.concatenate(sounds, axis=1)
    write(tmp_path / "b.mp3", encode(sound, Mp3(), last=True).body, Mp3())
    once = load(tmp_path / "b.mp3")
    assert parts.shape[1] == once.shape[1] == sound.shape[1]
    error = np.square(parts[0] - sound[0])
    reference = np.square(once[0] - sound[0])
    assert error.mean() < 1.05 * reference.mean()
    for section in sections[1:]:
        around = slice(section.start - 3 * FRAME, section.start + 3 * FRAME)
        assert error[around].max() <= 2 * reference[around].max() + 1e-7


def test_a_file_is_as_long_as_its_sections_whatever_the_last_one_s_length(tmp_path: Path) -> None:
    for extra_ms in (0, 1, 7, 23):
        sounds = [stereo(0.48, 1)[:1], stereo(0.48 + extra_ms / 1000, 2)[:1]]
        first = b"".join(map(bytes, encode(sounds[0], Mp3()).body))
        write(tmp_path / "a.mp3", [first, *encode(sounds[1], Mp3(), last=True).body], Mp3())
        assert load(tmp_path / "a.mp3").shape[1] == sum(sound.shape[1] for sound in sounds)


@pytest.mark.parametrize("kbit_s", BIT_RATES)
def test_frames_are_told_apart_by_what_they_say_of_themselves(kbit_s: int) -> None:
    frames = [bytes(packet) for packet in encode(stereo(0.48, 1), Mp3(kbit_s)).body]
    assert len(frames) == 20
    assert list(split(b"".join(frames))) == frames


def test_encoding_keeps_the_level(tmp_path: Path) -> None:
    """LAME by itself makes 128 kbit/s softer by 0.45 dB."""
    tone = (0.25 * np.sin(2 * np.pi * 997 * np.arange(2 * RATE) / RATE)).astype(np.float32)
    for kbit_s, sound in product(BIT_RATES, (tone[None], np.stack((tone, tone)))):
        write(tmp_path / "a.mp3", encode(sound, Mp3(kbit_s), last=True).body, Mp3(kbit_s))
        kept = load(tmp_path / "a.mp3")[0, RATE // 2 : -RATE // 2]
        assert 20 * np.log10(kept.std() / tone.std()) == pytest.approx(0, abs=0.05)


def test_one_channel_is_measured_as_two_that_are_the_same() -> None:
    sound = stereo(3, 4)
    assert np.array_equal(profile(sound), profile(sound[:1]))
    assert integrated([profile(sound)[BEFORE:]]) == pytest.approx(lufs(sound), abs=0.05)


def test_the_loudness_of_parts_together_is_that_of_the_whole() -> None:
    parts = [stereo(4, n, 0.05 + 0.2 * n) for n in range(4)]
    pause = np.zeros((2, RATE * 4 // 10), np.float32)
    parts = [np.concatenate((part, pause), axis=1) for part in parts]
    first, *rest = map(profile, parts)
    assert integrated([first[BEFORE:], *rest]) == pytest.approx(lufs(np.concatenate(parts, axis=1)), abs=0.05)
    assert integrated([]) == integrated([profile(np.zeros((1, 960), np.float32))]) == -70


def test_peaks_are_those_of_the_curve_where_it_matters() -> None:
    sound = stereo(4, 3)
    exact = true_peak_db(sound)
    assert decibel(float(peaks(sound, linear(exact)).max())) == pytest.approx(exact, abs=0.1)


# ---------------------------------------------------------------- what is kept of an earlier mix


def mastered(taken: Take, folder: Path | None, path: Path) -> bytes:
    kept = Kept(folder)
    heard = listen(taken.clips, taken.read, kept)
    master(lay_out(taken.utterances, heard), taken.read, Loudness(), path, kept=kept)
    return path.read_bytes()


def edited(taken: Take, edits: list[tuple[str, int]]) -> Take:
    """Lines changed, removed, added and moved, pauses changed, one after the other."""
    lines = [
        (taken.read(clip), utterance.pause_after_ms)
        for clip, utterance in zip(taken.clips, taken.utterances, strict=True)
    ]
    for kind, n in edits:
        at = n % len(lines)
        if kind == "change":
            lines[at] = voiced(0.5 + n % 7 / 10, n + 100), lines[at][1]
        elif kind == "remove" and len(lines) > 1:
            del lines[at]
        elif kind == "add":
            lines.insert(at, (voiced(0.4 + n % 5 / 10, n + 200), 300))
        elif kind == "move":
            lines.insert(n // 7 % len(lines), lines.pop(at))
        elif kind == "pause":
            lines[at] = lines[at][0], 50 * (n % 20)
    made = take([["句"] * len(lines)], [sound for sound, _ in lines])
    held = {hashlib.sha256(sound.tobytes()).hexdigest(): sound for sound, _ in lines}
    clips = tuple(Clip(hashlib.sha256(sound.tobytes()).hexdigest(), len(sound), ENGINE_RATE) for sound, _ in lines)
    said = tuple(replace(u, pause_after_ms=pause) for u, (_, pause) in zip(made.utterances, lines, strict=True))
    return Take(made.script, said, clips, lambda clip: held[clip.key])


EDIT = st.tuples(st.sampled_from(["change", "remove", "add", "move", "pause"]), st.integers(0, 200))


@settings(max_examples=6, deadline=None)
@given(st.lists(EDIT, min_size=1, max_size=4))
def test_a_mix_after_edits_has_the_bytes_of_a_mix_from_nothing(edits: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        first = edited(take([["一"] * 5], [voiced(0.6 + 0.2 * n, n) for n in range(5)]), [])
        mastered(first, folder / "kept", folder / "a.mp3")
        second = edited(first, edits)
        assert mastered(second, folder / "kept", folder / "a.mp3") == mastered(second, None, folder / "b.mp3")


@pytest.mark.parametrize("edited_line", [0, 5])
def test_what_is_read_again_is_an_edited_line_and_those_that_begin_elsewhere_in_a_frame(
    tmp_path: Path, edited_line: int
) -> None:
    """After an edit a line may begin up to 5 ms off a frame where it began on one, or the other way round: then its
    frames are others. That ends with the first that begins on a frame as before, after one line more as a rule."""
    first = edited(take([["一"] * 8], [voiced(2 + 0.1 * n, n) for n in range(8)]), [])
    mastered(first, tmp_path / "kept", tmp_path / "a.mp3")
    second = edited(first, [("change", edited_line)])
    read: list[str] = []

    def noted(clip: Clip) -> np.ndarray:
        read.append(clip.key)
        return second.read(clip)

    mastered(replace(second, read=noted), tmp_path / "kept", tmp_path / "a.mp3")
    before, after = (balance(lay_out(t.utterances, t.heard), -16, Kept()).sections() for t in (first, second))
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a.key != b.key]
    assert changed == [edited_line, edited_line + 1]
    assert set(read) == {second.clips[n].key for n in (*changed, 7)}, "the last one is always encoded"


def test_what_is_kept_and_damaged_is_worked_out_anew(tmp_path: Path) -> None:
    taken = edited(take([["一"] * 3], [voiced(1, n) for n in range(3)]), [])
    sound = mastered(taken, tmp_path / "kept", tmp_path / "a.mp3")
    for n, path in enumerate(sorted((tmp_path / "kept").iterdir())):
        data = path.read_bytes()
        path.write_bytes([b"", data[:40], data[:-1] + b"x"][n % 3])
    assert mastered(taken, tmp_path / "kept", tmp_path / "a.mp3") == sound


def test_what_no_mix_has_a_use_for_is_not_kept(tmp_path: Path) -> None:
    first = edited(take([["一"] * 4], [voiced(1 + n / 10, n) for n in range(4)]), [])
    mastered(first, tmp_path / "kept", tmp_path / "a.mp3")
    for n in range(4):
        mastered(edited(first, [("change", 10 + n)]), tmp_path / "kept", tmp_path / "a.mp3")
    mastered(edited(first, [("change", 13)]), tmp_path / "alone", tmp_path / "a.mp3")
    kept, alone = ({path.name for path in (tmp_path / name).iterdir()} for name in ("kept", "alone"))
    assert kept <= alone, "what a mix from nothing would keep, or less"


def test_what_was_kept_for_episodes_that_are_gone_is_forgotten(tmp_path: Path) -> None:
    for name in ("EP1", "EP2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept").write_bytes(b"frames")
    forget_mixes(tmp_path, {"EP2", "EP3"})
    assert [path.name for path in tmp_path.iterdir()] == ["EP2"]
    forget_mixes(tmp_path / "none", set())


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    taken = edited(take([["一"] * 2], [voiced(1, n) for n in range(2)]), [])
    assert mastered(taken, tmp_path / "kept", tmp_path / "a.mp3") == mastered(taken, None, tmp_path / "b.mp3")


# ---------------------------------------------------------------- the rest


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
    timeline = lay_out(spoken_take.utterances, spoken_take.heard)
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
    timeline = balance(lay_out(utterances, taken.heard, Score(piece(stereo(3, 5)))), -16.0, Kept())
    levels = {
        p.speaker: integrated([profile(placement_sound(p, taken.read, p.start, p.end))]) for p in timeline.placements
    }
    assert levels["host"] == pytest.approx(-16, abs=0.3)
    assert levels["guest"] == pytest.approx(-16, abs=0.3)
    assert levels[""] == pytest.approx(-16 + MUSIC_LU, abs=0.3)


@pytest.mark.parametrize("first_db", [-5.0, 4.0])
def test_a_first_gain_that_misses_is_corrected_by_what_is_heard(
    tmp_path: Path, spoken_take: Take, monkeypatch: pytest.MonkeyPatch, first_db: float
) -> None:
    monkeypatch.setattr("podcast.mix.mastering._Mastering._first_gain", lambda self: first_db)
    timeline = lay_out(spoken_take.utterances, spoken_take.heard)
    assert master(timeline, spoken_take.read, Loudness(), tmp_path / "a.mp3").lufs == pytest.approx(-16, abs=0.3)


def test_what_the_encoder_adds_to_a_peak_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loud, and limited to no less than the show allows, sections come out of MP3 with higher peaks."""
    monkeypatch.setattr("podcast.mix.mastering._HEADROOM_DB", 0.0)
    taken = take([["一"] * 3], [voiced(1.5, n) for n in range(3)])
    found = master(lay_out(taken.utterances, taken.heard), taken.read, Loudness(lufs=-12), tmp_path / "a.mp3")
    assert found.lufs == pytest.approx(-12, abs=0.3)
    assert found.true_peak_dbtp <= -1
    assert true_peak_db(load(tmp_path / "a.mp3")) <= -0.95


def test_a_loudness_out_of_reach_is_told_and_leaves_no_file(tmp_path: Path, spoken_take: Take) -> None:
    timeline = lay_out(spoken_take.utterances, spoken_take.heard)
    with pytest.raises(MixError, match="cannot be brought to -2 LUFS"):
        master(timeline, spoken_take.read, Loudness(lufs=-2), tmp_path / "a.mp3")
    assert not list(tmp_path.iterdir())


def test_two_speakers_are_equally_loud_in_what_is_delivered(tmp_path: Path) -> None:
    taken = take([["一"] * 8], [voiced(2, 1) // (1 + 5 * (i % 2)) for i in range(8)])
    said = tuple(replace(u, speaker="guest" if n % 2 else "host") for n, u in enumerate(taken.utterances))
    timeline = lay_out(said, taken.heard)
    found = master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    sound = load(tmp_path / "a.mp3")
    heard = {p.speaker: lufs(sound[:, p.start : p.end]) for p in timeline.speech}
    assert heard["host"] == pytest.approx(heard["guest"], abs=0.5)
    assert found.lufs == pytest.approx(lufs(sound), abs=0.03), "of 19 s it is the standard's figure"


def test_silent_clips_are_refused_and_leave_no_file(tmp_path: Path) -> None:
    taken = take([["一"]], [np.zeros(ENGINE_RATE, np.int16)])
    timeline = lay_out(taken.utterances, taken.heard)
    with pytest.raises(MixError, match="silence"):
        master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    assert not list(tmp_path.iterdir())


def test_a_word_of_a_fifth_of_a_second_can_be_mastered(tmp_path: Path) -> None:
    taken = take([["好"]], [voiced(0.2, 1)])
    timeline = lay_out(taken.utterances, taken.heard)
    assert master(timeline, taken.read, Loudness(), tmp_path / "a.mp3").duration_ms == 220, "and 10 ms on either side"


def test_where_nothing_can_be_written_the_message_names_the_file(tmp_path: Path, spoken_take: Take) -> None:
    timeline = lay_out(spoken_take.utterances, spoken_take.heard)
    with pytest.raises(MixError, match=r"a\.mp3.*cannot be written .no such file"):
        master(timeline, spoken_take.read, Loudness(), tmp_path / "missing" / "a.mp3")


def test_an_error_while_reading_leaves_no_file(tmp_path: Path, spoken_take: Take) -> None:
    timeline = lay_out(spoken_take.utterances, spoken_take.heard)

    def read(clip):
        if (tmp_path / "a.mp3").exists():  # while encoding
            raise KeyboardInterrupt
        return spoken_take.read(clip)

    with pytest.raises(KeyboardInterrupt):
        master(timeline, read, Loudness(), tmp_path / "a.mp3")
    assert not list(tmp_path.iterdir())


def test_the_limiter_holds_peaks_between_samples() -> None:
    """A tone of a quarter of the rate, sampled beside its crests, peaks 3 dB above its samples."""
    n = np.arange(2 * RATE)
    tone = (np.sin(np.pi / 2 * n + np.pi / 4) * np.minimum(1, np.minimum(n, n[::-1]) / RATE)).astype(np.float32)
    assert true_peak_db(limit(np.stack((tone, tone)), 6.0, -1.5)) <= -1.4


def test_the_limiter_leaves_alone_what_is_soft_enough() -> None:
    sound = stereo(3, 1, 0.2)
    assert np.array_equal(limit(sound, 0.0, -1.5), sound)


def test_a_peak_does_not_shape_the_wave() -> None:
    """A loud low tone keeps its form: what limiting adds to it stays 40 dB below."""
    tone = (1.6 * np.sin(2 * np.pi * 120 * np.arange(2 * RATE) / RATE)).astype(np.float32)
    limited = limit(np.stack((tone, tone)), 0.0, -1.5)[0, 9600:-9600]
    spectrum = np.abs(np.fft.rfft(limited * np.blackman(len(limited))))
    hertz = np.fft.rfftfreq(len(limited), 1 / RATE)
    assert 20 * np.log10(spectrum[hertz > 200].max() / spectrum.max()) < -40


def test_memory_does_not_grow_with_the_programme(tmp_path: Path) -> None:
    """Sections are made when their turn comes: no more of them are read ahead than the cores can hold."""
    taken = take([["一"] * 30], [voiced(0.3, 1)] * 30)
    ahead, written = 0, 0

    class Watch(Told):
        def advance(self, done: int, total: int) -> None:
            nonlocal written
            written += 1

    def read(clip: Clip) -> np.ndarray:
        nonlocal ahead
        ahead = max(ahead, int(clip.key.removeprefix("clip")) - written % 30)
        return taken.read(clip)

    timeline = lay_out(taken.utterances, taken.heard)
    kept = Kept(tmp_path / "kept")
    master(timeline, taken.read, Loudness(), tmp_path / "a.mp3", kept=kept)  # measured: what follows only encodes
    master(timeline, read, Loudness(kbit_s=96), tmp_path / "a.mp3", Watch(), kept)
    assert written % 30 == 0 < written
    assert ahead <= 2 * (os.cpu_count() or 1) + 2
