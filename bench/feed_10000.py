"""What a feed of 10,000 episodes costs, beside the same number of entries in bare feedgen.

    python bench/feed_10000.py [COUNT]

Each row is a process of its own: seconds of wall time (of CPU) and its peak memory. The episodes are as large as
real ones (ten minutes, 150 captions, about 60 kB of episode.json); the audio is one small file
linked under each name, for a rebuild does not read it.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from podcast.episode.identity import mint_guid
from podcast.episode.names import audio_name
from podcast.episode.record import folder, save
from podcast.model import Audio, Chapter, Cue, Digest, Episode, Item, Line, Mark, Script, Section, Source
from podcast.show import Show, Speaker

TAIPEI = timezone(timedelta(hours=8))
NOW = datetime(2030, 1, 1, tzinfo=TAIPEI)
CUES, MINUTES, STORIES = 150, 10, 4
SENTENCE = "這家公司今天公布新一代晶片的規格，預計明年春天量產。"


def show_at(root: Path, limit: int) -> Show:
    return Show(
        root, "晨間科技", "晨間科技編輯室", "每天早上十分鐘。", "https://show.example/", email="host@show.example",
        feed_limit=limit, speakers=(Speaker("host", "小雲", ()),),
    )  # fmt: skip


def episode(show: Show, n: int, sound: bytes) -> Episode:
    slug = f"EP{n}"
    points = tuple(Item(f"p{i}", SENTENCE) for i in range(11))
    stories = tuple(Section(f"story{i}", f"第 {i} 則新聞", points) for i in range(STORIES))
    sources = tuple(Source(f"source{i}", f"來源 {i}", f"https://news.example/{n}/{i}") for i in range(STORIES))
    digest = Digest(
        slug, f"第 {n} 集：晶片與語音", n, intro=(Item("intro.1", SENTENCE * 3),),
        highlights=Section("highlights", "重點", points[:5]), sections=stories, sources=sources,
    )  # fmt: skip
    names = ("開場", "重點", *(s.heading for s in stories), "收尾")
    lines = tuple(Line(SENTENCE, source=(f"p{i}",)) for i in range(CUES // len(names)))
    length = MINUTES * 60_000
    marks = tuple(Mark(t, length * i // len(names), length * (i + 1) // len(names)) for i, t in enumerate(names))
    cues = tuple(
        Cue(SENTENCE, "host", length * i // CUES, length * (i + 1) // CUES - 100, ("p1",)) for i in range(CUES)
    )
    sha256 = hashlib.sha256(sound + slug.encode()).hexdigest()
    audio = Audio(audio_name(slug, sha256), len(sound), sha256, length, -16.0, -1.5)
    date = datetime(2001, 1, 1, 8, tzinfo=TAIPEI) + timedelta(days=n)
    return Episode(
        slug, mint_guid(show, slug), digest.title, date, date, digest,
        Script(slug, digest.title, tuple(Chapter(t, lines) for t in names)),
        audio, marks, cues, "kokoro", (("host", "zf_xiaobei"),), "r", n,
    )  # fmt: skip


def put(show: Show, n: int) -> None:
    sound = show.root / "sound.mp3"
    if not sound.exists():
        sound.write_bytes(b"\xff\xfb" + bytes(998))
    made = episode(show, n, sound.read_bytes())
    home = folder(show.feed, made.slug)
    home.mkdir(parents=True)
    os.link(sound, home / made.audio.file)
    save(show.feed, made)


def bare(count: int, root: Path) -> None:
    """feedgen alone: the entries with their itunes tags, short notes, and the file."""
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.title("晨間科技")
    feed.link(href="https://show.example/")
    feed.description("每天早上十分鐘。")
    for n in range(count):
        entry = feed.add_entry(order="append")
        entry.title(f"第 {n} 集：晶片與語音")
        entry.guid(f"guid-{n}")
        entry.description(SENTENCE)
        entry.enclosure(f"https://show.example/EP{n}/EP{n}.mp3", "1000", "audio/mpeg")
        entry.pubDate(datetime(2001, 1, 1, 8, tzinfo=TAIPEI) + timedelta(days=n))
        entry.podcast.itunes_duration(600)
    feed.rss_file(str(root / "bare.xml"))


def step(name: str, root: Path, count: int, limit: int) -> None:
    from podcast.site.build import rebuild

    show = show_at(root, limit)
    began, cpu = time.perf_counter(), time.process_time()
    if name == "bare":
        bare(count, root)
        written = ""
    else:
        files = rebuild(show, now=NOW)
        written = f"{len(files)} files written, feed.xml {(show.feed / 'feed.xml').stat().st_size / 1e6:.1f} MB"
    wall, spent = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{wall:8.2f} s ({spent:7.2f} s CPU) {peak:6.0f} MB  {written}")


def run(what: str, name: str, root: Path, count: int, limit: int) -> None:
    print(f"{what:58}", end="", flush=True)
    subprocess.run([sys.executable, __file__, "--step", name, str(root), str(count), str(limit)], check=True)


def main(count: int) -> None:
    root = Path(tempfile.mkdtemp(prefix="feed-"))
    try:
        print(f"{count} episodes")
        show = show_at(root, count * 2)
        for n in range(1, count + 1):
            put(show, n)
        run("bare feedgen, short notes", "bare", root, count, 0)
        for limit, what in ((300, "300 a document"), (count * 2, "all in one feed.xml")):
            first = "everything from nothing" if limit == 300 else "the feed alone, from what is known"
            run(f"{what}: {first}", "site", root, count, limit)
            run(f"{what}: nothing changed", "site", root, count, limit)
            count += 1
            put(show, count)
            run(f"{what}: one episode more", "site", root, count, limit)
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
