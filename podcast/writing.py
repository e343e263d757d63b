"""Who writes one script: the rules, or the language model that show.yaml or the command asks for."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcast.library import Work
from podcast.model import Digest, Script
from podcast.progress import Progress
from podcast.show import Show

if TYPE_CHECKING:
    from podcast.llm import Model
    from podcast.write import Chosen, Refreshed, Writer
    from podcast.write.retell import Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a script is to be written; None: as it was chosen for it before, else as the show has it."""

    form: str | None = None  # full or short; None: that of the published episode, else the show's
    style: str | None = None  # narrator or duo
    writer: str | None = None  # rules or llm
    rewrite: bool = False
    anew: bool = False  # ask a language model once more for what it failed at


@dataclass(frozen=True, slots=True)
class Desk:
    """The writer of one script, and what became of his work, in words."""

    writer: Writer
    chosen: Chosen
    models: tuple[Model, ...] = ()  # the writer's, and the judge's
    other: str = ""  # options that ask for another script than stands there; "" where none does
    before: bool = False  # whether a model was asked for the script that stands there

    def by(self, found: Refreshed) -> str:
        """Who wrote, for people: the model, unless the rules told all."""
        by_rules = not self.models or (found.tellings and all(each.by_rules for each in found.tellings))
        return "the rules" if by_rules else self.models[0].settings.model

    def told(self, found: Refreshed) -> Iterator[str]:
        """Sentences about what was asked for in vain, stories that a model did not tell, now or before, and those that
        an editor keeps."""
        from podcast.write import ModelWriter

        if self.other and found.outcome in ("unchanged", "kept", "kept-merged", "kept-edited-stale"):
            yield f"the script stays as it is: {self.other} is for one that is written anew, --rewrite does that"
        if not isinstance(self.writer, ModelWriter):
            return
        asked = [each.id for each in found.tellings]
        before = self.writer.standing(found.script, asked) if self.before else ()
        now = (each for each in found.tellings if each.settled or not self.models[0].offline)
        by_rules = [each for each in (*now, *before) if each.by_rules]
        reasons = {each.by_rules for each in by_rules}
        if len(by_rules) > 1 and len(reasons) == 1:
            whose = "all stories" if len(by_rules) == len(self.writer.stories()) else f"{len(by_rules)} stories"
            yield f"{whose} told by the rules, not by {self.models[0].settings.model}: {reasons.pop()}"
        else:
            for each in by_rules:
                yield f"{each.id} “{each.heading}” is told by the rules: {each.by_rules}"
        if any(each.settled for each in by_rules):
            yield f"podcast script {shlex.quote(self.writer.retelling.digest.slug)} --again asks the model once more"
        for each in found.tellings:
            if each.unjudged:
                yield f"{each.id} “{each.heading}” was not judged: {each.unjudged}"
        for title in found.stale:
            yield f"“{title}” changed in the digest after you edited it: yours is spoken; --rewrite writes all anew"

    def cost(self) -> str:
        """What was asked now, and what it took; "" where nothing was."""
        asked = [model for model in self.models if model.spent.requests]
        return "; ".join(map(_cost, asked))

    def estimate(self, waiting: Collection[str]) -> Iterator[tuple[str, str]]:
        """(label, text): whom the telling of the stories ``waiting`` would ask, and what it would take."""
        from podcast.write import ModelWriter

        if not isinstance(self.writer, ModelWriter) or not waiting:
            return
        for model, (n, tokens) in zip(self.models, self.writer.expected(waiting), strict=True):
            is_writer = model is self.models[0]
            of = f"{n} of {len(self.writer.stories())} stories still to {'tell' if is_writer else 'judge'}, "
            price = f"about US${model.cost(tokens):.4f}" if model.price else "price unknown; give it in show.yaml"
            price = "nothing" if model.price == (0.0, 0.0) else price
            told = f"{model}: {of}about {tokens.into:,} tokens in, {tokens.out:,} out; {price}"
            yield "writer" if is_writer else "judge", told


def _cost(model: Model) -> str:
    spent = model.spent
    price = f"US${model.cost(spent.tokens):.4f}" if model.price else "price unknown"
    if model.price == (0.0, 0.0):
        price = "nothing"
    of = f" of a budget of US${model.purse.limit:g} for this script" if model.purse.limit is not None else ""
    before = f", answers stored before: US${model.cost(spent.stored):.4f}" if spent.stored.out and model.price else ""
    requests = "1 request" if spent.requests == 1 else f"{spent.requests} requests"
    return f"{price}{of} ({model}: {requests}, {spent.tokens.into:,} tokens in, {spent.tokens.out:,} out{before})"


def writing_desk(
    show: Show, work: Work, digest: Digest, form: str, wanted: Wanted, *, ask: bool, progress: Progress | None
) -> Desk:
    """``ask``: whether a model may be asked for what is not stored. Raises ConfigError, ScriptError."""
    from podcast.write import Chosen, ModelWriter, RulesWriter, stamp_at

    before = stamp_at(work.script)
    chosen = Chosen(wanted.writer or before.writer, wanted.style or before.style)
    name, style = chosen.writer or show.writer, chosen.style or show.style
    stands = {"writer": before.writer or show.writer, "style": before.style or show.style, "form": before.form}
    asked = {"writer": wanted.writer, "style": wanted.style, "form": wanted.form}
    other = " ".join(f"--{key} {value}" for key, value in asked.items() if value and value != stands[key])
    show.presenters(style)  # told before anything is asked
    if name != "llm":
        return Desk(RulesWriter(digest, show, form, style), chosen, other=other)
    from podcast.llm import Purse, model_of
    from podcast.write.retell import Retelling

    purse = Purse(show.budget)
    model = model_of(show, purse, offline=not ask)
    judge = model_of(show, purse, judge=True, offline=not ask) if show.judge else None

    def check(script: Script, digest: Digest) -> Sequence[Problem]:
        return facts(script, digest, show)

    retelling = Retelling(digest, show, form, style, model, check, judge, progress, anew=wanted.anew)
    return Desk(ModelWriter(retelling), chosen, (model, judge) if judge else (model,), other, bool(before.told))


def facts(script: Script, digest: Digest, show: Show) -> Sequence[Problem]:
    """What the checker finds in a script of one chapter, line by line, and what the script does not tell."""
    from podcast.facts import check, untold
    from podcast.write.retell import Problem

    lines = [
        Problem(int(found.place.rpartition(".")[2]), found.kind, found.said, found.cited)
        for found in check(script, digest, show)
    ]
    return [*lines, *(Problem(0, found.kind, found.place, found.cited) for found in untold(script, digest))]
