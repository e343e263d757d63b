"""The order of the stages for one episode. The only file that knows it.

digest ─read─▶ Digest ─write─▶ Script ─speak─▶ Clips ─mix─▶ Master, Marks, Cues ─publish─▶ feed/
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from podcast.errors import PublishError, ScriptError
from podcast.library import Library, Work
from podcast.model import Audio, Cue, Digest, Episode, Mark, Script
from podcast.show import Show

if TYPE_CHECKING:
    from podcast.mandarin import Mandarin
    from podcast.mix import Measured, Tags
    from podcast.mix.timeline import Stereo
    from podcast.speak import ClipStore, Take


Music = tuple["Stereo | None", "Stereo | None"]
"""Opening and closing, as the mix takes them."""


class Tell(Protocol):
    """Who wants to know how far the work is."""

    def stage(self, text: str) -> None: ...
    def spoken(self, done: int, total: int) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Options:
    engine: str | None = None  # insisted on by the user
    form: str | None = None  # full or short; None: the show's, or as published
    rewrite: bool = False
    again: bool = False
    reissue: bool = False  # to listeners once more, as a new episode


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one render did."""

    work: Work
    episode: Episode
    script: str  # what became of scripts/SLUG.md
    audio: str  # "new", "changed", "same bytes", "up to date …"
    why: str  # which voice speaks, why, and where the text goes
    advice: tuple[str, ...] = ()
    spoken: int = 0
    stored: int = 0


def render(library: Library, work: Work, *, now: datetime, options: Options, tell: Tell) -> Outcome:
    """Read, write, speak, mix, publish. Raises PodcastError; what was published before is then still there."""
    from podcast.episode.life import reissue
    from podcast.mix import music as load_music
    from podcast.show.lock import render_lock

    show = library.show
    with render_lock(show.state / "render.lock"):
        tell.stage("讀稿 reading")
        written = write(show, work, now=now, options=options)
        old = written.published
        if stands(show, written, options):
            return _up_to_date(library, work, written, options, now=now)
        music = load_music(show.music, show.root)  # before a minute is spent on speech
        take = _speak(show, written.script, old, options, tell)
        tell.stage("混音 mixing")
        episode = _mix(show, work, written, take, music, now=now)
        if options.reissue:
            episode = reissue(show, episode, now)
        change = "new" if old is None else "same bytes" if old.audio.sha256 == episode.audio.sha256 else "changed"
        tell.stage("發佈 publishing")
        store_of(show).note(work.folder.name, take.plan.keys)
        _publish(library, episode, now=now)
        return Outcome(work, episode, written.outcome, change, take.why, written.advice, take.made, take.stored)


# ---------------------------------------------------------------- read and write


@dataclass(frozen=True, slots=True)
class Written:
    digest: Digest
    script: Script
    form: str
    outcome: str
    advice: tuple[str, ...]
    published: Episode | None
    recipe: str


def write(show: Show, work: Work, *, now: datetime, options: Options, save: bool = True) -> Written:
    """Digest → Script, through scripts/SLUG.md: an editor's changes win. Without ``save`` nothing is written."""
    from podcast.episode.record import load
    from podcast.read import read_digest
    from podcast.write import refresh

    digest = _in_zone(read_digest(work.digest, work.slug), show)
    published = load(show.feed, work.slug)
    form = options.form or (published.form if published else show.form)
    on = digest.date or (published.published.date() if published else now.date())
    script, outcome = refresh(
        work.script, digest, show, on, rewrite=options.rewrite, form=form, origin=_origin(show, work), save=save
    )
    _check_speakers(show, script, work)
    advice = tuple(_advice(work, digest, outcome, now))
    return Written(digest, script, form, outcome, advice, published, recipe_of(show, script))


def _advice(work: Work, digest: Digest, outcome: str, now: datetime) -> Iterator[str]:
    from podcast.read import KEYS, UNKNOWN

    if outcome == "kept-edited-stale":
        yield (
            "the digest changed after you edited the script: your script is spoken; "
            f"`podcast render {work.slug} --rewrite` writes it anew"
        )
    if digest.date and digest.date > now.date() and not digest.publish_at:
        yield (
            f"its date, {digest.date}, is still to come: some apps hide it until then; "
            "`publish_at:` in the front matter keeps it out of the feed until its time"
        )
    for left in digest.left_out:
        if left.reason == UNKNOWN:
            key = left.text.partition(":")[0]
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"did you mean “{near[0]}”?" if near else f"known are: {', '.join(KEYS)}"
            yield f"{work.digest.name}, line {left.line}: front matter does not know “{key}”, it was ignored; {hint}"


def _in_zone(digest: Digest, show: Show) -> Digest:
    """A time that the front matter states without an offset is the show's."""
    at = digest.publish_at
    return replace(digest, publish_at=at.replace(tzinfo=ZoneInfo(show.timezone))) if at and not at.tzinfo else digest


def _origin(show: Show, work: Work) -> str:
    """The digest's file as the script remembers it: seen from the show's folder."""
    return Path(os.path.relpath(work.digest, show.root)).as_posix()


def _check_speakers(show: Show, script: Script, work: Work) -> None:
    known = {speaker.id for speaker in show.speakers}
    for chapter in script.chapters:
        for line in chapter.lines:
            if line.speaker not in known:
                raise ScriptError(
                    f"{work.script}: “{line.speaker}” in chapter “{chapter.title}” is no speaker of voices.yaml, "
                    f"which has: {', '.join(sorted(known))}."
                )


def recipe_of(show: Show, script: Script) -> str:
    """Hash of all that makes the audio, but for this program's version: an update re-issues nothing by itself."""
    text = "\n".join(line.text for chapter in script.chapters for line in chapter.lines)
    speakers = sorted({line.speaker for chapter in script.chapters for line in chapter.lines})
    music = [_file_hash(show.root, name) for name in (show.music.opening, show.music.closing)]
    made_of = {
        "script": asdict(script),
        "speakers": [asdict(show.speaker(id)) for id in speakers],
        "lexicon": [[word, said] for word, said in show.lexicon if word in text],
        "language": show.language,
        "music": music,
        "loudness": asdict(show.loudness),
        "show": show.title,
        "author": show.author,
        "ai": asdict(show.ai),
    }
    return hashlib.sha256(json.dumps(made_of, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _file_hash(root: Path, name: str | None) -> str | None:
    if not name:
        return name
    path = root / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else name


# ---------------------------------------------------------------- speak


def mandarin_of(show: Show) -> Mandarin:
    from podcast.mandarin import Mandarin

    return Mandarin(show.lexicon, show.language)


def store_of(show: Show) -> ClipStore:
    from podcast.speak import ClipStore

    return ClipStore(show.state / "clips")


def _speak(show: Show, script: Script, published: Episode | None, options: Options, tell: Tell) -> Take:
    from podcast.speak import speak_episode

    return speak_episode(
        script,
        show,
        mandarin_of(show),
        store_of(show),
        published=published,
        insisted=options.engine,
        tell=tell,
        cancel=threading.Event(),
    )


# ---------------------------------------------------------------- mix


def _mix(show: Show, work: Work, written: Written, take: Take, music: Music, *, now: datetime) -> Episode:
    """Clips → the mastered, tagged MP3 under its hash's name, and the episode that describes it."""
    from podcast.mix import cues, lay_out, marks, master, tag

    store = store_of(show)
    spoken = (take.plan.utterances, take.clips, store.samples)
    timeline = lay_out(*spoken, *music)
    _make_folder(work.folder)
    draft = work.folder / f".{work.slug}.{os.getpid()}.mp3"
    try:
        measured = master(timeline, store.samples, show.loudness, draft)
        captions = cues(timeline, written.script, *spoken)
        episode = _describe(show, work, written, take, measured, marks(timeline, written.script), captions, now)
        tag(draft, _tags(show, episode))
        episode = _carry(show, written.published, replace(episode, audio=_named(draft, work, measured)), now)
        os.replace(draft, work.folder / episode.audio.file)  # noqa: PTH105 - the promise is os.replace's
    finally:
        draft.unlink(missing_ok=True)
    return episode


def _carry(show: Show, old: Episode | None, fresh: Episode, now: datetime) -> Episode:
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


def _describe(
    show: Show, work: Work, written: Written, take: Take, measured: Measured,
    chapters: tuple[Mark, ...], captions: tuple[Cue, ...], now: datetime,
) -> Episode:  # fmt: skip
    """The episode as if it were published for the first time, its audio still unnamed."""
    from podcast.episode.identity import mint_guid, publishing_date

    old, digest = written.published, written.digest
    return Episode(
        slug=work.slug,
        guid=old.guid if old else mint_guid(show, work.slug),
        title=digest.title,
        published=old.published if old else publishing_date(digest, now, show.timezone),
        updated=now,
        digest=digest,
        script=written.script,
        audio=Audio("", 0, "", measured.duration_ms, measured.lufs, measured.true_peak_dbtp),
        marks=chapters,
        cues=captions,
        engine=take.casting.engine,
        voices=tuple((speaker, voice.voice) for speaker, voice in take.casting.voices.items()),
        voice_settings={speaker: set_ for speaker, voice in take.casting.voices.items() if (set_ := voice.settings())},
        recipe=written.recipe,
        number=digest.number,
        season=old.season if old else show.season,
        form=written.form,
        ai_text=show.ai.text,
        ai_voice=show.ai.voice,
    )


def _tags(show: Show, episode: Episode) -> Tags:
    from podcast.mix import Tags
    from podcast.site.cover import cover, thumbnail
    from podcast.site.notes import disclosure
    from podcast.site.pages import summary

    chapters = (
        f"{chapter.title}\n\n" + "\n".join(line.text for line in chapter.lines) for chapter in episode.script.chapters
    )
    return Tags(
        title=episode.title,
        artist=show.author,
        album=show.title,
        date=episode.published.astimezone(ZoneInfo(show.timezone)).date(),
        marks=episode.marks,
        track=episode.number,
        comment=summary(episode),
        lyrics="\n\n".join(chapters),
        cover=thumbnail(cover(show)[1]),
        identifier=episode.guid,
        notice=disclosure(show.language, episode.ai_text, episode.ai_voice),
    )


def _named(draft: Path, work: Work, measured: Measured) -> Audio:
    """The finished file's name carries its hash, so that no player mixes two versions."""
    from podcast.episode.names import audio_name

    with draft.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = draft.stat().st_size
    return Audio(
        audio_name(work.slug, sha256), size, sha256, measured.duration_ms, measured.lufs, measured.true_peak_dbtp
    )


# ---------------------------------------------------------------- publish


def _publish(library: Library, episode: Episode, *, now: datetime) -> None:
    from podcast.episode.record import save
    from podcast.site.build import rebuild

    save(library.show.feed, episode)
    rebuild(library.show, now=now)


def is_fresh(show: Show, published: Episode, recipe: str) -> bool:
    """Whether the published audio is what a render would make, and lies here or at the target."""
    from podcast.targets.seen import is_there

    return published.recipe == recipe and is_there(show, published.slug, published.audio)


def stands(show: Show, written: Written, options: Options) -> bool:
    """Whether a render would leave the published audio as it is: nothing is spoken, nothing is sent."""
    if written.published is None or options.again or options.engine:
        return False
    return is_fresh(show, written.published, written.recipe)


def retold(old: Episode, digest: Digest, now: datetime) -> Episode:
    """``old`` with what the digest says now beside the same audio; itself when that is nothing new."""
    from podcast.episode.identity import carry

    return carry(old, replace(old, digest=digest, title=digest.title, number=digest.number, updated=now), now)


def _up_to_date(library: Library, work: Work, written: Written, options: Options, *, now: datetime) -> Outcome:
    """The audio stands; what is read beside it may still have changed."""
    from podcast.episode.life import reissue

    old = written.published
    assert old is not None
    episode = retold(old, written.digest, now)
    if options.reissue:
        episode = reissue(library.show, episode, now)
    state = "up to date" if episode is old else "up to date; page and feed tell what changed in the digest"
    _publish(library, episode, now=now)
    why = f"{old.engine} {', '.join(voice for _, voice in old.voices)} (as published); no text left this machine"
    return Outcome(work, episode, written.outcome, state, why, written.advice)
