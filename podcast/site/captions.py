"""Captions and transcripts of an episode: WebVTT, SubRip and JSON, from the script's own text and the clips' times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from podcast.model import Cue
from podcast.site.linebreak import break_lines
from podcast.text import columns, one_line, timestamp

COLUMNS, LINES = 32, 2  # what players show without wrapping again; a Chinese character is two columns wide


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on the screen at once: at most two lines of 32 columns."""

    lines: tuple[str, ...]
    speaker: str  # the name shown
    start_ms: int
    end_ms: int


def captions(cues: Iterable[Cue], names: Mapping[str, str]) -> tuple[Caption, ...]:
    """The cues as they are shown. ``names``: speaker id → name.

    Captions neither overlap nor go back; a cue that no two lines can hold becomes several,
    its time divided by their width.
    """
    out: list[Caption] = []
    for cue in cues:
        text = one_line(cue.text)
        if not text:
            continue
        start = max(cue.start_ms, out[-1].start_ms + 1) if out else cue.start_ms
        if out and out[-1].end_ms > start:
            out[-1] = replace(out[-1], end_ms=start)
        out += _screens(text, names.get(cue.speaker, cue.speaker), start, max(cue.end_ms, start + 1))
    return tuple(out)


def _screens(text: str, speaker: str, start_ms: int, end_ms: int) -> list[Caption]:
    lines = break_lines(text, COLUMNS, words)
    screens = [lines[i : i + LINES] for i in range(0, len(lines), LINES)]
    widths = [sum(columns(line) for line in screen) for screen in screens]
    edges = [start_ms + (end_ms - start_ms) * sum(widths[:i]) // sum(widths) for i in range(len(screens) + 1)]
    return [Caption(screen, speaker, a, max(b, a + 1)) for screen, (a, b) in zip(screens, pairwise(edges), strict=True)]


def words(text: str) -> tuple[str, ...]:
    """``text`` cut into Chinese words; what is not Chinese stays in one piece between them."""
    from podcast.mandarin.words import words as spans

    edges = sorted({0, len(text), *(edge for span in spans(text) for edge in span)})
    return tuple(text[a:b] for a, b in pairwise(edges))


def vtt(shown: Iterable[Caption]) -> bytes:
    """WebVTT, the speaker as a voice span."""
    blocks = ["WEBVTT\n"]
    for c in shown:
        times = f"{timestamp(c.start_ms, '.')} --> {timestamp(c.end_ms, '.')}"
        voice = re.sub(r"[<>&\s]+", " ", c.speaker).strip()
        text = "\n".join(_escaped(line) for line in c.lines)
        blocks.append(f"{times}\n<v {voice}>{text}</v>\n")
    return "\n".join(blocks).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def srt(shown: Iterable[Caption]) -> bytes:
    """SubRip. It has no place for the speaker that players would not show as text."""
    blocks = (
        f"{number}\n{timestamp(c.start_ms, ',')} --> {timestamp(c.end_ms, ',')}\n" + "\n".join(c.lines) + "\n"
        for number, c in enumerate(shown, 1)
    )
    return "\n".join(blocks).encode()


def transcript(cues: Iterable[Cue], names: Mapping[str, str]) -> bytes:
    """The JSON transcript of the podcast namespace: a segment a cue, seconds."""
    segments = [
        {
            "speaker": names.get(cue.speaker, cue.speaker),
            "startTime": cue.start_ms / 1000,
            "endTime": max(cue.end_ms, cue.start_ms + 1) / 1000,
            "body": text,
        }
        for cue in cues
        if (text := one_line(cue.text))
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1).encode() + b"\n"
