"""What an episode.json may say: it may come from anywhere, and files are named and times reckoned after it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from podcast.episode.names import audio_name
from podcast.model import Audio, Cue, Episode, Item, Mark
from podcast.show import Voice

LONGEST_MS = 100 * 3_600_000  # a hundred hours
LARGEST = 1 << 40  # bytes of audio
YEARS = range(1970, 3000)
MOST = 10**9  # of what is counted
NAME = 200  # characters of a slug or a guid
MOST_NAMES = 1000  # that an episode had before
DEEPEST = 60  # points below points
FURTHER = {"audio/mp4": ".m4a", "audio/ogg": ".opus"}
_SETTINGS = {f.name for f in fields(Voice)} - {"engine", "voice"}


def fault(episode: Episode) -> str | None:
    """The first thing that cannot be, as the end of a sentence; None when all can."""
    return next(_faults(episode), None)


def _faults(episode: Episode) -> Iterator[str]:
    if not _is_name(episode.slug) or episode.slug.startswith(".") or re.search(r"[/\\]", episode.slug):
        yield f"“slug” is {episode.slug!r:.60}, which is no name"
    if not _is_name(episode.guid) or re.search(r"\s", episode.guid):
        yield f"“guid” is {episode.guid!r:.60}, which is none"
    if len(episode.formerly) > MOST_NAMES or not all(map(_is_name, episode.formerly)):
        yield "“formerly” holds what is no name"
    if episode.form not in ("full", "short"):
        yield f"“form” is {episode.form!r:.60}, not full or short"
    for name in ("published", "updated"):
        if not _is_moment(getattr(episode, name)):
            yield f"“{name}” is {getattr(episode, name)}, a time without offset or outside of {YEARS[0]} to {YEARS[-1]}"
    at = episode.digest.publish_at
    if at and at.year not in YEARS:
        yield f"“digest.publish_at” is {at}, outside of {YEARS[0]} to {YEARS[-1]}"
    for name in ("number", "season", "reissue", "revision"):
        if not 0 <= (getattr(episode, name) or 0) < MOST:
            yield f"“{name}” is {_shown(getattr(episode, name))}, which is no count"
    for audio in (episode.audio, *episode.earlier):
        yield from _of_audio(episode.slug, audio)
    for audio in episode.further:
        yield from _of_audio(episode.slug, audio, FURTHER.get(audio.mime, ".mp3"))
    yield from _of_times(episode)
    yield from _of_voices(episode)
    if any(_depth(item) > DEEPEST for item in episode.digest.walk()):
        yield f"“digest” holds points more than {DEEPEST} deep"


def _of_audio(slug: str, audio: Audio, suffix: str = ".mp3") -> Iterator[str]:
    """A file is never looked for, written or deleted under a name that is not its hash's own."""
    if not re.fullmatch(r"[0-9a-f]{64}", audio.sha256):
        yield f"“sha256” is {audio.sha256!r:.80}, which is no hash"
    elif audio.file != audio_name(slug, audio.sha256, suffix):
        yield f"“file” is {audio.file!r:.80}, but its hash is called {audio_name(slug, audio.sha256, suffix)}"
    if not 0 < audio.size < LARGEST:
        yield f"“size” is {_shown(audio.size)}, which no file has"
    if not 0 < audio.duration_ms <= LONGEST_MS:
        yield f"“duration_ms” is {_shown(audio.duration_ms)}, which no episode lasts"
    told = audio.loudness_lufs, audio.true_peak_dbtp, audio.loudness_range_lu or 0, audio.voice_over_bed_lu or 0
    if not all(map(math.isfinite, told)):
        yield f"its loudness is {audio.loudness_lufs} LUFS, {audio.true_peak_dbtp} dBTP"
    if not re.fullmatch(r"[0-9a-f]{0,5000}", audio.levels):
        yield f"“levels” is {audio.levels!r:.40}, which are none"
    if not re.fullmatch(r"audio/[a-z0-9.+-]{1,60}", audio.mime):
        yield f"“mime” is {audio.mime!r:.60}, not audio/mpeg"


def _of_times(episode: Episode) -> Iterator[str]:
    spans: tuple[Mark | Cue, ...] = (*episode.marks, *episode.cues)
    for span in spans:
        if not 0 <= span.start_ms <= span.end_ms <= LONGEST_MS:
            yield f"a cue or chapter lasts from {_shown(span.start_ms)} to {_shown(span.end_ms)} ms"
    for cue in episode.cues:
        if not (0 <= cue.chapter < MOST and 0 <= cue.line < MOST):
            yield f"a cue names line {_shown(cue.line)} of chapter {_shown(cue.chapter)}"
    for receipt in episode.receipts:
        words = (receipt.start, receipt.end, receipt.item_start, receipt.item_end)
        places = (receipt.chapter, receipt.line, *words, *(receipt.cell or ()))
        if not all(0 <= place < MOST for place in places):
            yield f"a receipt stands at {_shown(next(place for place in places if not 0 <= place < MOST))}"
    for chapter in episode.script.chapters:
        for line in chapter.lines:
            if not 0 <= line.pause_after_ms <= LONGEST_MS:
                yield f"a pause lasts {_shown(line.pause_after_ms)} ms"


def _of_voices(episode: Episode) -> Iterator[str]:
    if not all(_is_name(name) for name in (episode.engine, *(n for pair in episode.voices for n in pair))):
        yield "“engine” or “voices” hold what is no name"
    for speaker, settings in episode.voice_settings.items():
        for name, value in settings.items():
            wanted = float if name == "speed" else str
            if name not in _SETTINGS or not isinstance(value, wanted | (int if wanted is float else str)):
                yield f"“voice_settings” of {speaker!r:.40}: “{name:.40}” is no setting, or has no value of its kind"
            elif name == "speed" and not 0 < float(value) < 100:
                yield f"“voice_settings” of {speaker!r:.40}: no voice has the speed {value}"
            elif name in ("rate", "volume", "pitch") and not re.fullmatch(r"[+-][0-9]{1,4}(%|Hz)", str(value)):
                yield f"“voice_settings” of {speaker!r:.40}: “{name}” is {value!r:.40}"


def _is_name(text: str) -> bool:
    return 0 < len(text) <= NAME and text.isprintable()


def _is_moment(at: datetime) -> bool:
    return at.utcoffset() is not None and at.year in YEARS


def _depth(item: Item) -> int:
    return 1 + max(map(_depth, item.items), default=0)


def _shown(number: int | None) -> str:
    """Python does not write out an integer of thousands of digits."""
    return str(number) if number is None or abs(number) < 10**18 else "a number of more than 18 digits"
