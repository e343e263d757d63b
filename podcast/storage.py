"""Where files can be kept: a directory, an S3 bucket, an SFTP server; one interface through fsspec."""

from __future__ import annotations

import errno
import hashlib
import os
import posixpath
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from podcast.errors import PublishError

PIECE = 1 << 20  # bytes
SECONDS = 30  # without a sign of life from a server


class Storage:
    """Files by name below one root. ``put`` is atomic: a reader sees the old file or the new one, whole."""

    def __init__(self, target: str, *, anywhere: bool = False) -> None:
        """``anywhere``: whatever fsspec can open, not only where a show can be published. Raises PublishError."""
        self.target = target
        self._fs, self._root, self._kind = _open(target, anywhere)

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

    def read_many(self, names: Iterable[str]) -> dict[str, bytes]:
        """Those of ``names`` that are there, several at a time where the place can do that."""
        paths = {self._path(name): name for name in names}
        if self._kind in ("file", "sftp"):
            return {name: data for name in paths.values() if (data := self.read(name)) is not None}
        found = self._fs.cat(list(paths), on_error="return") if paths else {}
        for each in found.values():
            if isinstance(each, Exception) and not isinstance(each, FileNotFoundError):
                raise each
        by_end = {self._fs._strip_protocol(path): name for path, name in paths.items()}
        return {by_end[path]: data for path, data in found.items() if isinstance(data, bytes)}

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

    def create(self, name: str, data: bytes, content_type: str) -> bool:
        """Put ``data`` whole under a name that nobody has yet. False when there is a file of that name.

        Who comes first is told apart where the place can (S3 and those like it, a directory, SFTP); elsewhere two at
        the same moment may both be told that they were first.
        """
        path = self._path(name)
        if self._kind in ("file", "sftp"):
            return self._create_in_folder(path, data)
        if self._kind == "other" and self._fs.exists(path):
            return False
        extra = {"ContentType": content_type} if self._kind == "s3" else {}
        try:
            self._fs.pipe_file(path, data, mode="create", **extra)
        except FileExistsError:
            return False
        except (TypeError, NotImplementedError):  # a file system that knows no such thing
            self._fs.pipe_file(path, data)
        except OSError as error:
            if error.errno != errno.ENOSYS:  # a store like S3 that has no conditional writes
                raise
            self._fs.pipe_file(path, data, **extra)
        return True

    def replace(self, name: str, data: bytes) -> None:
        """Put ``data`` whole in the place of what has this name."""
        path = self._path(name)
        if self._kind not in ("file", "sftp"):
            self._fs.pipe_file(path, data)
            return
        part = self._part(path)
        self._fs.pipe_file(part, data)
        self._rename(part, path)

    def _create_in_folder(self, path: str, data: bytes) -> bool:
        if self._fs.exists(path):
            return False
        part = self._part(path)
        self._fs.pipe_file(part, data)
        try:
            if self._kind == "sftp":
                self._fs.ftp.rename(part, path)  # unlike posix_rename it replaces nothing
            else:
                os.link(part, path)
        except OSError:
            if self._fs.exists(path):
                return False
            self._rename(part, path)  # a disk without links
        finally:
            with suppress(OSError):
                self._fs.rm_file(part)
        return True

    def _part(self, path: str) -> str:
        """A name beside it that nobody else uses; its folder is made."""
        folder, last = posixpath.split(path)
        self._fs.makedirs(folder, exist_ok=True)
        return f"{folder}/.{last}.{secrets.token_hex(4)}.part"

    def remove(self, name: str) -> None:
        self._fs.rm_file(self._path(name))

    def _rename(self, part: str, path: str) -> None:
        if self._kind == "sftp":
            self._fs.ftp.posix_rename(part, path)
        else:
            os.replace(part, path)  # noqa: PTH105 - the promise is os.replace's

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def reason(error: Exception) -> str:
    """What a storage's exception says, in a few words: each kind has a family of its own."""
    reason = getattr(error, "reason", None)  # urllib wraps the system's error
    cause = reason if isinstance(reason, OSError) else error
    text = " ".join(str(getattr(cause, "strerror", None) or cause).split())
    return (text or type(error).__name__).rstrip(".")


def _open(target: str, anywhere: bool) -> tuple[Any, str, str]:
    """(file system, root path in it, kind)."""
    import fsspec

    local = target.removeprefix("file://")
    if local.strip() and not re.match(r"[^/\\]{2,}:", local):  # C:\public is a folder, me@host:/www is none
        return fsspec.filesystem("file"), os.path.abspath(local), "file"  # noqa: PTH100
    scheme, _, rest = target.partition("://")
    if (scheme not in ("s3", "sftp") and not anywhere) or not rest.strip("/"):
        what = "any address that fsspec knows" if anywhere else "sftp://user@host/path"
        raise PublishError(f"“{target}” is no place for a show: name a directory, s3://bucket/prefix or {what}.")
    if "@" in rest and ":" in rest.split("/")[0].rpartition("@")[0]:
        raise PublishError(
            f"A {scheme}:// address with a password in it would be shown and stored: leave that out, and name it in "
            "PODCAST_SFTP_PASSWORD, or use a key."
        )
    try:
        return {"s3": _s3, "sftp": _sftp}.get(scheme, _other)(target)
    except ValueError as error:
        raise PublishError(f"“{target}” cannot be opened: {reason(error)}.") from error
    except ImportError as error:
        raise PublishError(
            f"{scheme}:// needs a package more: pip install -c constraints.txt -e '.[{scheme}]'."
            if scheme in ("s3", "sftp")
            else f"{scheme}:// needs a package more: {reason(error)}."
        ) from error


def _other(target: str) -> tuple[Any, str, str]:
    """Whatever file system fsspec has for it, told by its own usual settings."""
    from fsspec.core import url_to_fs

    fs, root = url_to_fs(target)
    return fs, root, "other"


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
