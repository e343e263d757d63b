"""The figures of a text: values with unit, bound and place, whatever the notation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from podcast.facts.numerals import Numeral, numeral_at
from podcast.facts.unit_words import CURRENCY, DURATIONS, LEADS, SAME, UNIT
from podcast.model import Spoken


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure. ``unit``: "percent", "points", "times", a currency (USD), "duration" (then values are seconds),
    "count:person" and other sorts of counts, "nth:則", a physical unit, "name:iphone" (the number of a product), ""."""

    start: int  # in the written text
    end: int
    low: float
    high: float
    unit: str
    bound: str = ""  # about, nearly, over, under, least, most, many
    every: bool = False  # 每小時: a rate's base, no figure of its own
    tenths: bool = False  # 三成, which 30.3 % is too
    noun: str = ""  # what stands behind a figure without a unit: 11 助攻


_BEFORE = re.compile(
    r"(?P<nearly>將近|逼近|趨近|接近|差一點就|差一點|(?<![最更加變愉趕])快要?|近(?!期|年|日|來|況|距)"
    r"|nearly|almost|close to)"
    r"|(?P<most>不會?超過|不多於|不高於|最多|頂多|至多|最高|最長|上限|以內|up to|at most)"
    r"|(?P<over>超過|超越|突破|高過|高於|多於|大於|不止|不只|逾|破|早就過|more than|over|above|exceed(?:s|ed|ing)?)"
    r"|(?P<least>至少|最少|起碼|不少於|不低於|不小於|少說|最低|最短|at least)"
    r"|(?P<under>還?不到|未滿|不滿|不足|低於|少於|小於|未達|未及|沒到|沒有到|less than|under|below|fewer than)"
    r"|(?P<about>大約|大概|約莫|差不多|大致|估計|約(?!定|會|談)|about|around|roughly|approximately|some)"
)
_BEFORE_VERB = re.compile(
    r"(?:(?P<most>最多|頂多|至多|最高|最長|不會?超過)|(?P<least>至少|最少|起碼|少說|最低|最短))[㐀-鿿]{1,2}\s?$"
)
"""最多播六分鐘: a verb between the bound and the figure."""
_BEFORE_NEAR = re.compile(
    rf"(?:{_BEFORE.pattern})(?:[㐀-鿿]{{1,2}}了|[㐀-鿿]{{0,4}}(?:總[數量額體]|全部|整體)的|(?:了|有|達|到|過|是|為|要|的|也|只|占|佔|花|等|賣|a|an|the){{0,2}})\s?(?:新?[台臺]幣"
    rf"|人民幣|美金|百分之)?\s?$"
)
_AFTER = re.compile(
    r"\s?(?:(?P<over>多(?!媒|數|樣|的是|元[化文性入學價社能])|餘(?!額)|出頭|幾(?!乎|個|家)|以上|之上|有餘|or more)"
    r"|(?P<under>以下|之內|以內|內(?!容|部|地|閣|需)|[都也還]?不到|[都也還]沒有?到|or less)"
    r"|(?P<about>左右|上下|前後|的樣子|or so)|(?P<least>起跳|起(?!來|源|訴|步)))"
)
_ORDINAL = re.compile(r"第\s?$")
_NTH = re.compile(
    r"\s?(?:名|位|個|大|高|次|季|代|版|屆|期|集|輪|版|階段|部|天|年|週|級|把|張|支|家|座|則|章|條|款"
    r"|項|件|回|場|局|節|樓|線|梯次|批)?"
)
_NUMBERED = re.compile(r"號(?!召(?!開)|[稱令碼誌外])")
_NOUN = re.compile(r"\s?([㐀-鿿]{2})(?=[，。、；！？]|$)")
_FRACTION = re.compile(r"分之")
_HALF = re.compile(
    r"(?P<over>過半數?|大半|一半以上|半數以上|多半(?!個|小時|天|年|公|成|倍))|(?P<under>不到一半|一半不到|小半)|(?P<half>一半|半數|對半|各半)"
    r"|半個?(?P<unit>百分點|公里|公尺|公斤|公頃|公噸|噸|坪|成(?!品|年|員|功)|度(?!電))|半(?P<time>年|天|小時|個[多幾]?小時|個[多幾]?鐘頭|個月|個世紀|分鐘|秒鐘?|季)|(?P<double>翻了?一?倍|翻了?一?番"
    r"|加了?倍(?!佳)|倍增|多了一倍|增加了?一倍|成長了?一倍)"
    r"|(?P<en_double>\b(?:doubled?|doubling|twice)\b)|(?P<en_half>\bhalf\b)"
)
_EN = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_EN_WORD = re.compile(rf"(?<![A-Za-z])({'|'.join(list(_EN)[1:])})(?![A-Za-z])", re.IGNORECASE)
_EN_SCALE = re.compile(r"[ -](hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_EN_POWERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_RANGE = re.compile(
    r"(?P<unit>百分之)?\s?(?:到|至|~|～|-|–|or|to|、|或)\s?(?:百分之)?(?=[零一二兩三四五六七八九十百千])"
)
_RATIO = re.compile(r"\s?(?:票|分|席|勝)?\s?[比對]\s?(?=[零一二兩三四五六七八九十百])")
_LATIN_BEFORE = re.compile(r"([A-Za-z][A-Za-z+]*)[ -]?(?:[A-Z]\b)?$")
_EVERY = re.compile(r"每(?:隔|一)?\s?$|平均一?$")
_HARMLESS = re.compile(
    r"一度(?!電|角|[CF音])|十分(?![鐘之])|十足|百貨|百姓|千金|千萬(?=別|不|要|記|注)|萬一(?![千百十億萬])|萬用|萬能|三明治"
    r"|八成(?=[是不會要還])|二手|百度|四川|萬達|四處|四周|四面|八方|五花八門|三不五時|一五一十"
    r"|七上八下|千方百計|三心二意|百分百|百科|十全|千變|萬變|億萬|百萬富翁|零[組件售食星用碎散嘴]|千禧|三角|四海|五金|六合"
    r"|八卦|九龍|二維|三維|四方|三餐|五官|百年老|萬物|萬里|萬事|一二三"
)


def amounts(spoken: Spoken, inside: frozenset[int]) -> tuple[Amount, ...]:
    """The figures of a text. ``inside``: offsets of the spoken text that lie inside another word (三 of 三星)."""
    return tuple(_Reader(spoken, inside).read())


def is_figure(word: str) -> bool:
    """Whether a word of the dictionary is a number with its unit, 四公里 or 第三期, and not 三星."""
    at = 1 if word.startswith("第") else 0
    number = numeral_at(word, at)
    if not number:
        return False
    rest = word[number.end :]
    unit = UNIT.match(rest) if rest else None
    return not rest or (unit is not None and unit.end() == len(rest)) or (at == 1 and bool(_NTH.fullmatch(rest)))


class _Reader:
    def __init__(self, spoken: Spoken, inside: frozenset[int]) -> None:
        self.spoken, self.text, self.inside = spoken, spoken.text, inside
        self._ends = [span.spoken_start for span in spoken.spans]

    def read(self) -> Iterator[Amount]:
        at, text = 0, self.text
        while at < len(text):
            if harmless := _HARMLESS.match(text, at):
                at = harmless.end()
                continue
            found = self._half(at) or self._score(at) or self._english(at) or self._number(at)
            if found:
                amount, end = found
                if amount:
                    yield amount
                at = max(end, at + 1)
            else:
                at += 1

    # ------------------------------------------------------------ one figure

    def _half(self, at: int) -> tuple[Amount | None, int] | None:
        half = _HALF.match(self.text, at)
        if not half or (half["half"] and at and self.text[at - 1] in "前後上下另"):
            return None
        if half["time"]:
            size = next(s for p, s in DURATIONS if re.fullmatch(p, half["time"]))
            after, end = self._bound_after(half.end())
            bound = "over" if re.search("[多幾]", half["time"]) else after
            return self._amount(at, end, 0.5 * size, 0.5 * size, "duration", bound), end
        if half["unit"]:
            unit, size, end = self._unit(half.start("unit"), at)
            bound, start = self._bound_before(at)
            return self._amount(start, end, 0.5 * size, 0.5 * size, unit, bound), end
        if half["double"] or half["en_double"]:
            return self._amount(at, half.end(), 2, 2, "times", ""), half.end()
        bound = next((name for name in ("over", "under") if half[name]), "")
        lead, start = self._bound_before(at)
        after, end = self._bound_after(half.end())
        return self._amount(start, end, 50, 50, "percent", bound or lead or after), end

    def _score(self, at: int) -> tuple[Amount | None, int] | None:
        """四比二: the result of a game, or a ratio."""
        first = numeral_at(self.text, at)
        between = _RATIO.match(self.text, first.end) if first else None
        second = numeral_at(self.text, between.end()) if between else None
        if not first or not second:
            return None
        end = second.end + (self.text[second.end : second.end + 1] in ("票", "分", "席"))
        return self._amount(at, end, first.low, second.low, "ratio", ""), end

    def _english(self, at: int) -> tuple[Amount | None, int] | None:
        word = _EN_WORD.match(self.text, at)
        if not word or (at and self.text[at - 1].isalpha() and self.text[at - 1].isascii()):
            return None
        value, end = float(_EN[word[1].lower()]), word.end()
        if scale := _EN_SCALE.match(self.text, end):
            value, end = value * _EN_POWERS[scale[1].lower()], scale.end()
        unit, size, stop = self._unit(end, at)
        if unit == "" and value < 10:
            return None, end
        bound, start = self._bound_before(at)
        return self._amount(start, stop, value * size, value * size, unit, bound), stop

    def _number(self, at: int) -> tuple[Amount | None, int] | None:
        text = self.text
        if text.startswith("百分之", at):
            number = numeral_at(text, at + 3)
            return self._percent(at, number) if number else None
        number = self._numeral(at)
        if not number:
            return None
        if at in self.inside or (number.end - 1 in self.inside and number.end - at == 1):
            return None, number.end
        if fraction := _FRACTION.match(text, number.end):
            return self._fraction(at, number, fraction.end())
        if ordinal := _ORDINAL.search(text, max(0, at - 2), at):
            nth = _NTH.match(text, number.end)
            end = nth.end() if nth else number.end
            name = text[number.end : end].strip()
            return self._amount(ordinal.start(), end, number.low, number.high, f"nth:{name}", ""), end
        if _NUMBERED.match(text, number.end) and number.low < 1000:
            return self._amount(at, number.end + 1, number.low, number.high, "nth:號", ""), number.end + 1
        if (number.digits >= 4 and text[number.end : number.end + 1] == "年") or text[
            number.end : number.end + 2
        ] == "年代":
            return None, number.end + 1  # a year: dates know it
        return self._measured(at, number)

    def _numeral(self, at: int) -> Numeral | None:
        """The number at ``at``; digits that were written end where they end: the 3 of "Gemini 3 一起" is no 三一."""
        number = numeral_at(self.text, at)
        unit = self.text.find("百萬瓦", at + 1, number.end + 1) if number else -1
        if unit > 0 and self.text[unit - 1] in "十百千":
            return numeral_at(self.text[:unit], at)
        n = bisect_right(self._ends, at) - 1
        span = self.spoken.spans[n] if n >= 0 else None
        if number and span and span.spoken_start <= at < span.spoken_end < number.end:
            last, after = self.text[span.spoken_end - 1], self.text[span.spoken_end]
            if after in "零一二三四五六七八九兩半" or (after in "百千" and last in "十百千"):  # 600 百萬瓦
                return numeral_at(self.text[: span.spoken_end], at)
        return number

    def _percent(self, at: int, number: Numeral) -> tuple[Amount | None, int]:
        low, high, end = number.low, number.high, number.end
        more = _RANGE.match(self.text, end)
        second = numeral_at(self.text, more.end()) if more else None
        if more and second and ("百分之" in more.group() or not self._has_unit(second.end)):
            high, end = second.high, second.end
        bound, start = self._bound_before(at)
        after, end = self._bound_after(end)
        return self._amount(start, end, low, high, "percent", bound or after), end

    def _fraction(self, at: int, below: Numeral, over: int) -> tuple[Amount | None, int] | None:
        above = numeral_at(self.text, over)
        if not above or not below.low:
            return None
        value = 100 * above.low / below.low
        bound, start = self._bound_before(at)
        after, end = self._bound_after(above.end)
        coarse = below.low <= 10
        return self._amount(start, end, value, value, "percent", bound or after, tenths=coarse), end

    def _measured(self, at: int, number: Numeral) -> tuple[Amount | None, int]:
        low, high, end = self._range(at, number)
        over, inner = ("over", end) if number.over else self._bound_after(end)
        unit, size, stop = self._unit(inner if over == "over" else end, at)
        stop = inner if unit == "" and over else stop
        over = over or ("over" if self.text[end : end + 2] in ("個多", "個幾") else "")
        unit, size, more, stop = self._half_more(unit, size, end, stop, at)
        tenth, stop = self._tenth(stop) if unit == "percent" and self.text[stop - 1] == "成" else (0.0, stop)
        low, high = low + more + (tenth if end == number.end else 0.0), high + more + tenth
        bound, start = self._bound_before(at)
        after, stop = self._bound_after(stop, unit)
        unit = self._named(unit, at)
        if not (unit == "duration" and (over or after)) and self._is_none(unit, low, high, self.text[at:end]):
            return None, stop
        every = bool(_EVERY.search(self.text, max(0, at - 3), at))
        coarse = unit == "percent" and not tenth and "成" in self.text[number.end : stop]
        bound = "many" if number.many else bound or over or after
        return self._amount(start, stop, low * size, high * size, unit, bound, every, coarse), stop

    def _range(self, at: int, number: Numeral) -> tuple[float, float, int]:
        """兩到三億, 10 元到 20 元, 兩成到兩成六: both ends, and where the second number ends."""
        text, low, high, end = self.text, number.low, number.high, number.end
        unit, _, after = self._unit(end, at)
        if unit == "percent" and text[after - 1] == "成":
            tenth, after = self._tenth(after)
            low_tenths = low + tenth
        else:
            low_tenths = low
        near = _RANGE.match(text, end)
        more = near or (_RANGE.match(text, after) if unit else None)
        second = numeral_at(text, more.end()) if more else None
        if not more or not second or number.many or low > second.high:
            return low, high, end
        listed = more.group().strip() in ("、", "或")
        other = self._unit(second.end, more.end())[0]
        bare = not listed and not other and low >= 10
        told = (other and not (listed and (second.low - low != 1 or low > 9))) or "百分之" in more.group() or bare
        if near and not told:
            return low, high, end
        if not near and (listed or other != unit):
            return low, high, end
        low = self._same_scale(text[at : number.end], low_tenths, text[more.end() : second.end], second.high)
        return min(low, second.low), max(high, second.high), second.end

    def _half_more(self, unit: str, size: float, end: int, stop: int, at: int) -> tuple[str, float, float, int]:
        """三個半小時, 兩年半, 三分半鐘, 一倍半: the unit, its size, what is added, and where it ends."""
        text = self.text
        at_half = end if unit == "" else stop
        if text[at_half : at_half + 1] != "半":
            return unit, size, 0.0, stop
        if unit in ("", "count:any"):
            later, later_size, later_stop = self._unit(at_half + 1, at)
            return (later, later_size, 0.5, later_stop) if later == "duration" else (unit, size, 0.0, stop)
        if unit in ("duration", "times"):
            stop += 1
            return unit, size, 0.5, stop + (unit == "duration" and text[stop : stop + 1] == "鐘")
        return unit, size, 0.0, stop

    def _tenth(self, at: int) -> tuple[float, int]:
        """The 五 of 三成五."""
        found = re.match("[一二三四五六七八九](?![個十百千萬億年月天人成])", self.text[at : at + 2])
        digit = numeral_at(self.text, at) if found else None
        return (digit.low / 10, at + 1) if digit else (0.0, at)

    # ------------------------------------------------------------ what stands around it

    @staticmethod
    def _same_scale(first: str, low: float, second: str, high: float) -> float:
        """兩到三億: both are 億."""
        if second[-1:] in "萬億兆" and first[-1:] not in "十百千萬億兆" and low < 10**4:
            scale = {"萬": 1e4, "億": 1e8, "兆": 1e12}[second[-1]]
            return low * scale if low * scale <= high else low
        return low

    def _has_unit(self, at: int) -> bool:
        return bool(self._unit(at, at)[0])

    def _unit(self, at: int, number_at: int) -> tuple[str, float, int]:
        """The unit at ``at``, what one of it is, and where it ends."""
        found = UNIT.match(self.text, at) or (UNIT.match(self.text, at + 1) if self.text[at : at + 1] == " " else None)
        lead = next(
            (code for pattern, code in LEADS if pattern.search(self.text, max(0, number_at - 5), number_at)), ""
        )
        if not found:
            return lead, 1.0, at
        name = str(found.lastgroup)
        kind, _, detail = name.partition("_")
        if lead and name == "money":
            return lead, 1.0, found.end()
        if kind == "duration":
            return "duration", DURATIONS[int(detail)][1], found.end()
        if detail == "medal":
            return found.group()[0], 1.0, found.end()
        if kind == "count":
            return ("age" if detail == "rank" else f"count:{detail}"), 1.0, found.end()
        if kind in ("physical", "latin"):
            word = found.group().strip().lower()
            one, size = SAME.get(word, (word, 1.0))
            return one, size, found.end()
        return name, 10.0 if found.group() == "成" else 1.0, found.end()

    def _named(self, unit: str, at: int) -> str:
        """iPhone 十七: a number of a name."""
        name = _LATIN_BEFORE.search(self.text, max(0, at - 24), at)
        return f"name:{name[1].lower()}" if unit == "" and name else unit

    @staticmethod
    def _is_none(unit: str, low: float, high: float, run: str) -> bool:
        """一個, 一種: an article; a lone digit without a unit."""
        if low == high == 1 and run == "一":
            return unit in ("", "duration") or unit.startswith("count:")
        return unit == "" and high < 10 and run in "零一二兩三四五六七八九"

    def _bound_before(self, at: int) -> tuple[str, int]:
        found = _BEFORE_NEAR.search(self.text, max(0, at - 14), at)
        if not found and (far := _BEFORE_VERB.search(self.text, max(0, at - 8), at)):
            return ("most" if far["most"] else "least"), far.start()
        if not found:
            return "", at
        return next(n for n in ("nearly", "most", "over", "least", "under", "about") if found[n]), found.start()

    def _bound_after(self, at: int, unit: str = "") -> tuple[str, int]:
        """A bound behind a number (三十多) or its unit; behind a sum of money 多 compares: 比 8,250 萬美元多."""
        found = _AFTER.match(self.text, at)
        if not found or (unit in CURRENCY and found.group().strip() in ("多", "幾")):
            return "", at
        return next(n for n in ("over", "under", "about", "least") if found[n]), found.end()

    def _amount(
        self,
        start: int,
        end: int,
        low: float,
        high: float,
        unit: str,
        bound: str,
        every: bool = False,
        tenths: bool = False,
    ) -> Amount:
        a, b = self._written(start, False), self._written(end, True)
        noun = _NOUN.match(self.text, end) if unit == "" and low == high and high < 10**4 else None
        return Amount(a, b, low, high, unit, bound, every, tenths, noun[1] if noun else "")

    def _written(self, at: int, is_end: bool) -> int:
        """The written offset of a spoken one; inside a span, its edge."""
        n = bisect_right(self._ends, at - 1 if is_end else at) - 1
        if n < 0:
            return at
        span = self.spoken.spans[n]
        if at < span.spoken_end or (is_end and at == span.spoken_end):
            return span.written_end if is_end else span.written_start
        return at + span.written_end - span.spoken_end
