"""An episode.json may come from anywhere: what it says is believed only as far as it can be."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from podcast.episode import record
from podcast.errors import EpisodeDamaged
from tests.published import make_episode


def altered(data: bytes, path: str, value: Any) -> bytes:
    """``data`` with what stands at ``path`` (audio.file, cues.0.start_ms) replaced."""
    whole = json.loads(data)
    *way, last = path.split(".")
    at = whole
    for step in way:
        at = at[int(step)] if step.isdecimal() else at.setdefault(step, {})
    at[last] = value
    return json.dumps(whole, ensure_ascii=True).encode()


DEEP: Any = {"id": "x", "text": "x"}
for _ in range(90):
    DEEP = {"id": "x", "text": "x", "items": [DEEP]}

UNBELIEVABLE = [
    ("audio.file", "../../../victim.mp3"),
    ("audio.file", "/etc/passwd"),
    ("audio.file", "EP1-00000000.mp3"),
    ("audio.file", "EP1/EP1-c2757cbb.mp3"),
    ("audio.file", "index.html"),
    ("audio.file", ""),
    ("audio.file", "EP1-c2757cbb.mp3\x00"),
    ("audio.sha256", "../x"),
    ("audio.sha256", "AB" * 32),
    ("audio.size", -1),
    ("audio.size", 10**4000),
    ("audio.duration_ms", 0),
    ("audio.duration_ms", 10**12),
    ("audio.loudness_lufs", float("nan")),
    ("audio.true_peak_dbtp", float("inf")),
    ("audio.mime", "audio/mpeg\r\nX: y"),
    ("slug", "../EP1"),
    ("slug", "a\\b"),
    ("slug", "."),
    ("slug", ""),
    ("slug", "x" * 5000),
    ("slug", "a\nb"),
    ("slug", "\ud800"),
    ("title", "a\x00b"),
    ("title", "A\ud800B"),
    ("guid", "two words"),
    ("guid", ""),
    ("published", "2026-11-24T12:00:00"),
    ("published", "0001-01-01T00:00:00+00:00"),
    ("published", "9999-12-31T23:59:59-12:00"),
    ("published", 1e300),
    ("updated", "yesterday"),
    ("number", 10**30),
    ("number", -1),
    ("reissue", 10**4000),
    ("revision", -1),
    ("season", 1e308),
    ("form", "long"),
    ("engine", ""),
    ("voices", [["host", "a\nb"]]),
    ("voice_settings", {"host": {"colour": "red"}}),
    ("voice_settings", {"host": {"rate": "quick"}}),
    ("voice_settings", {"host": {"speed": "1"}}),
    ("voice_settings", {"host": {"speed": 0}}),
    ("cues.0.start_ms", -5),
    ("cues.0.end_ms", 10**15),
    ("cues.1.start_ms", 2**70),
    ("cues.0.chapter", 2**40),
    ("cues.0.line", -1),
    ("marks.1.start_ms", 10**10),
    ("marks.1.end_ms", 0),
    ("script.chapters.0.lines.0.pause_after_ms", 10**12),
    ("digest.publish_at", "0001-01-01T00:00:00+00:00"),
    ("digest.intro", [DEEP]),
    ("digest.intro", [{"id": "x"}]),
    ("cues", [1] * 90_000),
    ("cues", [{}] * 90_000),
    ("cues", [[]] * 90_000),
    ("schema", True),
    ("schema", "1"),
]


@pytest.mark.parametrize(("path", "value"), UNBELIEVABLE, ids=lambda v: repr(v)[:40])
def test_what_cannot_be_is_refused_in_one_sentence(show, audio, path: str, value: object) -> None:
    data = record.encode(make_episode(show, audio))
    with pytest.raises(EpisodeDamaged, match=r"feed/EP1/episode\.json is damaged \(") as caught:
        record.adopt(altered(data, path, value), "feed/EP1/episode.json")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        b"NaN",
        b'{"schema": 1, "slug": 1e999}',
        b" " * 8_000_001,
        b"{},",
    ],
)
def test_a_file_of_any_shape_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(EpisodeDamaged) as caught:
        record.adopt(data)
    assert "\n" not in str(caught.value)


def test_earlier_audio_is_held_to_its_hash_too(show, audio) -> None:
    """It is deleted by its name when it is pruned."""
    episode = make_episode(show, audio, earlier=(replace(audio, file="../../voices.yaml"),))
    with pytest.raises(EpisodeDamaged, match="its hash is called"):
        record.adopt(record.encode(episode))


def test_keys_may_stand_in_any_order_and_unknown_ones_are_ignored(show, audio) -> None:
    episode = make_episode(show, audio)
    whole = json.loads(record.encode(episode)) | {"of_a_later_version": 1}
    assert record.adopt(json.dumps(whole, sort_keys=True).encode()) == episode


def test_an_escaped_backslash_before_u0000_is_no_nul(show, audio) -> None:
    episode = make_episode(show, audio, title=r"C:\u0000 and \\u0000")
    assert record.adopt(record.encode(episode)) == episode


def test_the_file_of_another_episode_is_not_taken_for_this_one(show, audio, tmp_path: Path) -> None:
    record.save(show.feed, make_episode(show, audio, slug="EP1"))
    (show.feed / "EP2").mkdir()
    (show.feed / "EP1" / "episode.json").rename(show.feed / "EP2" / "episode.json")
    with pytest.raises(EpisodeDamaged, match="another episode, “EP1”"):
        record.load(show.feed, "EP2")
