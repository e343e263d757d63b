"""Whatever a service does, `podcast render` ends in a whole episode in one voice or in one clear sentence."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from podcast.speak.work import Policy
from tests.campaigns import Result, killed_and_again, new_show, result, start
from tests.fakes import FakeEdge, FakeOpenAI

KINDS = ("403", "503", "half", "stall")
"""One of each kind: each fault by itself is tested beside its engine, all of them together in bench/faults.py."""

Render = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same policy with shorter waits: attempts and limits stay as they are shipped."""
    fast = Policy(first_wait_s=0.01, longest_wait_s=0.05, longest_pause_s=2.0, deadline_s=2.0, overtime_s=0.2)
    monkeypatch.setattr("podcast.speak.choose.Policy", lambda: fast, raising=False)
    monkeypatch.setattr("podcast.speak.work.Policy", lambda: fast)


@pytest.fixture(scope="module")
def clean_bytes() -> dict[str, str]:
    """The hash of the first episode; all others must have it."""
    return {}


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Render:
    new_show(tmp_path / "show")
    monkeypatch.chdir(tmp_path / "show")

    def run(*args: str) -> tuple[int, str]:
        from podcast.cli import main

        monkeypatch.setattr(sys, "argv", ["podcast", "render", "EP1", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


def made(tmp_path: Path) -> Result | None:
    folder = tmp_path / "show"
    return result(folder) if (folder / "feed" / "EP1" / "episode.json").exists() else None


def forget(tmp_path: Path) -> None:
    for name in (".podcast", "feed"):
        shutil.rmtree(tmp_path / "show" / name, ignore_errors=True)


@pytest.mark.parametrize("fault", KINDS)
def test_a_service_that_always_fails_hands_the_whole_episode_to_the_next(
    fault: str, render: Render, tmp_path: Path
) -> None:
    with FakeEdge() as edge, FakeOpenAI() as openai:
        edge.always(fault)
        code, told = render()
        assert code == 0, told
        episode = made(tmp_path)
        assert episode is not None
        assert (episode.engine, episode.voices, episode.whole) == ("openai", ("onyx",), True)
        assert len(openai.asked) >= 8  # every sentence, not only what edge had left
        assert FakeOpenAI.key not in told


@pytest.mark.parametrize("fault", [f for f in KINDS if f != "403"])
def test_a_fault_that_passes_keeps_the_voice_and_the_bytes(
    fault: str, render: Render, tmp_path: Path, clean_bytes: dict[str, str]
) -> None:
    with FakeEdge() as edge, FakeOpenAI() as openai:
        edge.next(None, None, fault)  # the probe is answered, a later one is not
        code, told = render()
        assert code == 0, told
        episode = made(tmp_path)
        assert episode is not None
        assert (episode.engine, episode.voices, episode.whole) == ("edge", ("zh-TW-YunJheNeural",), True)
        assert clean_bytes.setdefault("edge", episode.sha256) == episode.sha256  # as after any other fault
        assert not openai.asked


@pytest.mark.parametrize("fault", ["401", "429", "half", "stall"])
def test_when_no_engine_is_left_one_sentence_says_so_and_nothing_is_published(
    fault: str, render: Render, tmp_path: Path
) -> None:
    with FakeOpenAI() as openai:
        openai.always(fault)
        code, told = render("--engine", "openai")
        assert code == 1
        last = told.strip().splitlines()[-1]
        assert last.startswith("podcast: EP1 cannot be spoken")
        assert "Traceback" not in told
        assert FakeOpenAI.key not in told
        assert made(tmp_path) is None


def test_a_stored_episode_needs_no_service(render: Render, tmp_path: Path) -> None:
    with FakeEdge() as edge:
        assert render()[0] == 0
        asked, first = len(edge.asked), made(tmp_path)
        edge.stop()
        shutil.rmtree(tmp_path / "show" / "feed" / "EP1")  # the clips are all there
        assert render()[0] == 0 or made(tmp_path) is None
        assert len(edge.asked) == asked
        assert made(tmp_path) == first


def test_a_published_episode_keeps_its_engine_until_told(render: Render, tmp_path: Path) -> None:
    with FakeEdge() as edge, FakeOpenAI():
        assert render()[0] == 0
        edge.stop()
        script = tmp_path / "show" / "scripts" / "EP1.md"
        script.write_text(script.read_text(encoding="utf-8").replace("12%", "13%"), encoding="utf-8")
        code, told = render()
        assert code == 1
        assert "--engine" in told
        assert render("--engine", "openai")[0] == 0
        episode = made(tmp_path)
        assert episode is not None
        assert episode.engine == "openai"


def test_random_faults_leave_whole_episodes_and_the_same_bytes(render: Render, tmp_path: Path) -> None:
    """A small part of bench/faults.py."""
    with FakeEdge() as edge, FakeOpenAI():
        results = []
        for seed in (1, 2):
            forget(tmp_path)
            edge.sometimes(0.3, seed)
            code, told = render()
            assert code == 0, told
            results.append(made(tmp_path))
    assert all(r is not None and r.whole and len(r.voices) == 1 for r in results)
    assert len({r.sha256 for r in results if r and r.engine == "edge"}) <= 1


def test_a_killed_render_goes_on_from_where_it_was(tmp_path: Path) -> None:
    """A small part of bench/faults.py: only what is missing is asked for, and the bytes are the same."""
    with FakeEdge(delay_s=0.2) as edge:
        environment = {"FAKE_EDGE": edge.url}
        clean = new_show(tmp_path / "clean")
        start(clean, environment).communicate()
        wanted, once = result(clean), len(edge.asked)
        killed = new_show(tmp_path / "killed")
        edge.asked.clear()
        assert killed_and_again(killed, environment, 2.5)
        assert result(killed) == wanted
        assert len(edge.asked) <= once + 7  # six under way and one being checked
