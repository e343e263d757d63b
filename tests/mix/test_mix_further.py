"""The programme in other forms: M4A and Opus beside the MP3, one channel, a bit rate that varies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import av
import numpy as np
import pytest

from podcast.mix import FORMS, Kept, Measured, Score, Tags, Timeline, lay_out, marks, master, programme, write_further
from podcast.show import Delivery, Loudness
from podcast.sound import linear, load
from tests.mix.conftest import Take, piece, take
from tests.mix.measure import lufs, true_peak_db

ALONE_LU = 3.01


def laid(taken: Take, channels: int) -> Timeline:
    tone = 0.3 * np.sin(np.arange(48_000) / 20)
    return lay_out(taken.utterances, taken.heard, Score(opening=piece(np.stack((tone, -tone)[:channels]))))


def layout(path: Path) -> tuple[str, int]:
    with av.open(str(path)) as file:
        return file.streams.audio[0].layout.name, file.streams.audio[0].codec_context.sample_rate


@pytest.fixture
def taken() -> Take:
    return take([["一" * 5] * 2, ["二" * 6]])


def mastered(taken: Take, path: Path, channels: int, delivery: Delivery) -> tuple[Timeline, Measured]:
    timeline = laid(taken, channels)
    return timeline, master(timeline, taken.read, Loudness(), path, delivery=delivery)


@pytest.mark.parametrize(
    ("channels", "mono", "wanted", "vbr"),
    [(1, True, 1, False), (1, True, 1, True), (2, True, 2, True), (1, False, 2, False)],
)
def test_one_channel_where_nothing_is_stereo_and_the_show_allows_it(
    tmp_path: Path, taken: Take, channels: int, mono: bool, wanted: int, vbr: bool
) -> None:
    _, found = mastered(taken, tmp_path / "a.mp3", channels, Delivery(mono=mono, vbr=vbr))
    sound = load(tmp_path / "a.mp3")
    assert layout(tmp_path / "a.mp3") == (("mono", "stereo")[wanted - 1], 48_000)
    assert found.channels == wanted
    assert found.lufs == pytest.approx(-16 - (ALONE_LU if wanted == 1 else 0), abs=0.3)
    assert lufs(sound) == pytest.approx(found.lufs, abs=0.2)
    assert sound.shape[1] == found.samples, "the header tells the length to the sample, at any bit rate"


def test_a_bit_rate_that_varies_takes_no_more_bits_and_gives_the_same_bytes_twice(tmp_path: Path, taken: Take) -> None:
    sizes = {}
    for name, delivery in (("a", Delivery()), ("b", Delivery(vbr=True)), ("c", Delivery(vbr=True))):
        mastered(taken, tmp_path / f"{name}.mp3", 2, delivery)
        sizes[name] = (tmp_path / f"{name}.mp3").read_bytes()
    assert sizes["b"] == sizes["c"]
    assert len(sizes["b"]) < len(sizes["a"])


@pytest.mark.parametrize("name", FORMS)
def test_what_an_encoder_adds_to_a_peak_is_taken_away_again(tmp_path: Path, name: str) -> None:
    """Noise that was cut at the ceiling comes out of either with higher peaks."""
    noise = np.random.default_rng(1).normal(0, 1, (1, 96_000)).clip(-1, 1).astype(np.float32)
    asked: list[float] = []

    def sounds(ceiling_db: float) -> Iterator[np.ndarray]:
        asked.append(ceiling_db)
        yield noise * np.float32(linear(ceiling_db))

    path = tmp_path / f"a{FORMS[name].suffix}"
    found = write_further(path, FORMS[name], sounds, 1, -1.0, Tags("一", "二", "三", date(2026, 11, 28)))
    assert len(asked) > 1
    assert found.true_peak_dbtp <= -1
    assert true_peak_db(load(path)) <= -0.9


@pytest.mark.parametrize(("name", "channels"), [("m4a", 1), ("m4a", 2), ("opus", 1)])
def test_the_same_programme_with_chapters_and_tags(tmp_path: Path, taken: Take, name: str, channels: int) -> None:
    form, kept = FORMS[name], Kept(tmp_path / "kept")
    timeline = laid(taken, channels)
    found = master(timeline, taken.read, Loudness(), tmp_path / "a.mp3", None, kept, Delivery(mono=True))
    told = marks(timeline, taken.script)
    tags = Tags(
        "第一集", "編輯室", "早報", date(2026, 11, 28), told, track=1, cover=b"\x89PNG", notice="AI", identifier="g"
    )
    hashes = set()
    for n in range(2):
        path = tmp_path / f"{n}{form.suffix}"
        sounds = programme(timeline, taken.read, Loudness(), found.gain_db, kept)
        heard = write_further(path, form, sounds, found.channels, -1.0, tags)
        hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(hashes) == 1
    sound, mp3 = load(path), load(tmp_path / "a.mp3")
    assert 0 <= sound.shape[1] - mp3.shape[1] < 1024, "a frame of AAC is not cut"
    shortest = mp3.shape[1]
    assert np.corrcoef(sound[0, :shortest], mp3[0])[0, 1] > 0.98, "nothing is moved"
    assert layout(path)[0] == ("mono", "stereo")[channels - 1]
    assert heard.lufs == pytest.approx(found.lufs, abs=0.3)
    assert heard.lufs == pytest.approx(lufs(sound), abs=0.3)
    assert heard.true_peak_dbtp <= -1
    assert true_peak_db(sound) <= -0.9
    with av.open(str(path)) as file:
        chapters = [(c["start"], c["metadata"]["title"]) for c in file.chapters()]
        texts = file.metadata | file.streams[0].metadata
    assert chapters == [(mark.start_ms, mark.title) for mark in told]
    assert (texts["title"], texts["artist"], texts["album"]) == ("第一集", "編輯室", "早報")
    assert b"AIGC" in path.read_bytes().upper()
