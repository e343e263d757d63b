"""Versions are counted: which of two is the newer one does not depend on anybody's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from podcast.episode import life
from podcast.episode.identity import carry, is_ahead, reconciled
from podcast.episode.record import encode, load, save
from podcast.errors import PublishError
from podcast.show import Show
from podcast.site.build import rebuild
from podcast.targets.bring import publish as bring
from podcast.targets.fetch import fetch
from tests.published import NOW, make_episode, make_show, put_episode

FAST = NOW + timedelta(days=400)


def with_one(root: Path, audio, mp3, **changes: Any) -> Show:
    show = make_show(root)
    put_episode(show.feed, make_episode(show, audio, **changes), mp3)
    rebuild(show, now=NOW)
    return show


def test_an_episode_never_changed_is_written_as_version_0_1_wrote_it(show, audio) -> None:
    assert b"revision" not in encode(make_episode(show, audio))
    assert b'"revision": 1' in encode(life.hide(make_episode(show, audio), NOW))


def test_each_change_counts_and_none_does_not(show, audio) -> None:
    episode = make_episode(show, audio)
    hidden = life.hide(episode, NOW)
    again = life.hide(hidden, NOW)
    shown = life.reveal(again, NOW)
    assert [e.revision for e in (episode, hidden, again, shown)] == [0, 1, 1, 2]
    assert carry(shown, replace(episode, updated=NOW), NOW) is shown
    assert carry(shown, replace(episode, updated=NOW, recipe="r2"), NOW).revision == 3
    assert life.reissue(show, shown, NOW).revision == 3


@pytest.mark.parametrize("revision", [0, 7])
def test_a_publisher_whose_clock_was_fast_does_not_hinder_a_later_one(
    tmp_path: Path, audio, mp3, revision: int
) -> None:
    """hide and publish refused each other: the fetch between them took the hiding back."""
    target = str(tmp_path / "public")
    bring(with_one(tmp_path / "fast", audio, mp3, updated=FAST, revision=revision), target)
    show = make_show(tmp_path / "here")
    assert fetch(show, target) == ("EP1",)
    here = load(show.feed, "EP1")
    assert here is not None
    save(show.feed, life.hide(here, NOW))
    rebuild(show, now=NOW)
    bring(show, target)
    assert fetch(show, target) == ()
    other = make_show(tmp_path / "other")
    fetch(other, target)
    assert load(other.feed, "EP1").hidden


def test_of_two_that_changed_it_as_often_the_later_wins_and_nobody_is_in_a_loop(tmp_path: Path, audio, mp3) -> None:
    target = str(tmp_path / "public")
    bring(with_one(tmp_path / "first", audio, mp3), target)
    show = make_show(tmp_path / "second")
    fetch(show, target)
    base = load(show.feed, "EP1")
    assert base is not None
    save(make_show(tmp_path / "first").feed, life.correct(base, replace(base.digest, title="甲"), FAST))
    rebuild(make_show(tmp_path / "first"), now=NOW)
    bring(make_show(tmp_path / "first"), target)
    save(show.feed, life.hide(base, NOW))
    rebuild(show, now=NOW)
    with pytest.raises(PublishError, match="newer version of EP1"):
        bring(show, target)
    assert fetch(show, target) == ("EP1",)
    taken = load(show.feed, "EP1")
    assert taken is not None
    save(show.feed, life.hide(taken, NOW))
    rebuild(show, now=NOW)
    bring(show, target)


def test_a_hidden_one_may_be_scheduled_and_published(tmp_path: Path, audio, mp3) -> None:
    """No feed names it, so its date may change; a fetch took the schedule back before."""
    target = str(tmp_path / "public")
    show = with_one(tmp_path / "show", audio, mp3)
    save(show.feed, life.hide(load(show.feed, "EP1"), NOW))
    rebuild(show, now=NOW)
    bring(show, target)
    at = NOW + timedelta(days=3)
    waiting = life.schedule(load(show.feed, "EP1"), at, NOW, sent=True)
    save(show.feed, waiting)
    rebuild(show, now=NOW)
    bring(show, target)
    assert fetch(show, target) == ()
    assert load(show.feed, "EP1").published == at


def test_guid_and_date_of_a_listed_one_never_give_way_to_a_count(show, audio) -> None:
    theirs = make_episode(show, audio)
    for mine in (
        replace(theirs, guid="another", revision=9, updated=FAST),
        replace(theirs, published=NOW, revision=9, updated=FAST),
    ):
        assert is_ahead(theirs, mine)
        kept = reconciled(mine, theirs)
        assert (kept.guid, kept.published, kept.revision) == (theirs.guid, theirs.published, 9)
        assert not is_ahead(theirs, kept)


def test_a_hidden_one_keeps_its_guid(show, audio) -> None:
    theirs = replace(make_episode(show, audio), hidden=True)
    assert is_ahead(theirs, replace(theirs, guid="another", revision=9))
