"""A language is one file: whole, in its own script, with the same places to fill as the others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from opencc import OpenCC

from podcast.language import TAGS, language_of, silent
from podcast.show.host_file import places

PACKAGE = Path(__file__).parents[2] / "podcast"
HAN = re.compile(r"[\u4e00-\u9fff]")


def words(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """(name, text) of every word of a language."""
    if is_dataclass(value):
        for f in fields(value):
            yield from words(getattr(value, f.name), f"{name}.{f.name}")
    elif isinstance(value, tuple):
        for text in value:
            yield from words(text, name)
    elif isinstance(value, dict):
        for key, text in value.items():
            yield from words(text, f"{name}[{key}]")
    elif isinstance(value, str):
        yield name, value


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_is_there(tag: str) -> None:
    language = language_of(tag)
    assert language.tag == tag
    assert [name for name, text in words(language) if not text and not name.endswith(".point")] == []


def test_each_is_in_its_own_script() -> None:
    to_simplified, to_taiwan = OpenCC("t2s").convert, OpenCC("s2tw").convert
    assert [text for _, text in words(language_of("zh-CN")) if to_simplified(text) != text] == []
    assert [text for _, text in words(language_of("zh-TW")) if to_taiwan(text) != text] == []


def test_they_have_the_same_places_to_fill() -> None:
    def filled(tag: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, text in words(language_of(tag)):
            if ".host_" not in name:  # comments for the author show braces
                found.setdefault(name, set()).update(places(text))
        return found

    assert filled("zh-TW") == filled("zh-CN")


def test_every_entry_of_the_host_is_explained_or_follows_one_that_is() -> None:
    for tag in TAGS:
        language = language_of(tag)
        assert set(language.host_comments) <= {f.name for f in fields(language.host)}


def test_numerals() -> None:
    numeral = language_of("zh-TW").numeral
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99, 100, -1)] == [
        "一", "十", "十一", "二十", "二十一", "九十九", " 100 ", " -1 ",
    ]  # fmt: skip


def test_a_plain_host_says_nothing_of_his_own() -> None:
    host = silent(language_of("zh-TW").host)
    left = {f.name for f in fields(host) if getattr(host, f.name)}
    assert left == {"cell", "says", "numbered"}


def test_the_rooms_that_speak_to_listeners_hold_no_words_of_their_own() -> None:
    """Strings in Han characters stand in podcast/language; patterns that look for them are not said."""
    for path in [*PACKAGE.glob("site/*.py"), *PACKAGE.glob("mix/tags.py"), *PACKAGE.glob("write/rules.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]
        said = [s for s in strings if isinstance(s, str) and re.search(r"[\u4e00-\u9fff]{2}", s)]
        assert said == [], path
    for path in PACKAGE.glob("site/templates/*.j2"):
        assert not HAN.search(path.read_text("utf-8")), path
