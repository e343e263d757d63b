"""What stands out from a voice's own sentences, and what does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.proof.ears import at_rate
from podcast.proof.evidence import UNLIKE, Evidence, Parted
from podcast.proof.hear import RATE
from podcast.proof.measure import TIMBRE_SEMITONES, measure
from podcast.proof.verdict import ENOUGH, SOUND, WORDS, Around, Usual, doubt, judge, moved

from .conftest import speechlike

SYLLABLES = 20


def evidence_of(samples: np.ndarray, rate: int = RATE) -> Evidence:
    return Evidence("", 1.0, SYLLABLES, (), measure(at_rate(samples, rate), samples), 3.4)


@pytest.fixture(scope="module")
def own() -> list[Evidence]:
    return [evidence_of(speechlike(SYLLABLES, seed=seed)) for seed in range(20)]


@pytest.fixture(scope="module")
def usual(own) -> Usual:
    found = Usual.of(own)
    assert found
    return found


def kinds(evidence: Evidence, usual: Usual | None) -> set[str]:
    return {fault.kind for fault in judge(evidence, usual)}


def test_a_voice_does_not_stand_out_from_itself(own, usual) -> None:
    assert sum(bool(judge(evidence, usual)) for evidence in own) <= 1
    assert not judge(evidence_of(speechlike(SYLLABLES, seed=99)), usual)


def sped(samples: np.ndarray, factor: float) -> np.ndarray:
    """Played faster: everything higher."""
    return np.rint(soxr.resample(samples.astype(np.float32), RATE * factor, RATE)).astype(np.int16)


def noisy(samples: np.ndarray) -> np.ndarray:
    made = samples.copy()
    made[20_000:28_000] = np.random.default_rng(1).normal(0, 4000, 8000).astype(np.int16)
    return made


FAULTS = {
    "noise": noisy,
    "silence": lambda s: np.concatenate((s[:20_000], np.zeros(8000, np.int16), s[20_000:])),
    "too slow": lambda s: speechlike(SYLLABLES, seed=7, pace=0.3),
    "too fast": lambda s: speechlike(SYLLABLES, seed=7, pace=0.1),
    "too high": lambda s: speechlike(SYLLABLES, pitch=170, seed=7),
    "too low": lambda s: speechlike(SYLLABLES, pitch=90, seed=7),
    "too loud": lambda s: s * 2,
    "too soft": lambda s: s // 3,
    "clipped": lambda s: np.clip(s.astype(int) * 4, -9000, 9000).astype(np.int16),
    "breaks off": lambda s: s[: -int(0.12 * RATE)],
}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("seed", [7, 8])
def test_a_planted_fault_is_found(usual, kind, seed) -> None:
    found = kinds(evidence_of(FAULTS[kind](speechlike(SYLLABLES, seed=seed))), usual)
    assert found & ({kind, "another voice"} if kind in ("too high", "too low") else {kind})


@pytest.mark.parametrize("kind", ["clipped", "breaks off"])
def test_some_are_faults_in_any_voice(kind) -> None:
    assert kind in kinds(evidence_of(FAULTS[kind](speechlike(SYLLABLES, seed=7))), None)


def test_played_slower_is_another_pitch_and_pace(usual) -> None:
    assert kinds(evidence_of(sped(speechlike(SYLLABLES, seed=7), 0.8)), usual) & {
        "too low",
        "too slow",
        "another voice",
    }


@pytest.mark.parametrize("semitones", [-2, -1, 1, 2])
@pytest.mark.parametrize("seed", [0, 3, 8])
def test_a_whole_spectrum_that_lies_elsewhere(own, usual, semitones, seed) -> None:
    timbre = np.array(own[seed].measured.timbre)
    steps = round(semitones / TIMBRE_SEMITONES)
    assert moved(np.roll(usual.timbre, steps), usual.timbre) == pytest.approx(semitones, abs=0.3)
    assert moved(timbre, timbre) == 0
    assert moved(usual.timbre, usual.timbre) == 0


def test_bad_quality_stands_out_from_the_voices_own(own, usual) -> None:
    assert kinds(replace(own[0], quality=2.0), usual) == {"sounds bad"}
    assert kinds(replace(own[0], quality=4.5), usual) == set()


def test_a_few_sentences_tell_nothing_of_a_voice(own) -> None:
    assert Usual.of(own[: ENOUGH - 1]) is None
    assert Usual.of(own[:ENOUGH]) is not None


# ---------------------------------------------------------------- words


def part(written: str = "廣告", heard: str = "國家", surer: float = 20, unlike: float = 1.5, **more) -> Parted:
    return Parted(written, heard, more.pop("start", 0.2), more.pop("end", 0.4), unlike, surer, **more)


@pytest.mark.parametrize(
    ("parted", "kind"),
    [
        (part(), "replaced"),
        (part(heard=""), "left out"),
        (part(heard="", end=1.0), "cut off"),
        (part(written=""), "added"),
        (part(written="", again=True), "doubled"),
    ],
)
def test_what_kind_of_difference_it_is(own, parted, kind) -> None:
    (fault,) = judge(replace(own[0], parted=(parted,)), None)
    assert (fault.kind, fault.written, fault.heard) == (kind, parted.written, parted.heard)
    assert (fault.start, fault.end) == (parted.start, parted.end)
    assert 0.5 <= fault.sure <= 1
    assert fault.of_words


@pytest.mark.parametrize(
    "parted",
    [
        part(surer=4),  # two syllables
        part("年", "月", 9, 0.6),  # one, that sounds like it
        part("和", "", 13.5, 0.55),
        part("廣告", "廣高", 30, UNLIKE - 0.01),
        part("Visa", "薇莎", 25.5, 2),
        part("Visa", "", 12.5, 2),
        part("", "來", 4, 1, again=True),
    ],
)
def test_what_a_recogniser_mishears_is_not_told(own, parted) -> None:
    assert judge(replace(own[0], parted=(parted,)), None) == ()
    assert judge(replace(own[0], parted=(replace(parted, unlike=2, surer=parted.surer + 18),)), None)


def test_a_measure_behind_a_number_is_sooner_doubted(own) -> None:
    year = part("年", "月", 9, 0.6)
    assert judge(replace(own[0], parted=(replace(year, counted=True),)), None)


def test_in_a_voice_that_is_heard_worse_more_is_needed(own) -> None:
    """Which words are hard for a recogniser, its baseline for the voice tells."""
    unclear = [replace(e, parted=(part(surer=5.0 + n / 10, unlike=1.5),)) for n, e in enumerate(own)]
    doubted = replace(own[0], parted=(part(surer=8, unlike=1.5),))
    assert judge(doubted, Usual.of(own))
    assert not judge(doubted, Usual.of(unclear))
    assert judge(replace(own[0], parted=(part(surer=20, unlike=1.5),)), Usual.of(unclear))


def test_another_sentence_and_another_language(own) -> None:
    other = replace(own[0], heard="別的", parted=(part(unlike=12),))
    assert kinds(other, None) == {"other words"}
    assert kinds(replace(other, mandarin=0.1), None) == {"another language"}


@given(st.floats(0, 60), st.floats(0, 60))
def test_the_surer_the_recogniser_the_surer_the_finding(one, other) -> None:
    evidence = Evidence("", 1.0, 20, (), measure(np.zeros(0, np.float32), np.zeros(0, np.int16)), 3.0)
    sure = [doubt(judge(replace(evidence, parted=(part(surer=6 + x),)), None)) for x in sorted((one, other))]
    assert sure[0] <= sure[1]


@settings(max_examples=50)
@given(st.lists(st.floats(-100, 100), min_size=3), st.floats(0.01, 5))
def test_a_spread_is_never_less_than_it_is_told(values, least) -> None:
    around = Around.of(values, least)
    assert around.spread >= least
    assert around.off(around.middle) == 0


def test_kinds_are_words_or_sound() -> None:
    assert not set(WORDS) & set(SOUND)
    assert set(FAULTS) <= set(SOUND)
