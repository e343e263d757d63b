"""The video as a player decodes it: size, pictures in time with the sound, and what lies beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from podcast.episode.record import folder
from podcast.model import Cue, Episode, Mark
from podcast.site.cover import cover
from podcast.site.screen import TALL, WIDE, Layout, Screen, planes
from podcast.site.video import FPS, Video, described, write_video
from podcast.sound import load
from tests.published import audio_of, make_episode, write_mp3

SECONDS = 4
CUES = (
    Cue("今天談一顆新晶片，以及會說話的程式。", "host", 500, 1700),
    Cue("製程為 3 奈米，Hulu、Tubi 和 Paramount Plus 都要。🎉", "host", 2310, 3400),
)


class Quiet:
    def stage(self, text: str) -> None: ...

    def note(self, text: str) -> None: ...

    def advance(self, done: int, total: int) -> None: ...


@pytest.fixture
def episode(show, tmp_path: Path) -> Episode:
    path = tmp_path / "a.mp3"
    write_mp3(path, SECONDS)
    made = make_episode(show, audio_of(path, SECONDS))
    made = replace(made, cues=CUES, marks=(Mark("開場", 0, 2000), Mark("新晶片問世", 2000, SECONDS * 1000)))
    home = folder(show.feed, made.slug)
    home.mkdir(parents=True)
    path.rename(home / made.audio.file)
    return made


def video(show, episode: Episode, tmp_path: Path, tall: bool) -> tuple[Video, list[np.ndarray]]:
    audio = folder(show.feed, episode.slug) / episode.audio.file
    made = write_video(show, episode, audio, tmp_path / "videos", tall, Quiet())
    with av.open(str(made.movie)) as file:
        return made, [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]


@pytest.mark.parametrize(("tall", "layout"), [(False, WIDE), (True, TALL)])
def test_pictures_change_with_what_is_heard(show, episode: Episode, tmp_path: Path, tall: bool, layout: Layout) -> None:
    made, pictures = video(show, episode, tmp_path, tall)
    if not tall:
        _beside(made)
    assert len(pictures) == SECONDS * FPS
    assert pictures[0].shape == layout.size[::-1]
    box = layout.sentence
    ink = [(picture[box.top : box.bottom, box.left : box.right] > 160).mean() for picture in pictures]
    changes = [n for n in range(1, len(ink)) if abs(ink[n] - ink[n - 1]) > 0.002]
    assert ink[0] > 0.01, "the title, until somebody speaks"
    assert [n / FPS for n in changes] == pytest.approx([0.5, 2.31], abs=0.1), "captions and sound agree to 0.1 s"
    bars = layout.bars
    played = [picture[bars.top : bars.bottom, bars.left : bars.right].mean() for picture in pictures]
    assert played[-1] > played[len(played) // 2] > played[0], "the progress moves"
    with av.open(str(made.movie)) as file:
        assert (file.streams.video[0].codec_context.name, file.streams.audio[0].codec_context.name) == ("h264", "aac")
        assert file.duration == pytest.approx(SECONDS * 1e6, abs=60_000)
    assert load(made.movie).shape[1] == pytest.approx(SECONDS * 48_000, abs=2048)


@pytest.mark.parametrize("layout", [WIDE, TALL])
def test_the_largest_sentence_stays_inside_its_place(show, layout: Layout) -> None:
    screen = Screen(show, layout, cover(show)[1], [0.5] * 100)
    before = screen.planes[0].copy()
    screen.sentence("國" * 32)
    screen.chapter("題" * 60)
    rows, columns = np.nonzero(screen.planes[0].astype(int) - before > 60)
    assert columns.min() > 20
    assert columns.max() < layout.size[0] - 20
    for place in (layout.sentence, layout.chapter):
        inside = rows[(rows >= place.top) & (rows < place.bottom)]
        assert place.top + 4 < inside.min() < inside.max() < place.bottom - 4


def _beside(made: Video) -> None:
    title, blank, *lines = made.text.read_text(encoding="utf-8").splitlines()
    assert title == "EP1 第 1 集：晶片與語音"
    assert blank == ""
    assert "00:00 開場" in lines
    assert "00:02 新晶片問世" in lines
    assert any("https://chip.example/" in line for line in lines)
    assert any("AI" in line for line in lines)
    assert "00:00:02,310 --> 00:00:03,400" in made.captions.read_text(encoding="utf-8")
    with Image.open(io.BytesIO(made.picture.read_bytes())) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1280, 720))
    assert {path.name for path in made.movie.parent.iterdir()} == {"EP1.mp4", "EP1.txt", "EP1.jpg", "EP1.srt"}


def test_a_description_is_what_youtube_takes(show, episode: Episode) -> None:
    text = described(show, replace(episode, title="長" * 300, number=7))
    assert len(text.splitlines()[0]) <= 100
    assert "<" not in text
    assert ">" not in text


def test_colours_are_those_of_television() -> None:
    """White, black and red as BT.709 has them."""
    for rgb, yuv in (((255, 255, 255), (235, 128, 128)), ((0, 0, 0), (16, 128, 128)), ((255, 0, 0), (63, 102, 240))):
        picture = np.full((2, 2, 3), rgb, np.uint8)
        assert tuple(int(plane[0, 0]) for plane in planes(picture)) == yuv
