"""What mutagen reads back, and what stands in the bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from podcast.errors import MixError
from podcast.mix import Tags, tag
from podcast.mix.encode import Mp3, encode, write
from podcast.model import Mark
from podcast.sound import load

MARKS = (Mark("開場", 0, 400), Mark("第一則：晶片 📈", 400, 1200), Mark("結尾", 1200, 2000))
TAGS = Tags(
    title="科技巨頭的 AI 戰略布局",
    artist="主持人",
    album="科技碎碎念",
    date=date(2026, 11, 24),
    marks=MARKS,
    track=1,
    comment="三則新聞。",
    lyrics="大家好。\n再見。",
    cover=b"\x89PNG\r\n\x1a\n" + bytes(100),
    identifier="0f8fad5b-d9cb-469f-a165-70867728950e",
    notice="本節目由 AI 生成文字，並以 AI 合成語音。",
)


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp3"
    tone = (0.2 * np.sin(np.arange(96_000) / 10)).astype(np.float32)
    write(path, encode(np.stack((tone, tone)), Mp3(), last=True).body, Mp3())
    return path


def test_everything_is_read_back(mp3: Path) -> None:
    from mutagen.id3 import ID3

    tag(mp3, TAGS)
    found = ID3(mp3)
    assert found.version == (2, 3, 0)
    texts = {name: found[name].text[0] for name in ("TIT2", "TPE1", "TALB", "TRCK", "TCON", "TLAN")}
    assert texts == {
        "TIT2": TAGS.title, "TPE1": TAGS.artist, "TALB": TAGS.album, "TRCK": "1", "TCON": "Podcast", "TLAN": "zho"
    }  # fmt: skip
    assert str(found["TDRC"].text[0]) == "2026-11-24"
    assert found["COMM::zho"].text[0] == "三則新聞。\n本節目由 AI 生成文字，並以 AI 合成語音。"
    assert found["USLT::zho"].text == TAGS.lyrics
    assert (found["APIC:"].mime, found["APIC:"].data) == ("image/png", TAGS.cover)


def test_chapters_are_the_marks_in_one_ordered_table(mp3: Path) -> None:
    from mutagen.id3 import ID3, CTOCFlags, Encoding

    tag(mp3, TAGS)
    found = ID3(mp3)
    (table,) = found.getall("CTOC")
    assert table.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    chapters = [found[f"CHAP:{id}"] for id in table.child_element_ids]
    assert tuple(Mark(str(c.sub_frames["TIT2"]), c.start_time, c.end_time) for c in chapters) == MARKS
    assert {(c.start_offset, c.end_offset) for c in chapters} == {(0xFFFFFFFF, 0xFFFFFFFF)}
    assert {c.sub_frames["TIT2"].encoding for c in chapters} == {Encoding.UTF16}


def test_chapters_lie_in_the_file_in_order_of_time_whatever_their_size(mp3: Path) -> None:
    from mutagen.id3 import ID3

    titles = ("一個很長很長的開場標題", "短", "中等的標題", "另一個很長很長很長的標題", "末", "結尾")
    marks = tuple(Mark(title, 1000 * n, 1000 * n + 1000) for n, title in enumerate(titles))
    links = (None, "https://a.example/1", None, "https://a.example/" + "2" * 200, None, None)
    tag(mp3, replace(TAGS, marks=marks, links=links))
    found = [frame for frame in ID3(mp3).values() if frame.FrameID == "CHAP"]  # mutagen reads them as they lie
    assert [str(frame.sub_frames.getall("TIT2")[0]) for frame in found] == list(titles)
    urls = [[frame.url for frame in chapter.sub_frames.getall("WXXX")] for chapter in found]
    assert urls == [[url] if url else [] for url in links]
    ids = [frame.element_id for frame in found]
    assert ids == sorted(ids)
    assert str(ID3(mp3)["TIT2"]) == TAGS.title


def test_more_chapters_than_one_table_counts(mp3: Path) -> None:
    from mutagen.id3 import ID3, CTOCFlags

    many = tuple(Mark(f"第 {n} 則", n, n + 1) for n in range(600))
    tag(mp3, Tags("一", "二", "三", date(2026, 1, 1), many))
    tables = {t.element_id: t for t in ID3(mp3).getall("CTOC")}
    (top,) = (t for t in tables.values() if t.flags & CTOCFlags.TOP_LEVEL)
    listed = [id for child in top.child_element_ids for id in tables[child].child_element_ids]
    assert listed == [f"chp{n:03}" for n in range(1, 601)] == sorted(listed)
    assert max(len(t.child_element_ids) for t in tables.values()) <= 255


def test_the_label_of_generated_sound(mp3: Path) -> None:
    from mutagen.id3 import ID3

    tag(mp3, TAGS)
    label = json.loads(ID3(mp3)["TXXX:AIGC"].text[0])
    assert label["Label"] == "1"
    assert label["ContentProducer"] == TAGS.artist
    assert label["ProduceID"] == TAGS.identifier


def test_no_label_where_no_machine_worked(mp3: Path) -> None:
    from mutagen.id3 import ID3

    tag(mp3, Tags("一", "二", "三", date(2026, 1, 1)))
    assert sorted(ID3(mp3)) == ["TALB", "TCON", "TDRC", "TIT2", "TLAN", "TPE1"]


def test_tags_leave_the_sound_alone_and_replace_earlier_ones(mp3: Path) -> None:
    sound, plain = load(mp3), mp3.read_bytes()
    tag(mp3, TAGS)
    once = mp3.read_bytes()
    assert once.endswith(plain)
    assert np.array_equal(load(mp3), sound)
    tag(mp3, TAGS)
    assert mp3.read_bytes() == once


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MixError, match=r"gone\.mp3"):
        tag(tmp_path / "gone.mp3", TAGS)
