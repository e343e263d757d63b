"""Whether a figure of the digest bears one that is said: its unit, its value, its bound."""

from __future__ import annotations

from podcast.facts.amounts import Amount
from podcast.facts.unit_words import CURRENCY, DAY, MONTH, SIZES, YEAR

_NTH_SPANS = {"天": DAY, "日": DAY, "週": 7 * DAY, "月": MONTH, "個": MONTH, "季": 3 * MONTH, "年": YEAR}
"""連續第六天 is 連續六天."""


_TIMES = frozenset(f"nth:{word}" for word in "次回屆度場輪")
"""連續第三次 is 三次."""


def supports(source: Amount, said: Amount) -> bool:
    """Whether a figure of the digest bears one that is said."""
    if source.unit[:4] == "nth:" and said.unit == "duration":
        return source.low * _NTH_SPANS.get(source.unit[4:], 0) == said.low
    if source.unit in _TIMES and said.unit == "count:time":
        return source.low == said.low
    if said.unit == "nth:號" and source.unit[:5] == "name:":
        return source.low == said.low  # 獵鷹九號 is Falcon 9
    if source.unit == said.unit == "ratio":
        return {source.low, source.high} == {said.low, said.high}
    if source.unit == "ratio" and said.unit in ("count:vote", "分", "") and said.low == said.high:
        return said.low in (source.low, source.high)  # 58 票對 51 票, told as 58 票贊成
    if source.unit == said.unit == "" and source.noun and said.noun and not set(source.noun) & set(said.noun):
        return False
    return same_unit(source.unit, said.unit) and _holds(source, said)


def same_unit(source: str, said: str) -> bool:
    if source == said:
        return True
    if said == "":
        return source == "" or source in CURRENCY or source.startswith("count:")
    if source == "":
        return said.startswith("count:")
    if {source, said} == {"money", "TWD"}:
        return True
    if source.startswith("count:") and said.startswith("count:"):
        return "count:any" in (source, said)
    if source.startswith("nth:") and said.startswith("nth:"):
        return "nth:" in (source, said) or {source[4:], said[4:]} <= {"名", "位", "大", "高", "個"}
    return False


def _holds(source: Amount, said: Amount) -> bool:
    if source.bound == "many" or said.bound == "many":
        return _many(source, said)
    if source.low != source.high or said.low != said.high:
        return _ranges(source, said)
    s, t = source.low, said.low
    if said.tenths and said.bound in ("", "about") and abs(s - t) <= 1.0:
        return True
    if _equal(s, t):
        return _same_bound(source.bound, said.bound)
    if source.bound in ("over", "under") and not said.bound:
        return False
    match said.bound:
        case "nearly":
            return 0.88 * t <= s < t
        case "over":
            return t < s <= max(1.3 * t, t + _last_place(said)) and source.bound != "under"
        case "under":
            return 0.75 * t <= s < t and source.bound != "over"
        case "least":
            return t <= s <= 1.3 * t
        case "most":
            return 0.75 * t <= s <= t
        case "about":
            return abs(s - t) <= 0.06 * max(abs(s), 1e-9) and source.bound not in ("over", "under")
    return False


def _last_place(said: Amount) -> float:
    """What the last place of a round number is worth: 三百多 ends at 400, 一個多小時 at two."""
    value, size = said.low, 1.0
    if said.unit == "duration":
        size = max((u for u in SIZES if u <= value and value % u < 1), default=1.0)
        value /= size
    while value >= 10 and value % 10 < 1e-9:
        value, size = value / 10, size * 10
    return 0.99 * size if value < 10 else 0.0


_TOWARDS = {"over": 1, "least": 1, "under": -1, "nearly": -1, "most": -1}


def _same_bound(source: str, said: str) -> bool:
    """For one value: what is said may be less exact than the source, never on its other side."""
    a, b = _TOWARDS.get(source, 0), _TOWARDS.get(said, 0)
    if said in ("", "about"):
        return True
    if not source or source == "about":
        return said in ("nearly", "most", "least") and not (said == "nearly" and source == "")
    return a == b


def _many(source: Amount, said: Amount) -> bool:
    """數十億."""
    if source.bound == said.bound:
        return _equal(source.low, said.low)
    vague, exact = (source, said) if source.bound == "many" else (said, source)
    return said.bound == "many" and vague.low <= exact.low < 10 * vague.low


def _ranges(source: Amount, said: Amount) -> bool:
    if source.low != source.high and said.low != said.high:
        return _equal(source.low, said.low) and _equal(source.high, said.high)
    if source.low != source.high:  # one end of a range, named as that
        if said.bound in ("most", "under"):
            return _equal(source.high, said.low)
        if said.bound in ("least", "over"):
            return _equal(source.low, said.low)
        return said.bound == "about" and source.low <= said.low <= source.high
    return said.low <= source.low <= said.high and said.high <= 2 * max(said.low, 1e-9)


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1e-9)
