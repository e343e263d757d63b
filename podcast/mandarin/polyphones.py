"""How likely each reading of a character is in its sentence: a small network, weights under data/.

A transformer over the characters of one sentence in Simplified form, 4.7 million weights, one byte each.
bench/polyphones_build.py makes the weights and says from what. It runs in numpy, which loads faster than a runtime.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LONGEST = 94  # characters of a piece: the network has seen none longer
_SHORTEST = 20  # of a piece that ends at a comma
_SENTENCE = re.compile(r"[^。！？!?；\n]+[。！？!?；]*")
_UNKNOWN, _BEGIN, _END, _FIRST = 1, 2, 3, 5
_ALIKE = str.maketrans("“”‘’\"',;:?!()", "「」『』」』，；：？！（）")
_DIGITS = 4  # of a likelihood: machines differ in the seventh

Floats = NDArray[Any]  # float32
Likelihoods = dict[str, float]
"""Reading (Mainland's standard, dictionary tone) → how likely it is, the likeliest first; they add up to 1."""


def likelihoods(plain: str) -> dict[int, Likelihoods]:
    """Place → likelihoods, for each character of ``plain`` (Simplified) that the network knows to have several."""
    network = _network()
    found: dict[int, Likelihoods] = {}
    with _threads().limit(limits=1):  # the matrices are small: a second thread costs more than it brings
        for places in _pieces(plain):
            if any(plain[at] in network.readings for at in places):
                found.update(network.read(plain, places))
    return found


def knows(char: str) -> bool:
    """Whether the network tells the readings of ``char`` (Simplified) apart."""
    return char in _network().readings


def _pieces(plain: str) -> Iterator[list[int]]:
    """The places of each sentence, without blanks; a long one in parts that end at a comma."""
    for sentence in _SENTENCE.finditer(plain):
        places = [at for at in range(*sentence.span()) if not plain[at].isspace()]
        while len(places) > _LONGEST:
            commas = [n for n in range(_SHORTEST, _LONGEST) if plain[places[n]] in "，、,"]
            cut = commas[-1] + 1 if commas else _LONGEST
            yield places[:cut]
            places = places[cut:]
        yield places


@dataclass(frozen=True)
class _Block:
    heads: int
    weights: dict[str, Floats]

    def __call__(self, x: Floats, cos: Floats, sin: Floats) -> Floats:
        """``x``: characters × width."""
        w = self.weights
        size, width = x.shape
        qkv = _normed(x, w["n1.weight"], w["n1.bias"]) @ w["qkv.weight"] + w["qkv.bias"]
        q, k, v = qkv.reshape(size, 3, self.heads, width // self.heads).transpose(1, 2, 0, 3)
        scores = _turned(q, cos, sin) @ _turned(k, cos, sin).transpose(0, 2, 1) / np.float32(math.sqrt(q.shape[-1]))
        mixed = (_softmax(scores) @ v).transpose(1, 0, 2).reshape(size, width)
        x = x + mixed @ w["o.weight"] + w["o.bias"]
        up = _normed(x, w["n2.weight"], w["n2.bias"]) @ w["up.weight"] + w["up.bias"]
        out: Floats = x + _gelu(up) @ w["down.weight"] + w["down.bias"]
        return out


class _Network:
    def __init__(self, stored: Any) -> None:
        self.ids = {char: _FIRST + n for n, char in enumerate(str(stored["vocab"]).split("\n"))}
        self.readings: dict[str, list[tuple[int, str]]] = {}
        for n, pair in enumerate(str(stored["pairs"]).split("\n")):
            self.readings.setdefault(pair[0], []).append((n, pair[1:]))
        self.embedding: NDArray[np.int8] = stored["emb.weight"]  # one byte each: dequantised where it is looked up
        self.scales = stored["emb.weight_s"].astype(np.float32)
        self.heads = int(stored["heads"])
        weights = {name: _weight(stored, name) for name in stored.files if "." in name and not name.endswith("_s")}
        self.rest = {name: weight for name, weight in weights.items() if not name.startswith("blocks.")}
        layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("blocks."))
        self.blocks = [_Block(self.heads, _part(weights, f"blocks.{n}.")) for n in range(layers)]

    def read(self, plain: str, places: list[int]) -> Iterator[tuple[int, Likelihoods]]:
        wanted = [(n, at) for n, at in enumerate(places, 1) if plain[at] in self.readings]
        hidden = self._hidden([_BEGIN, *(self._id(plain[at]) for at in places), _END])
        scores = hidden[[n for n, _ in wanted]] @ self.rest["cls.weight"] + self.rest["cls.bias"]
        for row, (_, at) in zip(scores, wanted, strict=True):
            options = self.readings[plain[at]]
            shares = _softmax(row[[n for n, _ in options]])
            ranked = sorted(zip(shares.tolist(), options, strict=True), key=lambda o: (-round(o[0], _DIGITS), o[1][0]))
            yield at, {reading: round(share, _DIGITS) for share, (_, reading) in ranked}

    def _hidden(self, ids: list[int]) -> Floats:
        w = self.rest
        x = self.embedding[ids].astype(np.float32) * self.scales[ids][:, None] @ w["inp.weight"] + w["inp.bias"]
        cos, sin = _angles(len(ids), x.shape[1] // self.heads)
        for block in self.blocks:
            x = block(x, cos, sin)
        return _normed(x, w["n.weight"], w["n.bias"])

    def _id(self, char: str) -> int:
        char = char.translate(_ALIKE)
        if char.isascii() and char.isalpha():
            char = "A"
        elif char.isdigit():
            char = "0"
        return self.ids.get(char, _UNKNOWN)


@cache
def _threads():  # type: ignore[no-untyped-def]  # threadpoolctl has no types
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@cache
def _network() -> _Network:
    data = files("podcast.mandarin").joinpath("data", "polyphones.npz").read_bytes()
    with np.load(io.BytesIO(data)) as stored:
        return _Network(stored)


def _weight(stored: Any, name: str) -> Floats:
    """One array as float32; matrices transposed, so that x @ w."""
    array = stored[name]
    if array.dtype == np.int8:
        if name == "emb.weight":
            return np.zeros(0, np.float32)
        array = array.astype(np.float32) * stored[name + "_s"].astype(np.float32)[:, None]
    return np.ascontiguousarray(array.astype(np.float32).T)


def _part(weights: dict[str, Floats], prefix: str) -> dict[str, Floats]:
    return {name[len(prefix) :]: weight for name, weight in weights.items() if name.startswith(prefix)}


def _normed(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-5))
    normed: Floats = centred / scale * weight + bias
    return normed


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


def _gelu(x: Floats) -> Floats:
    curve: Floats = (
        x * np.float32(0.5) * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    )
    return curve


def _angles(size: int, width: int) -> tuple[Floats, Floats]:
    """Rotary positions: cosine and sine, places × half the width of a head."""
    pace = 10000.0 ** (-np.arange(0, width, 2) / width)
    angle = np.arange(size)[:, None] * pace
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def _turned(x: Floats, cos: Floats, sin: Floats) -> Floats:
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)
