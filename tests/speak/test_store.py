from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.errors import SpeechError
from podcast.model import Boundary, Request
from podcast.speak.store import ClipStore, clip_key

KEY = "ab" * 32
SAMPLES = (np.sin(np.arange(2401) / 9) * 9000).astype(np.int16)
WORDS = (Boundary("今天", 10, 40), Boundary("「Meta」", 40, 100))


def test_what_is_put_is_got_to_the_sample(store):
    put = store.put(KEY, SAMPLES, 24_000, WORDS)
    got = ClipStore(store.root).get(KEY)
    assert got == put
    assert (got.duration_samples, got.sample_rate, got.channels, got.boundaries) == (2401, 24_000, 1, WORDS)
    np.testing.assert_array_equal(store.samples(got), SAMPLES)


def test_a_clip_is_a_wav_that_any_player_reads(store):
    store.put(KEY, SAMPLES, 24_000, WORDS)
    with wave.open(str(next(store.root.rglob("*.wav")))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (24_000, 1, 2401)
        assert file.readframes(9999) == SAMPLES.tobytes()


def test_what_is_not_there_is_none(store):
    assert store.get(KEY) is None


@given(st.data())
def test_a_file_that_differs_in_one_byte_or_ends_early_is_made_anew(tmp_path_factory, data):
    store = ClipStore(tmp_path_factory.mktemp("clips"))
    store.put(KEY, SAMPLES, 24_000, WORDS)
    path = next(store.root.rglob("*.wav"))
    whole = path.read_bytes()
    at = data.draw(st.integers(len(whole) - len(SAMPLES) * 2, len(whole) - 1))
    if data.draw(st.booleans()):
        path.write_bytes(whole[:at])
    else:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
    assert store.get(KEY) is None
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"ID3\x04 an MP3", b"{}" * 900])
def test_a_foreign_file_is_removed(store, content):
    store.put(KEY, SAMPLES, 24_000, ())
    path = next(store.root.rglob("*.wav"))
    path.write_bytes(content)
    assert store.get(KEY) is None
    assert not path.exists()


def test_another_clip_under_this_name_is_removed(store):
    store.put(KEY, SAMPLES, 24_000, ())
    store.put("ab" + "cd" * 31, SAMPLES, 24_000, ())
    one, other = sorted(store.root.rglob("*.wav"))
    other.replace(one)
    assert store.get(KEY) is None


def test_a_clip_that_vanishes_during_the_render_is_told(store):
    clip = store.put(KEY, SAMPLES, 24_000, ())
    next(store.root.rglob("*.wav")).unlink()
    with pytest.raises(SpeechError, match="removed or damaged"):
        store.samples(clip)


def test_size_and_prune(store):
    keys = [f"{n:02x}" * 32 for n in range(5)]
    for key in keys:
        store.put(key, SAMPLES, 24_000, ())
    left = store.root / "00" / "killed.part"
    left.write_bytes(b"x" * 10)
    files, size = store.size()
    assert files == 5
    assert size > 5 * 4802
    assert store.prune(set(keys[:2])) == (0, 0)  # another command may be about to need them
    for path in store.root.rglob("*.wav"):
        os.utime(path, (time.time() - 7200,) * 2)
    assert store.prune(set(keys[:2])) == (3, size // 5 * 3)
    assert left.exists()  # another render may be writing it
    os.utime(left, (time.time() - 7200,) * 2)
    assert store.prune(set(keys[:2])) == (1, 10)
    assert store.size()[0] == 2
    assert store.get(keys[0])


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path):
    """The limit on a file's size fails a write in its middle, as a full disk does."""
    program = f"""
        import numpy as np, pathlib, resource
        from podcast.errors import SpeechError
        from podcast.speak.store import ClipStore
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        store = ClipStore(pathlib.Path({str(tmp_path)!r}))
        try:
            store.put("ab" * 32, np.ones(9000, np.int16), 24000, ())
        except SpeechError as e:
            print(e)
        print([p.name for p in store.root.rglob("*") if p.is_file()])
    """
    if sys.platform == "win32":
        pytest.skip("no limit on file sizes")
    out = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "cannot be stored" in out[0]
    assert "make room" in out[0]
    assert out[1] == "[]"


def test_a_store_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "clips").write_text("")
    with pytest.raises(SpeechError, match="cannot be stored"):
        ClipStore(tmp_path / "clips").put(KEY, SAMPLES, 24_000, ())


def test_the_key_depends_on_all_that_changes_the_sound_and_on_nothing_else():
    request = Request("edge", "a", "text", "spoken")
    key = clip_key("edge a +0%", request)
    assert len(key) == 64
    assert clip_key("edge a +0%", Request("edge", "a", "text", "other", fits=False)) == key
    others = [
        clip_key("edge a +5%", request),
        clip_key("edge a +0%", Request("edge", "b", "text", "spoken")),
        clip_key("edge a +0%", Request("openai", "a", "text", "spoken")),
        clip_key("edge a +0%", Request("edge", "a", "text!", "spoken")),
    ]
    assert len({key, *others}) == 5
