"""What is written about the program is true of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from podcast.cli import COMMANDS

ROOT = Path(__file__).parents[1]


def test_the_reference_of_the_commands_is_current() -> None:
    code = "from bench.cli_reference import reference; print(reference(), end='')"
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == made, "run: python bench/cli_reference.py"
    assert all(f"## podcast {name}" in made for name in COMMANDS)


def test_the_version_is_told_and_has_its_place_in_the_changelog() -> None:
    told = subprocess.run([sys.executable, "-m", "podcast", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"podcast {version('podcast')}\n"
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(version('podcast'))}\] - \d{{4}}-\d\d-\d\d$", changelog, re.M)


def test_the_shell_can_complete_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'podcast'; from podcast.__main__ import main; main()"],
        env=os.environ | {"_PODCAST_COMPLETE": "complete_bash", "COMP_WORDS": "podcast rend", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["render"], done.stderr


def test_the_container_is_made_of_files_that_there_are_and_runs_without_root() -> None:
    """Whether it builds only a machine with Docker can tell."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    assert copied == let_through
    assert all((ROOT / name).exists() for name in copied)
    assert next(line for line in lines if line.startswith("USER ")) == "USER podcast"
    assert re.fullmatch(r"FROM python:3\.\d+\.\d+-[a-z-]+", next(line for line in lines if line.startswith("FROM ")))
    assert any("pip install" in line and "-c constraints.txt" in line for line in lines)
