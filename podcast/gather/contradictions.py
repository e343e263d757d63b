"""Where two outlets give different figures for the same thing: both are shown, never a mean of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.gather.figures import figures, telling
from podcast.gather.language import is_chinese
from podcast.gather.likeness import rarity, terms_of
from podcast.gather.sentences import Passage

_CLAUSE = re.compile(r"(?:[，；;。！!、：:（）()]|,(?!\d{3}))\s*|\.\s")
_UNIT = re.compile(
    r"[\d.,]+\s*(?:[兆億亿萬万千百]+|trillion|billion|million|thousand)?\s*(?:多|餘|余)?\s*([%％\u3400-\u9fff]{1,2}|[a-z]{3,})"
)
_ALIKE = 0.5  # share of the two clauses' weight that they have in common
_BESIDE, _ALIKE_BESIDE = 6, 0.3  # characters on either side of a figure, and the share of their weight
_DIFFERENT = 0.02  # of the larger value; 12.6 and 12.58 are one figure


@dataclass(frozen=True, slots=True)
class Contradiction:
    one: Passage
    other: Passage
    values: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    passage: Passage
    figure: str
    unit: str
    about: frozenset[str]
    beside: frozenset[str]  # of these, those next to the figure: of sales and of profits one may say 12% and 18%


def contradictions(found: Sequence[Passage]) -> list[Contradiction]:
    """One for each two voices that disagree on a figure; neither gives the other's anywhere. ``found``: headlines last,
    for they are shown only where no sentence says the same."""
    said = [each for passage in found for each in _said(passage)]
    values: dict[int, set[str]] = {}
    for each in said:
        told = f"{each.passage.article.title}\n{each.passage.article.text}"
        values.setdefault(each.passage.voice, set()).update(figures(told))
    out: list[Contradiction] = []
    seen: set[frozenset[int | str]] = set()
    for n, one in enumerate(said):
        for other in said[n + 1 :]:
            if (
                one.passage.voice == other.passage.voice
                or one.unit != other.unit
                or not _differ(one.figure, other.figure)
            ):
                continue
            if other.figure in values[one.passage.voice] or one.figure in values[other.passage.voice]:
                continue
            key: frozenset[int | str] = frozenset((one.figure, other.figure, one.passage.voice, other.passage.voice))
            if key not in seen and _same_thing(one, other):
                seen.add(key)
                out.append(Contradiction(one.passage, other.passage, (one.figure, other.figure)))
    return out


def disputed_figures(differing: Sequence[Contradiction]) -> frozenset[str]:
    """As `figures` has them."""
    return frozenset(value for each in differing for value in each.values)


def at_odds(one: Passage, other: Passage) -> bool:
    """Whether they give different figures, and no common one, of something counted alike: 41 萬戶 and 38 萬戶."""
    said = [counted(passage.text) for passage in (one, other)]
    for unit in said[0].keys() & said[1].keys():
        a, b = said[0][unit], said[1][unit]
        if not any(_same(x, y) for x in a for y in b):
            return True
    return False


def counted(text: str) -> dict[str, set[str]]:
    """Unit → the figures that stand before it."""
    found: dict[str, set[str]] = {}
    for match in _UNIT.finditer(text):
        if _plain(match[1]) not in "年月日號时時分":
            found.setdefault(_plain(match[1]), set()).update(list(figures(match[0]))[:1])
    return {unit: own for unit, own in found.items() if own}


def _said(passage: Passage) -> list[_Said]:
    """Each clause with one figure that tells something: the figure, what it counts, what else the clause speaks of."""
    if not is_chinese(passage.article.language):
        return []
    out = []
    for clause in _CLAUSE.split(passage.text):
        numbers = [figure for figure in figures(clause) if telling(figure) >= 0.25 and not figure.startswith("day")]
        unit = _UNIT.search(clause)
        if len(numbers) == 1 and unit:
            out.append(_Said(passage, numbers[0], _plain(unit[1]), _words(clause), _beside(clause, unit)))
    return out


def _words(text: str) -> frozenset[str]:
    return frozenset(term for term in terms_of(text) if not term.startswith("#"))


def _beside(clause: str, unit: re.Match[str]) -> frozenset[str]:
    return _words(clause[max(0, unit.start() - _BESIDE) : unit.end() + _BESIDE])


def _same_thing(one: _Said, other: _Said) -> bool:
    if _alike(one.about, other.about) < _ALIKE:
        return False
    return not (one.beside and other.beside) or _share(one.beside, other.beside) >= _ALIKE_BESIDE


def _plain(unit: str) -> str:
    from podcast.mandarin.han import simplified

    return simplified(unit[:1]) if unit > "\u2e80" else unit


def _differ(one: str, other: str) -> bool:
    if one.endswith("%") != other.endswith("%"):
        return False
    a, b = (float(each.rstrip("%")) for each in (one, other))
    return not _same(one, other) and max(a, b) <= 4 * max(min(a, b), 1e-9)


def _same(one: str, other: str) -> bool:
    a, b = (float(each.rstrip("%")) for each in (one, other))
    return abs(a - b) <= _DIFFERENT * max(abs(a), abs(b))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return _share(one, other) if len(one & other) >= min(2, len(one), len(other)) else 0.0


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    every = sum(rarity(term) for term in one | other)
    return sum(rarity(term) for term in one & other) / every if every else 0.0
