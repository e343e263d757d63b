"""Renders under fault: the parts of which tests run a few and bench/faults.py many."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

SHOW = """title: 早報
author: 編輯室
description: 每天的新聞。
address: https://show.example/
cover: cover.jpg
music: {opening: "", closing: ""}
"""
VOICES = """speakers:
  host:
    name: 主持人
    voices:
      - {engine: edge, voice: zh-TW-YunJheNeural}
      - {engine: openai, voice: onyx}
"""
MINUTE = """---
number: 1
date: 2026-11-24
---
# 一分鐘的測試

早安，這是一集很短的節目。

## 重點摘要

1. 晶片
   - 新晶片省電 30%，售價是 1,200 美元。
   - 明年 3 月上市，首批有 2 萬顆。

## 晶片戰開打

1. 規格
   - 製程是 3 奈米，時脈達到 5.6 GHz。
   - OpenAI 已經訂了其中一半。
2. 市場
   - 分析師預估市占率會到 12%。

## 結語

我們下次見。
"""
# The command line with edge-tts' address changed, as a process of its own.
COMMAND = (
    "import os, sys, edge_tts.communicate as c; c.WSS_URL = os.environ.get('FAKE_EDGE', c.WSS_URL); "
    "sys.argv[0] = 'podcast'; from podcast.cli import main; main()"
)


@dataclass(frozen=True)
class Result:
    """What stands in feed/EP1 after a render."""

    engine: str
    voices: tuple[str, ...]
    sha256: str
    whole: bool  # the captions are the script's words, all of them


def new_show(folder: Path, digest: str = MINUTE, voices: str = VOICES) -> Path:
    from PIL import Image

    (folder / "digests").mkdir(parents=True)
    Image.new("RGB", (1400, 1400), "navy").save(folder / "cover.jpg", dpi=(72, 72))  # drawing one takes a second
    (folder / "show.yaml").write_text(SHOW, encoding="utf-8")
    (folder / "voices.yaml").write_text(voices, encoding="utf-8")
    (folder / "digests" / "EP1.md").write_text(digest, encoding="utf-8")
    return folder


def result(folder: Path) -> Result:
    episode = json.loads((folder / "feed" / "EP1" / "episode.json").read_text(encoding="utf-8"))
    audio = (folder / "feed" / "EP1" / episode["audio"]["file"]).read_bytes()
    lines = "".join(line["text"] for chapter in episode["script"]["chapters"] for line in chapter["lines"])
    captions = "".join(cue["text"] for cue in episode["cues"])
    whole = _letters(lines) == _letters(captions) and len(audio) == episode["audio"]["size"]
    voices = tuple(dict.fromkeys(voice for _, voice in episode["voices"]))
    return Result(episode["engine"], voices, hashlib.sha256(audio).hexdigest(), whole)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def start(folder: Path, environment: dict[str, str], *args: str) -> subprocess.Popen[bytes]:
    """`podcast render EP1` as a process of its own, its services on loopback."""
    command = [sys.executable, "-c", COMMAND, "render", "EP1", *args]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def killed_and_again(folder: Path, environment: dict[str, str], after_s: float) -> bool:
    """Kill -9 a render after a while, then let the next one end. Whether the first one was still running."""
    process = start(folder, environment)
    time.sleep(after_s)
    running = process.poll() is None
    process.kill()
    process.communicate()
    second = start(folder, environment)
    _, told = second.communicate()
    assert second.returncode == 0, told.decode()
    return running


def moments(seed: int, count: int, longest_s: float) -> list[float]:
    rng = random.Random(seed)
    return [rng.uniform(0, longest_s) for _ in range(count)]
