"""The order of the stages for one episode. The only file that knows it.

digest ─read─▶ Digest ─write─▶ Script ─speak─▶ Clips ─mix─▶ Master, Marks, Cues ─publish─▶ feed/
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.draft import Draft, write_draft
from podcast.errors import PublishError
from podcast.fresh import is_up_to_date, made_with, with_digest_text
from podcast.library import Library, Work
from podcast.mandarin import mandarin_of
from podcast.model import Audio, Episode
from podcast.progress import Progress
from podcast.rename import refuse_former_name
from podcast.show import Show
from podcast.speak.store import store_of

if TYPE_CHECKING:
    from podcast.mix import Piece, Tags
    from podcast.speak import Take


Both = tuple["Piece | None", "Piece | None"]
"""Opening and closing."""


@dataclass(frozen=True, slots=True)
class Options:
    engine: str | None = None  # the only one that may speak it
    form: str | None = None  # full or short; None: the show's, or as published
    rewrite: bool = False
    again: bool = False
    reissue: bool = False  # to listeners once more, as a new episode

    @property
    def new_audio(self) -> bool:
        """Whether the audio is to be made anew though nothing changed."""
        return self.again or self.engine is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one render did."""

    work: Work
    episode: Episode
    script: str  # what became of scripts/SLUG.md
    audio: str  # "new", "changed", "same bytes", "up to date …"
    why: str  # which voice speaks, why, and where the text goes
    advice: tuple[str, ...] = ()
    omitted: str = ""  # in a few words, what of the digest's file is not said
    spoken: int = 0
    stored: int = 0


def render(library: Library, work: Work, *, now: datetime, options: Options, progress: Progress) -> Outcome:
    """Read, write, speak, mix, publish. Raises PodcastError; what was published before is then still there."""
    from podcast.episode.life import reissue
    from podcast.mix import music as load_music
    from podcast.show.ledger import note_clips
    from podcast.show.leftovers import sweep
    from podcast.show.lock import render_lock

    show = library.show
    with render_lock(show.state / "render.lock"):
        sweep(show)
        progress.stage("讀稿 reading")
        draft = write_draft(show, work, now=now, form=options.form, rewrite=options.rewrite)
        old = draft.published
        if not options.new_audio and is_up_to_date(show, draft, now):
            return _keep_audio(library, work, draft, options, now=now)
        if old is None:
            refuse_former_name(show, work.slug)
        music = load_music(show.music, show.root)  # before a minute is spent on speech
        take = _speak(show, draft, options, progress)
        progress.stage("混音 mixing")
        episode = _mix(show, work, draft, take, music, now=now, progress=progress)
        if options.reissue:
            episode = reissue(show, episode, now)
        change = "new" if old is None else "same bytes" if old.audio.sha256 == episode.audio.sha256 else "changed"
        progress.stage("發佈 publishing")
        note_clips(show, work.folder.name, take.plan.keys)
        _publish(library, work, episode, now=now)
        return Outcome(
            work, episode, draft.outcome, change, take.why, draft.advice, draft.omitted, take.made, take.stored
        )


def _speak(show: Show, draft: Draft, options: Options, progress: Progress) -> Take:
    from podcast.speak import speak_episode

    return speak_episode(
        draft.script,
        show,
        mandarin_of(show),
        store_of(show),
        published=draft.published,
        engine_override=options.engine,
        progress=progress,
        cancel=threading.Event(),
    )


def _mix(
    show: Show, work: Work, draft: Draft, take: Take, music: Both, *, now: datetime, progress: Progress
) -> Episode:
    """Clips → the mastered, tagged MP3 under its hash's name, and the episode that describes it."""
    from podcast.episode.describe import describe, named
    from podcast.facts import receipts
    from podcast.mix import Kept, cues, lay_out, marks, master, tag

    store = store_of(show)
    spoken = (take.plan.utterances, take.clips, store.samples)
    timeline = lay_out(take.plan.utterances, take.clips, *music)
    _make_folder(work.folder)
    kept = Kept(show.cache / "mix" / work.folder.name)
    unnamed = work.folder / f".{work.slug}.{os.getpid()}.mp3"
    try:
        measured = master(timeline, store.samples, show.loudness, unnamed, progress, kept)
        audio = Audio("", 0, "", measured.duration_ms, measured.lufs, measured.true_peak_dbtp)
        episode = describe(
            show, draft.digest, draft.script, audio, marks(timeline, draft.script),
            cues(timeline, draft.script, *spoken), engine=take.casting.engine, voices=take.casting.voices,
            made_with=made_with(show, draft.script), digest_file=draft.digest_file, form=draft.form,
            receipts=receipts(draft.script, draft.digest), old=draft.published, now=now,
        )  # fmt: skip
        tag(unnamed, _tags(show, episode))
        episode = _continued(show, draft.published, replace(episode, audio=named(audio, unnamed, work.slug)), now)
        os.replace(unnamed, work.folder / episode.audio.file)  # noqa: PTH105 - the promise is os.replace's
    finally:
        unnamed.unlink(missing_ok=True)
    return episode


def _tags(show: Show, episode: Episode) -> Tags:
    from podcast.mix import tags_of
    from podcast.site.cover import cover, thumbnail
    from podcast.site.notes import summary

    notice = show.words.disclosure.of(episode.ai_text, episode.ai_voice)
    return tags_of(show, episode, summary(episode), notice, thumbnail(cover(show)[1]))


def _continued(show: Show, old: Episode | None, fresh: Episode, now: datetime) -> Episode:
    """``fresh`` after ``old``; audio that nobody has yet is noted, so that it is not published once it is replaced."""
    from podcast.episode.identity import carry
    from podcast.episode.names import safe_name
    from podcast.show.ledger import UNSENT, note

    known = {audio.file for audio in (old.audio, *old.earlier)} if old else set()
    if fresh.audio.file not in known:
        note(show, UNSENT, {f"{safe_name(fresh.slug)}/{fresh.audio.file}"})
    return carry(old, fresh, now)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PublishError(f"{folder} cannot be made: {error.strerror}; check who may write there.") from error


def _publish(library: Library, work: Work, episode: Episode, *, now: datetime) -> None:
    from podcast.episode.record import save
    from podcast.site.build import rebuild
    from podcast.site.pictures import copy_pictures

    copy_pictures(episode.digest, work.digest.parent, library.show.root, work.folder)
    save(library.show.feed, episode)
    rebuild(library.show, now=now)


def _keep_audio(library: Library, work: Work, draft: Draft, options: Options, *, now: datetime) -> Outcome:
    """The audio stays as it is; what is read beside it may still have changed."""
    from podcast.episode.life import reissue

    old = draft.published
    assert old is not None
    episode = with_digest_text(old, draft, now)
    if options.reissue:
        episode = reissue(library.show, episode, now)
    state = "up to date" if episode is old else "up to date; page and feed tell what changed in the digest"
    _publish(library, work, episode, now=now)
    why = f"{old.engine} {', '.join(voice for _, voice in old.voices)} (as published); no text left this machine"
    return Outcome(work, episode, draft.outcome, state, why, draft.advice, draft.omitted)
