"""A line cut into utterances: whole sentences, then weaker pauses, to what the engine says fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.mandarin.han import is_han
from podcast.model import OPENING, Spoken

Fits = Callable[[Spoken], bool]

SHORT = 8
"""A sentence with fewer letters and characters than this is said together with its neighbour."""

_CLOSERS = r"[」』”’）)\]】》〉\s]*"
_SENTENCE = re.compile(rf"(?:[。！？!?…]+|\.(?=\s|$)|\n+){_CLOSERS}")
_PAUSES = tuple(re.compile(rf"{marks}+{_CLOSERS}") for marks in ("[；;]", "[：:—]", "[，,]", "、"))
_GLOSS = "gloss"
_WORDISH = re.compile(
    r"(?<=[的了著過後時等中裡上下前])(?=[㐀-鿿])|(?<=[㐀-鿿])(?=[並而但與和在將以因也或就是從對把被及讓使由為])|(?<=\s)(?=\S)"
)
_ANYWHERE = re.compile(r"(?s)(?<=.)(?=.)")
_UNBREAKABLE = re.compile(r"[A-Za-z0-9'.\-\u0300-\u036f\u200d\ufe0f\udc00-\udfff]")
_NUMERAL = frozenset("零一二三四五六七八九十百千萬億兆兩點分之萬亿两点")


@dataclass(frozen=True, slots=True)
class _Torn:
    """Offsets where a cut would tear: a replaced piece (never), a bracket's content (where avoidable)."""

    spans: frozenset[int]
    glosses: frozenset[int]


def split(spoken: Spoken, fits: Fits) -> tuple[Spoken, ...]:
    """Utterances that joined give ``spoken``, each with something to say and, wherever it can be cut so, fitting.

    Which sentences go together depends on their neighbours only: an edit changes its own utterance.
    """
    if not _says_anything(spoken.text):
        return ()
    torn = _Torn(_inside_spans(spoken), _inside_glosses(spoken))
    pieces: list[tuple[int, int]] = []
    for start, end in _together(spoken, [c for c in _cuts(spoken.text, _SENTENCE) if c not in torn.spans], fits):
        if fits(spoken.slice(start, end)):
            pieces.append((start, end))
        else:
            pieces += _shorten(spoken, start, end, fits, torn, 0)
    return tuple(spoken.slice(start, end) for start, end in _voiced(spoken.text, pieces))


def _says_anything(text: str) -> bool:
    return any(map(str.isalnum, text))


def _weight(text: str) -> int:
    return sum(map(str.isalnum, text))


def _inside_spans(spoken: Spoken) -> frozenset[int]:
    """Offsets at which a cut would tear a replaced piece apart."""
    return frozenset(at for s in spoken.spans for at in range(s.spoken_start + 1, s.spoken_end))


def _cuts(text: str, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> Iterator[int]:
    return (m.end() for m in pattern.finditer(text, start, len(text) if end is None else end))


def _together(spoken: Spoken, cuts: Sequence[int], fits: Fits) -> Iterator[tuple[int, int]]:
    """Sentences, a short one with the next; a short last one with the one before it, when both fit."""
    text = spoken.text
    edges = [0, *(c for c in cuts if 0 < c < len(text)), len(text)]
    groups: list[tuple[int, int]] = []
    start = 0
    for _, end in pairwise(edges):
        if _weight(text[start:end]) >= SHORT:
            groups.append((start, end))
            start = end
    if start < len(text):
        last = groups[-1][0] if groups else start
        if groups and fits(spoken.slice(last, len(text))):
            groups[-1] = (last, len(text))
        else:
            groups.append((start, len(text)))
    for start, end in groups:
        yield from _apart(spoken, start, end, [e for e in edges if start < e < end], fits)


def _apart(spoken: Spoken, start: int, end: int, edges: list[int], fits: Fits) -> Iterator[tuple[int, int]]:
    """A group of sentences that does not fit as a whole is said sentence by sentence after all."""
    if edges and not fits(spoken.slice(start, end)):
        yield from pairwise([start, *edges, end])
    else:
        yield start, end


def _shorten(spoken: Spoken, start: int, end: int, fits: Fits, torn: _Torn, level: int) -> list[tuple[int, int]]:
    """Cut at the strongest pauses that give pieces which fit; what still does not is cut at weaker ones."""
    levels = (*_PAUSES, _WORDISH, _ANYWHERE)
    while level < len(levels):
        cuts = _allowed(spoken, start, end, levels[level], torn)
        level += 1
        if cuts:
            pieces: list[tuple[int, int]] = []
            for low, high, whole in _packed(spoken, [start, *cuts, end], fits):
                pieces += [(low, high)] if whole else _shorten(spoken, low, high, fits, torn, level)
            return pieces
    return [(start, end)]


def _allowed(spoken: Spoken, start: int, end: int, pattern: re.Pattern[str], torn: _Torn) -> list[int]:
    text = spoken.text
    cuts = [c for c in _cuts(text, pattern, start, end) if start < c < end and c not in torn.spans]
    if pattern is _ANYWHERE:
        han = [c for c in cuts if is_han(text[c]) and is_han(text[c - 1]) and not {text[c], text[c - 1]} <= _NUMERAL]
        if han:
            return han
        apart = [c for c in cuts if not (_UNBREAKABLE.match(text[c]) and _UNBREAKABLE.match(text[c - 1]))]
        return apart or cuts
    if pattern is _WORDISH:
        return [c for c in cuts if is_han(text[c]) or is_han(text[c - 1 : c].strip() or " ")]
    return [c for c in cuts if c not in torn.glosses] or cuts


def _inside_glosses(spoken: Spoken) -> frozenset[int]:
    """Offsets between an opening bracket and its closing one."""
    opened: int | None = None
    found: set[int] = set()
    for s in spoken.spans:
        if s.kind == _GLOSS:
            if spoken.written[s.written_start : s.written_end].strip()[:1] in OPENING:
                opened = s.spoken_end
            elif opened is not None:
                found.update(range(opened, s.spoken_end))
                opened = None
    return frozenset(found)


def _packed(spoken: Spoken, edges: list[int], fits: Fits) -> Iterator[tuple[int, int, bool]]:
    """Consecutive pieces between edges, each as long as fits: (start, end, whether it fits).

    Gallops, so that ``fits`` sees each part of the text a few times only.
    """
    at = 0
    while at < len(edges) - 1:
        start = edges[at]

        def holds(to: int, start: int = start) -> bool:
            return fits(spoken.slice(start, edges[to]))

        reach = _furthest(holds, at, len(edges) - 1)
        yield edges[at], edges[max(reach, at + 1)], reach > at
        at = max(reach, at + 1)


def _furthest(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The largest index in (low, high] for which ``holds``, given that it holds up to there; ``low`` if none."""
    step, best = 1, low
    while best + step <= high and holds(best + step):
        best += step
        step *= 2
    while step > 1:
        step //= 2
        if best + step <= high and holds(best + step):
            best += step
    return best


def _voiced(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces without anything to say joined to the one before, at the beginning to the one after."""
    start, end = 0, 0
    for low, high in pieces:
        if _says_anything(text[low:high]) and _says_anything(text[start:end]):
            yield start, end
            start = low
        end = high
    yield start, end
