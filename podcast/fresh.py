"""Whether what is published is what a render would make."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast.draft import Draft
from podcast.model import Digest, Episode, Script
from podcast.show import Show, Speaker


def recipe_of(show: Show, script: Script) -> str:
    """Hash of all that makes the audio, but for this program's version: an update re-issues nothing by itself."""
    text = "\n".join(line.text for chapter in script.chapters for line in chapter.lines)
    speakers = sorted({line.speaker for chapter in script.chapters for line in chapter.lines})
    music = [_file_hash(show.root, name) for name in (show.music.opening, show.music.closing)]
    made_of = {
        "script": asdict(script),
        "speakers": [_voiced(show.speaker(id)) for id in speakers],
        "lexicon": [[word, said] for word, said in show.lexicon if word in text],
        "language": show.language,
        "music": music,
        "loudness": asdict(show.loudness),
        "show": show.title,
        "author": show.author,
        "ai": asdict(show.ai),
    }
    return hashlib.sha256(json.dumps(made_of, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _voiced(speaker: Speaker) -> dict[str, Any]:
    """What is heard of a speaker; by which names an interview calls them is not."""
    return {key: value for key, value in asdict(speaker).items() if key != "aliases"}


def _file_hash(root: Path, name: str | None) -> str | None:
    if not name:
        return name
    path = root / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else name


def is_up_to_date(show: Show, draft: Draft) -> bool:
    """Whether a render would leave the published audio as it is: nothing is spoken, nothing is sent."""
    from podcast.targets.seen import is_there

    old = draft.published
    return old is not None and old.recipe == recipe_of(show, draft.script) and is_there(show, old.slug, old.audio)


def with_digest_text(old: Episode, digest: Digest, now: datetime) -> Episode:
    """``old`` with what the digest says now beside the same audio; itself when that is nothing new."""
    from podcast.episode.identity import carry

    return carry(old, replace(old, digest=digest, title=digest.title, number=digest.number, updated=now), now)
