"""Which number an episode gets whose author left it to the program: its file's, else one more than the last."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from podcast.episode.names import EPISODE_FILE, safe_name
from podcast.library import Library, Work
from podcast.model import Digest, Episode
from podcast.show import Show

_NUMBER = re.compile(r'^ ?"?number"?: *["\']?(\d{1,9})', re.MULTILINE)
"""In a digest's front matter, and at the top of an episode.json: nothing has to be read whole for it."""


_NAME = re.compile(
    r"(?:s\d{1,2}[ _-]?)?e(?:p(?:isode)?)?[ ._#-]?0*(\d{1,4})(?!\d)|第 ?0*(\d{1,4}) ?[集期回話]", re.IGNORECASE
)
"""EP12.md, S2E3.md, ep-007-標題.md, 第12集.md."""
_OWN_NUMBER = re.compile(r'^ "(number|season)": (\d{1,9}),?$', re.MULTILINE)
"""Of an episode.json itself: what its digest states stands one step further in."""


def numbered(show: Show, work: Work, digest: Digest, published: Episode | None) -> Digest:
    """``digest`` with its number: its own, else that it was published with, its file's, the next of a show that counts.

    Only digests in digests/ are counted; ``number: 0`` asks for none. A show counts once one episode has a number. A
    file's name is believed unless others' names and numbers differ, or episodes were published without any.
    """
    if digest.number == 0:
        return replace(digest, number=None)
    if digest.number is not None or not work.is_own(show):
        return digest
    if published:
        return replace(digest, number=published.number)
    last = _last(show)
    begun = last or not any(show.feed.glob(f"*/{EPISODE_FILE}"))
    if begun and (named := _number_of_name(work.digest)) and _names_tell(show):
        return replace(digest, number=named)
    return replace(digest, number=last + _waiting(show, work, last) + 1) if last else digest


def next_slug(show: Show) -> str:
    """EP8, where 7 is the highest number that a digest, a script or an episode states or has as its file's name.

    The file states no number: `numbered` gives it, by its name or, where names tell nothing, by its place.
    """
    library = Library(show)
    slugs = [work.slug for work in (*library.all(), *library.orphans())]
    stems = [path.stem for place in (show.digests, show.scripts) for path in place.glob("*")]
    names = {unicodedata.normalize("NFKC", name).casefold() for name in (*slugs, *stems)}
    number = max([_last(show), *(_number_of_name(Path(f"{name}.md")) or 0 for name in names)]) + 1
    names |= {path.name.casefold() for path in show.feed.glob("*")}
    while f"ep{number}" in names:
        number += 1
    return f"EP{number}"


def others_with(show: Show, episode: Episode) -> tuple[str, ...]:
    """Folders of other episodes with the number of ``episode`` in its season: apps put them in one place."""
    if episode.number is None:
        return ()
    own = safe_name(episode.slug)
    found = {path.parent.name: _numbers(path) for path in show.feed.glob(f"*/{EPISODE_FILE}")}
    return tuple(sorted(name for name, numbers in found.items() if name != own and numbers == _wanted(episode)))


def _number_of_name(path: Path) -> int | None:
    found = _NAME.match(path.stem)
    return int(found[1] or found[2]) or None if found else None


def _names_tell(show: Show) -> bool:
    """Whether no digest states another number than its file's name."""
    for path in show.digests.glob("*.md"):
        stated = _NUMBER.search(_head(path))
        if stated and int(stated[1]) and _number_of_name(path) not in (None, int(stated[1])):
            return False
    return True


def _wanted(episode: Episode) -> dict[str, int]:
    season = {} if episode.season is None else {"season": episode.season}
    return {"number": episode.number or 0} | season


def _numbers(record: Path) -> dict[str, int]:
    """``number`` and ``season`` of an episode.json, without reading it whole into an Episode."""
    text = record.read_text(encoding="utf-8", errors="replace")
    return {name: int(value) for name, value in _OWN_NUMBER.findall(text)}


def _last(show: Show) -> int:
    """The highest number that an episode or a digest states; 0 when none does."""
    heads = [_head(path) for path in show.digests.glob("*.md")]
    records = [path.read_text(encoding="utf-8", errors="replace") for path in show.feed.glob(f"*/{EPISODE_FILE}")]
    return max((int(n) for text in (*heads, *records) for n in _NUMBER.findall(text)), default=0)


def _waiting(show: Show, work: Work, last: int) -> int:
    """How many digests before this one wait for a number too, and did not when the last one was given."""
    waiting = 0
    for other in Library(show).all():
        if other.digest.resolve() == work.digest.resolve():
            break
        if other.is_own(show):
            number = _number_of(other)
            given = number == last and (other.folder / EPISODE_FILE).is_file()  # by the program, which counted them
            waiting = 0 if given else waiting + (number is None)
    return waiting


def _number_of(work: Work) -> int | None:
    """What its digest or its episode states; None where neither does; 0 for an episode that has none."""
    if found := _NUMBER.search(_head(work.digest)):
        return int(found[1])
    record = work.folder / EPISODE_FILE
    return _numbers(record).get("number", 0) if record.is_file() else None


def _head(path: Path) -> str:
    """The front matter; "" when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[:4000]
    except OSError:
        return ""
    found = re.match(r"\ufeff?---[ \t]*\n(.*?)^---", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""
