"""What the embedded engine costs beside its limit: the same phonemes through bare InferenceSession.run.

    python bench/kokoro_speed.py [--seconds 60] [--peer]

The limit: one session on one thread, the longest utterances first, as many plain threads around it as there are
cores; nothing but ``run``. Ours: KokoroEngine.synthesise from the same threads (trimming, WAV). ``--peer``
(pip install kokoro-onnx==0.6.1): kokoro-onnx as it is, for the same phonemes, one after another, as its API
offers. Rounds alternate, the best of each counts: other work on the machine only makes a round slower.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from podcast.mandarin import Mandarin
from podcast.model import Request
from podcast.show import Voice
from podcast.speak.kokoro.engine import KokoroEngine
from podcast.speak.kokoro.model import SAMPLE_RATE, load_session, load_styles, model_bytes
from podcast.speak.kokoro.phonemes import tokens

VOICE = Voice("kokoro", "zm_yunyang")
TEXTS = (
    "晶片大廠 Nvidia 宣布，新一代 GPU 將在今年第四季量產，採用台積電的三奈米製程。",
    "分析師認為，資料中心的電力需求會在五年內成長一倍，雲端業者因此開始投資核能與地熱。",
    "歐盟執委會對兩家社群平台展開調查，懷疑它們的推薦演算法讓未成年人接觸到有害內容。",
    "OpenAI 與 Anthropic 同一天發表新模型，價格都比上一代低了三成，開發者可以透過 API 使用。",
    "一家日本新創公司把人形機器人送進倉庫，負責搬運十五公斤以下的紙箱，每小時能處理一百二十件。",
    "央行表示，穩定幣的發行者必須持有足額的準備金，並且每個月公布會計師的查核報告。",
)


def requests(engine: KokoroEngine, seconds: float) -> list[Request]:
    """Sentences one after another, about ``seconds`` of speech, the longest first."""
    mandarin = Mandarin()
    said = [engine.prepare(mandarin.say(text), VOICE) for text in TEXTS]
    chosen = [said[i % len(said)] for i in range(max(2, round(seconds / 8.5)))]
    return sorted(chosen, key=lambda r: -len(r.payload))


def bare(session: Any, asked: Sequence[Request], workers: int) -> Callable[[], float]:
    """Seconds of speech that nothing but ``run`` gives."""
    styles = load_styles(VOICE.voice)
    ids = [tokens(r.payload.partition("|")[2]) for r in asked]
    speed = np.ones(1, np.float32)
    inputs = [{"tokens": np.array([[0, *n, 0]]), "style": styles[len(n)][None], "speed": speed} for n in ids]

    def run() -> float:
        with ThreadPoolExecutor(workers) as pool:
            return sum(pool.map(lambda i: session.run(None, i)[0].size, inputs)) / SAMPLE_RATE

    return run


def ours(engine: KokoroEngine, asked: Sequence[Request]) -> Callable[[], float]:
    def run() -> float:
        with ThreadPoolExecutor(engine.workers) as pool:
            return sum(pool.map(lambda r: _length(engine.synthesise(r, VOICE, 600).data), asked))

    return run


def _length(data: bytes) -> float:
    with wave.open(io.BytesIO(data)) as file:
        return file.getnframes() / file.getframerate()


def peer(asked: Sequence[Request], folder: Path) -> Callable[[], float]:
    from kokoro_onnx import Kokoro

    (folder / "kokoro.onnx").write_bytes(model_bytes())
    np.savez(folder / "voices.npz", **{VOICE.voice: load_styles(VOICE.voice)[:, None, :]})
    kokoro = Kokoro(str(folder / "kokoro.onnx"), str(folder / "voices.npz"))

    def run() -> float:
        texts = [r.payload.partition("|")[2] for r in asked]
        return float(sum(kokoro.create(t, VOICE.voice, is_phonemes=True)[0].size for t in texts) / SAMPLE_RATE)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="of speech a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", action="store_true", help="kokoro-onnx too")
    args = parser.parse_args()
    engine = KokoroEngine()
    asked = requests(engine, args.seconds)
    begin = time.perf_counter()
    engine.synthesise(asked[-1], VOICE, 600)
    print(f"first sentence, network loaded and checked: {time.perf_counter() - begin:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        runs = {"bare run": bare(load_session(), asked, engine.workers), "ours": ours(engine, asked)}
        if args.peer:
            runs["kokoro-onnx"] = peer(asked, Path(folder))
        best: dict[str, float] = {}
        speech: dict[str, float] = {}
        for _ in range(args.rounds):
            for name, run in runs.items():
                begin = time.perf_counter()
                speech[name] = run()
                best[name] = min(best.get(name, 1e9), time.perf_counter() - begin)
    limit = best["bare run"]
    for name, took in best.items():
        spoke = speech["bare run"]
        print(f"{name:12} {took:6.2f} s, real-time factor {took / spoke:.3f}, {took / limit:.3f} of bare run")


if __name__ == "__main__":
    main()
