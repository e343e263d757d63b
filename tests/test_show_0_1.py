"""A show that version 0.1 made is read by this one: nothing in it is made, spoken or sent again.

The fixture is described in tests/data/show-0.1/README.txt. It is never changed: what this version would write
differently it still has to read as it lies there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from podcast.cli._common import Quiet
from podcast.draft import write_draft
from podcast.episode.record import load
from podcast.in_use import clips_in_use
from podcast.library import Library
from podcast.render import Options, render
from podcast.show.ledger import REMOVED, UNSENT, noted, noted_clips
from podcast.show.settings import load as load_show
from podcast.site.build import rebuild
from podcast.speak.store import store_of
from podcast.status import survey
from podcast.targets.bring import publish
from podcast.targets.fetch import fetch
from podcast.targets.seen import was_sent
from tests.fakes import FakeEdge
from tests.published import NOW

FIXTURE = Path(__file__).parent / "data" / "show-0.1"
AUDIO = {
    "EP1/EP1-39fb073c.mp3": "39fb073c",
    "EP2/EP2-61f361af.mp3": "61f361af",
    "EP2/EP2-878e3e54.mp3": "878e3e54",
    "EP3/EP3-208e3293.mp3": "208e3293",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    shutil.copytree(FIXTURE, tmp_path, dirs_exist_ok=True)
    return Library(load_show(tmp_path / "show"))


@pytest.fixture
def public(library: Library) -> Path:
    return library.show.root.parent / "public"


def episode_files(folder: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in sorted(folder.glob("*/episode.json"))}


def audio(folder: Path) -> dict[str, str]:
    """Name → the first digits of its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for path in sorted(folder.glob("*/*.mp3"))
    }


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_fixture_is_whole() -> None:
    assert audio(FIXTURE / "show" / "feed") == AUDIO
    assert len(list((FIXTURE / "show" / ".podcast" / "clips").glob("*/*.wav"))) == 28


def test_each_stands_where_it_stood(library: Library) -> None:
    rows = {row.slug: (row.state, row.why.partition("; ")[0]) for row in survey(library, NOW)}
    assert rows == {
        "EP1": ("published", "2026-11-24, edge"),
        "EP2": ("published", "2026-11-25, edge"),
        "EP3": ("hidden", "`podcast episode show EP3` brings it back"),
        "EP4": ("edited", "script written, not spoken yet"),
    }


def test_a_render_leaves_them_as_they_are(library: Library) -> None:
    before, scripts = episode_files(library.show.feed), everything(library.show.scripts)
    with FakeEdge() as edge:
        for slug in ("EP1", "EP2", "EP3"):
            outcome = render(library, library.find(slug), now=NOW, options=Options(), progress=Quiet())
            assert (outcome.audio, outcome.spoken) == ("up to date", 0)
    assert not edge.asked
    assert episode_files(library.show.feed) == before
    assert audio(library.show.feed) == AUDIO
    assert everything(library.show.scripts) == scripts


def test_what_it_remembers_is_taken_over(library: Library) -> None:
    show = library.show
    assert noted(show, REMOVED) == {"EP0"}
    assert noted(show, UNSENT) == frozenset()
    assert was_sent(show, "EP1")
    assert len(noted_clips(show, "EP1")) == 13
    assert store_of(show).size()[0] == 28
    assert sorted(path.name for path in show.state.iterdir()) == ["README.txt", "cache", "ledger"]


def test_its_clips_are_still_what_the_scripts_ask_for(library: Library) -> None:
    """Nothing is asked again of a service for a sentence that is as it was."""
    used = clips_in_use(library, NOW)
    assert not used.told
    stored = {path.stem for path in store_of(library.show).root.rglob("*.wav")}
    edge = noted_clips(library.show, "EP1") | noted_clips(library.show, "EP2")
    assert edge <= stored & used.keys
    with FakeEdge() as service:
        script = library.show.scripts / "EP1.md"
        script.write_text(script.read_text(encoding="utf-8").replace("2 顆", "3 顆"), encoding="utf-8")
        outcome = render(library, library.find("EP1"), now=NOW, options=Options(), progress=Quiet())
    assert outcome.stored == 12
    assert len(service.asked) == 1
    assert (outcome.episode.guid, outcome.episode.published) == identity(FIXTURE / "show/feed/EP1/episode.json")


def identity(path: Path) -> tuple[str, object]:
    from podcast.episode.record import adopt

    episode = adopt(path.read_bytes())
    return episode.guid, episode.published


def test_an_edited_script_stays_as_it_is(library: Library) -> None:
    for slug in ("EP2", "EP3", "EP4"):
        draft = write_draft(library.show, library.find(slug), now=NOW)
        assert draft.outcome == "kept"
    assert everything(library.show.scripts) == everything(FIXTURE / "show" / "scripts")


def test_publishing_brings_no_audio_and_changes_no_guid_or_date(library: Library, public: Path) -> None:
    before = episode_files(public)
    rebuild(library.show, now=NOW)
    steps = publish(library.show, str(public))
    assert not [step.name for step in steps if step.name.endswith((".mp3", "episode.json"))]
    assert episode_files(public) == before
    assert {name: sha for name, sha in audio(public).items() if not name.startswith("EP0")} == AUDIO
    feed = (public / "feed.xml").read_text(encoding="utf-8")
    for slug in ("EP1", "EP2"):
        guid = json.loads((FIXTURE / f"public/{slug}/episode.json").read_text(encoding="utf-8"))["guid"]
        assert guid in feed
    assert publish(library.show, str(public)) == ()


def test_a_fresh_checkout_takes_over_what_it_published(library: Library, public: Path) -> None:
    fresh = replace(library.show, root=library.show.root.parent / "fresh")
    for name in ("digests", "scripts"):
        shutil.copytree(library.show.root / name, fresh.root / name)
    shutil.copy(library.show.root / "cover.jpg", fresh.root)
    assert fetch(fresh, str(public)) == ("EP1", "EP2", "EP3")
    assert {row.slug: row.state for row in survey(Library(fresh), NOW)} == {
        "EP1": "published", "EP2": "published", "EP3": "hidden", "EP4": "edited",
    }  # fmt: skip
    episode = load(fresh.feed, "EP2")
    assert episode
    assert [each.file for each in episode.earlier] == ["EP2-878e3e54.mp3"]
