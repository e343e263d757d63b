"""Captions from the script's own words and the clips' own times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from podcast.mandarin.spot import without_readings
from podcast.mix.moments import Moments
from podcast.mix.phrases import breaks
from podcast.mix.timeline import Placement, Timeline
from podcast.mix.voice import Heard, Read
from podcast.model import Boundary, Cue, Script, Span, Spoken, Utterance


def cues(timeline: Timeline, script: Script, utterances: Sequence[Utterance], read: Read) -> tuple[Cue, ...]:
    """The script's text in pieces that two lines of 32 columns hold, each when it is heard.

    Where an utterance begins and ends is exact; a break inside one stands at a boundary that the engine reported,
    or at a pause in the sound near to where the words let expect it. The texts joined give the script's,
    but for space at breaks.
    """
    found: list[Cue] = []
    shown = _shown(script, utterances)
    for utterance, spoken, placement in zip(utterances, map(without_readings, shown), timeline.speech, strict=True):
        line = script.chapters[utterance.chapter].lines[utterance.line]
        found += [
            Cue(text, utterance.speaker, start, end, line.source, utterance.chapter, utterance.line)
            for text, start, end in _pieces(spoken, placement, read)
        ]
    return tuple(found)


def _shown(script: Script, utterances: Sequence[Utterance]) -> list[Spoken]:
    """What each utterance says, and with it what of its line nobody says: marks that stand alone."""
    shown = [utterance.spoken for utterance in utterances]
    at = 0
    for n, utterance in enumerate(utterances):
        place = utterance.chapter, utterance.line
        line = script.chapters[utterance.chapter].lines[utterance.line].text
        before, after = utterances[n - 1 : n], utterances[n + 1 : n + 2]
        first = not before or (before[0].chapter, before[0].line) != place
        last = not after or (after[0].chapter, after[0].line) != place
        at = 0 if first else at
        start = max(at, line.find(utterance.spoken.written, at))
        if first:
            shown[n] = _behind(line[:start], shown[n])
        else:
            shown[n - 1] = _followed(shown[n - 1], line[at:start])
        at = start + len(utterance.spoken.written)
        if last:
            shown[n] = _followed(shown[n], line[at:])
    return shown


def _behind(silent: str, spoken: Spoken) -> Spoken:
    n = len(silent)
    moved = (replace(s, written_start=s.written_start + n, written_end=s.written_end + n) for s in spoken.spans)
    spans = (Span(0, n, 0, 0, "silent", "nothing to say"), *moved) if n else spoken.spans
    return replace(spoken, written=silent + spoken.written, spans=spans)


def _followed(spoken: Spoken, silent: str) -> Spoken:
    if not silent:
        return spoken
    end, said = len(spoken.written), len(spoken.text)
    span = Span(end, end + len(silent), said, said, "silent", "nothing to say")
    return replace(spoken, written=spoken.written + silent, spans=(*spoken.spans, span))


def _pieces(spoken: Spoken, placement: Placement, read: Read) -> list[tuple[str, int, int]]:
    """(text, start, end) of an utterance's cues."""
    whole = [(s.written_start, s.written_end) for s in spoken.spans if s.kind != "silent"]
    cuts = breaks(spoken.written, whole)
    times = [placement.start_ms, placement.end_ms]
    if cuts:
        heard = placement.sound
        assert isinstance(heard, Heard)
        samples = read(heard.clip)[heard.start : heard.end]
        moments = Moments(spoken.text, samples, heard.clip.sample_rate, _shifted(heard))
        inner = (placement.start_ms + moments.at(_spoken_at(spoken, cut)) for cut in cuts)
        times[1:1] = _rising(inner, len(cuts), placement.start_ms, placement.end_ms)
    texts = (spoken.written[a:b].strip() for a, b in pairwise((0, *cuts, len(spoken.written))))
    return [(text, a, b) for text, (a, b) in zip(texts, pairwise(times), strict=True) if text]


def _shifted(heard: Heard) -> tuple[Boundary, ...]:
    """What the engine reported, counted from where the speech begins."""
    by_ms = heard.start * 1000 // heard.clip.sample_rate
    return tuple(
        replace(b, start_ms=max(0, b.start_ms - by_ms), end_ms=max(0, b.end_ms - by_ms)) for b in heard.clip.boundaries
    )


def _spoken_at(spoken: Spoken, written: int) -> int:
    """The spoken offset that belongs to a written one; inside a span, the like share of it."""
    shift = 0
    for s in spoken.spans:
        if s.written_end <= written:
            shift = s.spoken_end - s.written_end
        elif s.written_start < written:
            share = (written - s.written_start) / (s.written_end - s.written_start)
            return s.spoken_start + round(share * (s.spoken_end - s.spoken_start))
        else:
            break
    return written + shift


def _rising(times: Iterable[int], count: int, start: int, end: int) -> list[int]:
    """The same, each after the one before by a millisecond at least where there is room."""
    found: list[int] = []
    for n, time in enumerate(times, 1):
        low = min(end, (found[-1] if found else start) + 1)
        found.append(max(low, min(time, end - (count + 1 - n))))
    return found
