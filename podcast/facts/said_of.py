"""Whether a figure or a date of a line is said of what the digest says it of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from podcast.facts.amounts import Amount
from podcast.facts.beside import plain
from podcast.facts.cited import Cited, Fault, short
from podcast.facts.days import Moment, borne
from podcast.facts.matching import same_unit, supports
from podcast.facts.reading import Clause, Reading, weight
from podcast.facts.tables import FUNCTION
from podcast.facts.who import ROLE
from podcast.mandarin.words import words


def _window(text: Reading, clause: Clause, amount: Amount) -> tuple[frozenset[str], frozenset[str], tuple[Moment, ...]]:
    """Content, names and dates between the figure before and this one, and a little behind it."""
    before = max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start)
    after = min((a.start for a in clause.amounts if a.start >= amount.end), default=clause.end)
    part = text.text[before : amount.start] + " " + text.text[amount.end : min(after, amount.end + 8)]
    inner = Clause(
        part, before, before + len(part), 0, (),
        tuple(m for m in clause.moments if before <= m.start < amount.start),
        tuple(x for x in clause.names if before <= x.start < min(after, amount.end + 8)),
    )  # fmt: skip
    plain = Clause(text.text[before : amount.start], before, amount.start, 0, (), inner.moments, inner.names)
    tail = Clause(
        text.text[amount.end : min(after, amount.end + 8)],
        amount.end,
        min(after, amount.end + 8),
        0,
        (),
        (),
        inner.names,
    )
    return plain.grams | tail.grams, inner.keys, inner.moments


def _score(
    a: tuple[frozenset[str], frozenset[str], tuple[Moment, ...]],
    b: tuple[frozenset[str], frozenset[str], tuple[Moment, ...]],
    cited: Cited,
) -> int:
    days = sum(borne(m, b[2], cited.today) for m in a[2])
    clash = sum(not borne(m, b[2], cited.today) for m in a[2]) if a[2] and b[2] else 0
    return weight(a[0] & b[0]) + 3 * len(a[1] & b[1]) + 4 * days - 3 * clash


def _of_another(line: Reading, clause: Clause, n: int, cited: Cited) -> Fault | None:
    """毛利率 33.9 % where the digest has that for the revenue: another figure's words stand round this one."""
    amount = clause.amounts[n]
    if _end_of(line, clause, amount) and len(clause.amounts) > 1:
        return None  # 從 3.42 降到 3.35%: _other_end looks at it
    mine = _window(line, clause, amount)
    whole = _wide(line, clause)
    best = rival = -99
    near: frozenset[str] = frozenset()
    rival_text = ""
    held = ""
    homes = [c for c in cited.clauses if any(supports(s, amount) for s in c.amounts)]
    for text in cited.texts:
        for source_clause in text.clauses:
            for source in source_clause.amounts:
                window = _window(text, source_clause, source)
                score = 2 * _score(mine, window, cited) + _score(whole, _wide(text, source_clause), cited)
                if source_clause in homes and not supports(source, amount):
                    continue  # both stand in one clause: _turned looks at them
                if supports(source, amount):
                    if score > best:
                        best, held = score, source_clause.text
                elif not supports(amount, source) and score - (0 if _rivals(source, amount) else 9) > rival:
                    rival, rival_text = score - (0 if _rivals(source, amount) else 9), source_clause.text
                    near = _beside(line, clause, amount) & _beside(text, source_clause, source)
    if (
        best > -99
        and near - frozenset(g for c in homes if c.text == held for g in (*c.grams, *c.keys))
        and not _told_by(line, clause, amount, held, rival_text)
        and rival >= best + 6
        and _score_text(mine) > 0
    ):
        return Fault("figure", amount.start, short(clause.text.strip(), 40), short(held or rival_text))
    return None


def _beside(text: Reading, clause: Clause, amount: Amount) -> frozenset[str]:
    """The pairs of characters and the names that stand right beside a figure."""
    before = max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start)
    start, end = max(before, amount.start - 10), min(clause.end, amount.end + 8)
    names = frozenset(n.key for n in clause.names if not n.loose and start - 12 <= n.start < amount.end + 12)
    sides = text.text[start : amount.start], text.text[amount.end : end]
    return names | frozenset(g for side in sides for g in Clause(side, 0, 0, 0).grams if len(g) > 1)


def _told_by(line: Reading, clause: Clause, amount: Amount, home: str, other: str) -> bool:
    """Whether the words right before the figure are those of its home, and not of another figure."""
    start = max(clause.start, amount.start - 12)
    label = line.text[start : amount.start] + "　" + line.text[amount.end : min(clause.end, amount.end + 8)]
    telling = [label[a:b] for a, b in words(label) if b - a > 1 and label[a:b] not in plain()]
    mine = sum(w in home and w not in other for w in telling)
    return mine > sum(w in other and w not in home for w in telling)


def date_of_another(clause: Clause, moment: Moment, cited: Cited) -> Fault | None:
    """上一次奪冠是 1999 年, where that is the year of something else."""
    homes = [c for c in cited.clauses if borne(moment, c.moments, cited.today)]
    others = [c for c in cited.clauses if c.moments and c not in homes]
    if not homes or not others or moment.year is None:
        return None

    def shared(source: Clause) -> int:
        return weight(clause.grams & source.grams)

    best, rival = max(homes, key=shared), max(others, key=shared)
    if shared(rival) >= shared(best) + 3 and any(m.year for m in rival.moments):
        return Fault("date", moment.start, short(clause.text.strip(), 40), short(best.text.strip()))
    return None


def _of_somebody_else(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """Alphabet 漲 3.8 % where that is Apple's, and Alphabet has a figure of the same sort beside it."""
    mine = frozenset(n.key for n in clause.names if n.start < amount.start)
    homes = [c for c in cited.clauses if any(supports(s, amount) for s in c.amounts)]
    if not mine or not homes or any(not c.keys or c.keys & mine for c in homes):
        return None
    for other in cited.clauses:
        if other.keys & mine and any(s.unit == amount.unit and not supports(s, amount) for s in other.amounts):
            return Fault("figure", amount.start, short(clause.text.strip(), 40), short(homes[0].text.strip()))
    return None


def _other_subject(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """喝茶的人低了 20 % where that is told of 喝可樂的人, and of 喝茶 something else."""
    mine = _subject(clause)
    homes = [c for c in cited.clauses if any(supports(s, amount) for s in c.amounts)]
    if not mine or not homes or mine in "".join(_sentence_of(c, cited) for c in homes):
        return None
    theirs = [_subject(c) for c in homes]
    if any(not t or t in line.text or ROLE.fullmatch(t) for t in theirs):
        return None
    if any(_subject(c) == mine for c in cited.clauses if c not in homes):
        return Fault("figure", amount.start, short(clause.text.strip(), 40), short(homes[0].text.strip()))
    return None


_WHOLE = (
    (re.compile(r"全[台臺國]|台灣全島"), re.compile(r"全[台臺國]|[台臺]灣|國內")),
    (re.compile(r"全球|全世界|世界各"), re.compile(r"全球|世界|國際|各國")),
    (re.compile(r"全美"), re.compile(r"全?美")),
    (re.compile(r"全歐"), re.compile(r"歐")),
)


def _of_all(clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """全台 4 萬棟 where the digest has 六都: of more than it is told of."""
    for wide, alike in _WHOLE:
        if wide.search(clause.text) and not alike.search(cited.whole):
            return Fault("figure", amount.start, short(clause.text.strip(), 40))
    return None


_MEASURES = tuple(
    map(
        re.compile,
        (
            "市值|身價|估值",
            "營收|收入|營業額|銷售額|業績",
            "獲利|淨利|盈餘|利潤|淨收入",
            "毛利",
            "股價|股票|收盤|漲|跌",
            "負債|債務|欠",
            "匯率|升值|貶值",
            "失業",
            "支持率|民調",
            "產能|產量|生產",
            "年薪|薪資|薪水|月薪|加薪",
            "出貨|銷量|賣出|賣了|銷售",
        ),
    )
)
"""Words for the same measure."""
_OF_MEASURE = re.compile(
    "市值|身價|估值|營收|營業額|銷售額|獲利|淨利|盈餘|毛利率?|股價|負債|匯率|失業率|支持率"
    "|產能|產量|年薪|薪資|月薪|銷量|出貨量"
)


def measures(line: Reading, cited: Cited) -> Iterator[Fault]:
    """NVIDIA 的市值 where the digest tells of its 營收 only: what is measured is another thing."""
    for clause in line.clauses:
        for found in _OF_MEASURE.finditer(clause.text):
            group = next((g for g in _MEASURES if g.search(found.group())), None)
            if group and not group.search(cited.whole) and (clause.amounts or clause.keys):
                yield Fault("figure", clause.start + found.start(), short(clause.text.strip(), 40))


_SPEED = re.compile(r"速度|時間|效率|成本|品質|準確率|錯誤率|人數|次數")


def _other_measure(clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """速度提升了 26.5 % where the digest has that for something else."""
    found = _SPEED.search(clause.text[: amount.start - clause.start])
    if found and found.group() not in cited.whole and found.group()[0] not in cited.whole:
        return Fault("figure", amount.start, short(clause.text.strip(), 40))
    return None


_EVERY = re.compile(
    r"每(?:一|個|隔)?\s?(天|日|月|年|週|周|星期|禮拜|小時|分鐘|秒|季|股|坪|戶|輛|台|間|家|名|位|張|噸"
    r"|桶|公里|公頃|公斤|晚|堂|集|顆|杯|人|次|度)"
)
_SAME_EVERY = {"天": "天日", "日": "天日", "週": "週周星禮", "周": "週周星禮", "星期": "週周星禮", "禮拜": "週周星禮"}


def _other_rate(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """每天 40 次 where the digest has 每月 40 次."""
    found = _EVERY.search(clause.text)
    if not found or not _EVERY.search(cited.whole):
        return None
    words_ = _SAME_EVERY.get(found[1], found[1][:1])
    if any(c in cited.whole for c in words_):
        return None
    return Fault(
        "figure",
        amount.start,
        short(clause.text.strip(), 40),
        "、".join(m.group() for m in _EVERY.finditer(cited.whole)),
    )


_MORE_THAN = re.compile(
    r"(?:比|較)[^，。]{1,14}?(?:高|低|多|少|快|慢|貴|便宜|大|小|長|短|增|減|成長|漲|跌)[了出約近]{0,2}\s?$"
)
_COMPARES = re.compile(
    r"比|較|增|減|成長|衰退|高出|低了|漲|跌|降|升|差|少了|多了|翻|回升|下滑|\bup\b|\bdown\b|rose|fell|than"
)


def _compared(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """比前一代高了 41.6 % where the digest has 41.6 % and no difference."""
    if not _MORE_THAN.search(line.text[clause.start : amount.start]):
        return None
    homes = [(t, c) for t in cited.texts for c in t.clauses if any(supports(s, amount) for s in c.amounts)]
    if not homes or any(_COMPARES.search(c.text) for _, c in homes):
        return None
    return Fault("figure", amount.start, short(clause.text.strip(), 40), short(homes[0][1].text.strip()))


def _with_another(clause: Clause, n: int, cited: Cited) -> Fault | None:
    """50 歲以上的保護力是 27.4 %, where 27.4 % is told of 65 歲以上."""
    amount = clause.amounts[n]
    homes = [c for c in cited.clauses if any(supports(s, amount) for s in c.amounts)]
    for other in clause.amounts[:n]:
        if other.unit == amount.unit or any(_is_same(s, other) for c in homes for s in c.amounts):
            continue
        if homes and all(any(s.unit == other.unit for s in c.amounts) for c in homes):
            return Fault("figure", amount.start, short(clause.text.strip(), 40), short(homes[0].text.strip()))
    return None


def _is_same(source: Amount, said: Amount) -> bool:
    rounded = source.unit == said.unit and not source.bound and supports(source, said)
    return source.low == said.low or rounded


def _sentence_of(clause: Clause, cited: Cited) -> str:
    """The clause with the one before it in its sentence, which may hold its subject."""
    for text in cited.texts:
        for before, this in pairwise(text.clauses):
            if this is clause and before.sentence == clause.sentence:
                return before.text + clause.text
    return clause.text


def _subject(clause: Clause) -> str:
    """The first word of a clause that says something."""
    found = (clause.text[a:b] for a, b in words(clause.text) if b - a > 1)
    return next((w for w in found if w not in plain() and not set(w) <= FUNCTION), "")


_FROM = re.compile(r"(?:從|由(?!於)|自(?!己)|原本|原先|本來|原為|一開始)[^，。]{0,14}$|\bfrom\b[^,.]{0,20}$")
_TO = re.compile(r"(?:到|至|成|為|剩|變成|來到|達|\bto)\s?(?:了|約|大約|將近)?$")


def _other_end(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    """From 4.3 to 4.2 % where the digest has it the other way."""
    mine = _end_of(line, clause, amount)
    theirs = [
        _end_of(text, c, s) for text in cited.texts for c in text.clauses for s in c.amounts if supports(s, amount)
    ]
    if mine and theirs and all(t and t != mine for t in theirs):
        held = next(c.text for c in cited.clauses if any(supports(s, amount) for s in c.amounts))
        return Fault("figure", amount.start, short(clause.text.strip(), 40), short(held.strip()))
    return None


def _end_of(text: Reading, clause: Clause, amount: Amount) -> str:
    """Whether a change begins or ends at a figure; "" where that is not said."""
    before = text.text[
        max((a.end for a in clause.amounts if a.end <= amount.start), default=clause.start) : amount.start
    ]
    if _TO.search(before.rstrip()):
        return "to"
    return "from" if _FROM.search(before) else ""


def _score_text(window: tuple[frozenset[str], frozenset[str], tuple[Moment, ...]]) -> int:
    return weight(window[0]) + len(window[1]) + len(window[2])


def _rivals(source: Amount, said: Amount) -> bool:
    return source.unit == said.unit or same_unit(source.unit, said.unit) or same_unit(said.unit, source.unit)


def _wide(text: Reading, clause: Clause) -> tuple[frozenset[str], frozenset[str], tuple[Moment, ...]]:
    return clause.grams, clause.keys, clause.moments


def said_of_another(line: Reading, clause: Clause, n: int, cited: Cited) -> Fault | None:
    """The n-th figure of a clause, which the digest has, but for something else."""
    amount = clause.amounts[n]
    return (
        _other_end(line, clause, amount, cited)
        or _of_another(line, clause, n, cited)
        or _of_somebody_else(line, clause, amount, cited)
        or _other_subject(line, clause, amount, cited)
        or _other_rate(line, clause, amount, cited)
        or _compared(line, clause, amount, cited)
        or _with_another(clause, n, cited)
        or _of_all(clause, amount, cited)
        or _other_measure(clause, amount, cited)
    )
