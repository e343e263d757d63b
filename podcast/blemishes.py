"""What may be wrong with the sound of a whole sentence: crests cut off, and clicks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_FLAT = 4  # samples at the very same height, near the peak: a crest cut off
_CLICK = 4.0
"""How far a click stands out of all that is as abrupt in the same sentence: its 0.05 % most abrupt samples. In the 152
clips of EP1 in the embedded voice nothing stands out by more than 2.7."""
_LOUD_CLICK = 0.08  # of the sentence's peak, at least
_CLICK_WIDTH = 8  # samples that are as abrupt as that side by side; a consonant's burst has more


def cut_crests(samples: npt.NDArray[np.int16]) -> int:
    """Places at which _FLAT samples and more stand at one height, near the highest there is."""
    near = np.abs(samples.astype(np.int32)) >= 0.9 * np.abs(samples.astype(np.int32)).max(initial=1)
    same = (np.diff(samples) == 0) & near[1:] & near[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    return int(np.count_nonzero(edges[1::2] - edges[::2] >= _FLAT - 1))


def clicks(samples: npt.NDArray[np.int16]) -> int:
    """Single samples, or steps, that nothing around them lets expect."""
    x = samples.astype(np.float64)
    if len(x) < 100:
        return 0
    off = np.abs(x[2:-2] - (4 * (x[1:-3] + x[3:-1]) - x[:-4] - x[4:]) / 6)
    bound = max(_CLICK * float(np.percentile(off, 99.95)), _LOUD_CLICK * float(np.abs(x).max()))
    found, last = 0, -_CLICK_WIDTH * 3
    for at in np.flatnonzero(off > bound):
        around = off[max(0, at - 24) : at + 25]
        if at - last > 24 and np.count_nonzero(around > off[at] / 4) <= _CLICK_WIDTH:
            found += 1
        last = int(at)
    return found
