"""A cluster does what one machine does, to the byte, whatever is killed; a service counts all workers together."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from podcast.api import open_show
from podcast.speak.openai_speech import OpenAISpeech
from tests.campaigns import new_show
from tests.fakes import FakeOpenAI
from tests.servers import free_port
from tests.test_all import VOICES
from tests.test_shard import Podcast, podcast  # noqa: F401 (a fixture)

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

SAID = {1: "早安。今天有新聞。", 2: "早安。市場上漲。", 3: "早安。今天有新聞。晶片缺貨。"}


def make_show(root: Path) -> Path:
    new_show(root, "x", VOICES)
    (root / "digests" / "EP1.md").unlink()
    (root / "host.yaml").write_text("host: plain\n", encoding="utf-8")
    for n, said in SAID.items():
        number = "number: 7\n" if n == 1 else ""
        text = f"---\ndate: 2026-11-24\n{number}---\n# 第{n}篇\n\n{said}\n"
        (root / "digests" / f"EP{n}.md").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return make_show(tmp_path / "show")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same show, rendered on one machine."""
    root = make_show(tmp_path_factory.mktemp("alone") / "show")
    with FakeOpenAI():
        for n in SAID:
            open_show(root).render(f"EP{n}")
    return root


def audio(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "feed").rglob("*.mp3")}


def test_two_processes_render_what_one_does_each_sentence_once(
    show: Path, alone: Path, podcast: Podcast, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr(OpenAISpeech, "workers", 1)
    (show / "digests" / "EP4.md").write_text("%PDF-1.7 \0", encoding="utf-8")
    with FakeOpenAI(delay_s=0.1) as service:
        ran = podcast(show, "render", "--all", "--on", "local:2")
        assert ran.code == 1, "EP4 cannot be read"
        assert "3 of 4 done" in ran.out
        assert audio(show) == audio(alone)
        assert len(service.asked) == len(set(service.asked)), "no two episodes pay for what both say"
        assert service.most_at_once == 1, "of the service's own limit, not of each worker's"
        (show / "digests" / "EP4.md").unlink()
        assert podcast(show, "render", "--all", "--on", "local:2").out.startswith("All digests are rendered")


@contextmanager
def process(module: str, *args: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *args, "--no-dashboard"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def until_it_answers(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)


def when(asked: FakeOpenAI, count: int, do: subprocess.Popen[bytes]) -> None:
    """Kill ``do`` once so many sentences were asked for."""

    def wait() -> None:
        while len(asked.asked) < count:
            time.sleep(0.01)
        do.kill()

    threading.Thread(target=wait, daemon=True).start()


def test_a_worker_killed_costs_what_it_had_under_way_and_a_cluster_that_is_gone_is_one_sentence(
    show: Path, alone: Path, podcast: Podcast  # noqa: F811
) -> None:  # fmt: skip
    port = free_port()
    place = f"tcp://127.0.0.1:{port}"
    refused = podcast(show, "render", "--all", "--on", place)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "name it in show.yaml, for instance clips: s3://" in refused.err
    with (show / "show.yaml").open("a", encoding="utf-8") as file:
        file.write("clips: ../clips\n")
    worker = ("dask_worker", place, "--no-nanny", "--nthreads", "1")
    with (
        FakeOpenAI(delay_s=0.3) as service,
        process("dask_scheduler", "--port", str(port), "--host", "127.0.0.1") as scheduler,
        process(*worker) as first,
        process(*worker),
    ):
        until_it_answers(port)
        when(service, 2, first)
        ran = podcast(show, "render", "EP1", "EP2", "--on", place)
        assert ran.code == 0, ran.err
        assert len(service.asked) <= len(set(service.asked)) + 1
        when(service, len(service.asked) + 1, scheduler)
        gone = podcast(show, "render", "EP3", "--on", place)
        assert (gone.code, gone.err.count("\n")) == (1, 1), gone.err
        assert f"The cluster at {place} is gone: what is done is published" in gone.err
        again = podcast(show, "render", "--all")  # without the cluster
        assert again.code == 0, again.err
    assert audio(show) == audio(alone)
    assert not list((show.parent / "clips" / "mixed").glob("*"))


def test_what_is_no_cluster_is_told(show: Path, podcast: Podcast, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    for wrong in ("local", "local:0", "local:x", "host:8786", "http://x:1", ""):
        assert podcast(show, "render", "--all", "--on", wrong or " ").code == 2
    with (show / "show.yaml").open("a", encoding="utf-8") as file:
        file.write("clips: ../clips\n")
    monkeypatch.setattr("podcast.cluster.dask.CONNECT_S", 0.2)
    nobody = podcast(show, "render", "--all", "--on", f"tcp://127.0.0.1:{free_port()}")
    assert (nobody.code, nobody.err.count("\n")) == (1, 1)
    assert "No cluster answers at tcp://127.0.0.1:" in nobody.err
