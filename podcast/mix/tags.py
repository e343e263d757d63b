"""ID3 tags: what players show beside the sound, and the chapters inside the file."""

# mypy: disable-error-code="no-untyped-call"
# mutagen ships types for its modules but not for its frames.

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from podcast.episode.links import chapter_links
from podcast.episode.names import ascii_url
from podcast.errors import MixError
from podcast.mandarin.spot import without_spots
from podcast.model import Episode, Mark
from podcast.show import Show

_CHILDREN = 255  # a table of contents counts them in one byte
_HEADER = 10  # bytes, of a tag and of a frame


@dataclass(frozen=True, slots=True)
class Tags:
    title: str
    artist: str
    album: str  # the show
    date: date
    marks: tuple[Mark, ...] = ()
    links: tuple[str | None, ...] = ()  # of each mark: what to read about it
    track: int | None = None  # the episode's number
    comment: str = ""  # the summary
    lyrics: str = ""  # the script
    cover: bytes | None = None  # JPEG or PNG
    identifier: str = ""  # the episode's guid: names the content in the AI label
    notice: str = ""  # what a machine made, as a sentence; "" when nothing
    language: str = "zho"  # ISO 639-2


def tags_of(show: Show, episode: Episode, summary: str, notice: str, cover: bytes) -> Tags:
    """What the file of ``episode`` says of itself; ``notice`` tells what a machine made, ``cover`` is a picture."""
    chapters = (
        without_spots(f"{chapter.title}\n\n" + "\n".join(line.text for line in chapter.lines))
        for chapter in episode.script.chapters
    )
    return Tags(
        title=without_spots(episode.title),
        artist=show.author,
        album=show.title,
        date=episode.published.astimezone(ZoneInfo(show.timezone)).date(),
        marks=episode.marks,
        links=tuple(url and ascii_url(url) for url in chapter_links(episode)),
        track=episode.number,
        comment=summary,
        lyrics="\n\n".join(chapters),
        cover=cover,
        identifier=episode.guid,
        notice=notice,
    )


def album_and_artist(path: Path) -> tuple[str, str]:
    """The show and its author as the file at ``path`` names them; "" where it does not, or is not there."""
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    try:
        id3 = ID3(path)
    except (MutagenError, OSError):
        return "", ""
    album, artist = (str(id3[name]) if name in id3 else "" for name in ("TALB", "TPE1"))
    return album, artist


def tag(path: Path, tags: Tags) -> None:
    """Write ID3v2.3 in front of the sound of ``path``, replacing what is there. Raises MixError."""
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    id3 = ID3()
    for frame in (*_texts(tags), *_pictures(tags), *_label(tags), *_chapters(tags.marks, tags.links)):
        id3.add(frame)
    id3.update_to_v23()
    try:
        with path.open("r+b") as file:  # by its name mutagen would make a file that is missing
            id3.save(file, v1=0, v2_version=3, padding=lambda info: 0)
            _chapters_in_order(file)
    except (MutagenError, OSError) as error:
        raise MixError(f"“{path}” cannot be tagged: {error}.") from error


def _texts(tags: Tags) -> list[Any]:
    from mutagen.id3 import COMM, TALB, TCON, TDRC, TIT2, TLAN, TPE1, TRCK, USLT, Encoding

    utf16, latin = Encoding.UTF16, Encoding.LATIN1
    frames: list[Any] = [
        TIT2(utf16, [tags.title]),
        TPE1(utf16, [tags.artist]),
        TALB(utf16, [tags.album]),
        TDRC(latin, [tags.date.isoformat()]),
        TCON(latin, ["Podcast"]),
        TLAN(latin, [tags.language]),
    ]
    if tags.track is not None:
        frames.append(TRCK(latin, [str(tags.track)]))
    if comment := "\n".join(filter(None, (tags.comment, tags.notice))):
        frames.append(COMM(utf16, tags.language, "", [comment]))
    if tags.lyrics:
        frames.append(USLT(utf16, tags.language, "", tags.lyrics))
    return frames


def _pictures(tags: Tags) -> list[Any]:
    from mutagen.id3 import APIC, Encoding, PictureType

    if tags.cover is None:
        return []
    mime = "image/png" if tags.cover.startswith(b"\x89PNG") else "image/jpeg"
    return [APIC(Encoding.LATIN1, mime, PictureType.COVER_FRONT, "", tags.cover)]


def label_of(tags: Tags) -> str:
    """The implicit label of GB 45438-2025 for sound that a machine made; "" for what none made."""
    if not tags.notice:
        return ""
    label = {
        "Label": "1",
        "ContentProducer": tags.artist,
        "ProduceID": tags.identifier,
        "ReservedCode1": "",
        "ContentPropagator": tags.artist,
        "PropagateID": tags.identifier,
        "ReservedCode2": "",
    }
    return json.dumps(label, ensure_ascii=False)


def _label(tags: Tags) -> list[Any]:
    from mutagen.id3 import TXXX, Encoding

    return [TXXX(Encoding.UTF16, "AIGC", [label])] if (label := label_of(tags)) else []


def _chapters(marks: Sequence[Mark], links: Sequence[str | None]) -> list[Any]:
    """A CHAP each, all in one ordered table of contents. UTF-16 with its mark: AntennaPod misreads UTF-8."""
    from mutagen.id3 import CHAP, TIT2, WXXX, Encoding

    digits = len(str(len(marks)))
    ids = [f"chp{n:0{digits}}" for n in range(1, len(marks) + 1)]  # in the order of time also when they are sorted
    chapters = []
    for id, mark, url in zip(ids, marks, links or [None] * len(marks), strict=True):
        frames: list[Any] = [TIT2(Encoding.UTF16, [mark.title])]
        frames += [WXXX(Encoding.LATIN1, "chapter url", url)] if url else []
        chapters.append(CHAP(id, mark.start_ms, mark.end_ms, 0xFFFFFFFF, 0xFFFFFFFF, frames))
    return [*chapters, *_contents(ids)]


def _chapters_in_order(file: BinaryIO) -> None:
    """CHAP frames in order of time: ffprobe and audiobookshelf take them as they lie, mutagen sorts them by size.

    The tag keeps its size; only frames of an ID3v2.3 tag without extended header and unsynchronisation are moved.
    """
    file.seek(0)
    head = file.read(_HEADER)
    size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    body = file.read(size)
    frames, at = [], 0
    while at < len(body) and body[at]:
        end = at + _HEADER + int.from_bytes(body[at + 4 : at + 8], "big")
        frames.append(body[at:end])
        at = end
    first = next((n for n, frame in enumerate(frames) if frame.startswith(b"CHAP")), 0)
    chapters = sorted((frame for frame in frames if frame.startswith(b"CHAP")), key=_begins)
    others = [frame for frame in frames if not frame.startswith(b"CHAP")]
    file.seek(_HEADER)
    file.write(b"".join([*others[:first], *chapters, *others[first:]]) + body[at:])


def _begins(chapter: bytes) -> int:
    """Start in milliseconds: behind the frame's header and the id that a zero ends."""
    at = chapter.index(0, _HEADER) + 1
    return int.from_bytes(chapter[at : at + 4], "big")


def _contents(ids: Sequence[str]) -> list[Any]:
    """One top-level table; more than 255 chapters stand in tables below it."""
    from mutagen.id3 import CTOC, CTOCFlags

    if not ids:
        return []
    tables = []
    if len(ids) > _CHILDREN:
        groups = [ids[i : i + _CHILDREN] for i in range(0, len(ids), _CHILDREN)]
        ids = [f"toc{n}" for n in range(1, len(groups) + 1)]
        tables = [CTOC(id, CTOCFlags.ORDERED, list(group), []) for id, group in zip(ids, groups, strict=True)]
    return [CTOC("toc", CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, list(ids), []), *tables]
