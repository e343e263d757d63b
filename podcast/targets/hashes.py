"""What a file of feed/ really holds: its hash, remembered as long as nobody touches the file."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from podcast.disk import write_whole
from podcast.errors import DiskError
from podcast.show import Show


def sha256_of(path: Path) -> str:
    """Of the bytes as they lie there now. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_known(show: Show, path: Path) -> str:
    """The same, without reading a file again that has the time, size and place on the disk that it had before.

    Bytes that rot without anybody writing them are not found so: what is published is read in any case.
    """
    kept = show.cache / "hashes" / f"{path.parent.name}.json"
    stat = path.stat()
    stamp = [stat.st_mtime_ns, stat.st_size, stat.st_ino]
    known = _read(kept)
    found = known.get(path.name)
    if isinstance(found, list) and found[:-1] == stamp and isinstance(found[-1], str):
        return found[-1]
    sha256 = sha256_of(path)
    present = {name: each for name, each in known.items() if (path.parent / name).exists()}
    with suppress(DiskError):  # only slower the next time
        write_whole(kept, json.dumps(present | {path.name: [*stamp, sha256]}), durable=False)
    return sha256


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
