"""Where each digest and episode stands, what is stale and why, and what a render would take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from podcast.errors import PodcastError
from podcast.library import Library, Work, natural
from podcast.show import Show
from podcast.status.judged import Judged, Judgements

if TYPE_CHECKING:  # where nothing changed nothing of it is needed
    from podcast.draft import Draft
    from podcast.fresh import Verdict
    from podcast.render import Options

WITHOUT = "without a digest"
GONE = "removed"
TO_RENDER = ("new", "drafted", "edited", "stale")


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: new, drafted, edited, rendered (no target has it), scheduled, published, hidden, stale, broken,
    removed (on purpose, its digest kept), or without a digest."""

    slug: str  # the file's name where no episode can be made of it
    state: str
    why: str = ""
    duration_ms: int = 0
    title: str = ""
    number: int | None = None
    season: int | None = None
    date: date | None = None  # of publishing; of what is not rendered yet, as its digest has it


def survey(library: Library, now: datetime) -> tuple[Standing, ...]:
    """One for each digest, for each script or episode whose digest lies elsewhere or is gone, and for each file of
    which no episode can be made; the newest first, what has no date before all others."""
    works = (*library.all(), *library.orphans())
    with Judgements(library.show, now) as known:
        rows = [_standing(library.show, work, known, now) for work in works]
    rows += [Standing(each.name, "broken", each.why) for each in library.unusable()]
    rows.sort(key=lambda row: natural(row.slug), reverse=True)
    return tuple(sorted(rows, key=lambda row: row.date or date.max, reverse=True))


def stale(library: Library, now: datetime) -> tuple[Work, ...]:
    """Digests that are new, or whose episode is not what a render would make now, EP2 before EP10."""
    wanted = {row.slug for row in survey(library, now) if row.state in TO_RENDER}
    return tuple(work for work in library.all() if work.slug in wanted)


def broken(library: Library, now: datetime) -> tuple[Standing, ...]:
    """What cannot be read, and why."""
    return tuple(row for row in survey(library, now) if row.state == "broken")


def same_numbers(rows: Iterable[Standing]) -> Iterator[tuple[tuple[str, ...], str]]:
    """(slugs, sentence) for each number that more than one episode of a season has; apps put them in one place."""
    found: defaultdict[tuple[int | None, int], list[str]] = defaultdict(list)
    for row in rows:
        if row.number is not None:
            found[row.season, row.number].append(row.slug)
    for (season, number), slugs in sorted(found.items(), key=lambda each: (each[0][0] or 0, each[0][1])):
        if len(slugs) > 1:
            named = sorted(slugs, key=natural)
            of = f" of season {season}" if season is not None else ""
            yield tuple(named), f"number {number}{of} is that of {' and '.join(named)}: give one of them another"


def _standing(show: Show, work: Work, known: Judgements, now: datetime) -> Standing:
    try:
        found = known.get(work) or _judge(show, work, known, now)
    except PodcastError as error:
        return Standing(work.slug, "broken", str(error))
    return found if isinstance(found, Standing) else _of_episode(show, found, known, now)


def _judge(show: Show, work: Work, known: Judgements, now: datetime) -> Judged | Standing:
    from podcast.draft import write_draft
    from podcast.episode.record import load
    from podcast.fresh import judge

    episode = load(show.feed, work.slug)
    if not work.digest.is_file():
        gone = f"{_told(show, work.digest)} is gone"
        if episode is None:
            return Standing(work.slug, WITHOUT, gone)
        return known.put(work, Judged.of(episode, "", f"{WITHOUT}: {gone}"))
    draft = write_draft(show, work, now=now, save=False)
    if episode is None:
        return _of_draft(show, work, draft)
    verdict = judge(show, draft, now)
    why = " and ".join(verdict.stale)
    if verdict.text_changed and not why:
        why = "the digest changed beside what is said; the audio stays"
    return known.put(work, Judged.of(episode, why, "; ".join(_made_before(work.slug, verdict, draft))))


def _told(show: Show, path: Path) -> str:
    return str(path.relative_to(show.root)) if path.is_relative_to(show.root) else str(path)


def _of_draft(show: Show, work: Work, draft: Draft) -> Standing:
    from podcast.show.ledger import REMOVED, noted

    fresh = not work.script.is_file()
    state = "new" if fresh else "edited" if draft.outcome.startswith("kept") else "drafted"
    why = "; ".join(("no script yet" if fresh else "script written, not spoken yet", *draft.advice))
    if work.folder.name in noted(show, REMOVED):
        state, why = GONE, f"`podcast render {work.slug}` brings it back"
    digest = draft.digest
    day = digest.publish_at.astimezone(ZoneInfo(show.timezone)).date() if digest.publish_at else digest.date
    return Standing(work.slug, state, why, 0, digest.title, digest.number, show.season, day)


def _made_before(slug: str, verdict: Verdict, draft: Draft) -> Iterator[str]:
    """What of the show changed since: no reason to speak a published catalogue anew, but to be known."""
    if verdict.earlier:
        said = {"title", "disclosure", "language"} & set(verdict.earlier) and draft.outcome == "unchanged"
        way = f"`podcast render {slug} --{'rewrite' if said else 'again'}`"
        yield f"made with the earlier {' and '.join(verdict.earlier)}; {way}"


def _of_episode(show: Show, judged: Judged, known: Judgements, now: datetime) -> Standing:
    """An episode as it was last rendered, at ``now``."""
    state, why = ("stale", judged.stale) if judged.stale else _progress(show, judged, known, now)
    why = "; ".join(filter(None, (why, "" if judged.stale else judged.also)))
    day = judged.published.astimezone(ZoneInfo(show.timezone)).date()
    return Standing(judged.slug, state, why, judged.duration_ms, judged.title, judged.number, judged.season, day)


def _progress(show: Show, judged: Judged, known: Judgements, now: datetime) -> tuple[str, str]:
    if judged.hidden:
        return "hidden", f"`podcast episode show {judged.slug}` brings it back"
    if judged.waits and judged.published > now:
        return "scheduled", f"in the feed from {judged.published.astimezone(ZoneInfo(show.timezone)):%Y-%m-%d %H:%M}"
    if judged.folder not in known.sent:
        return "rendered", f"{judged.engine}; not published yet"
    if f"{judged.folder}/{judged.file}" in known.unsent:
        return "rendered", f"{judged.engine}; published before, but not yet as it is now"
    return "published", f"{judged.published:%Y-%m-%d}, {judged.engine}"


def estimate(library: Library, work: Work, options: Options, now: datetime) -> Iterator[tuple[str, str]]:
    """(label, text) rows: what a render would ask of which engine, how long it would last, and what it costs."""
    from podcast.draft import expected, write_draft
    from podcast.fresh import is_up_to_date
    from podcast.mandarin import mandarin_of
    from podcast.speak import estimate as estimated
    from podcast.speak.store import store_of

    show = library.show
    draft = write_draft(show, work, now=now, wanted=options.wanted, save=False)
    if not options.new_audio and is_up_to_date(show, draft, now):
        yield "requests", "none: it is up to date, nothing is to be made"
        yield "cost", "nothing"
        return
    yield from expected(show, work, now=now, wanted=options.wanted)
    yield from estimated(
        draft.script,
        show,
        mandarin_of(show),
        store_of(show),
        published=draft.published,
        engine_override=options.engine,
    )
