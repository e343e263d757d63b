"""How an unknown English word probably sounds: a small network learned from the dictionaries.

It reads the letters with five neighbours at a time through seven layers of gated convolution and gives each letter
its sounds, none to two of them. bench/english_train.py makes the weights: whole numbers of eight bits, 1.7 MB.
"""

from __future__ import annotations

import functools
import io
import re
from importlib import resources
from typing import TYPE_CHECKING

from podcast.speak.kokoro.english_sounds import VOWELS, speakable, stressed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

LONGEST = 40  # letters read at once
_GROUP = re.compile("[aeiou]+y?|y(?![aeiou])")  # letters that are one vowel together
_MAY_BE_SILENT = re.compile(
    "(?<=[^aeiou])e(?=s?$)|(?<=[gq])ue(?=s?$)|(?<=[^aeioutd])e(?=d$)|"
    "(?<=[^aeiou])e(?=(?:ly|ment|ful|less|ness|man|men|son|ford|land|wood|way|ville|worth|well|berg|bridge)s?$)"
)


def guess(word: str) -> str:
    """Phonemes of a word in small letters a to z; other characters are silent. Every written vowel is heard."""
    letters = "".join(c for c in word if "a" <= c <= "z")[:LONGEST]
    if not letters:
        return ""
    scores, labels = _scores(letters), _network().labels
    best = [int(i) for i in scores.argmax(1)]
    for group in _GROUP.finditer(letters):
        start, end = group.span()  # t may be the letter that says "ti", r the one that says "ər"
        if not any(_has_vowel(labels[i]) for i in best[max(0, start - 1) : end + 1]):
            _voice(letters, group, scores, best)
    return stressed(speakable("".join(labels[i] for i in best).replace("zh", "ʒ")))  # zh: what š is to s, ž is to z


def _voice(letters: str, group: re.Match[str], scores: Array, best: list[int]) -> None:
    """Give the likeliest vowel to a group of letters that would be silent, unless English keeps such silent."""
    network = _network()
    if _MAY_BE_SILENT.match(letters, group.start()) and len(letters) > 3:
        return
    start, end = group.span()
    voiced = scores[start:end][:, network.voiced]
    at, label = divmod(int(voiced.argmax()), len(network.voiced))
    best[start + at] = network.voiced[label]


def _has_vowel(label: str) -> bool:
    return any(c in VOWELS for c in label)


class _Network:
    """The weights, as 32-bit numbers. ``layers``: (norm, bias), (taps·channels, 2·channels), bias."""

    def __init__(self, data: bytes) -> None:
        import numpy as np

        with np.load(io.BytesIO(data)) as file:
            saved = {name: file[name] for name in file.files}

        def whole(name: str) -> Array:
            scale = saved[f"{name}.scale"]
            weights: Array = saved[name] * scale.reshape(-1, *[1] * (saved[name].ndim - 1))
            return weights

        self.labels: list[str] = str(saved["labels"]).split("\n")
        self.voiced = [i for i, label in enumerate(self.labels) if _has_vowel(label)]
        self.letters = whole("emb.weight")
        depth = sum(name.startswith("conv.") and name.endswith(".bias") for name in saved)
        self.layers = [
            (
                (saved[f"norm.{i}.weight"], saved[f"norm.{i}.bias"]),
                whole(f"conv.{i}.weight").transpose(2, 1, 0).reshape(-1, len(saved[f"conv.{i}.bias"])),
                saved[f"conv.{i}.bias"],
            )
            for i in range(depth)
        ]
        self.last = (saved["last.weight"], saved["last.bias"])
        self.out = (whole("out.weight").T, saved["out.bias"])


@functools.cache
def _network() -> _Network:
    return _Network((resources.files("podcast.speak.kokoro") / "data" / "english_guess.npz").read_bytes())


def _scores(letters: str) -> Array:
    """(letters, labels): how likely each label is for each letter, as unnormalised logarithms."""
    import numpy as np

    network = _network()
    x: Array = network.letters[[ord(c) - 96 for c in letters]]
    channels = x.shape[1]
    for norm, weights, bias in network.layers:
        edge = np.zeros((len(weights) // channels // 2, channels), np.float32)
        padded = np.concatenate([edge, _normed(x, *norm), edge])
        taps = len(weights) // channels
        windows = np.concatenate([padded[i : i + len(x)] for i in range(taps)], axis=1)
        both = _product(windows, weights) + bias
        x = x + both[:, :channels] / (1 + np.exp(-both[:, channels:]))
    weights, bias = network.out
    scores: Array = _product(_normed(x, *network.last), weights) + bias
    return scores


def _product(rows: Array, weights: Array) -> Array:
    """The matrix product, summed in one order everywhere: BLAS, whose order varies, wakes threads that cost more."""
    import numpy as np

    product: Array = np.einsum("ij,jk->ik", rows, weights)
    return product


def _normed(x: Array, weight: Array, bias: Array) -> Array:
    centred = x - x.mean(1, keepdims=True)
    result: Array = centred / (centred.var(1, keepdims=True) + 1e-5) ** 0.5 * weight + bias
    return result
