"""Who does it to whom, by the words before and after a verb: for those whose names no table has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from podcast.facts.cited import Cited, Fault, short
from podcast.facts.reading import Clause, Reading, shared_runs
from podcast.facts.tables import FUNCTION

_DOES = (
    r"投資|入股|注資|增資|收購|併購|合併|買下|賣給|付給|支付給|借給|租給|捐給|捐款給|交給|讓給|轉讓給|移交給|供應|通知|告知|供貨給|代工"
    r"|控告|提告|起訴|告上|擊敗|打敗|力克|淘汰|逆轉|領先|超越|超前|追上|擊退|橫掃|輸給|敗給|不敵"
    r"|批評|指控|抨擊|譴責|質疑|稱讚|讚美|感謝|警告|提醒|要求|呼籲|邀請|聘請|委託|授權|任命|提名|資助|贊助|補助|支持|反對|力挺"
    r"|制裁|抵制|攻擊|轟炸|入侵|襲擊|逮捕|拘捕|罰款|裁罰|取代|接替|接任|拜訪|會見|訪問|撞上|追撞|擦撞|照顧|收養|拯救|救出"
)
_TOWARDS = r"提告|提起訴訟|開罰|求償|道歉|施壓|喊話|開火|宣戰|採購|購買|訂購|借錢|借款|貸款|租|買|下單|提出要求|抗議"
_VERB = re.compile(rf"(?:{_DOES})(?:了|過)?")
_TO = re.compile(rf"(?<=[㐀-鿿])(?:對|向|跟)(?P<whom>[^，。；：]{{2,14}}?)(?P<verb>{_TOWARDS})")
_PASSIVE = re.compile(r"被(?!告)|遭|受|由(?!於)|獲(?!利)|讓|的是|而是")
_ADVERB = re.compile(r"已經|日前|正式|昨天|今天|今年|去年|明年|上個?月|下個?月")
_REACH = 16
"""Characters before and after a verb among which those stand who do it and suffer it."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """``who`` does it to ``whom``; the words as they stand."""

    verb: str
    who: str
    whom: str


def turned_round(line: Reading, cited: Cited) -> Iterator[Fault]:
    """甲投資乙, where the digest has 乙投資甲."""
    for clause in line.clauses:
        for deed in _deeds(clause):
            homes = [(c, d) for c in cited.clauses for d in _deeds(c) if d.verb == deed.verb]
            turned = [c for c, d in homes if _is_reverse(deed, d)]
            if turned and not any(_same(deed.who, d.who) and _same(deed.whom, d.whom, 1, 1) for _, d in homes):
                held = short(turned[0].text.strip())
                yield Fault("role", clause.start, short(clause.text.strip(), 40), held)
                break


def other_doer(line: Reading, cited: Cited) -> Iterator[Fault]:
    """丙投資乙, where the digest has 甲投資乙 and tells something else of 丙."""
    for clause in line.clauses:
        for deed in _deeds(clause):
            homes = [(c, d) for c in cited.clauses for d in _deeds(c) if d.verb == deed.verb]
            who = _head(deed.who)
            if not homes or not who or any(_same(deed.who, d.who) or _same(deed.who, d.whom) for _, d in homes):
                continue
            suffered = all(re.search("[㐀-鿿]{2}", d.who) and _same(deed.whom, d.whom, 1, 1) for _, d in homes)
            if suffered and any(who in c.text for c in cited.clauses if c not in [h for h, _ in homes]):
                yield Fault("role", clause.start, short(clause.text.strip(), 40), short(homes[0][0].text.strip()))


def _head(text: str) -> str:
    """The first word that says something, Latin or of two characters."""
    found = re.search(r"[㐀-鿿]{2}|[A-Za-z]{2,}", "".join(" " if c in FUNCTION else c for c in text))
    return found.group() if found else ""


def _deeds(clause: Clause) -> Iterator[_Deed]:
    text = clause.text
    if _PASSIVE.search(text):
        return
    for found in _TO.finditer(text):
        yield _Deed(found["verb"], text[max(0, found.start() - _REACH) : found.start()], found["whom"])
    for found in _VERB.finditer(text):
        who = _ADVERB.sub("", text[max(0, found.start() - _REACH) : found.start()])
        whom = text[found.end() : found.end() + _REACH]
        if who.strip() and whom.strip():
            yield _Deed(found.group().rstrip("了過"), who, whom)


def _is_reverse(said: _Deed, source: _Deed) -> bool:
    return (
        _same(said.who, source.whom) > _same(said.who, source.who)
        and _same(said.whom, source.who, 1) > _same(said.whom, source.whom, 1, 1)
    )  # fmt: skip


def _same(a: str, b: str, from_a: int = 99, from_b: int = 99) -> int:
    """The length of the longest stretch that says something and stands in both; Latin words count too.

    ``from_a``, ``from_b``: where it may begin at the latest.
    """
    latin = {w.lower() for w in re.findall(r"[A-Za-z]{2,}", a)} & {w.lower() for w in re.findall(r"[A-Za-z]{2,}", b)}
    runs = [n for i, j, n in shared_runs(a, b) if i <= from_a and j <= from_b]
    return max([*runs, *map(len, latin)], default=0)


# ---------------------------------------------------------------- who is for it

_STANCE = re.compile(
    r"^\s*(?:但是?|不過|而|至於|可是)?(?P<who>[㐀-鿿A-Za-z]{2,10}?)(?:則|也|卻|倒是|還是|都|並|就|先|又)?"
    r"(?P<verb>支持|贊成|反對|擔心|憂心|否認|承認|批評|要求|歡迎|質疑|主張|呼籲|警告|肯定|看好|看壞|拒絕|同意|澄清|道歉)"
)


def stances(line: Reading, cited: Cited) -> Iterator[Fault]:
    """租屋團體支持, where the digest has 消保團體支持，租屋團體擔心."""
    told = [(c, m) for c in cited.clauses if (m := _STANCE.search(c.text))]
    for clause in line.clauses:
        mine = _STANCE.search(clause.text)
        homes = [(c, m) for c, m in told if mine and m["verb"] == mine["verb"]]
        if not mine or not homes or any(_same(mine["who"], m["who"], 1, 1) for _, m in homes):
            continue
        if any(c.text.strip().startswith(mine["who"][:2]) for c in cited.clauses if c not in [h for h, _ in homes]):
            yield Fault("role", clause.start, short(clause.text.strip(), 40), short(homes[0][0].text.strip()))


# ---------------------------------------------------------------- a sibling's name

_KIND = re.compile(
    r"金控|銀行|證券|投信|人壽|產險|建設|營造|大學|學院|醫院|高中|國中|國小|航空|電信|電機|電子|科技|生技|集團|食品|重工"
    r"|影業|製藥|藥廠|車廠|不動產|房屋|地產|動力|光電|半導體|汽車|旅行社|日報|時報|週刊|電視台|研究院|研究所|基金會|事務所|工作室|能源|海運|鋼鐵|化工|飯店|書店|出版社"
)
_NO_SIBLING = re.compile(
    r"國內|國外|海外|外商|本土|大型|小型|私立|國立|公立|民營|官股|地方|中央|頂尖|知名|各大|相關|其他|綜合|醫學|教學"
    r"|區域|合作|投資|商業|研究|公司|業者|大家|兩家|這家|那家|該家|一家|家的|新創|傳統|再生|綠色|數位|資訊|高科|半導|生物"
)


def siblings(line: Reading, cited: Cited) -> Iterator[Fault]:
    """東方金控, where the digest has 南方金控."""
    whole = cited.whole
    for found in _KIND.finditer(line.text):
        kind, before = found.group(), line.text[max(0, found.start() - 6) : found.start()]
        known = any(n.start <= found.start() < n.end and not n.guessed and not n.loose for n in line.names)
        if known or not re.search(r"[㐀-鿿]{2}$", before):
            continue
        homes = [whole[max(0, m.start() - 6) : m.start()] for m in re.finditer(kind, whole)]
        stems = [
            h for h in homes if re.search(r"[㐀-鿿]{2}$", h) and not (set(h[-2:]) & FUNCTION) - set("和東南西北中大")
        ]
        if stems and all(_is_sibling(before, stem, whole) for stem in stems):
            yield Fault("name", found.start() - 2, line.written[found.start() - 2 : found.end()], stems[0][-2:] + kind)


def _is_sibling(mine: str, theirs: str, whole: str) -> bool:
    """Whether two words before the same kind of office are two names."""
    n = 0
    while n < min(len(mine), len(theirs)) and mine[-1 - n] == theirs[-1 - n]:
        n += 1
    if n > 4 or n >= len(mine) or n >= len(theirs):
        return False
    other, pair = mine[-1 - n], mine[len(mine) - n - 1 :][:2] if n else mine[-2:]
    if (
        not ("㐀" <= other <= "鿿")
        or (set(pair) if n == 0 else {other}) & FUNCTION - set("東南西北中大")
        or pair in whole
        or other in whole
    ):
        return False
    return not _NO_SIBLING.search(mine[-3:]) and not set(theirs[len(theirs) - n - 1 :][:1]) & FUNCTION
