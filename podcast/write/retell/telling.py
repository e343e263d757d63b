"""All stories at once, round by round: asked, checked, sent back with what does not hold, given up to the rules."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from podcast.llm import Answer, Ask, Failed, Model, NotedStore, Tokens
from podcast.llm.store import key_of
from podcast.model import Chapter, Digest, Line
from podcast.progress import Progress
from podcast.service.openai_server import Server
from podcast.show import Show
from podcast.text import one_line
from podcast.write.lines import fill
from podcast.write.parts import Part
from podcast.write.retell.judge import ask_judge, judged, wrong_verdicts
from podcast.write.retell.problems import Facts, Problem, complaint, problems_of, wrong_form
from podcast.write.retell.prompts import prompt
from podcast.write.retell.story import Story, ask_of, brief, lines_of, story_of, whole_part

SENT_BACK = 2
"""How often a telling with problems goes back to the model."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a story came to be told."""

    id: str  # of its section
    heading: str
    by_rules: str = ""  # why the rules tell it; "" where the model does
    settled: bool = True  # False: the model, or the judge, could not be asked, and may be another time
    sent_back: int = 0
    unjudged: str = ""  # why the judge said nothing, where there is one


@dataclass(frozen=True, slots=True)
class Retold:
    parts: tuple[Part, ...]
    tellings: tuple[Telling, ...]


@dataclass(slots=True)
class _Try:
    """A story on its way."""

    story: Story
    ask: Ask
    lines: tuple[Line, ...] = ()
    telling: Telling | None = None
    content: str = ""  # of the last answer
    sent_back: int = 0
    stored: bool = True  # whether every answer so far was there before
    unjudged: str = ""
    judgement_waits: bool = False


@dataclass(frozen=True, slots=True)
class Retelling:
    """One script's writing. ``anew``: stories that the model failed at, as stored answers tell, are asked once more."""

    digest: Digest
    show: Show
    form: str
    style: str
    model: Model
    facts: Facts
    judge: Model | None = None
    progress: Progress | None = None
    cancel: threading.Event | None = None
    anew: bool = False

    def stored(self) -> Retelling:
        """The same from stored answers alone, in silence."""
        judge = self.judge.stored() if self.judge else None
        return replace(self, model=self.model.stored(), judge=judge, progress=None, anew=False)

    def answers(self, parts: Sequence[Part]) -> frozenset[str]:
        """Keys of the stored answers that tell ``parts``, those that do not hold too, whoever gave them."""
        noted = NotedStore(self.model.store.root)
        own = (self.model.server, *((self.judge.server,) if self.judge else ()))
        servers = dict.fromkeys((*own, *map(Server, sorted(noted.servers()))))
        for server, other in product(servers, servers if self.judge else own):
            judge = self.judge.stored(noted, other) if self.judge else None
            replace(self, model=self.model.stored(noted, server), judge=judge, progress=None, anew=False)(parts)
        return frozenset(noted.found)

    def stories(self, parts: Sequence[Part]) -> tuple[Story, ...]:
        """Those that the model may tell. The short form tells the stories themselves, not the highlights of them."""
        presenters = self.show.presenters(self.style)
        found = (story_of(part, self.digest, presenters) for part in parts)
        return tuple(s for s in found if s and (self.form == "full" or s.section.kind != "highlights"))

    def asks(self, stories: Sequence[Story]) -> tuple[Ask, ...]:
        return tuple(ask_of(story, self.show, self.form, len(stories)) for story in stories)

    def keys(self, stories: Sequence[Story]) -> dict[str, str]:
        """Section's id → what its telling hangs on: the story, the model and the one that judges, prompts, hosts."""
        judge = f"{self.judge.settings.model} {prompt(self.show.root, 'judge')}" if self.judge else ""
        asks = zip(stories, self.asks(stories), strict=True)
        return {story.id: key_of([self.model.key(ask), judge])[:12] for story, ask in asks}

    def unheld(self, story: Story, chapter: Chapter) -> bool:
        """Whether a chapter that was written for the story, as it is now, has a line that it does not bear out."""
        rules = {line.text for line in story.part.lines}
        lines = [line for line in chapter.lines if line.text not in rules]
        return any(problem.line for problem in problems_of(story, lines, self.digest, self.facts, self.form))

    def expected(self, stories: Sequence[Story], only: Collection[str]) -> tuple[tuple[int, Tokens], ...]:
        """Of ``only``, ids of sections, how many are to be told and about what it takes if all is well; the same of the
        judge."""
        pairs = zip(stories, self.asks(stories), strict=True)
        waiting = [(story, ask) for story, ask in pairs if story.id in only]
        asks = [ask for _, ask in waiting if not self.model.is_stored(ask)]
        told = len(asks), self.model.estimate(asks)
        if not self.judge:
            return (told,)
        judged = [ask_judge(story, story.part.lines[story.part.announced :], self.show) for story, _ in waiting]
        return told, (len(judged), self.judge.estimate(judged))

    def __call__(self, parts: Sequence[Part], only: Collection[str] | None = None) -> Retold:
        """``parts``: the whole script by rules, in the full form; ``only``: ids of the sections that matter, None: all.

        Raises ConfigError, Interrupted.
        """
        stories = self.stories(parts)
        asks = zip(stories, self.asks(stories), strict=True)
        tries = [_Try(story, ask) for story, ask in asks if only is None or story.id in only]
        self._tell_where_it_goes([each.ask for each in tries])
        self._rounds(tries, len(stories), anew=False)
        if self.anew and (failed := [t for t in tries if t.stored and t.telling and t.telling.by_rules]):
            for each in failed:
                each.telling, each.sent_back, each.lines = None, 0, ()
                each.ask = ask_of(each.story, self.show, self.form, len(stories))
            self._rounds(failed, len(stories), anew=True)
        return Retold(self._parts(parts, tries, len(stories)), tuple(t.telling for t in tries if t.telling))

    def _tell_where_it_goes(self, asks: Sequence[Ask]) -> None:
        """Before a word leaves, not after."""
        missing = sum(not self.model.is_stored(ask) for ask in asks)
        if missing and self.progress and self.model.ready():
            text = "the text of 1 story goes" if missing == 1 else f"the text of {missing} stories goes"
            judge = f"; judged by {self.judge}" if self.judge else ""
            here = ", which is this machine" if self.model.server.is_here else ""
            self.progress.note(f"writer: {self.model.settings.model}; {text} to {self.model.server.name}{here}{judge}")

    def _parts(self, parts: Sequence[Part], tries: Sequence[_Try], stories: int) -> tuple[Part, ...]:
        told = {}
        for each in tries:
            if each.telling and not each.telling.by_rules:
                told[each.story.id] = whole_part(each.story, each.lines, self.form)
            elif self.form == "short":
                told[each.story.id] = brief(each.story, stories)
        if self.form == "short":
            parts = [part for part in parts if part.section is None or part.section.id in told]
        return tuple(told.get(part.section.id, part) if part.section else part for part in parts)

    def _rounds(self, tries: Sequence[_Try], stories: int, anew: bool) -> None:
        for n in range(1 + SENT_BACK):
            waiting = [each for each in tries if each.telling is None]
            if not waiting:
                return
            if self.progress:
                back = f", {len(waiting)} sent back" if n else ""
                self.progress.stage(f"寫稿 writing: {self.model}{back}")
            self._ask(waiting, stories, anew)
            self._check([each for each in waiting if each.telling is None], anew)

    def _ask(self, waiting: Sequence[_Try], stories: int, anew: bool) -> None:
        by_data = {each.ask.data: each.story for each in waiting}

        def check(ask: Ask, value: Any) -> str:
            return wrong_form(by_data[ask.data], value, self.show.language, self.form, stories)

        answered = 0

        def advance() -> None:
            nonlocal answered
            answered += 1
            if self.progress:
                self.progress.advance(answered, len(waiting))

        asks = [each.ask for each in waiting]
        results = self.model.ask(asks, check, advance=advance, cancel=self.cancel, anew=anew)
        for each, result in zip(waiting, results, strict=True):
            each.ask = result.ask
            each.stored = each.stored and result.stored
            if isinstance(result, Failed):
                each.telling = Telling(each.story.id, each.story.heading, result.why, result.settled, each.sent_back)
            else:
                self._take(each, result)

    def _take(self, each: _Try, answer: Answer) -> None:
        each.content = answer.content
        each.lines = lines_of(each.story, answer.value)

    def _check(self, answered: Sequence[_Try], anew: bool) -> None:
        """Accept what holds; send back, or give up, what does not."""
        found = {t.story.id: problems_of(t.story, t.lines, self.digest, self.facts, self.form) for t in answered}
        clean = [each for each in answered if not found[each.story.id]]
        if self.judge and clean:
            found |= self._judged(clean, self.judge, anew)
        for each in answered:
            problems = found[each.story.id]
            story = each.story
            if not problems:
                settled = not each.judgement_waits
                each.telling = Telling(story.id, story.heading, "", settled, each.sent_back, each.unjudged)
            elif each.sent_back == SENT_BACK:
                why = "; ".join(one_line(str(problem), 120) for problem in problems[:3])
                each.telling = Telling(story.id, story.heading, why, True, each.sent_back)
            else:
                told = fill(prompt(self.show.root, "again"), problems=complaint(story, problems, each.lines))
                each.ask = each.ask.again(each.content, told)
                each.sent_back += 1

    def _judged(self, clean: Sequence[_Try], judge: Model, anew: bool) -> dict[str, tuple[Problem, ...]]:
        asks = [ask_judge(each.story, each.lines, self.show) for each in clean]
        results = judge.ask(asks, wrong_verdicts, cancel=self.cancel, anew=anew)
        found: dict[str, tuple[Problem, ...]] = {}
        for each, result in zip(clean, results, strict=True):
            if isinstance(result, Failed):
                each.unjudged, each.judgement_waits = result.why, not result.settled
            found[each.story.id] = judged(each.lines, result.value) if isinstance(result, Answer) else ()
        return found
