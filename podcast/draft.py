"""A script kept up with its digest: what a render speaks, and what it knows before it speaks."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from podcast.errors import ScriptError
from podcast.library import Work
from podcast.model import Digest, Episode, Script
from podcast.numbering import numbered
from podcast.progress import Progress
from podcast.show import Show
from podcast.text import nearest
from podcast.writing import Wanted, writing_desk

if TYPE_CHECKING:
    from podcast.facts import Finding


@dataclass(frozen=True, slots=True)
class Draft:
    """A digest and its script before a word is spoken."""

    digest: Digest
    script: Script
    form: str  # full or short
    outcome: str  # what became of scripts/SLUG.md: see write.Outcome
    advice: tuple[str, ...]  # sentences for the author
    published: Episode | None  # the episode as it was last rendered
    digest_file: str = ""  # hash of the digest's file
    omitted: str = ""  # in a few words, what of the digest's file is not said
    writer: str = "rules"  # or llm, though the rules may have stood in for it
    by: str = "the rules"  # the model that told its stories, where one may have
    cost: str = ""  # in a few words, what a language model took for it now; "" where none was asked
    waiting: tuple[str, ...] = ()  # ids of stories for which a model, or its judge, is still to be asked

    @property
    def retold(self) -> bool:
        """Whether it may tell the digest in words of its own: a model's, or an editor's."""
        return is_retold(self.writer, self.outcome)


def is_retold(writer: str, outcome: str) -> bool:
    return writer == "llm" or outcome.startswith("kept")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which goes over all that was read time and again: a fifth of ten megabytes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def write_draft(
    show: Show, work: Work, *, now: datetime, wanted: Wanted | None = None, save: bool = True, ask: bool | None = None,
    progress: Progress | None = None,
) -> Draft:  # fmt: skip
    """Digest → Script, through scripts/SLUG.md: an editor's changes win. Without ``save`` nothing is written.

    ``ask``: whether a language model may be asked for what it has not answered yet; None: as ``save``.
    Raises DigestError, ScriptError, ConfigError, Interrupted.
    """
    from podcast.episode.record import load
    from podcast.episode.recover import load_or_recover
    from podcast.write import omitted, refresh

    wanted = wanted or Wanted()
    published, mended = load_or_recover(show, work.slug) if save else (load(show.feed, work.slug), "")
    digest, file = read(show, work, published)
    form = wanted.form or (published.form if published else show.form)
    desk = writing_desk(show, work, digest, form, wanted, ask=save if ask is None else ask, progress=progress)
    found = refresh(
        work.script, digest, show, _day(show, work, digest, published, now), rewrite=wanted.rewrite, form=form,
        origin=_origin(show, work), save=save, published=published, file=file, writer=desk.writer, chosen=desk.chosen,
    )  # fmt: skip
    script, outcome = found.script, found.outcome
    _check_speakers(show, script, work)
    advice = (
        *((mended,) if mended else ()),
        *_advice(work, digest, outcome, now),
        *desk.told(found),
        *_about_script(show, work, digest, script, outcome, published, now),
    )
    left = omitted(digest, script, is_retold(desk.writer.name, outcome)) if save else ""
    return Draft(
        digest, script, form, outcome, advice, published, file, left, desk.writer.name, desk.by(found), desk.cost(),
        tuple(each.id for each in found.tellings if not each.settled),
    )  # fmt: skip


def expected(show: Show, work: Work, *, now: datetime, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """(label, text): what the writing of the script would take; nothing is sent to find out, nothing is written."""
    from podcast.episode.record import load

    published = load(show.feed, work.slug)
    digest, _ = read(show, work, published)
    form = wanted.form or (published.form if published else show.form)
    desk = writing_desk(show, work, digest, form, wanted, ask=False, progress=None)
    return tuple(desk.estimate(write_draft(show, work, now=now, wanted=wanted, save=False).waiting))


def held(show: Show, draft: Draft) -> tuple[Finding, ...]:
    """What of the script its digest does not bear, and, where everything is to be told, what is not."""
    from podcast.facts import check, untold

    left = untold(draft.script, draft.digest) if draft.form == "full" else ()
    return (*check(draft.script, draft.digest, show), *left)


def read(show: Show, work: Work, published: Episode | None) -> tuple[Digest, str]:
    """The digest with its number and times, and the hash of its file by which it is known again. Raises DigestError."""
    from podcast.read import read_digest

    digest = read_digest(work.digest, work.slug, show.timezone)
    at, zone = digest.publish_at, ZoneInfo(show.timezone)
    if at:
        at = at if at.tzinfo else at.replace(tzinfo=zone)  # without an offset it is the show's time
        as_before = published is not None and published.digest.date == digest.date
        day = digest.date if as_before or not digest.date else at.astimezone(zone).date()
        digest = replace(digest, publish_at=at, date=day)
    return numbered(show, work, digest, published), hashlib.sha256(work.digest.read_bytes()).hexdigest()[:16]


def _day(show: Show, work: Work, digest: Digest, published: Episode | None, now: datetime) -> date | None:
    """The day that the host names: the digest's, or that of its publishing; None for a page that tells none."""
    zone = ZoneInfo(show.timezone)
    if digest.date:
        return digest.date
    if digest.publish_at:
        return digest.publish_at.astimezone(zone).date()
    if not work.is_own(show):
        return None
    return published.published.astimezone(zone).date() if published else now.date()


def _advice(work: Work, digest: Digest, outcome: str, now: datetime) -> Iterator[str]:
    from podcast.read import KEYS, UNKNOWN

    if outcome == "kept-edited-stale":  # what of it is stale, a model's desk tells
        yield (
            "the digest changed after you edited the script: your script is spoken; "
            f"`podcast render {work.slug} --rewrite` writes it anew"
        )
    if digest.date and digest.date > now.date() and not digest.publish_at:
        yield (
            f"its date, {digest.date}, is still to come: some apps hide it until then; "
            "`publish_at:` in the front matter keeps it out of the feed until its time"
        )
    keys = {left.text.partition(":")[0]: left.line for left in digest.left_out if left.reason == UNKNOWN}
    for key, line in keys.items():
        if near := nearest(key, KEYS, 0.75):
            yield (
                f"{work.digest.name}, line {line}: front matter does not know “{key}”, it was ignored; "
                f"did you mean “{near}”?"
            )
    others = [key for key in keys if not nearest(key, KEYS, 0.75)]
    if others:
        yield f"{work.digest.name}: nothing is made of {', '.join(others)} in the front matter"


def _about_script(
    show: Show, work: Work, digest: Digest, script: Script, outcome: str, published: Episode | None, now: datetime
) -> Iterator[str]:
    """What an editor should know of the script as it stands."""
    from podcast.write import doubts, known_ids, named_day, named_number

    day = named_day(script)
    its_own = digest.saved or not work.is_own(show)  # a page, a mail, a post elsewhere: its day is its day
    if published is None and day and day < now.date() and not its_own:
        yield (
            f"it names {day} as the day, which has passed: `date:` or `publish_at:` in the digest changes that"
            + (", and --rewrite the script that you edited" if outcome.startswith("kept") else "")
        )
    told = named_number(script)
    if told is not None and told != digest.number:
        has = "has no number" if digest.number is None else f"is number {digest.number}"
        yield (
            f"the host says that it is number {told}, but the episode {has}: correct scripts/{work.script.name}, "
            f"or state `number: {told}` in the digest"
        )
    if outcome.startswith("kept"):
        ids = () if outcome == "kept-edited-stale" else known_ids(digest)
        yield from doubts(work.script.read_text(encoding="utf-8"), work.script, show.named(), ids)


def _origin(show: Show, work: Work) -> str:
    """The digest's file as the script remembers it: seen from the show's folder."""
    return Path(os.path.relpath(work.digest, show.root)).as_posix()


def _check_speakers(show: Show, script: Script, work: Work) -> None:
    from podcast.write import line_of_speaker

    known = {speaker.id for speaker in show.speakers}
    for chapter in script.chapters:
        for line in chapter.lines:
            if line.speaker not in known:
                number = line_of_speaker(work.script.read_text(encoding="utf-8"), line.speaker)
                raise ScriptError(
                    f"{work.script}:{number}: “{line.speaker}” is no speaker of voices.yaml, which has: "
                    f"{', '.join(sorted(known))}; take the stars away if it is to be read out."
                )
