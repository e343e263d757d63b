"""The show's music: no click, no clipping, silence at the end; or the author's own file, whatever its format."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from podcast.errors import PodcastError
from podcast.mix import closing, music, opening
from podcast.mix.encode import encode, write
from podcast.show import Music
from podcast.sound import RATE


@pytest.mark.parametrize(("piece", "shortest", "longest"), [(opening, 3, 5), (closing, 4, 6)])
def test_a_jingle_begins_softly_ends_in_silence_and_never_clicks(piece, shortest, longest) -> None:
    sound = piece()
    assert sound.dtype == np.float32
    assert shortest <= sound.shape[1] / RATE <= longest
    assert np.abs(sound).max() <= 0.5
    assert np.abs(sound[:, 0]).max() < 1e-3
    assert np.abs(sound[:, -480:]).max() < 1e-3
    assert np.abs(np.diff(sound, axis=1)).max() < 0.1
    assert 0.3 < np.corrcoef(sound)[0, 1] < 0.95  # wide, and whole on one loudspeaker


def test_a_jingle_is_the_same_every_time() -> None:
    assert np.array_equal(opening(), opening())


def test_a_file_of_the_show_takes_its_place(tmp_path: Path) -> None:
    tone = (0.25 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.float32)
    write(tmp_path / "in.mp3", encode(np.stack((tone, tone)), 128, last=True), 128)
    with wave.open(str(tmp_path / "out.wav"), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes((8000 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)).astype("<i2").tobytes())
    first, last = music(Music("in.mp3", "out.wav"), tmp_path)
    for piece in (first, last):
        assert piece
        sound = piece.sound
        assert sound.shape[0] == 2
        assert sound.shape[1] == pytest.approx(RATE, abs=50)
        spectrum = np.abs(np.fft.rfft(sound[0]))
        assert np.argmax(spectrum) * RATE / sound.shape[1] == pytest.approx(440, abs=3)


def test_an_empty_name_is_no_music(tmp_path: Path) -> None:
    assert music(Music("", ""), tmp_path) == (None, None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "music.opening, does not exist"),
        (b"this is no sound at all" * 100, "cannot be read as sound"),
        (b"", "cannot be read as sound"),
    ],
)
def test_a_file_that_cannot_be_heard(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "in.mp3").write_bytes(content)
    with pytest.raises(PodcastError, match=message):
        music(Music(opening="in.mp3"), tmp_path)
