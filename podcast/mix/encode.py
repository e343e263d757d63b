"""MP3 out, by LAME inside the process.

An MP3 without a bit reservoir is a row of frames that do not lean on each other, but for the overlap of their windows.
A section begins and ends in silence, so it is encoded alone: the same frames whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from podcast.errors import MixError
from podcast.mix.joint import joint, lower, size_of
from podcast.mix.timeline import FRAME
from podcast.sound import RATE, Floats, blocks, frame_of, reason

_EARLY = 4  # frames of silence before a section, for LAME's filters and its ear to settle
_LATE = 3  # and behind it, as far as LAME looks ahead
_OPTIONS = {"compression_level": "7", "reservoir": "0"}
"""Slower levels than 7 hear no better on a voice (median noise 28 dB below at 1 to 4 kHz, 26 at level 2). Without the
reservoir 128 kbit/s is as clean as 96 with it; one voice in both channels is well served by either."""


@dataclass(frozen=True, slots=True)
class Mp3:
    """What MP3 is wanted."""

    kbit_s: int = 128
    channels: int = 2
    vbr: bool = False  # as many bits as each moment needs, about as good as ``kbit_s`` throughout

    @property
    def layout(self) -> str:
        return "stereo" if self.channels == 2 else "mono"


@dataclass(frozen=True, slots=True)
class Frames:
    """A section's frames: PyAV's packets, one each. ``lead``: those of what is heard before it, to decode it with."""

    lead: tuple[Any, ...]
    body: tuple[Any, ...]


_QUALITY = {64: 9, 80: 8, 96: 6, 112: 5, 128: 4, 160: 3, 192: 2, 224: 1, 256: 0, 320: 0}
"""LAME's V for a bit rate."""


def encode(sound: Floats, mp3: Mp3, last: bool = False, before: int = 0, after: int = 0) -> Frames:
    """The frames of a section, as many as fill its length; ``before`` and ``after``: samples of ``sound`` that are not
    its own, whole frames: what it leans on. Without them it stands between silence. One channel of ``sound`` is
    encoded as one, whatever ``mp3`` holds.

    ``last``: and those behind it with which the encoder ends.
    """
    alike = mp3.channels == 2 and len(sound) == 1
    coded = replace(mp3, kbit_s=mp3.kbit_s if mp3.vbr else lower(mp3.kbit_s), channels=1) if alike else mp3
    encoder = _encoder(coded)
    late = 0 if last else _LATE * FRAME
    whole = np.pad(np.broadcast_to(sound, (coded.channels, sound.shape[1])), ((0, 0), (_EARLY * FRAME, late)))
    whole *= np.float32(1 / _lame_scale(coded))
    found = [packet for frame in (*blocks(whole), None) for packet in encoder.encode(frame)]
    if alike:
        try:
            found = [_joint(packet, mp3) for packet in found]
        except ValueError:  # noise at the highest bit rate of all
            return encode(np.repeat(sound, 2, axis=0), mp3, last, before, after)
    first = _EARLY + before // FRAME
    end = None if last else first + (sound.shape[1] - before - after) // FRAME
    return Frames(tuple(found[_EARLY:first]), tuple(found[first:end]))


def _joint(packet: Any, mp3: Mp3) -> Any:
    from av import Packet

    two = Packet(joint(bytes(packet), None if mp3.vbr else mp3.kbit_s))
    if packet.has_sidedata("skip_samples"):  # what the encoder ends with is no sound
        two.set_sidedata(packet.get_sidedata("skip_samples"))
    return two


def decode(frames: Iterable[Any]) -> Floats:
    """What a player makes of frames: one channel when both are the same."""
    from av import AudioCodecContext, Packet

    decoder: Any = AudioCodecContext.create("mp3float", "r")
    parts = [frame.to_ndarray() for packet in frames for frame in decoder.decode(Packet(bytes(packet)))]
    if all(np.array_equal(part[0], part[-1]) for part in parts):
        parts = [part[:1] for part in parts]
    return np.concatenate(parts, axis=1) if parts else np.zeros((1, 0), np.float32)


def split(frames: bytes) -> Iterator[bytes]:
    """Frames apart again: each tells its own length. MPEG-1 layer III at 48 kHz, without padding."""
    at = 0
    while at < len(frames):
        size = size_of(frames[at + 2] >> 4)
        yield frames[at : at + size]
        at += size


def write(path: Path, frames: Iterable[Any], mp3: Mp3) -> None:
    """Write an MP3 without tags; a header tells its exact length. Raises MixError when it cannot be written.

    ``frames``: packets, or the bytes of several frames.
    """
    import av

    try:
        with av.open(str(path), "w", format="mp3", options={"id3v2_version": "0"}) as file:
            added = file.add_stream("libmp3lame", rate=RATE, layout=mp3.layout, options=_OPTIONS)
            stream = _configured(added, mp3)
            file.start_encoding()
            for number, packet in enumerate(_packets(frames)):
                packet.stream, packet.time_base = stream, Fraction(1, RATE)
                packet.pts = packet.dts = number * FRAME
                if number == 0:
                    packet.set_sidedata(_delay(mp3))
                file.mux(packet)
    except (OSError, av.FFmpegError) as error:
        what = f"“{path}” cannot be written ({reason(error)}): make room or check who may write there."
        raise MixError(what) from error


def _packets(frames: Iterable[Any]) -> Iterable[Any]:
    from av import Packet

    for some in frames:
        if isinstance(some, bytes):
            yield from map(Packet, split(some))
        else:
            yield some


def _delay(mp3: Mp3) -> Any:
    """What the encoder says with its very first frame: how much a player has to skip."""
    first = _encoder(mp3).encode(frame_of(np.zeros((mp3.channels, 4 * FRAME), np.float32)))[0]
    return first.get_sidedata("skip_samples")


def _encoder(mp3: Mp3) -> Any:
    from av import AudioCodecContext

    encoder = _configured(AudioCodecContext.create("libmp3lame", "w"), mp3)
    encoder.options = _OPTIONS
    return encoder


def _lame_scale(mp3: Mp3) -> float:
    """LAME makes everything softer at low bit rates, by itself (measured with a tone): the caller's level is kept."""
    if mp3.vbr:
        return 1.0
    return next((scale for most, scale in ((160, 0.95), (192, 0.97), (224, 0.98)) if mp3.kbit_s <= most), 1.0)


def _configured(encoder: Any, mp3: Mp3) -> Any:
    context = getattr(encoder, "codec_context", encoder)
    context.format, context.layout, context.sample_rate = "fltp", mp3.layout, RATE
    if mp3.vbr:
        context.qscale, context.global_quality = True, 118 * _QUALITY[mp3.kbit_s]  # FF_QP2LAMBDA
    else:
        context.bit_rate = mp3.kbit_s * 1000
    return encoder
