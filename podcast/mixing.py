"""Clips → the mastered, tagged MP3 of an episode and what episode.json says of it, wherever the clips are at hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.draft import Draft
from podcast.fresh import made_with
from podcast.model import Audio, Episode, MadeWith
from podcast.progress import Progress
from podcast.show import Show
from podcast.speak import ClipStore, Take

if TYPE_CHECKING:
    from podcast.mix import Kept, Piece

Both = tuple["Piece | None", "Piece | None"]
"""Opening and closing."""


@dataclass(frozen=True, slots=True)
class Mixing:
    """All that the mixing of one episode needs beside its clips: it can be pickled and done elsewhere."""

    show: Show
    slug: str
    draft: Draft
    take: Take
    music: Both
    picture: bytes  # JPEG, for the tags
    made_with: MadeWith
    now: datetime


def mixing(show: Show, slug: str, draft: Draft, take: Take, music: Both, now: datetime) -> Mixing:
    """What only the show's own folder can tell is read here."""
    from podcast.site.cover import cover, thumbnail

    picture = thumbnail(cover(show)[1])
    return Mixing(show, slug, draft, take, music, picture, made_with(show, draft.script), now)


def mixed(job: Mixing, store: ClipStore, path: Path, progress: Progress | None, kept: Kept) -> Episode:
    """Write the MP3 to ``path``; the episode knows it by the name that it is to have."""
    from podcast.episode.describe import describe, named
    from podcast.facts import receipts
    from podcast.mix import cues, lay_out, marks, master, tag, tags_of
    from podcast.site.notes import summary

    show, draft, take = job.show, job.draft, job.take
    spoken = (take.plan.utterances, take.clips, store.samples)
    timeline = lay_out(take.plan.utterances, take.clips, *job.music)
    measured = master(timeline, store.samples, show.loudness, path, progress, kept)
    audio = Audio("", 0, "", measured.duration_ms, measured.lufs, measured.true_peak_dbtp)
    episode = describe(
        show, draft.digest, draft.script, audio, marks(timeline, draft.script), cues(timeline, draft.script, *spoken),
        engine=take.casting.engine, voices=take.casting.voices, made_with=job.made_with,
        digest_file=draft.digest_file, form=draft.form, receipts=receipts(draft.script, draft.digest),
        old=draft.published, now=job.now,
    )  # fmt: skip
    notice = show.words.disclosure.of(episode.ai_text, episode.ai_voice)
    tag(path, tags_of(show, episode, summary(episode), notice, job.picture))
    return replace(episode, audio=named(audio, path, job.slug))
