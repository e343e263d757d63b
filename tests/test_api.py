"""docs/python.md is true: its example runs, against a service on loopback, and what it names is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import podcast
from podcast.show.start import start

GUIDE = Path(__file__).parents[1] / "docs" / "python.md"


@pytest.fixture
def show(tmp_path: Path) -> Path:
    start(tmp_path / "my-show")
    speaker = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: kokoro, voice: zm_yunyang}\n"
    (tmp_path / "my-show" / "voices.yaml").write_text(speaker, encoding="utf-8")
    return tmp_path / "my-show"


def test_the_example_of_the_guide_runs(show: Path, tmp_path: Path) -> None:
    """With the embedded voice, on a digest of one sentence."""
    (show / "digests" / "EP1.md").write_text("# 標題\n\n今天只有一句話。\n", encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert example
    done = subprocess.run([sys.executable, "-c", example[1]], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^new EP1-[0-9a-f]{8}\.mp3 \d+$", done.stdout, re.M), done.stdout
    assert re.search(r" 1 of \d+", done.stdout), "speaking is counted"
    assert (tmp_path / "hello.mp3").stat().st_size > 10_000
    opened = podcast.open_show(show)
    episode = opened.episode("EP1")
    assert episode
    assert episode.digest.title == opened.digest("EP1").title == "標題"


def test_what_goes_wrong_is_one_sentence(show: Path, tmp_path: Path) -> None:
    with pytest.raises(podcast.PodcastError, match=r"no show\.yaml"):
        podcast.open_show(tmp_path)
    opened = podcast.open_show(show / "digests")
    assert opened.digests() == ("EP1",)
    assert opened.episode("EP1") is None
    with pytest.raises(podcast.PodcastError, match="There is no digest “EP9”"):
        opened.script("EP9")


def test_a_script_can_be_looked_at_without_writing_it(show: Path) -> None:
    opened = podcast.open_show(show)
    looked = opened.script("EP1", save=False)
    assert not (show / "scripts").exists()
    assert opened.script("EP1") == looked
    assert (show / "scripts" / "EP1.md").exists()


def test_importing_costs_nothing_and_names_what_there_is() -> None:
    code = "import podcast, sys; print(*(m for m in sys.modules if m.startswith('podcast')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["podcast"]
    assert all(getattr(podcast, name) for name in podcast.__all__)
    with pytest.raises(AttributeError, match="it has: Digest"):
        podcast.no_such_thing  # noqa: B018
    told = GUIDE.read_text(encoding="utf-8")
    assert all(name in told for name in podcast.__all__ if name != "Progress")


def test_types_are_told_to_who_uses_it() -> None:
    assert (Path(podcast.__file__).parent / "py.typed").exists()
