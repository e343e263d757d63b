"""One interface to a directory, S3, SFTP, and whatever else fsspec opens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from podcast.errors import PublishError
from podcast.storage import Storage
from tests.published import target  # noqa: F401 (a fixture)

WAV = "audio/wav"


def test_who_comes_first_is_right(target: str) -> None:  # noqa: F811
    check(Storage(target))


def test_so_it_is_wherever_fsspec_leads() -> None:
    check(Storage("memory://clips", anywhere=True))


def check(storage: Storage) -> None:
    assert storage.create("ab/one.wav", b"one", WAV)
    assert not storage.create("ab/one.wav", b"two", WAV)
    assert storage.read("ab/one.wav") == b"one"
    storage.replace("ab/one.wav", b"three")
    assert storage.create("ab/two.wav", b"2", WAV)
    names = ["ab/two.wav", "ab/none.wav", "cd/none.wav", "ab/one.wav"]
    assert storage.read_many(names) == {"ab/one.wav": b"three", "ab/two.wav": b"2"}
    assert storage.read_many([]) == {}
    assert sorted(storage.sizes()) == ["ab/one.wav", "ab/two.wav"], "nothing half-made is left"


def test_of_many_at_once_in_a_folder_one_is_first(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        first = list(pool.map(lambda n: storage.create("ab/one.wav", b"%d" % n * 9999, WAV), range(24)))
    assert sum(first) == 1
    assert storage.read("ab/one.wav") == b"%d" % first.index(True) * 9999


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "no place"),
        ("s3://", "no place"),
        ("me@host:/www", "no place"),
        ("nosuch://bucket/x", "cannot be opened: Protocol not known: nosuch"),
        ("gs://bucket/x", "gs:// needs a package more: Please install gcsfs"),
        ("sftp://me:secret@host/x", "password in it"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(address: str, told: str) -> None:
    with pytest.raises(PublishError, match=told) as caught:
        Storage(address, anywhere=True)
    assert "secret" not in str(caught.value)
