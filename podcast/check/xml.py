"""Reading a feed strictly, for the rules to judge."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from podcast.check.rules import Rules
from podcast.errors import PublishError

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}


def parsed(rules: Rules, data: bytes) -> Any:
    from lxml import etree

    where = "feed"
    head = data[:100].decode("utf-8", "replace")
    rules.need(
        "xml.declaration",
        re.match(r"<\?xml version=.1\.0. encoding=.utf-8.", head, re.I),
        where,
        "no XML declaration with UTF-8",
    )
    rules.need("xml.doctype", b"<!DOCTYPE" not in data and b"<!ENTITY" not in data, where, "a DOCTYPE or ENTITY")
    rules.need(
        "xml.lost", "\ufffd" not in data.decode("utf-8", "replace"), where, "text that is no UTF-8, or lost (U+FFFD)"
    )
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as e:
        raise PublishError(f"The feed is not well-formed XML: {e}.") from e
    channels = root.findall("channel")
    if root.tag != "rss" or len(channels) != 1:
        raise PublishError(f"The file is no RSS feed: its root is <{root.tag}> with {len(channels)} channels.")
    rules.need("rss.version", root.get("version") == "2.0", where, f"RSS version {root.get('version')}, not 2.0")
    for prefix, name in NAMESPACES.items():
        rules.need(
            f"psp.ns.{prefix}", root.nsmap.get(prefix) == name, where, f"xmlns:{prefix} is {root.nsmap.get(prefix)}"
        )
    return channels[0]


def q(tag: str) -> str:
    """lxml's name of an element, or of a path of them."""
    names = (part.rpartition(":") for part in tag.split("/"))
    return "/".join(f"{{{NAMESPACES[prefix]}}}{name}" if prefix else name for prefix, _, name in names)


def number(value: str | None) -> float | None:
    try:
        return float(value or "")
    except ValueError:
        return None


def text(parent: Any, tag: str) -> str:
    """The text of the only child of that name; "" when there is none."""
    return (parent.findtext(q(tag)) or "").strip()


def one(rules: Rules, parent: Any, tag: str, where: str, *, needed: bool = True, bytes_: int = 0) -> str:
    """The value of an element that PSP-1 requires (or recommends) exactly once."""
    found = parent.findall(q(tag))
    id = f"{'psp' if needed else 'rec'}.{'item.' if parent.tag == 'item' else ''}{tag}"
    level = rules.need if needed else rules.advise
    value = (found[0].text or "") if found else ""
    if not level(
        id,
        len(found) == 1 and (value.strip() or len(found[0].attrib)),
        where,
        f"<{tag}>: {len(found)} found, one wanted",
    ):
        return value
    rules.advise("value.trim", value == value.strip(), where, f"<{tag}> begins or ends with white space")
    if bytes_:
        size = len(value.encode())
        rules.need("value.bytes", size <= bytes_, where, f"<{tag}> has {size} bytes, at most {bytes_} are read")
    else:
        rules.advise("value.length", len(value) <= 255, where, f"<{tag}> has {len(value)} characters, PSP-1 allows 255")
    return value.strip()


def address_fault(url: str | None) -> str:
    """What is wrong with an address for the public; "" when nothing is."""
    if not url:
        return "no address"
    try:
        parts = urlsplit(url)
    except ValueError as e:
        return f"{url}: {e}"
    local = parts.hostname in ("localhost", "::1") or (parts.hostname or "").startswith(("127.", "192.168.", "10."))
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        return f"{url} is not https"
    if not url.isascii() or re.search(r"[\s<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})", url):
        return f"{url} is not percent-encoded"
    return "" if parts.hostname else f"{url} names no host"
