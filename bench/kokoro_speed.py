"""What the embedded voice costs, in one run: the published network, ours, and kokoro-onnx as it is.

    python bench/kokoro_speed.py [--seconds 60] [--rounds 5] [--peer] [--compare 300]

On one core, then on two. Published: one session on one thread, the longest utterances first, as many plain threads
around it as there are cores, nothing but ``run``. Ours: KokoroEngine.synthesise from the same threads (also trimming,
WAV). ``--peer`` (pip install kokoro-onnx==0.6.1): its API for the same phonemes, which speaks one after another and
uses all cores for each. Rounds alternate; printed are medians of wall time and processor time, and the median of each
round's ratio to the published form, which holds when other work slows the machine for a while.

``--compare N``: instead of that, N utterances of all lengths from 1 to 180 tokens, in all voices, through both forms;
their samples must be the same to the last bit.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from podcast.mandarin import Mandarin
from podcast.model import Request
from podcast.show import Voice
from podcast.speak.kokoro.engine import FITS, KokoroEngine
from podcast.speak.kokoro.model import SAMPLE_RATE, VOICES, load_session, load_styles, model_bytes, speak_tokens
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


def sounds(request: Request) -> list[int]:
    return tokens(request.payload.partition("|")[2])


def published(session: Any, asked: Sequence[Request], workers: int) -> float:
    styles = load_styles(VOICE.voice)
    with ThreadPoolExecutor(workers) as pool:
        runs = pool.map(lambda ids: speak_tokens(session, ids, styles[len(ids)], 1.0).size, map(sounds, asked))
        return sum(runs) / SAMPLE_RATE


def ours(engine: KokoroEngine, asked: Sequence[Request], workers: int) -> float:
    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(lambda r: len(engine.synthesise(r, VOICE, 600).data), asked)) / 2 / SAMPLE_RATE


def peer(folder: Path) -> Callable[[Sequence[Request], int], float]:
    from kokoro_onnx import Kokoro

    (folder / "kokoro.onnx").write_bytes(model_bytes())
    np.savez(folder / "voices.npz", **{VOICE.voice: load_styles(VOICE.voice)[:, None, :]})
    kokoro = Kokoro(str(folder / "kokoro.onnx"), str(folder / "voices.npz"))

    def run(asked: Sequence[Request], workers: int) -> float:
        texts = [r.payload.partition("|")[2] for r in asked]
        return float(sum(kokoro.create(t, VOICE.voice, is_phonemes=True)[0].size for t in texts) / SAMPLE_RATE)

    return run


def speed(seconds: float, rounds: int, cores: int, with_peer: bool) -> None:
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:cores]))
    engine = KokoroEngine(workers=cores)
    asked = requests(engine, seconds)
    engine.load(print)
    session = load_session(model_bytes())
    with tempfile.TemporaryDirectory() as folder:
        runs: dict[str, Callable[[], float]] = {
            "published": lambda: published(session, asked, cores),
            "ours": lambda: ours(engine, asked, cores),
        }
        if with_peer:
            other = peer(Path(folder))
            runs["kokoro-onnx"] = lambda: other(asked, cores)
        wall: dict[str, list[float]] = {name: [] for name in runs}
        cpu: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, run in runs.items():
                began, began_cpu = time.perf_counter(), time.process_time()
                spoke = run()
                wall[name].append(time.perf_counter() - began)
                cpu[name].append(time.process_time() - began_cpu)
    print(f"{cores} core{'s' if cores > 1 else ''}, {len(asked)} utterances, {spoke:.0f} s of speech, {rounds} rounds")
    for name in runs:
        print(
            f"  {name:12} {statistics.median(wall[name]):7.2f} s wall, {statistics.median(cpu[name]):7.2f} s processor;"
            f" of the published form's {_ratio(wall, name):.3f} wall, {_ratio(cpu, name):.3f} processor"
        )


def _ratio(took: dict[str, list[float]], name: str) -> float:
    return statistics.median(a / b for a, b in zip(took[name], took["published"], strict=True))


def compare(count: int) -> None:
    """All lengths once, then short ones, cut from the sentences' sounds put end to end, each in the next voice."""
    engine = KokoroEngine()
    engine.load(print)
    session = load_session(model_bytes())
    stream = [s for r in requests(engine, 60) for s in sounds(r)]

    def same(n: int) -> bool:
        length, voice = n * 7 % (FITS if n < FITS else 60) + 1, list(VOICES)[n % len(VOICES)]
        begin = n * 31 % (len(stream) - length)
        said = (stream[begin : begin + length], load_styles(voice)[length], (1.0, 0.9, 1.15)[n % 3])
        equal = speak_tokens(session, *said).tobytes() == speak_tokens(engine._session, *said).tobytes()
        if not equal:
            print(f"DIFFERENT: {length} tokens from {begin}, {voice}")
        return equal

    with ThreadPoolExecutor(engine.workers) as pool:
        equal = sum(pool.map(same, range(count)))
    print(f"{equal} of {count} utterances of 1 to {FITS} tokens in {len(VOICES)} voices are the same to the last bit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="of speech a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cores", type=int, help="only on so many, not on one and then two")
    parser.add_argument("--peer", action="store_true", help="kokoro-onnx too")
    parser.add_argument("--compare", type=int, metavar="N", help="bytes of N utterances instead of times")
    args = parser.parse_args()
    if args.compare:
        compare(args.compare)
    elif args.cores:
        speed(args.seconds, args.rounds, args.cores, args.peer)
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, all forms loaded")
    else:
        for cores in (1, 2):  # each in a process of its own: a process cannot take back a core
            args_of = [sys.executable, __file__, *sys.argv[1:], "--cores", str(cores)]
            os.spawnv(os.P_WAIT, sys.executable, args_of)


if __name__ == "__main__":
    main()
