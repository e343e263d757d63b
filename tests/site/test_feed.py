"""feed.xml, as others read it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from podcast.check import check
from podcast.episode.identity import show_guid
from podcast.model import Audio, Item, Mark, Section, Source, Table
from podcast.site.build import paged, rebuild
from podcast.site.entries import entry_of
from podcast.site.feed import Document, feed_xml
from podcast.site.notes import notes
from podcast.targets import prune
from podcast.text import clean, one_line
from tests.published import NOW, make_episode, make_show, put_episode

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
}
HOSTILE = "<script>alert(1)</script> & ]]> <img src=x onerror=alert(2)> javascript:alert(3) \x01\x0b\x1b\ufffe\u202e\"'"
KIT = Path(__file__).parents[3] / "shared" / "checks" / "check_feed.py"


def channel(show) -> etree._Element:
    return etree.fromstring((show.feed / "feed.xml").read_bytes())[0]


def one(parent: etree._Element, path: str) -> str:
    found = parent.findall(path, NS)
    assert len(found) == 1, f"{path}: {len(found)}"
    return found[0].text or ""


def failures(show) -> list:
    return [f for f in check(show.feed, now=NOW, listen=0) if f.level in ("FAIL", "WARN")]


def test_an_episode_is_told_completely(show, audio, publish):
    episode = publish(make_episode(show, audio, 7))
    rebuild(show, now=NOW)
    item = channel(show).find("item")
    assert one(item, "title") == "第 7 集：晶片與語音"
    assert one(item, "guid") == episode.guid
    assert parsedate_to_datetime(one(item, "pubDate")) == episode.published
    assert one(item, "itunes:duration") == "40"
    assert (one(item, "itunes:episode"), one(item, "podcast:episode"), one(item, "podcast:season")) == ("7", "7", "1")
    assert (one(item, "itunes:explicit"), one(item, "itunes:episodeType")) == ("false", "full")
    assert one(item, "link") == "https://show.example/tech/EP7/index.html"
    enclosure = item.find("enclosure")
    assert enclosure.get("url") == f"https://show.example/tech/EP7/{episode.audio.file}"
    assert int(enclosure.get("length")) == (show.feed / "EP7" / episode.audio.file).stat().st_size
    kinds = [t.get("type") for t in item.findall("podcast:transcript", NS)]
    assert kinds == ["text/vtt", "application/x-subrip", "application/json"]
    assert item.find("podcast:soundbite", NS).attrib == {"startTime": "5.0", "duration": "16.9"}
    assert item.find("podcast:txt", NS).get("purpose") == "ai-content"


def test_the_show_is_told_completely(show, audio, publish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    feed = channel(show)
    assert one(feed, "language") == "zh-tw"
    assert one(feed, "podcast:guid") == show_guid(show)
    assert one(feed, "podcast:person") == "王小明"
    assert feed.find("podcast:locked", NS).get("owner") == "host@show.example"
    assert feed.find("podcast:license", NS).get("url") == "https://creativecommons.org/licenses/by/4.0/"
    assert feed.find("podcast:location", NS).get("geo") == "geo:25.0330,121.5654"
    assert feed.find("podcast:updateFrequency", NS).get("rrule") == "FREQ=DAILY"
    assert feed.find("podcast:trailer", NS).get("pubdate") == "Fri, 02 Jan 2026 08:00:00 +0800"
    assert one(feed, "podcast:funding") == "支持我們"
    assert "AI 合成語音" in one(feed, "description")
    assert feed.find("atom:link[@rel='self']", NS).get("href") == "https://show.example/tech/feed.xml"


def test_a_show_that_moves_says_where_and_keeps_its_guid(tmp_path, audio, mp3):
    show = make_show(tmp_path, new_address="https://new.example/")
    put_episode(show.feed, make_episode(show, audio), mp3)
    rebuild(show, now=NOW)
    assert one(channel(show), "itunes:new-feed-url") == "https://new.example/feed.xml"


def ai_values(parent) -> list[str]:
    return [t.text for t in parent.findall("podcast:txt", NS) if t.get("purpose") == "ai-content"]


def test_a_show_that_declares_nothing_artificial_says_so(tmp_path, audio, mp3):
    from podcast.show import Disclosure

    show = make_show(tmp_path, ai=Disclosure(text=False, voice=False))
    put_episode(show.feed, make_episode(show, audio, ai_text=False, ai_voice=False), mp3)
    rebuild(show, now=NOW)
    assert ai_values(channel(show)) == ["false"] == ai_values(channel(show).find("item"))
    assert "AI" not in one(channel(show), "description")


def test_a_show_with_one_artificial_episode_does_not_say_false(tmp_path, audio, mp3):
    from podcast.show import Disclosure

    show = make_show(tmp_path, ai=Disclosure(text=False, voice=False))
    put_episode(show.feed, make_episode(show, audio, ai_text=False, ai_voice=False), mp3)
    put_episode(show.feed, make_episode(show, audio, 2, ai_text=False, ai_voice=True), mp3)
    rebuild(show, now=NOW)
    assert ai_values(channel(show)) == ["true"]
    assert [ai_values(item) for item in channel(show).findall("item")] == [["true"], ["false"]]


def test_what_stands_in_a_digest_does_not_run_and_does_not_break_the_feed(show, audio, publish):
    base = make_episode(show, audio)
    digest = replace(
        base.digest,
        title=HOSTILE,
        intro=(Item("intro.1", HOSTILE * 30),),
        highlights=Section("highlights", HOSTILE, (Item("highlights.1", HOSTILE),)),
        sources=(
            Source("source1", HOSTILE, "javascript:alert(1)"),
            Source("source2", HOSTILE, 'https://x.example/"><script>'),
        ),
        disclaimer=(Item("disclaimer.1", HOSTILE),),
    )
    marks = tuple(replace(mark, title=HOSTILE) for mark in base.marks)
    cues = tuple(replace(cue, text=HOSTILE) for cue in base.cues)
    publish(replace(base, title=HOSTILE, digest=digest, marks=marks, cues=cues))
    rebuild(show, now=NOW)
    item = channel(show).find("item")
    for told in (one(item, "description"), one(item, "content:encoded")):
        assert len(told) > 100
        tags = set(re.findall(r"<\s*(\w+)", told))
        assert tags <= {"p", "br", "ul", "li", "a", "strong"}
        assert re.findall(r'<a href="([^"]*)"', told) == ["https://x.example/%22%3E%3Cscript%3E"]
        assert not re.search("[\x01-\x08\x0b\x1b\ufffe\u202e]", told)
    assert {finding.id for finding in failures(show)} <= {"chapters.short"}


def test_notes_keep_within_4000_bytes_with_disclosure_and_chapters(show, audio):
    base = make_episode(show, audio)
    digest = replace(
        base.digest,
        intro=(Item("intro.1", "很長的引言。" * 400), Item("intro.2", "再一段。" * 400)),
        sources=tuple(Source(f"source{n}", f"來源 {n}", f"https://source.example/{n}/" + "x" * 100) for n in range(60)),
    )
    told = notes(replace(base, digest=digest), "zh-TW")
    assert len(told.description.encode()) <= 4000
    assert len(told.description.encode()) > 3500, "the room is used"
    assert "AI 合成語音" in told.description
    assert "00:00:00 開場<br>00:00:05 今日重點" in told.description
    assert "…</p>" in told.description
    assert told.content.count("<a ") == 60


def test_no_notes_show_a_reading_on_the_spot(show, audio):
    written, shown = "主角（ㄐㄩㄝˊ）色 404（四零四）<今天>（明天）", "主角色 404&lt;今天&gt;（明天）"
    base = make_episode(show, audio, marks=(Mark("角（jué）色", 0, 40_000),))
    row = Item("table1", "", kind="table", table=Table(("角(jue2)色",), (("404（四零四）",),)))
    digest = replace(
        base.digest,
        description=written,
        intro=(Item("intro.1", written), row),
        sections=(Section("story1", "角（jué）色", (Item("story1.1", written),)),),
        sources=(Source("source1", "角（jué）色", "https://source.example/"),),
    )
    told = notes(replace(base, digest=digest), "zh-TW")
    assert told.summary == "主角色 404<今天>（明天）"
    for text in (told.description, told.content):
        assert f"<p>{shown}</p>" in text
        assert "00:00:00 角色</p>" in text
        assert '<a href="https://source.example/">角色</a>' in text
    assert "<th>角色</th>" in told.content
    assert "<td>404</td>" in told.content
    assert not re.search("jué|jue2|ㄐ", told.summary + told.description + told.content)


def test_notes_of_an_episode_of_hundreds_of_chapters_still_fit(show, audio):
    marks = tuple(Mark(f"第 {n} 章的標題", n * 10_000, n * 10_000 + 10_000) for n in range(400))
    told = notes(make_episode(show, audio, marks=marks), "zh-TW")
    assert 3000 < len(told.description.encode()) <= 4000
    assert "AI 合成語音" in told.description


def test_a_feed_without_episodes_is_valid(show):
    rebuild(show, now=NOW)
    feed = channel(show)
    assert not feed.findall("item")
    assert feed.find("lastBuildDate") is None, "the clock must not get in"
    assert [f.id for f in failures(show)] == ["rss.items"]


def test_the_clock_is_not_in_the_feed(show, audio, publish):
    episode = publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    before = (show.feed / "feed.xml").read_bytes()
    assert rebuild(show, now=NOW + timedelta(days=9)) == ()
    (show.cache / "catalogue.db").unlink()
    assert rebuild(show, now=NOW + timedelta(days=9)) == (), "made anew, nothing differs"
    assert (show.feed / "feed.xml").read_bytes() == before
    assert parsedate_to_datetime(one(channel(show), "lastBuildDate")) == episode.updated


@pytest.mark.parametrize(("count", "limit"), [(0, 3), (1, 3), (3, 3), (4, 3), (6, 3), (7, 3), (10, 3), (11, 1)])
def test_an_archive_is_complete_from_the_start(count, limit):
    """RFC 5005: nothing is missing, feed.xml has the newest, and growth changes no archive."""
    listed: Any = tuple(range(count, 0, -1))  # newest first; a number stands for an entry
    *archives, current = paged(listed, limit)
    assert current == listed[:limit]
    assert set(current).union(*archives) == set(listed)
    assert all(len(a) == limit for a in archives)
    *grown, _ = paged((count + 1, *listed), limit)
    assert grown[: len(archives)] == archives


def test_a_long_feed_is_paged(tmp_path, audio, mp3):
    show = make_show(tmp_path, feed_limit=2)
    for n in range(1, 6):
        put_episode(show.feed, make_episode(show, audio, n), mp3)
    rebuild(show, now=NOW)
    seen, name = [], "feed.xml"
    while name:
        rss = etree.fromstring((show.feed / name).read_bytes())
        assert (rss[0].find("fh:archive", NS) is not None) == (name != "feed.xml")
        seen += [int(e.text) for e in rss[0].findall("item/itunes:episode", NS)]
        links = {e.get("rel"): e.get("href") for e in rss[0].findall("atom:link", NS)}
        assert links["self"] == f"https://show.example/tech/{name}"
        name = links.get("prev-archive", "").rpartition("/")[2]
    assert set(seen) == {1, 2, 3, 4, 5}
    prune.remove(show, "EP5", lambda: rebuild(show, now=NOW))
    prune.remove(show, "EP4", lambda: rebuild(show, now=NOW))
    assert sorted(p.name for p in show.feed.glob("*.xml")) == ["archive-1.xml", "feed.xml"]


def test_feedparser_and_podcastparser_read_it_whole(show, audio, publish):
    feedparser = pytest.importorskip("feedparser")
    podcastparser = pytest.importorskip("podcastparser")
    for n in range(1, 4):
        publish(make_episode(show, audio, n))
    rebuild(show, now=NOW)
    data = (show.feed / "feed.xml").read_bytes()
    read = feedparser.parse(data)
    assert not read.bozo
    assert [e.id for e in read.entries] == [make_episode(show, audio, n).guid for n in (3, 2, 1)]
    read = podcastparser.parse("https://show.example/tech/feed.xml", io.BytesIO(data))
    assert [(e["total_time"], e["enclosures"][0]["file_size"]) for e in read["episodes"]] == [(40, audio.size)] * 3


@pytest.mark.skipif(not KIT.is_file(), reason="the acceptance checks are not at hand")
def test_the_acceptance_checks_find_no_fault_in_the_feed(show, audio, publish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    command = [sys.executable, str(KIT), str(show.feed / "feed.xml"), str(show.feed), "--require-ai", "--quiet"]
    environment = {k: v for k, v in os.environ.items() if k not in ("FEEDVALIDATOR_DIR", "NODE_PATH")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
    faults = [line for line in done.stdout.splitlines() if line.startswith(("FAIL", "WARN"))]
    assert not faults, "\n".join(faults)
    assert "RESULT check_feed PASS" in done.stdout


def test_json_beside_the_audio_is_json(show, audio, publish):
    publish(make_episode(show, audio))
    rebuild(show, now=NOW)
    for path in (show.feed / "EP1").glob("*.json"):
        json.loads(path.read_bytes())


@given(st.text(max_size=300), st.text(max_size=80), st.sampled_from(["zh-TW", "zh-CN"]))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_gives_valid_notes_and_xml(text, title, language):
    """Control characters, surrogates, markup: what lxml and a browser's parser read is what was meant."""
    audio = Audio("a.mp3", 1, "0" * 64, 40_000, -16, -1)
    show = make_show(Path(), language=language, description=text)
    base = make_episode(show, audio)
    digest = replace(base.digest, intro=(Item("intro.1", text),), sources=(Source("source1", title, text),))
    episode = replace(base, title=title, digest=digest)
    entry, noted = entry_of(episode, language)
    assert len(noted.description.encode()) <= 4000
    document = Document("https://x.example/feed.xml", "https://x.example/cover.jpg", (entry,))
    read = etree.fromstring(feed_xml(show, document, lambda _: noted, address="https://x.example/"))[0]
    assert one(read, "item/description") == noted.description
    shown = lxml.html.fragment_fromstring(noted.content, create_parent="div").text_content()
    assert re.sub(r"\s", "", clean(text)) in re.sub(r"\s", "", shown)
    assert one(read, "item/title") == (one_line(title, 255) or "EP1")


def test_further_forms_are_alternate_enclosures_with_their_hashes(show, audio, publish):
    """The MP3 stays the default; a client that knows nothing of the others plays as before."""
    from hashlib import sha256

    from podcast.episode.names import audio_name

    form = Audio(audio_name("EP1", sha := sha256(b"m4a").hexdigest(), ".m4a"), 3, sha, 40_000, -16.0, -3.0, "audio/mp4")
    old = Audio(audio_name("EP1", "b" * 64, ".opus"), 3, "b" * 64, 40_000, -16.0, -3.0, "audio/ogg")
    episode = publish(make_episode(show, audio, 1, further=(form,)))
    home = show.feed / "EP1"
    (home / form.file).write_bytes(b"m4a")
    (home / old.file).write_bytes(b"old")
    rebuild(show, now=NOW)
    (item,) = channel(show).findall("item")
    found = [(e.get("type"), e.get("length"), e.get("default")) for e in item.findall("podcast:alternateEnclosure", NS)]
    assert found == [("audio/mpeg", str(episode.audio.size), "true"), ("audio/mp4", "3", None)]
    sources = [s.get("uri") for s in item.findall("podcast:alternateEnclosure/podcast:source", NS)]
    assert sources[1] == f"https://show.example/tech/EP1/{form.file}"
    assert not [f for f in failures(show) if "alternate" in str(f).lower()]
    rebuild(show, now=NOW, into=show.root / "site")
    assert (show.root / "site" / "EP1" / form.file).read_bytes() == b"m4a"
    assert [path.name for path in prune.prune(show, "EP1")] == [old.file]
