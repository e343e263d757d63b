"""To which machines a source may lead us: any on the public internet, none inside, unless the author allows it.

What counts is the address that a name stands for at the moment of connecting, and the connection is made to that very
address: a name that means another machine a second later does not matter, nor does any way of writing an address.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from podcast.errors import GatherError

Resolve = Callable[..., Sequence[Any]]
"""As socket.getaddrinfo."""

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Target:
    """A web address and the machine that is asked for it."""

    url: str
    host: str
    port: int
    address: str  # an IP address, checked
    https: bool
    path: str  # with the query


def target(url: str, allowed: Sequence[str] = (), resolve: Resolve = socket.getaddrinfo) -> Target:
    """Raises GatherError: one sentence, when the address is none, cannot be found or lies inside."""
    parts = _parts(url)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    try:
        found = resolve(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise GatherError(f"{url}: there is no machine named “{host}” ({_why(error)}).") from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    for address in addresses:
        if not is_public(address) and not _is_allowed(host, port, address, allowed):
            raise GatherError(
                f"{url} leads to {address}, an address inside a network: list “{host}” under allow_private in "
                "sources.yaml if it is meant."
            )
    if not addresses:
        raise GatherError(f"{url}: there is no machine named “{host}”.")
    query = f"?{parts.query}" if parts.query else ""
    return Target(url, host, port, addresses[0], parts.scheme == "https", (parts.path or "/") + query)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise GatherError(f"{url:.200} is no web address.") from None
    if parts.scheme not in _PORTS or not host or _UNSAFE.search(url):
        raise GatherError(f"{url:.200} is no address of the web: it must begin with http:// or https://.")
    if "@" in parts.netloc:
        raise GatherError(f"{url.replace(parts.netloc, '…')}: an address with a user's name in it is not asked for.")
    return parts


def is_public(address: str) -> bool:
    """Whether anybody on the internet means the same machine by it."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _embedded(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries in it, whichever way."""
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if any(ip in network for network in _NAT64) or (int(ip) >> 32 == 0 and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def _is_allowed(host: str, port: int, address: str, allowed: Sequence[str]) -> bool:
    for each in allowed:
        if each.lower() in (host.lower(), f"{host.lower()}:{port}", f"{address}:{port}"):
            return True
        try:
            if ip_address(address) in ip_network(each, strict=False):
                return True
        except ValueError:
            continue
    return False


def _why(error: Exception) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:80]
