"""Clips → the mastered, tagged MP3 of an episode and what episode.json says of it, wherever the clips are at hand."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.draft import Draft
from podcast.model import Audio, Episode, MadeWith
from podcast.progress import Progress
from podcast.show import Show
from podcast.speak import ClipStore, Take

if TYPE_CHECKING:
    from podcast.mix import Kept, Measured, Score, Tags
    from podcast.mix.further import Programme


@dataclass(frozen=True, slots=True)
class Mixing:
    """All that the mixing of one episode needs beside its clips: it can be pickled and done elsewhere."""

    show: Show
    slug: str
    draft: Draft
    take: Take
    music: Score | None  # None on its way to where it can be loaded too
    picture: bytes  # JPEG, for the tags
    made_with: MadeWith
    now: datetime


def mixed(job: Mixing, store: ClipStore, path: Path, progress: Progress | None, kept: Kept) -> Episode:
    """Write the MP3 to ``path``; the episode knows it by the name that it is to have. Further forms lie beside it."""
    from podcast.episode.describe import describe, named
    from podcast.facts import receipts
    from podcast.mix import cues, kinds, lay_out, listen, marks, master, programme, tag, tags_of
    from podcast.site.notes import summary

    show, draft, take = job.show, job.draft, job.take
    assert job.music is not None
    said, read = take.plan.utterances, store.samples
    heard = listen(take.clips, read, kept)
    timeline = lay_out(said, heard, job.music, kinds(draft.script, show.words.notes.highlights))
    measured = master(timeline, read, show.loudness, path, progress, kept, show.audio)
    audio = Audio(
        "", 0, "", measured.duration_ms, measured.lufs, measured.true_peak_dbtp,
        loudness_range_lu=measured.range_lu, voice_over_bed_lu=measured.over_bed_lu, levels=measured.levels,
    )  # fmt: skip
    episode = describe(
        show, draft.digest, draft.script, audio, marks(timeline, draft.script),
        cues(timeline, draft.script, said, read),
        engine=take.casting.engine, voices=take.casting.voices, made_with=job.made_with,
        digest_file=draft.digest_file, form=draft.form, receipts=receipts(draft.script, draft.digest),
        old=draft.published, now=job.now,
    )  # fmt: skip
    notice = show.words.disclosure.of(episode.ai_text, episode.ai_voice)
    tags = tags_of(show, episode, summary(episode), notice, job.picture)
    tag(path, tags)
    sounds = programme(timeline, read, show.loudness, measured.gain_db, kept)
    further = tuple(_further(job, path.parent, form, sounds, measured, tags) for form in show.audio.also)
    return replace(episode, audio=named(audio, path, job.slug), further=further)


def _further(job: Mixing, folder: Path, name: str, sounds: Programme, measured: Measured, tags: Tags) -> Audio:
    """The same programme as M4A or Opus, under its hash's name."""
    from podcast.episode.describe import named
    from podcast.mix import FORMS, write_further

    form = FORMS[name]
    unnamed = folder / f".{job.slug}.{os.getpid()}{form.suffix}"
    try:
        heard = write_further(unnamed, form, sounds, measured.channels, job.show.loudness.true_peak_dbtp, tags)
        made = Audio("", 0, "", measured.duration_ms, heard.lufs, heard.true_peak_dbtp, form.mime)
        made = named(made, unnamed, job.slug)
        os.replace(unnamed, folder / made.file)  # noqa: PTH105 - the promise is os.replace's
    finally:
        unnamed.unlink(missing_ok=True)
    return made
