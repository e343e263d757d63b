"""Both READMEs tell the same commands, and the commands, files and examples in them exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from podcast.cli import app
from podcast.read import read_digest
from podcast.write import doubts, from_markdown

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-TW.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """What stands in backticks, and the indented lines without their comments; not what names a measurement."""
    told = []
    text = re.sub(r"## How well it does\n.*?(?=^## )", "", text, flags=re.DOTALL | re.MULTILINE)
    for line in text.splitlines():
        if line.startswith("    "):
            told.append(re.sub(r"\s+#.*|（.*", "", line).strip())
        else:
            told += re.findall(r"`([^`]+)`", line)
    return [command for command in told if command]


def blocks(text: str) -> list[str]:
    """The indented examples, without their left margin."""
    found = re.findall(r"(?:(?:^    .*|^)\n)+", text, flags=re.MULTILINE)
    return [re.sub(r"(?m)^    ", "", block).strip("\n") for block in found if block.strip()]


def test_both_tell_the_same_commands() -> None:
    english, chinese = (commands(text_of(name)) for name in READMES)
    assert sorted(set(english) ^ set(chinese)) == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_exists(name: str) -> None:
    root = typer.main.get_command(app())
    known = root.commands  # type: ignore[attr-defined]
    told = [command for command in commands(text_of(name)) if re.match(r"podcast [a-z]+", command)]
    assert len(told) >= 10
    for command in told:
        for words in (part.split() for part in re.split(r"&&|\|\|", command) if part.strip().startswith("podcast ")):
            assert words[1] in known, command
            options = {option for parameter in known[words[1]].params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= options, command


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text_of(name)):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_the_examples_are_what_they_say(name: str, tmp_path: Path) -> None:
    digest = next(block for block in blocks(text_of(name)) if block.startswith("---\nnumber"))
    (tmp_path / "EP7.md").write_text(digest, encoding="utf-8")
    read = read_digest(tmp_path / "EP7.md", "EP7")
    assert (read.number, read.title, len(read.sections), len(read.sources)) == (7, "標題", 1, 1)
    script = next(block for block in blocks(text_of(name)) if block.startswith("## 第一章"))
    lines = from_markdown(script, Path("EP7.md"))[0].chapters[0].lines
    assert [(line.speaker, line.source, line.pause_after_ms) for line in lines] == [
        ("host", ("story1.2",), 800), ("guest", (), 1200),
    ]  # fmt: skip
    assert doubts(script, Path("EP7.md"), {"guest": "guest"}) == ()
