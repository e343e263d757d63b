"""Which clips stand out from what is usual: for the voice, and for the recogniser that hears it.

A recogniser mishears a few syllables of every minute. So a difference counts only where the sound speaks far more for
what was heard than for what is written, twice, and where the two sound unlike: in sentences that are right it hardly
does. What is measured counts by how far it lies from the voice's own median, in spreads of the voice's own sentences.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from podcast.proof.evidence import Evidence, Parted
from podcast.proof.measure import TIMBRE_SEMITONES

ENOUGH = 12  # sentences of a voice, to know what is usual for it
MISHEARD = 0.7
"""Weight of what is misheard in one sentence of ten. In a voice that a recogniser hears worse, more is needed."""
OTHER = 0.45  # share of a sentence that was heard otherwise: it is another sentence
MANDARIN = 0.5
PAUSE_S = 0.14  # longer than the voice's own long pauses
FAR = 4.0  # spreads from the voice's own median
SHORT = 8.0  # syllables: of so many, what is measured scatters 1.4 times as far as of very many
LIKE, OTHER_VOICE = 1.0, 5.0  # spreads: of timbre alone, and of pitch, timbre, level and pace together
MOST_MOVED, LEAST_MOVED = 8, 3  # steps of a timbre's scale
_MOVES = range(-MOST_MOVED, MOST_MOVED + 1)
CRESTS = 3
END_DB = -12.0  # of a sentence that has not died away at its end

WORDS = ("left out", "added", "doubled", "cut off", "replaced", "other words", "another language")
SOUND = ("noise", "silence", "too fast", "too slow", "too high", "too low", "another voice", "too loud", "too soft",
         "clipped", "clicks", "breaks off", "sounds bad")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """``start``, ``end``: shares of what is said in the clip. ``sure``: 0 to 1."""

    kind: str
    start: float
    end: float
    written: str
    heard: str
    sure: float

    @property
    def of_words(self) -> bool:
        return self.kind in WORDS


@dataclass(frozen=True, slots=True)
class Around:
    """A median and how far values scatter around it: 1.48 times the median distance, or what is given as the least."""

    middle: float
    spread: float

    @classmethod
    def of(cls, values: Sequence[float], least: float) -> Around:
        middle = float(np.median(values))
        return cls(middle, max(least, 1.4826 * float(np.median(np.abs(np.array(values) - middle)))))

    def off(self, value: float) -> float:
        """In spreads."""
        return (value - self.middle) / self.spread


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for one voice. ``timbre``: its mean; ``like``: how well single sentences follow it."""

    count: int
    pace: Around  # logarithm of the seconds a syllable
    pitch: Around  # logarithm of Hz
    level: Around  # dB
    pause: float  # s: of the longest in a sentence
    noise: Around  # dB
    quality: Around
    timbre: npt.NDArray[np.float64]
    like: Around
    misheard: float  # how much weightier than MISHEARD; at least 1

    @classmethod
    def of(cls, known: Sequence[Evidence]) -> Usual | None:
        """None of fewer than ENOUGH."""
        if len(known) < ENOUGH:
            return None
        m = [e.measured for e in known]
        drawn = np.array([each.timbre for each in m])
        timbre = np.median(drawn, axis=0)
        return cls(
            len(known),
            Around.of([_pace(e) for e in known], 0.05),
            Around.of([math.log(each.pitch_hz) for each in m if each.pitch_hz] or [0.0], 0.02),
            Around.of([each.level_db for each in m], 0.7),
            float(np.percentile([each.pause_s for each in m], 95)),
            Around.of([each.noise_db for each in m], 3.0),
            Around.of([e.quality for e in known], 0.1),
            timbre,
            Around.of([_like(t, timbre) for t in drawn], 0.05),
            max(1.0, float(np.percentile([e.weight for e in known], 90)) / MISHEARD),
        )


def _pace(evidence: Evidence) -> float:
    return math.log(max(0.05, evidence.measured.speaking_s) / max(1.0, evidence.syllables))


def _like(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """0 for the same shape; the square root of what is not alike."""
    return math.sqrt(max(0.0, 1 - float(np.corrcoef(one, other)[0, 1])))


# ---------------------------------------------------------------- the verdict


def judge(evidence: Evidence, usual: Usual | None) -> tuple[Fault, ...]:
    """What stands out in one clip; without ``usual`` only its words, and what is wrong in any voice."""
    return (*words(evidence, usual), *_any_sound(evidence), *(_of_voice(evidence, usual) if usual else ()))


def doubt(faults: Sequence[Fault]) -> float:
    """How much there is wrong in all: 0 where nothing is."""
    return sum(fault.sure * (1 + fault.end - fault.start) for fault in faults)


def words(evidence: Evidence, usual: Usual | None = None) -> Iterator[Fault]:
    """Of these what was heard otherwise than it is written."""
    if evidence.unlike >= OTHER and evidence.syllables >= 2:
        other = "another language" if evidence.mandarin < MANDARIN else "other words"
        yield Fault(other, 0.0, 1.0, "", evidence.heard, _sure(evidence.unlike - OTHER, 0.2))
        return
    for part in evidence.parted:
        if (weight := part.weight / (usual.misheard if usual else 1.0)) >= 1:
            yield Fault(_kind(part), part.start, part.end, part.written, part.heard, _sure(weight - 1, 0.5))


def _kind(part: Parted) -> str:
    if part.again:
        return "doubled"
    if not part.written:
        return "added"
    if part.heard:
        return "replaced"
    return "cut off" if part.end == 1 else "left out"


def _any_sound(evidence: Evidence) -> Iterator[Fault]:
    m = evidence.measured
    if m.cut_crests >= CRESTS:
        yield _whole("clipped", f"{m.cut_crests} crests are cut off", 0.95)
    if m.clicks:
        yield _whole("clicks", f"{m.clicks} times", 0.8)
    if m.end_db > END_DB:
        yield Fault("breaks off", 0.95, 1.0, "", f"its end is as loud as {m.end_db:.0f} dB below its speech", 0.9)


def _of_voice(evidence: Evidence, usual: Usual) -> Iterator[Fault]:
    m = evidence.measured
    if m.pause_s > usual.pause + PAUSE_S:
        at = m.pause_at_s / m.seconds
        yield Fault("silence", at, at + m.pause_s / m.seconds, "", f"{m.pause_s:.1f} s of silence", 0.9)
    if (off := usual.noise.off(m.noise_db)) > FAR:
        at = m.noise_at_s / m.seconds
        told = f"{m.noise_db:.0f} dB that never fall quiet"
        yield Fault("noise", at, min(1.0, at + 0.3 / m.seconds), "", told, _far(off))
    if (off := -usual.quality.off(evidence.quality)) > FAR:
        yield _whole("sounds bad", f"DNSMOS {evidence.quality:.1f}", _far(off))
    yield from _of_speaker(evidence, usual)


def _of_speaker(evidence: Evidence, usual: Usual) -> Iterator[Fault]:
    """Pace, pitch, level and timbre, in spreads; a short sentence may be further off than a long one."""
    m, short = evidence.measured, math.sqrt(1 + SHORT / max(1.0, evidence.syllables))
    pace = usual.pace.off(_pace(evidence)) / short
    pitch = usual.pitch.off(math.log(m.pitch_hz)) / short if m.pitch_hz else 0.0
    level = usual.level.off(m.level_db) / short
    like = usual.like.off(_like(np.array(m.timbre), usual.timbre)) / short
    tones = moved(np.array(m.timbre), usual.timbre)
    if abs(pace) > FAR:
        a_second = evidence.syllables / max(0.05, m.speaking_s)
        yield _whole("too slow" if pace > 0 else "too fast", f"{a_second:.1f} syllables/s", _far(pace))
    elif like > LIKE and (far := math.hypot(pace, pitch, level, like)) > OTHER_VOICE:
        yield _whole("another voice", f"{m.pitch_hz:.0f} Hz, and another timbre", _far(far - OTHER_VOICE + FAR))
        return
    if abs(pitch) > FAR:
        yield _whole("too high" if pitch > 0 else "too low", f"{m.pitch_hz:.0f} Hz", _far(pitch))
    elif tones:
        yield _whole("too high" if tones > 0 else "too low", f"by {abs(tones):.1f} semitones, voice and all", 0.9)
    if abs(level) > FAR:
        yield _whole("too loud" if level > 0 else "too soft", f"{m.level_db:.0f} dB", _far(level))


def moved(timbre: npt.NDArray[np.float64], usual: npt.NDArray[np.float64]) -> float:
    """By how many semitones a whole spectrum lies above its usual place; 0 where that is not clear."""
    inner = slice(MOST_MOVED, len(usual) - MOST_MOVED)
    fits = [float(np.corrcoef(np.roll(timbre, -n)[inner], usual[inner])[0, 1]) for n in _MOVES]
    best = int(np.argmax(fits))
    clear = abs(_MOVES[best]) >= LEAST_MOVED and fits[best] - fits[MOST_MOVED] > 0.004
    return _MOVES[best] * TIMBRE_SEMITONES if clear else 0.0


def _whole(kind: str, told: str, sure: float) -> Fault:
    return Fault(kind, 0.0, 1.0, "", told, sure)


def _far(off: float) -> float:
    return _sure(abs(off) - FAR, 2.0)


def _sure(beyond: float, scale: float) -> float:
    """From a half at the threshold towards 1."""
    return round(1 / (1 + math.exp(-max(0.0, beyond) / scale)), 2)
