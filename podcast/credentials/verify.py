"""What a file's content credentials say, and whether they hold."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

MP3, M4A = "audio/mpeg", "audio/mp4"
CONTEXT = {"verify": {"verify_after_sign": False, "remote_manifest_fetch": False, "ocsp_fetch": False}}
"""The library asks nobody on the net; what it signed is read back by us."""

_C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_UNTRUSTED = "signingCredential.untrusted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one file with credentials."""

    problems: tuple[str, ...]  # why they do not hold; () when they do
    made: tuple[str, ...] = ()  # how it came about: IPTC's addresses
    by: str = ""  # whose certificate signed it
    trusted: bool = False  # by a list of those who may issue such certificates; only where one was asked
    at: str = ""  # when, where a service attests it


def has_credentials(data: bytes) -> bool:
    """Whether an MP3 or M4A holds any. Needs no library of C2PA's."""
    return any(box == _C2PA_BOX for box in _uuids(data)) if data[4:8] == b"ftyp" else _in_tag(data)


def _in_tag(data: bytes) -> bool:
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    read: Any = ID3  # mutagen's types are incomplete
    try:
        return any(frame.mime in ("application/c2pa", "application/x-c2pa-manifest-store")
                   for frame in read(io.BytesIO(data)).getall("GEOB"))  # fmt: skip
    except MutagenError:
        return False


def _uuids(data: bytes) -> Iterator[bytes]:
    """The names of a file's own boxes, outside of all others."""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        size = int.from_bytes(data[at + 8 : at + 16], "big") if size == 1 else size
        if kind == b"uuid":
            yield data[at + 8 : at + 24]
        at += size if size >= 8 else len(data)


def verdict_of(file: BinaryIO, mime: str) -> Verdict:
    """Of a file that has credentials, MP3 or M4A. ImportError without C2PA's library."""
    import c2pa

    try:
        with c2pa.Reader(mime, file, context=c2pa.Context.from_dict(CONTEXT)) as reader:
            return _judged(json.loads(reader.json()))
    except c2pa.C2paError as error:
        return Verdict((str(error),))


def _judged(told: dict[str, Any]) -> Verdict:
    active = told.get("manifests", {}).get(told.get("active_manifest"))
    if active is None:  # in a file of others'
        return Verdict(("no manifest of it is active",))
    state = told.get("validation_state") or "Invalid"
    failures = [f for f in told.get("validation_status") or () if f["code"] != _UNTRUSTED]
    problems = tuple(f"{f['code']}: {f.get('explanation', '')}" for f in failures)
    signature = active.get("signature_info") or {}
    return Verdict(
        problems or (() if state in ("Valid", "Trusted") else (f"they are {state}",)),
        tuple(_made(active)),
        ", ".join(filter(None, (signature.get("common_name"), signature.get("issuer")))),
        state == "Trusted",
        signature.get("time") or "",
    )


def _made(manifest: dict[str, Any]) -> Iterator[str]:
    for assertion in manifest.get("assertions", ()):
        if assertion["label"].startswith("c2pa.actions"):
            for action in assertion["data"].get("actions", ()):
                if source := action.get("digitalSourceType"):
                    yield str(source)
