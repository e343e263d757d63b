"""A damaged episode.json has a way out that keeps what listeners know the episode by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from podcast.episode.identity import carry, mint_guid
from podcast.episode.record import encode, load, save
from podcast.episode.recover import load_or_recover
from podcast.errors import EpisodeDamaged
from podcast.show import Show
from podcast.site.build import rebuild
from tests.episode.test_believable import altered
from tests.published import NOW, make_episode, put_episode

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "half": lambda data: data[: len(data) // 2],
    "merged": lambda data: data.replace(b' "cues"', b'<<<<<<< HEAD\n "cues"', 1),
    "zeros": lambda data: bytes(len(data)),
    "audio": lambda data: altered(data, "audio.file", "../../victim.mp3"),
    "guid": lambda data: altered(data, "guid", "x y"),
    "rotten": lambda data: data.replace(b'"guid": "', b'"guid": "\xff', 1),
    "a list": lambda data: b"[]",
}


@pytest.fixture
def listed(show: Show, audio, mp3: Path) -> Show:
    """EP1, sent again once, and EP2."""
    again = make_episode(show, audio, reissue=1, guid=mint_guid(show, "EP1", 1), engine="edge", voices=(("host", "a"),))
    put_episode(show.feed, again, mp3)
    put_episode(show.feed, make_episode(show, audio, 2), mp3)
    rebuild(show, now=NOW)
    return show


@pytest.mark.parametrize("damage", DAMAGES)
def test_guid_and_date_are_what_the_feed_says(listed: Show, damage: str) -> None:
    file = listed.feed / "EP1" / "episode.json"
    before = load(listed.feed, "EP1")
    assert before is not None
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    recovered, told = load_or_recover(listed, "EP1")
    assert recovered is not None
    assert (recovered.guid, recovered.published) == (before.guid, before.published)
    assert not recovered.hidden
    assert before.audio.file in [audio.file for audio in (recovered.audio, *recovered.earlier)]
    assert "guid and date are kept, as feed.xml has them" in told
    rendered = replace(before, updated=NOW + timedelta(days=1), guid="other", published=NOW, recipe="r9")
    carried = carry(recovered, rendered, NOW)
    assert (carried.guid, carried.published) == (before.guid, before.published)
    assert (carried.audio, carried.earlier) == (before.audio, ()), "measured anew, not guessed"
    save(listed.feed, carried)
    assert load(listed.feed, "EP1") == carried


@pytest.mark.parametrize("damage", ["half", "merged", "audio"])
def test_what_else_can_still_be_read_is_kept(listed: Show, damage: str) -> None:
    file = listed.feed / "EP1" / "episode.json"
    data = file.read_bytes()
    at = data.index(b' "cues"')
    file.write_bytes(data[: at + 200] if damage == "half" else DAMAGES[damage](data))
    recovered, _ = load_or_recover(listed, "EP1")
    assert recovered is not None
    assert recovered.number == 1 or damage == "half"
    assert recovered.engine == "edge" or damage == "half"
    assert recovered.script.chapters == (), "so that it is never taken for up to date"


def test_a_hidden_one_stays_hidden_and_keeps_its_date(listed: Show) -> None:
    episode = replace(load(listed.feed, "EP1"), hidden=True)
    save(listed.feed, episode)
    rebuild(listed, now=NOW)
    data = encode(episode)
    (listed.feed / "EP1" / "episode.json").write_bytes(data[: data.index(b' "cues"') + 50])
    recovered, told = load_or_recover(listed, "EP1")
    assert (recovered.guid, recovered.published, recovered.hidden) == (episode.guid, episode.published, True)
    assert "as what is left of it has them" in told


def test_where_nothing_tells_the_date_the_way_out_is_told(show: Show) -> None:
    (show.feed / "EP1").mkdir(parents=True)
    (show.feed / "EP1" / "episode.json").write_bytes(b"{")
    with pytest.raises(EpisodeDamaged, match=r"tells the date of EP1: `podcast fetch TARGET` brings back"):
        load_or_recover(show, "EP1")


def test_a_whole_one_is_what_it_is(listed: Show) -> None:
    assert load_or_recover(listed, "EP1") == (load(listed.feed, "EP1"), "")
    assert load_or_recover(listed, "EP9") == (None, "")


def test_others_are_published_all_the_same_and_it_stays_in_the_feed(listed: Show, audio, mp3: Path) -> None:
    (listed.feed / "EP1" / "episode.json").write_bytes(b"{")
    put_episode(listed.feed, make_episode(listed, audio, 3), mp3)
    rebuild(listed, now=NOW)
    feed = (listed.feed / "feed.xml").read_text(encoding="utf-8")
    assert feed.count("<enclosure ") == 3
    with pytest.raises(EpisodeDamaged):
        load(listed.feed, "EP1")
