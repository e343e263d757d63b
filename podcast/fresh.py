"""Whether what is published is what a render would make, and if not, what became different.

What concerns the episode makes its audio stale: its script, what the lexicon says of a word in it, its voices. What
concerns the show (music, title, author, loudness, disclosure) does not: a published catalogue is not spoken anew
because the show has a new jingle. What is read beside the audio is brought up to date without a render.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from podcast.draft import Draft
from podcast.first_recipe import is_as_made, sounds_as_made
from podcast.mandarin import Mandarin
from podcast.model import Chapter, Cue, Episode, Line, MadeWith, Script
from podcast.show import PIECES, Show, Voice
from podcast.show.certificate import certificate_mark
from podcast.show.music_files import music_marks


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a published episode since it was made; all empty when it is what a render would make."""

    stale: tuple[str, ...] = ()  # why its audio is no longer what would be made, in words for the author
    text_changed: bool = False  # what is read beside the audio changed
    earlier: tuple[str, ...] = ()  # what of the show was otherwise when it was made: "music", "title" …


def judge(show: Show, draft: Draft, now: datetime) -> Verdict:
    """Of the published episode of ``draft``. Reads files, changes none."""
    old = draft.published
    assert old is not None
    stale = (*_of_audio(show, old), *_of_script(old, draft), *_of_voices(show, old), *_of_lexicon(show, old))
    return Verdict(stale, with_digest_text(old, draft, now) is not old, tuple(_earlier(show, old)))


def is_up_to_date(show: Show, draft: Draft, now: datetime) -> bool:
    """Whether a render would leave the published audio as it is: nothing is spoken, nothing is sent."""
    return draft.published is not None and not judge(show, draft, now).stale


def with_digest_text(old: Episode, draft: Draft, now: datetime) -> Episode:
    """``old`` with what digest and script say now beside the same audio; itself when that is nothing new."""
    from podcast.episode.identity import carry

    new = replace(old, updated=now)
    if not _same_digest(old, draft):
        title, number = draft.digest.title, draft.digest.number
        new = replace(new, digest=draft.digest, digest_file=draft.digest_file, title=title, number=number)
    if audible(draft.script) == audible(old.script):
        new = replace(new, script=draft.script, cues=tuple(_cue(cue, draft.script) for cue in old.cues))
    if (new.digest, new.script) != (old.digest, old.script):
        from podcast.facts import receipts

        new = replace(new, receipts=receipts(new.script, new.digest))
    return carry(old, new, now)


def _same_digest(old: Episode, draft: Draft) -> bool:
    """An episode remembers the file. Of those before 0.2, which do not, another reading of it is no change."""
    from podcast.write import is_same

    if old.digest_file:
        return old.digest_file == draft.digest_file
    before, after = ({url for _, url in digest.links()} for digest in (old.digest, draft.digest))
    same_time = draft.digest.publish_at in (None, old.digest.publish_at)
    return same_time and before == after and is_same(old.digest, draft.digest)


def _cue(cue: Cue, script: Script) -> Cue:
    return replace(cue, source=script.chapters[cue.chapter].lines[cue.line].source)


# ---------------------------------------------------------------- what went into the audio


def audible(script: Script) -> object:
    """What of a script is in the audio and its chapters: ids of the digest's texts are not, nor its own title."""
    return tuple(
        (chapter.title, tuple((line.speaker, line.text.strip(), line.pause_after_ms) for line in chapter.lines))
        for chapter in script.chapters
    )


def made_with(show: Show, script: Script) -> MadeWith:
    """What of show.yaml and voices.yaml a render of ``script`` uses now, beside its voices."""
    mandarin = Mandarin(show.lexicon, show.language)
    heard = {pair for text in _texts(script) for pair in mandarin.lexicon.used(mandarin.spoken(text))}
    return MadeWith(
        title=show.title,
        author=show.author,
        language=show.language,
        lufs=show.loudness.lufs,
        true_peak_dbtp=show.loudness.true_peak_dbtp,
        kbit_s=show.loudness.kbit_s,
        **music_marks(show),
        mono=show.audio.mono,
        vbr=show.audio.vbr,
        also=show.audio.also,
        sentence_ms=show.pauses.sentence,
        credentials=certificate_mark(show),
        lexicon=tuple(pair for pair in show.lexicon if pair in heard),
        lexicon_sha256=_lexicon_hash(show),
    )


def _texts(script: Script) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.text for chapter in script.chapters for line in chapter.lines))


def _lexicon_hash(show: Show) -> str:
    return hashlib.sha256(json.dumps(show.lexicon, ensure_ascii=False).encode()).hexdigest()


# ---------------------------------------------------------------- what became different


def _of_audio(show: Show, old: Episode) -> Iterator[str]:
    from podcast.targets.seen import is_there

    if not is_there(show, old.slug, old.audio):
        yield f"{old.audio.file} is missing or damaged"


def _of_script(old: Episode, draft: Draft) -> Iterator[str]:
    if audible(old.script) == audible(draft.script):
        return
    if draft.outcome in ("rewritten", "kept-merged"):
        yield "the digest changed"
    elif draft.outcome == "kept-edited-stale":
        yield "the script was edited, and the digest changed after that (--rewrite takes the digest's side)"
    elif draft.outcome == "unchanged":
        yield "its script was written anew"
    else:
        yield "the script was edited"


def _of_voices(show: Show, old: Episode) -> Iterator[str]:
    """Of those who speak in it, and only the voice that spoke: one that is listed no more it keeps."""
    if old.made_with is None and not sounds_as_made(show, old):
        yield "voices.yaml changed since version 0.1 made it"
        return
    speaking = {line.speaker for chapter in old.script.chapters for line in chapter.lines}
    for speaker, name in old.voices:
        then = Voice(old.engine, name, **old.voice_settings.get(speaker, {}))  # type: ignore[arg-type]
        listed = [s for s in show.speakers if s.id == speaker and speaker in speaking]
        now = [v for s in listed for v in s.voices if (v.engine, v.voice) == (old.engine, name)]
        if now and now[0].settings() != then.settings():
            yield f"voices.yaml gives {old.engine} {name} other settings"


def _of_lexicon(show: Show, old: Episode) -> Iterator[str]:
    """What is asked of its engine with the words that were heard in it, and with those of now, must be the same."""
    made = old.made_with
    if made is None or made.lexicon_sha256 == _lexicon_hash(show):
        return
    then, now = Mandarin(made.lexicon, made.language), Mandarin(show.lexicon, made.language)
    there = {speaker.id for speaker in show.speakers}  # who is gone is out of the script too, which tells enough
    lines = (line for chapter in old.script.chapters for line in chapter.lines if line.speaker in there)
    differ: set[str] = set()
    for line in {line.text: line for line in lines}.values():
        pairs = set(then.lexicon.used(then.spoken(line.text))) ^ set(now.lexicon.used(now.spoken(line.text)))
        if pairs and _asked(show, old, line, then) != _asked(show, old, line, now):
            differ |= {word for word, _ in pairs}
    if differ:
        yield f"voices.yaml says {'、'.join(f'“{word}”' for word in sorted(differ))} otherwise"


def _asked(show: Show, old: Episode, line: Line, mandarin: Mandarin) -> set[str]:
    from podcast.speak.costs import keys_as_published

    alone = Script(old.slug, old.title, (Chapter("", (line,)),))
    return keys_as_published(replace(old, script=alone), show, mandarin)


def _earlier(show: Show, old: Episode) -> Iterator[str]:
    """What concerns the show, and was otherwise when the episode was made."""
    made = old.made_with
    if made is None:
        if not is_as_made(show, old) and sounds_as_made(show, old):
            yield "settings of the show"
        return
    now = made_with(show, Script(old.slug, old.title, ()))
    if any(getattr(made, name) != getattr(now, name) for name in PIECES):
        yield "music"
    if made.sentence_ms != now.sentence_ms:
        yield "pauses"
    for name in ("title", "author", "language"):
        if getattr(made, name) != getattr(now, name):
            yield name
    if (made.lufs, made.true_peak_dbtp, made.kbit_s) != (now.lufs, now.true_peak_dbtp, now.kbit_s):
        yield "loudness"
    if (made.mono, made.vbr, made.also) != (now.mono, now.vbr, now.also):
        yield "audio form"
    if made.credentials != now.credentials:
        yield "content credentials"
    if (old.ai_text, old.ai_voice) != (show.ai.text, show.ai.voice):
        yield "disclosure"
