"""What another folder published is not overwritten unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from podcast.episode import life
from podcast.episode.identity import show_guid
from podcast.episode.record import load, save
from podcast.errors import PublishError
from podcast.show import EXAMPLE_ADDRESS, Show
from podcast.site.build import rebuild
from podcast.targets import prune
from podcast.targets.bring import publish
from podcast.targets.fetch import fetch
from tests.published import NOW, make_episode, make_show, put_episode

ALIENS = (
    "<rss version='2.0'><channel><title>別的節目</title></channel></rss>",
    "<rss",
)


def folder_of(root: Path, *numbers: int, audio, mp3, **changes: object) -> Show:
    show = make_show(root, **changes)
    for n in numbers:
        put_episode(show.feed, make_episode(show, audio, n), mp3)
    rebuild(show, now=NOW)
    return show


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_episodes_that_are_not_here_are_fetched_first_or_replaced(
    tmp_path: Path,
    audio,
    mp3,
    target: str,
) -> None:
    publish(folder_of(tmp_path / "whole", 1, 2, audio=audio, mp3=mp3), target)
    part = folder_of(tmp_path / "part", 1, audio=audio, mp3=mp3)
    told = f"{target} holds 1 episode that is not here (EP2): run `podcast fetch {target}` first, or add --replace."
    for dry_run in (False, True):
        with pytest.raises(PublishError) as error:
            publish(part, target, prune=True, dry_run=dry_run)
        assert str(error.value) == told
    assert fetch(part, target) == ("EP2",)
    rebuild(part, now=NOW)
    publish(part, target)

    other = folder_of(tmp_path / "other", 1, audio=audio, mp3=mp3)
    publish(other, target, replace=True)
    assert publish(other, target) == (), "replaced once, it is not asked again"
    assert fetch(replace(other, root=tmp_path / "fresh"), target) == ("EP1", "EP2"), "nothing is lost there"


def test_a_version_that_is_ahead_of_ours_is_fetched_first(tmp_path: Path, audio, mp3) -> None:
    """Guid and date of what listeners have do not change because a folder was lost."""
    target = str(tmp_path / "public")
    show = folder_of(tmp_path / "show", 1, audio=audio, mp3=mp3)
    publish(show, target)
    listeners = load(show.feed, "EP1")
    assert listeners is not None
    later = replace(listeners, published=NOW + timedelta(hours=1), updated=NOW + timedelta(hours=1))
    anew = folder_of(tmp_path / "anew", 1, audio=audio, mp3=mp3)
    save(anew.feed, later)
    rebuild(anew, now=NOW + timedelta(hours=2))
    with pytest.raises(PublishError, match=r"a newer version of EP1 than is here: run `podcast fetch"):
        publish(anew, target)
    assert fetch(anew, target) == ("EP1",)
    mine = load(anew.feed, "EP1")
    assert mine is not None
    assert (mine.guid, mine.published, mine.updated) == (listeners.guid, listeners.published, later.updated)
    publish(anew, target)
    with pytest.raises(PublishError, match="a newer version of EP1"):
        publish(show, target)  # the first folder is behind now
    publish(show, target, replace=True)


def test_sending_again_is_no_older_version(tmp_path: Path, audio, mp3) -> None:
    show = folder_of(tmp_path / "show", 1, audio=audio, mp3=mp3)
    publish(show, str(tmp_path / "public"))
    listeners = load(show.feed, "EP1")
    assert listeners is not None
    save(show.feed, life.reissue(show, listeners, NOW + timedelta(hours=1)))
    rebuild(show, now=NOW + timedelta(hours=1))
    publish(show, str(tmp_path / "public"))
    save(show.feed, listeners)
    with pytest.raises(PublishError, match="a newer version of EP1"):
        publish(show, str(tmp_path / "public"))


def test_a_refused_publish_changes_nothing_here_or_there(tmp_path: Path, audio, mp3) -> None:
    public = tmp_path / "public"
    publish(folder_of(tmp_path / "whole", 1, 2, audio=audio, mp3=mp3), str(public))
    part = folder_of(tmp_path / "part", 1, audio=audio, mp3=mp3)
    (part.feed / "EP1" / "EP1-00000000.mp3").write_bytes(b"replaced")
    before = tree(public), tree(part.root)
    with pytest.raises(PublishError):
        publish(part, str(public), prune=True)
    assert (tree(public), tree(part.root)) == before


def test_many_are_counted_and_the_first_are_named(tmp_path: Path, audio, mp3) -> None:
    publish(folder_of(tmp_path / "whole", *range(1, 9), audio=audio, mp3=mp3), str(tmp_path / "public"))
    part = folder_of(tmp_path / "part", 1, audio=audio, mp3=mp3)
    with pytest.raises(PublishError, match=r"7 episodes that are not here \(EP2, EP3, EP4, EP5, EP6 and 2 more\)"):
        publish(part, str(tmp_path / "public"))


def test_a_removed_episode_is_published_as_removed(tmp_path: Path, audio, mp3, target: str) -> None:
    show = folder_of(tmp_path / "show", 1, 2, audio=audio, mp3=mp3)
    publish(show, target)
    prune.remove(show, "EP2", lambda: rebuild(show, now=NOW))
    publish(show, target)
    assert publish(show, target) == ()
    assert fetch(replace(show, root=tmp_path / "fresh"), target) == ("EP1",), "and no fetch brings it back"


def test_an_episode_that_came_back_is_asked_for_again(tmp_path: Path, audio, mp3) -> None:
    show, public = folder_of(tmp_path / "show", 1, 2, audio=audio, mp3=mp3), str(tmp_path / "public")
    publish(show, public)
    prune.remove(show, "EP2", lambda: rebuild(show, now=NOW))
    put_episode(show.feed, make_episode(show, audio, 2), mp3)
    rebuild(show, now=NOW)
    publish(show, public)
    (show.feed / "EP2" / "episode.json").unlink()  # lost, not removed
    rebuild(show, now=NOW)
    with pytest.raises(PublishError, match="EP2"):
        publish(show, public)


def test_hidden_ones_and_a_fresh_checkout_are_no_surprise(tmp_path: Path, audio, mp3) -> None:
    show, public = folder_of(tmp_path / "show", 1, 2, audio=audio, mp3=mp3), str(tmp_path / "public")
    publish(show, public)
    hidden = load(show.feed, "EP2")
    assert hidden
    save(show.feed, life.hide(hidden, NOW))
    rebuild(show, now=NOW)
    publish(show, public)
    fresh = replace(show, root=tmp_path / "fresh")
    assert fetch(fresh, public) == ("EP1", "EP2")
    rebuild(fresh, now=NOW)
    publish(fresh, public)


def test_another_show_is_neither_overwritten_nor_mixed_in(tmp_path: Path, audio, mp3, target: str) -> None:
    first = folder_of(tmp_path / "first", 1, audio=audio, mp3=mp3, title="午間新聞")
    publish(first, target)
    second = folder_of(tmp_path / "second", 1, audio=audio, mp3=mp3, address="https://other.example/")
    told = (
        f"{target} holds another show (“午間新聞”): name another place, or put `guid: {show_guid(first)}` into "
        "show.yaml if it is this one that moved"
    )
    with pytest.raises(PublishError) as error:
        publish(second, target)
    assert str(error.value) == f"{told}, or add --replace."
    with pytest.raises(PublishError) as error:
        fetch(second, target)
    assert str(error.value) == f"{told}."
    publish(second, target, replace=True)
    moved = replace(second, guid=show_guid(second), address="https://moved.example/")
    rebuild(moved, now=NOW)
    publish(moved, target)


@pytest.mark.parametrize("feed", ALIENS)
def test_a_feed_of_another_program_is_refused(tmp_path: Path, audio, mp3, feed: str) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "feed.xml").write_text(feed, encoding="utf-8")
    show = folder_of(tmp_path / "show", 1, audio=audio, mp3=mp3)
    with pytest.raises(PublishError, match="another program"):
        publish(show, str(tmp_path / "public"))
    publish(show, str(tmp_path / "public"), replace=True)


def test_the_example_address_may_be_set_after_a_first_try(tmp_path: Path, audio, mp3) -> None:
    public = str(tmp_path / "public")
    show = folder_of(tmp_path / "show", 1, audio=audio, mp3=mp3, address=EXAMPLE_ADDRESS)
    publish(show, public)
    other = folder_of(tmp_path / "other", 1, audio=audio, mp3=mp3, address="https://set.example/", title="另一個節目")
    with pytest.raises(PublishError, match="without an address of its own"):
        publish(other, public)
    named = replace(show, address="https://set.example/")
    rebuild(named, now=NOW)
    publish(named, public)


@pytest.mark.parametrize("first", [EXAMPLE_ADDRESS, "https://show.example/mistyped/", "http://localhost:8000/"])
@pytest.mark.parametrize("title", ["晨間科技", "改了名的節目"])
def test_the_true_address_may_be_set_after_a_first_publish(tmp_path: Path, audio, mp3, first: str, title: str) -> None:
    """guids are made from the address; episodes keep the one that they had, and tell that it is the same show."""
    public = str(tmp_path / "public")
    show = folder_of(tmp_path / "show", 1, 2, audio=audio, mp3=mp3, address=first)
    publish(show, public)
    before = {slug: load(show.feed, slug) for slug in ("EP1", "EP2")}
    moved = replace(show, address="https://show.example/true/", title=title)
    rebuild(moved, now=NOW)
    publish(moved, public)
    assert fetch(moved, public) == ()
    assert {slug: load(show.feed, slug) for slug in before} == before
    publish(moved, public)
