"""The comparison itself: every line of a script with the items that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from podcast.facts.beside import beside
from podcast.facts.certainty import certainty
from podcast.facts.cited import Cited, Fault
from podcast.facts.doers import other_doer, siblings, stances, turned_round
from podcast.facts.figures import dates, figures
from podcast.facts.finding import Finding
from podcast.facts.foremost import foremost
from podcast.facts.names import Glossary, glossary
from podcast.facts.negation import negation
from podcast.facts.open_ends import open_ends
from podcast.facts.own_words import is_whole, rest_of
from podcast.facts.parts import parts
from podcast.facts.passages import passages
from podcast.facts.quotes import quotations
from podcast.facts.reading import Reading, read
from podcast.facts.said_of import measures
from podcast.facts.speakers import speakers
from podcast.facts.superlatives import superlatives
from podcast.facts.unsourced import unsourced
from podcast.facts.who import names, roles
from podcast.language import language_of
from podcast.model import Digest, Line, Script
from podcast.show import Show

_ALWAYS = (figures, dates, names)
"""Work across languages."""
_CHINESE = (
    measures,
    quotations,
    roles,
    turned_round,
    other_doer,
    stances,
    siblings,
    speakers,
    certainty,
    open_ends,
    parts,
    negation,
    superlatives,
    foremost,
    beside,
)


def check(script: Script, digest: Digest, show: Show | None = None) -> tuple[Finding, ...]:
    """What of ``script`` its digest does not bear, in the order of the script.

    ``show``: whose host says the lines between; None for the program's own wordings.
    """
    desk = _Desk(digest, show)
    return tuple(
        finding
        for c, chapter in enumerate(script.chapters, 1)
        for n, line in enumerate(chapter.lines, 1)
        for finding in desk.line(line, f"{c}.{n}")
    )


def check_line(
    text: str, passages: Sequence[str], *, today: date | None = None, known: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """What of one line the ``passages``, in whatever language, do not bear; the findings' place is "".

    ``today``: the day by which 去年 becomes a year. ``known``: other texts in which a name may be glossed,
    渣打銀行（Standard Chartered）. Without passages it is a line without a source.
    """
    terms = glossary(iter((*passages, *known)))
    line = read(text, terms, today)
    cited = Cited(tuple(read(p, terms, today) for p in passages), terms, today)
    faults = _faults(line, cited) if passages else unsourced(line, frozenset())
    return tuple(Finding("", fault.kind, fault.said, fault.cited) for fault in _once(faults))


class _Desk:
    """One digest, prepared as far as its lines need it."""

    def __init__(self, digest: Digest, show: Show | None) -> None:
        self.digest, self.today = digest, digest.date
        self.words = show.words if show else language_of("zh-TW")
        self.show = show
        self.passages = passages(digest)
        self._readings: dict[str, Reading] = {}

    @cached_property
    def terms(self) -> Glossary:
        """Made when a line says something of its own: the rules' lines are the digest's, word for word."""
        return glossary(text for _, text in self.digest.texts())

    @cached_property
    def own_names(self) -> frozenset[str]:
        return _own_names(self.digest, self.show, self.terms)

    def line(self, line: Line, place: str) -> Iterator[Finding]:
        for id in line.source:
            if id not in self.passages:
                yield Finding(place, "unsupported", f"cites {id}, which the digest does not have", items=line.source)
        texts = dict(pair for id in line.source for pair in self.passages.get(id, ()))
        if is_whole(line.text, texts.values()):
            return
        own = [*texts.values(), *(part for text in texts.values() for part in text.split("\n"))]
        if not (left := rest_of(line, self.digest, self.words, (*own, *self._names_of(line)))):
            return
        said = read(left, self.terms, self.today)
        faults = _faults(said, self.cited(texts)) if texts else unsourced(said, self.own_names)
        for fault in _once(faults):
            yield Finding(place, fault.kind, fault.said, fault.cited, line.source)

    def cited(self, texts: Mapping[str, str]) -> Cited:
        return Cited(tuple(map(self._read, texts.values())), self.terms, self.today)

    def _read(self, text: str) -> Reading:
        """An item's text, prepared once for all lines that cite it."""
        if text not in self._readings:
            self._readings[text] = read(text, self.terms, self.today)
        return self._readings[text]

    def _names_of(self, line: Line) -> tuple[str, ...]:
        """What a turn's speaker is called: 問, for one whom the digest calls Q."""
        return tuple(self.words.turns.values()) if line.source else ()


def _faults(line: Reading, cited: Cited) -> Iterator[Fault]:
    for look in _ALWAYS:
        yield from look(line, cited)
    chinese = Cited(tuple(text for text in cited.texts if text.is_chinese), cited.glossary, cited.today)
    if chinese.texts:
        for look in _CHINESE:
            yield from look(line, chinese)


def _once(faults: Iterator[Fault]) -> list[Fault]:
    """In the order of the line; one of a kind at a place."""
    found: dict[tuple[str, int], Fault] = {}
    for fault in faults:
        found.setdefault((fault.kind, fault.start), fault)
    return sorted(found.values(), key=lambda f: f.start)


def _own_names(digest: Digest, show: Show | None, terms: Glossary) -> frozenset[str]:
    """Names of the show and its speakers, in all their forms."""
    texts = [digest.show or ""]
    if show:
        texts += [show.title, *show.named(), *(speaker.name for speaker in show.speakers)]
    return frozenset(texts) | frozenset(name.key for text in texts for name in read(text, terms).names)
