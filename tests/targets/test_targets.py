"""Publishing to a directory, an S3 bucket and an SFTP server: only what changed, audio first, feed last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from podcast.episode.identity import carry
from podcast.episode.names import audio_name
from podcast.episode.record import folder, load, save
from podcast.errors import PublishError
from podcast.model import Audio, Episode
from podcast.show import Show
from podcast.site.build import rebuild
from podcast.storage import Storage
from podcast.targets.bring import publish
from podcast.targets.fetch import fetch
from podcast.targets.seen import is_there, was_sent
from tests.published import make_episode, put_episode
from tests.servers import sftp_server

Move = Callable[[Show, str], object]


@pytest.fixture
def published(show: Show, audio: Audio, mp3: Path, now: datetime) -> Show:
    for n in (1, 2):
        put_episode(show.feed, make_episode(show, audio, n), mp3)
    rebuild(show, now=now)
    return show


def test_a_show_is_brought_whole_and_only_once(published: Show, target: str) -> None:
    first = publish(published, target)
    names = [step.name for step in first]
    assert names[-1] == "feed.xml"
    assert names[0].endswith(".mp3")
    storage = Storage(target)
    for path in published.feed.rglob("*"):
        if path.is_file():
            name = path.relative_to(published.feed).as_posix()
            assert storage.read(name) == path.read_bytes(), name
    assert publish(published, target) == ()


def test_what_changed_is_brought_and_what_nothing_names_is_pruned(published: Show, target: str, now: datetime) -> None:
    publish(published, target)
    episode = load(published.feed, "EP2")
    assert episode is not None
    louder = _other_audio(published, episode)
    save(published.feed, carry(episode, replace(episode, audio=louder, updated=now), now))
    rebuild(published, now=now)
    changed = {step.name for step in publish(published, target)}
    assert f"EP2/{louder.file}" in changed
    assert not any(name.startswith("EP1/") for name in changed)
    storage = Storage(target)
    assert f"EP2/{episode.audio.file}" in storage.sizes()  # listeners may be loading it
    kept = load(published.feed, "EP2")
    assert kept is not None
    save(published.feed, replace(kept, earlier=()))
    (folder(published.feed, "EP2") / episode.audio.file).unlink()
    gone = [step.name for step in publish(published, target, prune=True) if step.why == "no longer named"]
    stem = episode.audio.file.removesuffix(".mp3")
    assert sorted(gone) == [f"EP2/{stem}.{kind}" for kind in ("mp3", "srt", "vtt")]
    assert f"EP2/{episode.audio.file}" not in storage.sizes()


def test_a_file_that_is_not_ours_is_never_pruned(published: Show, tmp_path: Path) -> None:
    target = tmp_path / "public"
    (target / "music").mkdir(parents=True)
    (target / "CNAME").write_text("show.example")
    (target / "music" / "song-12345678.mp3").write_bytes(b"mine")
    publish(published, str(target), prune=True)
    assert (target / "CNAME").read_text() == "show.example"
    assert (target / "music" / "song-12345678.mp3").exists()


def test_a_dry_run_brings_nothing(published: Show, tmp_path: Path) -> None:
    assert publish(published, str(tmp_path / "public"), dry_run=True)
    assert not (tmp_path / "public").exists()


def test_going_back_to_an_earlier_text_is_noticed_after_a_killed_run(published: Show, tmp_path: Path) -> None:
    """The manifest never vouches for a file that a killed run may have replaced."""
    target = tmp_path / "public"
    publish(published, str(target))
    page = published.feed / "EP1" / "index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"</html>", b"</HTML>"))  # of the same length

    class Killed(Exception):
        pass

    def stop(step: object) -> None:
        raise Killed

    with pytest.raises(PublishError):
        publish(published, str(target), done=stop)
    page.write_bytes(before)
    publish(published, str(target))
    assert (target / "EP1" / "index.html").read_bytes() == before


def test_a_fresh_checkout_takes_over_guids_dates_and_audio(published: Show, target: str, tmp_path: Path) -> None:
    publish(published, target)
    fresh = replace(published, root=tmp_path / "fresh")
    assert fetch(fresh, target) == ("EP1", "EP2")
    for slug in ("EP1", "EP2"):
        mine, theirs = load(fresh.feed, slug), load(published.feed, slug)
        assert mine is not None
        assert mine == theirs
        assert is_there(fresh, slug, mine.audio)
        assert was_sent(fresh, slug)
    assert fetch(fresh, target) == ()


def test_what_is_newer_here_is_not_taken_over(published: Show, tmp_path: Path, now: datetime) -> None:
    target = str(tmp_path / "public")
    publish(published, target)
    episode = load(published.feed, "EP1")
    assert episode is not None
    newer = replace(episode, title="改過的標題", updated=now + timedelta(days=1))
    save(published.feed, newer)
    assert fetch(published, target) == ()
    assert load(published.feed, "EP1") == newer


def test_a_file_at_the_target_is_whole_whenever_the_bringing_stops(
    published: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = tmp_path / "public"
    publish(published, str(public))
    before = (public / "feed.xml").read_bytes()

    def half(source: str, there: str, **_: object) -> None:
        Path(there).write_bytes(Path(source).read_bytes()[:10])
        raise OSError("the line is dead")

    storage = Storage(str(public))
    monkeypatch.setattr(storage._fs, "put_file", half)
    (tmp_path / "new.xml").write_bytes(b"<rss>another</rss>" * 9)
    with pytest.raises(OSError, match="the line is dead"):
        storage.put(tmp_path / "new.xml", "feed.xml", "application/rss+xml", "no-cache")
    assert (public / "feed.xml").read_bytes() == before


def test_audio_that_is_nowhere_stops_the_feed(published: Show, tmp_path: Path) -> None:
    episode = load(published.feed, "EP1")
    assert episode is not None
    (folder(published.feed, "EP1") / episode.audio.file).unlink()
    with pytest.raises(PublishError, match="podcast render EP1"):
        publish(published, str(tmp_path / "public"))
    assert not (tmp_path / "public").exists()


ELSEWHERE = ["", " ", "file://", "ftp://example.org/x", "https://example.org/x", "s3://", "s3:/bucket", "me@host:/www"]


@pytest.mark.parametrize("move", [publish, fetch])
@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_target_of_another_kind_is_refused_by_name(published: Show, target: str, move: Move) -> None:
    with pytest.raises(PublishError) as error:
        move(published, target)
    assert str(error.value).startswith(f"“{target}” is no place for a show: name a directory, s3://")


@pytest.mark.parametrize("move", [publish, fetch])
@pytest.mark.parametrize("name", [".", "feed", "feed/EP1", "digests", "scripts/x", ".podcast"])
def test_the_shows_own_folders_are_no_target(published: Show, name: str, move: Move) -> None:
    with pytest.raises(PublishError, match="the show's own folder: name another place"):
        move(published, str(published.root / name))


@pytest.mark.parametrize("move", [publish, fetch])
def test_a_file_is_no_target(published: Show, tmp_path: Path, move: Move) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(PublishError, match=r"note\.txt” is a file: name the folder"):
        move(published, str(tmp_path / "note.txt"))
    assert (tmp_path / "note.txt").read_text() == "mine"


def test_what_no_second_attempt_changes_is_not_to_be_tried_again(published: Show, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(PublishError, match="Not a directory; check its name and who may write there"):
        publish(published, str(tmp_path / "note.txt" / "below"))


def test_a_place_where_nothing_was_published_is_told(published: Show, target: str) -> None:
    with pytest.raises(PublishError) as error:
        fetch(published, target)
    assert str(error.value) == f"{target} holds no show: check its name, or add --new before the very first publish."
    assert fetch(published, target, new=True) == ()


def test_a_server_that_is_not_there_is_one_sentence(
    published: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("paramiko")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(PublishError) as error:
        publish(published, "sftp://host@127.0.0.1:9/www")
    assert "\n" not in str(error.value)


def test_a_password_in_an_address_is_not_shown(published: Show) -> None:
    with pytest.raises(PublishError, match="PODCAST_SFTP_PASSWORD") as error:
        publish(published, "sftp://host:secret@127.0.0.1:9/www")
    assert "secret" not in str(error.value)


def test_a_host_that_is_not_known_is_not_trusted(
    published: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("asyncssh")
    (tmp_path / "remote").mkdir()
    with sftp_server(tmp_path / "remote", tmp_path / "home") as (address, environment):
        for key, value in environment.items():
            monkeypatch.setenv(key, value)
        (tmp_path / "home" / ".ssh" / "known_hosts").write_text("")
        with pytest.raises(PublishError, match="ssh-keyscan"):
            publish(published, f"{address}/www")


def _other_audio(show: Show, episode: Episode) -> Audio:
    """The same sound with other bytes behind it, as a re-render gives."""
    import hashlib

    data = (folder(show.feed, episode.slug) / episode.audio.file).read_bytes() + b"\0" * 7
    sha256 = hashlib.sha256(data).hexdigest()
    audio = replace(episode.audio, file=audio_name(episode.slug, sha256), sha256=sha256, size=len(data))
    (folder(show.feed, episode.slug) / audio.file).write_bytes(data)
    return audio


def test_a_scheduled_episode_is_nobodys_to_read_before_its_time(published: Show, tmp_path: Path, now: datetime) -> None:
    episode = load(published.feed, "EP2")
    assert episode is not None
    later = replace(episode.digest, publish_at=now + timedelta(days=1))
    save(published.feed, replace(episode, digest=later, published=now + timedelta(days=1)))
    rebuild(published, now=now)
    publish(published, str(tmp_path / "public"))
    assert not (tmp_path / "public" / "EP2").exists()
    rebuild(published, now=now + timedelta(days=2))
    publish(published, str(tmp_path / "public"))
    assert (tmp_path / "public" / "EP2" / "index.html").exists()
