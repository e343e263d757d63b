"""The signed manifest put into an audio file: into a frame of an MP3's ID3 tag, into a box of an M4A.

C2PA's library would rewrite the tag as ID3v2.4 in UTF-8, in which players lose the date and misread the chapters. So
the frame is written here, behind all others, and the library signs the hash of what surrounds it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from podcast.credentials.certificate import Signer
from podcast.credentials.verify import CONTEXT, MP3, verdict_of
from podcast.errors import MixError

AI, AI_IN_PART, NO_AI = (
    f"http://cv.iptc.org/newscodes/digitalsourcetype/{name}"
    for name in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "digitalCreation")
)

_GEOB = b"\0application/c2pa\0c2pa\0c2pa manifest store\0"  # in Latin-1: MIME type, file name, description
_TAG = b"ID3\3\0\0"  # version 2.3, no flags
_HEADER = 10  # bytes, of a tag and of a frame
_EMPTY_MP3 = _TAG + bytes(4) + b"\xff\xfb\x94\x64" + bytes(380)  # a tag of nothing, a frame of silence
_PIECE = 1 << 20  # bytes read at once


def source_type(ai_text: bool, ai_voice: bool) -> str:
    """IPTC's address for how the sound came about."""
    return AI if ai_voice else AI_IN_PART if ai_text else NO_AI


def signed(source: Path, target: Path, mime: str, title: str, made: str, signer: Signer) -> None:
    """Write ``source``, MP3 with an ID3v2.3 tag or M4A, with credentials to ``target``, and read them back.

    ``made``: IPTC's address for how it was made. Raises MixError; then there is no file.
    """
    try:
        with source.open("rb") as plain, target.open("w+b") as out:
            problems = _sign(plain, out, mime, _claim(title, mime, made), signer)
    except OSError as error:
        problems = (error.strerror or str(error),)
    if problems:
        target.unlink(missing_ok=True)
        why = f"“{source.name}” cannot be signed with content credentials ({'; '.join(problems)})"
        asked = f"see whether credentials.timestamp, {signer.timestamp}, answers, " if signer.timestamp else ""
        raise MixError(f"{why}: {asked}render it again, or remove “credentials” from show.yaml.")


def trial(signer: Signer) -> tuple[str, ...]:
    """Why nothing can be signed with it, in the library's words; () when it can. No time is attested."""
    return _sign(io.BytesIO(_EMPTY_MP3), io.BytesIO(), MP3, _claim("", MP3, AI), signer, attested=False)


def _sign(
    plain: BinaryIO, out: BinaryIO, mime: str, claim: dict[str, Any], signer: Signer, attested: bool = True
) -> tuple[str, ...]:
    import c2pa

    algorithm = getattr(c2pa.C2paSigningAlg, signer.algorithm)
    address = signer.timestamp if attested else None
    try:
        with c2pa.Signer.from_callback(signer.sign, algorithm, signer.chain, address) as by:
            if mime == MP3:
                _sign_mp3(plain, out, claim, by)
            else:
                _built(claim).sign(by, mime, plain, out)
        out.seek(0)
        verdict = verdict_of(out, mime)
    except (c2pa.C2paError, ValueError) as error:
        return (str(error),)
    return verdict.problems


def _claim(title: str, mime: str, made: str) -> dict[str, Any]:
    from importlib.metadata import version

    program = {"name": "podcast", "version": version("podcast")}
    action = {"action": "c2pa.created", "digitalSourceType": made, "softwareAgent": program}
    actions = {"label": "c2pa.actions.v2", "created": True, "data": {"actions": [action]}}
    return {"claim_generator_info": [program], "title": title, "format": mime, "assertions": [actions]}


def _built(claim: dict[str, Any]) -> Any:
    import c2pa

    return c2pa.Builder(json.dumps(claim), context=c2pa.Context.from_dict(CONTEXT))


def _sign_mp3(plain: BinaryIO, out: BinaryIO, claim: dict[str, Any], by: Any) -> None:
    """A frame more at the end of the tag. How long the manifest is, is known when one was made."""
    frames = _frames(plain)
    begins = _HEADER + len(frames) + _HEADER + len(_GEOB)
    length = len(_manifest(claim, by, begins, 1 << 15, bytes(32)))
    head = _geob(frames, length)
    store = _manifest(claim, by, begins, length, _hash(head, plain, len(frames)))
    if (len(head), len(store)) != (begins, length):  # as a chain of 64 kB and more makes them
        raise ValueError("the manifest is longer than it was to be; name fewer certificates")
    for part in (head, store, *_audio(plain, len(frames))):
        out.write(part)


def _frames(plain: BinaryIO) -> bytes:
    """What stands in its tag, as this program writes it."""
    plain.seek(0)
    header = plain.read(_HEADER)
    assert header.startswith(_TAG)
    size = 0
    for byte in header[6:]:
        size = size << 7 | byte
    return plain.read(size)


def _geob(frames: bytes, length: int) -> bytes:
    """The tag up to where a manifest of so many bytes begins."""
    frame = b"GEOB" + (len(_GEOB) + length).to_bytes(4, "big") + bytes(2) + _GEOB
    size = len(frames) + len(frame) + length
    return _TAG + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + frames + frame


def _hash(head: bytes, plain: BinaryIO, frames: int) -> bytes:
    found = hashlib.sha256(head)
    for piece in _audio(plain, frames):
        found.update(piece)
    return found.digest()


def _audio(plain: BinaryIO, frames: int) -> Iterator[bytes]:
    plain.seek(_HEADER + frames)
    while piece := plain.read(_PIECE):
        yield piece


def _manifest(claim: dict[str, Any], by: Any, begins: int, length: int, digest: bytes) -> bytes:
    """Signed: all bytes but so many from there on have this SHA-256."""
    data = {
        "exclusions": [{"start": begins, "length": length}],
        "name": "jumbf manifest", "alg": "sha256", "hash": list(digest), "pad": [0] * 8,
    }  # fmt: skip
    bound = {"label": "c2pa.hash.data", "created": True, "data": data}
    builder = _built(claim | {"assertions": [*claim["assertions"], bound]})
    builder.set_no_embed()
    return bytes(builder.sign(by, MP3, io.BytesIO(_EMPTY_MP3), io.BytesIO()))
