"""Which form of the network this machine runs: ours where it gives the same answers in less time, else the published.

Found out once, at the first use, and remembered in the user's cache folder, beside our form as ONNX Runtime prepared
it for this machine. Processors differ (without VNNI, products of unsigned and signed bytes may overflow), and so do
versions of the runtime: each pair of them has its own files. Whatever goes wrong here, the published form speaks.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.disk import write_whole
from podcast.errors import DiskError, EngineError
from podcast.speak.kokoro import form
from podcast.speak.kokoro.model import (
    MODEL_SHA256,
    load_session,
    load_styles,
    model_bytes,
    own_model_bytes,
    prepare,
    speak_tokens,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLD = "準備聲音 making the embedded voice faster, once on this machine"
FASTER = 0.95  # of the published form's processor time: less of a gain is none
ROOM = 300_000_000  # bytes that must be free before a form of 92 MB is kept
FORGOTTEN_S = 60 * 86_400  # files that no run has used for so long go
_PARTS = ("published", "made", "part")  # files that are there while it is found out
TOKENS = (65, 156, 47, 171, 54, 157, 16, 46, 123, 51, 169, 4, 16, 53, 43, 171, 56, 51, 169, 16, 64, 43, 56, 173)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """``sha256`` of our form as it is kept; empty where the published one stays."""

    sha256: str
    same: bool
    ratio: float  # our processor time over the published form's


def load_network(tell: Callable[[str], None] | None, folder: Path | None = None, own: Path | None = None) -> Any:
    """A session of the form that this machine runs. ``tell`` hears it when that is still to be found out (5 s).

    None when it is to be found out and there is no ``tell``. Raises EngineUnavailable when our form is not there and
    the published parts are missing or damaged; ``own``, a file in place of them, is looked at in any case.
    """
    from filelock import FileLock, Timeout

    published = partial(own_model_bytes, own) if own else model_bytes
    if own:
        published()
    try:
        folder = folder or _cache()
        kept = _kept(folder)
        if not kept and tell is None:
            return None
        if not kept and tell and _has_room(folder):
            with FileLock(folder / "lock", timeout=0):
                tell(TOLD)
                _try(folder, published)
            kept = _kept(folder)
        if isinstance(kept, Path):
            return load_session(kept, prepared=True)
    except (OSError, Timeout, DiskError):
        pass  # a folder that cannot be written, a full disk, another process that is at it
    except Exception as e:
        if isinstance(e, MemoryError | EngineError):
            raise
        # whatever the runtime has against our form: its exceptions have no base of their own
    return load_session(published())


def _cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("podcast", appauthor=False) / "voice"


def _kept(folder: Path) -> Path | bool:
    """Where our form is, whole; True when the published one is better here, False when that is not known."""
    note, network = _files(folder)
    try:
        result = TrialResult(**json.loads(note.read_text(encoding="utf-8")))
        if not result.sha256:
            return True
        whole = _sha256(network) == result.sha256
    except (OSError, ValueError, TypeError):
        return False
    with suppress(OSError):
        os.utime(network)
    return whole and network


def _files(folder: Path) -> tuple[Path, Path]:
    """The result and the network, named after all that they depend on."""
    import onnxruntime

    machine = (MODEL_SHA256, form.VERSION, onnxruntime.__version__, platform.system(), platform.machine(), _processor())
    name = hashlib.sha256(repr(machine).encode()).hexdigest()[:16]
    return folder / f"{name}.json", folder / f"{name}.onnx"


def _processor() -> str:
    """Its name and what it can do, where the system tells."""
    with suppress(OSError):
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
        return "\n".join(line for line in told if line.startswith(("model name", "flags", "Features")))
    return platform.processor()


def _has_room(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


def _try(folder: Path, read: Callable[[], bytes]) -> None:
    """Make our form, compare it with the published one, keep the result. Only one process at a time."""
    note, network = _files(folder)
    published, made, part = parts = [network.with_suffix(f".{kind}") for kind in _PARTS]
    try:
        published.write_bytes(read())
        result = _compare(published, made, part)
        if result.sha256:
            part.replace(network)
        write_whole(note, json.dumps(asdict(result)), durable=False)
    finally:
        for path in parts:
            path.unlink(missing_ok=True)
    _forget(folder)


def _compare(published: Path, made: Path, part: Path) -> TrialResult:
    """Our form, written to ``made`` and as the runtime prepares it to ``part``, beside the published one.

    Files all of them: from bytes the runtime takes 140 MB more.
    """
    try:
        made.write_bytes(form.rewrite(published))
        prepare(made, part)
        after, after_s = _spoken(load_session(part, prepared=True))
    except (OSError, MemoryError):
        raise  # of today, not of this machine
    except Exception:  # of the runtime, which have no base of their own: it does not take our form
        return TrialResult("", same=False, ratio=0.0)
    before, before_s = _spoken(load_session(published))
    same = before.tobytes() == after.tobytes()
    good = same and after_s < FASTER * before_s
    return TrialResult(_sha256(part) if good else "", same, round(after_s / before_s, 3))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _spoken(session: Any) -> tuple[NDArray[np.float32], float]:
    """An utterance, and the seconds of this thread's processor time that it took."""
    style = load_styles("zm_yunyang")[len(TOKENS)]
    speak_tokens(session, TOKENS[:4], style, 1.0)  # a first run fetches memory
    began = time.thread_time()
    samples = speak_tokens(session, TOKENS, style, 1.0)
    return samples, time.thread_time() - began


def _forget(folder: Path) -> None:
    now = time.time()
    for old in (path for kind in ("onnx", *_PARTS) for path in folder.glob(f"*.{kind}")):
        with suppress(OSError):
            if now - old.stat().st_mtime > FORGOTTEN_S:
                old.unlink()
