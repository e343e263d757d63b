"""Whose show lies at a target: what others published there is not overwritten unasked."""

from __future__ import annotations

from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import replace
from xml.etree import ElementTree

from podcast.episode.identity import show_guid
from podcast.episode.names import EPISODE_FILE, FEED_FILE
from podcast.episode.record import load_file
from podcast.errors import EpisodeDamaged, PublishError
from podcast.show import EXAMPLE_ADDRESS, Show
from podcast.show.ledger import REMOVED, REPLACED, noted
from podcast.storage import Storage
from podcast.text import one_line

GUID = "{https://podcastindex.org/namespace/1.0}guid"
NAMED = 5  # in a message


def refuse_another_show(show: Show, storage: Storage, there: Container[str], way_out: str = "") -> None:
    """Raises PublishError when the feed at the target is not this show's. Reads feed.xml, nothing else.

    ``way_out``: what else the user may do, for the end of the message.
    """
    data = storage.read(FEED_FILE) if FEED_FILE in there else None
    if data is None:
        return
    guid, title, items = _identity(data)
    nobodys = show_guid(replace(show, guid=None, address=EXAMPLE_ADDRESS))  # until the address is set
    if guid == show_guid(show) or (guid == nobodys and title == one_line(show.title)):
        return
    if items & _guids_here(show):
        return  # its address or title was set after it was first published; episodes keep the guid that they had then
    if not guid:
        raise PublishError(
            f"{storage.target} holds a feed of another program (“{title}”): name another place{way_out}."
        )
    if guid == nobodys:
        raise PublishError(
            f"{storage.target} holds a show (“{title}”) without an address of its own: if it is yours, "
            f"`podcast publish {storage.target} --replace` puts this one in its place."
        )
    raise PublishError(
        f"{storage.target} holds another show (“{title}”): name another place, "
        f"or put `guid: {guid}` into show.yaml if it is this one that moved{way_out}."
    )


def refuse_unknown(show: Show, target: str, folders: Iterable[str]) -> None:
    """``folders``: of episodes at the target that are not here. Raises PublishError unless they were removed here."""
    unknown = sorted(set(folders) - noted(show, REMOVED) - noted(show, REPLACED))
    if not unknown:
        return
    names = ", ".join(unknown[:NAMED]) + (f" and {len(unknown) - NAMED} more" if unknown[NAMED:] else "")
    what = "1 episode that is" if len(unknown) == 1 else f"{len(unknown)} episodes that are"
    raise PublishError(
        f"{target} holds {what} not here ({names}): run `podcast fetch {target}` first, or add --replace."
    )


def refuse_older(target: str, slugs: Iterable[str]) -> None:
    """``slugs``: of episodes that are ahead of ours at the target. Raises PublishError when there are any."""
    ahead = sorted(slugs)
    if ahead:
        names = ", ".join(ahead[:NAMED]) + (f" and {len(ahead) - NAMED} more" if ahead[NAMED:] else "")
        raise PublishError(
            f"{target} holds another or a newer version of {names} than is here: "
            f"run `podcast fetch {target}` first, or add --replace."
        )


def _guids_here(show: Show) -> set[str]:
    found = set()
    for path in show.feed.glob(f"*/{EPISODE_FILE}"):
        with suppress(EpisodeDamaged):
            if episode := load_file(path):
                found.add(episode.guid)
    return found


def _identity(feed: bytes) -> tuple[str, str, set[str]]:
    """podcast:guid and title of a feed, empty where it has none, and the guids of its episodes."""
    try:
        root = ElementTree.fromstring(feed)
    except (ElementTree.ParseError, ValueError):
        return "", "", set()
    items = {(item.text or "").strip() for item in root.iterfind("channel/item/guid")}
    return one_line(root.findtext(f"channel/{GUID}") or ""), one_line(root.findtext("channel/title") or ""), items
