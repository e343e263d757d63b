"""Where a show can be published: a directory, an S3 bucket, an SFTP server; one interface through fsspec."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from podcast.errors import PublishError

PIECE = 1 << 20  # bytes
SECONDS = 30  # without a sign of life from a server


class Storage:
    """Files by name below one root. ``put`` is atomic: a reader sees the old file or the new one, whole."""

    def __init__(self, target: str) -> None:
        self.target = target
        self._fs, self._root, self._kind = _open(target)

    @property
    def folder(self) -> Path | None:
        """Where it is on this disk; None on a server."""
        return Path(self._root).resolve() if self._kind == "file" else None

    def sizes(self) -> dict[str, int]:
        """Name → bytes of every file there; empty when nothing was published yet."""
        self._fs.invalidate_cache()
        if not self._fs.exists(self._root):
            return {}
        found: Mapping[str, Any] = self._fs.find(self._root, detail=True)
        start = len(self._fs._strip_protocol(self._root).rstrip("/")) + 1
        return {path[start:]: int(info["size"]) for path, info in found.items() if info["type"] == "file"}

    def read(self, name: str) -> bytes | None:
        try:
            data: bytes = self._fs.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        return data

    def get(self, name: str, file: Path) -> None:
        """Its bytes into ``file``, a piece at a time."""
        self._fs.get_file(self._path(name), str(file))

    def age_s(self, name: str) -> float:
        """Since it was last written; 0 where that cannot be told."""
        changed = self._fs.info(self._path(name)).get("mtime", time.time())
        return time.time() - (changed.timestamp() if isinstance(changed, datetime) else float(changed))

    def sha256(self, name: str) -> str:
        """Of the bytes as they lie there, read a piece at a time."""
        found = hashlib.sha256()
        with self._fs.open(self._path(name), "rb") as file:
            while piece := file.read(PIECE):
                found.update(piece)
        return found.hexdigest()

    def put(self, file: Path, name: str, content_type: str, cache: str) -> None:
        """Type and cache header are kept where the target can keep them; a web server of its own sets others."""
        path = self._path(name)
        if self._kind == "s3":  # an object appears whole
            self._fs.put_file(str(file), path, ContentType=content_type, CacheControl=cache)
            return
        folder, last = posixpath.split(path)
        self._fs.makedirs(folder, exist_ok=True)
        part = f"{folder}/.{last}.part"
        self._fs.put_file(str(file), part)
        self._rename(part, path)

    def remove(self, name: str) -> None:
        self._fs.rm_file(self._path(name))

    def _rename(self, part: str, path: str) -> None:
        if self._kind == "sftp":
            self._fs.ftp.posix_rename(part, path)
        else:
            os.replace(part, path)  # noqa: PTH105 - the promise is os.replace's

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def _open(target: str) -> tuple[Any, str, str]:
    """(file system, root path in it, kind)."""
    import fsspec

    local = target.removeprefix("file://")
    if local.strip() and not re.match(r"[^/\\]{2,}:", local):  # C:\public is a folder, me@host:/www is none
        return fsspec.filesystem("file"), os.path.abspath(local), "file"  # noqa: PTH100
    scheme, _, rest = target.partition("://")
    if scheme not in ("s3", "sftp") or not rest.strip("/"):
        raise PublishError(
            f"“{target}” is no place for a show: name a directory, s3://bucket/prefix or sftp://user@host/path."
        )
    if "@" in rest and ":" in rest.split("/")[0].rpartition("@")[0]:
        raise PublishError(
            f"A {scheme}:// address with a password in it would be shown and stored: leave that out, and name it in "
            "PODCAST_SFTP_PASSWORD, or use a key."
        )
    try:
        return (_s3 if scheme == "s3" else _sftp)(target)
    except ImportError as error:
        raise PublishError(
            f"{scheme}:// needs a package more: pip install -c constraints.txt -e '.[{scheme}]'."
        ) from error


def _s3(target: str) -> tuple[Any, str, str]:
    """Account, region and AWS_ENDPOINT_URL come from the environment or the usual AWS files, never from us."""
    import s3fs

    timeouts = {"connect_timeout": SECONDS, "read_timeout": SECONDS}
    return s3fs.S3FileSystem(config_kwargs=timeouts, skip_instance_cache=True), target.removeprefix("s3://"), "s3"


def _sftp(target: str) -> tuple[Any, str, str]:
    """The key or agent of the user's ssh, or PODCAST_SFTP_PASSWORD; the host must stand in known_hosts."""
    import fsspec
    import paramiko

    class Known(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # paramiko has no types
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            hosts = paramiko.HostKeys()
            file = Path.home() / ".ssh" / "known_hosts"
            if file.is_file():
                hosts.load(str(file))
            if not hosts.check(hostname, key):
                raise PublishError(
                    f"{hostname} is not in {file}, or has another key: connect to it once with ssh, or use ssh-keyscan."
                )

    url = urlsplit(target)
    login = {
        "username": unquote(url.username or ""),
        "password": os.environ.get("PODCAST_SFTP_PASSWORD"),
        "port": url.port,
    }
    given = {key: value for key, value in login.items() if value} | {"skip_instance_cache": True}
    fs = fsspec.filesystem(
        "sftp", host=url.hostname, host_key_policy=Known(), timeout=SECONDS, banner_timeout=SECONDS, **given
    )
    fs.ftp.get_channel().settimeout(SECONDS)
    return fs, unquote(url.path) or "/", "sftp"
