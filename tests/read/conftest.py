from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podcast.model import Digest
from podcast.read import read_digest

SHARED = Path(__file__).parents[2].parent / "shared" / "seeds"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Digest]:
    """read("# 標題 …", "EP1.md") → the digest of a file with that text or those bytes."""

    def read(content: str | bytes, name: str = "EP1.md") -> Digest:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_digest(path, path.stem)

    return read


@pytest.fixture
def seed() -> Path:
    path = SHARED / "ep1-page.txt"
    if not path.exists():
        pytest.skip("the seed page lies beside the repository only where it is developed")
    return path
