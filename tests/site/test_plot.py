"""How an episode sounds, as pictures: the strip above the player's slider, and `podcast plot`."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from podcast.model import Cue, Episode, Mark
from podcast.site.build import rebuild
from podcast.site.plot import levels, plot
from podcast.site.wave import WAVE_FILE, wave
from tests.published import make_episode, write_mp3

CUES = (Cue("一", "host", 1_000, 18_000), Cue("二", "guest", 22_000, 38_000))
MARKS = (Mark("開場", 0, 20_000), Mark("第二章", 20_000, 40_000))


@pytest.fixture
def episode(show, audio) -> Episode:
    heard = "0" * 10 + "c" * 190 + "0" * 20 + "6" * 160 + "0" * 20
    return make_episode(show, replace(audio, levels=heard), cues=CUES, marks=MARKS)


def test_the_strip_has_each_speakers_bars_and_the_chapters(show, episode: Episode) -> None:
    svg = etree.fromstring(wave(show, episode))
    host, guest, music, chapters = svg.findall("{*}path")
    assert len({path.get("fill") for path in (host, guest, music)}) == 3
    assert [len(re.findall("M", path.get("d"))) for path in (host, guest, music)] == pytest.approx(
        [171, 161, 68], abs=2
    )
    assert chapters.get("d") == "M400 0v60"
    heights = [float(found) for found in re.findall(r"v([\d.]+)h-1", host.get("d"))]
    assert heights[0] == pytest.approx(2 * (1 + 12 / 15 * 29), abs=0.2)


def test_the_strip_lies_beside_the_audio_and_in_the_player(show, episode: Episode, publish, now) -> None:
    publish(episode)
    publish(make_episode(show, replace(episode.audio, levels=""), 2))
    rebuild(show, now=now)
    for slug, there in (("EP1", True), ("EP2", False)):
        assert (show.feed / slug / WAVE_FILE).exists() == there
        assert (WAVE_FILE in (show.feed / slug / "index.html").read_text(encoding="utf-8")) == there


def test_levels_of_a_file_are_what_was_put_into_it(tmp_path: Path) -> None:
    write_mp3(tmp_path / "a.mp3", 21, amplitude=0.1)
    found = levels(tmp_path / "a.mp3") / 100
    assert len(found) == pytest.approx(210, abs=2)
    assert found[5:205] == pytest.approx(np.full(200, found[100]), abs=0.1), "no seam where blocks meet"


def test_a_plot_shows_who_speaks_and_how_loud(show, episode: Episode) -> None:
    loud = np.full(400, -1600, np.int16)
    loud[180:220] = -6000
    data = plot(show, episode, loud)
    assert data == plot(show, episode, loud)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (1600, 900))
        picture = np.asarray(image.convert("RGB")).astype(int)
    first, pause, second = (picture[380, x] for x in (400, 835, 1200))
    assert np.abs(first - second).sum() > 60, "a colour a speaker"
    assert np.ptp(pause) < np.ptp(first), "music and silence are grey"
    assert np.abs(picture[300, 400] - first).sum() < 10
    assert np.abs(picture[300, 835] - first).sum() > 60, "soft is low"


def test_a_plot_of_an_episode_without_words_or_chapters(show, episode: Episode) -> None:
    bare = replace(episode, cues=(), marks=(), title="🎉" * 90)
    assert plot(show, bare, np.zeros(0, np.int16)).startswith(b"\x89PNG")
    assert wave(show, replace(bare, audio=replace(episode.audio, levels=""))) == b""
    assert b"<path" in wave(show, bare)
