"""Captions, transcripts and chapters."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.model import Cue
from podcast.site.captions import captions, srt, transcript, vtt, words
from podcast.site.chapters import chapters
from podcast.site.linebreak import NOT_FIRST, NOT_LAST, break_lines
from tests.published import make_episode

NAMES = {"host": "小雲", "guest": "阿哲"}


def width(text: str) -> int:
    """By hand, independent of the product's own."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("短句。", ("短句。",)),
        ("這家公司今天發表新產品，明年春天上市銷售。", ("這家公司今天發表新產品，", "明年春天上市銷售。")),
        ("根據 TechCrunch 報導，OpenAI 與 Microsoft 合作", ("根據 TechCrunch 報導，", "OpenAI 與 Microsoft 合作")),
        ("人工智慧與機器學習正在改變醫療產業的未來", ("人工智慧與機器學習", "正在改變醫療產業的未來")),
    ],
)
def test_lines_are_broken_where_a_reader_would(text, lines):
    assert break_lines(text, 32, words) == lines


@pytest.mark.parametrize(
    "text",
    [
        "、" + "a" * 31 + "、字",  # a word that has no room for its marks is cut, they are not
        "字「" + "A1.5" * 8 + "」，字",
        "（" + "a" * 70 + "）",
        "、晶片語音晶片語音晶片語音晶片 」片",  # nor are they across a space
        "晶片語音晶片語音晶片語音晶片「 片語音",
        "晶片語音晶片語音晶片語音晶片，  」片",
    ],
)
def test_a_mark_is_not_parted_from_what_it_stands_at(text):
    lines = break_lines(text, 32, words)
    assert len(lines) > 1
    assert max(map(width, lines)) <= 32
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_a_figure_stays_with_its_unit():
    for line in break_lines("該公司宣布以總額 148 億美元收購這家新創公司的股份", 32, words):
        assert not line.endswith("148")


@given(st.text(alphabet="晶片語音，。、「」（）AIabc 12.5%", min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_line_is_too_wide_or_begins_with_a_closing_mark(text):
    lines = break_lines(text.strip() or "字", 32, words)
    assert all(width(line) <= 32 for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text.strip() or "字")
    if not re.search(rf"[{re.escape(NOT_FIRST + NOT_LAST)}\s]{{3,}}", text):  # such a run cannot always be kept whole
        assert all(line[0] not in "，。、」）" for line in lines[1:])
        assert all(line[-1] not in "「（" for line in lines[:-1])


@given(
    st.lists(
        st.tuples(st.text(alphabet="中文字AIb 1，。<&>-\n", max_size=90), st.integers(-50, 3000), st.integers(0, 3000)),
        max_size=12,
    )
)
@settings(max_examples=100, deadline=None)
def test_captions_are_in_order_within_two_lines_and_lose_nothing(parts):
    cues, at = [], 100
    for text, gap, length in parts:
        at = max(0, at + gap)
        cues.append(Cue(text, "host", at, at + length))
        at += length
    shown = captions(cues, NAMES)
    for a, b in pairwise(shown):
        assert a.start_ms < a.end_ms <= b.start_ms
    assert all(len(c.lines) <= 2 and max(map(width, c.lines)) <= 32 for c in shown)
    said = "".join(re.sub(r"\s", "", c.text) for c in cues)
    assert re.sub(r"\s", "", "".join("".join(c.lines) for c in shown)) == said


def test_a_long_cue_is_shown_two_lines_at_a_time() -> None:
    shown = captions([Cue("一二三四五六七八九十" * 12, "host", 0, 12_000)], NAMES)
    assert [len(caption.lines) for caption in shown[:-1]] == [2] * (len(shown) - 1)
    assert len(shown) == 4


def test_joined_captions_are_the_script(show, audio):
    episode = make_episode(show, audio)
    script = "".join(line.text for chapter in episode.script.chapters for line in chapter.lines)
    shown = captions(episode.cues, NAMES)
    bare = lambda s: re.sub(r"\s", "", s)  # noqa: E731
    assert bare("".join("".join(c.lines) for c in shown)) == bare(script)
    told = json.loads(transcript(episode.cues, NAMES))
    assert bare("".join(s["body"] for s in told["segments"])) == bare(script)
    assert {s["speaker"] for s in told["segments"]} == {"小雲", "阿哲"}


def test_vtt_names_the_speaker_and_escapes_the_text():
    cue = Cue("<script> & --> “引號”", "h<o>st&", 1_500, 3_661_042)
    assert vtt(captions([cue], {})).decode() == (
        "WEBVTT\n\n00:00:01.500 --> 01:01:01.042\n<v h o st>&lt;script&gt; &amp; --&gt; “引號”</v>\n"
    )


def test_srt_numbers_from_one_with_commas():
    cues = [Cue("一。", "host", 0, 1000), Cue("二。", "host", 1000, 2000)]
    assert srt(captions(cues, NAMES)).decode() == (
        "1\n00:00:00,000 --> 00:00:01,000\n一。\n\n2\n00:00:01,000 --> 00:00:02,000\n二。\n"
    )


def test_chapters_are_those_of_the_mp3(show, audio):
    episode = make_episode(show, audio)
    found = json.loads(chapters(show, episode))
    assert found["version"] == "1.2.0"
    assert [(c["title"], c["startTime"], c["endTime"]) for c in found["chapters"]] == [
        ("開場", 0, 5), ("今日重點", 5, 22), ("新晶片問世", 22, 34), ("收尾", 34, 40),
    ]  # fmt: skip
