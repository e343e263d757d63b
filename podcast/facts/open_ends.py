"""What the digest leaves open, told as settled: by its figure, by a verb that is over, without its 最快."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.cited import Cited, Fault, short
from podcast.facts.days import borne
from podcast.facts.matching import supports
from podcast.facts.reading import Clause, Reading, likeness, shared_runs, weight

_MAYBE = (
    r"可能|或許|也許|恐怕|恐(?!怖|慌|龍|懼)|說不定|不一定|不確定|有機會|有望|可望|疑似|最快|最早|力拚"
    r"|不排除|沒有?排除|尚待|未定"
)
_MEANT = (
    rf"{_MAYBE}|打算|預計|預定|計[畫劃]|準備(?!好|金)|考慮|希望|擬(?!真|人)|有意|有權|保留|承諾|答應|允諾|保證|揚言|威脅"
    r"|建議|提議|呼籲|草案|提案|目標"
    r"|能不能|會不會|要不要|是否|如果|假如|要是|一旦|倘若|萬一|申請|研議|評估|規[畫劃]|爭取|還沒|尚未|未能|等到?|將(?!近|軍|領)"
    r"|(?<![學社協公商工基委議聚機])會(?![議員計長場談晤同考所面])|(?<![主需重不])要(?![求聞點素件害是不])|想"
)
_OPEN = re.compile(_MEANT)
_UNSURE = re.compile(_MAYBE)
_SAID_OPEN = re.compile(
    rf"{_MEANT}|預估|預期|預料|預測|估計|推估|大概|應該|據|聽說|看好|傳出|快的話|八成(?=[是不會要還])|還在|看看|如期|遠|[？?]|嗎|呢"
)
_OVER = re.compile(
    r"已經?(?![久婚故知])|早就|終於|總算|正式|完成|確定|敲定|拍板|現在|目前|如今|有了|了(?=\s?[\d零一二兩三四五六七八九十百千萬])|了$"
)
_LATER = re.compile(r"明年|後年|下個?[週周月季]|下半年|屆時|到時|將來")
_DID = re.compile(r"([㐀-鿿]{1,3})了(?![解不])")
_SURELY = re.compile(r"就會|一定|肯定|必定|勢必|確定|就是|正是|鐵定|保證")
_BEFORE = 14
"""Characters before a word among which stands what leaves it open."""


def open_ends(line: Reading, cited: Cited) -> Iterator[Fault]:
    for clause in line.clauses:
        sentence = "".join(c.text for c in line.clauses if c.sentence == clause.sentence and c.start <= clause.start)
        home = (
            _by_figure(clause, sentence, cited)
            or _by_verb(clause, sentence, cited)
            or _surely(clause, sentence, cited)
            or _at_the_earliest(clause, sentence, cited)
        )
        if home:
            yield Fault("certainty", clause.start, short(clause.text.strip(), 40), short(home.text.strip()))


def _by_figure(clause: Clause, sentence: str, cited: Cited) -> Clause | None:
    """已經有 3,100 站, where the digest has 年底會增加到 3,100 站."""
    if not _OVER.search(clause.text) or _SAID_OPEN.search(sentence):
        return None
    for amount in clause.amounts:
        homes = [c for c in cited.clauses if any(supports(s, amount) for s in c.amounts)]
        if homes and all((_OPEN.search(c.text) or _LATER.search(c.text)) and not _OVER.search(c.text) for c in homes):
            return homes[0]
    return None


def _by_verb(clause: Clause, sentence: str, cited: Cited) -> Clause | None:
    """修好了, where the digest has 還不確定能不能修好."""
    if _SAID_OPEN.search(sentence):
        return None
    for found in _DID.finditer(clause.text):
        for size in (3, 2, 1):
            verb = found[1][-size:]
            places = [(c, at) for c in cited.clauses if (at := c.text.find(verb)) >= 0]
            if len(found[1]) < size or not places:
                continue
            if size == 1 and not all(_tied(clause, c) for c, _ in places):
                break
            if all(_is_open_at(c, at, cited) for c, at in places):
                return places[0][0]
            break
    return None


def _tied(said: Clause, source: Clause) -> bool:
    """Whether a lone character is surely the same verb: the clauses tell much the same."""
    share, both = likeness(said, source)
    return share >= 0.5 and both >= 5


def _is_open_at(clause: Clause, at: int, cited: Cited) -> bool:
    before = clause.text[max(0, at - _BEFORE) : at]
    if _OPEN.search(before):
        return not re.search(r"已經?|了", before)
    draft = next((t for t in cited.texts if clause in t.clauses), None)
    start = (
        "".join(c.text for c in draft.clauses if c.sentence == clause.sentence and c.start < clause.start)
        if draft
        else ""
    )
    return bool(re.search(r"草案|提案|提議|建議|呼籲|打算|計[畫劃]", start))


def _surely(clause: Clause, sentence: str, cited: Cited) -> Clause | None:
    """第四季就會上映, where the digest has 可能在第四季."""
    if not _SURELY.search(clause.text) or _UNSURE.search(sentence) or re.search("[？?]|嗎|呢", sentence):
        return None
    for text in cited.texts:
        for source in text.clauses:
            if not _UNSURE.search(source.text) and not re.search("是不是|是否|能不能|會不會|有沒有", source.text):
                continue
            days = any(borne(m, source.moments, cited.today) for m in clause.moments)
            runs = [n for _, _, n in shared_runs(clause.text, source.text)]
            if (days and (runs or _around(clause, text, source))) or max(runs, default=0) >= 4:
                return source
    return None


def _around(said: Clause, text: Reading, source: Clause) -> bool:
    return any(weight(said.grams & c.grams) >= 3 for c in text.clauses if c.sentence == source.sentence)


_EARLIEST = re.compile(r"最快|最早(?=[\s\d一二三四五六七八九十今明後下年月])")
_SOFT = re.compile(
    r"最快|最早|快的話|可能|預計|預定|目標|力拚|希望|打算|計[畫劃]|有望|可望|至少|最少|還要|得等|要等|才"
)


def _at_the_earliest(clause: Clause, sentence: str, cited: Cited) -> Clause | None:
    """2027 年 3 月動工, where the digest has 最快 2027 年 3 月動工."""
    if _SOFT.search(sentence) or not clause.moments:
        return None
    for moment in clause.moments:
        homes = [c for c in cited.clauses if borne(moment, c.moments, cited.today)]
        if homes and all(_EARLIEST.search(c.text) for c in homes):
            return homes[0]
    return None
