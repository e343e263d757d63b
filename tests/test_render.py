"""Old audio stays until pruned; what no target was given is not published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from podcast.episode.names import audio_name
from podcast.episode.record import folder, load, save
from podcast.model import Audio, Episode
from podcast.render import _continued
from podcast.show import Show
from podcast.site.build import rebuild
from podcast.targets.bring import Step, publish
from podcast.targets.fetch import fetch
from tests.published import NOW, make_episode, make_show


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return make_show(tmp_path)


def bytes_of(take: str) -> bytes:
    return take.encode() * 3


def name_of(take: str) -> str:
    return audio_name("EP1", sha256(bytes_of(take)).hexdigest())


def rendered(show: Show, take: str) -> Episode:
    """What a render does once EP1's audio is made; ``take`` gives its bytes."""
    old, sha = load(show.feed, "EP1"), sha256(bytes_of(take)).hexdigest()
    audio = Audio(name_of(take), 3, sha, 40_000, -16.0, -3.0)
    episode = _continued(show, old, replace(make_episode(show, audio), updated=NOW), NOW)
    home = folder(show.feed, "EP1")
    home.mkdir(parents=True, exist_ok=True)
    (home / episode.audio.file).write_bytes(bytes_of(take))
    save(show.feed, episode)
    rebuild(show, now=NOW)
    return episode


def letters(files: Iterable[str]) -> str:
    """One letter for each take among the names of files."""
    known = {name_of(take): take for take in "abcde"}
    return "".join(sorted(known[Path(file).name] for file in files))


def takes(show: Show) -> str:
    """Those that lie in feed/EP1."""
    return letters(path.name for path in (show.feed / "EP1").glob("*.mp3"))


def sent(steps: tuple[Step, ...]) -> str:
    """Those among what was brought."""
    return letters(step.name for step in steps if step.name.endswith(".mp3"))


def test_every_take_stays_here_and_only_the_last_is_published(show: Show, tmp_path: Path) -> None:
    public = str(tmp_path / "public")
    for take in "abc":
        episode = rendered(show, take)
    assert (takes(show), letters(a.file for a in episode.earlier)) == ("abc", "ab")
    assert sent(publish(show, public, dry_run=True)) == "c"
    rendered(show, "d")
    assert sent(publish(show, public)) == "d"
    rendered(show, "e")
    rendered(show, "a")
    assert sent(publish(show, public)) == "a", "what is current again is published"
    publish(show, public, prune=True)
    assert takes(show) == "a"


def test_a_publish_that_was_killed_may_have_sent_it(show: Show, tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def kill(step: object) -> None:
        raise Killed

    rendered(show, "a")
    try:
        publish(show, str(tmp_path / "public"), done=kill)
    except Killed:
        rendered(show, "b")
    assert takes(show) == "ab"


def test_without_a_record_all_is_kept(show: Show, tmp_path: Path) -> None:
    rendered(show, "a")
    for path in show.ledger.glob("*.json"):
        path.unlink()
    assert [a.file for a in rendered(show, "b").earlier] == [name_of("a")]
    assert takes(show) == "ab"


def test_a_fresh_checkout_keeps_what_the_published_feed_names(show: Show, tmp_path: Path) -> None:
    rendered(show, "a")
    publish(show, str(tmp_path / "public"))
    fresh = replace(show, root=tmp_path / "fresh")
    fetch(fresh, str(tmp_path / "public"))
    assert [a.file for a in rendered(fresh, "b").earlier] == [name_of("a")]
