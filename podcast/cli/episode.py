"""podcast episode: what becomes of an episode after it was rendered."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from podcast.model import Episode
    from podcast.show import Show

SLUG = typer.Argument(metavar="EP1")
TIME = "%Y-%m-%d %H:%M"


def register(root: typer.Typer) -> None:
    group = typer.Typer(help="Correct, hide, show, schedule, send again or remove an episode.", no_args_is_help=True)
    for command in (correct, hide, show, schedule, reissue, remove):
        group.command()(command)
    root.add_typer(group, name="episode")


def correct(slug: Annotated[str, SLUG]) -> None:
    """Take title, number, notes and page from the changed digest; the audio stays as it is."""
    from podcast.cli._common import load_library
    from podcast.draft import read
    from podcast.episode.life import correct as corrected
    from podcast.facts import receipts

    work = load_library().find(slug)

    def change(show: Show, episode: Episode, now: datetime) -> Episode:
        digest, file = read(show, work, episode)
        return corrected(episode, digest, now, file, receipts(episode.script, digest))

    _change(work.slug, change)
    print(f"{slug}: page, notes and feed say what the digest says now. Then: podcast publish TARGET")


def hide(slug: Annotated[str, SLUG]) -> None:
    """Take it out of feed and pages; the audio stays for those whose app names it."""
    from podcast.episode.life import hide as hidden

    _change(slug, lambda show, episode, now: hidden(episode, now))
    print(f"{slug} is hidden; `podcast episode show {slug}` brings it back. Then: podcast publish TARGET")


def show(slug: Annotated[str, SLUG]) -> None:
    """Bring a hidden one back, with the same guid and date; one that waits for its time comes now."""
    from podcast.episode.identity import is_out
    from podcast.episode.life import reveal

    before, after = _change(slug, lambda show, episode, now: reveal(episode, now))
    if after is before:
        print(f"{slug} is neither hidden nor scheduled: nothing changed")
    elif not before.hidden:
        print(f"{slug} no longer waits for {before.published:{TIME}}; its date is now. Then: podcast publish TARGET")
    elif not is_out(after, after.updated):
        print(
            f"{slug} is no longer hidden; it comes into the feed with the first `podcast publish TARGET` after "
            f"{after.published:{TIME}}, or now if you say `podcast episode show {slug}` again"
        )
    else:
        print(f"{slug} is in the feed again. Then: podcast publish TARGET")


def _time(text: str) -> datetime:
    for form in ("%Y-%m-%dT%H:%M", TIME):
        with suppress(ValueError):
            return datetime.strptime(text, form)
    raise typer.BadParameter(f"“{text}” is no time: write the time as 2026-12-01T07:00.")


def schedule(
    slug: Annotated[str, SLUG],
    at: Annotated[
        datetime,
        typer.Argument(parser=_time, metavar="TIME", help="2026-12-01T07:00, in the show's time zone."),
    ],
) -> None:
    """Keep it out of the feed until then; its date is that time."""
    from zoneinfo import ZoneInfo

    from podcast.episode.life import schedule as scheduled
    from podcast.targets.seen import was_sent

    _change(
        slug,
        lambda show, episode, now: scheduled(
            episode,
            at.replace(tzinfo=ZoneInfo(show.timezone)),
            now,
            sent=any(was_sent(show, slug) for slug in (episode.slug, *episode.formerly)),
        ),
    )
    print(f"{slug} comes into the feed with the first `podcast publish TARGET` after {at:{TIME}}")


def reissue(slug: Annotated[str, SLUG]) -> None:
    """Send it to listeners again: apps will show it as a new episode."""
    from podcast.episode.life import reissue as again

    _change(slug, again)
    print(f"{slug} has a new guid and date: apps will show it as new. Then: podcast publish TARGET")


def remove(slug: Annotated[str, SLUG], yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete it from feed/, with its audio; digest and script stay."""
    from podcast.cli._common import load_show, now
    from podcast.errors import PodcastError
    from podcast.show.lock import render_lock
    from podcast.site.build import rebuild
    from podcast.targets.prune import remove as delete

    if not yes and not sys.stdin.isatty():
        raise PodcastError(f"Nobody is there to be asked whether feed/{slug} may go: add --yes.")
    if not yes and not typer.confirm(f"Delete feed/{slug} with its audio? Apps that name it will find nothing."):
        raise typer.Exit(1)
    found = load_show()
    with render_lock(found.state / "render.lock"):
        delete(found, slug, lambda: rebuild(found, now=now(found)))
    print(f"{slug} is removed. Then: podcast publish TARGET --prune")


def _change(slug: str, change: Callable[[Show, Episode, datetime], Episode]) -> tuple[Episode, Episode]:
    """The episode before and after."""
    from podcast.cli._common import load_show, now
    from podcast.episode.record import load, save
    from podcast.errors import PublishError
    from podcast.show.lock import render_lock
    from podcast.site.build import rebuild

    found = load_show()
    with render_lock(found.state / "render.lock"):
        episode = load(found.feed, slug)
        if episode is None:
            raise PublishError(f"There is no rendered episode “{slug}”; `podcast status` lists them.")
        changed = change(found, episode, now(found))
        save(found.feed, changed)
        rebuild(found, now=now(found))
    return episode, changed
