"""What listeners' apps know an episode by: guid and date, which never change; and what carries over."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from podcast.episode.names import feed_url
from podcast.model import Digest, Episode
from podcast.show import Show

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # the Podcasting 2.0 documentation's


def show_guid(show: Show) -> str:
    """podcast:guid: made from the feed's first address, kept by ``guid`` in show.yaml when the show moves."""
    address = feed_url(show.address).split("://", 1)[-1].rstrip("/")
    return show.guid or str(uuid.uuid5(PODCAST_NAMESPACE, address))


def mint_guid(show: Show, slug: str, reissue: int = 0) -> str:
    """An episode's guid. It depends on nothing that a fresh checkout lacks; ``reissue`` counts deliberate new ones."""
    return str(uuid.uuid5(uuid.UUID(show_guid(show)), f"{slug}#{reissue}" if reissue else slug))


def publishing_date(digest: Digest, now: datetime, timezone: str) -> datetime:
    """The date of an episode that has none yet: when it is to be published, the author's date, or now."""
    zone = ZoneInfo(timezone)
    if digest.publish_at:
        at = digest.publish_at
        return at if at.tzinfo else at.replace(tzinfo=zone)
    if digest.date:
        return datetime.combine(digest.date, time(), zone)
    return now.astimezone(zone).replace(microsecond=0)


def is_out(episode: Episode, now: datetime) -> bool:
    """Whether its time has come."""
    return episode.digest.publish_at is None or episode.published <= now


def is_listed(episode: Episode, now: datetime) -> bool:
    """Whether it belongs into the feed: hidden and scheduled ones do not."""
    return not episode.hidden and is_out(episode, now)


def carry(previous: Episode | None, fresh: Episode, now: datetime) -> Episode:
    """``fresh`` as it is to be published after ``previous``: identity kept, replaced audio remembered.

    guid, date, number of re-issues and season are those of ``previous``; a schedule may be changed until
    it has come. Gives ``previous`` itself when nothing but the time of rendering differs.
    """
    if previous is None:
        return fresh
    digest, published = fresh.digest, previous.published
    if is_out(previous, now) or digest.publish_at is None:
        digest = replace(digest, publish_at=previous.digest.publish_at)
    else:
        published = digest.publish_at
    audio, earlier = fresh.audio, previous.earlier
    if audio.sha256 == previous.audio.sha256:
        audio = previous.audio
    else:
        earlier = tuple(a for a in (*earlier, previous.audio) if a.file not in (audio.file, ""))
    kept = replace(
        fresh,
        guid=previous.guid,
        published=published,
        hidden=previous.hidden,
        reissue=previous.reissue,
        season=previous.season,
        digest=digest,
        audio=audio,
        earlier=earlier,
        revision=previous.revision,
    )
    return previous if replace(kept, updated=previous.updated) == previous else changed(kept, now)


def changed(episode: Episode, now: datetime, **changes: Any) -> Episode:
    """``episode`` with ``changes``, one version further."""
    return replace(episode, **changes, updated=now, revision=episode.revision + 1)


def identity(episode: Episode) -> tuple[str, datetime]:
    """guid and date: what no later version may change."""
    return episode.guid, episode.published


def is_ahead(theirs: Episode, ours: Episode) -> bool:
    """Whether ``ours`` must not take the place of ``theirs``: it is older, or listeners know theirs by another guid
    or date. Versions are counted: a clock that was wrong once makes no episode newer for ever."""
    if theirs.reissue != ours.reissue:
        return theirs.reissue > ours.reissue
    if identity(theirs) != identity(ours) and not _may_move(theirs, ours):
        return True
    return _age(theirs) > _age(ours)


def _may_move(theirs: Episode, ours: Episode) -> bool:
    """The date of one that no feed names may be changed."""
    return theirs.hidden and theirs.guid == ours.guid and theirs.revision < ours.revision


def _age(episode: Episode) -> tuple[int, datetime]:
    """Where two were changed as often, or by a version of this program that did not count, the clock decides."""
    return episode.revision, episode.updated


def reconciled(mine: Episode | None, theirs: Episode) -> Episode | None:
    """What a fetch makes of the episode here and the one at a target; None when the one here stays as it is."""
    if mine is None:
        return theirs
    if not is_ahead(theirs, mine):
        return None
    if theirs.reissue == mine.reissue and _age(mine) >= _age(theirs):
        # made here anew without a fetch before: what listeners' apps know it by stays
        return replace(mine, guid=theirs.guid, published=theirs.published)
    return theirs
