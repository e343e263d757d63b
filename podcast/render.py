"""The order of the stages for one episode. The only file that knows it.

digest ─read─▶ Digest ─write─▶ Script ─speak─▶ Clips ─mix─▶ Master, Marks, Cues ─publish─▶ feed/
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast
from zoneinfo import ZoneInfo

from podcast.errors import PodcastError, PublishError, ScriptError
from podcast.library import Library, Work
from podcast.model import Audio, Clip, Cue, Digest, Episode, Mark, Script
from podcast.show import Show

if TYPE_CHECKING:
    from podcast.mandarin import Mandarin
    from podcast.mix import Measured
    from podcast.speak import Take

MORNING = time(6, 0)
"""A digest that names only its day is published at this hour, before the way to work."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one render did."""

    work: Work
    episode: Episode
    script: str  # what became of scripts/SLUG.md
    audio: str  # "new", "changed", "unchanged", "up to date"
    why: str  # which voice speaks, why, and where the text goes
    folder: str  # name of the episode's folder in feed/
    advice: str | None = None
    spoken: int = 0
    stored: int = 0


def render(library: Library, work: Work, *, now: datetime, options: Options, tell: Tell) -> Outcome:
    """Read, write, speak, mix, publish. Raises PodcastError; what was published before is then still there."""
    from podcast.lock import render_lock

    show = library.show
    with render_lock(show.state / "render.lock"):
        tell.stage("讀稿 reading")
        written = write(show, work, now=now, options=options)
        recipe = recipe_of(show, written.script)
        old = written.published
        if old and not options.again and not options.engine and old.recipe == recipe and _intact(work, old.audio):
            return _up_to_date(library, work, written, now=now, tell=tell)
        take = _speak(show, written.script, old, options, tell)
        tell.stage("混音 mixing")
        mixed = _mix(show, work, written, take, now=now)
        episode = replace(mixed, recipe=recipe)
        change = "new" if old is None else "unchanged" if old.audio.sha256 == episode.audio.sha256 else "changed"
        tell.stage("發佈 publishing")
        _publish(library, work, episode, now=now)
        return Outcome(
            work, episode, written.outcome, change, take.why, work.folder.name, written.advice, take.made, take.stored
        )


# ---------------------------------------------------------------- read and write


@dataclass(frozen=True, slots=True)
class Written:
    digest: Digest
    script: Script
    form: str
    outcome: str
    advice: str | None
    published: Episode | None


def write(show: Show, work: Work, *, now: datetime, options: Options) -> Written:
    """Digest → Script, through scripts/SLUG.md: an editor's changes win."""
    from podcast.publish import load_episode
    from podcast.read import read_digest
    from podcast.write import refresh

    digest = read_digest(work.digest, work.slug)
    published = load_episode(work.episode)
    form = options.form or (published.form if published else show.form)
    on = digest.date or (published.published.date() if published else now.date())
    script, outcome = refresh(work.script, digest, show, on, form=form, rewrite=options.rewrite)
    _check_speakers(show, script, work)
    advice = None
    if outcome == "kept-edited-stale":
        advice = f"the digest changed after you edited the script: your script is spoken; `podcast render {work.slug} --rewrite` writes it anew"
    return Written(digest, script, form, outcome, advice, published)


def _check_speakers(show: Show, script: Script, work: Work) -> None:
    known = {speaker.id for speaker in show.speakers}
    for chapter in script.chapters:
        for line in chapter.lines:
            if line.speaker not in known:
                raise ScriptError(
                    f"{work.script}: “{line.speaker}” in chapter “{chapter.title}” is no speaker of voices.yaml ({', '.join(sorted(known))})."
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


def _speak(show: Show, script: Script, published: Episode | None, options: Options, tell: Tell) -> Take:
    from podcast.speak import ClipStore, speak_episode

    return speak_episode(
        script,
        show,
        mandarin_of(show),
        ClipStore(show.state / "clips"),
        published=published,
        insisted=options.engine,
        tell=tell,
        cancel=threading.Event(),
    )


# ---------------------------------------------------------------- mix


def _mix(show: Show, work: Work, written: Written, take: Take, *, now: datetime) -> Episode:
    """Clips → the mastered, tagged MP3 under its hash's name, and the episode that describes it."""
    from podcast.mix import cues, lay_out, marks, master, tag
    from podcast.speak import ClipStore

    store = ClipStore(show.state / "clips")
    timeline = lay_out(written.script, take.plan.utterances, take.clips, show.music, show.root)
    chapters = marks(timeline, written.script)
    captions = cues(timeline, written.script, take.plan.utterances, take.clips, store.samples)
    work.folder.mkdir(parents=True, exist_ok=True)
    draft = work.folder / f".{os.getpid()}.mp3"
    try:
        measured = master(timeline, store.samples, show.loudness, draft)
        episode = _describe(show, work, written, take, measured, chapters, captions, now)
        tag(draft, _tags(show, episode))
        audio = _settle(draft, work, measured)
    finally:
        draft.unlink(missing_ok=True)
    return replace(episode, audio=audio, earlier=_earlier(written.published, audio))


def _describe(
    show: Show, work: Work, written: Written, take: Take, measured: Measured,
    chapters: tuple[Mark, ...], captions: tuple[Cue, ...], now: datetime,
) -> Episode:  # fmt: skip
    """The episode, its audio still unnamed."""
    from podcast.publish import mint_guid

    old, digest = written.published, written.digest
    return Episode(
        slug=work.slug,
        guid=old.guid if old else mint_guid(show, work.slug),
        title=digest.title,
        published=old.published if old else first_published(show, digest, now),
        updated=now,
        digest=digest,
        script=written.script,
        audio=Audio("", 0, "", measured.duration_ms, measured.lufs, measured.true_peak_dbtp),
        marks=chapters,
        cues=captions,
        engine=take.casting.engine,
        voices=tuple((speaker, voice.voice) for speaker, voice in take.casting.voices.items()),
        recipe="",
        number=digest.number,
        season=old.season if old else show.season,
        form=cast(Literal["full", "short"], written.form),
        hidden=old.hidden if old else False,
        reissue=old.reissue if old else 0,
        ai_text=show.ai.text,
        ai_voice=show.ai.voice,
    )


def first_published(show: Show, digest: Digest, now: datetime) -> datetime:
    """The front matter's date, else now; it never changes afterwards."""
    if digest.publish_at:
        return digest.publish_at
    zone = ZoneInfo(show.timezone)
    return datetime.combine(digest.date, MORNING, zone) if digest.date else now.astimezone(zone)


def _settle(draft: Path, work: Work, measured: Measured) -> Audio:
    """Give the finished file its name: it carries its hash, so that no player mixes two versions."""
    from podcast.publish import safe_name

    digest = hashlib.sha256(draft.read_bytes()).hexdigest()
    name = f"{safe_name(work.slug)}-{digest[:8]}.mp3"
    size = draft.stat().st_size
    os.replace(draft, work.folder / name)
    return Audio(name, size, digest, measured.duration_ms, measured.lufs, measured.true_peak_dbtp)


def _earlier(old: Episode | None, audio: Audio) -> tuple[Audio, ...]:
    """Files that listeners may still be loading: kept until `podcast publish --prune`."""
    if old is None:
        return ()
    return tuple(a for a in (*old.earlier, old.audio) if a.file != audio.file)


def _intact(work: Work, audio: Audio) -> bool:
    path = work.folder / audio.file
    return path.is_file() and path.stat().st_size == audio.size


# ---------------------------------------------------------------- publish


def _publish(library: Library, work: Work, episode: Episode, *, now: datetime) -> None:
    from podcast.publish import save_episode

    save_episode(work.episode, episode)
    rebuild(library, now=now)


def rebuild(library: Library, *, now: datetime, address: str | None = None, into: Path | None = None) -> tuple[Path, ...]:
    """Feed and pages from all episode.json files. Returns what was written."""
    from podcast.publish import load_episodes, rebuild as rebuild_site

    show = library.show
    return rebuild_site(show, load_episodes(show.feed), feed_dir=into or show.feed, address=address or show.address, now=now)


def _up_to_date(library: Library, work: Work, written: Written, *, now: datetime, tell: Tell) -> Outcome:
    """The audio stands; what is read beside it may still have changed."""
    episode = written.published
    assert episode is not None
    fresh = replace(episode, digest=written.digest, title=written.digest.title, number=written.digest.number)
    why = f"{episode.engine} {', '.join(voice for _, voice in episode.voices)}, as published; nothing was sent anywhere"
    if fresh != episode:
        tell.stage("發佈 publishing")
        fresh = replace(fresh, updated=now)
        _publish(library, work, fresh, now=now)
        return Outcome(work, fresh, written.outcome, "unchanged, page and feed written anew", why, work.folder.name, written.advice)
    rebuild(library, now=now)
    return Outcome(work, episode, written.outcome, "up to date", why, work.folder.name, written.advice)
