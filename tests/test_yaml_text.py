"""YAML: the lines of what is wrong, and nothing that takes more than its length."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from podcast.errors import ConfigError
from podcast.show.settings import load as load_show
from podcast.yaml_text import EXPANDED, YamlFault, compose, load

BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
MERGED = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))


def test_lines_and_values_are_those_of_the_file() -> None:
    read = load("title: 早報\nspeakers:\n  host:\n    name: 小雲\n")
    assert read == {"title": "早報", "speakers": {"host": {"name": "小雲"}}}
    assert read["speakers"].lc.key("host") == (2, 2)
    assert load("") is None
    assert load("# nothing\n") is None


def test_a_few_aliases_are_what_they_stand_for() -> None:
    read = load("usual: &usual {engine: edge, rate: +10%}\nhost: {<<: *usual, voice: a}\nguest: [*usual, *usual]\n")
    assert dict(read["host"]) == {"engine": "edge", "rate": "+10%", "voice": "a"}
    assert read["guest"][1]["engine"] == "edge"


@pytest.mark.parametrize("bomb", [BOMB, MERGED, BOMB.replace("a0: &a0 [", "a0: &a0 [[],")])
def test_aliases_that_stand_for_a_gigabyte_are_refused_unread(bomb: str) -> None:
    tracemalloc.start()
    with pytest.raises(YamlFault, match="write out what is meant") as caught:
        load(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20e6
    assert caught.value.line > 4


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: &x [*x]\n", 2, "inside what it is an alias of"),
        ("a:\n- " + "[" * 400 + "]" * 400, 2, "too deep"),
        ("a: " + "[" * 100_000, 1, "too deep"),
        ("\n".join("  " * n + "a:" for n in range(60)), 41, "too deep"),
        ('a: 1\nb: "A\\uD800B"\n', 2, "surrogate"),
        ('a: "A\\0B"\n', 1, "U\\+0000"),
        ("n: " + "9" * 5000, 1, "cannot be read"),
        ("d: 2025-13-41\n", 1, "cannot be read"),
        ("!!set ", 1, "cannot be read"),
        ("a: 1\nb: " + "{" * 5000, 2, "too deep"),
        ("a: !!python/object/apply:os.system [x]\nb: [\n", 3, "expected"),
        ("a: !!binary 甲\n", 1, "base64|cannot be read"),
        ("x" * 1_000_001, 1, "1,000,001 characters"),
        ("a: \x07\n", 1, "special characters"),
        ("? [a, b]\n: c\nd: *none\n", 3, "undefined alias"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(YamlFault, match=says) as caught:
        load(text)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_a_tree_is_as_long_as_it_was_written() -> None:
    node = compose("a: [1, 2]\n")
    assert node is not None
    with pytest.raises(YamlFault):
        compose("a: &a [" + "x," * 1000 + "]\nb: [" + "*a," * (EXPANDED // 1000) + "]\n")


@pytest.mark.parametrize("name", ["show.yaml", "voices.yaml"])
@pytest.mark.parametrize(
    "text", [BOMB, MERGED, "title: [" * 500, 'title: "\\ud800"', "title: &t [*t]", "{[a]: 1}", "1", '"a\\n\\nb": 1']
)
def test_the_shows_files_of_any_shape_are_refused_in_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "show.yaml").write_text("title: a\nauthor: b\ndescription: c\n", encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("speakers: {host: {name: a, voices: [{engine: edge, voice: b}]}}\n")
    load_show(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"{name}") as caught:
        load_show(tmp_path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
