"""episode.json, and what never changes in an episode."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from podcast.episode import identity, record
from podcast.episode.names import ascii_url, audio_name, episode_url, safe_name
from podcast.errors import PublishError
from tests.published import NOW, TAIPEI, make_digest, make_episode, make_show


def test_the_shows_guid_follows_the_namespaces_rule(tmp_path):
    """The specification's own example: podnews.net/rss → 9b024349-…"""
    assert uuid.uuid5(identity.PODCAST_NAMESPACE, "podnews.net/rss") == uuid.UUID(
        "9b024349-ccf0-5f69-a609-6b82873eab3c"
    )
    show = make_show(tmp_path, address="https://podnews.net/")
    assert identity.show_guid(show) == str(uuid.uuid5(identity.PODCAST_NAMESPACE, "podnews.net/feed.xml"))


def test_the_shows_guid_is_kept_when_it_moves(tmp_path):
    old = make_show(tmp_path)
    moved = make_show(tmp_path, address="https://elsewhere.example/", guid=identity.show_guid(old))
    assert identity.show_guid(moved) == identity.show_guid(old)
    assert identity.mint_guid(moved, "EP1") == identity.mint_guid(old, "EP1")


def test_guids_differ_by_slug_and_by_reissue(show):
    guids = {identity.mint_guid(show, slug, n) for slug in ("EP1", "EP2", "第一集") for n in range(3)}
    assert len(guids) == 9


def test_an_episode_survives_its_file(show, audio):
    episode = make_episode(
        show,
        audio,
        ai_text=False,
        hidden=True,
        season=None,
        earlier=(replace(audio, sha256="ab" * 32, file="EP1-abababab.mp3"),),
    )
    assert record.adopt(record.encode(episode)) == episode
    assert record.encode(record.adopt(record.encode(episode))) == record.encode(episode)


def test_a_file_of_a_newer_version_is_refused_by_name(show, audio):
    data = json.loads(record.encode(make_episode(show, audio)))
    with pytest.raises(PublishError, match="newer version"):
        record.adopt(json.dumps(data | {"schema": 99}).encode())


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"schema": 1}', b'{"schema": "x"}', b"\xff\xfe", b'{"slug": "EP1"}']
)
def test_a_damaged_file_is_one_sentence(data):
    with pytest.raises(PublishError, match=r"feed/EP1/episode\.json") as e:
        record.adopt(data, "feed/EP1/episode.json")
    assert "\n" not in str(e.value)


def test_a_fresh_checkout_that_fetched_the_file_keeps_guid_and_date(show, audio, tmp_path):
    """On a CI runner a year later, after the show moved: what was published stays."""
    published = make_episode(show, audio)
    fetched = record.encode(published)
    elsewhere = make_show(tmp_path / "runner", address="https://moved.example/")
    later = NOW + timedelta(days=365)
    rendered = make_episode(elsewhere, audio, published=later, updated=later, recipe="r2")
    carried = identity.carry(record.adopt(fetched), rendered, later)
    assert (carried.guid, carried.published) == (published.guid, published.published)


def test_a_fresh_checkout_without_the_file_mints_the_same_guid(show, audio, tmp_path):
    assert make_episode(show, audio).guid == make_episode(make_show(tmp_path / "other"), audio).guid


def test_the_same_bytes_keep_the_enclosure_and_everything(show, audio):
    published = make_episode(show, audio)
    again = replace(published, updated=NOW, published=NOW, guid="another")
    assert identity.carry(published, again, NOW) is published


def test_other_bytes_are_another_file_and_the_old_one_is_remembered(show, audio):
    first = make_episode(show, audio)
    changed = replace(audio, sha256="ab" * 32, file=audio_name("EP1", "ab" * 32))
    second = identity.carry(first, replace(first, audio=changed, updated=NOW), NOW)
    assert second.audio.file == "EP1-abababab.mp3"
    assert [a.file for a in second.earlier] == [first.audio.file]
    back = identity.carry(second, replace(first, updated=NOW), NOW)
    assert [a.file for a in back.earlier] == ["EP1-abababab.mp3"], "the file that is current again is not to be pruned"


def test_what_an_author_decided_after_publishing_stays_through_a_render(show, audio):
    """Hidden stays hidden, and one that was sent again is not sent again once more."""
    first = make_episode(show, audio, hidden=True, reissue=2, guid=identity.mint_guid(show, "EP1", 2))
    fresh = make_episode(show, audio, recipe="r2", updated=NOW)
    carried = identity.carry(first, fresh, NOW)
    assert (carried.hidden, carried.reissue, carried.guid) == (True, 2, first.guid)


def test_a_season_is_that_of_the_first_publishing(show, audio):
    first = make_episode(show, audio, season=1)
    assert identity.carry(first, replace(first, season=2, updated=NOW, recipe="r2"), NOW).season == 1


def test_the_date_is_the_schedules_else_the_authors_else_now():
    digest = make_digest(1, "EP1")
    assert identity.publishing_date(digest, NOW, "Asia/Taipei") == NOW
    dated = replace(digest, date=date(2026, 11, 20))
    assert identity.publishing_date(dated, NOW, "Asia/Taipei") == datetime(2026, 11, 20, tzinfo=TAIPEI)
    at = datetime(2026, 12, 1, 8)
    assert identity.publishing_date(replace(dated, publish_at=at), NOW, "Asia/Taipei") == at.replace(tzinfo=TAIPEI)


def test_a_schedule_may_change_until_it_has_come(show, audio):
    at, later = NOW + timedelta(days=1), NOW + timedelta(days=2)
    base = make_episode(show, audio)
    waiting = replace(base, digest=replace(base.digest, publish_at=at), published=at)
    moved = replace(waiting, digest=replace(waiting.digest, publish_at=later), updated=NOW)
    assert identity.carry(waiting, moved, NOW).published == later
    kept = identity.carry(waiting, moved, at + timedelta(hours=1))
    assert (kept.published, kept.digest.publish_at) == (at, at)


@pytest.mark.parametrize("slug", ["第一集", "EP 1", "EP1.xml", "assets", "Ünïcode", "a/b", "x" * 200])
def test_file_names_are_ascii_and_short(slug):
    name = safe_name(slug)
    assert name.isascii()
    assert len(name) <= 80
    assert name != slug
    assert not set(name) & set('/\\.%?#"<>| ')
    assert safe_name(name) == name


def test_plain_names_stay_and_others_do_not_collide():
    assert [safe_name(s) for s in ("EP1", "ep_2-b", "EP1.5")] == ["EP1", "ep_2-b", "EP1.5"]
    assert len({safe_name(s) for s in ("第一集", "第二集", "EP 1", "EP-1")}) == 4
    assert safe_name("e\u0301") == safe_name("\u00e9"), "a Mac's decomposed file name is the same slug"


def test_addresses_are_ascii():
    assert ascii_url("https://例子.tw/新聞/a%20b?q=台灣") == (
        "https://xn--fsqu00a.tw/%E6%96%B0%E8%81%9E/a%20b?q=%E5%8F%B0%E7%81%A3"
    )
    assert episode_url("https://x.example/p/", "EP1", "a.vtt") == "https://x.example/p/EP1/a.vtt"
