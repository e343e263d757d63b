"""A few lines made audible without publishing anything: say, preview, fix."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from podcast.draft import write_draft
from podcast.errors import MixError, ScriptError
from podcast.library import Library, Work
from podcast.mandarin import mandarin_of
from podcast.model import Chapter, Episode, Line, Script
from podcast.progress import Progress
from podcast.show import Show, Speaker, Voice
from podcast.text import clock, plural


@dataclass(frozen=True, slots=True)
class Said:
    path: Path
    duration_ms: int
    why: str  # which voice spoke, why, and where the text went
    texts: tuple[str, ...]


def say(show: Show, text: str, path: Path, *, engine: str | None, speaker: str | None, progress: Progress) -> Said:
    """Speak ``text`` into an MP3; each line of it is a paragraph."""
    who = show.speaker(speaker).id if speaker else show.speakers[0].id
    lines = tuple(Line(t.strip(), who) for t in text.splitlines() if t.strip())
    return speak_lines(show, lines, path, engine=engine, progress=progress)


def preview(
    show: Show, work: Work, chapter: int | None, line: int | None, path: Path | None,
    *, engine: str | None, now: datetime, progress: Progress,
) -> Said:  # fmt: skip
    """Speak one chapter, or one line, of the episode's script; chapters and lines count from 1."""
    draft = write_draft(show, work, now=now, progress=progress)
    for advice in draft.advice:
        progress.note(advice)
    lines = pick(draft.script, chapter, line)
    name = "-".join([work.slug, *([f"chapter{chapter}"] if chapter else []), *([f"line{line}"] if line else [])])
    path = path or show.cache / "preview" / f"{name}.mp3"
    return speak_lines(show, lines, path, engine=engine, progress=progress, published=draft.published)


def pick(script: Script, chapter: int | None, line: int | None) -> tuple[Line, ...]:
    """The lines meant by 1-based numbers. Raises ScriptError, saying how many there are."""
    chapters = script.chapters
    if chapter is not None:
        if chapter > len(chapters):
            names = "、".join(f"{n} {c.title}" for n, c in enumerate(chapters, 1))
            raise ScriptError(f"{script.slug} has {plural(len(chapters), 'chapter')}, not {chapter}: {names}.")
        chapters = chapters[chapter - 1 : chapter]
    lines = tuple(found for c in chapters for found in c.lines)
    if line is None:
        return lines
    if line > len(lines):
        raise ScriptError(f"There is no line {line} there, only {plural(len(lines), 'line')}.")
    return lines[line - 1 : line]


def speak_lines(
    show: Show, lines: tuple[Line, ...], path: Path,
    *, engine: str | None, progress: Progress, published: Episode | None = None,
) -> Said:  # fmt: skip
    """Spoken, mastered like an episode, without music; in the voice of the ``published`` one, as it will be heard."""
    from podcast.mix import lay_out, listen, master
    from podcast.speak import load_ahead, speak_episode, store_of

    if not lines:
        raise ScriptError("There is nothing to say: give a sentence.")
    if path.suffix.lower() != ".mp3":
        raise MixError(f"{path}: only MP3 is written; choose a name that ends in .mp3.")
    script = Script(published.slug if published else "", "", (Chapter("", lines),))
    store = store_of(show)
    load_ahead((line.speaker for line in lines), show, published, engine)
    take = speak_episode(
        script,
        show,
        mandarin_of(show),
        store,
        published=published,
        engine_override=engine,
        progress=progress,
        cancel=threading.Event(),
    )
    timeline = lay_out(take.plan.utterances, listen(take.clips, store.samples))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MixError(f"{path}: {error.strerror}; choose a folder that you may write to.") from error
    measured = master(timeline, store.samples, show.loudness, path, progress)
    return Said(path, measured.duration_ms, take.why, tuple(line.text for line in lines))


def rendered(show: Show, work: Work) -> Episode:
    """The published episode. Raises ScriptError when there is none."""
    from podcast.episode.record import load

    episode = load(show.feed, work.slug)
    if episode is None:
        raise ScriptError(f"{work.slug} has not been rendered yet: podcast render {work.slug}.")
    return episode


def line_at(episode: Episode, at_ms: int) -> Line:
    """The line that is heard at a time. Raises ScriptError when nothing is."""
    heard = [cue for cue in episode.cues if cue.start_ms <= at_ms]
    if not heard or at_ms > episode.audio.duration_ms + SECOND_MS:  # lengths are shown rounded up or down
        raise ScriptError(f"Nothing is said at that time: {episode.slug} lasts {clock(episode.audio.duration_ms)}.")
    cue = heard[-1]
    for chapter in episode.script.chapters[cue.chapter : cue.chapter + 1]:
        for line in chapter.lines[cue.line : cue.line + 1]:
            return line
    raise ScriptError(
        f"{episode.slug}: its captions do not belong to its script: podcast render {episode.slug} --again."
    )


def episodes_with(library: Library, word: str) -> tuple[str, ...]:
    """Slugs of the published episodes that contain ``word``."""
    from podcast.episode.record import load_all

    return tuple(
        episode.slug
        for episode in load_all(library.show.feed)
        if any(word in line.text for chapter in episode.script.chapters for line in chapter.lines)
    )


SECOND_MS = 1000
SAMPLE = "您好，這裡是今天的科技新聞：AI 晶片的需求在 2026 年成長了 49%。"


def sample(show: Show, engine: str, voice: str, folder: Path, *, progress: Progress) -> Said:
    """One sentence in one voice, whatever voices.yaml lists, to choose by ear."""
    speaker = Speaker("sample", "", (Voice(engine, voice),))
    alone = replace(show, speakers=(speaker,))
    path = folder / f"{engine}-{voice}.mp3"
    return speak_lines(alone, (Line(SAMPLE, "sample"),), path, engine=engine, progress=progress)
