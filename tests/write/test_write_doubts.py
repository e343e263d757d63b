"""What an editor meant and the program does not understand is told with its line; what is fine is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.write import doubts, line_of_speaker

PATH = Path("scripts/EP1.md")
NAMES = {"host": "host", "主持人": "host", "guest": "guest", "小雯": "guest", "wen": "guest"}


def told(line: str) -> list[str]:
    return list(doubts(f"---\ndate: 2026-01-01\n---\n\n## 章\n\n{line}\n", PATH, NAMES))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("甲。 <!-- pase 500 -->", "“pase 500” is no pause: write thousandths of a second, as in “pause 500”"),
        ("甲。 <!-- pause 5s -->", "“pause 5s” is no pause"),
        ("甲。 <!-- pause: 500 -->", "“pause: 500” is no pause"),
        ("甲。 <!-- Pause 500 -->", "“Pause 500” is no pause"),
        ("甲。 <!-- pause500 -->", "“pause500” is no pause"),
        ("甲。 <!-- pause -->", "“pause” is no pause"),
        ("甲。 <!-- story1.2, puase 500 -->", "“puase 500” is no pause"),
        ("甲。 <!-- pause 2 -->", "“pause 2” is 2 thousandths of a second: write seconds as “pause 2000”"),
        ("甲。 <!-- speaker guest -->", "“speaker guest” gives the line to nobody"),
        ("甲。 <!-- voice guest -->", "“voice guest” gives the line to nobody"),
        ("guest: 甲。", "“guest:” is read out: “**guest:** …” gives the line to that speaker"),
        ("小雯：甲。", "“小雯:” is read out: “**guest:** …”"),
        ("Wen: 甲。", "“Wen:” is read out"),
        ("host: 甲。", "“host:” is read out"),
        ("**小雯：** 甲。", "“小雯” is taken for the speaker “guest”"),
        ("**主持人**：甲。", "“主持人” is taken for the speaker “host”"),
    ],
)
def test_told_with_its_line(line: str, says: str) -> None:
    (found,) = told(line)
    assert found.startswith(f"EP1.md, line 7: {says}")


@pytest.mark.parametrize(
    "line",
    [
        "甲。 <!-- story1.2, pause 500 -->",
        "甲。 <!-- pause 0 -->",
        "甲。 <!-- TODO: 問一下編輯 -->",
        "甲。 <!-- because it is late -->",
        "甲。 <!-- 編輯的備註, 還有一句 -->",
        "**guest:** 甲。",
        "主持人：為什麼離開？",
        "Meta：宣布投資。",
        "時間：下午三點。",
        "甲說：「guest: 你好。」",
    ],
)
def test_what_is_fine_is_not_told(line: str) -> None:
    assert told(line) == []


IDS = ("title", "intro.1", "story1", "story1.2", "table1", "image1")


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("tabel1", "“tabel1” is nothing in the digest; did you mean “table1”?"),
        ("Story1.2", "“Story1.2” is nothing in the digest; did you mean “story1.2”?"),
        ("stroy1, pause 800", "did you mean “story1”?"),
        ("titel", "did you mean “title”?"),
        ("image1, story9.1", "“story9.1” is nothing in the digest; podcast script --explain shows what there is"),
        ("table2", "“table2” is nothing in the digest; podcast script --explain"),
    ],
)
def test_a_comment_that_names_nothing_in_the_digest_is_told(note: str, says: str) -> None:
    (found,) = doubts(f"## 章\n\n甲。 <!-- {note} -->\n", PATH, NAMES, IDS)
    assert found.startswith("EP1.md, line 3: ")
    assert says in found
    assert doubts(f"## 章\n\n甲。 <!-- {note} -->\n", PATH, NAMES) == ()  # the digest has changed since


@pytest.mark.parametrize("note", ["story1.2", "title", "table1, pause 500", "v2", "todo", "請再查證", "ok"])
def test_what_the_digest_has_and_remarks_are_not_told(note: str) -> None:
    assert doubts(f"## 章\n\n甲。 <!-- {note} -->\n", PATH, NAMES, IDS) == ()


def test_where_an_unknown_speaker_stands() -> None:
    text = "## 章\n\n甲。\n\n**老王：** 乙。\n"
    assert line_of_speaker(text, "老王") == 5
    assert line_of_speaker(text, "小李") == 0
