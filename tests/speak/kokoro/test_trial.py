"""Which form speaks, and that nothing which goes wrong with ours silences the voice."""

import json
import threading
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from podcast.errors import EngineUnavailable
from podcast.speak.kokoro import trial

PUBLISHED = b"published"


class Machine:
    """Stands for the runtime: which network each session was loaded from, and how long a form takes."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.made = 0
        self.answers = {"published": (np.zeros(9, np.float32), 1.0), "ours": (np.zeros(9, np.float32), 0.6)}
        self.refuses = False

    def rewrite(self, published: Path) -> bytes:
        assert published.read_bytes() == PUBLISHED
        self.made += 1
        return b"ours"

    def prepare(self, network: Path, path: Path) -> None:
        path.write_bytes(network.read_bytes())

    def load(self, network: bytes | Path, prepared: bool = False) -> str:
        data = network.read_bytes() if isinstance(network, Path) else network
        assert prepared == (data == b"ours")
        if self.refuses and prepared:
            raise RuntimeError("no such operator")
        self.loaded.append(data.decode())
        return data.decode()


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(trial.form, "rewrite", machine.rewrite)
    monkeypatch.setattr(trial, "prepare", machine.prepare)
    monkeypatch.setattr(trial, "load_session", machine.load)
    monkeypatch.setattr(trial, "model_bytes", lambda: PUBLISHED)
    monkeypatch.setattr(trial, "_spoken", lambda session: machine.answers[session])
    return machine


def network(folder: Path, told: list[str] | None = None) -> str:
    return trial.load_network((told if told is not None else []).append, folder)


def test_the_faster_form_is_made_once_said_so_and_taken(machine, tmp_path):
    told: list[str] = []
    assert network(tmp_path / "new" / "folder", told) == "ours"
    assert told == [trial.TOLD]
    machine.loaded.clear()
    assert network(tmp_path / "new" / "folder", told) == "ours"
    assert (machine.made, machine.loaded, len(told)) == (1, ["ours"], 1)


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ([0.0] * 8 + [1e-7], 0.6),  # another answer, however near
        ([0.0] * 8, 0.6),
        ([0.0] * 9, 0.96),
        ([0.0] * 9, 3.0),
    ],
)
def test_another_answer_or_no_gain_leaves_the_published_form_and_is_remembered(machine, tmp_path, answer, seconds):
    machine.answers["ours"] = (np.array(answer, np.float32), seconds)
    assert [network(tmp_path), network(tmp_path)] == ["published", "published"]
    assert machine.made == 1
    assert not list(tmp_path.glob("*.onnx"))
    assert {path.suffix for path in tmp_path.iterdir()} <= {"", ".json", ".onnx"}


def test_a_form_that_the_runtime_refuses_is_not_tried_again(machine, tmp_path):
    machine.refuses = True
    assert [network(tmp_path), network(tmp_path)] == ["published", "published"]
    assert machine.made == 1


def test_a_form_that_loads_no_more_leaves_the_published_one(machine, tmp_path):
    assert network(tmp_path) == "ours"
    machine.refuses = True
    assert network(tmp_path) == "published"


@pytest.mark.parametrize("harm", ["cut", "gone", "note cut", "note of another program"])
def test_a_damaged_form_or_note_is_made_again(machine, tmp_path, harm):
    assert network(tmp_path) == "ours"
    (form,), (note,) = tmp_path.glob("*.onnx"), tmp_path.glob("*.json")
    if harm == "cut":
        form.write_bytes(b"our")
    elif harm == "gone":
        form.unlink()
    else:
        note.write_text('{"sha256": "' if harm == "note cut" else json.dumps({"form": 1}))
    assert network(tmp_path) == "ours"
    assert machine.made == 2


def test_a_cache_that_cannot_be_written_leaves_the_published_form(machine, tmp_path):
    file = tmp_path / "file"
    file.write_text("no folder")
    assert network(file / "voice") == "published"
    assert machine.made == 0


def test_a_full_disk_leaves_the_published_form(machine, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(trial.shutil, "disk_usage", lambda path: usage(10**12, 10**12, 10**6))
    assert network(tmp_path) == "published"
    monkeypatch.undo()


def test_a_disk_that_fills_meanwhile_leaves_the_published_form_and_no_crumbs(machine, tmp_path, monkeypatch):
    def full(network: Path, path: Path) -> None:
        path.write_bytes(network.read_bytes())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trial, "prepare", full)
    assert network(tmp_path) == "published"
    assert [f.name for f in tmp_path.iterdir()] == ["lock"]


def test_who_loads_ahead_makes_nothing(machine, tmp_path):
    assert trial.load_network(None, tmp_path) is None
    assert (machine.made, list(tmp_path.iterdir())) == (0, [])
    network(tmp_path)
    assert trial.load_network(None, tmp_path) == "ours"


def test_while_another_process_makes_it_the_published_form_speaks(machine, tmp_path):
    with FileLock(tmp_path / "lock"):
        done = []
        thread = threading.Thread(target=lambda: done.append(network(tmp_path)))
        thread.start()
        thread.join(10)
        assert done == ["published"]
    assert network(tmp_path) == "ours"


def test_each_machine_and_each_version_has_its_own_verdict(machine, tmp_path, monkeypatch):
    network(tmp_path)
    monkeypatch.setattr(trial, "_processor", lambda: "another")
    network(tmp_path)
    monkeypatch.setattr(trial.form, "VERSION", trial.form.VERSION + 1)
    network(tmp_path)
    assert machine.made == 3


def test_a_network_of_ones_own_speaks_without_the_parts_and_is_looked_at_even_so(machine, tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "model_bytes", None)
    asked: list[Path] = []
    monkeypatch.setattr(trial, "own_model_bytes", lambda path: asked.append(path) or PUBLISHED)
    own = tmp_path / "own.onnx"
    assert trial.load_network(lambda text: None, tmp_path / "a", own=own) == "ours"
    asked.clear()
    assert trial.load_network(lambda text: None, tmp_path / "a", own=own) == "ours"
    assert asked == [own]
    machine.refuses = True
    assert trial.load_network(lambda text: None, tmp_path / "b", own=own) == "published"


def test_parts_that_are_missing_are_told_though_the_form_could_not_be_made(machine, tmp_path, monkeypatch):
    def missing() -> bytes:
        raise EngineUnavailable("The embedded voice lacks its model part x")

    monkeypatch.setattr(trial, "model_bytes", missing)
    with pytest.raises(EngineUnavailable, match="lacks its model part"):
        network(tmp_path)
