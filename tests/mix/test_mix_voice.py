"""What is done to every clip: rumble cut, hiss softened where there is too much, silence trimmed, levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from podcast.mix import Measured, Score, lay_out, listen, master, score
from podcast.mix.kept import Kept
from podcast.mix.voice import EDGE_MS, PADDING, voice
from podcast.model import Clip
from podcast.show import Loudness
from podcast.sound import PER_MS, RATE, integrated, load, loudness_range, profile, utterance_level, weighted_profile
from tests.mix.conftest import ENGINE_RATE, Take, piece, take, voiced
from tests.mix.measure import lufs, true_peak_db


def treated(sound: np.ndarray, rate: int = ENGINE_RATE, hisses: bool = False) -> np.ndarray:
    length = len(sound) * RATE // rate
    return voice(sound.astype(np.int16), rate, 0, len(sound), length, hisses)[0, PADDING:-PADDING]


def tone(hertz: float, seconds: float = 1.0, rate: int = ENGINE_RATE, amplitude: float = 12_000) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def db(sound: np.ndarray) -> float:
    middle = sound[len(sound) // 4 : -len(sound) // 4]
    return float(20 * np.log10(np.sqrt(np.mean(np.square(middle))) + 1e-12))


def surrounded(sound: np.ndarray, before_ms: int, after_ms: int) -> np.ndarray:
    rate = ENGINE_RATE // 1000
    return np.concatenate((np.zeros(before_ms * rate), sound, np.zeros(after_ms * rate))).astype(np.int16)


# ---------------------------------------------------------------- one clip


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
def test_rumble_is_cut_and_the_voice_is_left_alone(rate: int) -> None:
    def change(hertz: float) -> float:
        return db(treated(tone(hertz, rate=rate), rate)) - db(tone(hertz, rate=rate) / 32_768)

    assert change(30) < -30
    assert change(50) < -12
    for hertz in (100, 200, 1000, 3000, 6000):
        assert change(hertz) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 32_000, 44_100])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.85, 0.93])
def test_images_are_60_db_below(rate: int, share: float) -> None:
    hertz = share * rate / 2
    made = treated(tone(hertz, rate=rate), rate)[4800:-4800]
    spectrum = 20 * np.log10(np.abs(np.fft.rfft(made * np.blackman(len(made)))) + 1e-9)
    at = np.fft.rfftfreq(len(made), 1 / RATE)
    assert at[spectrum.argmax()] == pytest.approx(hertz, abs=3)
    assert spectrum[np.abs(at - hertz) > 100].max() < spectrum.max() - 60


def test_a_clip_stays_where_it_was_to_the_sample() -> None:
    """No filter delays it: an impulse comes out where it went in."""
    for rate in (16_000, 22_050, 24_000, 48_000):
        sound = np.zeros(rate)
        sound[rate // 3] = 20_000
        assert np.abs(treated(sound, rate)).argmax() == pytest.approx(rate // 3 * RATE / rate, abs=1)


@pytest.mark.parametrize(("before_ms", "after_ms"), [(0, 0), (3, 5), (20, 20), (150, 400), (700, 0)])
def test_pauses_are_the_scripts_whatever_silence_an_engine_leaves(before_ms: int, after_ms: int) -> None:
    """Measured where the sound is: 400 ms between words, to 10 ms, at either side of a frame of MP3."""
    sounds = [surrounded(tone(300, 0.4 + n * 0.037), before_ms, after_ms) for n in range(8)]
    taken = take([["一"] * 8], sounds, pause_ms=400)
    timeline = lay_out(taken.utterances, taken.heard)
    from tests.mix.conftest import whole

    sound = np.abs(whole(timeline, taken.read)[0])
    loud = np.flatnonzero(sound > 0.05)
    breaks = np.flatnonzero(np.diff(loud) > 4800)
    gaps = [(loud[at + 1] - loud[at]) / PER_MS for at in breaks]
    assert gaps == pytest.approx([400] * 7, abs=10)
    assert [b.start_ms - a.end_ms for a, b in pairwise(timeline.speech)] == pytest.approx([400] * 7, abs=7)


def test_silence_off_the_middle_is_silence() -> None:
    sound = surrounded(tone(300), 200, 200) + np.int16(700)
    (heard,) = take([["一"]], [sound]).heard
    assert (heard.end - heard.start) / ENGINE_RATE == pytest.approx(1, abs=0.01)


def test_no_edge_clicks() -> None:
    """A clip that begins and ends at full height comes and goes within milliseconds, not within a sample."""
    for sound in (tone(700) + 3000, np.full(ENGINE_RATE, 16_000.0)):
        made = voice(sound.astype(np.int16), ENGINE_RATE, 0, len(sound), RATE, False)[0]
        assert abs(made[0]) < 1e-3
        assert np.abs(np.diff(made)).max() < 0.08


def test_a_breath_around_the_speech_is_heard_no_longer_than_an_edge() -> None:
    breath = np.random.default_rng(1).normal(0, 12, ENGINE_RATE // 2)
    sound = np.concatenate((breath, tone(300), breath)).astype(np.int16)
    taken = take([["一"]], [sound])
    (heard,) = taken.heard
    assert heard.start == pytest.approx(ENGINE_RATE // 2, abs=48)
    assert heard.end == pytest.approx(ENGINE_RATE * 3 // 2, abs=48)
    made = voice(sound, ENGINE_RATE, heard.start, heard.end, RATE, False)
    assert made.shape[1] == RATE + 2 * EDGE_MS * PER_MS


def hissing(level: float) -> np.ndarray:
    """A voice with two consonants of pure hiss, so loud against it."""
    sound = voiced(3, 2).astype(np.float64)
    noise = np.random.default_rng(3).normal(size=len(sound))
    spectrum = np.fft.rfft(noise)
    hertz = np.fft.rfftfreq(len(sound), 1 / ENGINE_RATE)
    sharp = np.fft.irfft(spectrum * ((hertz > 5500) & (hertz < 9000)), len(sound))
    at = np.zeros(len(sound))
    for begin in (20_000, 50_000):
        at[begin : begin + 2400] = np.hanning(2400)
    return np.asarray((sound * (1 - at) + sharp * at * level * sound.std() / sharp.std()), np.int16)


def test_hiss_is_softened_only_where_there_is_too_much() -> None:
    assert not any(h.hisses for h in take([["一"] * 4], [voiced(3, n) for n in range(4)]).heard)
    (mild,), (sharp,) = (take([["一"]], [hissing(level)]).heard for level in (0.5, 4.0))
    assert not mild.hisses
    assert sharp.hisses
    sound = hissing(4.0)
    plain, soft = (treated(sound, hisses=h) for h in (False, True))
    hiss = slice(40_800, 43_900)
    voice_ = slice(60_000, 90_000)
    assert 3 < db(plain[hiss]) - db(soft[hiss]) < 10
    assert np.abs(plain[voice_] - soft[voice_]).max() < 0.02


# ---------------------------------------------------------------- levels


def two_voices(levels: Sequence[float]) -> Take:
    """Speakers in turn, of unlike timbre; each sentence as loud as ``levels`` say, in dB."""
    sounds = []
    for n, level in enumerate(levels):
        sound = voiced(1.6, n).astype(np.float64)
        if n % 2:
            spectrum = np.fft.rfft(sound)
            spectrum *= 1 / (1 + (np.fft.rfftfreq(len(sound), 1 / ENGINE_RATE) / 900) ** 2)
            sound = np.fft.irfft(spectrum, len(sound))
            sound *= 9000 / np.abs(sound).max()
        sounds.append((sound * 10 ** (level / 20)).astype(np.int16))
    taken = take([["一"] * len(levels)], sounds)
    said = tuple(replace(u, speaker="guest" if n % 2 else "host") for n, u in enumerate(taken.utterances))
    return replace(taken, utterances=said)


def test_utterances_and_speakers_are_brought_together(tmp_path: Path) -> None:
    taken = two_voices([0, -12, -5, -8, 3, -15, -9, -10, 0, -6, -2, -12])
    timeline = lay_out(taken.utterances, taken.heard)
    master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    sound = load(tmp_path / "a.mp3")
    each = [lufs(sound[:, p.start : p.end]) for p in timeline.speech]
    assert max(each) - min(each) <= 3
    voices = {
        name: lufs(np.concatenate([sound[:, p.start : p.end] for p in timeline.speech if p.speaker == name], axis=1))
        for name in ("host", "guest")
    }
    assert voices["host"] == pytest.approx(voices["guest"], abs=0.5)


def test_an_utterance_has_one_gain_from_its_beginning_to_its_end() -> None:
    """No pumping: what is soft within a sentence stays soft."""
    from podcast.mix.samples import section_sound

    sound = np.concatenate((voiced(1, 1), voiced(1, 1) // 4, voiced(1, 1)))
    taken = take([["一"]], [sound])
    (section,) = lay_out(taken.utterances, taken.heard).sections()
    made = section_sound(section, taken.read)[0, PADDING:]
    assert db(made[:RATE]) - db(made[RATE : 2 * RATE]) == pytest.approx(12, abs=0.2)


def test_levels_of_a_clip_are_those_of_what_is_heard_of_it() -> None:
    """The meter works on the engine's rate and in one step with the filter; FFmpeg's, on the result, agrees."""
    for seed in range(3):
        taken = take([["一"]], [voiced(2.5, seed)])
        (heard,) = taken.heard
        made = treated(taken.read(heard.clip)[heard.start : heard.end])
        assert integrated([heard.levels[3:]]) == pytest.approx(integrated([profile(made[None])[3:]]), abs=0.15)
    short = voiced(0.25, 1) / 32_768
    assert utterance_level(weighted_profile(short, ENGINE_RATE)) == pytest.approx(
        utterance_level(weighted_profile(np.tile(short, 4), ENGINE_RATE)), abs=1.5
    )


def test_the_range_is_that_between_soft_and_loud() -> None:
    soft, loud = (np.tile(tone(1000, 1, RATE, a), 20)[None].astype(np.float32) for a in (0.01, 0.1))
    assert loudness_range([profile(np.concatenate((soft, loud), axis=1))]) == pytest.approx(20, abs=0.3)
    assert loudness_range([profile(loud)]) == pytest.approx(0, abs=0.1)
    assert loudness_range([]) == 0


# ---------------------------------------------------------------- what is delivered, of five kinds of material


def loud(sound: np.ndarray) -> np.ndarray:
    return np.clip(sound * 3.0, -32_768, 32_767).astype(np.int16)


PIECES = score({"opening": None})
MATERIAL = {
    "quiet": lambda: take([["一"] * 6], [voiced(2, n) // 60 for n in range(6)]),
    "loud": lambda: take([["一"] * 6], [loud(voiced(2, n)) for n in range(6)]),
    "one word": lambda: take([["好"]], [voiced(0.35, 1)]),
    "two voices": lambda: two_voices([0, -9] * 3),
    "the author's own music": lambda: take([["一" * 8] * 2, ["一" * 8], ["好"]]),
}


def delivered(taken: Take, music: Score, path: Path) -> Measured:
    timeline = lay_out(
        taken.utterances, listen(taken.clips, taken.read, Kept()), music, ("opening", "story", "closing")
    )
    return master(timeline, taken.read, Loudness(), path)


@pytest.mark.parametrize("name", MATERIAL)
def test_what_is_delivered_is_as_loud_as_asked_for(name: str, tmp_path: Path) -> None:
    taken = MATERIAL[name]()
    own = np.stack([tone(hertz, 4, RATE, 0.9) * np.linspace(0.2, 1, 4 * RATE) for hertz in (330, 440)])
    one = piece(own)
    music = Score(one, one, one, one) if "music" in name else PIECES
    found = delivered(taken, music, tmp_path / "a.mp3")
    sound = load(tmp_path / "a.mp3")
    assert sound.shape[1] == found.samples, "the header tells the length to the sample"
    heard = lufs(sound) if sound.shape[1] > 40_000 else lufs(np.tile(sound, 3))
    assert found.lufs == pytest.approx(-16, abs=0.3)
    assert heard == pytest.approx(-16, abs=0.3 if name != "one word" else 1.5)
    assert found.true_peak_dbtp <= -1
    assert true_peak_db(sound) <= -0.95
    assert (found.over_bed_lu is not None) == ("music" in name)
    if found.over_bed_lu is not None:
        assert found.over_bed_lu >= 15


def test_a_clip_heard_twice_is_listened_to_once() -> None:
    calls: list[str] = []
    taken = take([["一", "二"]], [voiced(1, 1)] * 2)
    clips = (taken.clips[0], taken.clips[0])

    def read(clip: Clip) -> np.ndarray:
        calls.append(clip.key)
        return taken.read(clip)

    assert len(listen(clips, read)) == 2
    assert calls == [clips[0].key]
