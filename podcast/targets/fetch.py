"""`podcast fetch TARGET`: what is published there, taken over into a fresh checkout. Nothing of it is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from podcast.episode.identity import reconciled
from podcast.episode.names import EPISODE_FILE, FEED_FILE, safe_name
from podcast.episode.record import LARGEST, adopt, load, renamed, save
from podcast.errors import EpisodeDamaged, PodcastError, PublishError
from podcast.model import Episode
from podcast.show import Show
from podcast.storage import Storage, reason
from podcast.targets.owner import refuse_another_show
from podcast.targets.place import folders_in, open_target
from podcast.targets.seen import remember

NOT_TAKEN = "it was not taken over; publish it again from where it was made"


def fetch(
    show: Show, target: str, *, new: bool = False, refused: Callable[[str], None] | None = None
) -> tuple[str, ...]:
    """Take over what is published: each episode.json, so that guids and dates stay and what stands is not made again.

    For a fresh checkout. An episode.json here that is newer stays, a damaged one is replaced. Returns the slugs that
    were taken over. ``refused`` hears a sentence for each episode that cannot be; the others are taken all the same.
    Without it PublishError is raised in the end, as it is where no show is published yet, unless ``new``.
    """
    sentences: list[str] = []
    try:
        storage = open_target(show, target)
        there = storage.sizes()
        if not new and FEED_FILE not in there and not folders_in(there):
            raise PublishError(f"{target} holds no show: check its name, or add --new before the very first publish.")
        refuse_another_show(show, storage, there)
        taken = tuple(_take_all(show, storage, there, sentences.append))
    except PodcastError:
        raise
    except Exception as error:  # as above
        raise PublishError(f"{target}: {reason(error)}; try again.") from error
    remember(show, there)
    for sentence in sentences:
        if refused is None:
            raise PublishError(sentence)
        refused(sentence)
    return taken


def _take_all(show: Show, storage: Storage, there: dict[str, int], refused: Callable[[str], None]) -> Iterator[str]:
    for name in sorted(f"{home}/{EPISODE_FILE}" for home in folders_in(there)):
        try:
            if episode := newer(show, storage, name, there[name]):
                save(show.feed, episode)
                yield episode.slug
        except PublishError as error:
            refused(str(error))


def newer(show: Show, storage: Storage, name: str, size: int) -> Episode | None:
    """What becomes of the episode here by the episode.json ``name`` there; None when it stays. Raises PublishError."""
    where = f"{storage.target}: {name}"
    if size > LARGEST:
        raise PublishError(f"{where} has {size:,} bytes, which no episode.json has: {NOT_TAKEN}.")
    data = storage.read(name)
    if data is None:
        return None  # it has just gone
    theirs = adopt(data, where, NOT_TAKEN)
    if f"{safe_name(theirs.slug)}/{EPISODE_FILE}" != name:
        raise PublishError(f"{where} is that of another episode, “{theirs.slug}”, put there by hand: {NOT_TAKEN}.")
    mine = _mine(show, theirs.slug)
    if mine is None and _has_another_name(show, theirs):
        return None  # the same guid twice would be two episodes in the feed
    return reconciled(mine, theirs)


def _has_another_name(show: Show, theirs: Episode) -> bool:
    """Whether it was renamed here and not yet published so."""
    with suppress(EpisodeDamaged):
        here = renamed(show.feed, theirs.slug)
        return here is not None and here.guid == theirs.guid
    return False


def _mine(show: Show, slug: str) -> Episode | None:
    with suppress(EpisodeDamaged):  # a damaged one is what a fetch is for
        return load(show.feed, slug)
    return None
