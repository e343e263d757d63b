"""Ctrl-C as a user presses it: the process ends with 130 whatever its requests are doing, and keeps what is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.campaigns import COMMAND, ROOT, new_show

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send")

ONE_VOICE = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: %s, voice: %s}\n"


def stopped(folder: Path, program: list[str], environment: dict[str, str], ready) -> tuple[int, str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    process = subprocess.Popen(
        [sys.executable, *program, "render", "EP1"], cwd=folder, env=env, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background shell ignores it
    )  # fmt: skip
    until = time.monotonic() + 60
    while not ready() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    return process.returncode, told


def test_while_the_embedded_network_runs(tmp_path):
    """Torn down with its interpreter, the network's C++ would abort the process (exit 134)."""
    folder = new_show(tmp_path / "show", voices=ONE_VOICE % ("kokoro", "zm_yunyang"))
    clips = folder / ".podcast" / "cache" / "clips"
    code, told = stopped(folder, ["-m", "podcast"], {}, lambda: any(clips.rglob("*.wav")))
    assert (code, "Traceback" in told, "terminate" in told) == (130, False, False)
    assert "the same command goes on from here" in told
    assert any(clips.rglob("*.wav"))


def test_while_a_service_keeps_silent(tmp_path, edge):
    edge.always("stall")
    folder = new_show(tmp_path / "show", voices=ONE_VOICE % ("edge", "zh-TW-YunJheNeural"))
    program = ["-c", COMMAND.replace("podcast.cli import main", "podcast.__main__ import main")]
    code, told = stopped(folder, program, {"FAKE_EDGE": edge.url}, lambda: bool(edge.asked))
    assert (code, "Traceback" in told) == (130, False)
