"""What stands in a text more often than its author wrote it: doubled paragraphs, sentences hung in again and again, and
watermarks that say the same thing each time in other words."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable

from podcast.gather.related import Rest, terms

_CLOSERS = '」』”’"）)】》'
_SENTENCE_END = re.compile(
    rf"(?:[。！？!?]+|…{{2,}}|\n)[{_CLOSERS}]*\s*"
    rf"|(?<=[a-z0-9%\"”’)\]])\.[\"”’)\]]*(?:\s+(?=[\"“‘(\[A-Z0-9\u3400-\u9fff])|(?=[\u3400-\u9fff]))"
)
_CLAUSE = re.compile(r"(?:[，,、。！？!?；;：:]|(?<=[^\x00-\x7f])\s|\.\s)+")
_ENDED = re.compile(r"[。！？!?；;.…][」』”’\"）)】]*$")
_VERSE_LINE, _VERSE_CLAUSE = 45, 8.0
"""Letters. Short lines that end without a mark, or clauses as short as a song's: there repeating is the form."""
_STRANGE_TERMS = 4  # of a sentence that comes back and is no refrain
_FOREIGN = 0.2  # share of a sentence's terms that the rest of the text knows; below, it is about something else
_ABOUT_TEXT = re.compile(
    r"本[文站网網刊頁页]|此文|原文|轉載|转载|首[发發]|來源|来源|出處|出处|版[权權]|獨家|独家|整理|[关關]注|訂閱|订阅|[阅閱][读讀]|[点點][击擊]|下[载載]|掃[碼描]|扫[码描]"
    r"|[编編][辑輯]|[发發][布佈]|平[台臺]|官[网網]|微信|公[众眾][号號]|[网網]址|www\.|https?:|\.com|\.cn|\.net|\.org|搜[索尋]|收藏|分享|更多|精彩|APP|客[户戶]端"
    r"|\bpublished\b|full (?:story|article)|\bfollow\b|subscribe|copyright|\bsource\b|download|newsletter|read more"
    r"|website|all rights",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"表示|指出|透露|說明|说明|認為|认为|稱，|称，|宣布|公布|報導|报道|統計|统计|據|据|\bsaid\b|according to"
    r"|\d[\d,.]*\s?[%％萬万億亿元年月日]|percent"
    r"|[〇零一二兩两三四五六七八九十百千]{2,}[萬万億亿]?[\u3400-\u9fff]"
)
_CALL = re.compile(
    r"[尽盡]在.{1,14}(?:APP|客[户戶]端|[网網]|平[台臺])|"
    r"(?:下[载載]|[关關]注|[扫掃][码碼描]|[点點][击擊開开選选]|加入|[订訂][阅閱]|搜[索尋]|添加|[领領]取|註冊|注册|打[开開]|[长長]按)[^，。,;；]{0,16}"
    r"(?:客[户戶]端|APP|公[众眾][号號]|微信|微博|[频頻]道|[链連][接結]|[二][维維][码碼]|QR|粉[絲丝]|LINE|[会會][员員]|群|大?[礼禮]包|原文|全文|官[网網])",
    re.IGNORECASE,
)
"""The text speaks to its reader: do this there."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w./?=&%-]+|\b[\w-]{2,}\.(?:com|cn|net|org|tw|hk|cc|info|top|vip|xyz)\b[\w./-]*",
    re.IGNORECASE,
)


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def sentences(text: str) -> list[str]:
    """The sentences, which joined give the text. A full stop ends one before a space or a Chinese character."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if text[a:b].strip()]


def is_verse(texts: list[str]) -> bool:
    """Whether it is sung, recited or said in turns, rather than told."""
    texts = [text for text in texts if text.strip()]
    if len(texts) < 4:
        return False
    median = statistics.median(len(letters(text)) for text in texts)
    ended = sum(_ENDED.search(text) is not None for text in texts)
    clauses = [size for text in texts for part in _CLAUSE.split(text) if (size := len(letters(part)))]
    if median <= _VERSE_LINE and ended * 10 < len(texts) * 4:
        return True
    return median <= 2 * _VERSE_LINE and bool(clauses) and statistics.mean(clauses) <= _VERSE_CLAUSE


def _is_report(texts: list[str]) -> bool:
    """Whether it tells what others said and counted, as news do and essays do not."""
    return sum(len(_REPORTS.findall(text)) for text in texts) >= 3


def doubled(texts: list[str]) -> set[int]:
    """Which paragraphs stand there before already. In verse none is: that is its refrain."""
    if is_verse(texts):
        return set()
    seen: dict[str, int] = {}
    keys = [letters(text) for text in texts]
    return {at for at, key in enumerate(keys) if len(key) >= 12 and seen.setdefault(key, at) != at}


def said_once(text: str) -> str:
    """A paragraph without a sentence, or a run of sentences, that follows itself."""
    told = sentences(text)
    keys = [letters(sentence) for sentence in told]
    for size in range(len(told) // 2, 0, -1):
        at = 0
        while at + 2 * size <= len(keys):
            run = keys[at : at + size]
            if run == keys[at + size : at + 2 * size] and len("".join(run)) >= 12:
                del told[at + size : at + 2 * size], keys[at + size : at + 2 * size]
            else:
                at += 1
    return "".join(told).strip()


_PHRASE = 14  # characters


def without_phrases(texts: list[str]) -> tuple[list[str], list[str]]:
    """Without a phrase of some length that stands in the midst of three paragraphs or more and is foreign to them."""
    if is_verse(texts):
        return texts, []
    counts = Counter(gram for text in texts for gram in {text[n : n + _PHRASE] for n in range(len(text) - _PHRASE + 1)})
    often = {gram for gram, n in counts.items() if n >= 3 and n * 10 >= len(texts) * 3}
    found: dict[str, int] = {}
    for text in texts:
        at = 0
        while at <= len(text) - _PHRASE:
            if text[at : at + _PHRASE] not in often:
                at += 1
                continue
            end = at + _PHRASE
            while end < len(text) and text[end - _PHRASE + 1 : end + 1] in often:
                end += 1
            phrase = text[at:end].lstrip("。！？!?，,；、」』”）) ")  # the marks before it are the author's
            found[phrase] = found.get(phrase, 0) + 1
            at = end
    rest = Rest(texts)
    report = _is_report(texts)
    found = {p: n for p, n in found.items() if report or _ABOUT_TEXT.search(p) or _CALL.search(p)}
    gone = [
        p
        for p, n in ((p, sum(text.count(p) for text in texts)) for p in found)
        if n >= 3
        and re.search(r"[，。！？,!?]", p)
        and rest.share(p, n) < (2 * _FOREIGN if _CALL.search(p) else _FOREIGN)
    ]
    for phrase in sorted(gone, key=len, reverse=True):
        texts = [text.replace(phrase, "") for text in texts]
    return texts, gone


def nearly_doubled(texts: list[str]) -> set[int]:
    """Paragraphs of which an earlier one says nine tenths in the same words, as when a page repeats its lead."""
    if is_verse(texts):
        return set()
    grams = [_grams(text) for text in texts]
    found: set[int] = set()
    for at, own in enumerate(grams):
        if len(own) < 40:
            continue
        for first in range(at):
            if first not in found and len(grams[first]) >= 40 and len(own & grams[first]) >= 0.92 * len(own):
                found.add(at)
                break
    return found


def _grams(text: str) -> set[str]:
    key = letters(text)
    return {key[n : n + 4] for n in range(len(key) - 3)}


def hung_in(texts: list[str], around: Iterable[str] = (), title: str = "") -> dict[str, int]:
    """Sentences (their letters) that stand in three paragraphs or more, or once here and elsewhere on the page, and
    have nothing to do with the rest; and how often. Those in changing words are found by what they share."""
    if is_verse(texts):
        return {}
    rows = [(at, n, len(each), s) for at, t in enumerate(texts) for each in [sentences(t)] for n, s in enumerate(each)]
    counts = Counter(key for *_, s in rows if len(key := letters(s)) >= 7)
    anywhere = {letters(s) for _, n, of, s in rows if 0 < n < of - 1}  # a refrain begins its paragraphs or ends them
    addresses = not _ADDRESS.search(title)  # else the text is about them
    report = _is_report(texts)
    beside = "\n".join(letters(text) for text in around)
    rest = Rest(texts)
    found: dict[str, int] = {}
    for *_, sentence in rows:
        key = letters(sentence)
        n = counts[key]
        if not n or key in found:
            continue
        often = n >= 3 or (n == 2 and _ABOUT_TEXT.search(sentence)) or (len(key) >= 12 and key in beside)
        strange = n >= 3 and key in anywhere and len(terms(sentence)) >= _STRANGE_TERMS and not rest.share(sentence, n)
        told = report or strange or _ABOUT_TEXT.search(sentence) or _CALL.search(sentence)  # else an essay's refrain
        if often and ((told and rest.share(sentence, n) < _FOREIGN) or (addresses and _ADDRESS.search(sentence))):
            found[key] = n
    return found | (_watermarks(rows, rest, set(found), letters(title)) if addresses else {})


def _watermarks(rows: list[tuple[int, int, int, str]], rest: Rest, known: set[str], title: str) -> dict[str, int]:
    """Short sentences at the edges of paragraphs that share a name, speak of the text itself and of nothing in it."""
    edge = [
        (at, s, key)
        for at, n, of, s in rows
        if (n in (0, of - 1)) and 4 <= len(key := letters(s)) <= 60 and key not in known and _ABOUT_TEXT.search(s)
    ]
    shared: dict[str, set[str]] = defaultdict(set)
    for _, _, key in edge:
        for size in range(3, 13):
            for n in range(len(key) - size + 1):
                shared[key[n : n + size]].add(key)
    found: dict[str, int] = {}
    whole = [letters(s) for *_, s in rows]
    for name, keys in sorted(shared.items(), key=lambda each: (-len(each[1]), -len(each[0]))):
        keys = {
            key for key in keys if key.find(name) <= (40 if key.isascii() else 10)
        }  # behind no clause of the author
        if name in title or len(keys) < 3 or sum(name in other for other in whole) > len(keys) + 1:
            continue
        about = [s for _, s, key in edge if key in keys]
        if statistics.mean(rest.share(s, len(about)) for s in about) < 0.3:
            found |= dict.fromkeys(keys, 1)
    for _, s, key in edge:  # one that names an address, or sends the reader somewhere, needs no company
        call = _CALL.search(s)
        told = _ADDRESS.search(s) or (call and call.start() <= 12)
        if told and len(key) <= 40 and rest.share(s) < _FOREIGN / 2:
            found[key] = 1
    return found


def without_sentences(text: str, gone: dict[str, int]) -> tuple[str, list[str]]:
    """The text without these sentences, and those that stood in it."""
    kept: list[str] = []
    cut: list[str] = []
    for sentence in sentences(text):
        (cut if letters(sentence) in gone else kept).append(sentence)
    return ("".join(kept).strip(), [each.strip() for each in cut]) if cut else (text, [])
