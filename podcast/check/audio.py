"""The rules for an MP3: its frames, how loud it is, its tags."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from podcast.check.credentials import check_credentials
from podcast.check.rules import Rules

LOUDNESS, TOLERANCE, PEAK = -16.0, 1.0, -1.0  # LUFS, LU, dBTP: Apple's
ON_TWO_SPEAKERS = 3.01  # LU: one channel played by two
RATES = (44_100, 48_000)
KBIT = {1: (96, 128), 2: (128, 256)}  # by channels
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG 1 layer III
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG 2
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}  # by version bits


@dataclass(frozen=True, slots=True)
class Sound:
    """What a decoder makes of a file."""

    seconds: float
    rate: int
    channels: int
    kbit_s: int
    lufs: float
    true_peak_dbtp: float
    container: str = ""  # FFmpeg's name of it, or several with commas


def check_mp3(rules: Rules, data: bytes, where: str, *, ai: bool) -> Sound | None:
    """Judge one whole file. Returns what was heard; None when it cannot be decoded."""
    junk = _junk(data)
    rules.need("mp3.frames", junk is None, where, f"{junk}")
    sound = measure(data)
    if not rules.need("mp3.decodes", sound, where, "the file cannot be decoded") or sound is None:
        return None
    rules.need("mp3.rate", sound.rate in RATES, where, f"{sound.rate} Hz; apps expect 44.1 or 48 kHz")
    low, high = KBIT.get(sound.channels, (0, 0))
    fits = low <= sound.kbit_s <= high
    rules.advise(
        "mp3.bitrate", fits, where, f"{sound.kbit_s} kbit/s, {sound.channels} channels; {low} to {high} are advised"
    )
    loud(rules, sound, where)
    _tags(rules, data, where, sound.seconds, ai)
    check_credentials(rules, data, "audio/mpeg", where, ai=ai)
    return sound


def loud(rules: Rules, sound: Sound, where: str, id: str = "mp3", form: str = "") -> None:
    """Loudness and true peak against Apple's bounds; ``id`` begins the rules' names."""
    figures = f"{form}{sound.lufs:.1f} LUFS, true peak {sound.true_peak_dbtp:.1f} dBTP"
    if sound.channels == 1:
        figures += f" (mono: {sound.lufs + ON_TWO_SPEAKERS:.1f} LUFS on two speakers)"
    rules.tell(f"{id}.loudness.measured", where, figures)
    near = abs(sound.lufs - LOUDNESS) <= TOLERANCE
    both = sound.channels == 1 and abs(sound.lufs + ON_TWO_SPEAKERS - LOUDNESS) <= TOLERANCE
    rules.need(f"{id}.loudness", near or both, where, f"{figures}; Apple asks for {LOUDNESS} ± {TOLERANCE}")
    rules.need(f"{id}.peak", sound.true_peak_dbtp <= PEAK, where, f"{figures}; Apple asks for at most {PEAK} dBTP")


def measure(data: bytes) -> Sound | None:
    """Decode and measure by BS.1770. None when FFmpeg finds no sound in it."""
    import av
    from av.error import FFmpegError

    try:
        with av.open(io.BytesIO(data), "r") as container:
            stream = container.streams.audio[0]
            meter = _Meter(stream)
            samples = 0
            for frame in container.decode(stream):
                samples += frame.samples
                meter.add(frame)
            context = stream.codec_context
            rate, channels = context.sample_rate, context.layout.nb_channels
            kbit_s, kind = round((context.bit_rate or 0) / 1000), container.format.name
            return Sound(samples / rate, rate, channels, kbit_s, *meter.result(), kind)
    except (FFmpegError, IndexError, ValueError):
        return None


class _Meter:
    """FFmpeg's ebur128."""

    def __init__(self, stream: Any) -> None:
        from av.filter import Graph

        self._graph = Graph()
        self._source = self._graph.add_abuffer(template=stream)
        meter = self._graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
        self._sink = self._graph.add("abuffersink")
        self._source.link_to(meter)
        meter.link_to(self._sink)
        self._graph.configure()
        self._found: dict[str, str] = {}

    def add(self, frame: Any) -> None:
        from av.error import BlockingIOError as Hungry
        from av.error import EOFError as Ended

        self._source.push(frame)
        while True:
            try:
                self._found = self._sink.pull().metadata or self._found
            except (Hungry, Ended):
                return

    def result(self) -> tuple[float, float]:
        """Integrated loudness and true peak; minus infinity of nothing."""
        self.add(None)
        silence = float("-inf")
        peaks = [float(v) for k, v in self._found.items() if k.startswith("lavfi.r128.true_peaks_ch")]
        return float(self._found.get("lavfi.r128.I", silence)), _decibel(max(peaks, default=0.0))


def _decibel(amplitude: float) -> float:
    import math

    return 20 * math.log10(amplitude) if amplitude > 0 else float("-inf")


def _junk(data: bytes) -> str | None:
    """What is not a whole MPEG frame between the tags; None when all is."""
    at, frames = _after_id3(data), 0
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    while at < end:
        size = _frame_size(data, at)
        if size is None:
            return f"byte {at} of {len(data)}: no MPEG frame begins where one should (after {frames} frames)"
        if at + size > end:
            return f"the last frame is cut: {end - at} of {size} bytes are there"
        at, frames = at + size, frames + 1
    return None if frames else "there is no MPEG frame"


def _after_id3(data: bytes) -> int:
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if data[5] & 0x10 else 0)


def _frame_size(data: bytes, at: int) -> int | None:
    """Of the layer III frame at ``at``; None when there is none."""
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer, rate, pad = head >> 19 & 3, head >> 17 & 3, head >> 10 & 3, head >> 9 & 1
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or rate == 3 or head >> 12 & 15 in (0, 15):
        return None
    kbit = (_BITRATES if version == 3 else _BITRATES_2)[head >> 12 & 15]
    return (144_000 if version == 3 else 72_000) * kbit // _RATES[version][rate] + pad


def _tags(rules: Rules, data: bytes, where: str, seconds: float, ai: bool) -> None:
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    read: Any = ID3  # mutagen's types are incomplete
    try:
        tags = read(io.BytesIO(data))
    except MutagenError as e:
        rules.need("id3", False, where, f"no readable ID3 tags: {e}")
        return
    rules.need("id3", True, where, "")
    for frame, name in (("TIT2", "title"), ("TPE1", "artist"), ("TALB", "album"), ("TDRC", "date"), ("TCON", "genre")):
        rules.advise("id3.names", tags.getall(frame), where, f"no {name} ({frame})")
    rules.advise(
        "id3.cover", any(p.mime in ("image/jpeg", "image/png") for p in tags.getall("APIC")), where, "no cover"
    )
    _id3_chapters(rules, tags, where, seconds)
    if ai:
        labels = list(_aigc(tags))
        rules.advise("id3.aigc", "1" in labels, where, "no TXXX:AIGC with Label 1, as China's labelling rules ask")


def _aigc(tags: Any) -> Iterator[str]:
    for frame in tags.getall("TXXX:AIGC"):
        try:
            yield str(json.loads(str(frame.text[0]))["Label"])
        except (ValueError, KeyError, TypeError, IndexError):
            yield ""


def _id3_chapters(rules: Rules, tags: Any, where: str, seconds: float) -> None:
    chapters = sorted(tags.getall("CHAP"), key=lambda c: c.start_time)
    tables = tags.getall("CTOC")
    if not chapters:
        rules.advise("id3.chapters", not tables, where, "a table of contents without chapters")
        return
    top = [t for t in tables if t.flags & 2]
    named = set(top[0].child_element_ids) if top else set()
    rules.need("id3.contents", len(top) == 1 and top[0].flags & 1, where, "there must be one top-level, ordered CTOC")
    rules.need(
        "id3.contents.whole", named == {c.element_id for c in chapters}, where, "CTOC and CHAP name different chapters"
    )
    for chapter in chapters:
        ends = chapter.start_time < chapter.end_time <= seconds * 1000 + 1000
        rules.need(
            "id3.chapter.times", ends, where, f"chapter {chapter.element_id} ends outside the audio or before it begins"
        )
        title = chapter.sub_frames.getall("TIT2")
        rules.advise(
            "id3.chapter.title", title and str(title[0]).strip(), where, f"chapter {chapter.element_id} has no title"
        )
        utf16 = all(frame.encoding == 1 for frame in title)
        rules.advise(
            "id3.chapter.utf16", utf16, where, "chapter titles are not UTF-16: AntennaPod reads others wrongly"
        )
