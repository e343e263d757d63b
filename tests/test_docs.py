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
