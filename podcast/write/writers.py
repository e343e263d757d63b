"""Who writes a script: the rules, or a language model that the rules stand in for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from podcast.model import Chapter, Digest, Script
from podcast.show import Show
from podcast.text import hash_of
from podcast.write.duo import cast
from podcast.write.markdown import OPEN, Told, chapter_hash
from podcast.write.parts import Part, assembled
from podcast.write.rules import parts_by_rules

if TYPE_CHECKING:  # a script by the rules needs no model's client
    from podcast.llm import Tokens
    from podcast.write.retell import Retelling, Story, Telling


@dataclass(frozen=True, slots=True)
class Written:
    """A script, chapter by chapter: ``parts`` and ``keys`` run side by side with the chapters of ``script``."""

    script: Script
    parts: tuple[Part, ...]
    keys: tuple[tuple[str, str], ...]  # (id, what the chapter hangs on)
    tellings: tuple[Telling, ...] = ()  # of the stories that a model was asked for
    stands_in: bool = False  # whether it is the rules' script, because no model could be asked for another form of it

    @property
    def told(self) -> tuple[Told, ...]:
        pairs = zip(self.keys, self.script.chapters, strict=True)
        return tuple(Told(id, key, chapter_hash(chapter)) for (id, key), chapter in pairs)


class Writer(Protocol):
    @property
    def name(self) -> str:
        """rules or llm"""

    @property
    def form(self) -> str: ...

    @property
    def style(self) -> str: ...

    def write(self, on: date | None, only: Collection[str] | None = None) -> Written:
        """The whole script; ``on`` is the day that is said. Of parts that are not in ``only`` nobody is asked."""

    def keys(self, on: date | None) -> tuple[tuple[str, str], ...]:
        """As of what it writes, before it is written; () where nothing is remembered of single chapters."""

    def unheld(self, chapters: Mapping[str, Chapter]) -> frozenset[str]:
        """Of chapters as they were written, by id, those with a line that the digest does not bear out."""


@dataclass(frozen=True, slots=True)
class RulesWriter:
    digest: Digest
    show: Show
    form: str
    style: str = "narrator"
    name: str = "rules"

    def write(self, on: date | None, only: Collection[str] | None = None) -> Written:
        rules = parts_by_rules(self.digest, self.show, self.digest.date or on, self.form)
        return _written(self.digest, self.show, cast(rules, self.show, self.style))

    def keys(self, on: date | None) -> tuple[tuple[str, str], ...]:
        return ()

    def unheld(self, chapters: Mapping[str, Chapter]) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, slots=True)
class ModelWriter:
    """The stories by a language model; opening, notice and closing stay the program's."""

    retelling: Retelling
    name: str = "llm"

    @property
    def form(self) -> str:
        return self.retelling.form

    @property
    def style(self) -> str:
        return self.retelling.style

    def write(self, on: date | None, only: Collection[str] | None = None) -> Written:
        rules, told = self._rules(on), self.retelling
        if not told.stories(rules):
            return self._rules_writer().write(on)
        found = told(rules, only)
        nobody = found.tellings and all(t.by_rules and not t.settled for t in found.tellings)
        if told.form == "short" and nobody:  # not cut by us from the long one, but as it is without a model
            whole = self._rules_writer().write(on)
            open_ = tuple((id, OPEN) for id, _ in whole.keys)
            return replace(whole, keys=open_, tellings=found.tellings, stands_in=True)
        waiting = {t.id for t in found.tellings if not t.settled}
        return replace(
            _written(told.digest, told.show, found.parts, self._of_stories(rules), waiting), tellings=found.tellings
        )

    def keys(self, on: date | None) -> tuple[tuple[str, str], ...]:
        rules = self._rules(on)
        told = [story.part for story in self.retelling.stories(rules)]
        kept = [part for part in rules if self.form == "full" or part.section is None or part in told]
        return _keys([part for part in kept if part.lines], self._of_stories(rules)) if told else ()

    def standing(self, script: Script, asked: Collection[str] = ()) -> tuple[Telling, ...]:
        """Of stories that stand in ``script`` as the rules tell them, and were not ``asked`` for now: why the model
        does not, as far as its stored answers say. Nobody is asked."""
        rules, told = self._rules(None), self.retelling
        stories = told.stories(rules)
        there = {chapter_hash(chapter) for chapter in script.chapters}
        ids = {s.id for s in stories if s.id not in asked and self._as_rules(s, len(stories)) in there}
        found = told.stored()(rules, ids).tellings if ids else ()
        gone = "what it answered is not stored any more"
        return tuple(each if each.settled else replace(each, by_rules=gone) for each in found if each.by_rules)

    def answers(self) -> frozenset[str]:
        """Keys of the stored answers that tell the digest as it is now."""
        return self.retelling.answers(self._rules(None))

    def _as_rules(self, story: Story, stories: int) -> str:
        """Hash of the chapter in which the rules tell the story."""
        from podcast.write.retell import brief

        part = story.part if self.form == "full" else brief(story, stories)
        return chapter_hash(assembled(self.retelling.digest, self.retelling.show, [part]).chapters[0])

    def unheld(self, chapters: Mapping[str, Chapter]) -> frozenset[str]:
        """Another version of the checker may find what an earlier one did not."""
        found = {story.id: story for story in self.stories() if story.id in chapters}
        return frozenset(id for id, story in found.items() if self.retelling.unheld(story, chapters[id]))

    def stories(self) -> tuple[Story, ...]:
        """Those that the model is to tell."""
        return self.retelling.stories(self._rules(None))

    def expected(self, only: Collection[str]) -> tuple[tuple[int, Tokens], ...]:
        """How many of ``only`` are to be told, and about what it takes; the same of the judge."""
        return self.retelling.expected(self.stories(), only)

    def _of_stories(self, rules: Sequence[Part]) -> dict[str, str]:
        return self.retelling.keys(self.retelling.stories(rules))

    def _rules(self, on: date | None) -> tuple[Part, ...]:
        told = self.retelling
        rules = parts_by_rules(told.digest, told.show, told.digest.date or on, "full")
        return cast(rules, told.show, told.style)

    def _rules_writer(self) -> RulesWriter:
        told = self.retelling
        return RulesWriter(told.digest, told.show, told.form, told.style)


def _written(
    digest: Digest,
    show: Show,
    parts: Sequence[Part],
    stories: dict[str, str] | None = None,
    open_: Collection[str] = (),
) -> Written:
    parts = [part for part in parts if part.lines]
    keys = tuple((id, OPEN if id in open_ else key) for id, key in _keys(parts, stories or {}))
    return Written(assembled(digest, show, parts), tuple(parts), keys)


def _keys(parts: Sequence[Part], stories: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """``stories``: section's id → key of those that a model tells. All else hangs on the lines that the rules write."""
    found = []
    for n, part in enumerate(parts):
        id = (
            part.section.id
            if part.section
            else "opening"
            if n == 0
            else "closing"
            if n == len(parts) - 1
            else f"part{n}"
        )
        lines = [[line.speaker, line.text] for line in part.lines[part.announced :]]
        found.append((id, stories.get(id) or hash_of(lines)[:12]))
    return tuple(found)
