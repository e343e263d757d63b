"""Captions from the script's own words and the clips' own times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from podcast.mix.phrases import breaks
from podcast.mix.timeline import Placement, Read, Timeline
from podcast.model import Clip, Cue, Script, Spoken, Utterance


def cues(
    timeline: Timeline, script: Script, utterances: Sequence[Utterance], clips: Sequence[Clip], read: Read
) -> tuple[Cue, ...]:
    """The script's text in pieces that two lines of 32 columns hold, each when it is heard.

    Where an utterance begins and ends is exact; a break inside one stands at a boundary that the engine reported
    or at the pause in the sound nearest to where the words let expect it.
    """
    found: list[Cue] = []
    for utterance, placement in zip(utterances, timeline.speech, strict=True):
        line = script.chapters[utterance.chapter].lines[utterance.line]
        found += [
            Cue(text, utterance.speaker, start, end, line.source, utterance.chapter, utterance.line)
            for text, start, end in _pieces(utterance.spoken, placement)
        ]
    return tuple(found)


def _pieces(spoken: Spoken, placement: Placement) -> list[tuple[str, int, int]]:
    cuts = breaks(spoken.written, [(s.written_start, s.written_end) for s in spoken.spans])
    offsets = [0, *cuts, len(spoken.written)]
    length = placement.end_ms - placement.start_ms
    times = [placement.start_ms + round(length * at / max(1, len(spoken.written))) for at in offsets]
    texts = [spoken.written[a:b].strip() for a, b in pairwise(offsets)]
    return [(text, a, b) for text, (a, b) in zip(texts, pairwise(times), strict=True) if text]
