"""Clips, pauses and the show's music laid out on a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from podcast.errors import MixError
from podcast.mix.music import NO_MUSIC, OVER_MS, Score
from podcast.mix.timeline import APART, FRAME, Levels, Piece, Placement, Timeline
from podcast.mix.voice import PADDING, Heard
from podcast.model import Script, Utterance
from podcast.sound import PER_MS

Kind = Literal["opening", "highlights", "story", "closing"]

AFTER_OPENING_MS = 350
BEFORE_CLOSING_MS = 700
_SHIFT = 7 * PER_MS
"""A pause before a line, or the closing music, may be this much shorter or longer than the script says, so that it
begins on a frame. With what a clip lacks of a whole millisecond, pauses are what the script says to 8 ms. Were they
exact, each line behind an edit would begin elsewhere in its frame, and all would be encoded anew."""

UP_DB, DOWN_DB = -6.0, -19.0
"""The bed's loudest three seconds against the voice: where nobody speaks, and where somebody does."""
_DOWN_MS, _UP_MS = 350, 500  # how long it takes to duck, and to come back
_AHEAD_MS, _BEHIND_MS = 50, 100  # it is down this long before a word, and stays so behind the last one
_DUCKED_MS = _BEHIND_MS + _UP_MS + _DOWN_MS + _AHEAD_MS  # in a shorter pause it stays down
_SWELL_MS, _OUT_MS = 2000, 1400  # what is heard of it behind the highlights, and how long of that it fades
_IN_MS = 400
_SILENT_DB = -60.0


def kinds(script: Script, highlights: str = "") -> tuple[Kind, ...]:
    """What each chapter is, by the parts of the digest that it says; ``highlights``: the name of a chapter that is."""
    found: list[Kind] = []
    last = len(script.chapters) - 1
    for n, chapter in enumerate(script.chapters):
        parts = {source.rstrip("0123456789.") for line in chapter.lines for source in line.source}
        if "highlights" in parts or (highlights and chapter.title == highlights):
            found.append("highlights")
        elif "story" in parts or last == 0 or 0 < n < last:
            found.append("story")
        else:
            found.append("opening" if n == 0 else "closing")
    return tuple(found)


def lay_out(
    utterances: Sequence[Utterance], heard: Sequence[Heard], score: Score = NO_MUSIC, kinds: Sequence[Kind] = ()
) -> Timeline:
    """Opening music, the clips with their pauses, music below and between them, closing music.

    Everything begins and ends at whole milliseconds, so that marks and cues are exact. A line begins on a frame of MP3
    or within 5 ms of one, so that what stands before it can be edited without a new frame behind it. Music between two
    chapters stands in the middle of the pause between them. Raises MixError when there is nothing to be heard.
    """
    if not utterances or len(utterances) != len(heard):
        raise MixError(f"There are {len(heard)} clips for {len(utterances)} utterances: speak the script first.")
    return _Layout(utterances, heard, score, kinds).made()


class _Layout:
    def __init__(
        self, utterances: Sequence[Utterance], heard: Sequence[Heard], score: Score, kinds: Sequence[Kind]
    ) -> None:
        self._said = list(zip(utterances, heard, strict=True))
        self._score = score
        self._kinds = dict(enumerate(kinds))
        self._placed: list[Placement] = []
        self._swell_at: int | None = None

    def made(self) -> Timeline:
        at = PADDING
        first = self._said[0][0].chapter
        if self._score.opening:
            at = self._music(self._score.opening, 0, first).end + AFTER_OPENING_MS * PER_MS
        elif self._score.bed and self._below(first):
            at = (_IN_MS + OVER_MS + _DOWN_MS + _AHEAD_MS) * PER_MS
        before: Utterance | None = None
        for utterance, heard in self._said:
            if before and before.chapter != utterance.chapter:
                at = self._between(before, utterance)
            self._speak(utterance, heard, at, new_line=before is None or _line(before) != _line(utterance))
            at = self._placed[-1].end + utterance.pause_after_ms * PER_MS
            before = utterance
        last = self._placed[-1]
        if self._score.bed and self._below(first):
            self._bed(self._score.bed, first, self._swell_at or last.end)
        if self._score.closing:
            at = _near_frame(last.end + BEFORE_CLOSING_MS * PER_MS, last.end, 0)
            self._music(self._score.closing, at, last.chapter)
        return Timeline(tuple(sorted(self._placed, key=lambda p: p.first)))

    def _music(self, piece: Piece, start: int, chapter: int) -> Placement:
        length = -(-piece.sound.shape[1] // PER_MS) * PER_MS
        self._placed.append(Placement(start, length, chapter, piece, begins=True))
        return self._placed[-1]

    def _speak(self, utterance: Utterance, heard: Heard, at: int, new_line: bool) -> None:
        rate = heard.clip.sample_rate
        length = max(PER_MS, -(-(heard.end - heard.start) * 1000 // rate) * PER_MS)
        if new_line:
            at = _near_frame(at, self._placed[-1].end if self._placed else 0)
        self._placed.append(Placement(at, length, utterance.chapter, heard, utterance.speaker, begins=new_line))

    # ------------------------------------------------------------ between chapters

    def _between(self, before: Utterance, after: Utterance) -> int:
        """Where the first word of a chapter may begin: behind the pause, and the music in its middle."""
        end, half = self._placed[-1].end, before.pause_after_ms // 2 * PER_MS
        rest = before.pause_after_ms * PER_MS - half
        if self._score.bed and self._below(before.chapter) and not self._below(after.chapter) and not self._swell_at:
            self._swell_at = end + half
            return end + half + _SWELL_MS * PER_MS + rest
        if self._score.sting and self._kinds.get(before.chapter) == self._kinds.get(after.chapter) == "story":
            return self._music(self._score.sting, end + half, before.chapter).end + rest
        return end + before.pause_after_ms * PER_MS

    def _below(self, chapter: int) -> bool:
        """Whether the bed lies below it: the first chapters, as far as they are opening and highlights."""
        return all(self._kinds.get(n) in ("opening", "highlights") for n in range(chapter + 1))

    def _bed(self, piece: Piece, chapter: int, swell_at: int) -> None:
        opening = self._score.opening
        start = max(0, opening.sound.shape[1] // PER_MS - OVER_MS) * PER_MS if opening else 0
        end = swell_at + _SWELL_MS * PER_MS
        spoken = ((p.start - start, p.end - start) for p in self._placed if p.speaker and p.start < swell_at)
        self._placed.append(Placement(start, end - start, chapter, piece, levels=_levels(spoken, end - start)))


def _line(utterance: Utterance) -> tuple[int, int]:
    return utterance.chapter, utterance.line


def _levels(spoken: Iterable[tuple[int, int]], length: int) -> Levels:
    """The bed's, from its beginning: soft at both ends, down under the voice."""
    points = [(0, _SILENT_DB), (_IN_MS * PER_MS, UP_DB)]
    for begin, end in _joined(spoken):
        down = begin - _AHEAD_MS * PER_MS
        points += [(down - _DOWN_MS * PER_MS, UP_DB), (down, DOWN_DB)]
        up = end + _BEHIND_MS * PER_MS
        points += [(up, DOWN_DB), (up + _UP_MS * PER_MS, UP_DB)]
    points += [(length - _OUT_MS * PER_MS, UP_DB), (length, _SILENT_DB)]
    rising = [points[0]]
    for at, db in points[1:]:
        rising.append((max(at, rising[-1][0]), db))
    return tuple(rising)


def _joined(spoken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of speech; a pause too short for the bed to come back is part of one."""
    begin = end = -1
    for a, b in spoken:
        if begin < 0 or a - end >= _DUCKED_MS * PER_MS:
            if begin >= 0:
                yield begin, end
            begin = a
        end = b
    if begin >= 0:
        yield begin, end


def _near_frame(at: int, before: int, padding: int = PADDING) -> int:
    """A place from which a clip is heard from the beginning of a frame on, or one as near to that as ``at`` may be
    moved; ``at`` itself behind a pause too short to be divided. It is heard ``padding`` before its place."""
    heard = at - padding
    if heard - _SHIFT - before - PADDING < APART and before:
        return at
    off = _to_frame(heard) - heard
    return at + max(-_SHIFT, min(_SHIFT, off))


def _to_frame(at: int) -> int:
    """The nearest beginning of a frame."""
    return (at + FRAME // 2) // FRAME * FRAME
