"""The order of the stages for one episode. The only file that knows it.

digest ─read─▶ Digest ─write─▶ Script ─speak─▶ Clips ─mix─▶ Master, Marks, Cues ─publish─▶ feed/
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.draft import Draft, write_draft
from podcast.episode.names import PROOF_FILE, safe_name
from podcast.errors import ConfigError, PublishError, SpeechError
from podcast.fresh import is_up_to_date, made_with, with_digest_text
from podcast.library import Library, Work
from podcast.mandarin import mandarin_of
from podcast.mixing import Mixing, mixed
from podcast.model import Episode
from podcast.progress import Progress
from podcast.rename import refuse_former_name
from podcast.show import Show
from podcast.speak import Take, load_ahead, speak_episode
from podcast.speak.store import store_of
from podcast.writing import Wanted

if TYPE_CHECKING:
    from podcast.credentials import Signer
    from podcast.mix import Score
    from podcast.proofing.reader import Reader


@dataclass(frozen=True, slots=True)
class Options:
    engine: str | None = None  # the only one that may speak it
    form: str | None = None  # full or short; None: the show's, or as published
    rewrite: bool = False
    again: bool = False
    reissue: bool = False  # to listeners once more, as a new episode
    style: str | None = None  # narrator or duo; None: as chosen before, or the show's
    writer: str | None = None  # rules or llm; None: so too
    proof: bool = False  # each clip is heard before it counts as good

    @property
    def wanted(self) -> Wanted:
        """How its script is to be written."""
        return Wanted(self.form, self.style, self.writer, self.rewrite)

    @property
    def new_audio(self) -> bool:
        """Whether the audio is to be made anew though nothing changed."""
        return self.again or self.proof or self.engine is not None


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
    writing: str = ""  # in a few words, what a language model took for the script; "" where none was asked
    signed: str = ""  # by whom, and until when that holds; "" where nothing was signed


class Here:
    """Where what takes long is done: on this machine. `cluster.There` has the same done elsewhere."""

    def speak(self, show: Show, draft: Draft, options: Options, progress: Progress) -> Take:
        reader = self._reader(show) if options.proof else None
        take = speak_episode(
            draft.script, show, mandarin_of(show), store_of(show), published=draft.published,
            engine_override=options.engine, progress=progress, cancel=threading.Event(), proof=reader,
        )  # fmt: skip
        if reader and (told := reader.told()):
            progress.note(f"proof: {told}")
        return take

    def _reader(self, show: Show) -> Reader:
        from podcast.proofing import ears
        from podcast.proofing.reader import Reader

        return Reader(ears(show))

    def music(self, show: Show) -> Score:
        from podcast.mix import score
        from podcast.show.music_files import music_files

        return score(music_files(show))

    def picture(self, show: Show) -> bytes:
        """The cover, small, for the tags."""
        from podcast.site.cover import cover, thumbnail

        return thumbnail(cover(show)[1])

    def mix(self, job: Mixing, path: Path, progress: Progress) -> Episode:
        from podcast.mix import Kept

        return mixed(job, store_of(job.show), path, progress, Kept(job.show.cache / "mix" / safe_name(job.slug)))

    def rebuild(self, show: Show, now: datetime) -> None:
        from podcast.site.build import rebuild

        rebuild(show, now=now)


def render(library: Library, work: Work, *, now: datetime, options: Options, progress: Progress) -> Outcome:
    """Read, write, speak, mix, publish. Raises PodcastError; what was published before is then still there."""
    from podcast.show.leftovers import sweep
    from podcast.show.lock import render_lock

    show = library.show
    with render_lock(show.state / "render.lock"):
        sweep(show)
        progress.stage("讀稿 reading")
        _load_ahead(show, work, options, progress)
        draft = write_draft(show, work, now=now, wanted=options.wanted, progress=progress)
        return finish(library, work, draft, Here(), now=now, options=options, progress=progress)


def _load_ahead(show: Show, work: Work, options: Options, progress: Progress) -> None:
    """The first render of all has everything to speak: its voice gets ready while the digest is read."""
    if not show.speakers or show.clips or work.folder.exists() or store_of(show).root.exists():
        return
    with suppress(ConfigError, SpeechError):  # who speaks, and what is wrong with him, is told when he is to
        load_ahead((show.speakers[0].id,), show, None, options.engine, progress.stage)


def finish(
    library: Library, work: Work, draft: Draft, where: Here, *, now: datetime, options: Options, progress: Progress
) -> Outcome:
    """From the script to the published episode, under the render lock."""
    from podcast.credentials import signer_of
    from podcast.episode.life import reissue
    from podcast.show.ledger import note_clips

    show, old = library.show, draft.published
    if not options.new_audio and is_up_to_date(show, draft, now):
        return _keep_audio(library, work, draft, where, options, now=now)
    if old is None:
        refuse_former_name(show, work.slug)
    music, signer = where.music(show), signer_of(show, now)  # before a minute is spent on speech
    for told in music.told:
        progress.note(told)
    take = where.speak(show, draft, options, progress)
    progress.stage("混音 mixing")
    picture, made_of = where.picture(show), made_with(show, draft.script)
    job = Mixing(show, work.slug, draft, take, music, picture, made_of, now)
    episode = _mix(work, job, where, signer, progress)
    if options.reissue:
        episode = reissue(show, episode, now)
    change = "new" if old is None else "same bytes" if old.audio.sha256 == episode.audio.sha256 else "changed"
    progress.stage("發佈 publishing")
    note_clips(show, work.folder.name, take.plan.keys)
    _publish(library, work, episode, where, now=now)
    return Outcome(
        work, episode, draft.outcome, change, take.why, draft.advice, draft.omitted, take.made, take.stored, draft.cost,
        f"{signer.name}, until {signer.until:%Y-%m-%d}" if signer else "",
    )  # fmt: skip


def _mix(work: Work, job: Mixing, where: Here, signer: Signer | None, progress: Progress) -> Episode:
    """The MP3 under its hash's name, and the episode that describes it. Signed here: the key goes nowhere else."""
    from podcast.credentials import seal

    _make_folder(work.folder)
    unnamed = work.folder / f".{work.slug}.{os.getpid()}.mp3"
    try:
        episode = where.mix(job, unnamed, progress)
        episode = seal(signer, episode, unnamed, job.draft.published) if signer else episode
        episode = _continued(job.show, job.draft.published, episode, job.now)
        os.replace(unnamed, work.folder / episode.audio.file)  # noqa: PTH105 - the promise is os.replace's
    finally:
        unnamed.unlink(missing_ok=True)
    if job.draft.published and job.draft.published.audio.sha256 != episode.audio.sha256:
        (work.folder / PROOF_FILE).unlink(missing_ok=True)  # of audio that is replaced
    return episode


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


def _publish(library: Library, work: Work, episode: Episode, where: Here, *, now: datetime) -> None:
    from podcast.episode.record import save
    from podcast.site.pictures import copy_pictures

    copy_pictures(episode.digest, work.digest.parent, library.show.root, work.folder)
    save(library.show.feed, episode)
    where.rebuild(library.show, now)


def _keep_audio(library: Library, work: Work, draft: Draft, where: Here, options: Options, *, now: datetime) -> Outcome:
    """The audio stays as it is; what is read beside it may still have changed."""
    from podcast.episode.life import reissue

    old = draft.published
    assert old is not None
    episode = with_digest_text(old, draft, now)
    if options.reissue:
        episode = reissue(library.show, episode, now)
    state = "up to date" if episode is old else "up to date; page and feed tell what changed in the digest"
    _publish(library, work, episode, where, now=now)
    why = f"{old.engine} {', '.join(voice for _, voice in old.voices)} (as published); no text left this machine"
    return Outcome(work, episode, draft.outcome, state, why, draft.advice, draft.omitted, writing=draft.cost)
