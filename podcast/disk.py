"""Files that appear whole: nobody ever sees a part of one, whenever the program or the machine stops."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from podcast.errors import DiskError


def write_whole(path: Path, data: bytes | str, *, durable: bool = True) -> bool:
    """Write ``data`` (text as UTF-8) to ``path``, making its folder. False when it stood there already, byte for byte.

    ``durable``: the new file takes the old one's place only once it is on the disk, so that a power cut leaves one of
    them whole; False for what is quickly made again. Raises DiskError, the old file unchanged.
    """
    try:
        data = data.encode() if isinstance(data, str) else data
    except UnicodeEncodeError as e:
        raise DiskError(f"Cannot write {path}: character {e.start + 1} of its text is none; retype it.") from e
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except OSError:
        pass  # absent or unreadable: written below, which tells if that fails too
    part = path.with_name(f".{_short(path.name)}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except OSError as e:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise DiskError(f"Cannot write {path}: {e.strerror or e}; make room or permit writing and try again.") from e
    return True


def _short(name: str) -> str:
    """A file's name may have 255 bytes, and ours gets a few more."""
    return name.encode(errors="replace")[:200].decode(errors="ignore")
