"""How likely each reading of a character is in its sentence: a small network, weights under data/.

A transformer over the characters of one sentence in Simplified form, 4.7 million weights, one byte each.
bench/polyphones_build.py makes the weights and says from what. It runs in numpy, which loads faster than a runtime:
the characters of several sentences are rows of one matrix, only attention keeps each sentence apart, so the answers for
a sentence do not depend on those beside it.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from podcast.parallel import side_by_side

_LONGEST = 94  # characters of a piece: the network has seen none longer
_SHORTEST = 20  # of a piece that ends at a comma
_ROWS = 192  # characters of a batch: its matrices stay in a core's own cache
_KEPT = 4000  # pieces whose answers are kept: one line is read more than once in a run
_SENTENCE = re.compile(r"[^。！？!?；\n]+[。！？!?；]*")
_UNKNOWN, _BEGIN, _END, _FIRST = 1, 2, 3, 5
_ALIKE = str.maketrans("“”‘’\"',;:?!()", "「」『』」』，；：？！（）")
_FEW = 4  # batches
_DIGITS = 4  # of a likelihood: machines differ in the seventh

Floats = NDArray[Any]  # float32
Likelihoods = dict[str, float]
"""Reading (Mainland's standard, dictionary tone) → how likely it is, the likeliest first; they add up to 1."""


def likelihoods(plain: str, wanted: Iterable[int] | None = None) -> dict[int, Likelihoods]:
    """Place → likelihoods, for each character of ``plain`` (Simplified) that the network knows to have several.

    ``wanted``: at these places only.
    """
    return several([(plain, range(len(plain)) if wanted is None else wanted)])[0]


def several(texts: Iterable[tuple[str, Iterable[int]]]) -> list[dict[int, Likelihoods]]:
    """The likelihoods of several texts, each with its wanted places: faster than one after the other."""
    network = _network()
    asked = [list(_asked(network, plain, wanted)) for plain, wanted in texts]
    answers = network.answers([piece for pieces in asked for _, piece in pieces])
    return [
        {
            places[n]: dict(shares)
            for places, piece in pieces
            for n, shares in zip(piece.wanted, answers[piece], strict=True)
        }
        for pieces in asked
    ]


def _asked(network: _Network, plain: str, wanted: Iterable[int]) -> Iterator[tuple[list[int], _Piece]]:
    """Each piece in which the network is asked something, with the places of its characters."""
    known = {at for at in wanted if plain[at] in network.readings}
    for places in _pieces(plain) if known else ():
        if offsets := tuple(n for n, at in enumerate(places) if at in known):
            yield places, _Piece("".join(plain[at] for at in places), offsets)


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


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str  # without blanks
    wanted: tuple[int, ...]  # places of it

    @property
    def rows(self) -> int:
        """Each character and the two ends."""
        return len(self.text) + 2


_Batch = Sequence[_Piece]
_Read = Callable[[_Batch], list[tuple[Likelihoods, ...]]]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Several pieces one below the other: where each begins and ends, and how each row's place turns its angles."""

    spans: tuple[tuple[int, int], ...]
    cos: Floats
    sin: Floats

    @classmethod
    def of(cls, pieces: Sequence[_Piece], width: int) -> _Rows:
        ends = np.cumsum([piece.rows for piece in pieces]).tolist()
        spans = tuple(zip([0, *ends[:-1]], ends, strict=True))
        cos, sin = _angles(_LONGEST + 2, width)
        place = np.concatenate([np.arange(end - start) for start, end in spans])
        return cls(spans, cos[place], sin[place])


@dataclass(frozen=True)
class _Block:
    heads: int
    weights: dict[str, Floats]

    def __call__(self, x: Floats, rows: _Rows, kept: NDArray[np.intp] | None = None) -> Floats:
        """``x``: rows × width. ``kept``: the rows that the next step needs, ascending; all of them without it."""
        w = self.weights
        size, width = x.shape
        qkv = _normed(x, w["n1.weight"], w["n1.bias"]) @ w["qkv.weight"]
        qkv += w["qkv.bias"]
        q, k, v = qkv.reshape(size, 3, self.heads, width // self.heads).transpose(1, 0, 2, 3)
        mixed = _attended(_turned(q, rows), _turned(k, rows), v, rows.spans).reshape(size, width)
        if kept is not None:
            x, mixed = x[kept], mixed[kept]
        x = x + mixed @ w["o.weight"]
        x += w["o.bias"]
        up = _normed(x, w["n2.weight"], w["n2.bias"]) @ w["up.weight"]
        up += w["up.bias"]
        x += _gelu(up) @ w["down.weight"]
        x += w["down.bias"]
        return x


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

        self.kept: dict[_Piece, tuple[Likelihoods, ...]] = {}

    def answers(self, pieces: Sequence[_Piece]) -> dict[_Piece, tuple[Likelihoods, ...]]:
        """Likelihoods at the wanted places of each piece."""
        if len(self.kept) > _KEPT:
            self.kept.clear()
        new = [piece for piece in dict.fromkeys(pieces) if piece not in self.kept]
        with _threads().limit(limits=1):  # the matrices are small: a second thread in each costs more than it brings
            for batch, found in _each(self._read, list(_batches(new))):
                self.kept.update(zip(batch, found, strict=True))
        return {piece: self.kept[piece] for piece in pieces}

    def _read(self, pieces: Sequence[_Piece]) -> list[tuple[Likelihoods, ...]]:
        rows = _Rows.of(pieces, self.rest["inp.weight"].shape[1] // self.heads)
        wanted = [start + 1 + n for piece, (start, _) in zip(pieces, rows.spans, strict=True) for n in piece.wanted]
        ids = [i for piece in pieces for i in (_BEGIN, *map(self._id, piece.text), _END)]
        hidden = self._hidden(np.array(ids), rows, np.array(wanted))
        scores = iter(hidden @ self.rest["cls.weight"] + self.rest["cls.bias"])
        return [tuple(self._shares(piece.text[n], next(scores)) for n in piece.wanted) for piece in pieces]

    def _shares(self, char: str, scores: Floats) -> Likelihoods:
        options = self.readings[char]
        shares = _softmax(scores[[n for n, _ in options]])
        ranked = sorted(zip(shares.tolist(), options, strict=True), key=lambda o: (-round(o[0], _DIGITS), o[1][0]))
        return {reading: round(share, _DIGITS) for share, (_, reading) in ranked}

    def _hidden(self, ids: NDArray[np.intp], rows: _Rows, wanted: NDArray[np.intp]) -> Floats:
        """Of the wanted rows."""
        w = self.rest
        x: Floats = self.embedding[ids].astype(np.float32) * self.scales[ids][:, None] @ w["inp.weight"] + w["inp.bias"]
        for block in self.blocks[:-1]:
            x = block(x, rows)
        return _normed(self.blocks[-1](x, rows, wanted), w["n.weight"], w["n.bias"])

    def _id(self, char: str) -> int:
        char = char.translate(_ALIKE)
        if char.isascii() and char.isalpha():
            char = "A"
        elif char.isdigit():
            char = "0"
        return self.ids.get(char, _UNKNOWN)


def _each(read: _Read, batches: Sequence[_Batch]) -> Iterator[tuple[_Batch, list[tuple[Likelihoods, ...]]]]:
    """On all cores; threads for a line or two cost more than they bring."""
    if len(batches) < _FEW:
        return ((batch, read(batch)) for batch in batches)
    return side_by_side(read, batches)


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


def _batches(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    for piece in pieces:
        if batch and sum(p.rows for p in batch) + piece.rows > _ROWS:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _attended(q: Floats, k: Floats, v: Floats, spans: Iterable[tuple[int, int]]) -> Floats:
    """Rows × heads × width of a head, each row mixed from those of its own piece."""
    mixed = np.empty(q.shape, np.float32)
    scale = np.float32(1 / math.sqrt(q.shape[-1]))
    for start, end in spans:
        mine, theirs, values = (part[start:end].transpose(1, 0, 2) for part in (q, k, v))
        scores = mine @ theirs.transpose(0, 2, 1)
        scores *= scale
        mixed[start:end] = (_softmax(scores) @ values).transpose(1, 0, 2)
    return mixed


def _normed(x: Floats, weight: Floats, bias: Floats) -> Floats:
    normed: Floats = x - x.mean(-1, keepdims=True)
    normed /= np.sqrt(np.einsum("ij,ij->i", normed, normed) / np.float32(x.shape[-1]) + np.float32(1e-5))[:, None]
    normed *= weight
    normed += bias
    return normed


def _softmax(x: Floats) -> Floats:
    powers: Floats = np.exp(x - x.max(-1, keepdims=True))
    powers /= powers.sum(-1, keepdims=True)
    return powers


def _gelu(x: Floats) -> Floats:
    """In the array itself, as far as that goes: a new one for each step takes as long as the step."""
    bent = x * x
    bent *= np.float32(0.044715)
    bent += np.float32(1)
    bent *= x
    bent *= np.float32(0.7978845608)
    np.tanh(bent, out=bent)
    bent += np.float32(1)
    bent *= x
    bent *= np.float32(0.5)
    return bent


@cache
def _angles(size: int, width: int) -> tuple[Floats, Floats]:
    """Rotary positions: cosine and sine, places × half the width of a head."""
    pace = 10000.0 ** (-np.arange(0, width, 2) / width)
    angle = np.arange(size)[:, None] * pace
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def _turned(x: Floats, rows: _Rows) -> Floats:
    """``x``: rows × heads × width of a head."""
    half = x.shape[-1] // 2
    cos, sin = rows.cos[:, None], rows.sin[:, None]
    turned = np.empty(x.shape, np.float32)
    a, b = x[..., :half], x[..., half:]
    np.subtract(a * cos, b * sin, out=turned[..., :half])
    np.add(b * cos, a * sin, out=turned[..., half:])
    return turned
