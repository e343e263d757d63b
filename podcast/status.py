"""Where each digest stands, what is stale and why, and what a render would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from podcast.draft import Draft, write_draft
from podcast.errors import PodcastError
from podcast.fresh import Verdict, is_up_to_date, judge
from podcast.library import Library, Work
from podcast.mandarin import mandarin_of
from podcast.model import Episode
from podcast.render import Options
from podcast.show import Show
from podcast.speak.store import store_of


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: new, drafted, edited, rendered (no target has it), scheduled, published, hidden, stale or broken."""

    slug: str
    state: str
    why: str = ""
    duration_ms: int = 0


def survey(library: Library, now: datetime) -> tuple[Standing, ...]:
    """One for each digest, and for each script whose digest lies elsewhere or is gone."""
    return tuple(standing(library.show, work, now) for work in (*library.all(), *library.orphans()))


def stale(library: Library, now: datetime) -> tuple[Work, ...]:
    """Digests that are new, or whose episode is not what a render would make now."""
    wanted = ("new", "drafted", "edited", "stale")
    return tuple(work for work in library.all() if standing(library.show, work, now).state in wanted)


def broken(library: Library, now: datetime) -> tuple[Standing, ...]:
    """Digests that cannot be read, and why."""
    return tuple(row for row in survey(library, now) if row.state == "broken")


def standing(show: Show, work: Work, now: datetime) -> Standing:
    try:
        return _standing(show, work, now)
    except PodcastError as error:
        return Standing(work.slug, "broken", str(error))


def _standing(show: Show, work: Work, now: datetime) -> Standing:
    from podcast.episode.record import load

    episode = load(show.feed, work.slug)
    length = episode.audio.duration_ms if episode else 0
    if episode and not work.digest.is_file():
        return Standing(work.slug, _of_episode(show, episode, now)[0], f"its digest {work.digest} is gone", length)
    fresh = not work.script.is_file()
    draft = write_draft(show, work, now=now, save=False)
    if episode is None:
        state = "new" if fresh else "edited" if draft.outcome.startswith("kept") else "drafted"
        why = "no script yet" if fresh else "script written, not spoken yet"
        return Standing(work.slug, state, "; ".join((why, *draft.advice)))
    verdict = judge(show, draft, now)
    if verdict.stale or verdict.text_changed:
        why = " and ".join(verdict.stale) or "the digest changed beside what is said; the audio stays"
        return Standing(work.slug, "stale", why, length)
    state, why = _of_episode(show, episode, now)
    return Standing(work.slug, state, "; ".join((why, *_made_before(work.slug, verdict, draft))), length)


def _made_before(slug: str, verdict: Verdict, draft: Draft) -> Iterator[str]:
    """What of the show changed since: no reason to speak a published catalogue anew, but to be known."""
    if verdict.earlier:
        said = {"title", "disclosure", "language"} & set(verdict.earlier) and draft.outcome == "unchanged"
        way = f"`podcast render {slug} --{'rewrite' if said else 'again'}`"
        yield f"made with the earlier {' and '.join(verdict.earlier)}; {way}"


def _of_episode(show: Show, episode: Episode, now: datetime) -> tuple[str, str]:
    """State and reason of an episode as it was last rendered."""
    from podcast.episode.identity import is_out
    from podcast.episode.names import safe_name
    from podcast.show.ledger import UNSENT, noted
    from podcast.targets.seen import was_sent

    if episode.hidden:
        return "hidden", f"`podcast episode show {episode.slug}` brings it back"
    if not is_out(episode, now):
        return "scheduled", f"in the feed from {episode.published.astimezone(ZoneInfo(show.timezone)):%Y-%m-%d %H:%M}"
    if not was_sent(show, episode.slug):
        return "rendered", f"{episode.engine}; not published yet"
    if f"{safe_name(episode.slug)}/{episode.audio.file}" in noted(show, UNSENT):
        return "rendered", f"{episode.engine}; published before, but not yet as it is now"
    return "published", f"{episode.published:%Y-%m-%d}, {episode.engine}"


def estimate(library: Library, work: Work, options: Options, now: datetime) -> Iterator[tuple[str, str]]:
    """(label, text) rows: what a render would ask of which engine, how long it would last, and what it costs."""
    from podcast.speak import estimate as estimated

    show = library.show
    draft = write_draft(show, work, now=now, form=options.form, rewrite=options.rewrite, save=False)
    if not options.new_audio and is_up_to_date(show, draft, now):
        yield "requests", "none: it is up to date, nothing is to be made"
        yield "cost", "nothing"
        return
    yield from estimated(
        draft.script,
        show,
        mandarin_of(show),
        store_of(show),
        published=draft.published,
        engine_override=options.engine,
    )
