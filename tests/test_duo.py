"""Two hosts from the digest to the page: they alternate, sit at equal loudness, and are named where they are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from podcast.draft import write_draft
from podcast.library import Library
from podcast.model import Episode
from podcast.render import Options, render
from podcast.show.settings import load
from podcast.sound import load as load_sound
from podcast.writing import Wanted
from tests import fakes
from tests.fake_model import FakeModel, retold
from tests.mix.measure import lufs

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SHOW = """title: 科技早餐車
author: 編輯室
description: 每天的新聞。
address: https://show.example/
hosts:
  - {speaker: host, name: 阿哲, role: 主播}
  - {speaker: guest, name: 小雯, role: 替聽眾提問, manner: 好奇}
"""
VOICES = """speakers:
  host: {name: 主持人, voices: [{engine: edge, voice: zh-TW-YunJheNeural}]}
  guest: {name: 來賓, voices: [{engine: edge, voice: zh-TW-HsiaoChenNeural}]}
"""
DIGEST = """---
date: 2026-11-28
---
# 晶片廠漲價

## 晨星晶片漲價

- 晨星晶片明年漲價 12%，先進製程漲 15%。
- 手機廠 Orca 說，不會轉嫁給消費者。

## 高雄換電動公車

- 高雄已有 380 輛電動公車。
- 市府計畫 2030 年全面電動化。
"""


class Silent:
    def stage(self, text: str) -> None: ...

    def advance(self, done: int, total: int) -> None: ...

    def note(self, text: str) -> None: ...


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in (("show.yaml", SHOW), ("voices.yaml", VOICES)):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "digests").mkdir()
    (tmp_path / "digests/EP1.md").write_text(DIGEST, "utf-8")
    return tmp_path


def quieter(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the two voices is 12 dB below the other."""
    spoken = fakes.spoken

    def unequal(text: str, voice: str) -> np.ndarray:
        sound = spoken(text, voice)
        return sound // 4 if "HsiaoChen" in voice else sound

    monkeypatch.setattr("tests.fakes.spoken", unequal)
    fakes.spoken_mp3.cache_clear()


def heard_at(episode: Episode, folder: Path) -> dict[str, float]:
    """LUFS of all that each speaker says, in the MP3 that listeners get."""
    sound = load_sound(folder / episode.audio.file)
    parts: dict[str, list[np.ndarray]] = {}
    for cue in episode.cues:
        parts.setdefault(cue.speaker, []).append(sound[:, cue.start_ms * 48 : cue.end_ms * 48])
    return {speaker: lufs(np.concatenate(part, axis=1)) for speaker, part in parts.items()}


def test_two_hosts_are_heard_read_and_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quieter(monkeypatch)
    library = Library(load(root))
    with fakes.FakeEdge(), FakeModel(retold):
        options = Options(style="duo", writer="llm")
        outcome = render(library, library.find("EP1"), now=NOW, options=options, progress=Silent())
    episode, folder = outcome.episode, root / "feed/EP1"
    assert outcome.writing.startswith("nothing (gpt-4.1-mini at ")
    assert dict(episode.voices) == {"host": "zh-TW-YunJheNeural", "guest": "zh-TW-HsiaoChenNeural"}
    for chapter in episode.script.chapters[1:-1]:
        assert {line.speaker for line in chapter.lines} == {"host", "guest"}

    levels = heard_at(episode, folder)
    assert levels["host"] == pytest.approx(levels["guest"], abs=1.0)

    captions = (folder / "EP1.vtt").read_text("utf-8")
    assert "<v 阿哲>" in captions
    assert "<v 小雯>" in captions
    transcript = json.loads((folder / "transcript.json").read_text("utf-8"))
    assert {segment["speaker"] for segment in transcript["segments"]} == {"阿哲", "小雯"}
    page = (folder / "index.html").read_text("utf-8")
    assert "阿哲" in page
    assert "小雯" in page
    again = render(library, library.find("EP1"), now=NOW, options=Options(), progress=Silent())
    assert again.audio.startswith("up to date")


@pytest.mark.parametrize("style", ["narrator", "duo"])
@pytest.mark.parametrize("digest", [ROOT / "digests/EP1.md", SHARED / "seeds/ep1-page.txt"], ids=["EP1", "seed page"])
def test_a_model_that_answers_properly_tells_all_of_a_real_digest(root: Path, digest: Path, style: str) -> None:
    if not digest.exists():
        pytest.skip("../shared is not here")
    (root / "digests/EP1.md").unlink()
    library = Library(load(root))
    with FakeModel(retold) as fake:
        work = library.find(str(digest))
        draft = write_draft(library.show, work, now=NOW, wanted=Wanted(style=style, writer="llm"))
    assert not [told for told in draft.advice if "by the rules" in told]
    assert len(fake.bodies) == len(draft.script.chapters) - 2
    assert {line.speaker for chapter in draft.script.chapters for line in chapter.lines} == (
        {"host", "guest"} if style == "duo" else {"host"}
    )
    assert "text is not said" not in draft.omitted
    assert "texts are not said" not in draft.omitted
