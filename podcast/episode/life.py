"""What becomes of an episode after its first publishing: a new Episode each time, which the caller saves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from podcast.episode.identity import changed, is_listed, is_out, mint_guid
from podcast.errors import PublishError
from podcast.model import Digest, Episode, Receipt
from podcast.show import Show


def hide(episode: Episode, now: datetime) -> Episode:
    """Out of feed and pages. The audio stays, for those whose app still names it."""
    return episode if episode.hidden else changed(episode, now, hidden=True)


def reveal(episode: Episode, now: datetime) -> Episode:
    """A hidden one back where it was: the same guid and date, so nobody is told of it twice.

    One that waits for its time comes now. Hidden and waiting, it goes on waiting: nothing is out before its time by
    the way.
    """
    if episode.hidden:
        return changed(episode, now, hidden=False)
    if is_out(episode, now):
        return episode
    return changed(episode, now, digest=replace(episode.digest, publish_at=None), published=now)


def schedule(episode: Episode, at: datetime, now: datetime, *, sent: bool) -> Episode:
    """Into the feed at ``at``, which becomes its date. ``sent``: listeners may have it already.

    Raises PublishError when they may, for a published date never changes, or when ``at`` is past.
    """
    if at <= now:
        raise PublishError(f"{at:%Y-%m-%d %H:%M} is past; name a time to come, or publish {episode.slug} as it is.")
    if sent and is_listed(episode, now):
        raise PublishError(
            f"{episode.slug} has been in the feed since {episode.published:%Y-%m-%d %H:%M}, and a published date "
            "never changes; hide it, or send it to listeners again with --reissue."
        )
    return changed(episode, now, digest=replace(episode.digest, publish_at=at), published=at)


def correct(
    episode: Episode, digest: Digest, now: datetime, digest_file: str = "", receipts: tuple[Receipt, ...] = ()
) -> Episode:
    """The corrected text beside the same audio: title, number, notes and page; guid and date stay.

    ``digest_file``: hash of its file; a later render sees by it that this digest belongs to that audio.
    ``receipts``: of the same script in that digest.
    """
    digest = replace(digest, publish_at=episode.digest.publish_at)
    digest_file = digest_file or episode.digest_file
    same = digest == episode.digest and digest.title == episode.title and digest.number == episode.number
    if same and digest_file == episode.digest_file:
        return episode
    return changed(
        episode, now, digest=digest, digest_file=digest_file, title=digest.title, number=digest.number,
        receipts=receipts,
    )  # fmt: skip


def reissue(show: Show, episode: Episode, now: datetime) -> Episode:
    """To listeners again, on purpose: a guid that no app has seen, and today's date."""
    if not is_out(episode, now) or episode.hidden:
        raise PublishError(f"{episode.slug} is not in the feed, so it cannot be sent again; show it first.")
    count = episode.reissue + 1
    return changed(episode, now, reissue=count, guid=mint_guid(show, episode.slug, count), published=now)
