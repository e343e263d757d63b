"""An episode that listens to itself: every utterance of a published one heard, and what stands out told.

What is heard is the clip, as it lies in the store, once the episode's audio was seen to carry it; the audio itself
where it does not, or where the clip is gone. A clip is the same in every episode and in the next render, so what was
heard of it is remembered.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from podcast.disk import write_whole
from podcast.episode.names import PROOF_FILE
from podcast.episode.record import folder
from podcast.mandarin import mandarin_of
from podcast.model import Episode
from podcast.progress import Progress
from podcast.proof.ears import Ears, Quality
from podcast.proof.evidence import Evidence
from podcast.proof.hear import Recogniser
from podcast.proof.remember import Memory
from podcast.proof.report import Finding, Report
from podcast.proof.verdict import Fault, Usual, judge, words
from podcast.proofing.pieces import Piece, pieces
from podcast.show import Show, Voice
from podcast.speak.engines import repeats
from podcast.text import clock, plural


def ears(show: Show, recogniser: Recogniser | None = None, quality: Quality | None = None) -> Ears:
    """Whisper and DNSMOS, or others, with what was heard before. Raises ProofError where the extra is missing."""
    from platformdirs import user_cache_path

    from podcast.proof.hear import whisper
    from podcast.proof.quality import quality as dnsmos
    from podcast.speak.kokoro.english import phonemes

    recogniser = recogniser or whisper(user_cache_path("podcast") / "whisper-base")
    return Ears(recogniser, quality or dnsmos, mandarin_of(show), phonemes, Memory(show.cache / "proof"))


@dataclass(frozen=True, slots=True)
class _Known:
    """A piece, its samples let go, and what was heard of it, which is remembered under ``key``."""

    piece: Piece
    key: str
    evidence: Evidence


def proof(show: Show, episode: Episode, by: Ears, progress: Progress) -> Report:
    """Hear the whole episode. Raises ProofError, SoundError when its audio cannot be read, ConfigError when the
    voices that spoke it are not in voices.yaml any more."""
    progress.stage("校對 proofing")
    known: list[_Known] = []
    remembered, seconds = 0, episode.audio.duration_ms // 1000
    for piece in pieces(show, episode, by.mandarin):
        sound = piece.samples, piece.rate, piece.spoken
        remembered += by.recall(*sound) is not None
        evidence = by.hear(*sound)
        known.append(_Known(replace(piece, samples=piece.samples[:0]), by.key(*sound), evidence))
        progress.advance(min(seconds, piece.end_ms // 1000), seconds)
    usual = {voice: _usual(voice, known, by) for voice in {each.piece.voice for each in known}}
    findings = tuple(_finding(episode, each.piece, fault) for each in known for fault in _faults(each, usual))
    notes = tuple(_notes(known, usual))
    return Report(episode.slug, findings, len(known), remembered, by.recogniser.version, notes)


def _faults(known: _Known, usual: Mapping[Voice, Usual | None]) -> Iterator[Fault]:
    of_voice = usual[known.piece.voice]
    yield from judge(known.evidence, of_voice) if known.piece.is_clip else words(known.evidence, of_voice)


def _usual(voice: Voice, known: Sequence[_Known], by: Ears) -> Usual | None:
    """Of what this episode says in the voice, and others said in it; what is right is noted for the next ones."""
    own = {each.key: each.evidence for each in known if each.piece.voice == voice and each.piece.is_clip}
    before = by.memory.of_voice(repr(voice), own)
    by.memory.note_voice(repr(voice), (key for key, evidence in own.items() if not judge(evidence, None)))
    return Usual.of([*own.values(), *before])


def _notes(known: Sequence[_Known], usual: Mapping[Voice, Usual | None]) -> Iterator[str]:
    for name in sorted(voice.voice for voice, found in usual.items() if found is None):
        yield f"Too little of {name} was heard to know how it usually sounds: only its words were judged."
    if gone := sum(not each.piece.is_clip for each in known):
        are = "is" if gone == 1 else "are"
        where = f"{plural(gone, 'utterance')} {are} not in the store of clips as they sound"
        yield f"{where}: there only the words were judged."


def write_page(show: Show, episode: Episode, report: Report) -> Path:
    """feed/EP1/proof.html, which `publish` leaves here. Raises DiskError."""
    from podcast.proof.page import page

    path = folder(show.feed, episode.slug) / PROOF_FILE
    write_whole(path, page(episode, report))
    return path


def _finding(episode: Episode, piece: Piece, fault: Fault) -> Finding:
    length = piece.end_ms - piece.start_ms
    start, end = (piece.start_ms + round(share * length) for share in (fault.start, fault.end))
    written = fault.written or piece.spoken.written.strip()
    todo = _todo(episode, piece, fault, start)
    return Finding(start, end, fault.kind, written, fault.heard, fault.sure, todo, fault.of_words)


def _todo(episode: Episode, piece: Piece, fault: Fault, at_ms: int) -> str:
    """A command that can be pasted, or a hint."""
    name = shlex.quote(episode.slug)
    if fault.of_words:
        named = fault.written and fault.written in piece.spoken.written
        return f"podcast fix {name} {clock(at_ms)}" + (f" --word {shlex.quote(fault.written)}" if named else "")
    if repeats(episode.engine):
        return f"{episode.engine} says it so each time: reword the sentence in scripts/{episode.slug}.md"
    return f"podcast render {name} --proof"
