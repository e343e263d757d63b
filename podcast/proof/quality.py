"""How good speech sounds: DNSMOS, Microsoft's estimate of what listeners would say (MIT), on ONNX Runtime.

The network comes in the package speechmos. Its own module needs librosa and more for a second network that is not used
here; this one takes samples as they are.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.errors import ProofError
from podcast.proof.hear import INSTALL, RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LENGTH = int(9.01 * RATE)  # samples that the network takes
_OVERALL = (-0.06766283, 1.11546468, 0.04602535)  # the published fit of its last output to the scale of 1 to 5


def quality(sound: NDArray[np.float32]) -> float:
    """Overall, 1 to 5, of the first nine seconds; a shorter sound is repeated, as the published measure does.

    Raises ProofError where the extra is missing.
    """
    import numpy as np

    if not len(sound):
        return 1.0
    repeated = np.resize(sound, _LENGTH).astype(np.float32)[None]
    raw = float(_network().run(None, {"input_1": repeated})[0][0][2])
    return round(float(np.polyval(_OVERALL, raw)), 2)


@cache
def _network() -> Any:
    from onnxruntime import InferenceSession, SessionOptions

    found = find_spec("speechmos")
    if found is None or not found.submodule_search_locations:
        raise ProofError(f"There is nothing to judge the sound with (speechmos is not installed): {INSTALL}.")
    options = SessionOptions()
    options.intra_op_num_threads = 2
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # its threads wait without using a core
    path = Path(found.submodule_search_locations[0]) / "dnsmos_models" / "sig_bak_ovr.onnx"
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
