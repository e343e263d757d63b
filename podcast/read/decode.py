"""A file's bytes → its text, or the reason why it has none."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from podcast.errors import DigestError
from podcast.model import LeftOut

LIMIT = 32 * 1024 * 1024
"""Bytes. An hour of speech is 60 kB of text: whatever is larger is the wrong file."""

_MAGIC = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG image"), (b"\xff\xd8\xff", "JPEG image"), (b"GIF8", "GIF image"),
    (b"PK\x03\x04", "zip file (a .docx, .odt or .epub perhaps)"), (b"\x1f\x8b", "gzip file"),
    (b"ID3", "MP3 file"), (b"RIFF", "WAV, AVI or WebP file"), (b"OggS", "Ogg file"), (b"fLaC", "FLAC file"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office file"), (b"{\\rtf", "RTF document"), (b"\x7fELF", "program"),
    (b"SQLite format 3", "SQLite database"),
)  # fmt: skip
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TEXT_ENCODING = re.compile(
    r"utf[-_]?(?:8|16|32).*|big5.*|cp\d+|gb\w+|hz.*|iso[-_]?8859.*|iso[-_]2022.*|windows-\d+|latin.*|us-ascii|ascii|euc.*|"
    r"shift[-_]?jis|koi8.*|mac.*",
    re.IGNORECASE,
)
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")  # bell, escape and white space do occur in texts
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+")
# What stands in nearly every Chinese text and hardly ever in bytes that were never Big5.
_COMMON = re.compile("[的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過]")


def read_bytes(path: Path) -> bytes:
    """Raises DigestError when the file is missing, too large or cannot be read."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DigestError(f"{path} is a directory: name the digest file in it.")
        if size > LIMIT:
            raise DigestError(f"{path} is {size / 2**20:.0f} MB large, a digest may have {LIMIT // 2**20}: split it.")
        with path.open("rb") as file:
            return file.read(LIMIT + 1)  # what is no regular file has no size and need not end
    except FileNotFoundError:
        raise DigestError(f"{path} does not exist: check its name.") from None
    except OSError as error:
        raise DigestError(f"{path} cannot be read ({error.strerror}): check its permissions.") from error


def text_of(data: bytes, path: Path) -> tuple[str, tuple[LeftOut, ...]]:
    """The text with ``\\n`` line ends, and the control characters that were dropped from it.

    Raises DigestError when it is binary, empty or in an encoding that cannot be told.
    """
    text = decode(data, path).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" \t\n\ufeff\0"):
        raise DigestError(f"{path} is empty: write a title and at least one story into it.")
    return _drop_controls(text)


def decode(data: bytes, path: Path, declared: str = "") -> str:
    """``declared``: the encoding that a mail states; a page states its own."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise DigestError(f"{path} looks like a {name}, not like text: save the digest as Markdown, text or HTML.")
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], encoding, path)
    if len(_BINARY.findall(data)) > max(8, len(data) // 100):
        raise DigestError(f"{path} looks like binary data or UTF-16 without a byte order mark: save it as UTF-8.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _as_declared(data, declared) or _as_big5(data)
        if text is not None:
            return text
        line = data.count(b"\n", 0, error.start) + 1
        raise DigestError(
            f"{path}: line {line} is not UTF-8, and the file is not plainly Big5 or UTF-16 either: save it as UTF-8."
        ) from None


def _decode_as(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise DigestError(f"{path} begins as {encoding.upper()} but is damaged: save it as UTF-8.") from None


def _as_declared(data: bytes, declared: str) -> str | None:
    """In the encoding that a saved page or a mail states, if it is true."""
    match = _CHARSET.search(data, 0, 2048)
    name = declared or (match[1].decode("ascii") if match else "")
    if not _TEXT_ENCODING.fullmatch(name):  # Python knows others, as “undefined” and “punycode”, that hold no text
        return None
    try:
        return data.decode(name)
    except (LookupError, ValueError):
        return None


def _as_big5(data: bytes) -> str | None:
    """CP950 decodes much that is not Big5 (GBK above all): only text that reads like Chinese is believed."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return None
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    strange = sum(unicodedata.category(c) in ("Co", "Cn") for c in text)
    return text if han and not strange and len(_COMMON.findall(text)) > han / 20 else None


def _drop_controls(text: str) -> tuple[str, tuple[LeftOut, ...]]:
    text = text.replace("\x0c", "\n").replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if not _CONTROL.search(text):
        return text, ()
    left = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = sorted({c for run in _CONTROL.findall(line) for c in run})
        if found:
            names = " ".join(f"U+{ord(c):04X}" for c in found)
            left.append(LeftOut(number, names, "control characters are dropped"))
            lines[number - 1] = _CONTROL.sub("", line)
    return "\n".join(lines), tuple(left)
