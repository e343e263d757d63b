"""Four digits (or two) as a year: 2028 年, 90 年代, 1974 貿易法, 2025 款, 1827 道光 7 年, CES 2026."""

from __future__ import annotations

import re

from podcast.mandarin.counts import counted
from podcast.mandarin.numbers import digit_by_digit

YEAR = re.compile(r"\s?年(?!多|餘|[的之]?歷史|光陰|歲月)")
_DECADE = re.compile(r"\s?年代")
_NO_COUNT = re.compile(r"\s?[百千關起大口面線格道具集站所對回下副支枝代級段班組版本]")
_PRICE_BEFORE = re.compile(r"(?:[共達逾近約破賣花漲跌收報]|[售定要特單票]價|價格|只要|上看|目標價|指數|點數|總分)\s?$")
_ERA = re.compile(r"\s?[（(]?(?:康熙|雍正|乾隆|嘉慶|道光|咸豐|同治|光緒|宣統|明治|大正|昭和|平成|令和|民國)")
_VALUE_BEFORE = re.compile(r"[達為至到破約近逾共收報漲跌剩僅比是滿第過出入在與和、及有於]\s?$")
_THING_AFTER = re.compile(r"\s?(?![的之左以上下多餘來至到和與及或則]|[死傷]|[縣鄉市元巷弄桿匹街路]|學?年)[㐀-鿿]")
_LATIN_NEAR = re.compile(r"[A-Za-z]\s?$")
_TERM_BEFORE = re.compile(r"(?:[判處刑求關]|徒刑|執行|服刑|監禁|任職|服務|資歷|已婚|工作|歷時|長達|滿)[^，。；]{0,6}$")
_TERM_AFTER = re.compile(r"\s?年\s?\d{1,2}\s?月(?:徒刑|定讞|確定|有期|監禁)")
_MODEL_YEAR = re.compile(r"\s?(?:年?款(?!項)|年式)")
_MANY_BEFORE = re.compile(r"[共有達逾近約過推出售賣]\s?$")
_ACT = re.compile(r"\s?(?:[㐀-鿿]{1,10}法(?![國人院官律條庭務制子]|會)|憲法|憲章|條約|公約|人口普查)")
_OLD_YEAR = re.compile(r"1[6-8]\d\d$|19[0-3]\d$")
_LONG_AGO = re.compile(r"1[5-9]\d\d$")
_BARE_YEAR = re.compile(r"(?:19[4-9]\d|20[0-9]\d)$")


def as_year(written: str, before: str, text: str, stop: int, end: int) -> tuple[str, str, str, bool] | None:
    """The words for ``written`` as a year, with class, rule and certainty. None: no year."""
    said = digit_by_digit(written)
    if _DECADE.match(text, stop, end) and len(written) in (2, 4):
        return said, "year", "decade", True
    if YEAR.match(text, stop, end) and not before.rstrip().endswith("民國"):
        if len(written) == 4 and 1000 <= int(written) < 3000:
            return said, "year", "year", True
        short = (
            len(written) == 2 and 15 <= int(written) <= 49 and re.match(r"\s?年\s?\d{1,2}\s?月", text[stop : stop + 7])
        )
        if short and not (_TERM_BEFORE.search(before) or _TERM_AFTER.match(text, stop, end)):
            return said, "year", "short year", False
    if len(written) == 4 and _MODEL_YEAR.match(text, stop, end) and not _MANY_BEFORE.search(before):
        return said, "year", "model year", 1990 <= int(written) <= 2040
    if _LONG_AGO.match(written) and _ACT.match(text, stop, end):
        return said, "year", "year of an act", True
    if len(written) == 4 and 1000 <= int(written) < 2100 and _ERA.match(text, stop, end):
        return said, "year", "year and era", True
    if _OLD_YEAR.match(written) and could_be_called(written, before, text, stop, end, rounded=True):
        return said, "year", "year without 年", False
    uncounted = not counted(text, stop, end) or _NO_COUNT.match(text, stop, end)
    if written == "2000" and not re.search(r"[於在從自到元年]\s?$", before):
        return None
    if _BARE_YEAR.match(written) and uncounted and not _PRICE_BEFORE.search(before):
        return said, "year", "year without 年", 1945 <= int(written) <= 2060
    return None


def could_be_called(written: str, before: str, text: str, stop: int, end: int, rounded: bool = False) -> bool:
    """228 追思: nothing is counted and nothing measured, so the number may be one that is known by its digits."""
    if (
        len(written) not in (3, 4)
        or (written[-1] == "0" and not rounded)
        or counted(text, stop, end)
        or _VALUE_BEFORE.search(before)
    ):
        return False
    return bool(_THING_AFTER.match(text, stop, end)) and not _LATIN_NEAR.search(before)


def short_year(first: str, second: str) -> bool:
    """2024-25."""
    return bool(_BARE_YEAR.match(first)) and len(second) == 2 and first[2:] < second and second.isdigit()
