"""Teaches the network of podcast/speak/kokoro/english_guess.py, and measures it on words that it never saw.

    python bench/english_build.py DIR lesson.tsv
    python bench/english_train.py lesson.tsv [--seconds 120]        # pip install torch; minutes on a GPU

Each letter gets the label of its sounds: an embedding, seven layers of gated convolution over five letters with a
residual around each, cross-entropy, AdamW, the mean of the late weights. Weights are stored as whole numbers of eight
bits with a scale a row; what is measured is what is stored. Every twentieth word is held out, also of what ships.

The weights that ship were made by the script that this program was written from.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent.parent))

DATA = Path(__file__).parent.parent / "podcast" / "speak" / "kokoro" / "data"
CHANNELS, DEPTH, TAPS = 160, 7, 5
BATCH, RATE, LONGEST, RARE = 2048, 2e-3, 24, 5
Row = tuple[str, list[str]]  # letters, the sounds of each


class Net(nn.Module):
    def __init__(self, labels: int) -> None:
        super().__init__()
        self.emb = nn.Embedding(27, CHANNELS)
        self.norm = nn.ModuleList(nn.LayerNorm(CHANNELS) for _ in range(DEPTH))
        self.conv = nn.ModuleList(nn.Conv1d(CHANNELS, 2 * CHANNELS, TAPS, padding=TAPS // 2) for _ in range(DEPTH))
        self.last = nn.LayerNorm(CHANNELS)
        self.out = nn.Linear(CHANNELS, labels)
        self.drop = nn.Dropout(0.1)

    def forward(self, letters: torch.Tensor) -> torch.Tensor:
        mask = (letters > 0).unsqueeze(-1).float()
        x = self.drop(self.emb(letters)) * mask
        for norm, conv in zip(self.norm, self.conv, strict=True):
            gated = functional.glu(conv((norm(x) * mask).transpose(1, 2)), 1).transpose(1, 2)
            x = x + self.drop(gated) * mask
        return self.out(self.last(x))


def read(path: Path) -> tuple[list[Row], list[str]]:
    """The words, and the labels that stand often enough to be learned."""
    rows = [(w, s.split("|")) for w, s in (line.split("\t") for line in path.read_text("utf-8").splitlines())]
    counts = Counter(label for _, labels in rows for label in labels)
    labels = sorted(label for label, n in counts.items() if n >= RARE)
    known = set(labels)
    return [(w, s) for w, s in rows if len(w) <= LONGEST and known.issuperset(s)], labels


def tensors(rows: list[Row], labels: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """(words, letters) of 1 to 26, 0 behind the word; (words, letters) of labels, -100 behind it."""
    number = {label: i for i, label in enumerate(labels)}
    x = torch.zeros(len(rows), LONGEST, dtype=torch.long)
    y = torch.full((len(rows), LONGEST), -100)
    for i, (word, sounds) in enumerate(rows):
        x[i, : len(word)] = torch.tensor([ord(c) - 96 for c in word])
        y[i, : len(word)] = torch.tensor([number[s] for s in sounds])
    return x, y


def train(rows: list[Row], labels: list[str], seconds: float, device: str) -> Net:
    torch.manual_seed(0)
    net = Net(len(labels)).to(device)
    x, y = (t.to(device) for t in tensors(rows, labels))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.02)
    weights = list(net.parameters())
    means = [w.detach().clone() for w in weights]
    began, step = time.monotonic(), 0
    while (done := (time.monotonic() - began) / seconds) < 1:
        for batch in torch.randperm(len(x), device=device).split(BATCH):
            done = min(1.0, (time.monotonic() - began) / seconds)
            warm = done / 0.08 if done < 0.08 else 0.503 + 0.5 * math.cos(math.pi * (done - 0.08) / 0.92)
            optimiser.param_groups[0]["lr"] = RATE * warm
            with torch.autocast(device, torch.bfloat16):
                scores = net(x[batch])
            loss = functional.cross_entropy(scores.float().flatten(0, 1), y[batch].flatten(), label_smoothing=0.03)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            step += 1
            with torch.no_grad():
                torch._foreach_lerp_(means, weights, 1 - min(0.999, step / (step + 100)))
        print(f"{done:5.0%} loss {float(loss):.4f}", flush=True)
    with torch.no_grad():
        for weight, mean in zip(weights, means, strict=True):
            weight.copy_(mean)
    return net.cpu().eval()


def save(net: Net, labels: list[str], path: Path) -> None:
    """Matrices as int8 with a scale a row, all else as it is."""
    arrays = {"labels": np.array("\n".join(labels))}
    for name, tensor in net.state_dict().items():
        values = tensor.float().numpy()
        if values.ndim < 2:
            arrays[name] = values
            continue
        scale = np.abs(values.reshape(len(values), -1)).max(1) / 127
        scale[scale == 0] = 1
        arrays[f"{name}.scale"] = scale.astype(np.float32)
        arrays[name] = np.rint(values / scale.reshape(-1, *[1] * (values.ndim - 1))).astype(np.int8)
    np.savez_compressed(path, **arrays)


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def measure(rows: list[Row]) -> None:
    """What the package says of words that were held out, against the dictionary, as it is spoken."""
    from podcast.speak.kokoro.english_guess import guess

    wrong = total = right = stressed = 0
    for word, sounds in rows:
        said, true = guess(word), "".join(sounds).replace("ɾ", "t").replace("ʔ", "t")
        bare, plain = (re.sub("[ˈˌ]", "", s) for s in (said, true))
        wrong += distance(bare, plain)
        total += len(plain)
        right += bare == plain
        stressed += said == true
    n = len(rows)
    print(
        f"{n} words held out: phoneme error {wrong / total:.2%}, {right / n:.1%} right, {stressed / n:.1%} with stress"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", type=Path)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--measure-only", action="store_true", help="what the package has now")
    args = parser.parse_args()
    rows, labels = read(args.lesson)
    if not args.measure_only:
        device = "cuda" if torch.cuda.is_available() else "cpu"
        net = train([r for i, r in enumerate(rows) if i % 20], labels, args.seconds, device)
        save(net, labels, DATA / "english_guess.npz")
    measure(rows[::20])


if __name__ == "__main__":
    main()
