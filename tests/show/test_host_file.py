"""host.yaml: the author's words for the host, checked on load, complete where it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.errors import ConfigError
from podcast.language import TAGS, language_of, silent
from podcast.show.host_file import host_file, load_host

USUAL = language_of("zh-TW").host


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "host.yaml"


@pytest.mark.parametrize("tag", TAGS)
def test_the_file_of_a_new_show_says_what_the_language_says(path: Path, tag: str) -> None:
    path.write_text(host_file(tag), "utf-8")
    assert load_host(path, tag) == language_of(tag).host


def test_without_the_file_the_language_speaks(path: Path) -> None:
    assert load_host(path, "zh-TW") == USUAL


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("greeting: 嗨，這裡是{show}！", "greeting", "嗨，這裡是{show}！"),
        ("greeting: ''", "greeting", ""),
        ("greeting:", "greeting", ""),
        ("closing: []", "closing", ""),
        ("point: []", "point", ()),
        ("point: 還有，", "point", ("還有，",)),
        ("point: ['還有，', '']", "point", ("還有，", "")),
        ("story_next: ['下一則：{heading}']", "story_next", ("下一則：{heading}",)),
        ("title: '{{{title}}}'", "title", "{{{title}}}"),
        ("", "closing", USUAL.closing),
    ],
)
def test_what_an_author_changes_or_empties(path: Path, text: str, name: str, value: object) -> None:
    path.write_text(text + "\n", "utf-8")
    host = load_host(path, "zh-TW")
    assert getattr(host, name) == value
    assert host.notice_again == USUAL.notice_again


def test_plain(path: Path) -> None:
    path.write_text("host: plain\ngreeting: 嗨。\n", "utf-8")
    assert load_host(path, "zh-TW") == silent(USUAL)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("greting: 嗨", "host.yaml, line 1: “greting” is nothing that the host says; did you mean “greeting”?"),
        ("\nhost: quiet", "host.yaml, line 2: “host” is full or plain, found 'quiet'"),
        ("greeting: [嗨, 哈囉]", "“greeting” is one sentence, not a list"),
        ("greeting: 5", "put quotes around what “greeting” says"),
        ("point: [1]", "put quotes around what “point” says"),
        ("greeting: 嗨{name}", "there is no {name} to fill in; there are: {show}"),
        ("story_next: [下一則]", "{heading} must stand in it, or it would not be said"),
        ("title: 標題是", "{title} must stand in it"),
        ("greeting: 嗨{", "a { or } stands alone"),
        ("- 嗨", "host.yaml, line 1: expected"),
    ],
)
def test_a_fault_names_file_line_and_what_to_do(path: Path, text: str, says: str) -> None:
    path.write_text(text + "\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_host(path, "zh-TW")
    assert says in str(caught.value)
    assert "?." not in str(caught.value)
