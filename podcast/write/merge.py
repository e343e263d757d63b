"""A script and a digest that changed after it: the stories that changed are written anew, each alone.

What an editor touched stays; a story that only has another place now is neither told nor asked for anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from podcast.model import Chapter, Line, Script
from podcast.write.markdown import Told, chapter_hash
from podcast.write.writers import Written


@dataclass(frozen=True, slots=True)
class Merger:
    """``script`` as it stands, ``told`` as it was written, ``keys`` of what would be written now."""

    script: Script
    told: tuple[Told, ...]
    keys: tuple[tuple[str, str], ...]
    unheld: frozenset[str] = frozenset()  # ids of chapters that have to be written anew though they hang on the same

    @property
    def _by_hash(self) -> Mapping[str, Told]:
        return {each.written: each for each in self.told}

    @property
    def _new_ids(self) -> Mapping[str, str]:
        """Old id → new one, of chapters whose telling hangs on the same as before."""
        now = {key: id for id, key in self.keys}
        return {each.id: now[each.key] for each in self.told if each.key in now and each.id not in self.unheld}

    def _of(self, chapter: Chapter) -> tuple[Told | None, bool]:
        """What is remembered of it, and whether it stands as it was written."""
        if known := self._by_hash.get(chapter_hash(chapter)):
            return known, True
        cited = Counter(id.partition(".")[0] for line in chapter.lines for id in line.source)
        ids = {each.id: each for each in self.told}
        first = next((ids[id] for id, _ in cited.most_common() if id in ids), None)
        return first, False

    def due(self) -> frozenset[str]:
        """Ids of the parts that are to be written anew: new, or changed and not an editor's."""
        known = {each.key for each in self.told if each.id not in self.unheld}
        edited = {
            told.id for chapter in self.script.chapters for told, whole in [self._of(chapter)] if told and not whole
        }
        there = {told.id for chapter in self.script.chapters for told, _ in [self._of(chapter)] if told}
        kept = {self._new_ids.get(id, id) for id in edited}
        gone = {each.id for each in self.told} - there  # chapters that the editor deleted stay deleted
        return frozenset(id for id, key in self.keys if key not in known and id not in kept | gone)

    def stale(self) -> tuple[str, ...]:
        """Titles of the chapters that an editor changed and whose part of the digest changed too."""
        found = []
        for chapter in self.script.chapters:
            told, whole = self._of(chapter)
            if told and not whole and told.id not in self._new_ids:
                found.append(chapter.title)
        return tuple(found)

    def merged(self, fresh: Written) -> tuple[Script, tuple[Told, ...]]:
        """The script with ``fresh`` in the places that are due, and what is to be remembered of it."""
        due, new_ids = self.due(), self._new_ids
        at = {id: n for n, (id, _) in enumerate(fresh.keys)}
        done: list[tuple[Chapter, Told | None, str]] = []  # chapter, what is remembered of it, its new id
        for chapter in self.script.chapters:
            told, whole = self._of(chapter)
            if told is None or not whole:
                id = new_ids.get(told.id, told.id) if told else ""
                done.append((_renumbered(chapter, told.id, id) if told else chapter, told and replace(told, id=id), id))
            elif told.id in new_ids:
                id = new_ids[told.id]
                chapter = _announced(_renumbered(chapter, told.id, id), fresh, at.get(id))
                done.append((chapter, Told(id, told.key, chapter_hash(chapter)), id))
            elif told.id in due:
                done.append(self._new(fresh, told.id, at))
        for id, _ in fresh.keys:
            if id in due and id not in {each[2] for each in done}:
                done.insert(_place(id, [each[2] for each in done], list(at)), self._new(fresh, id, at))
        return replace(self.script, chapters=tuple(each[0] for each in done)), tuple(t for _, t, _ in done if t)

    def _new(self, fresh: Written, id: str, at: Mapping[str, int]) -> tuple[Chapter, Told | None, str]:
        return fresh.script.chapters[at[id]], fresh.told[at[id]], id


def _place(id: str, there: Sequence[str], order: Sequence[str]) -> int:
    """Where a new chapter stands: behind the nearest of those that come before it."""
    before = [there.index(each) for each in order[: order.index(id)] if each in there]
    return max(before, default=-1) + 1


def _renumbered(chapter: Chapter, old: str, new: str) -> Chapter:
    if old == new:
        return chapter
    return replace(chapter, lines=tuple(_cites(line, old, new) for line in chapter.lines))


def _cites(line: Line, old: str, new: str) -> Line:
    ids = (new + id[len(old) :] if id == old or id.startswith(f"{old}.") else id for id in line.source)
    return replace(line, source=tuple(ids))


def _announced(chapter: Chapter, fresh: Written, at: int | None) -> Chapter:
    """A story that has another place is announced as what it is now."""
    part = fresh.parts[at] if at is not None else None
    if part is None or part.announced != 1:
        return chapter
    first = chapter.lines[0]
    return replace(chapter, lines=(replace(first, text=part.lines[0].text), *chapter.lines[1:]))
