"""A fetch trusts nothing of what lies at a target: what cannot be is refused by name, the rest is taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from podcast.episode.record import load, save
from podcast.errors import EpisodeDamaged, PublishError
from podcast.show import Show
from podcast.site.build import rebuild
from podcast.targets.bring import publish
from podcast.targets.fetch import fetch
from tests.episode.test_believable import UNBELIEVABLE, altered
from tests.published import NOW, make_episode, make_show, put_episode


@pytest.fixture
def public(tmp_path: Path, audio, mp3) -> Path:
    """Three episodes, published."""
    show = make_show(tmp_path / "theirs")
    for n in (1, 2, 3):
        put_episode(show.feed, make_episode(show, audio, n), mp3)
    rebuild(show, now=NOW)
    publish(show, str(tmp_path / "public"))
    return tmp_path / "public"


@pytest.fixture
def fresh(tmp_path: Path) -> Show:
    (tmp_path / "fresh").mkdir()
    return make_show(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("path", "value"), [each for each in UNBELIEVABLE if each[0] in ("audio.file", "slug", "published", "cues")]
)
def test_one_that_cannot_be_is_refused_and_the_others_are_taken(
    public: Path, fresh: Show, path: str, value: object
) -> None:
    file = public / "EP2" / "episode.json"
    file.write_bytes(altered(file.read_bytes(), path, value))
    told: list[str] = []
    assert fetch(fresh, str(public), refused=told.append) == ("EP1", "EP3")
    (sentence,) = told
    assert f"{public}: EP2/episode.json" in sentence
    assert sentence.endswith("it was not taken over; publish it again from where it was made.")
    assert "\n" not in sentence
    assert not (fresh.feed / "EP2").exists()
    assert sorted(path.name for path in fresh.root.parent.iterdir()) == ["fresh", "public", "theirs"]


@pytest.mark.parametrize("data", [b"", b"[" * 10**6, b"{}" + b" " * 9_000_000, b'{"schema": 1}', b"\xff\xfe"])
def test_any_shape_is_one_sentence(public: Path, fresh: Show, data: bytes) -> None:
    (public / "EP1" / "episode.json").write_bytes(data)
    with pytest.raises(PublishError, match=r"EP1/episode\.json") as caught:
        fetch(fresh, str(public))
    assert "\n" not in str(caught.value)
    assert load(fresh.feed, "EP3"), "the others are taken all the same"


def test_an_episode_under_anothers_name_is_refused(public: Path, fresh: Show) -> None:
    (public / "EP1" / "episode.json").write_bytes((public / "EP2" / "episode.json").read_bytes())
    with pytest.raises(PublishError, match="that of another episode, “EP2”"):
        fetch(fresh, str(public))


def test_a_damaged_one_here_is_replaced_by_what_was_published(public: Path, fresh: Show) -> None:
    fetch(fresh, str(public))
    file = fresh.feed / "EP2" / "episode.json"
    whole = file.read_bytes()
    for damage in (whole[: len(whole) // 2], b"", altered(whole, "audio.file", "x.mp3")):
        file.write_bytes(damage)
        with pytest.raises(EpisodeDamaged, match="`podcast fetch TARGET` brings back"):
            load(fresh.feed, "EP2")
        assert fetch(fresh, str(public)) == ("EP2",)
        assert file.read_bytes() == whole


def test_one_of_a_newer_program_at_the_target_is_not_overwritten(public: Path, fresh: Show) -> None:
    fetch(fresh, str(public))
    rebuild(fresh, now=NOW)
    file = public / "EP2" / "episode.json"
    theirs = altered(file.read_bytes(), "schema", 2)
    file.write_bytes(theirs)
    mine = load(fresh.feed, "EP2")
    assert mine is not None
    save(fresh.feed, replace(mine, title="別的", revision=5))
    with pytest.raises(PublishError, match="newer version of this program"):
        publish(fresh, str(public))
    assert file.read_bytes() == theirs


@pytest.mark.parametrize(
    "manifest", [b"", b"[" * 10**5, b'{"files": 1}', b'{"files": {"feed.xml": {"a": []}}}', b"\xff"]
)
def test_a_list_of_any_shape_at_the_target_only_costs_bringing_again(
    public: Path, fresh: Show, manifest: bytes
) -> None:
    fetch(fresh, str(public))
    rebuild(fresh, now=NOW)
    (public / "published.json").write_bytes(manifest)
    publish(fresh, str(public))
    assert publish(fresh, str(public)) == ()
