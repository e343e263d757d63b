import hashlib
import io
import subprocess
import sys
import wave
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from onnxruntime.capi.onnxruntime_pybind11_state import Fail

from podcast.errors import EngineRefused, EngineUnavailable
from podcast.mandarin import Mandarin
from podcast.model import Request
from podcast.show import Voice
from podcast.sound import EDGE_MS, SPEECH
from podcast.speak.kokoro import engine as kokoro
from podcast.speak.kokoro import model as kokoro_model
from podcast.speak.kokoro import trial
from podcast.speak.kokoro.engine import KokoroEngine
from podcast.speak.store import clip_key

VOICE = Voice("kokoro", "zm_yunyang")


@pytest.fixture(scope="module")
def engine():
    return KokoroEngine(workers=2)


def samples(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24_000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32767


def test_a_sentence_sounds_the_same_every_time_and_starts_and_ends_at_the_edge(engine):
    request = engine.prepare(Mandarin().say("Meta 投資 Scale AI。"), VOICE)
    data = engine.synthesise(request, VOICE, 60).data
    assert engine.synthesise(request, VOICE, 60).data == data

    sound = samples(data)
    assert 1.0 < len(sound) / 24_000 < 4.0
    loud = np.flatnonzero(np.abs(sound) > SPEECH * np.abs(sound).max() * 1.5)
    edge = EDGE_MS * 24
    assert loud[0] <= edge * 2
    assert len(sound) - loud[-1] <= edge * 2
    assert abs(sound[0]) < 1e-3
    assert abs(sound[-1]) < 1e-3


@pytest.mark.parametrize(
    ("voice", "key"),
    [
        (Voice("kokoro", "zm_yunyang"), "a5ce3d809676d291d3bf47d4140633dfb2c4797837d8845a3ad5f2de4913dce2"),
        (Voice("kokoro", "zf_xiaobei", speed=1.1), "8f33bec999d795b3dfff15f3cb94a2d3cd19e235f42bac4e6aa74327a42a167f"),
    ],
)
def test_a_clip_of_version_0_1_is_found_under_its_key(engine, voice, key):
    request = engine.prepare(Mandarin().say("Meta 投資 Scale AI，金額是 148 億美元。"), voice)
    assert clip_key(engine.identity(voice), request) == key


def test_speed_is_part_of_the_request_and_changes_the_length(engine):
    spoken = Mandarin().say("今天天氣很好。")
    slow, fast = (Voice("kokoro", "zf_xiaobei", speed=s) for s in (0.8, 1.25))
    requests = [engine.prepare(spoken, v) for v in (slow, fast)]
    assert requests[0].payload.startswith("0.8|")
    assert requests[1].payload.startswith("1.25|")
    lengths = [len(samples(engine.synthesise(r, v, 60).data)) for r, v in zip(requests, (slow, fast), strict=True)]
    assert 1.3 < lengths[0] / lengths[1] < 1.9


def test_long_text_does_not_fit_and_none_is_cut():
    engine = KokoroEngine()
    short, long = (engine.prepare(Mandarin().say("好" * n + "。"), VOICE) for n in (40, 300))
    assert short.fits
    assert not long.fits
    with pytest.raises(EngineRefused, match="1 to 510 sounds"):
        engine.synthesise(long, VOICE, 60)


def test_nothing_to_say_is_refused():
    with pytest.raises(EngineRefused):
        KokoroEngine().synthesise(Request("kokoro", "zm_yunyang", "1|", "😀"), VOICE, 60)


def test_identity_tells_voices_apart_and_loads_nothing():
    engine = KokoroEngine()
    names = {engine.identity(Voice("kokoro", v)) for v in kokoro_model.VOICES}
    assert len(names) == 4
    assert engine._session is None


def test_an_unknown_voice_is_refused_by_name():
    with pytest.raises(EngineRefused, match="no voice “nobody”; it has: zm_yunyang"):
        kokoro_model.load_styles("nobody")


@pytest.mark.parametrize("voice", kokoro_model.VOICES)
def test_every_voice_is_whole(voice):
    styles = kokoro_model.load_styles(voice)
    assert styles.shape == (510, 256)
    assert styles.dtype == np.float32


def test_the_joined_parts_are_the_published_model():
    assert hashlib.sha256(kokoro_model.model_bytes()).hexdigest() == kokoro_model.MODEL_SHA256


def test_parts_are_found_without_importing_the_packages():
    code = (
        "import sys; from podcast.speak.kokoro.model import model_bytes; model_bytes(); "
        "assert not any(m.startswith('kokoro_ja') for m in sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_damaged_part_is_named_with_the_mend():
    name = kokoro_model.PARTS[1][0]
    with pytest.raises(
        EngineUnavailable, match=rf"{name} is damaged; mend it with: pip install --force-reinstall {name}"
    ):
        kokoro_model.model_bytes(((name, "0" * 64),))


def test_a_missing_package_is_named_with_the_mend():
    with pytest.raises(EngineUnavailable, match="lacks its model part no-such-part; mend it with: pip install"):
        kokoro_model.model_bytes((("no-such-part", "0" * 64),))


def test_a_part_whose_file_was_deleted_is_missing(monkeypatch, tmp_path):
    class Installed:
        files = (metadata.PackagePath("pack/part.bin"),)

    Installed.files[0].dist = type("Dist", (), {"locate_file": lambda self, path: Path(tmp_path, path)})()
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed)
    with pytest.raises(EngineUnavailable, match="lacks its model part pack"):
        kokoro_model.model_bytes((("pack", "0" * 64),))


@pytest.mark.parametrize("error", [Fail("[ONNXRuntimeError] : 1 : FAIL"), MemoryError()])
def test_what_the_runtime_raises_is_one_sentence(monkeypatch, error):
    class Broken:
        def run(self, *args):
            raise error

    engine = KokoroEngine()
    request = engine.prepare(Mandarin().say("好。"), VOICE)
    monkeypatch.setattr(kokoro, "load_network", lambda tell, own: Broken())
    with pytest.raises(EngineUnavailable, match=rf"embedded voice broke down .{type(error).__name__}.; close other"):
        engine.synthesise(request, VOICE, 60)


def test_a_network_that_cannot_be_loaded_is_one_sentence(monkeypatch, tmp_path):
    engine = KokoroEngine()
    request = engine.prepare(Mandarin().say("好。"), VOICE)
    monkeypatch.setattr(trial, "_cache", lambda: tmp_path)
    monkeypatch.setattr(trial, "model_bytes", lambda: b"no model")
    with pytest.raises(EngineUnavailable, match="embedded voice broke down"):
        engine.synthesise(request, VOICE, 60)
