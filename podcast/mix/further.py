"""The same programme in further forms: AAC in M4A and Opus in Ogg, with chapters, for those whose apps ask for it."""

# mypy: disable-error-code="no-untyped-call"
# mutagen ships types for its modules but not for its classes.

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from podcast.errors import MixError
from podcast.mix.tags import Tags, label_of
from podcast.model import Mark
from podcast.sound import (
    ON_TWO_SPEAKERS_LU,
    RATE,
    Floats,
    decibel,
    frame_of,
    frames,
    integrated,
    linear,
    peaks,
    profile,
    reason,
)

Programme = Callable[[float], Iterator[Floats]]
"""What is heard, section after section, its true peaks at most so many dBTP."""

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Further:
    """One form. Its bit rate is that of a voice with a little music, for each number of channels."""

    suffix: str
    mime: str
    container: str
    codec: str
    kbit_s: tuple[int, int]
    options: dict[str, str]


FORMS = {
    "m4a": Further(".m4a", "audio/mp4", "ipod", "aac", (80, 128), {"movflags": "+faststart", "fflags": "+bitexact"}),
    "opus": Further(".opus", "audio/ogg", "ogg", "libopus", (48, 80), {"fflags": "+bitexact", "serial_offset": "1"}),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of the file, decoded."""

    lufs: float
    true_peak_dbtp: float


def write_further(
    path: Path, form: Further, programme: Programme, channels: int, limit_dbtp: float, tags: Tags
) -> Measures:
    """Write ``path``, its true peaks at most ``limit_dbtp``: lower where the encoder adds to them. Raises MixError."""
    import av

    ceiling_db = limit_dbtp - 0.5
    try:
        for _ in range(_ATTEMPTS):
            _encode(path, form, programme(ceiling_db), channels, tags)
            heard = _measured(path, limit_dbtp, channels)
            if heard.true_peak_dbtp <= limit_dbtp:
                _tag(path, tags)
                return heard
            ceiling_db -= heard.true_peak_dbtp - limit_dbtp + 0.1
    except (OSError, av.FFmpegError) as error:
        what = f"“{path}” cannot be written ({reason(error)}): make room or check who may write there."
        raise MixError(what) from error
    raise MixError(f"“{path}” cannot be kept below {limit_dbtp:g} dBTP: choose a lower loudness in show.yaml.")


def _encode(path: Path, form: Further, sounds: Iterator[Floats], channels: int, tags: Tags) -> None:
    import av

    layout = "stereo" if channels == 2 else "mono"
    with av.open(str(path), "w", format=form.container, options=form.options) as file:
        stream: Any = file.add_stream(form.codec, rate=RATE, layout=layout, options={"flags": "+bitexact"})
        stream.bit_rate = form.kbit_s[channels - 1] * 1000
        file.set_chapters([_chapter(n, mark) for n, mark in enumerate(tags.marks)])
        converter = av.AudioResampler(format=stream.format, layout=layout, rate=RATE)
        at = 0
        for sound in sounds:
            both = np.broadcast_to(sound, (channels, sound.shape[1]))
            for start in range(0, both.shape[1], RATE):
                block = both[:, start : start + RATE]
                for frame in converter.resample(frame_of(block, at)):
                    file.mux(stream.encode(frame))
                at += block.shape[1]
        for frame in converter.resample(None):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _chapter(number: int, mark: Mark) -> Any:
    return {
        "id": number, "start": mark.start_ms, "end": mark.end_ms, "time_base": Fraction(1, 1000),
        "metadata": {"title": mark.title},
    }  # fmt: skip


def _measured(path: Path, limit_dbtp: float, channels: int) -> Measures:
    """Ten seconds at a time; what begins one is heard with the silence that stands before the first."""
    found, highest, waiting, lead = [], 0.0, [], np.zeros((channels, 0), np.float32)
    for frame in chain(frames(path, layout="stereo" if channels == 2 else "mono"), (None,)):
        waiting += [frame.to_ndarray()] if frame is not None else []
        if waiting and (frame is None or sum(part.shape[1] for part in waiting) >= 10 * RATE):
            block = np.concatenate(waiting, axis=1)
            whole = np.concatenate((lead, block), axis=1)
            found.append(profile(whole, lead.shape[1]))
            even = np.pad(block, ((0, 0), (0, -block.shape[1] % 48)))
            highest = max(highest, float(peaks(even, linear(limit_dbtp)).max(initial=0)))
            lead, waiting = block[:, -3 * RATE // 10 :], []
    alone = ON_TWO_SPEAKERS_LU if channels == 1 else 0
    return Measures(integrated(found) - alone, decibel(highest))


def _tag(path: Path, tags: Tags) -> None:
    """What players show beside the sound; the chapters are there already."""
    _tag_mp4(path, tags) if path.suffix == ".m4a" else _tag_opus(path, tags)


def _tag_mp4(path: Path, tags: Tags) -> None:
    from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

    file: Any = MP4(path)
    texts = {"\xa9nam": tags.title, "\xa9ART": tags.artist, "\xa9alb": tags.album, "\xa9day": tags.date.isoformat()}
    for key, text in (texts | {"\xa9gen": "Podcast", "\xa9cmt": _comment(tags)}).items():
        file[key] = [text]
    if tags.track:
        file["trkn"] = [(tags.track, 0)]
    if tags.cover:
        png = tags.cover.startswith(b"\x89PNG")
        file["covr"] = [MP4Cover(tags.cover, MP4Cover.FORMAT_PNG if png else MP4Cover.FORMAT_JPEG)]
    if label := label_of(tags):
        file["----:com.apple.iTunes:AIGC"] = [MP4FreeForm(label.encode(), AtomDataType.UTF8)]
    file.save()


def _tag_opus(path: Path, tags: Tags) -> None:
    import base64

    from mutagen.flac import Picture
    from mutagen.oggopus import OggOpus

    file: Any = OggOpus(path)
    texts = {"title": tags.title, "artist": tags.artist, "album": tags.album, "date": tags.date.isoformat()}
    texts |= {"genre": "Podcast", "description": _comment(tags), "aigc": label_of(tags)}
    for number, mark in enumerate(tags.marks):
        texts |= {f"chapter{number:03}": _clock(mark.start_ms), f"chapter{number:03}name": mark.title}
    for key, text in texts.items():
        if text:
            file[key] = text
    if tags.cover:
        picture: Any = Picture()
        picture.type, picture.data = 3, tags.cover
        picture.mime = "image/png" if tags.cover.startswith(b"\x89PNG") else "image/jpeg"
        file["metadata_block_picture"] = base64.b64encode(picture.write()).decode()
    file.save()


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _comment(tags: Tags) -> str:
    return "\n".join(filter(None, (tags.comment, tags.notice)))
