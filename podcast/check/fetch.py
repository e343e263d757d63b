"""Files behind the addresses of a feed: from the folder that will stand there, or from the web."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urljoin, urlsplit

from podcast.errors import PublishError

if TYPE_CHECKING:
    from http.client import HTTPResponse

TIMEOUT_S = 30  # without a byte
DEADLINE_S = 600  # for a whole file
LARGEST_TEXT, LARGEST = 64 << 20, 1 << 30  # bytes: a feed or a page; audio, pictures, films


@dataclass(frozen=True, slots=True)
class Answer:
    """``size`` and ``type`` as the server states them; ``type`` "" when nobody states one."""

    data: bytes
    size: int
    type: str
    headers: dict[str, str]  # lower-case names


class Place(Protocol):
    served: bool  # by a server, so that its headers can be judged

    def get(self, url: str) -> Answer:
        """The whole file. Raises PublishError when it is not there."""

    def head(self, url: str) -> Answer:
        """The same without data."""

    def part(self, url: str) -> bytes:
        """Bytes 1 to 4, asked for as a range. Raises PublishError when the server sends something else."""

    def ours(self, url: str) -> bool:
        """Whether it belongs to this site, so that it must be there."""

    def away(self, url: str) -> bool:
        """Whether it is known to be there, though only its size can be told from here."""


class Folder:
    """``folder`` as it will be at the address of its feed. ``elsewhere``: files that lie there already and need not
    be here, by name, with their size in bytes."""

    served = False

    def __init__(self, folder: Path, feed_url: str, elsewhere: Mapping[str, int]) -> None:
        self._folder, self._base, self._elsewhere = folder.resolve(), urljoin(feed_url, "."), elsewhere

    def ours(self, url: str) -> bool:
        return url.startswith(self._base)

    def away(self, url: str) -> bool:
        return self._name(url) in self._elsewhere and not (self._folder / self._name(url)).exists()

    def _name(self, url: str) -> str:
        return unquote(urlsplit(url).path[len(urlsplit(self._base).path) :])

    def _path(self, url: str) -> Path:
        path = (self._folder / self._name(url)).resolve()
        path = path / "index.html" if path.is_dir() else path
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise PublishError(f"{url} is not in {self._folder}.")
        return path

    def get(self, url: str) -> Answer:
        data = self._path(url).read_bytes()
        return Answer(data, len(data), "", {})

    def head(self, url: str) -> Answer:
        size = self._elsewhere[self._name(url)] if self.away(url) else self._path(url).stat().st_size
        return Answer(b"", size, "", {})

    def part(self, url: str) -> bytes:
        with self._path(url).open("rb") as file:
            return file.read(5)[1:]


class Web:
    """Over HTTP, redirects followed."""

    served = True

    def ours(self, url: str) -> bool:
        return True

    def away(self, url: str) -> bool:
        return False

    def get(self, url: str) -> Answer:
        return self._ask(url)

    def head(self, url: str) -> Answer:
        return self._ask(url, method="HEAD")

    def part(self, url: str) -> bytes:
        answer = self._ask(url, {"Range": "bytes=1-4"})
        if answer.headers.get(":status") != "206":
            raise PublishError(
                f"{url} answers a request for a part with status {answer.headers.get(':status')}, not 206."
            )
        return answer.data

    def _ask(self, url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.request import Request, urlopen

        request = Request(url, headers={"User-Agent": "podcast-check", **(headers or {})}, method=method)
        try:
            with urlopen(request, timeout=TIMEOUT_S) as response:
                given = {name.lower(): value for name, value in response.headers.items()}
                data = _read(response, given.get("content-type", "")) if method == "GET" else b""
                given[":status"] = str(response.status)
        except HTTPError as e:
            raise PublishError(f"{url} answers {method} with {e.code} {e.reason}.") from e
        except (URLError, OSError, ValueError, HTTPException) as e:
            raise PublishError(f"{url} cannot be reached: {getattr(e, 'reason', e)}.") from e
        stated = given.get("content-length", "")
        size = int(stated) if stated.isdigit() else len(data)
        return Answer(data, size, given.get("content-type", "").split(";")[0].strip().lower(), given)


def _read(response: HTTPResponse, kind: str) -> bytes:
    """All of it. Raises OSError, as a connection that breaks does, when there is too much or it takes too long."""
    most = LARGEST if kind.lower().startswith(("audio/", "image/", "video/")) else LARGEST_TEXT
    ends, parts, size = time.monotonic() + DEADLINE_S, [], 0
    while part := response.read1(1 << 20):  # read() would wait for the whole MB, however slowly it comes
        parts.append(part)
        size += len(part)
        if size > most:
            raise OSError(f"it sends more than {most >> 20:,} MB")
        if time.monotonic() > ends:
            raise OSError(f"it was not whole after {DEADLINE_S} s")
    stated = response.headers.get("Content-Length", "")
    if stated.isdigit() and size < int(stated):
        raise OSError(f"it breaks off after {size:,} of {int(stated):,} bytes")
    return b"".join(parts)
