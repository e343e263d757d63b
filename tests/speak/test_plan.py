from __future__ import annotations

import pytest

from podcast.errors import SpeechError
from podcast.show import Voice
from podcast.speak.plan import pause_ms, plan

from .conftest import script_of

VOICES = {"host": Voice("kokoro", "zf_xiaobei")}


def test_utterances_requests_and_keys_run_side_by_side(toy, mandarin):
    made = plan(script_of("今天很好。明天更好！", "再見。"), mandarin, toy, VOICES)
    assert [r.text for r in made.requests] == ["今天很好。", "明天更好！", "再見。"]
    assert [(u.chapter, u.line, u.speaker) for u in made.utterances] == [(0, 0, "host"), (0, 0, "host"), (0, 1, "host")]
    assert len(set(made.keys)) == 3


def test_a_line_ends_with_its_own_pause_and_a_sentence_with_its_marks(toy, mandarin):
    made = plan(script_of("今天很好。明天呢？或許；再說"), mandarin, toy, VOICES)
    assert [u.pause_after_ms for u in made.utterances] == [350, 350, 250, 900]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("好。", 350), ("「好！」", 350), ("好；", 250), ("好，", 120), ("好", 120), ("ok.", 350), ("", 120)],
)
def test_pause(text, ms):
    assert pause_ms(text) == ms


def test_what_holds_no_word_is_never_sent_and_its_line_keeps_its_pause(toy, mandarin):
    made = plan(script_of("……", "今天很好。！？"), mandarin, toy, VOICES)
    assert [r.text for r in made.requests] == ["今天很好。！？"]
    assert made.utterances[-1].pause_after_ms == 900


def test_an_empty_script_is_told(toy, mandarin):
    with pytest.raises(SpeechError, match="nothing to say"):
        plan(script_of("……"), mandarin, toy, VOICES)


def test_an_edited_sentence_changes_its_own_key_only(toy, mandarin):
    before = plan(script_of("今天很好。明天更好。", "再見。"), mandarin, toy, VOICES).keys
    after = plan(script_of("今天很好。明天不好。", "再見。"), mandarin, toy, VOICES).keys
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]


def test_each_speaker_has_the_identity_of_its_voice(toy, mandarin):
    one = plan(script_of("今天。", speaker="a"), mandarin, toy, {"a": Voice("kokoro", "x"), "b": Voice("kokoro", "y")})
    two = plan(script_of("今天。", speaker="b"), mandarin, toy, {"a": Voice("kokoro", "x"), "b": Voice("kokoro", "y")})
    assert one.keys != two.keys
