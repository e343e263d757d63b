"""What is gathered of a clip, and remembered by its content."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from podcast.proof.evidence import Evidence
from podcast.proof.remember import MOST, Known, Memory, key_of

from .conftest import speechlike

SOUND = speechlike(rate=24_000)


def test_a_sentence_that_is_right_has_no_parts(ears, mandarin) -> None:
    evidence = ears("今天很好，明天也是").hear(SOUND, 24_000, mandarin.spoken("今天很好，明天也是。"))
    assert (evidence.parted, evidence.unlike, evidence.syllables) == ((), 0, 8)
    assert evidence.measured.pitch_hz == pytest.approx(120, rel=0.05)
    assert evidence.quality == 3.4


def test_a_part_has_a_place_and_how_much_surer_the_recogniser_is(ears, mandarin) -> None:
    evidence = ears("今天很好，也是").hear(SOUND, 24_000, mandarin.spoken("今天很好，明天也是。"))
    (part,) = evidence.parted
    assert (part.written, part.heard) == ("明天", "")
    assert (part.start, part.end) == (0.5, 0.75)
    assert part.surer == pytest.approx(10.0)  # two characters of the fake's


def test_what_is_doubtful_is_heard_again_and_only_what_is_heard_twice_counts(ears, mandarin) -> None:
    said = mandarin.spoken("今天很好，明天也是。")
    by = ears("今天很好也是")
    by.recogniser.otherwise = {"今天很好也是": "今天很好明天也是"}
    assert by.hear(SOUND, 24_000, said).parted == ()
    by = ears("今天很好國家也是")
    by.recogniser.otherwise = {"今天很好國家也是": "明天很好明天也是"}
    (part,) = by.hear(SOUND[:-9], 24_000, said).parted
    assert part.weight == 0, "elsewhere than before"


def test_a_recogniser_that_rambles_is_not_believed_at_first(ears, mandarin) -> None:
    by = ears("今天很好今天很好今天很好今天很好今天很好")
    by.recogniser.otherwise = {"今天很好今天很好今天很好今天很好今天很好": "今天很好"}
    assert by.hear(SOUND, 24_000, mandarin.spoken("今天很好。")).parted == ()


def test_the_recogniser_gets_the_sound_at_its_own_rate(ears, mandarin) -> None:
    by = ears("好")
    by.hear(SOUND, 24_000, mandarin.spoken("好。"))
    assert by.recogniser.heard == [len(SOUND) * 2 // 3]


def test_the_same_sound_and_text_are_heard_once(ears, mandarin) -> None:
    by = ears("今天很好", "別的")
    said = mandarin.spoken("今天很好。")
    first = by.hear(SOUND, 24_000, said)
    assert by.recall(SOUND, 24_000, said) == Known(first)
    assert by.hear(SOUND, 24_000, said) == first
    assert len(by.recogniser.heard) == 1
    assert by.hear(SOUND, 24_000, mandarin.spoken("別的。")).heard == "別的"


def test_how_many_takes_there_were_is_remembered_too(ears, mandarin) -> None:
    by, said = ears("今天很好"), mandarin.spoken("今天很好。")
    by.settle(SOUND, 24_000, said, 3)
    assert by.recall(SOUND, 24_000, said) is None
    evidence = by.hear(SOUND, 24_000, said)
    by.settle(SOUND, 24_000, said, 3)
    assert by.recall(SOUND, 24_000, said) == Known(evidence, 3)


@pytest.fixture
def known(ears, mandarin) -> Known:
    return Known(ears("今天不好").hear(SOUND, 24_000, mandarin.spoken("今天很好。")), 2)


def test_what_is_remembered_comes_back_as_it_was(tmp_path, known) -> None:
    memory = Memory(tmp_path / "other")
    memory.put("ab" * 32, known)
    assert memory.get("ab" * 32) == known
    assert memory.get("cd" * 32) is None
    assert memory.size()[0] == 1


DAMAGES = (
    lambda b: b[:-20],
    lambda b: b.replace(b'"takes": 2', b'"takes": 3'),
    lambda b: b"{}",
    lambda b: b"\xff" * 9,
    lambda b: b"[" * 5000,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_heard_again(tmp_path, known, damage) -> None:
    memory = Memory(tmp_path / "other")
    memory.put("ab" * 32, known)
    (path,) = memory.root.rglob("*.json")
    path.write_bytes(damage(path.read_bytes()))
    assert memory.get("ab" * 32) is None


def test_a_key_is_over_all_that_changes_the_answer() -> None:
    keys = {
        key_of(SOUND, 24_000, "今天", "whisper 1"),
        key_of(SOUND[:-1], 24_000, "今天", "whisper 1"),
        key_of(SOUND, 16_000, "今天", "whisper 1"),
        key_of(SOUND, 24_000, "明天", "whisper 1"),
        key_of(SOUND, 24_000, "今天", "whisper 2"),
        key_of(np.abs(SOUND), 24_000, "今天", "whisper 1"),
    }
    assert len(keys) == 6


def test_right_sentences_of_a_voice_are_remembered_the_newest_first(tmp_path, known) -> None:
    memory = Memory(tmp_path)
    other = replace(known, evidence=replace(known.evidence, heard="別的"))
    memory.put("a" * 64, known)
    memory.put("b" * 64, other)
    memory.note_voice("edge one", ["a" * 64])
    memory.note_voice("edge one", ["b" * 64, "c" * 64])
    assert memory.of_voice("edge one") == (other.evidence, known.evidence)
    assert memory.of_voice("edge two") == ()
    memory.note_voice("edge one", [f"{n:064x}" for n in range(MOST)])
    assert memory.of_voice("edge one") == ()


def test_evidence_of_hardly_anything() -> None:
    from podcast.proof.measure import measure

    nothing = np.zeros(10, np.int16)
    evidence = Evidence("", 0.0, 0.0, (), measure(nothing.astype(np.float32), nothing), 1.0)
    assert evidence.unlike == 0
