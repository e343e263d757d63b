"""What a render would take, and which clips may go."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from podcast.cli._common import Quiet, load_library, now
from podcast.cli.cache import cache
from podcast.draft import write_draft
from podcast.errors import PodcastError
from podcast.in_use import clips_in_use
from podcast.library import Library
from podcast.render import Options, render
from podcast.show.lock import render_lock
from podcast.speak.store import store_of
from podcast.status import estimate
from podcast.writing import Wanted
from tests.campaigns import new_show
from tests.fake_model import FakeModel, retold
from tests.fakes import FakeOpenAI

VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: openai, voice: onyx}\n"
DIGEST = "---\ndate: 2026-11-24\n---\n# 測試\n\n早安。\n\n## 晶片\n\n1. 規格\n   - 新晶片省電三成。\n"
Prune = Callable[[], tuple[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A show with one episode, spoken hours ago by a server of one's own, and that server's address."""
    folder = new_show(tmp_path_factory.mktemp("made") / "show", DIGEST, VOICES)
    with FakeOpenAI() as service, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        library = load_library()
        render(library, library.find("EP1"), now=now(library.show), options=Options(), progress=Quiet())
        yield folder, service.url


@pytest.fixture
def library(made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A copy of it, in a shell that knows nothing of the server."""
    shutil.copytree(made[0], tmp_path / "show")
    monkeypatch.chdir(tmp_path / "show")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    found = load_library()
    age(found)
    return found


@pytest.fixture
def prune(capsys: pytest.CaptureFixture[str]) -> Prune:
    def run() -> tuple[str, str]:
        cache(prune=True)
        said = capsys.readouterr()
        return said.out, said.err

    return run


def clips(library: Library) -> set[str]:
    return {path.stem for path in store_of(library.show).root.rglob("*.wav")}


def age(library: Library) -> None:
    for path in store_of(library.show).root.rglob("*.wav"):
        os.utime(path, (time.time() - 7200,) * 2)


def put(library: Library, key: str = "ab" * 32) -> str:
    import numpy as np

    store_of(library.show).put(key, np.ones(9, np.int16), 24_000, ())
    return key


GONE = None
GARBAGE = b"%PDF-1.7\n\xff\xfe\0\0\0\0"


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({}, 0),
        ({"digests/EP1.md": GONE}, 0),
        ({"scripts/EP1.md": GONE}, 0),
        ({"digests/EP1.md": GONE, "scripts/EP1.md": GONE}, 0),
        ({"digests/EP1.md": GARBAGE}, 1),
        ({"scripts/EP1.md": GARBAGE}, 1),
        ({"feed/EP1/episode.json": GARBAGE}, 1),
        ({"digests/EP1.md": GARBAGE, "scripts/EP1.md": GARBAGE, "feed/EP1/episode.json": GARBAGE}, 1),
    ],
)
def test_a_published_episode_keeps_its_clips(
    library: Library, prune: Prune, spoilt: dict[str, bytes | None], told: int
) -> None:
    own = clips(library)
    put(library)
    age(library)
    for name, content in spoilt.items():
        path = library.show.root / name
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    out, err = prune()
    assert "removed 1 clip," in out
    assert err.count("\n") == told
    assert "its clips stay" in err or not told
    assert clips(library) == own


@pytest.mark.parametrize("note", [GONE, GARBAGE, b"[]", b"7"])
def test_without_a_note_what_was_published_tells(
    library: Library, made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, note: bytes | None
) -> None:
    own = clips(library)
    for name in ("digests/EP1.md", "scripts/EP1.md", ".podcast/ledger/used/EP1.json"):
        (library.show.root / name).unlink()
    if note is not None:
        (library.show.ledger / "used" / "EP1.json").write_bytes(note)
    monkeypatch.setenv("OPENAI_BASE_URL", made[1])
    used = clips_in_use(library, now(library.show))
    assert own <= used.keys
    assert not used.told


def test_an_unpublished_script_keeps_its_clips_though_its_digest_cannot_be_read(
    library: Library, made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, prune: Prune
) -> None:
    own = clips(library)
    shutil.rmtree(library.show.feed)
    (library.show.digests / "EP1.md").write_bytes(GARBAGE)
    monkeypatch.setenv("OPENAI_BASE_URL", made[1])
    out, err = prune()
    assert "removed 0 clips" in out
    assert err.startswith("podcast: EP1: its clips stay")
    assert clips(library) == own


def test_nothing_goes_while_nothing_tells_what_an_episode_uses(library: Library, prune: Prune) -> None:
    own = clips(library)
    shutil.rmtree(library.show.feed)
    (library.show.scripts / "EP1.md").write_bytes(GARBAGE)
    out, _ = prune()
    assert "removed nothing: which clips EP1 uses cannot be told" in out
    assert clips(library) == own


def test_a_file_that_is_no_digest_is_skipped(library: Library, prune: Prune) -> None:
    (library.show.digests / "notes.md").write_bytes(GARBAGE)
    out, err = prune()
    assert "removed 0 clips" in out
    assert err.startswith("podcast: notes: skipped")


def test_what_was_made_in_the_last_hour_stays(library: Library, prune: Prune) -> None:
    key = put(library)
    assert "removed 0 clips" in prune()[0]
    assert key in clips(library)
    age(library)
    assert "removed 1 clip," in prune()[0]
    assert key not in clips(library)


def test_nothing_is_pruned_beside_a_render(library: Library, prune: Prune) -> None:
    key = put(library)
    age(library)
    with render_lock(library.show.state / "render.lock"), pytest.raises(PodcastError, match="is rendering this show"):
        prune()
    assert key in clips(library)


def test_an_estimate_of_what_is_up_to_date(library: Library) -> None:
    def rows(**options: bool | str) -> dict[str, str]:
        return dict(estimate(library, library.find("EP1"), Options(**options), now(library.show)))  # type: ignore[arg-type]

    shutil.rmtree(store_of(library.show).root)
    assert rows() == {"requests": "none: it is up to date, nothing is to be made", "cost": "nothing"}
    assert "still to make" in rows(again=True)["requests"]
    assert "still to make" in rows(engine="openai")["requests"]
    script = library.show.scripts / "EP1.md"
    script.write_text(script.read_text(encoding="utf-8").replace("三成", "四成"), encoding="utf-8")
    assert "still to make" in rows()["requests"]


# ---------------------------------------------------------------- answers of language models

TOLD = """---
date: 2026-11-24
---
# 測試

## 晶片

- 新晶片省電三成，明年上市。
- 廠長說，良率還要再看。

## 公車

- 高雄有 380 輛電動公車。
"""


@pytest.fixture
def retold_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A show whose script a model wrote and another one judged, two days ago: five answers, one of them a bad one."""
    folder = new_show(tmp_path / "show", TOLD, VOICES)
    settings = folder / "show.yaml"
    settings.write_text(settings.read_text("utf-8") + "writer: llm\nllm: {at_once: 1}\njudge: gpt-judge\n", "utf-8")
    monkeypatch.chdir(folder)
    with FakeModel(retold) as model:
        model.next("broken")
        write_draft((library := load_library()).show, library.find("EP1"), now=now(library.show))
        assert len(model.bodies) == 5
    for path in answers(library):
        os.utime(path, (time.time() - 2 * 86_400,) * 2)
    return load_library()  # in a shell that knows nothing of the server


def answers(library: Library) -> list[Path]:
    return sorted(library.show.cache.glob("llm/*/*.json"))


def test_answers_stay_while_their_digest_does(retold_show: Library, prune: Prune) -> None:
    own = answers(retold_show)
    assert "removed 0 answers, 0.0 MB; what came in the last day stays in any case" in prune()[0]
    assert answers(retold_show) == own
    digest = retold_show.show.digests / "EP1.md"
    digest.write_text(TOLD.replace("380 輛", "390 輛"), "utf-8")
    assert "removed 2 answers" in prune()[0], "those about the buses, the judge's too"
    digest.unlink()
    assert "removed 3 answers" in prune()[0]
    assert answers(retold_show) == []


def test_an_answer_of_today_stays(retold_show: Library, prune: Prune) -> None:
    (retold_show.show.digests / "EP1.md").unlink()
    os.utime(answers(retold_show)[0])
    assert "removed 4 answers" in prune()[0]
    assert len(answers(retold_show)) == 1


def test_no_answer_goes_while_a_digest_cannot_be_read(retold_show: Library, prune: Prune) -> None:
    own = answers(retold_show)
    (retold_show.show.digests / "EP1.md").write_bytes(GARBAGE)
    out, err = prune()
    assert "removed no answers: which of them EP1 uses cannot be told" in out
    assert "podcast: EP1: " in err
    assert answers(retold_show) == own


def test_who_tries_the_other_form_and_comes_back_pays_nothing_twice(retold_show: Library, prune: Prune) -> None:
    with FakeModel(retold) as model:
        work = retold_show.find("EP1")
        write_draft(retold_show.show, work, now=now(retold_show.show), wanted=Wanted(form="short", rewrite=True))
        asked = len(model.bodies)
    for path in answers(retold_show):
        os.utime(path, (time.time() - 2 * 86_400,) * 2)
    assert asked > 0
    assert "removed 0 answers" in prune()[0]
