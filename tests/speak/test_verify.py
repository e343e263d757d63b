from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.model import Boundary, Request
from podcast.show import Voice
from podcast.sound import EDGE_MS
from podcast.speak.engine import Sound
from podcast.speak.engines import ENGINES, USUAL_PACE, pace_of, speed_of
from podcast.speak.verify import Blemished, FaultySound, blemish, check, decode, syllables
from tests import fakes

TEXT = "今天的重點是，Meta 以一百四十八億美元投資 Scale AI，並招攬其執行長。"
VOICE = Voice("edge", "zh-TW-YunJheNeural")
WHOLE = fakes.spoken(TEXT, "a")
MARKS = tuple(Boundary(word, at, at + ms) for word, at, ms in fakes.boundaries(TEXT))


def delivered(samples: np.ndarray, boundaries=(), text=TEXT, voice=VOICE, as_file=fakes.wav):
    request = Request(voice.engine, voice.voice, text, text)
    return check(Sound(as_file(samples), boundaries), request, voice)


def test_wav_is_decoded_to_the_sample():
    samples, rate = decode(fakes.wav(WHOLE))
    assert rate == 24_000
    np.testing.assert_array_equal(samples, WHOLE)


def test_a_streamed_wav_has_no_true_length():
    """As OpenAI sends it: both sizes are 0xFFFFFFFF, for nobody knew them yet."""
    data = bytearray(fakes.wav(WHOLE))
    data[4:8] = data[40:44] = b"\xff" * 4
    np.testing.assert_array_equal(decode(bytes(data))[0], WHOLE)


def test_mp3_is_decoded_within_its_codecs_error():
    samples, rate = decode(fakes.mp3(WHOLE))
    assert rate == 24_000
    assert 0 <= len(samples) - len(WHOLE) <= 3 * 1152  # the encoder's delay and its last frame
    assert abs(int(np.abs(samples).max()) - int(np.abs(WHOLE).max())) < 2000


def test_stereo_becomes_mono():
    import io
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(22_050)
        out.writeframes(np.repeat(WHOLE, 2).tobytes())
    samples, rate = decode(file.getvalue())
    assert rate == 22_050
    assert abs(samples.astype(int) - WHOLE).max() <= 1


@pytest.mark.parametrize("as_file", [fakes.wav, fakes.mp3])
def test_a_whole_sentence_passes_and_the_silence_around_it_is_cut_to_a_margin(as_file):
    got = delivered(WHOLE, MARKS, as_file=as_file)
    speech_ms = sum(ms for _, ms in fakes.pieces(TEXT)[:-1])  # the last mark is silent
    length_ms = len(got.samples) * 1000 / 24_000
    assert length_ms == pytest.approx(speech_ms + 2 * EDGE_MS, abs=30)
    assert got.samples[0] == got.samples[-1] == 0
    assert got.boundaries[0].start_ms == pytest.approx(EDGE_MS, abs=60)
    assert got.boundaries[-1].end_ms <= length_ms
    assert [b.text for b in got.boundaries] == [b.text for b in MARKS]


@pytest.mark.parametrize(
    ("samples", "boundaries", "message"),
    [
        (WHOLE[:0], (), "no sound|silence"),
        (np.zeros_like(WHOLE), (), "silence"),
        (fakes.distort(WHOLE, "clipped"), (), "clipped"),
        (fakes.half(WHOLE), (), "inside a word"),
        (WHOLE[: len(WHOLE) // 2 // 4800 * 4800 + 2400], (), "inside a word|no length"),
        (np.concatenate([fakes.half(WHOLE), np.zeros(9000, np.int16)]), MARKS, "before its last word|no length"),
        (np.concatenate([fakes.half(WHOLE), np.zeros(9000, np.int16)]), (), "no length"),
        (np.tile(WHOLE, 4), (), "no length"),
        (WHOLE[:100], (), "silence|shorter"),
    ],
    ids=["empty", "silent", "clipped", "half", "half at a pause", "short of its words", "short", "long", "snippet"],
)
def test_what_is_not_the_sentence_is_refused(samples, boundaries, message):
    with pytest.raises(FaultySound, match=message):
        delivered(samples, boundaries)


@pytest.mark.parametrize("data", [b"", b"<html>sign in</html>", b"\0" * 5000, bytes(range(256)) * 40])
def test_what_is_no_sound_is_refused(data):
    with pytest.raises(FaultySound, match="no sound"):
        check(Sound(data), Request("edge", "a", TEXT, TEXT), VOICE)


@given(st.floats(0.0, 0.62))
def test_however_early_it_ends_it_is_noticed(share):
    """Up to where a fast speaker could be done; beyond, boundaries and turn.end tell."""
    with pytest.raises(FaultySound):
        delivered(WHOLE[: int(len(WHOLE) * share)])


@given(st.floats(0.0, 0.9))
def test_with_boundaries_it_is_noticed_to_the_end(share):
    with pytest.raises(FaultySound):
        delivered(WHOLE[: int(len(WHOLE) * share)], MARKS)


@pytest.mark.parametrize(
    ("text", "count"),
    [("今天", 2), ("AI", 2), ("Scale", 5 / 3), ("API 閘道", 5), ("在", 1), ("，。", 0), ("GPT-4o", 5), ("https", 5)],
)
def test_syllables(text, count):
    assert syllables(text) == pytest.approx(count)


@pytest.mark.parametrize(
    ("voice", "speed"),
    [
        (Voice("edge", "a", rate="+50%"), 1.5),
        (Voice("edge", "a", rate="-20%"), 0.8),
        (Voice("edge", "a", speed=2.0), 1.0),
        (Voice("kokoro", "a", speed=1.2), 1.2),
        (Voice("openai", "a", speed=0.5, rate="+50%"), 0.5),
    ],
)
def test_speed(voice, speed):
    assert speed_of(voice) == pytest.approx(speed)


def test_a_voice_has_its_own_bounds_its_engines_or_any():
    assert pace_of("kokoro", "zm_yunyang").usual < pace_of("kokoro", "zf_xiaobei").usual
    assert pace_of("edge", "zh-TW-NewNeural") == ENGINES["edge"].pace
    assert pace_of("azure", "x") == USUAL_PACE


def test_a_faster_voice_may_be_shorter():
    fast = WHOLE.reshape(-1, 2)[:, 0] if len(WHOLE) % 2 == 0 else WHOLE[:-1].reshape(-1, 2)[:, 0]
    with pytest.raises(FaultySound, match="no length"):
        delivered(fast)
    assert len(delivered(fast, voice=Voice("edge", "a", rate="+100%")).samples)


def flac(seconds: int, rate: int = 48_000, layout: str = "mono") -> bytes:
    """Silence that takes next to nothing."""
    import io

    import av

    file = io.BytesIO()
    with av.open(file, "w", format="flac") as out:
        stream = out.add_stream("flac", rate=rate, layout=layout)
        channels = {"mono": 1, "stereo": 2, "5.1": 6}[layout]
        for at in range(seconds):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, rate * channels), np.int16), format="s16", layout=layout)
            frame.sample_rate, frame.pts = rate, at * rate
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return file.getvalue()


def test_a_small_file_that_decodes_to_hours_is_decoded_no_further_than_its_text_can_last(monkeypatch):
    """1.2 MB of FLAC can hold a day of silence: gigabytes, and minutes of the one thread that decides."""
    data = flac(600)
    assert len(data) < 200_000
    import av

    decoded = []
    fifo = av.AudioFifo

    class Counted:
        def __init__(self):
            self._fifo = fifo()

        def write(self, frame):
            decoded.append(frame.samples)
            self._fifo.write(frame)

        samples = property(lambda self: self._fifo.samples)

    monkeypatch.setattr("av.AudioFifo", Counted)
    with pytest.raises(FaultySound, match=r"lasts longer than \d+ s, which is no length for its text"):
        check(Sound(data), Request("edge", VOICE.voice, TEXT, TEXT), VOICE)
    assert sum(decoded) / 48_000 < 40


@pytest.mark.parametrize(("rate", "layout"), [(192_000, "mono"), (48_000, "5.1")])
def test_what_has_no_form_of_speech_is_not_decoded(rate, layout):
    with pytest.raises(FaultySound, match=r"samples a second|channels"):
        decode(flac(2, rate, layout), 60.0)


def test_silence_around_a_sentence_does_not_make_it_too_long():
    quiet = np.zeros(24_000 * 4, np.int16)
    assert len(delivered(np.concatenate((quiet, WHOLE, quiet)), as_file=fakes.mp3).samples) < len(WHOLE) + 24_000


def glitch(samples: np.ndarray) -> np.ndarray:
    broken = samples.copy()
    broken[len(broken) // 2] += 4000
    return broken


def gap(samples: np.ndarray) -> np.ndarray:
    """Eight milliseconds lost on the way, where it is loud."""
    half = len(samples) // 2
    at = half + int(np.abs(samples[half : half + 2400]).argmax())
    return np.concatenate((samples[:at], samples[at + 200 :]))


def flattened(samples: np.ndarray) -> np.ndarray:
    """Clipped, then made softer: no sample is at full scale."""
    return np.clip(samples, -7000, 7000)


@pytest.mark.parametrize(("spoil", "message"), [(glitch, "clicks"), (gap, "clicks"), (flattened, "clipped")])
def test_a_whole_sentence_with_a_fault_in_its_sound_is_told_and_can_still_be_taken(spoil, message):
    with pytest.raises(Blemished, match=message) as fault:
        delivered(spoil(WHOLE))
    assert len(fault.value.delivered.samples) > 100_000


@pytest.mark.parametrize("scale", [0.05, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("noise", [0, 30, 300])
def test_speech_is_no_fault_however_loud_or_noisy(scale: float, noise: float):
    rng = np.random.default_rng(5)
    for voice in "abcdef":
        sound = fakes.spoken(TEXT, voice) * scale + rng.normal(0, noise, len(fakes.spoken(TEXT, voice)))
        burst = rng.normal(0, 5000, 480) * np.exp(-np.arange(480) / 90)  # a plosive
        sound[40_000:40_480] += burst
        assert blemish(np.clip(sound, -32_000, 32_000).astype(np.int16) if scale < 3 else sound.astype(np.int16)) == ""
