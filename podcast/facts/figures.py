"""Whether the figures and dates of a line are the digest's, and said of the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.amounts import Amount
from podcast.facts.cited import Cited, Fault, short
from podcast.facts.days import borne
from podcast.facts.derived import follows
from podcast.facts.matching import same_unit, supports
from podcast.facts.reading import Clause, Reading, letters
from podcast.facts.said_of import date_of_another, said_of_another
from podcast.facts.unit_words import SAME

_MEASURED = frozenset(one for one, _ in SAME.values()) | {"坪", "桶", "度"}
_POINTS_BACK = re.compile(r"(?:[這那此]|以上|上述|前面|剛才|剛剛|上面)(?:的|有|是)?\s?$")
_OF_THE_TELLING = re.compile(
    r"\s?(?:則|條新聞|個?重點|個?主題|個?話題|個?部分|件事|個故事|條消息|個?消息|段|點(?!的)|個?問題"
    r"|個?角度|個?面向|章|集|站|道菜)"
)
_NTH_OF_THE_TELLING = frozenset(
    {"nth:則", "nth:", "nth:點", "nth:個", "nth:部", "nth:件", "nth:章", "nth:段", "nth:集", "nth:條"}
)
_STORY_AFTER = re.compile(r"\s?(?:新聞|消息|重點|部分|主題|話題|故事|件事|來|，|。|、|$|要|我們|是|講|談|看|聊)")


def figures(line: Reading, cited: Cited) -> Iterator[Fault]:
    for clause in line.clauses:
        for n, amount in enumerate(clause.amounts):
            if is_of_the_telling(line, amount):
                continue
            fault = _unborne(line, clause, amount, cited) or said_of_another(line, clause, n, cited)
            if fault:
                yield fault


def is_of_the_telling(line: Reading, amount: Amount) -> bool:
    """第二則, 這兩件事: counts what is told, not what happened."""
    before, after = line.text[: amount.start], line.text[amount.end :]
    if amount.unit.startswith("nth:"):
        if amount.low == 1 and amount.unit[4:] in ("次", "個", "位", "款", "家", "張", "部", "座", "支", "回", "場"):
            return True  # 第一次: superlatives look at it
        if re.search(r"(?:排名?|名列|位居|居|列|拿下|獲得?)\s?$", before):
            return False
        return amount.unit in _NTH_OF_THE_TELLING and amount.low <= 30 and bool(_STORY_AFTER.match(after))
    if not amount.unit.startswith("count:") and amount.unit != "":
        return False
    if amount.low > 12 or amount.low != amount.high:
        return False
    word = line.text[max(amount.end - 1, 0) : amount.end] + after[:4]
    return bool(_POINTS_BACK.search(before[-6:])) or bool(_OF_THE_TELLING.match(word) or _OF_THE_TELLING.match(after))


def _unborne(line: Reading, clause: Clause, amount: Amount, cited: Cited) -> Fault | None:
    if any(supports(source, amount) for _, source in cited.amounts):
        return None
    if amount.low != amount.high and all(
        any(s.low == s.high == end and same_unit(s.unit, amount.unit) for _, s in cited.amounts)
        for end in (amount.low, amount.high)
    ):
        return None  # 從 1,800 到 8,800 元: the cheapest and the dearest
    if (
        _is_small_count(line, amount, cited)
        or _unit_word(line, amount, cited)
        or _with_name(line, amount, cited)
        or (amount.unit == "nth:號" and any(m.day == amount.low for m in cited.moments))
        or follows(line, clause, amount, cited)
    ):
        return None
    near = [text.shown(s) for text, s in cited.amounts if same_unit(s.unit, amount.unit) or _close(s, amount)]
    return Fault("figure", amount.start, _shown(line, amount), short("、".join(dict.fromkeys(near))))


def _close(source: Amount, said: Amount) -> bool:
    return source.low == said.low or source.unit.split(":")[0] == said.unit.split(":")[0]


def _shown(line: Reading, amount: Amount) -> str:
    """The figure with what it counts."""
    more = re.match(r"[㐀-鿿]{0,3}", line.text[amount.end :]) if amount.unit == "" else None
    return line.shown(amount) + (more.group() if more else "")


def _is_small_count(line: Reading, amount: Amount, cited: Cited) -> bool:
    """兩家公司: as many as are named; a pair is seldom a figure."""
    if not amount.unit.startswith("count:") or amount.bound or amount.low != amount.high:
        return False
    if amount.low == 2:
        return not any(same_unit(s.unit, amount.unit) and s.low != 2 and s.low < 10 for _, s in cited.amounts)
    if any(same_unit(s.unit, amount.unit) and s.low < 10 for _, s in cited.amounts):
        return False
    listed = [len(c.keys) for c in cited.clauses] + [
        c.text.count("、") + 1 + bool(re.search("[和與及]", c.text)) for c in cited.clauses
    ]
    return amount.low <= 6 and int(amount.low) in listed


def _unit_word(line: Reading, amount: Amount, cited: Cited) -> bool:
    """一天, 一公頃: the unit alone is enough in the digest."""
    one = re.match(r"一|1(?![\d.,])\s?", line.text[amount.start : amount.end])
    if not one or amount.bound:
        return False
    if amount.unit != "duration":
        unit = line.text[amount.start + one.end() : amount.end]
        return (
            bool(unit) and amount.unit in _MEASURED and re.search(rf"每\s?{re.escape(unit)}", cited.whole) is not None
        )
    words = {
        3600.0: "小時",
        60.0: "分",
        1.0: "秒",
        604800.0: "週|周|星期|禮拜",
        86400.0: "天|日",
        2629746.0: "月",
        31556952.0: "年",
    }
    pattern = next((w for size, w in words.items() if abs(size - amount.low) < 1), None)
    return bool(pattern and re.search(pattern, cited.whole))


def _with_name(line: Reading, amount: Amount, cited: Cited) -> bool:
    """GPT-5 as GPT 5: the number of a name that stands so in the digest."""
    written = re.search(r"\d+(?:\.\d+)+|\d{4,}", line.written[amount.start : amount.end])
    if (
        written
        and re.search(rf"(?<![\d.]){re.escape(written.group())}(?![\d.])", cited.whole)
        and amount.unit[:4] in ("", "name", "nth:", "coun")
    ):
        return True
    if not amount.unit.startswith("name:"):
        return False
    return letters(amount.unit[5:] + line.written[amount.start : amount.end]) in cited.letters


_YEAR_AGO = re.compile(
    r"(?:去年|前一年|上一?年|一年前)(?:的)?(?:同|這個?時|此時|這時)|(?<=[比較跟和])(?:去年|前一年|上一?年|一年前)"
)


def dates(line: Reading, cited: Cited) -> Iterator[Fault]:
    for clause in line.clauses:
        for moment in clause.moments:
            if fault := date_of_another(clause, moment, cited):
                yield fault
    for moment in line.moments:
        if borne(moment, cited.moments, cited.today):
            continue
        if moment.relative and moment.relative in cited.whole:
            continue
        if _YEAR_AGO.match(line.text, moment.start) and re.search(
            r"年[增減成衰]|同期|同月|前一?年|去年|year over year|YoY", cited.whole
        ):
            continue
        if (
            moment.year
            and cited.today
            and line.text[moment.start : moment.end] in ("今年", "本年")
            and moment.year == cited.today.year
        ):
            continue
        if (
            moment.day
            and not moment.month
            and any(a.unit == "nth:號" and a.low == moment.day for _, a in cited.amounts)
        ):
            continue  # 二號衛星
        if line.text.startswith("去年", moment.start) and re.search("衛冕|上屆", cited.whole):
            continue
        told = "、".join(dict.fromkeys(text.shown(m) for text in cited.texts for m in text.moments))
        yield Fault("date", moment.start, line.shown(moment), short(told))
