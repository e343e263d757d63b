"""Many machines without a cluster: a share each, by cost, and one that puts the show together."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.shard import Shard, shard_of
from podcast.text import plural
from tests.campaigns import new_show
from tests.fakes import FakeOpenAI
from tests.test_all import VOICES
from tests.test_cli import Ran

Podcast = Callable[..., Ran]
costs = st.dictionaries(st.integers(1, 300).map("EP{}".format), st.integers(0, 9000), max_size=40)


@pytest.fixture
def podcast(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Podcast:
    """Runs the command line in the folder of one of several machines."""

    def run(folder: Path, *args: str) -> Ran:
        from podcast.cli import main

        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["podcast", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        seen = capsys.readouterr()
        return Ran(int(ended.value.code or 0), seen.out, seen.err)

    return run


@settings(deadline=None, max_examples=50)
@given(costs, st.integers(1, 12))
def test_every_episode_is_one_shards_and_no_shard_has_much_more_than_its_share(found: dict[str, int], of: int) -> None:
    shards = [Shard(n, of).own(found) for n in range(1, of + 1)]
    assert sorted(name for own in shards for name in own) == sorted(found)
    dearest = max(sum(found[name] for name in own) for own in shards)
    assert dearest <= sum(found.values()) / of + max(found.values(), default=0)


@settings(deadline=None, max_examples=50)
@given(costs, st.integers(1, 12))
def test_what_costs_nothing_moves_no_other(found: dict[str, int], of: int) -> None:
    paid = {name: cost for name, cost in found.items() if cost}
    assert Shard(1, of).own(paid) == Shard(1, of).own(found) & set(paid)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "a/b", "1/0", "-1/4", "1/2/3", "1.0/2", "９/１０"])
def test_what_is_no_shard_is_usage(text: str, tmp_path: Path, podcast: Podcast) -> None:
    assert shard_of(text) is None
    assert podcast(tmp_path, "render", "--all", "--shard", text or " ").code == 2


def test_the_shards_together_are_the_show(tmp_path: Path, podcast: Podcast) -> None:
    alone = tmp_path / "alone"
    new_show(alone, "x", VOICES)
    (alone / "digests" / "EP1.md").unlink()
    for n, said in ((1, "早安。"), (2, "午安。再見。午安。再見。"), (3, "晚安。")):
        number = "number: 7\n" if n == 1 else ""
        text = f"---\ndate: 2026-11-24\n{number}---\n# 第{n}篇\n\n{said}\n"
        (alone / "digests" / f"EP{n}.md").write_text(text, encoding="utf-8")
    (alone / "host.yaml").write_text("host: plain\n", encoding="utf-8")
    machines = [shutil.copytree(alone, tmp_path / name) for name in ("one", "two", "all")]
    with FakeOpenAI():
        assert podcast(alone, "render", "--all").code == 0
        for n, machine in enumerate(machines[:2], 1):
            assert f"shard {n} of 2: {n} of 3 episodes" in podcast(machine, "render", "--all", "--shard", f"{n}/2").out
            again = podcast(machine, "render", "--all", "--shard", f"{n}/2")
            assert "0 of 3 episodes" in again.out, "it starts again and finds the same shards, its own done"
            refused = podcast(machine, "publish", "../public")
            assert (refused.code, refused.err.count("\n")) == (1, 1)
            assert f"only shard {n}/2" in refused.err
            assert f"{plural(n, 'episode')} brought" in podcast(machine, "publish", f"../shards/{n}", "--shard").out
        damaged = next((tmp_path / "shards" / "2").rglob("*.mp3"))
        whole = damaged.read_bytes()
        damaged.write_bytes(whole[:-1] + b"?")
        assert podcast(machines[2], "fetch", "../shards/1", "--shard").code == 0
        told = podcast(machines[2], "fetch", "../shards/2", "--shard")
        assert told.code == 1
        assert "is damaged" in told.err
        damaged.write_bytes(whole)
        again = podcast(machines[2], "fetch", "../shards/2", "--shard")
        assert again.out.count("EP") == 1, "the other one was taken before"
    rendered = podcast(machines[2], "render", "--all")  # nothing is to be spoken: the service is gone
    assert (rendered.code, rendered.out) == (0, "All digests are rendered and up to date.\n"), rendered.err
    assert podcast(machines[2], "publish", "../public", "--no-check").code == 0
    assert audio(machines[2] / "feed") == audio(alone / "feed") == audio(tmp_path / "public")
    assert podcast(machines[2], "fetch", "../public", "--shard").code == 1, "a published show is no shard"
    mistyped = podcast(machines[2], "fetch", "../shrads/1", "--shard")
    assert (mistyped.code, "holds no shard" in mistyped.err) == (1, True)
    assert "0 episodes" in podcast(machines[2], "publish", "../shards/none", "--shard").out
    assert podcast(machines[2], "fetch", "../shards/none", "--shard").code == 0, "a shard of no episode is one"


def audio(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.mp3")}
