"""Pages and feeds from the web: politely, within limits, and never from inside a network.

One request at a time to a host; robots.txt is heeded; what did not change is not sent again. Every redirect is judged
as an address of its own. A server that is slow, endless or broken costs its own source alone, and no more than a known
time and space.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from podcast.disk import write_whole
from podcast.errors import DiskError, GatherError
from podcast.gather.addresses import Resolve, Target, target

NAME = "podcast-digest"
USER_AGENT = f"{NAME}/1.0 (reads feeds and pages for a podcast's digest; obeys robots.txt)"
LARGEST = 8 * 1024 * 1024  # bytes, unpacked
ROBOTS_BYTES = 512 * 1024
REDIRECTS = 5
CONNECT_S, WHOLE_S = 10.0, 40.0  # seconds; the second for one answer, from connecting to its last byte
WAITS_S = (1.0, 4.0)  # before another try
LONGEST_WAIT_S = 20.0  # that a server may ask for
_AGAIN = (429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Page:
    """``url``: where it lay in the end."""

    url: str
    data: bytes
    charset: str = ""


@dataclass(slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    data: bytes


class _Passing(Exception):
    """It may go well another time."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


@dataclass(slots=True)
class Fetcher:
    """``cache``: a folder for what was fetched; None keeps nothing. ``allowed``: hosts and networks inside that may be.

    Safe to use from several threads: requests to one host wait for each other.
    """

    cache: Path | None = None
    allowed: Sequence[str] = ()
    resolve: Resolve = socket.getaddrinfo
    sleep: Callable[[float], None] = time.sleep
    whole_s: float = WHOLE_S
    _locks: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))
    _rules: dict[str, Any] = field(default_factory=dict)

    def get(self, url: str) -> Page:
        """Raises GatherError: one sentence with the address and what went wrong."""
        known = self._known(url)
        try:
            page = self._follow(url, known)
        except GatherError as error:
            raise GatherError(f"{error}{self._failing(url, known)}") from None
        return page

    # ------------------------------------------------------------ one address after another

    def _follow(self, url: str, known: dict[str, str]) -> Page:
        at, seen = url, {url}
        for _ in range(REDIRECTS + 1):
            target(at, self.allowed, self.resolve)  # before its robots.txt is asked for
            self._check_robots(at)
            asked = _validators(known) if at == known.get("url") else {}
            answer = self._tried(at, asked)
            if answer.status in _MOVED and answer.headers.get("location"):
                at = _joined(at, answer.headers["location"])
                if at in seen:
                    raise GatherError(f"{url} redirects in a circle.")
                seen.add(at)
                continue
            if answer.status == 304 and (data := self._stored(url)) is not None:
                self._keep(url, {**known, "failing": ""}, None)
                return Page(at, data, known.get("charset", ""))
            if answer.status != 200:
                raise GatherError(
                    f"{at} answers {answer.status} {http.client.responses.get(answer.status, '')}".rstrip() + "."
                )
            charset = _charset(answer.headers.get("content-type", ""))
            told = {name: answer.headers.get(name, "") for name in ("etag", "last-modified")}
            self._keep(url, {"url": at, "charset": charset, **told}, answer.data)
            return Page(at, answer.data, charset)
        raise GatherError(f"{url} redirects more than {REDIRECTS} times.")

    def _tried(self, url: str, headers: dict[str, str]) -> _Answer:
        """Once more after a while, where that may help."""
        for wait in (*WAITS_S, None):
            try:
                return self._asked(url, headers, LARGEST)
            except _Passing as error:
                asked = error.wait_s if error.wait_s is not None else wait
                if wait is None or asked is None or asked > LONGEST_WAIT_S:
                    raise GatherError(f"{url} {error}.") from None
                self.sleep(asked)
        raise AssertionError("the last try returns or raises")

    def _asked(self, url: str, headers: dict[str, str], largest: int) -> _Answer:
        with self._lock(url):
            to = target(url, self.allowed, self.resolve)
            answer = _exchange(to, headers, largest, self.whole_s)
        if answer.status in _AGAIN:
            after = answer.headers.get("retry-after", "")
            raise _Passing(f"answers {answer.status}", float(after) if after.isdigit() and len(after) < 7 else None)
        return answer

    def _lock(self, url: str) -> threading.Lock:
        return self._locks[_host(url)]

    # ------------------------------------------------------------ robots.txt

    def _check_robots(self, url: str) -> None:
        host = _host(url)
        if host not in self._rules:
            self._rules[host] = self._robots(urljoin(url, "/robots.txt"))
        rules = self._rules[host]
        if rules is not None and not rules.can_fetch(url, NAME):
            raise GatherError(f"{url}: its site asks programs not to read it (robots.txt).")

    def _robots(self, url: str) -> Any:
        """None where there are no rules. Raises GatherError where the server cannot say."""
        from protego import Protego

        for _ in range(REDIRECTS):
            try:
                answer = self._asked(url, {}, ROBOTS_BYTES)
            except _Passing as error:
                raise GatherError(f"{url} {error}: without it nothing of that site is read.") from None
            if answer.status not in _MOVED or not answer.headers.get("location"):
                break
            url = _joined(url, answer.headers["location"])
        if answer.status != 200:
            return None
        return Protego.parse(answer.data.decode("utf-8", "replace"))

    # ------------------------------------------------------------ what was fetched before

    def _place(self, url: str) -> Path | None:
        return self.cache / hashlib.sha256(url.encode()).hexdigest()[:32] if self.cache else None

    def _known(self, url: str) -> dict[str, str]:
        """What was noted when it was last fetched; {} where nothing was."""
        place = self._place(url)
        try:
            told = json.loads(place.with_suffix(".json").read_bytes()) if place else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}

    def _stored(self, url: str) -> bytes | None:
        place = self._place(url)
        try:
            return place.with_suffix(".body").read_bytes() if place else None
        except OSError:
            return None

    def _keep(self, url: str, told: dict[str, str], data: bytes | None) -> None:
        """The note last: a page without one is fetched anew."""
        if place := self._place(url):
            with suppress(DiskError):
                if data is not None:
                    write_whole(place.with_suffix(".body"), data, durable=False)
                write_whole(place.with_suffix(".json"), json.dumps(told), durable=False)

    def _failing(self, url: str, known: dict[str, str]) -> str:
        """Since when, where it is not the first day."""
        today = time.strftime("%Y-%m-%d")
        since = known.get("failing") or today
        self._keep(url, {**known, "failing": since}, None)
        return f" It has failed since {since}." if since < today else ""


def _exchange(to: Target, headers: dict[str, str], largest: int, whole_s: float) -> _Answer:
    """One request and its answer, over a connection to the address that was checked."""
    connection = _Pinned(to)
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            if connection.wire is not None:
                connection.wire.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(whole_s, cut)
    timer.daemon = True
    timer.start()
    given = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close", **headers}
    try:
        connection.request("GET", _ascii(to.path), headers=given)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        data = b"" if response.status in (*_MOVED, 304) else _body(to.url, response, told, largest)
        if late.is_set():
            raise _late(whole_s)
        return _Answer(response.status, told, data)
    except (OSError, http.client.HTTPException, ValueError, EOFError) as error:
        if late.is_set():
            raise _late(whole_s) from None
        if isinstance(error, ssl.SSLCertVerificationError):
            raise GatherError(f"{to.url} shows a certificate that is not its own ({error.verify_message}).") from None
        raise _Passing(f"cannot be read ({_why(error)})") from None
    finally:
        timer.cancel()
        connection.close()


def _late(whole_s: float) -> _Passing:
    return _Passing(f"took more than {whole_s:g} seconds", LONGEST_WAIT_S + 1)  # another try would take as long


class _Pinned(http.client.HTTPConnection):
    """To the address that was checked, whatever the name means by now."""

    def __init__(self, to: Target) -> None:
        super().__init__(to.host, to.port, timeout=CONNECT_S)
        self._to = to
        self.wire: socket.socket | None = None  # http.client forgets it once an answer begins

    def connect(self) -> None:
        self.wire = self.sock = socket.create_connection((self._to.address, self._to.port), CONNECT_S)
        if self._to.https:
            self.default_port = 443
            context = ssl.create_default_context()
            self.wire = self.sock = context.wrap_socket(self.sock, server_hostname=self._to.host)


def _body(url: str, response: http.client.HTTPResponse, headers: dict[str, str], largest: int) -> bytes:
    """Unpacked as it comes, so that nothing small can become large."""
    too_large = GatherError(f"{url} is larger than {largest // 2**20 or 1} MB: it is not read.")
    stated = headers.get("content-length", "")
    if stated.isdigit() and int(stated[:18]) > largest:
        raise too_large
    packed = headers.get("content-encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise GatherError(f"{url} is packed as “{packed:.20}”, which nobody asked for.")
    unpack = zlib.decompressobj(31) if packed in ("gzip", "x-gzip") else None
    out = bytearray()
    while chunk := response.read1(65536):
        while chunk:
            if unpack is None:
                out += chunk
                chunk = b""
            else:
                try:
                    out += unpack.decompress(chunk, largest + 1 - len(out))
                except zlib.error:
                    raise GatherError(f"{url} is damaged: it does not unpack.") from None
                chunk = unpack.unconsumed_tail
            if len(out) > largest:
                raise too_large
    if unpack is not None and not unpack.eof:
        raise GatherError(f"{url} is damaged: it does not unpack.")
    if response.length:
        raise EOFError(f"{response.length} bytes are missing")
    return bytes(out)


def _validators(known: dict[str, str]) -> dict[str, str]:
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {header: known[name] for header, name in pairs if known.get(name)}


def _charset(content_type: str) -> str:
    _, _, rest = content_type.lower().partition("charset=")
    return rest.split(";")[0].strip(" \"'")[:30]


def _joined(url: str, location: str) -> str:
    """Servers send UTF-8 where the rules want ASCII. Raises GatherError where it is no address at all."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location.strip())
    except ValueError:
        raise GatherError(f"{url} redirects to what is no address ({location:.80}).") from None


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.lower()}"
    except ValueError:
        return url


def _ascii(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/%?&=+,;:@!$'()*~#[]-._")


def _why(error: Exception) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error or type(error).__name__).split())[:100]
