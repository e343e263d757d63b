"""What sounds when: pauses as they are heard, whole milliseconds, chapters that touch."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from podcast.errors import MixError
from podcast.mix import lay_out, marks
from podcast.mix.layout import AFTER_OPENING_MS, BEFORE_CLOSING_MS
from podcast.mix.music import NO_MUSIC, Score
from podcast.mix.timeline import FRAME
from podcast.mix.voice import PADDING
from podcast.sound import PER_MS, RATE
from tests.mix.conftest import ENGINE_RATE, Take, piece, take, voiced, whole

MUSIC = piece(np.full((2, RATE + 17), 0.1))
BOTH = Score(opening=MUSIC, closing=MUSIC)


def laid(taken: Take, music: Score = NO_MUSIC):
    return lay_out(taken.utterances, taken.heard, music)


def test_music_first_and_last_and_the_pauses_of_the_utterances_between(spoken_take: Take) -> None:
    timeline = laid(spoken_take, BOTH)
    opening, *speech, closing = timeline.placements
    assert tuple(speech) == timeline.speech
    assert opening.start == 0
    assert speech[0].start_ms - opening.end_ms == pytest.approx(AFTER_OPENING_MS, abs=7)
    assert closing.start_ms - speech[-1].end_ms == pytest.approx(BEFORE_CLOSING_MS, abs=7)
    gaps = [b.start_ms - a.end_ms for a, b in pairwise(speech)]
    assert gaps == pytest.approx([u.pause_after_ms for u in spoken_take.utterances[:-1]], abs=7)


def test_everything_begins_and_ends_on_whole_milliseconds(spoken_take: Take) -> None:
    for placement in laid(spoken_take, BOTH).placements:
        assert placement.start % PER_MS == placement.length % PER_MS == 0


def test_pauses_inside_a_line_are_exact() -> None:
    taken = take([["一", "二", "三"]], [voiced(0.517, i) for i in range(3)], pause_ms=333)
    same_line = tuple(replace(utterance, line=0) for utterance in taken.utterances)
    speech = lay_out(same_line, taken.heard).speech
    assert [b.start_ms - a.end_ms for a, b in pairwise(speech)] == [333, 333]


def test_sections_fill_the_timeline_and_begin_on_frames(spoken_take: Take) -> None:
    timeline = laid(spoken_take, BOTH)
    sections = timeline.sections()
    assert len(sections) == len(spoken_take.utterances) + 2
    assert [s.start for s in sections] == [0, *(s.start + s.length for s in sections[:-1])]
    assert sections[-1].start + sections[-1].length == timeline.length
    assert all(section.start % FRAME == 0 for section in sections)
    assert tuple(p for s in sections for p in s.placements) == timeline.placements, "silence parts them"


@pytest.mark.parametrize("pause_ms", [0, 20, 60, 80])
def test_lines_too_close_to_be_parted_are_one_section(pause_ms: int) -> None:
    taken = take([["一", "二", "三"]], [voiced(0.517, i) for i in range(3)], pause_ms=pause_ms)
    timeline = laid(taken)
    assert len(timeline.sections()) == 1
    assert [b.start_ms - a.end_ms for a, b in pairwise(timeline.speech)] == [pause_ms] * 2


def test_what_is_edited_leaves_the_other_sections_as_they_were(spoken_take: Take) -> None:
    before = laid(spoken_take, BOTH).sections()
    heard = list(spoken_take.heard)
    clip = replace(heard[2].clip, key="edited")
    moved = 0
    for longer in range(0, 2400, 100):
        heard[2] = replace(heard[2], clip=clip, end=spoken_take.heard[2].end + longer)
        after = lay_out(spoken_take.utterances, heard, BOTH).sections()
        same = [a.key == b.key for a, b in zip(before, after, strict=True)]
        assert not same[3]
        moved += same[:-1].count(False)  # the last one is always encoded
    assert moved <= 2 * 24, "as a rule one more, until one begins on a frame as before"


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_clip_of_any_rate_lands_where_it_was_placed(rate: int) -> None:
    tone = (12_000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.int16)
    taken = take([["一", "二", "三"]], [tone] * 3, pause_ms=200, rate=rate)
    timeline = laid(taken)
    mono = whole(timeline, taken.read)[0]
    assert len(mono) == timeline.length
    for placement in timeline.speech:
        middle = mono[placement.start + 4800 : placement.start + 4800 + 9600]
        spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
        assert np.argmax(spectrum) * RATE / len(middle) == pytest.approx(440, abs=5)
        assert not mono[placement.end + PADDING : placement.end + 4800].any()


def test_resampling_leaves_no_mirror_image() -> None:
    """A tone of 9 kHz at 24 kHz has its image at 15 kHz; pydub's own resampling leaves it at -9 dB."""
    tone = (16_000 * np.sin(2 * np.pi * 9000 * np.arange(ENGINE_RATE) / ENGINE_RATE)).astype(np.int16)
    taken = take([["一"]], [tone])
    mono = whole(laid(taken), taken.read)[0][4800:-4800]
    spectrum = 20 * np.log10(np.abs(np.fft.rfft(mono * np.blackman(len(mono)))) + 1e-12)
    hertz = np.fft.rfftfreq(len(mono), 1 / RATE)
    image = spectrum[(hertz > 14_900) & (hertz < 15_100)].max()
    assert image - spectrum.max() < -90


def test_cut_edges_do_not_click() -> None:
    constant = np.full(ENGINE_RATE, 16_000, np.int16)
    taken = take([["一"]], [constant])
    mono = whole(laid(taken), taken.read)[0]
    assert abs(mono[0]) < 0.02
    assert abs(mono[-1]) < 0.02


def test_marks_touch_from_the_beginning_to_the_end(spoken_take: Take) -> None:
    timeline = laid(spoken_take, BOTH)
    found = marks(timeline, spoken_take.script)
    assert [m.title for m in found] == [c.title for c in spoken_take.script.chapters]
    assert found[0].start_ms == 0
    assert found[-1].end_ms * PER_MS == timeline.length
    assert all(a.end_ms == b.start_ms for a, b in pairwise(found))
    assert found[1].start_ms == timeline.speech[2].start_ms


def test_a_chapter_that_says_nothing_has_no_mark() -> None:
    taken = take([["一"], [], ["二"]])
    assert [m.title for m in marks(laid(taken), taken.script)] == ["第 0 章", "第 2 章"]


def test_a_mark_does_not_show_how_its_title_is_read(spoken_take: Take) -> None:
    first, *others = spoken_take.script.chapters
    script = replace(spoken_take.script, chapters=(replace(first, title="角（jué）色（今天）"), *others))
    assert marks(laid(spoken_take), script)[0].title == "角色（今天）"


def test_clips_must_match_their_utterances(spoken_take: Take) -> None:
    with pytest.raises(MixError, match="6 utterances"):
        lay_out((*spoken_take.utterances, spoken_take.utterances[0]), spoken_take.heard)
    with pytest.raises(MixError, match="0 clips"):
        lay_out((), ())


def test_a_silent_clip_keeps_its_length() -> None:
    taken = take([["一", "二"]], [voiced(1, 0), np.zeros(ENGINE_RATE, np.int16)])
    assert laid(taken).speech[1].length == RATE
