"""A server that speaks OpenAI's protocol: its address, its key, the client, and what its failures mean.

Text goes where the address says and nowhere else; what a server writes is not repeated, for it may hold the key.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from podcast.errors import Busy, PodcastError, Refused, Unavailable

if TYPE_CHECKING:
    import openai

OFFICIAL = "https://api.openai.com/v1"
BASE, KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"


@dataclass(frozen=True, slots=True)
class Server:
    """``base``: the address of its /v1; ``said_in``: who named it; ``key_in``: the variable that holds its key."""

    base: str
    said_in: str = BASE
    key_in: str = KEY

    @classmethod
    def of_environment(cls) -> Server:
        """The one in OPENAI_BASE_URL, else OpenAI itself."""
        return cls(os.environ.get(BASE, "").strip() or OFFICIAL)

    @property
    def shown(self) -> str:
        """The address without user, password and query: those may be secret. Empty when that is no address."""
        try:
            parts = urlsplit(self.base)
            port = f":{parts.port}" if parts.port else ""
        except ValueError:  # a port that is no number, a bracket that is not closed
            return ""
        # a user's password with a slash in it ends the host too early: what is left of it stands before an @
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.path:
            return ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}"

    @property
    def official(self) -> bool:
        return self.shown == OFFICIAL

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, so that nothing leaves it."""
        host = urlsplit(self.shown).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def name(self) -> str:
        """Who gets to see the text, for people."""
        return "OpenAI" if self.official else self.shown or f"the server that {self.said_in} names"

    def key(self) -> str:
        """Empty for a server of one's own that wants none. Raises Unavailable for one that cannot be sent."""
        key = os.environ.get(self.key_in, "").strip()
        if not key and self.official:
            raise Unavailable(f"{self.key_in} is not set; export it, or name your own server in {self.said_in}")
        if not (key.isascii() and key.isprintable()):  # typographic quotes, or two lines: no header takes them
            raise Unavailable(f"{self.key_in} holds a character that no key has; copy it again")
        return key

    def client(self, key: str) -> openai.OpenAI:
        """Raises Unavailable."""
        import openai

        if not self.shown:
            raise Unavailable(f"{self.said_in} is no address such as http://localhost:8000/v1")
        try:
            # retries are made outside, for all services alike: here they would multiply
            return openai.OpenAI(
                api_key=key or "none",
                base_url=self.base,
                max_retries=0,
                http_client=openai.DefaultHttpxClient(follow_redirects=False),  # text goes where we say
            )
        except Exception as e:  # what it says may hold a password: of the address, or of a proxy's
            why = f"check {self.said_in}, and the proxy in HTTPS_PROXY or ALL_PROXY if there is one"
            raise Unavailable(f"the connection cannot be prepared ({type(e).__name__}); {why}") from None

    def translated(self, e: Exception, model: str, model_set_in: str, refused: str) -> PodcastError:
        """The client's exception as Busy, Refused or Unavailable. ``refused``: what it does not do, in words."""
        import openai

        if isinstance(e, openai.APIStatusError):
            return self._of_status(e, model, model_set_in, refused)
        if isinstance(e, openai.APITimeoutError):
            return Busy("no whole answer in time")
        if isinstance(e, openai.APIConnectionError):
            return Busy(f"{self.shown} cannot be reached (is there a network?)")
        return Busy(f"{self.shown} broke off its answer ({type(e).__name__})")

    def _of_status(self, e: openai.APIStatusError, model: str, model_set_in: str, refused: str) -> PodcastError:
        status = e.status_code
        if 300 <= status < 400:
            return Unavailable(
                f"{self.shown} {self._sends_elsewhere(e.response.headers.get('location', ''))} ({status})"
            )
        if status in (401, 403):
            return Unavailable(f"{self.shown} refuses the key ({status}); check {self.key_in}")
        if status == 404:
            wrong = "" if self.shown.endswith("/v1") else f", or {self.said_in} lacks /v1"
            return Unavailable(f"{self.shown} knows no model “{model}” (404); set another in {model_set_in}{wrong}")
        if status == 429 and e.code in ("insufficient_quota", "billing_hard_limit_reached"):
            return Unavailable(f"the account at {self.shown} is used up ({e.code})")
        if status in (408, 409, 429) or status >= 500:
            return Busy(f"{self.shown} is overloaded ({status})", retry_after_s(e.response.headers))
        return Refused(f"{self.shown} {refused} ({status})")

    def _sends_elsewhere(self, location: str) -> str:
        """Host only: the rest of what a server writes may hold the key."""
        try:
            host = urlsplit(location).hostname or ""
        except ValueError:
            host = ""
        where = f"another address, at {host:.100}" if re.fullmatch(r"[\w.:-]+", host) else "another address"
        return f"wants the text sent to {where}, which is not done; if you trust it, name it in {self.said_in}"


def without_secrets(e: Exception) -> Exception | None:
    """The cause, if it says nothing that a server wrote."""
    import openai

    return None if isinstance(e, openai.APIStatusError) else e


def read_whole(parts: Iterator[bytes], until: float, largest: int, larger_than: str) -> bytes:
    """The whole answer, until the monotonic time ``until``: the client's own timeout begins anew with each part.

    Raises Busy when it does not come in time or has more than ``largest`` bytes.
    """
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > largest:
            raise Busy(f"what came is larger than any {larger_than}")
        if time.monotonic() > until:
            raise Busy("no whole answer in time")
    return bytes(data)


def retry_after_s(headers: Mapping[str, str] | None) -> float | None:
    """The seconds that an HTTP answer asks to wait: RFC 9110's Retry-After, a number or a date."""
    value = (headers or {}).get("Retry-After", "").strip()
    try:
        return max(0.0, float(value)) if value[:1].isdigit() else _until(parsedate_to_datetime(value))
    except ValueError:
        return None


def _until(when: datetime) -> float:
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
