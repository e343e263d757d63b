"""Makes podcast/mandarin/data/polyphones.npz, the network that tells a character's readings apart.

    pip install torch g2pM
    python bench/polyphones_build.py TEXTS CPP [--quick] [--untuned untuned.pt] [--out polyphones.npz]

TEXTS: a folder of .txt files in Chinese, any script, any length of line. CPP: the folder with dev.sent and dev.lb of
the public CPP set. With ``--quick`` a tiny network on a few sentences: whether the program still runs.

1. A large network (22 million weights) learns to guess hidden characters of the texts and, at the same time, what
   g2pM answers for their polyphones; a few patterns of ours ($RULE in
   polyphones.txt) overrule g2pM where it is known to be wrong.
2. It is tuned on CPP's labels; then a small one (4.7 million) learns from it, with hidden characters and CPP beside.
3. The small one is tuned on our own sentences (polyphones.txt), on the words of our tables and of pypinyin, and on
   sentences of the texts that hold such a word with a reading that is not its character's commonest. It does so in
   runs, each from the mean of the two before, held near its answers before all of them; the weights kept are four
   fifths of the last run's and a fifth of those from before: one run forgets more of CPP than it learns of ours.

The weights in the repository: 48 million characters (public repositories of news, transcripts, essays and novels),
190 s for step 1 and 165 s for step 2 on one H100, step 3 on two cores, half an hour. Readings are the Mainland's
throughout. Step 2's outcome is kept as ``--untuned`` names it, and taken from there if it is there: step 3 alone needs
no GPU.

This program holds the method of the scripts that made those weights and has run as a whole only with ``--quick``: it
makes others of their kind, not the same bytes.
"""

from __future__ import annotations

import argparse
import copy
import pickle
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from podcast.mandarin import tables
from podcast.mandarin.han import is_han, simplified
from podcast.mandarin.phrases import char_readings, phrase, phrases
from podcast.mandarin.words import words

SENTENCES = Path(__file__).parent / "polyphones.txt"
TARGET = Path(__file__).parent.parent / "podcast" / "mandarin" / "data" / "polyphones.npz"
ROW = 96  # characters of a training row: whole sentences, each between its two marks
LONGEST = ROW - 2
SPECIAL = ["<pad>", "<unk>", "<s>", "</s>", "<mask>"]
ALIKE = str.maketrans("“”‘’\"',;:?!()", "「」『』」』，；：？！（）")
UNTUNED = 0.2  # of the weights before step 3, in those that are kept
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True)
class Example:
    """``ids``: a sentence without its marks; ``labels``: (place, class) …"""

    ids: list[int]
    labels: list[tuple[int, int]]
    weight: float


class Alphabet:
    """Characters ↔ numbers, and the classes: (character, reading)."""

    def __init__(self, sentences: list[str], cpp: list[tuple[str, int, str]]) -> None:
        readings = _readings(cpp)
        counts = Counter(char for sentence in sentences for char in sentence)
        common = [c for c, n in counts.most_common() if not c.isascii() and (n >= 12 if is_han(c) else n > 2000)]
        self.chars = list(dict.fromkeys([*SPECIAL, "A", "0", *common, *readings]))
        self.ids = {char: n for n, char in enumerate(self.chars)}
        self.pairs = [(char, reading) for char in sorted(readings) for reading in readings[char]]
        self.classes = {pair: n for n, pair in enumerate(self.pairs)}
        owner = torch.tensor([self.ids[char] for char, _ in self.pairs])
        self.options = torch.zeros(len(self.chars), len(self.pairs), dtype=torch.bool)
        self.options[owner, torch.arange(len(owner))] = True
        self.options = self.options.to(DEVICE)

    def encode(self, text: str) -> list[int]:
        alike = ("A" if c.isascii() and c.isalpha() else "0" if c.isdigit() else c for c in text)
        return [self.ids.get(char, 1) for char in alike]


def _readings(cpp: list[tuple[str, int, str]]) -> dict[str, list[str]]:
    """Polyphone (Simplified) → its readings: g2pM's, CPP's and ours."""
    found = {c: [r.replace("u:", "ü") for r in rs] for c, rs in _g2pm("digest_cedict").items() if simplified(c) == c}
    ours = [(simplified(c), r) for c, r, _ in tables.rows("words.tsv") if c != "*"]
    ours += [(simplified(c), r.rstrip("?!")) for c, r, _, _ in tables.rows("context.tsv")]
    for char, reading in [*((simplified(s[at]), r) for s, at, r in cpp), *ours]:
        known = found.setdefault(char, [*char_readings(char)[:1]])
        if reading not in known and char not in "一不":
            known.append(reading)
    return {char: rs for char, rs in found.items() if len(rs) > 1}


def _g2pm(name: str) -> Any:
    spec = find_spec("g2pM")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install g2pM")
    return pickle.loads((Path(spec.origin).parent / f"{name}.pkl").read_bytes())


def plain(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", simplified(text).translate(ALIKE))


def texts(folder: Path) -> list[str]:
    """Sentences of 5 to LONGEST characters, each once, shuffled."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("**/*.txt")):
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
            for sentence in re.findall("[^。！？!?；]+[。！？!?；]*", plain(line.strip())):
                found.update(dict.fromkeys(_pieces(sentence)))
    sentences = list(found)
    random.shuffle(sentences)
    return sentences


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        cut = max(sentence.rfind(mark, 20, LONGEST) for mark in "，、") + 1 or LONGEST
        yield sentence[:cut]
        sentence = sentence[cut:]
    if len(sentence) >= 5:
        yield sentence


def cpp_set(folder: Path) -> list[tuple[str, int, str]]:
    """(sentence, place, reading) of CPP's development part. Never the test part."""
    lines = (folder / "dev.sent").read_text(encoding="utf-8").splitlines()
    labels = (folder / "dev.lb").read_text(encoding="utf-8").split()
    return [(s.replace("▁", ""), s.index("▁"), r.replace("u:", "ü")) for s, r in zip(lines, labels, strict=True)]


def labelled(alphabet: Alphabet, text: str, marks: dict[int, str], weight: float) -> Iterator[Example]:
    """One example of a Simplified text, cut to a window around its first mark; none if no mark is a class."""
    first = max(0, min(min(marks, default=0) - LONGEST // 2, len(text) - LONGEST))
    window = text[first : first + LONGEST]
    labels = [(at - first, alphabet.classes.get((text[at], r), -1)) for at, r in marks.items()]
    labels = [(at, k) for at, k in labels if k >= 0 and 0 <= at < len(window)]
    if labels:
        yield Example(alphabet.encode(window), labels, weight)


def own_sentences(alphabet: Alphabet) -> Iterator[Example]:
    """Those of polyphones.txt, its {a|b} and $N filled in at random."""
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    lines = [line for line in lines if not line.startswith("$RULE")]
    lists = {line[6]: line[8:].split("|") for line in lines if line.startswith("$LIST")}
    for line in lines:
        if line.startswith("$LIST"):
            continue
        widest = max((part.count("|") + 1 for part in re.findall(r"\{[^}]*\}", line)), default=1)
        for text in {_filled(line, lists) for _ in range(max(24, min(70, 3 * widest)))}:
            marks: dict[int, str] = {}
            bare = ""
            for mark, char in re.findall(r"<([a-zü]+[1-5])>|(.)", text):
                bare += char
                if mark:
                    marks[len(bare) - 1] = mark
            yield from labelled(alphabet, simplified(bare).translate(ALIKE), marks, 1.0)


@cache
def rules() -> list[tuple[str, str]]:
    """(reading, pattern in Simplified, its character in <>): where g2pM is known to be wrong."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(line.split(" ", 2)[1], line.split(" ", 2)[2]) for line in lines if line.startswith("$RULE")]


def _filled(line: str, lists: dict[str, list[str]]) -> str:
    while slot := re.search(r"\{([^{}]*)\}|\$([A-Z])", line):
        options = lists[slot[2]] if slot[2] else slot[1].split("|")
        line = line[: slot.start()] + random.choice(options) + line[slot.end() :]
    return line


def word_readings(alphabet: Alphabet) -> dict[str, dict[int, str]]:
    """Word (Simplified) → place → reading, of pypinyin's words and, before them, ours."""
    known = {char for char, _ in alphabet.pairs}
    found = {
        word: {at: r for at, (c, r) in enumerate(zip(word, syllables, strict=True)) if c in known}
        for word in phrases()
        if len(word) <= 4 and simplified(word) == word and (syllables := phrase(word))
    }
    for word, places in tables.own_words().items():
        found.setdefault(word, {}).update({at: reading for at, reading, _ in places})
    return {word: marks for word, marks in found.items() if marks}


def distant(alphabet: Alphabet, sentences: list[str], cpp: list[tuple[str, int, str]], most: int) -> Iterator[Example]:
    """Sentences with a word in which a character has not its commonest reading; at most five a word."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence, at, reading in cpp:
        seen[simplified(sentence[at])][reading] += 1
    common = {char: counts.most_common(1)[0][0] for char, counts in seen.items()}
    telling = {
        word: marks
        for word, marks in word_readings(alphabet).items()
        if any(common.get(word[at], reading) != reading for at, reading in marks.items())
    }
    left = Counter(dict.fromkeys(telling, 5))
    for sentence in sentences:
        if most <= 0:
            return
        parts = {sentence[at : at + size] for size in (2, 3, 4) for at in range(len(sentence) - size + 1)}
        if len(sentence) > 36 or not any(left[part] > 0 for part in parts):
            continue
        marks: dict[int, str] = {}
        for start, end in words(sentence):
            word = sentence[start:end]
            if left[word] > 0:
                left[word] -= 1
                marks.update({start + at: reading for at, reading in telling[word].items()})
        for example in labelled(alphabet, sentence, marks, 0.8):
            most -= 1
            yield example


class Block(nn.Module):
    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.n1, self.qkv, self.o = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.n2, self.up, self.down = nn.LayerNorm(width), nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor, mask: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        rows, size, width = x.shape
        q, k, v = self.qkv(self.n1(x)).view(rows, size, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = (torch.cat([a * cos - b * sin, b * cos + a * sin], -1) for a, b in (q.chunk(2, -1), k.chunk(2, -1)))
        mixed = F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, attn_mask=mask)
        x = x + self.o(mixed.transpose(1, 2).reshape(rows, size, width))
        return x + self.down(F.gelu(self.up(self.n2(x)), approximate="tanh"))


class Net(nn.Module):
    def __init__(self, alphabet: Alphabet, width: int, layers: int, heads: int, inner: int, narrow: int) -> None:
        super().__init__()
        self.alphabet, self.width, self.heads = alphabet, width, heads
        self.emb, self.inp = nn.Embedding(len(alphabet.chars), narrow), nn.Linear(narrow, width)
        self.blocks = nn.ModuleList(Block(width, heads, inner) for _ in range(layers))
        self.n, self.cls, self.mlm = (
            nn.LayerNorm(width),
            nn.Linear(width, len(alphabet.pairs)),
            nn.Linear(width, narrow),
        )
        for part in self.modules():
            if isinstance(part, nn.Linear):
                nn.init.normal_(part.weight, 0, 0.02 if part.in_features > 400 else 0.04)
                nn.init.zeros_(part.bias)
        nn.init.normal_(self.emb.weight, 0, 0.05)
        for block in self.blocks:
            for last in (block.o, block.down):
                last.weight.data /= (2 * layers) ** 0.5

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        half = self.width // self.heads
        angle = torch.arange(ids.shape[1])[:, None] * 10000 ** (-torch.arange(0, half, 2) / half)
        cos, sin = angle.cos().to(ids.device), angle.sin().to(ids.device)
        x = self.inp(self.emb(ids))
        for block in self.blocks:
            x = block(x, mask, cos, sin)
        return self.n(x)

    def scores(self, hidden: Tensor, chars: Tensor) -> Tensor:
        """Of each class, the classes of other characters left out."""
        return self.cls(hidden.float()).float().masked_fill(~self.alphabet.options[chars], -1e4)


class G2pM:
    """g2pM's network (Apache-2.0, kakaobrain) in torch: many sentences at once."""

    def __init__(self, alphabet: Alphabet) -> None:
        weights = {name: torch.as_tensor(array).float() for name, array in _g2pm("np_ckpt").items()}
        numbers, classes, known = _g2pm("char2idx"), _g2pm("class2idx"), _g2pm("digest_cedict")
        quotes = dict(zip("「」『』", "“”‘’", strict=True))
        special = {"<pad>": "<PAD>", "<s>": "시", "</s>": "끝"}
        table = [numbers.get(special.get(c, quotes.get(c, c)), numbers["<UNK>"]) for c in alphabet.chars]
        self.embedded = weights["embedding.weight"][table].to(DEVICE)
        size = weights["lstm.weight_hh_l0"].shape[1]
        self.lstm = nn.LSTM(self.embedded.shape[1], size, bidirectional=True, batch_first=True)
        self.lstm.load_state_dict({k[5:]: w for k, w in weights.items() if k.startswith("lstm.")})
        self.lstm.to(DEVICE)
        self.layers = [weights[f"logit_layer.{k}"].to(DEVICE) for k in ("0.weight", "0.bias", "2.weight", "2.bias")]
        ours = [(r.replace("ü", "u:") if len(known.get(c, ())) > 1 else "") for c, r in alphabet.pairs]
        taught = [r in known.get(c, ()) and r in classes for (c, _), r in zip(alphabet.pairs, ours, strict=True)]
        self.columns = torch.tensor([classes.get(r, 0) for r in ours], device=DEVICE)
        self.options = alphabet.options & torch.tensor(taught, device=DEVICE)

    @torch.no_grad()
    def __call__(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Rows with marks, padded with 0 → (places as a mask over ids, likelihoods of the classes there)."""
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedded[ids], (ids > 0).sum(1).cpu(), batch_first=True, enforce_sorted=False
        )
        hidden = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=ids.shape[1])[0]
        at = self.options.any(1)[ids]
        w0, b0, w1, b1 = self.layers
        scores = F.relu(hidden[at] @ w0.T + b0) @ w1.T + b1
        return at, scores[:, self.columns].masked_fill(~self.options[ids[at]], -1e4).softmax(-1)


def padded(rows: list[list[int]]) -> Tensor:
    ids = torch.zeros(len(rows), max(map(len, rows)) + 2, dtype=torch.long)
    for n, row in enumerate(rows):
        ids[n, : len(row) + 2] = torch.tensor([2, *row, 3])
    return ids.to(DEVICE)


def attend(ids: Tensor) -> Tensor:
    return (ids > 0)[:, None, None, :]


def fast() -> Any:
    return torch.autocast(DEVICE, dtype=torch.bfloat16)


def pretrain(net: Net, sentences: list[str], seconds: float, batch: int, big: Net | None, cpp: list[Example]) -> None:
    """Hidden characters and the teacher's answers: g2pM's and the rules', or ``big``'s, then with CPP beside.

    Seconds, not steps: the learning rate falls to nothing at their end.
    """
    alphabet, teacher = net.alphabet, G2pM(net.alphabet)
    rate = 2e-3 if big else 1e-3
    counts = Counter(char for sentence in sentences for char in sentence)
    seldom = torch.tensor([max(200, counts[c]) / 2e4 for c in alphabet.chars]).pow(-0.4).clamp(0.3, 5).to(DEVICE)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.02)
    start = time.time()
    step = 0
    while (spent := (time.time() - start) / seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 300) * (1 - spent) ** 0.8
        chosen = random.sample(sentences, min(batch, len(sentences)))
        ids = padded([alphabet.encode(sentence) for sentence in chosen])
        chance = torch.rand(ids.shape, device=DEVICE)
        hidden = (ids > 3) & (chance < 0.13)
        seen = torch.where(hidden & (chance < 0.11), 4, ids)
        at, wanted = _taught(teacher, big, ids, chosen, alphabet)
        at, wanted = at & ~hidden, wanted[~hidden[at]]
        with fast():
            out = net(seen, attend(ids))
            guess = F.linear(net.mlm(out[hidden]), net.emb.weight)
        told = -(wanted * net.scores(out[at], ids[at]).log_softmax(-1)).sum(-1)
        weight = seldom[ids[at]]
        loss = F.cross_entropy(guess.float(), ids[hidden]) * (0.5 if big else 1)
        loss = loss + (told * weight).sum() / weight.sum() * (2 if big else 1)
        if big:
            loss = loss + 0.5 * _loss(net, random.sample(cpp, min(64, len(cpp))))
        _update(net, optimiser, loss)
        step += 1
    print(f"pretrained: {step} steps", flush=True)


def _taught(
    teacher: G2pM, big: Net | None, ids: Tensor, chosen: list[str], alphabet: Alphabet
) -> tuple[Tensor, Tensor]:
    if big:
        with torch.no_grad(), fast():
            at = alphabet.options.any(1)[ids]
            return at, big.scores(big(ids, attend(ids))[at], ids[at]).softmax(-1)
    at, wanted = teacher(ids)
    rows = torch.full(ids.shape, -1, device=DEVICE)
    rows[at] = torch.arange(len(wanted), device=DEVICE)
    for n, sentence in enumerate(chosen):
        for reading, rule in rules():
            for match in re.finditer(re.sub("<(.)>", r"(?P<x>\1)", rule), sentence):
                row = rows[n, match.start("x") + 1]
                wanted[row] = 0
                wanted[row, alphabet.classes[match["x"], reading]] = 1
    return at, wanted


def _loss(net: Net, examples: list[Example], hide: float = 0.0, near: Net | None = None) -> Tensor:
    """``near``: a network whose answers at all other places are to stay."""
    ids = padded([example.ids for example in examples])
    marks = [(n, at + 1, k, e.weight / len(e.labels) ** 0.5) for n, e in enumerate(examples) for at, k in e.labels]
    rows, places, classes = (torch.tensor(column, device=DEVICE) for column in list(zip(*marks, strict=True))[:3])
    weights = torch.tensor([mark[3] for mark in marks], device=DEVICE)
    hidden = (torch.rand(ids.shape, device=DEVICE) < hide) & (ids > 6)
    hidden[rows, places] = False
    with fast():
        out = net(torch.where(hidden, 4, ids), attend(ids)).float()
    wrong = F.cross_entropy(net.scores(out[rows, places], ids[rows, places]), classes, reduction="none")
    loss = (wrong * weights).sum() / weights.sum()
    at = net.alphabet.options.any(1)[ids] & ~hidden
    at[rows, places] = False
    if near and at.any():
        with torch.no_grad(), fast():
            wanted = near.scores(near(ids, attend(ids))[at], ids[at]).softmax(-1)
        loss = loss - 0.5 * (wanted * net.scores(out[at], ids[at]).log_softmax(-1)).sum(-1).mean()
    return loss


def _update(net: Net, optimiser: torch.optim.Optimizer, loss: Tensor) -> None:
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()


def tune(net: Net, examples: list[Example], epochs: float, rate: float, near: Net | None = None) -> None:
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    batches = [batch for _ in range(round(epochs + 0.49)) for batch in _batches(examples)]
    batches = batches[: max(1, round(len(batches) * epochs / round(epochs + 0.49)))]
    for step, batch in enumerate(batches):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 40) * (1 - step / len(batches))
        _update(net, optimiser, _loss(net, batch, 0.06, near))
    print(f"tuned: {len(batches)} steps", flush=True)


def school(net: Net, lesson: list[Example], runs: int) -> None:
    """Step 3, in place."""
    near = copy.deepcopy(net)
    kept = [_weights(net)]
    for _ in range(runs):
        net.load_state_dict(_mean(kept[-2:], [1 / len(kept[-2:])] * 2))
        tune(net, lesson, 1, 2e-4, near)
        kept.append(_weights(net))
    net.load_state_dict(_mean([kept[-1], kept[0]], [1 - UNTUNED, UNTUNED]))


def _weights(net: Net) -> dict[str, Tensor]:
    return {name: weight.clone() for name, weight in net.state_dict().items()}


def _mean(states: list[dict[str, Tensor]], shares: list[float]) -> dict[str, Tensor]:
    pairs = list(zip(states, shares, strict=False))
    return {name: sum((share * state[name] for state, share in pairs), torch.tensor(0.0)) for name in states[0]}


def _batches(examples: list[Example], characters: int = 2600) -> list[list[Example]]:
    found: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda e: len(e.ids) + 4 * random.random()):
        if found[-1] and (len(example.ids) + 2) * (len(found[-1]) + 1) > characters:
            found.append([])
        found[-1].append(example)
    random.shuffle(found)
    return found


def export(net: Net, path: Path) -> None:
    """Matrices as one byte a weight, each row with its scale; the rest as half floats."""
    arrays: dict[str, Any] = {}
    for name, weight in net.state_dict().items():
        array = weight.float().cpu().numpy()
        if name.startswith("mlm"):
            continue
        if array.ndim == 2:
            scale = np.abs(array).max(1, keepdims=True) / 127 + 1e-12
            arrays[name], arrays[name + "_s"] = np.round(array / scale).astype(np.int8), scale[:, 0].astype(np.float16)
        else:
            arrays[name] = array.astype(np.float16)
    vocab, pairs = "\n".join(net.alphabet.chars[len(SPECIAL) :]), "\n".join(c + r for c, r in net.alphabet.pairs)
    np.savez_compressed(path, heads=np.int16(net.heads), vocab=np.array(vocab), pairs=np.array(pairs), **arrays)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("cpp", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--untuned", type=Path)
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    sentences, cpp = texts(given.texts), cpp_set(given.cpp)
    alphabet = Alphabet(sentences, cpp)
    gold = [e for s, at, r in cpp for e in labelled(alphabet, simplified(s).translate(ALIKE), {at: r}, 1.5)]
    print(f"{len(sentences)} sentences, {len(alphabet.chars)} characters, {len(alphabet.pairs)} readings", flush=True)
    quick = given.quick
    small = Net(alphabet, *((32, 2, 2, 64, 32) if quick else (256, 4, 4, 1024, 160))).to(DEVICE)
    if given.untuned and given.untuned.exists():
        small.load_state_dict(torch.load(given.untuned, map_location=DEVICE))
    else:
        large = Net(alphabet, *((64, 2, 2, 128, 32) if quick else (512, 6, 8, 2048, 256))).to(DEVICE)
        pretrain(large, sentences, 10 if quick else 190, 16 if quick else 1400, None, gold)
        tune(large, gold[:64] if quick else gold, 3, 2e-4)
        pretrain(small, sentences, 10 if quick else 165, 16 if quick else 1400, large, gold)
        if given.untuned:
            torch.save(small.state_dict(), given.untuned)
    own = list(own_sentences(alphabet))
    listed = [e for word, marks in word_readings(alphabet).items() for e in labelled(alphabet, word, marks, 0.7)]
    found = list(distant(alphabet, sentences, cpp, 200 if quick else 9000))
    random.shuffle(listed)
    random.shuffle(gold)
    lesson = own + found + listed[:12000] + gold
    school(small, lesson[:300] if quick else lesson, 2 if quick else 4)
    export(small, given.out)


if __name__ == "__main__":
    main()
