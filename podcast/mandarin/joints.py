"""Numbers joined by dashes: a range, a score, a date, a code, an article with its supplement, a difference.

Nothing in the numbers alone tells which. Each class gathers points from what stands around them; the class with the
most points is taken, and one that wins narrowly is a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from podcast.mandarin.counts import MEASURE, NUMBER
from podcast.mandarin.dates import DATE_AFTER, DATE_BEFORE
from podcast.mandarin.known import digits_by_name
from podcast.mandarin.numbers import cardinal, digit_by_digit, model_number, number
from podcast.mandarin.quantity import quantity
from podcast.mandarin.spans import Said
from podcast.mandarin.units import MAGNITUDE, UNIT

_DASH = r"\s?[-–—~～]\s?"
_JOINT = re.compile(rf"({NUMBER})({_DASH})({NUMBER})(?![\d.,]*\d|\s?[:/]\s?\d)")
_CHAIN = re.compile(r"\d{1,12}(?:-\d{1,12}){2,7}(?![\d-])")
_GLUED_BEFORE = re.compile(r"(?a:\w$|\w[.\-/,:]$|[./,:\-]$)")
_SIGNED_BEFORE = re.compile(r"[-−+±~～]\s?$")

_NEAR = 14
"""Characters of context before the numbers."""

_CODE_BEFORE = re.compile(
    r"(?:[帳卡案編單文料貨機]號|帳戶|型號|序號|訂單|保單|發票|號碼|代[碼號]|編碼|統編|車牌|會員|學號|條碼|劃撥|護照|證號|股號|證書|批號"
    r"|字第|字號|ISBN|ISSN|CNS|ISO|IEC|EN|DIN|JIS|ASTM|IEEE|UL|NIST|GMP|VIN|CAS(?:\sNo\.?)?)[為是：:]?\s?[A-Z]{0,4}\s?$"
)
_STANDARD_BEFORE = re.compile(r"(?:CNS|ISO|IEC|EN|DIN|JIS|ASTM|IEEE|UL|NIST)\s?$")
_SUPPLEMENT_BEFORE = re.compile(r"(?:第|附?[表圖]|附[件錄]|單元|例題|習題|房號|病房|門牌|[路街段巷弄道村鄰里])\s?$")
_NUMBERED_BEFORE = re.compile(r"(?:附?[表圖]|附[件錄]|單元|第)\s?$")
_SUPPLEMENT_AFTER = re.compile(r"\s?(?:[條號項款章節題圖表]|號之|地號|巷|弄|床)(?!\s?[線機])")
_STARTS = re.compile(r"(?:^|[\n「『《\"])\s?$")
_TITLE_AFTER = re.compile(r"\s(?![月年日號時點學])[㐀-鿿]{3}")  # 5-1 從總督府到總統府: a chapter's title
_LAW_BEFORE = re.compile(r"(?:法|條例|細則|規則|辦法|規程|準則|憲法|要點)\s?第?\s?$")
_TERM_AFTER = re.compile(r"\s?(?:學期|學年|期中|期末|開學)")
_SCORE_BEFORE = re.compile(
    r"(?:以|勝|敗|負|贏|輸|克|踢出|踢成|打成|比[分數]|[盤局]分|領先|落後|扳平|追平|戰成|終場|氣走|擊[敗退]|力[克退]|險勝|惜敗|完封"
    r"|直落[二三四2-4]|淘汰|系列賽|晉級|逆轉|苦戰|鏖戰|小勝|大勝|不敵|[盤局節]以?|爭冠賽|PK\s?戰?)[為是：:]?\s?$"
)
_SCORE_AFTER = re.compile(
    r"\s?(?:勝|敗|擊[敗退]|險勝|平手|言和|握手|領先|落後|逆轉|大勝|小勝|完勝|惜敗|不敵|收下|拿下|直落|淘汰|打敗|落敗|踢平|戰平|踢和"
    r"|輸|贏|氣走|力[克退]|扳平|追平|完封|晉級|橫掃|作收|退敗|送走|[主客]場)"
)
_SCORE_LIST_BEFORE = re.compile(r"((?:\d{1,3}[-–:]\d{1,3}\s?[、,，和及與]\s?)+)$")
_SCORE_LIST_AFTER = re.compile(r"\s?[、,，和及與]\s?\d{1,3}[-–:]\d{1,3}(?![\d.\-:]|\s?[%月日號年歲週周個億萬元折成倍])")
_SCORED = re.compile(r"\s?票")
_RECORD_BEFORE = re.compile(r"(?:戰績|勝敗|[主客]場)[為是：:]?\s?$")
_RANGE_BEFORE = re.compile(r"(?:[約達近逾於在每僅需要為]|大概|落在|介於|期間|至少|最多|上看|估計?|預計)\s?$")
_TELEPHONE_BEFORE = re.compile(r"(?:電話|專線|[打撥洽]|手機|傳真|熱線|號碼|客服|\bTel\.?)[為是：:]?\s?$", re.IGNORECASE)
_CALCULATION_BEFORE = re.compile(r"[=+×÷*]\s?$")
_CALCULATION_AFTER = re.compile(r"\s?[=＝]|\s?[-+]\s\d")
_YEARS_AFTER = re.compile(r"\s?(?:學?年(?!級)|賽季|球季|會計年度)")
_ABOUT_AFTER = re.compile(r"\s?(?:之間|上下|左右|不等)")
_WRAPS = re.compile(r"\s?(?:月|時|點(?!出))")  # 11-2 月, 22-6 時 go over the turn of the year or the day


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two numbers with a dash between them, and what stands around."""

    first: str
    dash: str
    second: str
    before: str
    text: str
    start: int
    stop: int
    end: int

    @classmethod
    def of(cls, found: re.Match[str], end: int) -> _Pair:
        text, start = found.string, found.start()
        before = text[max(0, start - _NEAR) : start]
        return cls(found[1], found[2], found[3], before, text, start, found.end(), end)

    def after(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.text, self.stop, self.end) is not None

    @property
    def plain(self) -> bool:
        """Both are whole numbers, with a hyphen or an en dash between them and no space."""
        return self.dash in "-–" and self.first.isdigit() and self.second.isdigit()

    @property
    def values(self) -> tuple[float, float]:
        return float(_bare(self.first)), float(_bare(self.second))

    @property
    def measured(self) -> bool:
        """A unit or a word that is counted follows."""
        return self.after(UNIT) or self.after(MEASURE) or self.after(MAGNITUDE)

    @property
    def padded(self) -> bool:
        return any(len(n) > 1 and n[0] == "0" and n.isdigit() for n in (self.first, self.second))

    @property
    def ascending(self) -> bool:
        first, second = self.values
        return first < second or (len(self.first) == 4 and len(self.second) == 2 and self.first[2:] < self.second)


def joined(text: str, at: int, end: int) -> Said | None:
    """What numbers with dashes between them are. None: a range, which is read with its unit, or no such numbers."""
    before = text[max(0, at - 3) : at]
    if _GLUED_BEFORE.search(before) or _SIGNED_BEFORE.search(before):
        return None
    if chain := _CHAIN.match(text, at, end):
        return _chained(chain, text, end)
    if not (found := _JOINT.match(text, at, end)):
        return None
    pair = _Pair.of(found, end)
    points = {name: rate(pair) for name, (rate, _) in _CLASSES.items()}
    ranked = sorted(points, key=lambda name: -points[name])
    sure = points[ranked[0]] - points[ranked[1]] >= 2
    if ranked[0] == "range" and not pair.padded:
        said = quantity(text, at, end)
        return replace(said, sure=sure) if said and said.end >= pair.stop else None
    return replace(_CLASSES[ranked[0]][1](pair), sure=sure)


def _chained(chain: re.Match[str], text: str, end: int) -> Said:
    """Three numbers and more: 4-2-3-1, a card's number, an ISBN; with a unit behind them a list."""
    parts = chain.group().split("-")
    before = text[max(0, chain.start() - _NEAR) : chain.start()]
    if _RECORD_BEFORE.search(before) and len(parts) == 3:
        said = "".join(f"{cardinal(p)}{word}" for p, word in zip(parts, "勝敗和", strict=True))
        return Said(chain.end(), said, "ratio", "record of wins")
    if _NUMBERED_BEFORE.search(before) and all(len(p) < 3 for p in parts):
        return Said(chain.end(), "之".join(map(cardinal, parts)), "ordinal", "number of a figure")
    listed = UNIT.match(text, chain.end(), end) or MEASURE.match(text, chain.end(), end)
    if listed and not _CODE_BEFORE.search(before) and not any(p[0] == "0" for p in parts) and len(parts[0]) < 4:
        said = "、".join(map(cardinal, parts))
        return Said(chain.end(), said, "cardinal", "numbers in a row", sure=False)
    return Said(chain.end(), " ".join(map(digit_by_digit, parts)), "code", "code with hyphens")


def _range_points(pair: _Pair) -> int:
    scored = pair.after(_SCORED) or pair.after(_SCORE_AFTER)  # 98-95 勝: 勝 is counted too
    points = (
        1
        + 3 * (pair.measured and not scored)
        + pair.after(_SCORED)
        + 2 * (pair.dash.strip() != "-")
        + 2 * bool(_RANGE_BEFORE.search(pair.before))
    )
    if pair.ascending or pair.after(_WRAPS):
        points += 1 + 2 * pair.after(_WRAPS)
    else:
        points -= 4
    return points - 4 * pair.padded


def _years_points(pair: _Pair) -> int:
    if not (re.fullmatch(r"1\d{3}|20\d\d", pair.first) and re.fullmatch(r"1\d{3}|20\d\d|\d\d", pair.second)):
        return -9
    last = int(pair.second if len(pair.second) == 4 else pair.first[:2] + pair.second)
    if not 0 < last - int(pair.first) < 150 or (pair.measured and not pair.after(_YEARS_AFTER)):
        return -9
    listed = pair.before[-1:] in tuple("（(，,、")
    if pair.after(_ABOUT_AFTER):
        return 1
    return 3 + 2 * ((int(pair.first) >= 1840 and last <= 2050) or listed) + 4 * pair.after(_YEARS_AFTER)


def _date_points(pair: _Pair) -> int:
    if not (pair.plain and pair.dash == "-" and 1 <= int(pair.first) <= 12 and 1 <= int(pair.second) <= 31):
        return -9
    if len(pair.first + pair.second) > 4 or pair.measured:
        return -9
    points = -1 + 3 * bool(DATE_BEFORE.search(pair.before)) + 3 * pair.after(DATE_AFTER)
    return points + (4 if len(pair.first) == len(pair.second) == 2 and pair.padded else 0)


def _score_points(pair: _Pair) -> int:
    if not pair.plain or max(pair.values) > 250 or pair.padded:
        return -9
    listed = _SCORE_LIST_BEFORE.search(pair.before)
    before = pair.before[: listed.start()] if listed else pair.before
    points = 4 * bool(_SCORE_BEFORE.search(before)) + 4 * pair.after(_SCORE_AFTER)
    points += 2 * (bool(listed) or pair.after(_SCORE_LIST_AFTER)) + 9 * bool(_RECORD_BEFORE.search(pair.before))
    return points + (not pair.ascending) - 6 * (pair.measured and not pair.after(_SCORED))


def _supplement_points(pair: _Pair) -> int:
    if not pair.plain or pair.dash != "-" or len(pair.second) > 2 or pair.padded:
        return -9
    if pair.after(_TERM_AFTER) and 80 <= int(pair.first) <= 150 and int(pair.second) <= 3:
        return 9
    points = 3 * bool(_SUPPLEMENT_BEFORE.search(pair.before)) + 2 * bool(_LAW_BEFORE.search(pair.before))
    points += 4 * (_STARTS.search(pair.before) is not None and pair.after(_TITLE_AFTER) and not pair.measured)
    points += 3 * pair.after(_SUPPLEMENT_AFTER) + 8 * bool(_STANDARD_BEFORE.search(pair.before))
    if not points:
        return -9
    if pair.ascending:
        points -= 4 if pair.before.rstrip().endswith("第") else 1
    else:
        points += 2
    return points


def _code_points(pair: _Pair) -> int:
    if not pair.plain or (pair.measured and not (_CODE_BEFORE.search(pair.before) and pair.after(_NUMBERED))):
        return -9
    points = 6 * bool(_CODE_BEFORE.search(pair.before)) + 3 * pair.padded
    points += 3 * digits_by_name(pair.first, pair.before, "")
    return points + (len(pair.first) >= 5 or len(pair.second) >= 5) * 2


_NUMBERED = re.compile(r"\s?號")


def _telephone_points(pair: _Pair) -> int:
    if not pair.plain or pair.measured or (len(pair.first), len(pair.second)) not in ((3, 4), (4, 4), (2, 7), (2, 8)):
        return -9
    known = pair.first in ("412", "449", "405") and len(pair.second) == 4
    return 6 * bool(_TELEPHONE_BEFORE.search(pair.before)) + 4 * known


def _difference_points(pair: _Pair) -> int:
    if "-" not in pair.dash and "–" not in pair.dash:
        return -9
    points = 5 * pair.after(_CALCULATION_AFTER) + 4 * bool(_CALCULATION_BEFORE.search(pair.before))
    return points + 2 * (len(pair.dash) == 3) - 3 * pair.measured - 2


def _range(pair: _Pair) -> Said:
    """Numbers that begin with 0: a range all the same."""
    said = f"{_digits(pair.first)}到{_digits(pair.second)}"
    return Said(pair.stop, said, "range", "range")


def _date(pair: _Pair) -> Said:
    return Said(pair.stop, f"{cardinal(pair.first)}月{cardinal(pair.second)}日", "date", "MM-DD")


def _years(pair: _Pair) -> Said:
    said = f"{digit_by_digit(pair.first)}到{digit_by_digit(pair.second)}"
    return Said(pair.stop, said, "year", "years from … to")


def _score(pair: _Pair) -> Said:
    words = ("勝", "敗") if _RECORD_BEFORE.search(pair.before) else ("比", "")
    said = f"{cardinal(pair.first)}{words[0]}{cardinal(pair.second)}{words[1]}"
    return Said(pair.stop, said, "ratio", "score")


def _supplement(pair: _Pair) -> Said:
    """刑法第一百八十五條之三; what stands before the number's own noun elsewhere: 十七之三號."""
    if pair.after(_TERM_AFTER):
        return Said(
            pair.stop, f"{digit_by_digit(pair.first)}之{cardinal(pair.second)}", "code", "term of a school year"
        )
    if _STANDARD_BEFORE.search(pair.before):
        said = f"{digit_by_digit(pair.first)}之{cardinal(pair.second)}"
        return Said(pair.stop, said, "code", "part of a standard")
    if pair.text[pair.stop : pair.stop + 2].lstrip().startswith("條") and pair.before.rstrip().endswith("第"):
        stop = pair.text.index("條", pair.stop) + 1
        return Said(stop, f"{number(pair.first)}條之{cardinal(pair.second)}", "ordinal", "article and supplement")
    return Said(pair.stop, f"{number(pair.first)}之{cardinal(pair.second)}", "ordinal", "number and supplement")


def _code(pair: _Pair) -> Said:
    name = digits_by_name(pair.first, pair.before, "") and not _CODE_BEFORE.search(pair.before)
    second = model_number(pair.second) if name else digit_by_digit(pair.second)
    return Said(pair.stop, f"{digit_by_digit(pair.first)} {second}", "code", "code with a hyphen")


def _telephone(pair: _Pair) -> Said:
    said = f"{digit_by_digit(pair.first)} {digit_by_digit(pair.second)}"
    return Said(pair.stop, said, "telephone", "telephone number")


def _difference(pair: _Pair) -> Said:
    return Said(pair.stop, f"{number(pair.first)}減{number(pair.second)}", "math", "minus")


def _digits(written: str) -> str:
    return digit_by_digit(written) if written.isdigit() and written[0] == "0" else number(written)


def _bare(written: str) -> str:
    return written.replace(",", "").replace("，", "")


_CLASSES = {
    "range": (_range_points, _range),
    "years": (_years_points, _years),
    "date": (_date_points, _date),
    "score": (_score_points, _score),
    "supplement": (_supplement_points, _supplement),
    "code": (_code_points, _code),
    "telephone": (_telephone_points, _telephone),
    "difference": (_difference_points, _difference),
}
"""Class → how its points are counted, and how it is said."""
