"""`podcast fetch TARGET`: what is published there, taken over into a fresh checkout."""

from __future__ import annotations

from dataclasses import replace

from podcast.episode.identity import identity
from podcast.episode.names import EPISODE_FILE, FEED_FILE, safe_name
from podcast.episode.record import adopt, load, save
from podcast.errors import PublishError
from podcast.show import Show
from podcast.targets.owner import refuse_another_show
from podcast.targets.place import folders_in, open_target, reason
from podcast.targets.seen import remember


def fetch(show: Show, target: str, *, new: bool = False) -> tuple[str, ...]:
    """Take over what is published: each episode.json, so that guids and dates stay and what stands is not made again.

    For a fresh checkout. An episode.json here that is newer stays. Returns the slugs that were taken over.
    Raises PublishError; also where no show is published yet, unless ``new``.
    """
    try:
        storage = open_target(show, target)
        there = storage.sizes()
        if not new and FEED_FILE not in there and not folders_in(there):
            raise PublishError(f"{target} holds no show: check its name, or add --new before the very first publish.")
        refuse_another_show(show, storage, there)
        found = {name: storage.read(name) for name in (f"{home}/{EPISODE_FILE}" for home in folders_in(there))}
    except PublishError:
        raise
    except Exception as error:  # as above
        raise PublishError(f"{target}: {reason(error)}; try again.") from error
    remember(show, there)
    return tuple(slug for name, data in sorted(found.items()) if data and (slug := _take_over(show, name, data)))


def _take_over(show: Show, name: str, data: bytes) -> str | None:
    episode = adopt(data, name)
    if f"{safe_name(episode.slug)}/{EPISODE_FILE}" != name:
        raise PublishError(f"{name} at the target names another episode, “{episode.slug}”: it was put there by hand.")
    mine = load(show.feed, episode.slug)
    if mine and mine.updated >= episode.updated:
        if identity(mine) == identity(episode) or mine.reissue > episode.reissue:
            return None
        # made here anew without a fetch before: what listeners' apps know it by stays
        episode = replace(mine, guid=episode.guid, published=episode.published, reissue=episode.reissue)
    save(show.feed, episode)
    return episode.slug
