"""The names in a text: persons, companies, products, places, outlets, offices, with their other forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from podcast.facts.tables import FUNCTION, rows
from podcast.mandarin.han import simplified
from podcast.mandarin.units import UNITS
from podcast.mandarin.words import frequencies, words


@dataclass(frozen=True, slots=True)
class Name:
    """``key`` is the same for all forms of a name: Meta 平台 and Meta, 祖克柏 and Mark Zuckerberg."""

    start: int
    end: int
    key: str
    guessed: bool = False  # known by its build alone: a surname and two characters before 說
    loose: bool = False  # a word that may be a name: enough to ask who does what, not to miss it


_LATIN = re.compile(r"(?:\d{1,3}-?)?[A-Za-z](?:[A-Za-z0-9+]|[&.'’-](?=[A-Za-z0-9]))*[+!]?")
_HAN = "㐀-鿿"
_GLOSS = re.compile(rf"([{_HAN}·・‧A-Za-z ]{{2,14}}?)[（(]([A-Z][^（）()]{{1,60}})[）)]")
_TITLES = (
    "執行長|董事長|董座|總經理|總裁|副總裁|創辦人|共同創辦人|財務長|營運長|技術長|發言人|部長|次長"
    "|院長|局長|署長|處長|司長|市長|縣長|省長|州長|總統|副總統|總理|首相|主席|主任|主委"
    "|立委|議員|參議員|眾議員|法官|檢察官|律師|教授|博士|醫師|研究員|分析師|經濟學家|記者|主編|導演"
    "|演員|歌手|選手|教練|球員|先生|女士|小姐|老師|校長"
)
_SURNAMES = (
    "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾蕭田董袁潘于蔣蔡余杜葉程蘇"
    "魏呂丁任沈姚盧姜崔鍾譚陸汪范金石廖賈夏韋付方白鄒孟熊秦邱江尹薛閻段雷侯龍史陶黎賀顧毛郝龔邵"
    "萬錢嚴覃武戴莫孔向湯洪賴游詹施柯簡翁卓藍連"
)
_SAYS = "說|表示|指出|認為|坦言|強調|透露|宣布|宣佈|解釋|回應|提到|警告|直言|補充|批評|證實|否認|呼籲|主張"
_PERSON = re.compile(rf"(?:{_TITLES})([{_SURNAMES}][{_HAN}]{{2}})|(?<![{_HAN}])([{_SURNAMES}][{_HAN}]{{2}})(?={_SAYS})")
_GIVEN = rf"[{_SURNAMES}][{_HAN}](?![說表指認坦強透宣的是在和與])[{_HAN}]"
_INTRODUCED = re.compile(
    rf"(?:{_TITLES}|經理|幹事|督導|專員|長|員|委|任|師|授|生|總|手|將|人|家)({_GIVEN})"
    rf"(?=[，。、；：的是在以和與跟則也就還只看（(「]|[昨今週當賽會上下]|{_SAYS}|提|告|預|估|承|擔|形|$)"
    rf"|(?:{_TITLES}|經理|幹事|投手|捕手|隊長|名將|小將|組長|校長)({_GIVEN})"
)
_TITLED = re.compile(_TITLES)
_FOREIGN = frozenset(
    "阿埃艾愛安奧巴拜班邦包鮑貝本比彼賓波伯勃博布查達戴丹德登迪蒂丁杜多厄恩爾法范菲費芬弗夫福蓋"
    "岡戈哥格根古哈海漢亨赫華懷霍基吉加伽嘉傑捷金喀卡凱坎康柯科克寇庫拉萊賴蘭朗勞雷里利麗列林琳"
    "留盧魯路倫羅洛馬麥曼梅門蒙米密明摩莫穆"
    "納南內尼妮涅寧紐諾歐帕潘佩皮平普齊奇喬切瓊茹瑞薩塞森沙山尚舍聖施史舒斯司絲蘇索塔泰坦唐特提"
    "廷圖托陀瓦萬旺威韋維魏溫沃烏伍西希錫夏香謝辛休許雅亞楊耶葉伊以易因英尤于約扎澤詹珍芝茲祖佐"
    "鐸倪畢默"
)
_NOT_FOREIGN = re.compile(
    r"^(?:馬克杯|巴士|卡車|亞洲|歐洲|南亞|東南亞|阿姨|西瓜|平安|加班|利率|比利|明年|萬里|夏天|金庫|法律|基金|多普)$"
)
_ORG = re.compile(
    rf"([{_HAN}A-Za-z]{{2,8}}?)(銀行|大學|學院|基金會|法院|電視台|日報|時報|晚報|週刊|周刊|通訊社"
    rf"|委員會|研究院|研究所|實驗室|醫院|證券|航空|影業|影城|製藥|生技|半導體|集團|財團|重工|電信|機場"
    rf"|車站|公園|博物館|美術館|體育館)"
)
_NO_STEM = frozenset(
    "告上下在到對向把被給讓與和及的了是有這那該各某一二三四五六七八九十兩不將能真所說去來往從於由找進出"
)
"""What stands before an office without being a part of its name."""
_RARE, _RARE_SOUNDS, _RARER = 300, 1000, 60
"""Occurrences among jieba's 60 million: what is as rare may be a name."""
_CALLED = re.compile(
    rf"(?:名為|名叫|叫做|叫作|取名|稱為|人稱|筆名|藝名|化名)[「『《]?([{_HAN}A-Za-z ]{{2,12}}?)(?=[的，。、」』》]|$)"
)


# ---------------------------------------------------------------- the table of forms


@cache
def forms() -> Mapping[str, str]:
    """A form of a name → its key, which is the row's first form."""
    table: dict[str, str] = {}
    for first, *others in rows("names.tsv"):
        for form in (first, *others):
            table.setdefault(form, first)
    return table


@cache
def _small_forms() -> Mapping[str, str]:
    return {form.lower(): key for form, key in forms().items()}


@cache
def common() -> frozenset[str]:
    """Latin words that name nobody."""
    return frozenset(word for row in rows("common.txt") for word in row[0].split())


@cache
def _han_forms() -> Mapping[str, tuple[str, ...]]:
    """The first two characters → the forms that begin so and hold Han, the longest first."""
    table: dict[str, list[str]] = {}
    for form in forms():
        if any("㐀" <= c <= "鿿" for c in form):
            table.setdefault(form[:2], []).append(form)
    return {start: tuple(sorted(all_, key=len, reverse=True)) for start, all_ in table.items()}


@cache
def _latin_forms() -> Mapping[str, tuple[str, ...]]:
    """The first word in small letters → the forms that begin with it, the longest first."""
    table: dict[str, list[str]] = {}
    for form in forms():
        if found := _LATIN.match(form):
            table.setdefault(_plain(found.group()), []).append(form)
    return {start: tuple(sorted(all_, key=len, reverse=True)) for start, all_ in table.items()}


def _plain(word: str) -> str:
    return re.sub(r"['’]s$|[.'’+-]", "", word.lower())


# ---------------------------------------------------------------- glosses: 渣打銀行（Standard Chartered）


@dataclass(frozen=True, slots=True)
class Glossary:
    """Names that a digest itself gives in two forms, and the plain words that it writes."""

    latin: Mapping[str, str]  # Latin form in small letters → the Han that stands before it
    han: Mapping[str, str]  # a Han form → the Latin one
    words: frozenset[str] = frozenset()  # rare words that come again: names, most of them
    persons: frozenset[str] = frozenset()  # those whom some text introduces: 幹事長吳佩蓉批評

    def key_of(self, form: str) -> str:
        return self.han.get(form, form)


def glossary(texts: Iterator[str]) -> Glossary:
    """Latin in brackets behind Han: the same name twice."""
    latin: dict[str, str] = {}
    han: dict[str, str] = {}
    times: Counter[str] = Counter()
    persons: set[str] = set()
    for text in texts:
        times.update(_rare_words(text))
        persons.update(m[1] or m[2] for m in _INTRODUCED.finditer(text) if _is_person(m[1] or m[2]))
        for found in _GLOSS.finditer(text):
            before = text[max(0, found.start(2) - 14) : found.start(2) - 1]
            if short := _named_before(before):
                name = re.split(r"[，,；;]|也就是", found[2])[0].strip()
                latin[name.lower()] = short
                han[short] = name
    return Glossary(latin, han, frozenset(word for word, n in times.items() if n > 1), frozenset(persons))


def _is_person(word: str) -> bool:
    """吳佩蓉, and not 高興得: nothing that a dictionary has."""
    return simplified(word) not in frequencies() and frequencies().get(simplified(word[:2]), 0) < _RARE


_NO_NAME = FUNCTION | frozenset("得錢人起住完好光掉出入開回找搶付花零一二兩三四五六七八九十百千萬億兆半幾")
"""Characters that stand beside a lone one without making a name of it."""


def _rare_words(text: str) -> Iterator[str]:
    """Words that hardly anybody writes, and neighbours of which no dictionary makes a word."""
    spans = words(text)
    for (a, b), (c, d) in pairwise((*spans, (-1, -1))):
        if b - a > 1 and frequencies().get(simplified(text[a:b]), 0) < _RARER and text[a:b] not in forms():
            yield text[a:b]
        elif b - a == 1 and d - c == 1 and c == b and not {text[a], text[c]} & _NO_NAME and text[a:d] not in forms():
            yield text[a:d]


def _named_before(before: str) -> str:
    """The name at the end of the text before a bracket: 但是馬克·祖克柏 → 馬克·祖克柏."""
    run = re.search(rf"[{_HAN}·・‧]+$", before)
    if not run:
        return ""
    text = run.group()
    known = [form for form in forms() if text.endswith(form)]
    if known:
        return max(known, key=len)
    if dotted := re.search(rf"[{_HAN}]{{1,4}}[·・‧][{_HAN}]{{1,5}}$", text):
        return dotted.group()
    spans = words(text)
    start = len(text)
    for a, b in reversed(spans):
        if (
            b != start
            or len(text) - a > 8
            or (len(text) - start >= 2 and b - a > 1 and start - a > 1 and not _singles(text, a, b))
        ):
            break
        start = a
        if len(text) - start >= 2 and b - a > 1:
            break
    if len(spans) > 1 and spans[-1] == (start, len(text)):  # 卡羅琳斯卡學院: its last word is a common one
        for a, b in reversed(spans[:-1]):
            if b != start or text[a] in FUNCTION or not (b - a == 1 or all(c in _FOREIGN for c in text[a:b])):
                break
            start = a
    return text[start:] if len(text) - start >= 2 else ""


def _singles(text: str, a: int, b: int) -> bool:
    return b - a == 1


# ---------------------------------------------------------------- names of a text


def names(text: str, glossary: Glossary, guess: bool = True) -> tuple[Name, ...]:
    """Every name of a text, ascending, none within another."""
    spans = words(text)
    starts, ends = {a for a, _ in spans}, {b for _, b in spans}
    starts |= {a + 1 for a, b in spans if text[a] in "在從向對由與和及跟往到駐赴訪於給" and b - a > 2}  # 在中國
    ends |= {end for a, b in spans for end in range(a + 2, b)}  # 道瓊指數: a name may begin a longer word
    found: dict[int, Name] = {}
    for name in (
        *_tabled(text, starts, ends),
        *_glossed(text, glossary),
        *(Name(at, at + len(p), p, True) for p in glossary.persons for at in _places(p, text)),
        *_latin(text, glossary),
        *_sides(text, spans),
        *_loose(text, glossary),
        *(_guessed(text, spans) if guess else ()),
    ):
        if not any(name.start < other.end and other.start < name.end for other in found.values()):
            found[name.start] = name
    return tuple(found[at] for at in sorted(found))


def _loose(text: str, glossary: Glossary) -> Iterator[Name]:
    for word in glossary.words:
        yield from (Name(at, at + len(word), word, loose=True) for at in _places(word, text))


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _tabled(text: str, starts: set[int], ends: set[int]) -> Iterator[Name]:
    at = 0
    while at < len(text):
        if form := _han_form(text, at, starts, ends):
            yield Name(at, at + len(form), forms()[form])
            at += len(form)
        elif found := _latin_form(text, at):
            yield found
            at = found.end
        else:
            at += 1


def _han_form(text: str, at: int, starts: set[int], ends: set[int]) -> str:
    """The longest Han form at ``at`` that cuts no word in two; "" for none."""
    if at not in starts and "㐀" <= text[at] <= "鿿":
        return ""
    options = _han_forms().get(text[at : at + 2], ())
    return next((f for f in options if text.startswith(f, at) and (at + len(f) in ends or f[-1] < "㐀")), "")


def _latin_form(text: str, at: int) -> Name | None:
    if not (text[at].isascii() and text[at].isalpha()) or (at and text[at - 1].isascii() and text[at - 1].isalnum()):
        return None
    word = _LATIN.match(text, at)
    for form in _latin_forms().get(_plain(word.group()), ()) if word else ():
        if (end := _matches(form, text, at)) and _is_that(form, text[at:end]) and text[end : end + 1] != "$":
            return Name(at, end, forms()[form])
    return None


def _matches(form: str, text: str, at: int) -> int:
    """Where ``form`` ends at ``at``; hyphens, dots and the case of letters do not matter. 0: it is not there."""
    i = at
    for char in form:
        while i < len(text) and text[i] in ".-’'" and char not in ".-’'":
            i += 1
        if char in ".-’'":
            continue
        if i >= len(text) or text[i].lower() != char.lower():
            return 0
        i += 1
    after = text[i : i + 1]
    return 0 if after.isascii() and after.isalnum() and form[-1].isascii() else i


def _is_that(form: str, written: str) -> bool:
    """US is a country, us is not; a word of the language needs its capital."""
    if form.isupper() and len(form) <= 4:
        return written.isupper()
    return written[0].isupper() or not form[0].isupper()


def _glossed(text: str, glossary: Glossary) -> Iterator[Name]:
    for form, latin in glossary.han.items():
        if not _names_somebody(form):
            continue  # 穩定幣（Stablecoins）: a thing that has an English word
        key = forms().get(form) or forms().get(latin) or latin
        parts = [form, *(p for p in re.split("[·・‧]", form) if len(p) > 2)] if re.search("[·・‧]", form) else [form]
        for part in parts:
            yield from (Name(at, at + len(part), key) for at in _places(part, text))


def _names_somebody(form: str) -> bool:
    """Whether the Han of a gloss is a name: in the table, with a dot, of sounds alone, or an office's."""
    if (
        form in forms()
        or re.search("[·・‧]", form)
        or _ORG.fullmatch(form)
        or (len(form) > 3 and re.search("公司|集團|大學|學院|部$|署$|局$|院$|會$", form))
    ):
        return True
    sounds = sum(c in _FOREIGN for c in form)
    return len(form) >= 2 and sounds >= len(form) - (len(form) > 3) and simplified(form) not in frequencies()


def _latin(text: str, glossary: Glossary) -> Iterator[Name]:
    units = {unit.lower() for unit in UNITS if unit.isascii()}
    for latin, han in glossary.latin.items():
        if latin not in common():
            key = forms().get(han) or _small_forms().get(latin) or glossary.han.get(han, latin)
            for part in (latin, *(word for word in latin.split() if len(word) > 4 and word not in common())):
                pattern = rf"(?<![A-Za-z0-9]){re.escape(part)}(?![A-Za-z0-9])"
                yield from (Name(m.start(), m.end(), key) for m in re.finditer(pattern, text, re.IGNORECASE))
    for found in _LATIN.finditer(text):
        word = found.group()
        if (
            word.lower() in common()
            or (word.lower() in units and text[: found.start()].rstrip()[-1:].isdigit())
            or text[found.end() : found.end() + 1] == "$"
        ):
            continue
        if any(c.isupper() for c in word) or any(c.isdigit() for c in word):
            yield Name(found.start(), found.end(), _plain(word))


def _guessed(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Name]:
    """Names that no table has, by how they are built."""
    for found in re.finditer(rf"[{_HAN}]{{1,5}}[·・‧][{_HAN}]{{1,6}}", text):
        yield Name(found.start(), found.end(), found.group(), True)
    yield from (Name(a, b, text[a:b], True) for a, b in _foreign(text, spans))
    edges = {edge for span in spans for edge in span}
    for found in _PERSON.finditer(text):
        start, end = found.span(1 if found[1] else 2)
        word = text[start:end]
        if {start, end} <= edges and frequencies().get(simplified(word), 0) < _RARE and not _TITLED.search(word):
            yield Name(start, end, word, True)
    for found in _ORG.finditer(text):
        stem = _stem(text, found[1], spans, found.start(1))
        if stem is not None:
            yield Name(stem, found.end(), text[stem : found.end()], True)


def called(text: str) -> Iterator[tuple[int, int]]:
    """Where it says what something is called: 名叫「超級智慧實驗室」."""
    yield from (found.span(1) for found in _CALLED.finditer(text))


_SIDE = re.compile("[黨隊組]")
_NO_SIDE = "團隊 部隊 軍隊 車隊 樂隊 球隊 小組 一組 兩組 政黨 同黨 兩黨 各黨 全隊 重組 改組 分組 該隊"


def _sides(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Name]:
    """進步黨, 安慰劑組, 藍隊: a party, a team, a group of a trial, by its last character."""
    for n, (a, b) in enumerate(spans):
        if not _SIDE.fullmatch(text[b - 1]) or text[a:b] in _NO_SIDE.split():
            continue
        if re.match("[一二兩三四五六七八九十幾各這那]", text[a:b]):
            continue  # 三隊
        start = a if b - a > 1 else next((x for x, y in spans[max(0, n - 1) : n] if y == a), a)
        if b - start > 1 and text[start:b] not in _NO_SIDE.split():
            yield Name(start, b, text[start:b])


def _stem(text: str, before: str, spans: tuple[tuple[int, int], ...], at: int) -> int | None:
    """Where the name of an office begins: at characters that make no word, or a word that is a name's."""
    end = at + len(before)
    singles: list[int] = []
    for a, b in reversed([s for s in spans if at <= s[0] and s[1] <= end]):
        if text[a:b] in _NO_STEM or b != (singles[-1] if singles else end) or b - a > 1:
            break
        singles.append(a)
    return singles[-1] if len(singles) >= 2 and len(singles) <= 4 else None


def _foreign(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where 沃爾希 stands: three characters or more with which one writes foreign names, and no common word."""
    start = end = -1
    for a, b in (*spans, (len(text) + 1, len(text) + 1)):
        word = text[a:b]
        sounds = bool(word) and all(c in _FOREIGN for c in word)
        sounds = sounds and (b - a == 1 or frequencies().get(simplified(word), 0) < _RARE_SOUNDS)
        if sounds and a == end:
            end = b
            continue
        if end - start >= 3 and not _NOT_FOREIGN.match(text[start:end]):
            yield start, end
        start, end = (a, b) if sounds else (-1, -1)
