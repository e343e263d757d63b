"""What is published is what was made: bytes are compared, not their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from podcast.episode import record
from podcast.episode.record import folder, load
from podcast.errors import EpisodeDamaged, PublishError
from podcast.model import Episode
from podcast.show import Show
from podcast.site.build import rebuild
from podcast.storage import Storage
from podcast.targets.bring import DAMAGED, Step, publish
from podcast.targets.fetch import fetch
from podcast.targets.hashes import sha256_known, sha256_of
from podcast.targets.seen import is_there
from tests.published import NOW, make_episode, put_episode


@pytest.fixture
def published(show: Show, audio, mp3: Path) -> Show:
    """Two episodes whose audio is no link to another test's."""
    for n in (1, 2):
        episode = make_episode(show, audio, n)
        put_episode(show.feed, episode, mp3)
        path = audio_of(show, episode)
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    rebuild(show, now=NOW)
    return show


def audio_of(show: Show, episode: Episode) -> Path:
    return folder(show.feed, episode.slug) / episode.audio.file


def episode_of(show: Show, slug: str) -> Episode:
    episode = load(show.feed, slug)
    assert episode is not None
    return episode


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def flip(path: Path, at: int = 5000) -> None:
    """One bit, the file's time as it was: what a disk does."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_audio_of_the_right_length_and_other_bytes_is_not_up_to_date(published: Show) -> None:
    episode = episode_of(published, "EP1")
    assert is_there(published, "EP1", episode.audio)
    assert is_there(published, "EP1", episode.audio), "and is not read again"
    zeros(audio_of(published, episode))
    assert not is_there(published, "EP1", episode.audio)


def test_a_hash_is_remembered_as_long_as_the_file_is_untouched(published: Show, monkeypatch) -> None:
    path = audio_of(published, episode_of(published, "EP1"))
    right = sha256_known(published, path)
    monkeypatch.setattr("podcast.targets.hashes.sha256_of", lambda path: "read")
    assert sha256_known(published, path) == right
    path.write_bytes(path.read_bytes())
    assert sha256_known(published, path) == "read"


@pytest.mark.parametrize("kept", [b"", b"[1]", b'{"x": 1}', b"[" * 10**5, b"\xff"])
def test_a_damaged_memory_of_hashes_costs_only_time(published: Show, kept: bytes) -> None:
    path = audio_of(published, episode_of(published, "EP1"))
    sha256_known(published, path)
    (file,) = (published.cache / "hashes").iterdir()
    file.write_bytes(kept)
    assert sha256_known(published, path) == sha256_of(path)


@pytest.mark.parametrize("spoil", [zeros, flip])
def test_damaged_audio_is_not_published(published: Show, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    for slug in ("EP1", "EP2"):
        is_there(published, slug, episode_of(published, slug).audio)  # as `podcast status` would have asked
    spoil(audio_of(published, episode_of(published, "EP2")))
    with pytest.raises(PublishError, match=r"feed/EP2/EP2-\w{8}\.mp3 .*podcast render EP2\.$"):
        publish(published, str(tmp_path / "public"))
    assert not (tmp_path / "public").exists()


def test_damage_at_the_target_is_found_and_mended(published: Show, target: str, tmp_path: Path) -> None:
    publish(published, target)
    storage = Storage(target)
    name = f"EP1/{episode_of(published, 'EP1').audio.file}"
    for spoiled in (name, "index.html", "EP2/EP2.vtt"):
        whole = storage.read(spoiled)
        assert whole is not None
        (tmp_path / "zeros").write_bytes(bytes(len(whole)))
        storage.put(tmp_path / "zeros", spoiled, "x/y", "no-cache")
    found = publish(published, target, verify=True, dry_run=True)
    assert {step.name for step in found} == {name, "index.html", "EP2/EP2.vtt"}
    assert {step.why for step in found} == {DAMAGED}
    assert publish(published, target, verify=True) == found
    for step in found:
        assert storage.read(step.name) == (published.feed / step.name).read_bytes()
    assert publish(published, target, verify=True) == ()


def test_damage_there_of_what_is_not_here_is_told_and_made_again(published: Show, tmp_path: Path) -> None:
    public = tmp_path / "public"
    publish(published, str(public))
    fresh = replace(published, root=tmp_path / "fresh")
    fetch(fresh, str(public))
    rebuild(fresh, now=NOW)
    publish(fresh, str(public), verify=True)
    episode = episode_of(fresh, "EP1")
    zeros(public / "EP1" / episode.audio.file)
    zeros(public / "index.html")
    with pytest.raises(PublishError, match=r"EP1-\w{8}\.mp3 is damaged there and not here, .*podcast render EP1"):
        publish(fresh, str(public), verify=True)
    assert (public / "index.html").read_bytes() == (fresh.feed / "index.html").read_bytes(), "the rest is mended"
    assert not is_there(fresh, "EP1", episode.audio), "so that a render makes it"
    assert is_there(fresh, "EP2", episode_of(fresh, "EP2").audio)


def test_bytes_that_rot_in_their_place_are_found_by_verify(published: Show, tmp_path: Path) -> None:
    public = str(tmp_path / "public")
    publish(published, public)
    flip(audio_of(published, episode_of(published, "EP1")))
    publish(published, public)  # brings nothing of it
    with pytest.raises(PublishError, match=r"feed/EP1/EP1-\w{8}\.mp3 is not what was rendered: podcast render EP1"):
        publish(published, public, verify=True)


def test_each_episode_json_is_read_once(published: Show, tmp_path: Path, monkeypatch) -> None:
    public = str(tmp_path / "public")
    read: list[str] = []
    load_file = record.load_file
    monkeypatch.setattr(record, "load_file", lambda path: read.append(path.parent.name) or load_file(path))
    publish(published, public)
    assert read == ["EP1", "EP2"]
    for slug in ("EP1", "EP2"):
        record.save(published.feed, replace(episode_of(published, slug), revision=1))
    read.clear()
    publish(published, public)
    assert read == ["EP1", "EP2"], "also where the target's differ"


def test_nothing_is_brought_when_the_judge_objects(published: Show, tmp_path: Path) -> None:
    heard: list[tuple[Step, ...]] = []

    def judge(steps: tuple[Step, ...], there: object) -> None:
        heard.append(steps)
        if len(heard) == 1:
            raise PublishError("no")

    with pytest.raises(PublishError, match=r"^no$"):
        publish(published, str(tmp_path / "public"), judge=judge)
    assert not (tmp_path / "public").exists()
    assert publish(published, str(tmp_path / "public"), judge=judge) == heard[0]
    publish(published, str(tmp_path / "public"), judge=judge)
    assert len(heard) == 2, "where nothing is to be done nobody is asked"


def test_files_can_be_read_by_others_as_the_umask_says(published: Show, tmp_path: Path) -> None:
    """A web server is another user."""
    old = os.umask(0o022)
    try:
        for path in published.feed.rglob("*.*"):
            if path.suffix != ".mp3":
                path.unlink() if path.name != "episode.json" else None
        rebuild(published, now=NOW)
        publish(published, str(tmp_path / "public"))
    finally:
        os.umask(old)
    for root in (published.feed, tmp_path / "public"):
        for path in root.rglob("*"):
            wanted = 0o755 if path.is_dir() else 0o644
            assert path.stat().st_mode & 0o777 == wanted, path


def spoil_record(show: Show, slug: str) -> Path:
    path = folder(show.feed, slug) / record.EPISODE_FILE
    path.write_text("{", encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("prune", [False, True])
def test_an_episode_json_damaged_here_concerns_nobody_but_itself(
    published: Show, audio, mp3: Path, tmp_path: Path, prune: bool
) -> None:
    """All else is brought; at the target the damaged one stays whole, in the feed and on its page."""
    publish(published, str(tmp_path / "public"))
    put_episode(published.feed, make_episode(published, audio, 3), mp3)
    rebuild(published, now=NOW)
    spoil_record(published, "EP2")
    place = tmp_path / "public"
    before = tree(place / "EP2")
    steps: list[Step] = []
    with pytest.raises(EpisodeDamaged, match=r"public: all else is brought, but .*EP2.episode\.json is damaged"):
        publish(published, str(tmp_path / "public"), done=steps.append, prune=prune)
    assert any(step.name.startswith("EP3/") and step.name.endswith(".mp3") for step in steps)
    assert steps[-1].name == "feed.xml"
    assert tree(place / "EP2") == before
    feed = (place / "feed.xml").read_text(encoding="utf-8")
    assert "/EP2/" in feed
    assert "/EP3/" in feed


def test_a_damaged_one_that_the_feed_names_is_not_left_behind(published: Show, tmp_path: Path) -> None:
    """Never brought, the feed that names it would name what is not there."""
    spoil_record(published, "EP2")
    with pytest.raises(EpisodeDamaged):
        publish(published, str(tmp_path / "public"))
    assert not (tmp_path / "public" / "feed.xml").exists()


def test_a_damaged_one_rendered_since_is_not_left_behind(published: Show, audio, tmp_path: Path) -> None:
    publish(published, str(tmp_path / "public"))
    other = make_episode(published, replace(audio, sha256="0" * 64), 2)
    put_episode(published.feed, other, audio_of(published, episode_of(published, "EP2")))
    rebuild(published, now=NOW)
    spoil_record(published, "EP2")
    before = tree(tmp_path / "public")
    with pytest.raises(EpisodeDamaged):
        publish(published, str(tmp_path / "public"))
    assert tree(tmp_path / "public") == before
