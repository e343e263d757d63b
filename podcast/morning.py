"""The whole morning, unattended: gather, write, render, check, publish; each stage with a gate that may close.

Run again on the same day it goes on where it stopped: the day's draft is kept, and what is rendered is not made anew.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from podcast.digest import collect, write_digest
from podcast.disk import write_whole
from podcast.draft import write_draft
from podcast.errors import GatherError, Interrupted, MorningStopped, PodcastError
from podcast.gather.sources import load_sources
from podcast.library import Library, Work
from podcast.progress import Progress
from podcast.show import Show

NO_SOURCE, NO_NEWS, UNSUPPORTED, NOT_RENDERED, NOT_SOUND, NOT_PUBLISHED = 10, 11, 12, 13, 14, 15
"""Exit codes, by the gate that closed."""
SHARE_UNSUPPORTED = 0.1  # of a script's lines, from which on nobody should hear it unread
_NOTE = "morning.json"
_NOTIFY_S = 30

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wished:
    """``least``: stories without which there is no episode. ``target``: where to publish; None: nowhere."""

    named: tuple[str, ...] = ()
    target: str | None = None
    least: int = 2
    writer: str = "extract"  # of the draft: or llm


def morning(show: Show, wished: Wished, *, now: datetime, progress: Progress, tell: Tell) -> Work:
    """The day's episode. ``tell`` hears a sentence for each stage, and each source that failed.

    Raises MorningStopped, with its exit code: the gate that closed has then been told to ``notify`` too.
    """
    try:
        work = _drafted(show, wished, now, progress, tell)
        _hold_to_sources(show, work, now, progress, tell)
        _render(show, work, now, progress, tell)
        _check(show, tell)
        _publish(show, wished.target, tell)
        return work
    except MorningStopped as stopped:
        if told := notify(show, stopped):
            tell(told)
        raise


# ---------------------------------------------------------------- the stages


def _drafted(show: Show, wished: Wished, now: datetime, progress: Progress, tell: Tell) -> Work:
    today = now.date()
    if slug := _noted(show, now):
        tell(f"draft: digests/{slug}.md is there already")
        return Library(show).find(slug)
    progress.stage("收新聞 gathering")
    gathered = collect(show, wished.named, today, progress.advance)
    for failure in gathered.failures:
        tell(failure)
    if not gathered.articles:
        raise MorningStopped(NO_SOURCE, "gather", "no source could be read: see the lines above")
    try:
        found = write_digest(show, gathered, today, wished.least, wished.writer)
    except GatherError as error:
        raise MorningStopped(NO_SOURCE, "gather", str(error)) from None
    if found.path is None:
        several = f"{found.taken} new, {wished.least} needed"
        raise MorningStopped(NO_NEWS, "gather", f"too few stories for an episode ({several}): none is made today")
    for each in found.notes:
        tell(each)
    note = {"day": today.isoformat(), "slug": found.path.stem}
    write_whole(show.ledger / _NOTE, json.dumps(note), durable=False)
    tell(f"draft: digests/{found.path.name}, {found.taken} stories of {len(gathered.articles)} articles")
    return Library(show).find(found.path.stem)


def _noted(show: Show, now: datetime) -> str:
    """The slug of a draft that this day has already; "" where it has none."""
    try:
        note = json.loads((show.ledger / _NOTE).read_bytes())
        slug = str(note["slug"]) if note["day"] == now.date().isoformat() else ""
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""
    return slug if slug and (show.digests / f"{slug}.md").is_file() else ""


def _hold_to_sources(show: Show, work: Work, now: datetime, progress: Progress, tell: Tell) -> None:
    """The script, and what of it the digest does not bear."""
    from podcast.facts import check

    try:
        draft = write_draft(show, work, now=now, progress=progress)
    except Interrupted:
        raise
    except PodcastError as error:
        raise MorningStopped(UNSUPPORTED, "script", str(error)) from None
    lines = sum(len(chapter.lines) for chapter in draft.script.chapters)
    findings = check(draft.script, draft.digest, show)
    if len(findings) > max(2, SHARE_UNSUPPORTED * lines):
        many = f"{len(findings)} places of {lines} lines are not borne by the digest"
        raise MorningStopped(UNSUPPORTED, "script", f"{many}: podcast script {work.slug} --facts lists them")
    tell(f"script: {lines} lines, {len(findings)} places to look at")


def _render(show: Show, work: Work, now: datetime, progress: Progress, tell: Tell) -> None:
    from podcast.render import Options, render

    try:
        outcome = render(Library(show), work, now=now, options=Options(), progress=progress)
    except Interrupted:
        raise
    except PodcastError as error:
        raise MorningStopped(NOT_RENDERED, "render", str(error)) from None
    tell(f"render: {outcome.audio}")


def _check(show: Show, tell: Tell) -> None:
    from podcast.check import check
    from podcast.targets.seen import at_target

    ai = show.ai.text or show.ai.voice
    try:
        findings = check(str(show.feed), now=datetime.now(UTC), ai=ai, listen=1, elsewhere=at_target(show))
    except PodcastError as error:
        raise MorningStopped(NOT_SOUND, "check", str(error)) from None
    failed = [f"{found.id} ({found.where}: {found.detail})" for found in findings if found.level == "FAIL"]
    if failed:
        raise MorningStopped(NOT_SOUND, "check", f"{failed[0]} and {len(failed) - 1} more: podcast check lists them")
    tell(f"check: {sum(found.level == 'PASS' for found in findings)} rules passed")


def _publish(show: Show, target: str | None, tell: Tell) -> None:
    if target is None:
        tell("publish: no target was named")
        return
    from podcast.show.lock import render_lock
    from podcast.targets.bring import publish
    from podcast.targets.shards import refuse_shard

    try:
        refuse_shard(show)
        with render_lock(show.state / "render.lock"):
            steps = publish(show, target)
    except Interrupted:
        raise
    except PodcastError as error:
        raise MorningStopped(NOT_PUBLISHED, "publish", str(error)) from None
    tell(f"publish: {len(steps)} files brought to {target}")


# ---------------------------------------------------------------- telling somebody


def notify(show: Show, stopped: MorningStopped) -> str:
    """Run or call what sources.yaml names under ``notify``; a sentence where that failed, "" else.

    A command gets the message as its last argument, an address as JSON: show, stage, code, message.
    """
    try:
        place = load_sources(show.root).notify
    except PodcastError:
        return ""
    if not place:
        return ""
    told = {"show": show.title, "stage": stopped.stage, "code": stopped.exit_code, "message": str(stopped)}
    try:
        if place.startswith(("http://", "https://")):
            _post(place, json.dumps(told, ensure_ascii=False).encode())
        else:
            _run([*shlex.split(place), str(stopped)], show.root)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return f"notify: {' '.join(str(error).split())[:200]}"
    return ""


def _post(url: str, data: bytes) -> None:
    from urllib.request import Request, urlopen

    with urlopen(Request(url, data, {"Content-Type": "application/json"}), timeout=_NOTIFY_S) as answer:
        answer.read(1000)


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, timeout=_NOTIFY_S, check=True, stdin=subprocess.DEVNULL, capture_output=True)
