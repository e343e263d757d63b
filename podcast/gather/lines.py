"""Lines that a site or its desk puts around an article: where it is from, who edited it, numbers of readers and
telephones, prices of shares, headlines of other pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Day

from podcast.read.dates import find_day
from podcast.read.furniture import is_end, is_furniture

_C = r"\s*[:：/／|｜]\s*"
_SOURCE = re.compile(
    rf"^[（(【\[]?\s*(?:(?:文章|新聞|新闻|信息|資訊|资讯|本文|稿件|內容|内容)?(?:來源|来源|出處|出处|轉自|转自|稿源|媒體|媒体)|source|via|from)(?:于|於|自)?{_C}?"
    r"(?P<name>[^\s:：|｜，,。]{2,20}(?: [A-Z][\w.]*){0,3})",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"^[（(【\[]?\s*(?:原[標标][題题]|[責责]任?[編编][輯辑]?|[編编][輯辑]|校[對对]|[審审][核校]|[監监][製制]|值班|美[術术]?[編编]|排版|[關关][鍵键][詞词字]|[標标][籤签]|tags?|分[類类]|[欄栏]目|"
    rf"作者|記者|记者|撰文|文|[圖图]|[攝摄]影|翻[譯译]|[編编][譯译]|通[訊讯][員员]|爆料|投稿|本期[編编][輯辑]|[發发][布佈表]|更新|[閱阅][讀读]原文|原文[鏈链連连][結接]|本文[鏈链連连][結接]|免責聲明|免责声明|版[權权][聲声]明|声明|聲明"
    rf"|editor|original title|keywords|by){_C}\S",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\s?(?:[(（]?(?:星期|週|周)[一二三四五六日天][)）]?)?\s?(?:[上下]午|AM|PM)?\s?\d{1,2}:\d{2}(?::\d{2})?\s?(?:[上下]午|AM|PM)?",
    re.IGNORECASE,
)
_COUNT_ALONE = re.compile(r"[（(\[]\s*\d{1,7}\s*[)）\]]$")
_DATED = re.compile(r"^(?:[時时][間间]|日期)[:：]\s*(?=\d{4})")  # 時間：11 月 28 日 14:00 is when something takes place
_GLUED_DATE = re.compile(r"^(?:19|20)\d{2}-\d{2}-\d{2}(?:\s?\d{2}:\d{2}(?::\d{2})?)?\s*\d{0,7}$")
_ID = r"(?:QQ|微信|VX|WeChat|威信|薇信|扣扣|企鹅|Telegram|TG|LINE|Skype|電報|电报)(?:[号號群]|ID|公[众眾][号號])?"
_CONTACT = re.compile(
    rf"{_ID}{_C}?[A-Za-z0-9_-]{{5,20}}"
    r"|(?:[客联聯][服系繫]|咨[询詢]|諮詢|[热熱][线線]|[电電][话話]|手[机機]|TEL|爆料|投稿|合作|商[务務]|加盟|招商|廣告|广告)[^\d。，]{0,8}[:：]?\s*\+?[\d][\d\s-]{6,18}\d",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_PRICE = re.compile(r"[（(]?[↑↓▲▼+-]?\d[\d,.]*[%％]?[)）]?")
_TICKER = re.compile(
    r"\s?[（(\[【]\s*(?:[A-Z]{1,6}|\d{4,6})[.．][A-Z]{1,3}(?:[,，、\s]+[+-]?[\d.]+%?)*\s*[)）\]】]"
    r"|\s?[（(\[【]\s*(?:NASDAQ|NYSE|HKEX|HK|SH|SZ|SSE|SZSE|TSE|TWSE|US)\s*[:：]\s*[\w.]+(?:[,，、\s]+[+-]?[\d.]+%?)*\s*[)）\]】]"
    r"|\$[^$\s]{1,16}[（(][A-Z0-9.]{2,10}[)）]\$|\$[A-Z]{1,6}\$"
    r"|\s?[（(\[【][^（）()\[\]【】\d]{0,10}[+-]\d+(?:\.\d+)?%[^（）()\[\]【】]{0,10}[)）\]】]"
)
_LIVE = re.compile(r"[+-]\d+(?:\.\d+)?%|^\$.*\$$")
_PAPER_TAIL = re.compile(
    r"[（(【\[](?:責任?編輯|责任?编辑|[責责][編编]|[編编][輯辑]|[來来]源|原[標标][題题]|文|[圖图]|作者|[記记]者|本文[來来]源)[:：/／][^（）()\[\]【】]{1,40}[)）】\]]\s*$"
)


@dataclass(slots=True)
class Told:
    """What such lines state."""

    outlet: str | None = None
    day: Day | None = None


def is_around(text: str, told: Told) -> bool:
    """Whether the whole line is the site's; what it states goes into ``told``."""
    line = text.strip().strip("*_ ")
    if not line or len(line) > 240:
        return False
    if _COUNT_ALONE.match(line):
        return True
    if len(line) > 160:
        return False
    source = _SOURCE.match(line)
    if source and len(line) <= 80:
        told.outlet = told.outlet or _name(source["name"])
    known = (
        (source and len(line) <= 60 and not line.endswith(("。", "！")))
        or (_AROUND.match(line) and len(line) <= 120)
        or _GLUED_DATE.match(line)
        or _is_prices(line)
        or is_furniture(line)
    )
    line = _DATED.sub("", line)
    day = find_day(line)
    if known and day:
        told.day = told.day or day[0]
    if not known and day and len(line) <= 80:  # 2026-11-20 08:00 來源：某報
        rest = (_CLOCK.sub("", line[: day[1]]) + " " + _CLOCK.sub("", line[day[2] :])).strip(" |｜·,，/／")
        if not rest or is_around(rest, told):
            told.day = told.day or day[0]
            return True
    return bool(known)


def _is_prices(line: str) -> bool:
    """上證指數 3377.00 -0.75% 深證成指 10122.11 -1.10%: two names or more, each with its figures."""
    words = re.split(r"[\s|｜]+", line)
    figures = [word for word in words if _PRICE.fullmatch(word)]
    names = [word for word in words if word and not _PRICE.fullmatch(word)]
    changes = sum(word.rstrip(")）").endswith(("%", "％")) for word in figures)
    return len(names) >= 2 and changes >= 2 and len(figures) >= len(names) and all(len(name) <= 12 for name in names)


def _name(text: str) -> str | None:
    name = re.sub(r"[)）】\]>》]+$", "", text).strip("「」『』《》“”\"' ")
    return name if name and not name.isdigit() and "://" not in name else None


def ends_here(text: str) -> bool:
    return is_end(text)


def is_contact(text: str) -> bool:
    """A line that tells where to call or write, and little else."""
    match = _CONTACT.search(text) or _MOBILE.search(text)
    if match is None or len(text) > 60:
        return False
    beside = text[: match.start()] + text[match.end() :]
    return sum(c.isalpha() for c in beside) <= (2 if text.endswith(("。", "！", "？")) else 10)


_BRACKETED = re.compile(r"\s?[（(\[【〔{]([^（）()\[\]【】〔〕{}]{2,50})[)）\]】〕}]")
_CLAUSE = re.compile(r"[^。！？!?；;]*$")


def without_contacts(text: str) -> tuple[str, list[str]]:
    """Numbers to call, in brackets, bare inside a sentence, or in a clause behind the last sentence."""
    gone: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if _CONTACT.search(match[1]) or _MOBILE.search(match[1]):
            gone.append(match[0].strip())
            return ""
        return match[0]

    text = _BRACKETED.sub(drop, text)
    if match := re.search(rf"\s?{_ID}\s*[:：]?\s*[A-Za-z0-9_-]{{5,20}}", text):
        gone.append(match[0].strip())
        text = text[: match.start()] + text[match.end() :]
    return text, gone


def tickers(texts: list[str]) -> set[str]:
    """Codes of shares that a program hung on names: with the day's change, or on every mention."""
    found = [match.strip() for text in texts for match in _TICKER.findall(text)]
    return {each for each in found if _LIVE.search(each.strip("（(【[）)】] ")) or found.count(each) >= 3}


def without(text: str, words: set[str]) -> str:
    return (
        re.sub("|".join(rf" ?{re.escape(w)}" for w in sorted(words, key=len, reverse=True)), "", text)
        if words
        else text
    )


def without_paper_tail(text: str, told: Told) -> tuple[str, str]:
    """（責任編輯：某某） behind the last sentence."""
    if match := _PAPER_TAIL.search(text):
        if source := re.search(rf"[來来]源{_C}(.+?)[)）】\]]", match[0]):
            told.outlet = told.outlet or _name(source[1])
        return text[: match.start()].rstrip(), match[0].strip()
    if told.outlet and (match := re.search(rf"\s*[（(【\[]\s*{re.escape(told.outlet)}\s*[)）】\]]\s*$", text)):
        return text[: match.start()].rstrip(), match[0].strip()
    return text, ""


def without_site(title: str, told: Told) -> tuple[str, str]:
    """A title without the names of the site and its section: 標題_產業_某網. An underscore is no author's."""
    parts = re.split(r"([_|｜])", title)
    own = parts[0].strip()
    last = parts[-1].strip()
    if len(parts) < 3 or len(own) < 8 or (parts[1] != "_" and last != told.outlet):
        return title, ""
    return own, title[len(parts[0]) :]
