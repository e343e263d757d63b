"""Captions from the script's own words and the clips' own times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from podcast.mix.moments import Moments
from podcast.mix.phrases import breaks
from podcast.mix.timeline import Placement, Read, Timeline
from podcast.model import Clip, Cue, Script, Spoken, Utterance


def cues(
    timeline: Timeline, script: Script, utterances: Sequence[Utterance], clips: Sequence[Clip], read: Read
) -> tuple[Cue, ...]:
    """The script's text in pieces that two lines of 32 columns hold, each when it is heard.

    Where an utterance begins and ends is exact; a break inside one stands at a boundary that the engine reported,
    or at a pause in the sound near to where the words let expect it. The texts joined give the script's,
    but for space at breaks.
    """
    found: list[Cue] = []
    written = _written(script, utterances)
    for utterance, text, placement, clip in zip(utterances, written, timeline.speech, clips, strict=True):
        line = script.chapters[utterance.chapter].lines[utterance.line]
        spoken = replace(utterance.spoken, written=text)
        found += [
            Cue(piece, utterance.speaker, start, end, line.source, utterance.chapter, utterance.line)
            for piece, start, end in _pieces(spoken, placement, clip, read)
        ]
    return tuple(found)


def _written(script: Script, utterances: Sequence[Utterance]) -> list[str]:
    """What each utterance shows: its own text and, behind it, what of its line nobody says (marks alone)."""
    texts = [utterance.spoken.written for utterance in utterances]
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, utterance in enumerate(utterances):
        rows[utterance.chapter, utterance.line].append(n)
    for (chapter, line), numbers in rows.items():
        rest = script.chapters[chapter].lines[line].text
        for n, following in zip(numbers, [*numbers[1:], None], strict=True):
            own, _, rest = _split(rest, texts[n])
            end = len(rest) if following is None else max(0, rest.find(texts[following]))
            texts[n], rest = own + rest[:end], rest[end:]
    return texts


def _pieces(spoken: Spoken, placement: Placement, clip: Clip, read: Read) -> list[tuple[str, int, int]]:
    """(text, start, end) of an utterance's cues."""
    cuts = breaks(spoken.written, [(s.written_start, s.written_end) for s in spoken.spans])
    times = [placement.start_ms, placement.end_ms]
    if cuts:
        moments = _moments(spoken, placement, clip, read)
        inner = (placement.start_ms + moments.at(_spoken_at(spoken, cut)) for cut in cuts)
        times[1:1] = _rising(inner, placement.start_ms, placement.end_ms)
    texts = (spoken.written[a:b].strip() for a, b in pairwise((0, *cuts, len(spoken.written))))
    return [(text, a, b) for text, (a, b) in zip(texts, pairwise(times), strict=True) if text]
