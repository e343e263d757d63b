"""Front matter, digests, scripts, settings, episode.json and published.json of any shape: one sentence, or success.

bench/any_shape.py feeds many more, and measures time and memory.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.published import covers_are_drawn_once, drawn  # noqa: F401 - a fixture that works by itself
from tests.shapes import KINDS, outcome

BAD = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.parametrize("kind", KINDS)
def test_one_sentence_or_success(kind: str, tmp_path: Path) -> None:
    @seed(1)
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=BAD)
    @given(data=KINDS[kind][0])
    def feed(data: bytes) -> None:
        outcome(kind, tmp_path / "show", data)

    feed()


SCRIPT = b"# a\n\n## b\n\n"
FAULTS = {
    "front matter": [
        b"---\nnumber: " + b"9" * 4400 + b"\n---\n# a\n\n## b\n\nc\n",
        b'---\ntitle: "A\\uD800B"\n---\n# a\n\n## b\n\nc\n',
        b"---\ntitle: " + b"[" * 400 + b"\n---\n# a\n\n## b\n\nc\n",
    ],
    "show.yaml": [b"title: &a [" + b"*a," * 300 + b"]", b"feed_limit: " + b"9" * 5000, b"? [a]\n: b\n"],
    "script": [SCRIPT + b"> " * 3000 + b"x", SCRIPT + b"- " * 3000 + b"x", SCRIPT + b"**a*_" * 100_000],
}


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, every in FAULTS.items() for data in every])
def test_what_once_was_a_traceback_or_a_hang(kind: str, data: bytes, tmp_path: Path) -> None:
    outcome(kind, tmp_path, data)


@pytest.mark.parametrize("kind", ["digest", "episode.json", "script"])
def test_the_shapes_are_not_all_refused(kind: str, tmp_path: Path) -> None:
    """A generator whose every file is nonsense tries nothing."""
    results: list[bool] = []

    @seed(2)
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=BAD)
    @given(data=KINDS[kind][0])
    def feed(data: bytes) -> None:
        results.append(not outcome(kind, tmp_path / "show", data))

    feed()
    assert any(results)
