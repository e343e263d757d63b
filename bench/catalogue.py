"""A back catalogue on a cluster: how much of the ideal it reaches, and what scheduler and client take.

    python bench/catalogue.py [--episodes 178] [--workers 2 4] [--points 4 10] [--ms 60] [--kills 0] [--seed 1]

The engine is one of tones that costs ``ms`` a character (bench/tones.py), so that many workers fit on few cores; all
else is what the product does: planning, checking, storing, mixing, encoding, feed and pages. Scheduler and workers are
processes of their own, and clips go through a shared folder as they would through a bucket. Ideal: the seconds that the
workers spent at work, divided by their number; reached: ideal / seconds that it took. ``kills``: workers that are
killed (-9) at random moments and started again; afterwards no sentence may have been spoken more often than once and
once more for each kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import bench.tones  # noqa: F401 - the engine, here too
from podcast.cluster import render_many
from podcast.errors import PodcastError
from podcast.library import Library
from podcast.render import Options
from podcast.show.settings import load
from tests.campaigns import SHOW
from tests.published import NOW
from tests.servers import free_port

VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: kokoro, voice: zm_yunyang}\n"
SUBJECTS = ["台積電", "聯發科", "鴻海", "輝達", "微軟", "中央銀行", "交通部", "氣象署", "研究團隊", "市議會"]
DEEDS = ["公布新的計畫", "調整明年的預算", "完成第一階段測試", "提出不同的看法", "預計下個月開始"]


def catalogue(root: Path, episodes: int, points_of_each: list[int], seed: int) -> Library:
    """Digests, the same ones for the same seed; the opening is common to all."""
    from PIL import Image

    rng = random.Random(seed)
    (root / "digests").mkdir(parents=True)
    Image.new("RGB", (1400, 1400), "navy").save(root / "cover.jpg")
    (root / "show.yaml").write_text(f"{SHOW}clips: ../clips\n", encoding="utf-8")
    (root / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (root / "host.yaml").write_text("host: plain\n", encoding="utf-8")
    for n in range(1, episodes + 1):
        points = [
            f"   - {rng.choice(SUBJECTS)}{rng.choice(DEEDS)}，金額是 {rng.randint(2, 9999)} 萬元，"
            f"比去年多 {rng.randint(2, 99)}%。"
            for _ in range(rng.randint(*points_of_each))
        ]
        text = f"---\nnumber: {n}\ndate: 2026-11-24\n---\n# 第 {n} 集\n\n早安。\n\n## 新聞\n\n1. 一組\n" + "\n".join(
            points
        )
        (root / "digests" / f"EP{n}.md").write_text(f"{text}\n", encoding="utf-8")
    return Library(load(root))


class Processes:
    """A scheduler and workers, each a process; their processor time and memory."""

    def __init__(self, workers: int, environment: dict[str, str]) -> None:
        self.place, self._env = f"tcp://127.0.0.1:{free_port()}", environment
        self.scheduler = self._start("dask_scheduler", "--host", self.place)
        time.sleep(3)
        self.workers = [self._worker() for _ in range(workers)]

    def _start(self, module: str, *args: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *args, "--no-dashboard"]
        return subprocess.Popen(command, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start(
            "dask_worker",
            self.place,
            "--no-nanny",
            "--nthreads",
            "1",
            "--memory-limit",
            "0",
            "--preload",
            "bench.tones",
        )

    def replace_one(self, rng: random.Random) -> None:
        n = rng.randrange(len(self.workers))
        self.workers[n].kill()
        self.workers[n].wait()
        self.workers[n] = self._worker()

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def at_work_s(dask_scheduler: Any) -> dict[str, float]:
    """Run on the scheduler: seconds that workers computed, tasks, and changes of their states."""
    prefixes = dask_scheduler.task_prefixes.values()
    return {
        "work_s": sum(prefix.all_durations["compute"] for prefix in prefixes),
        "tasks": sum(sum(prefix.state_counts.values()) for prefix in prefixes),
        "transitions": dask_scheduler.transition_counter,
    }


def measure(workers: int, args: argparse.Namespace) -> dict[str, Any]:
    import psutil
    from distributed import Client

    with tempfile.TemporaryDirectory(dir=args.scratch) as made:
        root = Path(made)
        library = catalogue(root / "show", args.episodes, args.points, args.seed)
        log = root / "spoken.txt"
        environment = os.environ | {"PYTHONPATH": str(ROOT), "TONES_MS": str(args.ms), "TONES_LOG": str(log)}
        processes = Processes(workers, environment)
        rng, me = random.Random(args.seed), psutil.Process()
        scheduler = psutil.Process(processes.scheduler.pid)
        memory: list[tuple[float, float]] = []
        failed: list[str] = []
        try:
            client = Client(processes.place, set_as_default=False)
            client.wait_for_workers(workers, timeout=120)
            client.run(load_once)
            before, began = client.run_on_scheduler(at_work_s), time.monotonic()
            cpu = me.cpu_times().user + me.cpu_times().system
            at = {round((k + 1) * args.episodes / (args.kills + 1)) for k in range(args.kills)}

            def ended(work: Any, how: Any, took_s: float) -> None:
                memory.append((me.memory_info().rss / 1e6, scheduler.memory_info().rss / 1e6))
                if isinstance(how, PodcastError):
                    failed.append(f"{work.slug}: {how}")
                if len(memory) in at:
                    threading.Thread(target=processes.replace_one, args=(rng,)).start()

            render_many(
                library, library.all(), processes.place, now=lambda: NOW, options=Options(), ended=ended,
                watch=lambda slug: Nothing(),
            )  # fmt: skip
            took_s = time.monotonic() - began
            after = client.run_on_scheduler(at_work_s)
            work_s = after["work_s"] - before["work_s"]
            spoken = Counter(log.read_text(encoding="utf-8").splitlines())
            used = scheduler.cpu_times()
            quarter = len(memory) // 4
            return {
                "workers": workers, "episodes": args.episodes, "kills": args.kills, "failed": failed,
                "took_s": round(took_s, 1), "work_s": round(work_s, 1),
                "reached": round(work_s / workers / took_s, 3),
                "sentences": len(spoken), "spoken_again": sum(spoken.values()) - len(spoken),
                "client_cpu_ms_an_episode": round((sum(me.cpu_times()[:2]) - cpu) * 1000 / args.episodes),
                "scheduler_cpu_ms_an_episode": round((used.user + used.system) * 1000 / args.episodes),
                "transitions_an_episode": round((after["transitions"] - before["transitions"]) / args.episodes),
                "client_mb": [round(memory[n][0]) for n in (quarter, 2 * quarter, -1)],
                "scheduler_mb": [round(memory[n][1]) for n in (quarter, 2 * quarter, -1)],
            }  # fmt: skip
        finally:
            processes.end()


class Nothing:
    def stage(self, text: str) -> None: ...

    def advance(self, done: int, total: int) -> None: ...

    def note(self, text: str) -> None: ...


def load_once() -> None:
    """Run on each worker: tables of Mandarin, libraries of sound."""
    from podcast.mandarin import Mandarin
    from podcast.mix import mastering  # noqa: F401

    Mandarin().say("台積電公布新的計畫，金額是 12 萬元。")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=178)
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--points", type=int, nargs=2, default=[4, 10], help="of a digest, at least and at most")
    parser.add_argument("--ms", type=float, default=60.0)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path)
    args = parser.parse_args()
    for workers in args.workers:
        print(json.dumps(measure(workers, args), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
