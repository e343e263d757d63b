"""What a rebuild writes, in which order, and what becomes of an episode afterwards."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from podcast.episode import identity, life, record
from podcast.episode.record import load, save
from podcast.errors import PodcastError, PublishError
from podcast.model import Item, Link, Source
from podcast.site import catalogue
from podcast.site.build import rebuild
from podcast.targets import prune
from tests.published import NOW, make_episode, make_show, put_episode


def guids(show, name: str = "feed.xml") -> list[str]:
    rss = etree.fromstring((show.feed / name).read_bytes())
    return [item.findtext("guid") for item in rss[0].findall("item")]


def names(written, show) -> set[str]:
    return {path.relative_to(show.feed).as_posix() for path in written}


def test_the_feed_is_written_last(show, audio, publish):
    publish(make_episode(show, audio))
    written = rebuild(show, now=NOW)
    assert written[-1] == show.feed / "feed.xml"
    beside = {
        f"EP1/{n}" for n in ("EP1.vtt", "EP1.srt", "transcript.json", "chapters.json", "index.html", "transcript.js")
    }
    assert beside | {"index.html", "feed.xml"} <= names(written, show)


def test_one_more_episode_reads_and_writes_only_its_own(show, audio, publish, monkeypatch):
    for n in range(1, 6):
        publish(make_episode(show, audio, n))
    rebuild(show, now=NOW)
    publish(make_episode(show, audio, 6))
    read: list[Path] = []
    monkeypatch.setattr(catalogue, "load_file", lambda path: read.append(path) or record.load_file(path))
    written = names(rebuild(show, now=NOW), show)
    assert [path.parent.name for path in read] == ["EP6"]
    assert {name.split("/")[0] for name in written if "/" in name} <= {"EP6", "EP5"}, "and its neighbour's page"
    assert {"feed.xml", "index.html", "EP6/EP6.vtt"} <= written


def test_growth_writes_feed_xml_and_makes_no_archive_again(tmp_path, audio, mp3, monkeypatch):
    from podcast.site import feed

    show = make_show(tmp_path, feed_limit=2)
    for n in range(1, 8):
        put_episode(show.feed, make_episode(show, audio, n), mp3)
    rebuild(show, now=NOW)
    put_episode(show.feed, make_episode(show, audio, 8), mp3)
    made: list[str] = []
    write = feed.feed_xml
    monkeypatch.setattr(feed, "feed_xml", lambda show, d, *a, **k: made.append(d.url) or write(show, d, *a, **k))
    rebuild(show, now=NOW)
    assert [url.rpartition("/")[2] for url in made] == ["feed.xml"]
    first = load(show.feed, "EP1")
    save(show.feed, life.correct(first, replace(first.digest, title="更正"), NOW))
    made.clear()
    rebuild(show, now=NOW)
    assert [url.rpartition("/")[2] for url in made] == ["archive-1.xml", "feed.xml"]


def test_what_was_deleted_by_hand_comes_back(show, audio, publish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    for name in ("EP1/EP1.vtt", "EP1/index.html", "feed.xml"):
        (show.feed / name).unlink()
    assert names(rebuild(show, now=NOW), show) == {"EP1/EP1.vtt", "EP1/index.html", "feed.xml"}


@pytest.mark.parametrize("rubbish", [b"not a database", b"", b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_catalogue_is_made_anew(show, audio, publish, rubbish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    (show.cache / "catalogue.db").write_bytes(rubbish)
    assert rebuild(show, now=NOW) == ()
    assert sqlite3.connect(show.cache / "catalogue.db").execute("SELECT count(*) FROM episodes").fetchone() == (1,)


def test_another_address_makes_another_site_and_leaves_the_first(show, audio, publish, tmp_path):
    episode = publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    before = (show.feed / "feed.xml").read_bytes()
    there = tmp_path / "served"
    rebuild(show, now=NOW, address="http://127.0.0.1:8000/", into=there)
    feed = (there / "feed.xml").read_text()
    assert "show.example/tech/EP1" not in feed
    assert f'url="http://127.0.0.1:8000/EP1/{episode.audio.file}"' in feed
    assert f"<podcast:guid>{identity.show_guid(show)}</podcast:guid>" in feed
    assert (there / "EP1" / episode.audio.file).stat().st_size == episode.audio.size
    assert (show.feed / "feed.xml").read_bytes() == before


def test_an_episode_whose_audio_is_gone_is_told(show, audio, publish, tmp_path):
    episode = publish(make_episode(show, audio))
    (show.feed / "EP1" / episode.audio.file).unlink()
    with pytest.raises(PublishError, match=r"EP1-.*\.mp3 is missing"):
        rebuild(show, now=NOW, into=tmp_path / "served")


def test_a_hidden_episode_leaves_feed_and_folder_but_not_its_audio(show, audio, publish):
    first, second = publish(make_episode(show, audio, 1)), publish(make_episode(show, audio, 2))
    rebuild(show, now=NOW)
    save(show.feed, life.hide(second, NOW))
    rebuild(show, now=NOW)
    assert guids(show) == [first.guid]
    assert {p.name for p in (show.feed / "EP2").iterdir()} == {"episode.json", second.audio.file}
    assert "EP2" not in (show.feed / "index.html").read_text()
    shown = life.reveal(load(show.feed, "EP2"), NOW)
    assert (shown.guid, shown.published) == (second.guid, second.published)
    save(show.feed, shown)
    rebuild(show, now=NOW)
    assert guids(show) == [second.guid, first.guid]


def test_a_scheduled_episode_comes_at_its_time_by_itself(show, audio, publish):
    at = NOW + timedelta(hours=3)
    publish(make_episode(show, audio, 1))
    save(show.feed, life.schedule(publish(make_episode(show, audio, 2)), at, NOW, sent=False))
    rebuild(show, now=NOW)
    assert len(guids(show)) == 1
    assert not (show.feed / "EP2" / "EP2.vtt").exists(), "its text is not out either"
    rebuild(show, now=at)
    assert len(guids(show)) == 2
    assert (show.feed / "EP2" / "EP2.vtt").exists()
    assert load(show.feed, "EP2").published == at


def test_showing_a_scheduled_episode_brings_it_now(show, audio):
    at = NOW + timedelta(hours=3)
    waiting = life.schedule(make_episode(show, audio), at, NOW, sent=False)
    shown = life.reveal(waiting, NOW)
    assert identity.is_listed(shown, NOW)
    assert shown.published == NOW
    assert identity.carry(shown, replace(shown, digest=waiting.digest), NOW).published == NOW, "front matter or not"
    assert life.reveal(shown, NOW) is shown
    kept = life.reveal(life.hide(waiting, NOW), NOW)
    assert (kept.hidden, kept.published) == (False, at), "back where it was: waiting"


def test_what_listeners_have_is_not_rescheduled(show, audio):
    episode = make_episode(show, audio)
    with pytest.raises(PublishError, match="never changes"):
        life.schedule(episode, NOW + timedelta(days=1), NOW, sent=True)
    with pytest.raises(PublishError, match="is past"):
        life.schedule(episode, NOW - timedelta(days=1), NOW, sent=False)


def test_a_correction_changes_text_only(show, audio):
    episode = make_episode(show, audio)
    better = life.correct(episode, replace(episode.digest, title="更正後的標題"), NOW)
    assert (better.title, better.updated) == ("更正後的標題", NOW)
    assert (better.guid, better.published, better.audio) == (episode.guid, episode.published, episode.audio)
    assert life.correct(episode, episode.digest, NOW) is episode


def test_a_reissue_is_new_to_every_app_each_time(show, audio):
    episode = make_episode(show, audio)
    once = life.reissue(show, episode, NOW)
    twice = life.reissue(show, once, NOW)
    assert len({episode.guid, once.guid, twice.guid}) == 3
    assert (twice.reissue, twice.published) == (2, NOW)
    assert identity.carry(once, replace(episode, updated=NOW), NOW).guid == once.guid, "and a render keeps it"


def test_removing_takes_it_out_of_the_feed_before_its_files_go(show, audio, publish, monkeypatch):
    first, second = publish(make_episode(show, audio, 1)), publish(make_episode(show, audio, 2))
    rebuild(show, now=NOW)
    seen = []
    monkeypatch.setattr(prune.shutil, "rmtree", lambda path: seen.append((path.name, guids(show))))
    prune.remove(show, "EP2", lambda: rebuild(show, now=NOW))
    assert seen == [("EP2", [first.guid])]
    assert (show.feed / "EP2" / second.audio.file).exists()
    monkeypatch.undo()
    prune.remove(show, "EP2", lambda: rebuild(show, now=NOW))  # interrupted before: it can be said again
    assert not (show.feed / "EP2").exists()
    with pytest.raises(PublishError, match="no published episode “EP2”"):
        prune.remove(show, "EP2", lambda: rebuild(show, now=NOW))


def test_prune_deletes_what_no_feed_names(show, audio, publish, mp3):
    old = replace(audio, sha256="0" * 64, file="EP1-00000000.mp3")
    episode = publish(make_episode(show, audio, earlier=(old,)))
    home = show.feed / "EP1"
    for name in ("EP1-00000000.mp3", "EP1-11111111.mp3", ".feed.xml.aa.part"):
        (home / name).write_bytes(b"x")
    gone = prune.prune(show, "EP1")
    assert {p.name for p in gone} == {"EP1-00000000.mp3", "EP1-11111111.mp3", ".feed.xml.aa.part"}
    assert (home / episode.audio.file).exists()
    assert load(show.feed, "EP1").earlier == ()
    assert prune.prune(show, "EP1") == ()


def test_a_file_where_the_feed_belongs_is_told(show):
    show.feed.write_text("mine")
    with pytest.raises(PublishError, match="feed is a file, but the folder of the feed belongs there: move it away"):
        rebuild(show, now=NOW)


def test_a_chinese_slug_stands_under_ascii_names(tmp_path, audio, mp3):
    show = make_show(tmp_path)
    episode = make_episode(show, audio, slug="第一集")
    put_episode(show.feed, episode, mp3)
    rebuild(show, now=NOW)
    assert all(p.relative_to(show.feed).as_posix().isascii() for p in show.feed.rglob("*"))
    assert load(show.feed, "第一集") == episode
    assert (show.feed / "feed.xml").read_text().count(f"/{record.folder(show.feed, '第一集').name}/") >= 6


def test_a_folder_without_permission_is_one_sentence(show, audio, publish, monkeypatch):
    publish(make_episode(show, audio))

    def denied(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", denied)
    with pytest.raises(PodcastError, match="Permission denied"):
        rebuild(show, now=NOW)


def test_captions_stand_under_the_audio_s_own_name_too(show, audio, publish):
    episode = publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    home, stem = show.feed / "EP1", episode.audio.file.removesuffix(".mp3")
    for kind in ("vtt", "srt"):
        assert (home / f"{stem}.{kind}").read_bytes() == (home / f"EP1.{kind}").read_bytes()
    (home / "EP1-00000000.vtt").write_text("of audio that was replaced")
    save(show.feed, replace(episode, title="更正"))
    rebuild(show, now=NOW)
    assert not (home / "EP1-00000000.vtt").exists()
    assert (home / f"{stem}.vtt").exists()
    save(show.feed, life.hide(episode, NOW))
    rebuild(show, now=NOW)
    assert not list(home.glob("*.vtt"))


@pytest.mark.parametrize("url", ["https://a.example/新聞", "javascript:alert(1)", "no address", "http://[", None])
def test_a_chapter_links_to_the_first_source_of_its_story(show, audio, publish, url):
    episode = make_episode(show, audio)
    story = episode.digest.sections[0]
    links = (Link(0, 1, url),) if url else ()
    item = replace(story.items[0], links=(*links, Link(0, 1, "https://b.example/2")))
    digest = replace(episode.digest, sections=(replace(story, items=(item, *story.items[1:])),))
    publish(replace(episode, digest=digest))
    rebuild(show, now=NOW)
    chapters = json.loads((show.feed / "EP1" / "chapters.json").read_text())["chapters"]
    said = [{id for line in chapter.lines for id in line.source} for chapter in episode.script.chapters]
    told = [n for n, ids in enumerate(said) if any(id.startswith("story1") for id in ids)]
    assert told
    wanted = "https://a.example/%E6%96%B0%E8%81%9E" if url and url.endswith("新聞") else "https://b.example/2"
    assert [chapter.get("url") for chapter in chapters] == [wanted if n in told else None for n in range(len(chapters))]


@pytest.mark.parametrize("url", ["http://[x/a", "https://中..tw/a", f"https://{'中' * 70}.tw/a", "https://中]x/"])
def test_an_address_that_cannot_be_is_shown_as_text(show, audio, publish, url):
    """It stopped the feed of all episodes."""
    episode = make_episode(show, audio)
    first, *rest = episode.digest.sections
    item = Item("story1.1", "兩顆晶片", links=(Link(0, 2, url),))
    digest = replace(
        episode.digest, sections=(replace(first, items=(item,)), *rest), sources=(Source("source1", "報導", url),)
    )
    publish(replace(episode, digest=digest))
    rebuild(show, now=NOW)
    for name in ("feed.xml", "EP1/index.html", "EP1/chapters.json"):
        text = (show.feed / name).read_text(encoding="utf-8")
        assert f'href="{url}' not in text
    assert "報導" in (show.feed / "EP1" / "index.html").read_text(encoding="utf-8")


def test_what_is_served_for_a_look_leaves_a_damaged_episode_out(show, audio, publish, tmp_path):
    for n in (1, 2):
        publish(make_episode(show, audio, n))
    rebuild(show, now=NOW)
    (show.feed / "EP2" / "episode.json").write_text("{", encoding="utf-8")
    rebuild(show, now=NOW, address="http://127.0.0.1:1/", into=tmp_path / "look")
    feed = (tmp_path / "look" / "feed.xml").read_text(encoding="utf-8")
    assert "/EP1/" in feed
    assert "/EP2/" not in feed
    rebuild(show, now=NOW)
    assert "/EP2/" in (show.feed / "feed.xml").read_text(encoding="utf-8"), "in the feed itself it stays as it was"
