"""How long `podcast status` takes in a show of 300 episodes, each as long as EP1 (a quarter of an hour).

    python bench/status_300.py [EPISODES]

Cold: nothing is known yet. Warm: as on every later day. Changed: one digest was edited since. Beside each the time of
`podcast status` in a show without episodes, in the same run: what Python and the settings take. Medians of 7. Python
runs with its bytecode, as where pip installed it: to compile this package anew takes a tenth of a second more.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from podcast.draft import write_draft
from podcast.episode.names import audio_name
from podcast.episode.record import save
from podcast.fresh import made_with
from podcast.library import Library
from podcast.model import Audio, Cue, Episode
from podcast.show.settings import load

SHOW = "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\naddress: https://show.example/\n"
VOICES = "speakers:\n  host: {name: 我, voices: [{engine: edge, voice: zh-TW-YunJheNeural}]}\n"
ROUNDS = 7


def new_show(root: Path, episodes: int) -> None:
    (root / "digests").mkdir(parents=True)
    (root / "show.yaml").write_text(SHOW, encoding="utf-8")
    (root / "voices.yaml").write_text(VOICES, encoding="utf-8")
    digest = (ROOT / "digests" / "EP1.md").read_text(encoding="utf-8")
    show = load(root)
    for n in range(1, episodes + 1):
        (root / "digests" / f"EP{n}.md").write_text(digest.replace("number: 1\n", f"number: {n}\n"), encoding="utf-8")
        put_episode(Library(show), n)
    old = time.time() - 3600
    for path in root.rglob("*"):
        os.utime(path, (old, old))


def put_episode(library: Library, n: int) -> None:
    show, at = library.show, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n)
    work = library._work(f"EP{n}", library.show.digests / f"EP{n}.md")
    draft = write_draft(show, work, now=at)
    lines = [(c, i, line) for c, chapter in enumerate(draft.script.chapters) for i, line in enumerate(chapter.lines)]
    cues = [
        Cue(line.text, "host", k * 5000, k * 5000 + 4000, line.source, c, i) for k, (c, i, line) in enumerate(lines)
    ]
    sha = f"{n:064x}"
    audio = Audio(audio_name(work.slug, sha), 5, sha, 900_000, -16.0, -1.0)
    episode = Episode(
        work.slug, f"guid-{n}", draft.digest.title, at, at, replace(draft.digest, number=n), draft.script, audio,
        (), tuple(cues), "edge", (("host", "zh-TW-YunJheNeural"),), number=n,
        made_with=made_with(show, draft.script), digest_file=draft.digest_file,
    )  # fmt: skip
    save(show.feed, episode)
    (work.folder / audio.file).write_bytes(b"audio")


def status(folder: Path) -> tuple[float, float]:
    """(seconds by the clock, seconds of processor)"""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env = {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "podcast", "status"], cwd=folder, env=env, check=True, capture_output=True)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as made:
        empty, full = Path(made) / "empty", Path(made) / "full"
        new_show(empty, 0)
        new_show(full, count)
        size = sum(path.stat().st_size for path in full.glob("feed/*/episode.json")) / count
        print(f"{count} episodes, episode.json of {size / 1000:.0f} kB")
        status(empty)
        tell("cold", [status(full)])
        rounds = [(status(empty), status(full)) for _ in range(ROUNDS)]
        tell("empty", [nothing for nothing, _ in rounds])
        tell("warm", [warm for _, warm in rounds])
        tell("changed", [changed(full) for _ in range(ROUNDS)])


def changed(folder: Path) -> tuple[float, float]:
    digest = folder / "digests" / "EP1.md"
    digest.write_text(digest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    return status(folder)


def tell(what: str, took: list[tuple[float, float]]) -> None:
    clock, processor = (statistics.median(each) for each in zip(*took, strict=True))
    print(f"{what:<8} {clock:5.2f} s, {processor:5.2f} s of processor")


if __name__ == "__main__":
    main()
