"""How version 0.1 told whether an episode is what a render would make: one hash of everything.

Episodes of that version know nothing else of the show that they were made in. What of it is heard in them and what is
not can still be told apart, by trying: a hash that comes out right proves what went into it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from podcast.episode.record import folder
from podcast.errors import ConfigError, PodcastError
from podcast.model import Episode, Script
from podcast.show import Disclosure, Loudness, Music, Show, Speaker


def first_recipe(show: Show, script: Script) -> str:
    """Every field is named: what later versions add to these types was no part of it."""
    text = "\n".join(line.text for chapter in script.chapters for line in chapter.lines)
    pieces = show.music.pieces()
    speakers = sorted({line.speaker for chapter in script.chapters for line in chapter.lines})
    made_of = {
        "script": {"slug": script.slug, "title": script.title, "chapters": [_chapter(c) for c in script.chapters]},
        "speakers": [_speaker(show.speaker(id)) for id in speakers],
        "lexicon": [[word, said] for word, said in show.lexicon if word in text],
        "language": show.language,
        "music": [_file_hash(show.root, pieces[name]) for name in ("opening", "closing")],
        "loudness": _fields(show.loudness, "lufs", "true_peak_dbtp", "kbit_s"),
        "show": show.title,
        "author": show.author,
        "ai": _fields(show.ai, "text", "voice"),
    }
    return hashlib.sha256(json.dumps(made_of, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _chapter(chapter: Any) -> dict[str, Any]:
    lines = [_fields(line, "text", "speaker", "source", "pause_after_ms") for line in chapter.lines]
    return {"title": chapter.title, "lines": lines}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    names = ("engine", "voice", "speed", "rate", "volume", "pitch", "model", "instructions")
    voices = [_fields(voice, *names) for voice in speaker.voices]
    return {"id": speaker.id, "name": speaker.name, "voices": voices}


def _fields(of: object, *names: str) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def _file_hash(root: Path, name: str | None) -> str | None:
    """The hash of a file of music; its name where there is none, None for our own, "" for none at all."""
    if not name:
        return name
    path = root / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else name


def is_as_made(show: Show, episode: Episode) -> bool:
    """Whether nothing changed of what went into an episode of version 0.1: script, voices, lexicon, the show."""
    named = replace(episode.script, slug=(*episode.formerly, episode.slug)[0])  # as it was called then
    try:
        return first_recipe(show, named) == episode.recipe
    except ConfigError:
        return False  # one who speaks in it is gone


def sounds_as_made(show: Show, episode: Episode) -> bool:
    """Whether what is said, and in which voices, is what it was, whatever became of the show around it."""
    if is_as_made(show, episode):
        return True
    return any(is_as_made(then, episode) for then in _shows_then(show, episode)) or _same_clips(show, episode)


def _shows_then(show: Show, episode: Episode) -> Iterator[Show]:
    """The show as it may have been: as the episode and its file tell, else as it is, or as it was by default."""
    from podcast.mix.tags import album_and_artist

    title, author = album_and_artist(folder(show.feed, episode.slug) / episode.audio.file)
    then = Disclosure(episode.ai_text, episode.ai_voice)
    choices = product(
        {show.title, title or show.title}, {show.author, author or show.author}, {show.ai, then},
        {show.loudness, Loudness()}, {show.music, Music(), Music("", "")},
    )  # fmt: skip
    for show_title, show_author, ai, loudness, music in choices:
        yield replace(show, title=show_title, author=show_author, ai=ai, loudness=loudness, music=music)


def _same_clips(show: Show, episode: Episode) -> bool:
    """Whether it would be made of the clips that were noted when it was made."""
    from podcast.mandarin import mandarin_of
    from podcast.show.ledger import noted_clips
    from podcast.speak.costs import keys_as_published

    noted = noted_clips(show, folder(show.feed, episode.slug).name)
    try:
        return bool(noted) and keys_as_published(episode, show, mandarin_of(show)) == noted
    except PodcastError:
        return False  # a speaker or a service is gone
