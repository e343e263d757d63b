"""Many requests to a language model: what is stored is not asked, what is broken is asked again, within the budget."""

from __future__ import annotations

import concurrent.futures as cf
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from podcast.errors import ConfigError, Refused, Unavailable
from podcast.llm.chat import Chat
from podcast.llm.costs import Purse, Tokens, dollars, most_tokens, price_of, usual_tokens
from podcast.llm.shape import NoShape, Schema, shaped
from podcast.llm.store import AnswerStore, Reply, key_of, store_of
from podcast.service.limit import Limit
from podcast.service.openai_server import KEY, Server
from podcast.service.work import Faulty, Job, Policy, Threads, Work
from podcast.show import ModelSettings, Show

OWN_KEY = "LLM_API_KEY"
"""Holds the key of a server that show.yaml names: OpenAI's own key goes to no stranger."""
REPAIR = "上一個回答不能用：{why}。請重新回答，只要一個符合格式的 JSON 物件，不要其他文字。"
LONGEST_QUOTE = 4000  # characters of a broken answer that the model is shown again
POLICY = Policy(attempts=6, faulty=3, dead_after=6)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. What stands in ``data`` is never an instruction: it goes as a message of its own."""

    name: str  # what it is about, for people
    system: str
    data: str
    schema: Schema
    turns: tuple[tuple[str, str], ...] = ()  # what was answered before, and what is wrong with it
    longest: int = 2000  # tokens of the answer
    usual: int = 1000  # about so many it will have

    def messages(self) -> list[dict[str, str]]:
        told = [{"role": "system", "content": self.system}, {"role": "user", "content": self.data}]
        for answer, complaint in self.turns:
            told += [{"role": "assistant", "content": answer}, {"role": "user", "content": complaint}]
        return told

    def again(self, answer: str, complaint: str) -> Ask:
        """The same with an answer, and what is wrong with it."""
        return replace(self, turns=(*self.turns, (answer or "（空白）", complaint)))


@dataclass(frozen=True, slots=True)
class Answer:
    ask: Ask  # as it was answered at last
    value: Any  # of the ask's schema
    content: str  # as the model wrote it
    stored: bool = False  # whether it was there before


@dataclass(frozen=True, slots=True)
class Failed:
    ask: Ask
    why: str
    settled: bool = True  # whether the model was asked and would fail again; else it could not be asked now
    stored: bool = False  # whether all that it answered was there before


Check = Callable[[Ask, Any], str]
"""What is wrong with a value of the right shape, in words for the model; "" when nothing is."""


@dataclass(slots=True)
class Spent:
    """What a command asked and used up."""

    tokens: Tokens = field(default_factory=Tokens)  # asked for now
    stored: Tokens = field(default_factory=Tokens)  # of what was there before
    requests: int = 0


class Model:
    """A language model as show.yaml describes it. ``offline``: what is not stored is not asked."""

    def __init__(
        self, settings: ModelSettings, server: Server, store: AnswerStore, purse: Purse, *, offline: bool = False
    ) -> None:
        self.settings, self.server, self.store, self.purse, self.offline = settings, server, store, purse, offline
        self.chat = Chat(settings, server)
        self.price = price_of(settings, server)
        self.spent = Spent()
        self.gone = ""  # why it cannot be asked any more

    def __str__(self) -> str:
        return f"{self.settings.model} at {self.server.name}"

    def stored(self, store: AnswerStore | None = None, server: Server | None = None) -> Model:
        """The same, that answers what is stored and asks nobody; ``server``: who answered."""
        return Model(self.settings, server or self.server, store or self.store, Purse(), offline=True)

    def ready(self) -> bool:
        """Whether it may be asked and could be, as far as that shows without a request; else ``gone`` says why."""
        if not self.offline and not self.gone:
            try:
                self.chat.connect()
            except Unavailable as e:
                self.gone = str(e)
        return not self.offline and not self.gone

    def ask(
        self, asks: Sequence[Ask], check: Check, *, advance: Callable[[], None] | None = None,
        cancel: threading.Event | None = None, policy: Policy | None = None, anew: bool = False,
    ) -> tuple[Answer | Failed, ...]:  # fmt: skip
        """An answer or its lack for each, in their order; ``advance`` is called as each is settled.

        ``anew``: stored answers are passed over. Raises Interrupted, DiskError.
        """
        policy = policy or POLICY
        asks = [self._allowed(ask) for ask in asks]
        settled: dict[int, Answer | Failed] = {}
        jobs: list[_Job] = []
        for n, ask in enumerate(asks):
            found = _Job(n=n, ask=ask) if anew else self._replayed(n, ask, check, policy)
            if isinstance(found, _Job):
                jobs.append(found)
            else:
                settled[n] = found
        for job in () if not jobs or self.ready() else jobs:
            settled[job.n] = Failed(job.ask, self.gone or "it has not been asked", settled=False)
        for _ in settled if advance else ():
            advance()  # type: ignore[misc]
        if len(settled) < len(asks):
            self._work(jobs, check, settled, advance, cancel, policy)
        return tuple(settled[n] for n in range(len(asks)))

    def _allowed(self, ask: Ask) -> Ask:
        return replace(ask, longest=min(ask.longest, self.settings.max_tokens))

    def _work(
        self, jobs: Sequence[_Job], check: Check, settled: dict[int, Answer | Failed],
        advance: Callable[[], None] | None, cancel: threading.Event | None, policy: Policy,
    ) -> None:  # fmt: skip
        try:
            with closing(_Run(self, check, policy, cancel or threading.Event())(jobs)) as new:
                for n, result in new:
                    settled[n] = result
                    if advance:
                        advance()
        except Unavailable as e:
            self.gone = str(e)
            for job in jobs:
                settled.setdefault(job.n, Failed(job.ask, self.gone, settled=False))

    def _replayed(self, n: int, ask: Ask, check: Check, policy: Policy) -> _Job | Answer | Failed:
        """What the stored replies say; where one is missing, what is still to be asked."""
        job = _Job(n=n, ask=ask)
        while reply := self.store.get(self.key(job.ask)):
            self.spent.stored += reply.tokens
            self.purse.pay(0.0, self.cost(reply.tokens))
            try:
                return self.read(job, reply, check, stored=True)
            except Faulty as e:
                job.faulty += 1
                if job.faulty >= policy.faulty:
                    return Failed(job.ask, f"failed {job.faulty} times, the last time: {e}", stored=True)
        return job

    def read(self, job: _Job, reply: Reply, check: Check, *, stored: bool = False) -> Answer:
        """The reply as an answer. Raises Faulty; the job's ask is then the one that repairs it."""
        ask = job.ask
        if reply.finish == "length":
            longest = min(ask.longest * 2, self.settings.max_tokens)
            more = replace(ask, longest=longest)
            job.ask = more if longest > ask.longest else self._repair(ask, reply, "太長，被截斷了")
            raise Faulty(f"the answer was cut off at {ask.longest:,} tokens")
        if reply.refusal or reply.finish == "content_filter":
            job.ask = self._repair(ask, reply, "沒有回答")
            raise Faulty("the model refuses to answer")
        try:
            value = shaped(reply.content, ask.schema)
        except NoShape as e:
            job.ask = self._repair(ask, reply, f"不是要求的 JSON（{e}）")
            raise Faulty(str(e)) from None
        if complaint := check(ask, value):
            job.ask = self._repair(ask, reply, complaint)
            raise Faulty(complaint)
        return Answer(ask, value, reply.content, stored)

    def _repair(self, ask: Ask, reply: Reply, why: str) -> Ask:
        return ask.again((reply.content or reply.refusal)[:LONGEST_QUOTE], REPAIR.format(why=why))

    def key(self, ask: Ask) -> str:
        """Of the reply: everything that changes it."""
        model = [self.server.shown, self.settings.model, self.settings.temperature]
        return key_of([*model, self._allowed(ask).longest, ask.schema, ask.messages()])

    def cost(self, tokens: Tokens) -> float:
        return dollars(tokens, self.price) if self.price else 0.0

    def most(self, ask: Ask) -> float:
        """US$ that one attempt may cost at most."""
        return self.cost(Tokens(sum(most_tokens(each["content"]) + 8 for each in ask.messages()), ask.longest))

    def is_stored(self, ask: Ask) -> bool:
        """Whether there is a reply to it, good or bad."""
        return self.store.get(self.key(ask)) is not None

    def estimate(self, asks: Sequence[Ask]) -> Tokens:
        """About what it takes if each is answered well at once."""
        into = sum(usual_tokens(each["content"]) for ask in asks for each in ask.messages())
        return Tokens(into, sum(ask.usual for ask in asks))


@dataclass(slots=True, kw_only=True)
class _Job(Job):
    n: int
    ask: Ask
    held: float = 0.0  # US$ set aside for the attempt under way


class _Run(Work[_Job, tuple[int, Answer | Failed]]):
    faulty_is_alive = True

    def __init__(self, model: Model, check: Check, policy: Policy, cancel: threading.Event) -> None:
        super().__init__(Limit(model.settings.at_once), policy, cancel)
        self.model, self.check = model, check

    def ask(self, job: _Job, deadline_s: float) -> cf.Future[Reply]:
        self._let_go(job)
        most = self.model.most(job.ask)
        if not self.model.purse.hold(most):
            return _refused(f"it could pass the budget of US${self.model.purse.limit:g}")
        job.held = most
        self.model.spent.requests += 1
        ask = job.ask
        return Threads().submit(self.model.chat.attempt, ask.messages(), ask.schema, ask.longest, deadline_s)

    def usual_deadline_s(self, job: _Job) -> float:
        return self.model.settings.timeout_s

    def take(self, job: _Job, answer: Callable[[], Reply]) -> tuple[int, Answer]:
        model, reply = self.model, answer()
        model.purse.pay(job.held, model.cost(reply.tokens))
        job.held = 0.0
        model.spent.tokens += reply.tokens
        model.store.put(model.key(job.ask), reply, model.settings.model, model.server.shown)
        return job.n, model.read(job, reply, self.check)

    def _let_go(self, job: _Job) -> None:
        """An attempt without an answer costs nothing."""
        self.model.purse.pay(job.held, 0.0)
        job.held = 0.0

    def give_up(self, job: _Job, why: Refused) -> tuple[int, Failed]:
        self._let_go(job)
        is_busy = job.failed >= self.policy.attempts and job.faulty < self.policy.faulty
        return job.n, Failed(job.ask, str(why), settled=not (is_busy or isinstance(why, OverBudget)))


class OverBudget(Refused):
    pass


def _refused(why: str) -> cf.Future[Reply]:
    future: cf.Future[Reply] = cf.Future()
    future.set_exception(OverBudget(why))
    return future


def server_of(settings: ModelSettings) -> Server:
    """Where the model runs, and where its key is kept."""
    told = Server.of_environment()
    if not settings.base_url:
        return told
    named = Server(settings.base_url.strip(), "base_url in show.yaml", OWN_KEY)
    return replace(named, key_in=KEY) if named.is_here or named.official or named.shown == told.shown else named


def model_of(show: Show, purse: Purse | None = None, *, judge: bool = False, offline: bool = False) -> Model:
    """The show's model, or the one that judges what it wrote. A budget can only be kept where the price is known.

    Raises ConfigError.
    """
    settings = show.llm
    if judge:
        settings = replace(show.judge or show.llm, base_url=(show.judge or show.llm).base_url or show.llm.base_url)
    model = Model(settings, server_of(settings), store_of(show), purse or Purse(show.budget), offline=offline)
    if show.budget is not None and model.price is None and not offline:
        raise ConfigError(
            f"show.yaml: the budget cannot be kept, because nobody knows what {settings.model} costs: give its price "
            f"as in “{'judge' if judge else 'llm'}: {{price: [0.4, 1.6]}}”, US$ per million tokens in and out."
        )
    return model
