"""A mail (.eml) → its text, and what its head states."""

from __future__ import annotations

import re
from base64 import b64decode
from email import message_from_bytes, policy
from email.message import Message
from email.quoprimime import header_decode
from email.utils import parseaddr
from pathlib import Path

from podcast.errors import DigestError
from podcast.model import LeftOut
from podcast.read.dates import day_of
from podcast.read.decode import decode
from podcast.read.front import Front

_HEAD = re.compile(
    rb"\A(?:From |(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|DKIM-Signature"
    rb"|X-[\w-]+):)",
    re.IGNORECASE,
)
_FIELDS = re.compile(rb"^(?:From|Subject|Date|MIME-Version|Content-Type|Message-ID):", re.IGNORECASE | re.MULTILINE)
_PREFIX = re.compile(r"^(?:(?:re|fwd?|轉寄|回覆|轉發)\s*[:：]\s*)+", re.IGNORECASE)


def is_mail(data: bytes, path: Path) -> bool:
    if path.suffix.lower() == ".eml":
        return True
    head = data[:4000]
    return _HEAD.match(head) is not None and len({m.group().lower() for m in _FIELDS.finditer(head)}) >= 3


def read_mail(data: bytes, path: Path, timezone: str) -> tuple[str, bool, Front]:
    """Its text, whether that is HTML, and subject, day and sender as front matter.

    Raises DigestError when it holds no text.
    """
    message = message_from_bytes(data, policy=policy.compat32)
    text, is_html = _body(message, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, signature = (text, ()) if is_html else _without_signature(text)
    subject = _PREFIX.sub("", _header(message, "Subject")).strip().strip('"').strip()
    stated = _header(message, "Date")
    name = parseaddr(_header(message, "From"))[0].strip().strip('"')
    front = Front(
        title=subject or None,
        date=day_of(stated, timezone) if stated and len(stated) < 100 else None,
        author=name[:60] or None,
        left_out=signature,
    )
    return text, is_html, front


def _without_signature(text: str) -> tuple[str, tuple[LeftOut, ...]]:
    """What stands below a line of two hyphens and a space is of the sender, not of the text."""
    match = re.search(r"^-- ?$", text, re.MULTILINE)
    if match is None or not text[match.end() :].strip():
        return text[: match.start()] if match else text, ()
    line = text.count("\n", 0, match.start()) + 1
    signature = " ".join(text[match.end() :].split())
    return text[: match.start()], (LeftOut(line, signature, "the signature of the mail"),)


def _body(message: Message, path: Path) -> tuple[str, bool]:
    plain: str | None = None
    for part in message.walk():
        kind = part.get_content_type()
        if kind not in ("text/html", "text/plain") or part.get_content_disposition() == "attachment":
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data.strip():
            continue
        text = decode(data, path, str(part.get_content_charset() or ""))
        if kind == "text/html":
            return text, True
        plain = plain or text
    if plain is None:
        raise DigestError(f"{path} is a mail without text: save the newsletter as HTML or copy its text.")
    return plain, False


def _header(message: Message, name: str) -> str:
    """A header decoded, whatever is wrong with it: words cut in the midst of a character, wrong padding, bytes without
    any encoding, one that nobody knows."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    data = raw.encode("utf-8", "surrogateescape")
    out: list[str] = []
    at = 0
    for match in _ENCODED.finditer(data):
        out += [_guessed(data[at : match.start()]), _word(match[0])]
        at = match.end()
    out.append(_guessed(data[at:]))
    return " ".join("".join(out).split()).strip("\ufffd ")


_ENCODED = re.compile(rb"(?:=\?[\w.:-]+(?:\*[\w-]+)?\?[bBqQ]\?[^?]*(?:\?=|\?\Z|\Z)\s*)+")
_PART = re.compile(rb"=\?([\w.:-]+)(?:\*[\w-]+)?\?([bBqQ])\?([^?]*)")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def _word(run: bytes) -> str:
    """Encoded words in a row, as one: a character may begin in the first and end in the second."""
    out, held, before = "", b"", ""
    for charset, how, text in _PART.findall(run):
        name = charset.decode().lower()
        if held and name != before:
            out, held = out + _decoded(held, before), b""
        before = name
        held += (
            _base64(text) if how in b"bB" else header_decode(text.decode("latin-1").replace("_", " ")).encode("latin-1")
        )
    return out + _decoded(held, before)


def _base64(text: bytes) -> bytes:
    text = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    text = text[: len(text) - (len(text) % 4 == 1)]
    return b64decode(text + b"=" * (-len(text) % 4))


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(_WIDER.get(charset, charset), "replace")
    except LookupError:
        return _guessed(data)


def _guessed(data: bytes) -> str:
    for charset in ("utf-8", "big5hkscs", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
