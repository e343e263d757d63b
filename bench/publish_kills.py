"""Publishing killed at random moments: a client always finds whole files of the length that the feed states.

    python bench/publish_kills.py [--kills 20] [--seed 1] [directory s3 sftp]

For each kind of target: a show of three episodes, of which one gets new audio and new text before each run;
`podcast publish` is killed (-9) at a random moment of its run, while a client downloads the feed and all that
it names over and over. At the end one run is left alone; the target must then equal feed/.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parents[1]))

from podcast.episode.identity import carry
from podcast.episode.names import audio_name
from podcast.episode.record import folder, load, save
from podcast.show import Show
from podcast.show.settings import load as load_show
from podcast.site.build import rebuild
from podcast.storage import Storage
from tests.published import NOW, audio_of, make_episode, put_episode, write_mp3
from tests.servers import s3_server, sftp_server

SHOW = "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\naddress: https://show.example/\nemail: a@show.example\n"
VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: kokoro, voice: zm_yunyang}\n"


def make_show(root: Path) -> Show:
    (root / "show.yaml").write_text(SHOW, encoding="utf-8")
    (root / "voices.yaml").write_text(VOICES, encoding="utf-8")
    show = load_show(root)
    write_mp3(root / "tone.mp3")
    for n in (1, 2, 3):
        put_episode(show.feed, make_episode(show, audio_of(root / "tone.mp3"), n), root / "tone.mp3")
    rebuild(show, now=NOW)
    return show


def change(show: Show, round_: int) -> None:
    """New audio and a new title for one episode."""
    import hashlib

    slug = f"EP{round_ % 3 + 1}"
    old = load(show.feed, slug)
    assert old is not None
    home = folder(show.feed, slug)
    data = (home / old.audio.file).read_bytes() + bytes([round_ % 256])
    sha256 = hashlib.sha256(data).hexdigest()
    audio = replace(old.audio, file=audio_name(slug, sha256), sha256=sha256, size=len(data))
    (home / audio.file).write_bytes(data)
    now = NOW + timedelta(minutes=round_)
    save(show.feed, carry(old, replace(old, audio=audio, title=f"第 {round_} 版", updated=now), now))
    rebuild(show, now=now)


class Client(threading.Thread):
    """Downloads the feed and all that it names, as long as it is there, and keeps what was wrong."""

    def __init__(self, target: str) -> None:
        super().__init__(daemon=True)
        self.storage, self.wrong, self.looks, self.over = Storage(target), [], 0, threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            self.look()

    def look(self) -> None:
        feed = self.storage.read("feed.xml")
        if feed is None:
            return
        try:
            root = ElementTree.fromstring(feed)
        except ElementTree.ParseError as error:
            self.wrong.append(f"feed.xml is cut: {error}")
            return
        for element in root.iter():
            url = element.get("url") or element.get("href") or ""
            if not url.startswith("https://show.example/") or url.endswith("/"):
                continue
            data = self.storage.read(url.removeprefix("https://show.example/"))
            if not data:
                self.wrong.append(f"{url} is named but not there")
            elif element.tag == "enclosure" and len(data) != int(element.get("length", "0")):
                self.wrong.append(f"{url}: {len(data)} bytes, the feed says {element.get('length')}")
            elif url.endswith(".json") and not data.rstrip().endswith((b"}", b"]")):
                self.wrong.append(f"{url} is cut")
        self.looks += 1


@contextmanager
def target_of(kind: str, work: Path) -> Iterator[tuple[str, dict[str, str]]]:
    if kind == "directory":
        yield str(work / "public"), {}
    elif kind == "s3":
        with s3_server() as environment:
            yield "s3://shows/tech", environment
    else:
        (work / "remote").mkdir()
        with sftp_server(work / "remote", work / "home") as (address, environment):
            yield f"{address}/www", environment


def run(kind: str, kills: int, rng: random.Random) -> bool:
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        (work / "show").mkdir()
        show = make_show(work / "show")
        with target_of(kind, work) as (target, environment):
            os.environ.update(environment)
            command = [sys.executable, "-m", "podcast", "publish", target, "--no-check"]
            home = {
                "cwd": show.root,
                "stdout": subprocess.DEVNULL,
                "env": {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            }
            began = time.monotonic()
            subprocess.run(command, check=True, **home)
            whole = time.monotonic() - began
            client = Client(target)
            client.start()
            killed = runs = 0
            while killed < kills and runs < 5 * kills:
                runs += 1
                change(show, runs)
                process = subprocess.Popen(command, **home)
                time.sleep(rng.uniform(0.3, 0.9) * whole)
                killed += process.poll() is None
                process.kill()
                process.wait()
            client.over.set()
            client.join()
            subprocess.run(command, check=True, **home)
            client.look()
            differ = differences(show, client.storage)
            print(
                f"{kind:<10} {killed} of {runs} runs killed, {client.looks} looks, "
                f"{len(client.wrong)} wrong, {differ} files differ"
            )
            for line in client.wrong[:5]:
                print("          ", line)
            return not client.wrong and not differ


def differences(show: Show, storage: Storage) -> int:
    paths = [p for p in show.feed.rglob("*") if p.is_file() and not p.name.startswith(".")]
    return sum(storage.read(p.relative_to(show.feed).as_posix()) != p.read_bytes() for p in paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=["directory", "s3", "sftp"])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    results = [run(kind, options.kills, rng) for kind in options.kinds]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
