"""podcast script: who writes, what it costs, what a rewrite would change, the editor."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fake_model import FakeModel, retold

from .test_cli import DIGEST, Podcast, Ran, podcast, show  # noqa: F401 - fixtures


@pytest.fixture
def model():
    with FakeModel(retold) as running:
        yield running


@pytest.fixture
def script(podcast: Podcast) -> Callable[..., Ran]:  # noqa: F811
    return lambda *options: podcast("script", "EP1", *options)


def test_a_models_script_says_who_wrote_it_where_it_went_and_what_it_cost(show: Path, script, model) -> None:  # noqa: F811
    ran = script("--writer", "llm")
    assert ran.code == 0, ran.err
    assert ran.err == f"writer: gpt-4.1-mini; the text of 1 story goes to {model.url}, which is this machine\n"
    first, *_, last = ran.out.splitlines()
    assert first == "scripts/EP1.md (written from the digest by gpt-4.1-mini): 3 chapters, 9 lines"
    assert last == f"cost: nothing (gpt-4.1-mini at {model.url}: 1 request, 1,000 tokens in, 100 out)"
    again = script()
    assert "as before" in again.out
    assert "cost" not in again.out
    assert again.err == ""


def test_estimate_sends_nothing(show: Path, script, model) -> None:  # noqa: F811
    ran = script("--writer", "llm", "--estimate")
    assert f"gpt-4.1-mini at {model.url}: 1 of 1 stories still to tell, about" in ran.out
    assert model.bodies == []
    assert not (show / "scripts").exists()
    script("--writer", "llm")
    assert "nobody is asked" in script("--estimate").out
    assert "nobody is asked" in script("--estimate", "--writer", "rules").out


def test_diff_shows_what_a_rewrite_would_change_and_changes_nothing(show: Path, script, model) -> None:  # noqa: F811
    assert script("--diff").out == "There is no script yet: podcast script EP1 writes it.\n"
    script()
    before = (show / "scripts/EP1.md").read_bytes()
    ran = script("--diff", "--writer", "llm")
    assert "--- scripts/EP1.md\n+++ scripts/EP1.md as it would be written\n" in ran.out
    assert "\n-來看規格。" in ran.out or "\n-談談規格。" in ran.out
    assert "\n+接著說說規格。 <!-- story1.1 -->" in ran.out
    assert "the answers are kept, --rewrite uses them" in ran.out
    assert (show / "scripts/EP1.md").read_bytes() == before
    script("--rewrite", "--writer", "llm")
    assert len(model.bodies) == 1
    assert script("--diff").out.startswith("A rewrite would change nothing.\n")


def test_another_manner_for_a_script_that_stays_is_told(show: Path, script, model) -> None:  # noqa: F811
    script()
    assert "stays as it is" not in script("--form", "short").out, "nobody touched it: it is written anew"
    script("--form", "full")
    path = show / "scripts/EP1.md"
    path.write_text(path.read_text("utf-8").replace("再見。", "下次見。"), "utf-8")
    ran = script("--writer", "llm", "--form", "short")
    assert "the script stays as it is: --writer llm --form short is for one that is written anew, --rewrite" in ran.out
    assert "told by the rules" not in ran.out
    assert model.bodies == []
    assert "stays as it is" not in script("--writer", "rules", "--form", "full", "--style", "narrator").out
    assert "stays as it is" not in script("--writer", "llm", "--form", "short", "--rewrite").out


def replacing(show: Path, old: str, new: str) -> str:  # noqa: F811
    """An editor that makes one change."""
    path = show / "editor.py"
    path.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(path.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')\n",
        "utf-8",
    )
    return f"{sys.executable} {path}"


def test_edit_opens_the_editor_and_checks_after_it(show: Path, script, monkeypatch) -> None:  # noqa: F811
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", replacing(show, "再見。", "**老王：** 再見。"))
    ran = script("--edit")
    assert ran.code == 1
    assert "“老王” is no speaker of voices.yaml" in ran.err
    monkeypatch.setenv("EDITOR", replacing(show, "**老王：** 再見。", "下次見。"))
    ran = script("--edit")  # what cannot be spoken can still be opened
    assert ran.code == 0, ran.err
    assert "as you edited it" in ran.out
    assert "下次見。" in (show / "scripts/EP1.md").read_text("utf-8")
    monkeypatch.setenv("EDITOR", replacing(show, "2 顆", "3 顆"))
    ran = script("--edit")
    assert re.search(r"^facts: .*\n  2\.3 +figure: ", ran.out, re.MULTILINE), ran.out


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("", "EDITOR is not set: export EDITOR=nano"),
        ("no-such-editor", "The editor “no-such-editor” cannot be started"),
        ("'", "The editor “'” cannot be started"),
        (f"{sys.executable} -c exit(3)", "ended with 3"),
    ],
)
def test_an_editor_that_fails_is_one_sentence(show: Path, script, monkeypatch, editor: str, told: str) -> None:  # noqa: F811
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    ran = script("--edit")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert told in ran.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--writer", "gpt"), "--writer is rules or llm, not gpt"),
        (("--style", "trio"), "--style is narrator or duo, not trio"),
    ],
)
def test_a_mistyped_choice_is_usage(show: Path, script, options, told: str) -> None:  # noqa: F811
    ran = script(*options)
    assert ran.code == 2
    assert told in ran.err


def test_prompts_are_written_into_the_show_once(show: Path, podcast: Podcast) -> None:  # noqa: F811
    ran = podcast("init", "--prompts")
    assert ran.out.startswith("wrote prompts/story.md\n")
    (show / "prompts/duo.md").unlink()
    assert podcast("init", "--prompts").out == "wrote prompts/duo.md\n"
    assert "has them all already" in podcast("init", "--prompts").out
    assert podcast("init").code == 2
    assert "wrote new/prompts/story.md" in podcast("init", "new", "--prompts").out


def test_render_estimates_the_writing_too(show: Path, podcast: Podcast, model) -> None:  # noqa: F811
    ran = podcast("render", "EP1", "--writer", "llm", "--estimate")
    assert "1 of 1 stories still to tell" in ran.out
    assert model.bodies == []
