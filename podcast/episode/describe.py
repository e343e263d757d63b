"""An episode as it is made: what episode.json will say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from podcast.episode.identity import mint_guid, publishing_date
from podcast.episode.names import audio_name
from podcast.model import Audio, Cue, Digest, Episode, MadeWith, Mark, Receipt, Script
from podcast.show import Show, Voice


def describe(
    show: Show, digest: Digest, script: Script, audio: Audio, marks: tuple[Mark, ...], cues: tuple[Cue, ...],
    *, engine: str, voices: Mapping[str, Voice], made_with: MadeWith, digest_file: str, form: str,
    old: Episode | None, now: datetime, receipts: tuple[Receipt, ...] = (),
) -> Episode:  # fmt: skip
    """The episode as it comes out of the mix; guid, date and season are those of ``old``, if there is one."""
    return Episode(
        slug=digest.slug,
        guid=old.guid if old else mint_guid(show, digest.slug),
        title=digest.title,
        published=old.published if old else publishing_date(digest, now, show.timezone),
        updated=now,
        digest=digest,
        script=script,
        audio=audio,
        marks=marks,
        cues=cues,
        engine=engine,
        voices=tuple((speaker, voice.voice) for speaker, voice in voices.items()),
        voice_settings={speaker: set_ for speaker, voice in voices.items() if (set_ := voice.settings())},
        made_with=made_with,
        digest_file=digest_file,
        number=digest.number,
        season=old.season if old else show.season,
        form=form,
        receipts=receipts,
        ai_text=show.ai.text,
        ai_voice=show.ai.voice,
    )


def named(audio: Audio, path: Path, slug: str) -> Audio:
    """``audio`` with the name, size and hash of the finished file at ``path``.

    The name, under which it is to be published, carries the hash, so that no player mixes two versions.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return replace(audio, file=audio_name(slug, sha256, path.suffix), size=path.stat().st_size, sha256=sha256)
