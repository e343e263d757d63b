"""Several machines, one store of clips: whoever comes first is right, and nothing damaged is heard."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from podcast.errors import ConfigError, Unreachable
from podcast.show.settings import load
from podcast.speak import ClipStore
from podcast.storage import Storage
from tests.campaigns import SHOW, VOICES
from tests.published import target  # noqa: F401 (a fixture)
from tests.servers import free_port, s3_server

KEYS = tuple(f"{n:02x}" * 32 for n in range(12))


def sound(n: int) -> np.ndarray:
    return np.full(800 + n, 1000 + n, np.int16)


def put(store: ClipStore, key: str, n: int = 0):
    return store.put(key, sound(n), 24_000, ())


def test_what_one_spoke_the_other_has(tmp_path: Path, target: str) -> None:  # noqa: F811
    one, other = (ClipStore(tmp_path / name, target) for name in ("one", "other"))
    clip = put(one, KEYS[0])
    assert other.get(KEYS[0]) == clip
    assert other.get(KEYS[1]) is None
    np.testing.assert_array_equal(other.samples(clip), sound(0))
    assert put(other, KEYS[0], 9) == clip, "it was spoken at the same time: the first one is right"
    assert len(other.samples(clip)) == 800
    assert put(ClipStore(tmp_path / "third", target), KEYS[0], 9) == clip
    Storage(target, anywhere=True).replace(f"{KEYS[0][:2]}/{KEYS[0]}.wav", b"RIFF, damaged there")
    fresh = ClipStore(tmp_path / "fourth", target)
    assert fresh.get(KEYS[0]) is None
    mended = put(fresh, KEYS[0], 3)
    assert ClipStore(tmp_path / "fifth", target).get(KEYS[0]) == mended


def test_two_editors_and_two_workers_at_once_have_the_same_clips(tmp_path: Path, monkeypatch) -> None:
    with s3_server() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        stores = [ClipStore(tmp_path / str(n), "s3://shows/clips") for n in range(4)]

        def work(n: int) -> list:
            stores[n].fetch(KEYS[: 3 * n])
            return [put(stores[n], key, n) for key in KEYS[n % 2 :: 2]]

        with ThreadPoolExecutor(4) as pool:
            said = [clip for clips in pool.map(work, range(4)) for clip in clips]
        late = ClipStore(tmp_path / "late", "s3://shows/clips")
        late.fetch(KEYS)
        assert late.size()[0] == len(KEYS)
        assert set(said) == {late.get(key) for key in KEYS}, "all of them have the same ones"
        assert all(len(late.samples(clip)) == clip.duration_samples for clip in said)


def test_what_was_made_before_they_were_shared_is_shared_when_it_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    for key in KEYS[:3]:
        put(ClipStore(folder), key)
    shared = str(tmp_path / "shared")
    ClipStore(folder, shared).fetch(KEYS[:2])
    assert sorted(Storage(shared).sizes()) == [f"{key[:2]}/{key}.wav" for key in KEYS[:2]]
    (tmp_path / "shared" / KEYS[0][:2] / f"{KEYS[0]}.wav").unlink()
    ClipStore(folder, shared).fetch(KEYS[:2])
    assert len(Storage(shared).sizes()) == 1, "what was seen there is not asked for again"


def test_a_store_out_of_reach_is_one_sentence_and_nothing_is_lost(tmp_path: Path, monkeypatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    gone = ClipStore(tmp_path / "clips", "s3://shows/clips")
    with pytest.raises(Unreachable, match="shared clips at s3://shows/clips cannot be used") as caught:
        put(gone, KEYS[0])
    assert "\n" not in str(caught.value)
    shared = str(tmp_path / "shared")
    mended = ClipStore(tmp_path / "clips", shared)
    mended.fetch(KEYS[:1])
    assert ClipStore(tmp_path / "other", shared).get(KEYS[0]) == mended.get(KEYS[0])


@pytest.mark.parametrize("clips", ["''", "feed", "./feed/clips", ".", "://x", "s3://", "3", "[a]"])
def test_a_place_that_cannot_be_is_told_with_its_line(tmp_path: Path, clips: str) -> None:
    (tmp_path / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (tmp_path / "show.yaml").write_text(f"{SHOW}clips: {clips}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^show\.yaml, line 7: “clips"):
        load(tmp_path)
