"""A voice that is encoded as one channel is heard from two, the same to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from podcast.mix.encode import Mp3, decode, encode, write
from podcast.mix.joint import KBIT_S, _of_two, joint, lower, size_of
from podcast.show.settings import BIT_RATES
from podcast.sound import RATE, load
from tests.mix.conftest import voiced


def strikes() -> np.ndarray:
    """A voice with sudden clicks in it, for which LAME takes short windows, and loud enough to fill the frames."""
    sound = voiced(3, 5, RATE).astype(np.float32)[None] / 32768
    sound[:, 7_000 :: RATE // 7] = 0.9
    return sound


@pytest.mark.parametrize("kbit_s", BIT_RATES)
def test_a_frame_told_anew_decodes_to_the_same_samples(kbit_s: int) -> None:
    ones = [bytes(packet) for packet in encode(strikes(), Mp3(lower(kbit_s), channels=1)).body]
    twos = [joint(one, kbit_s) for one in ones]
    assert {len(two) for two in twos} == {size_of(KBIT_S.index(kbit_s))}
    left_and_right = _channels(twos)
    assert left_and_right.shape[0] == 2
    np.testing.assert_array_equal(left_and_right[0], left_and_right[1])
    np.testing.assert_array_equal(left_and_right[:1], decode(ones))


def test_with_a_rate_of_its_own_a_frame_takes_the_least_that_holds_it() -> None:
    ones = [bytes(packet) for packet in encode(strikes(), Mp3(channels=1, vbr=True)).body]
    twos = [joint(one, None) for one in ones]
    assert len({len(two) for two in twos}) > 1
    assert all(len(one) <= len(two) <= len(one) * 1.5 + 24 for one, two in zip(ones, twos, strict=True))
    np.testing.assert_array_equal(decode(twos), decode(ones))


@pytest.mark.parametrize("vbr", [False, True])
def test_one_channel_makes_a_file_of_two_that_is_as_long_to_the_sample(tmp_path: Path, vbr: bool) -> None:
    sound = strikes()[:, : 2 * RATE + 333]
    mp3 = Mp3(vbr=vbr)
    write(tmp_path / "one.mp3", encode(sound, mp3, last=True).body, mp3)
    write(tmp_path / "two.mp3", encode(np.repeat(sound, 2, axis=0), mp3, last=True).body, mp3)
    one, two = load(tmp_path / "one.mp3"), load(tmp_path / "two.mp3")
    assert one.shape == two.shape == (2, sound.shape[1])
    assert _noise_db(sound, one) < _noise_db(sound, two) + 1.5, "and no worse than when it is encoded as two"


def test_noise_that_fits_into_no_frame_of_two_is_encoded_as_two() -> None:
    noise = np.zeros((1, RATE), np.float32)
    for at in range(0, RATE - 300, 2000):
        noise[0, at : at + 288] = np.random.default_rng(at).uniform(-1, 1, 288)
    mp3 = Mp3(320, vbr=True)
    ones = [bytes(packet) for packet in encode(noise, Mp3(320, channels=1, vbr=True)).body]
    with pytest.raises(ValueError, match="do not fit"):
        joint(max(ones, key=lambda one: _of_two(int.from_bytes(one[4:21]))[1]), None)
    assert decode(encode(noise, mp3).body).shape[1] > 0


def _noise_db(sound: np.ndarray, heard: np.ndarray) -> float:
    return float(10 * np.log10(np.mean((heard[:1] - sound) ** 2) / np.mean(sound**2)))


def _channels(frames: list[bytes]) -> np.ndarray:
    """What a decoder makes of both channels, unlike `decode` also where they are the same."""
    from av import AudioCodecContext, Packet

    decoder: Any = AudioCodecContext.create("mp3float", "r")
    return np.concatenate([f.to_ndarray() for data in frames for f in decoder.decode(Packet(data))], axis=1)
