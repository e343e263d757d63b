"""Whether the names of a line are those of its items, each in its place: who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from podcast.facts.beside import plain
from podcast.facts.cited import Cited, Fault, quoted, short
from podcast.facts.matching import supports
from podcast.facts.names import Name, called
from podcast.facts.reading import Clause, Reading, letters, shared_runs, weight
from podcast.facts.tables import FUNCTION
from podcast.mandarin.han import simplified
from podcast.mandarin.words import frequencies, words

_PASSIVE = re.compile(
    r"被(?!告)|遭(?!遇)|為[^，。]{1,12}所|獲得?(?=[^，。]{0,12}(?:投資|注資|青睞|授權|支持|收購|核准"
    r"|批准|認可|許可|採用|提名|邀請|任命))|由(?!於|此|來)"
)
_INVERSE = re.compile(
    r"收到|收取|收下|拿到|領到|獲得|獲(?!利)|得到|取得|收(?=了?[零一二兩三四五六七八九十百千萬億\d])"
    r"|輸(?:給|掉)?|敗給|落後|不敵|不如|賣(?:給|掉)?|出售|租給|欠|受(?:到|雇)"
)
_DIRECT = re.compile(
    r"付給|支付|付(?:了|出)?|給予|撥給|匯給|贏|擊敗|打敗|勝過|超越|領先|逆轉|力克|擊退|淘汰|橫掃|險勝"
    r"|買(?:下|進|了)?|收購|併購"
    r"|租(?!給)|借給|貸給|給|告|控告|提告|起訴"
)
SAYS = (
    r"說法|說|表示|指出|認為|坦言|強調|透露|宣布|宣佈|解釋|回應|提到|警告|直言|補充|批評|證實|否認"
    r"|呼籲|主張|估計|預估|預測|預期|推估|統計|點名|報導|爆料|形容|指控|聲稱|宣稱|看法|相信|擔心|質疑"
    r"|承諾|保證|抱怨|建議|看好|看壞|分析|調查(?:顯示|發現)?|研究(?:顯示|發現)?"
)
ROLES = (
    "執行長|董事長|總經理|總裁|副總裁|創辦人|財務長|營運長|技術長|發言人|部長|次長|院長|局長|署長"
    "|處長|市長|縣長|州長|總統|總理|首相|主席|主任|立委|議員|法官|檢察官|律師|教授|醫師|研究員"
    "|研究人員|研究團隊|分析師|經濟學家|專家|學者|記者|導演"
    "|員工|主管機關|主管|官員|政府|當局|警方|編輯群|編輯|讀者|網友|觀眾|使用者|用戶|消費者|業者|業界"
    "|廠商|公司|企業|片廠|基金會|協會|工會|公會|委員會|法院|銀行|投資人|股東|買家|賣家|品牌|客戶|家長"
    "|老師|學生|民眾|居民|球迷|外界|市場|法人|外資|券商"
)
SPEECH = re.compile(rf"(?P<verb>{SAYS})")
ROLE = re.compile(rf"(?:{ROLES})")


_HERE = re.compile(r"[台臺]|國人|國內|全國|我國|本國|本土")
"""In a digest of Taiwan all these are 台灣."""


def names(line: Reading, cited: Cited) -> Iterator[Fault]:
    """A name that the items do not have."""
    seen = set()
    for name in line.names:
        word = letters(line.text[name.start : name.end])
        if name.key == "台灣" and _HERE.search(cited.whole):
            continue
        if word[-1:] in "隊組黨" and len(word) > 2 and word[:-1] in cited.letters:
            continue  # 雄鷹隊, whom the digest calls 雄鷹
        if name.loose or name.key in cited.keys or word in cited.letters or word in seen:
            continue
        seen.add(word)
        yield Fault("name", name.start, line.shown(name), "")
    for start, end in called(line.text):
        if letters(line.text[start:end]) not in cited.letters:
            yield Fault("name", start, line.written[start:end], "")


def roles(line: Reading, cited: Cited) -> Iterator[Fault]:
    for clause in line.clauses:
        fault = (
            _swapped(line, clause, cited)
            or _order(line, clause, cited)
            or _strangers(line, clause, cited)
            or _other_head(clause, cited)
            or _one_word(clause, cited)
            or _owner(clause, cited)
        )
        if fault:
            yield fault


# ---------------------------------------------------------------- another name in the same words


def _swapped(line: Reading, clause: Clause, cited: Cited) -> Fault | None:
    """The clause tells what the digest tells of somebody else."""
    mine = frozenset(
        n.key for n in clause.names if not n.loose and not _SAYS_NEXT.match(clause.text, n.end - clause.start)
    )
    if not mine:
        return None
    found = cited.like(_without_names(clause), 0.55, 5)
    if not found:
        return None
    best = found[0][0]
    near = [(text, n) for share, text, n in found if share >= 0.75 * best]
    sources = [text.clauses[n] for text, n in near]
    if any(mine & _firm(c) for c in sources):
        return _joined(line, clause, sources) or _other_side(clause, sources)
    named = [(text, n) for text, n in near if _firm(text.clauses[n])]
    if not named or len(named) < len(near):
        return None
    text, n = named[0]
    around = cited.sentence(text, n)
    others = [c for c in around if c is not text.clauses[n] and c.keys != _firm(text.clauses[n])]
    if any(mine & _firm(c) for c in others) and not _same_role(clause, text.clauses[n]):
        return None
    whole = "".join(c.text for c in around)
    if all(line.text[x.start : x.end + 2] in whole for x in clause.names if x.key in mine):
        return None  # 台灣電影 here and there
    return Fault("role", clause.start, short(clause.text.strip(), 40), short(quoted(around, text)))


def _firm(clause: Clause) -> frozenset[str]:
    return frozenset(name.key for name in clause.names if not name.loose)


_SAYS_NEXT = re.compile(rf"[㐀-鿿]{{0,2}}(?:{SAYS})")


def _other_side(said: Clause, sources: list[Clause]) -> Fault | None:
    """Somebody else stands before what both tell: Midjourney 走進法院 where the digest has 迪士尼走進法院."""
    for source in sources:
        i, j, _ = min(shared_runs(said.bare, source.bare), default=(0, 0, 0))
        mine, theirs = _before(said, i), _before(source, j)
        if not mine or not theirs or mine & theirs or _PASSIVE.search(said.text) or _PASSIVE.search(source.text):
            return None
    return Fault("role", said.start, short(said.text.strip(), 40), short(sources[0].text.strip()))


def _before(clause: Clause, at: int) -> frozenset[str]:
    """The names that stand before a place of the clause."""
    return frozenset(n.key for n in clause.names if n.start - clause.start < at)


_HEAD = re.compile(r"[㐀-鿿A-Za-z·]{2,6}")
_NOBODY = re.compile(
    r"[他她它這那其此該]|公司|對方|雙方|大家|有人|自己|結果|後來|最後|目前|現在|今年|去年|昨天|今天|第|同時"
    r"|不過|但是|而且|另外|所以|因為"
)
_SPEAKING = FUNCTION | frozenset("說要會先")
_COMMON = 300
"""Occurrences among jieba's 60 million, from which on a word is nobody's name."""


def _other_head(said: Clause, cited: Cited) -> Fault | None:
    """佳士得在紐約拍賣 where the digest has 蘇富比在紐約拍賣: the same words behind another head."""
    for source in cited.clauses:
        for i, j, _ in shared_runs(said.text, source.text, 5):
            mine, theirs = said.text[:i].strip(), source.text[:j].strip()
            both = _HEAD.fullmatch(mine) and _HEAD.fullmatch(theirs)
            if not both or set(mine) & set(theirs) or _NOBODY.search(mine) or _NOBODY.search(theirs):
                continue
            if mine[0] in _SPEAKING or theirs[0] in _SPEAKING:
                continue
            if letters(mine) not in cited.letters and _is_rare(mine):
                return Fault("role", said.start, short(said.text.strip(), 40), short(source.text.strip()))
    return None


_OWNS = re.compile(r"\s?的?\s?([㐀-鿿]{2})")


def _owner(said: Clause, cited: Cited) -> Fault | None:
    """Gainsight 的資料 where the digest has Salesforce 資料: whose it is."""
    theirs: dict[str, set[str]] = {}
    for source in cited.clauses:
        for name in source.names:
            if (found := _OWNS.match(source.text, name.end - source.start)) and _may_own(source, name):
                theirs.setdefault(found[1], set()).add(name.key)
    for name in said.names:
        found = _OWNS.match(said.text, name.end - said.start)
        if not found or name.loose or not _is_owned(found[1]) or not _may_own(said, name):
            continue
        owners = theirs.get(found[1], set())
        if owners and cited.whole.count(found[1]) == 1 and name.key in cited.keys and name.key not in owners:
            return Fault("role", said.start, short(said.text.strip(), 40), "、".join(sorted(owners)))
    return None


def _may_own(clause: Clause, name: Name) -> bool:
    """Behind a Han name without 的 stands what it does, 雄鷹隊晉級."""
    end = name.end - clause.start
    return clause.text[end - 1].isascii() or clause.text[end : end + 2].strip().startswith("的")


def _is_owned(word: str) -> bool:
    """Whether something that somebody has is named so; roles and teams come with many names."""
    if ROLE.search(word) or word in ("選手", "球員", "團隊", "平台", "產品", "服務", "技術") or set(word) & FUNCTION:
        return False
    return simplified(word) in frequencies()


def _one_word(said: Clause, cited: Cited) -> Fault | None:
    """A clause that is the digest's but for one word: 甘肅 for 青海, 全台 for 六都."""
    for source in cited.clauses:
        mine, theirs = said.text.strip(), source.text.strip()
        if min(len(mine), len(theirs)) < 6 or abs(len(mine) - len(theirs)) > 3:
            continue
        steps = [s for s in SequenceMatcher(None, mine, theirs, False).get_opcodes() if s[0] != "equal"]
        if len(steps) != 1 or steps[0][0] != "replace":
            continue
        _, a, b, c, d = steps[0]
        new, old = mine[a:b], theirs[c:d]
        same = len(mine) - (b - a)
        if same >= 5 and _is_other(new, old, mine[max(0, a - 1) : a]) and letters(new) not in cited.letters:
            return Fault("role", said.start, short(mine, 40), short(theirs))
    return None


def _is_other(new: str, old: str, before: str) -> bool:
    """Whether two words cannot be the same said otherwise, as far as their characters tell."""
    han = all("㐀" <= c <= "鿿" for c in new + old)
    if not han or not new or not old or set(new) & set(old) or set(new) <= FUNCTION or set(old) <= FUNCTION:
        return False
    if new in plain() or old in plain() or re.search("[了得也則會就說是在不沒很有由靠被把]", new + old):
        return False
    if len(words(new)) > 1 or len(words(old)) > 1:
        return False
    return (2 <= len(new) <= 4 and 2 <= len(old) <= 4) or (len(new) == len(old) == 1 and before == "每")


def _is_rare(text: str) -> bool:
    return all(frequencies().get(simplified(text[a:b]), 0) < _COMMON for a, b in words(text) if b - a > 1)


def _same_role(said: Clause, source: Clause) -> bool:
    """Both names stand at the same side of what the clauses share."""
    shared = [g for g in said.grams & source.grams if len(g) > 1]
    if not shared:
        return False
    anchor = max(shared, key=len)
    a, b = said.text.find(anchor), source.text.find(anchor)
    first = [n.start - said.start < a for n in said.names]
    second = [n.start - source.start < b for n in source.names]
    return len(set(first)) == len(set(second)) == 1 and first[0] == second[0]


def _without_names(clause: Clause) -> Clause:
    return Clause(clause.bare, clause.start, clause.end, clause.sentence)


def _joined(line: Reading, clause: Clause, sources: list[Clause]) -> Fault | None:
    """Netflix 和 Tubi where the digest has Hulu and Tubi: one of a row that does not belong to it."""
    told = frozenset().union(*(s.keys for s in sources))
    for group in _rows(line.text, clause.names):
        keys = {n.key for n in group}
        if len(keys) < 2 or keys <= told:
            continue
        for source in sources:
            in_a_row = any(len(g) > 1 for g in _rows(source.text, source.names, source.start))
            if keys & source.keys and in_a_row:
                return Fault("role", clause.start, short(clause.text.strip(), 40), short(source.text.strip()))
    return None


def _rows(text: str, found: tuple[Name, ...], offset: int = 0) -> list[list[Name]]:
    """Names that are said in one row: A、B 和 C."""
    rows: list[list[Name]] = []
    for name in found:
        if rows and _is_join(text[rows[-1][-1].end - offset : name.start - offset]):
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _is_join(between: str) -> bool:
    return (
        re.fullmatch(r"\s*(?:[、，,/]?\s*(?:和|與|及|以及|跟|或|還有|and|or|&)?)\s*(?:[㐀-鿿]{0,2}的)?\s*", between)
        is not None
    )


# ---------------------------------------------------------------- A pays B, B pays A


def _order(line: Reading, clause: Clause, cited: Cited) -> Fault | None:
    rows = _rows(line.text, clause.names)
    for first, second in combinations(rows, 2):
        verdicts = []
        for text in cited.texts:
            for source in (*text.clauses, *_sentences(text)):
                for a in first:
                    for b in second:
                        if a.key != b.key and {a.key, b.key} <= source.keys and _told_alike(clause, source):
                            told = bool(_verbs(clause) & _verbs(source))
                            one, other = (_agent(c, a.key, b.key, told) for c in (clause, source))
                            verdicts.append((one == other or not one or not other, source))
        if verdicts and not any(same for same, _ in verdicts):
            return Fault("role", clause.start, short(clause.text.strip(), 40), short(verdicts[0][1].text.strip()))
    return None


def _sentences(text: Reading) -> list[Clause]:
    """Short sentences of several clauses, whole: a subject may stand in one, its verb in the next."""
    found = []
    for sentence in text.sentences:
        start, end = sentence[0].start, sentence[-1].end
        if 1 < len(sentence) < 4 and end - start < 60:
            names_ = tuple(x for c in sentence for x in c.names)
            found.append(Clause(text.text[start:end], start, end, sentence[0].sentence, (), (), names_))
    return found


def _told_alike(said: Clause, source: Clause) -> bool:
    shared = said.grams & source.grams
    return weight(shared) >= 2 or bool(_verbs(said) & _verbs(source))


def _verbs(clause: Clause) -> frozenset[str]:
    found = set()
    if _DIRECT.search(clause.text) or _INVERSE.search(clause.text):
        found |= {"pay"} if re.search(r"付|收[到取下]|給|拿到|領到|獲得", clause.text) else set()
        found |= (
            {"beat"}
            if re.search(r"贏|擊敗|打敗|勝|超越|領先|逆轉|擊退|淘汰|輸|敗|落後|不敵|不如", clause.text)
            else set()
        )
        found |= {"buy"} if re.search(r"買|收購|併購|賣|出售", clause.text) else set()
        found |= {"sue"} if re.search(r"告|起訴", clause.text) else set()
    return frozenset(found)


def _agent(clause: Clause, a: str, b: str, verbs: bool) -> str:
    """The key of the one of two that acts, "" for nobody; ``verbs``: both have a verb that may be turned round."""
    places = {key: min(n.start - clause.start for n in clause.names if n.key == key) for key in (a, b)}
    first, second = sorted((a, b), key=lambda k: places[k])
    between = clause.text[places[first] : places[second]]
    before = clause.text[: places[first]]
    if re.search(r"(?<!正)[在於經]$", between):
        return ""  # 法案在立法院過關: where it happens
    passive = _PASSIVE.search(clause.text, places[first])
    if passive and passive.start() < places[second]:
        agent = second
    elif re.search(r"被(?!告)|遭(?!遇)|由(?!於)$", before[-4:]):
        agent = first
    elif _verb_first(before, between):
        agent = second
    else:
        agent = first
    if _INVERSE.search(clause.text) and verbs and not re.search(r"付給|支付|贏|擊敗|打敗|買下|收購", clause.text):
        agent = second if agent == first else first
    return agent


def _verb_first(before: str, between: str) -> bool:
    """收購 B 的 A: what stands before both acts for the second."""
    return bool(
        re.search(r"(?:收購|買下|投資|控告|提告|擊敗|打敗|付給|支付|併購|入股|挖走|批評)\s?$", before)
    ) and bool(re.search(r"的[^的]{0,10}$", between))


# ---------------------------------------------------------------- together, though never told together


def _strangers(line: Reading, clause: Clause, cited: Cited) -> Fault | None:
    """Two names, or a name and a figure, that no item tells of together."""
    if len(cited.texts) < 2:
        return None
    known = [name.key for name in clause.names if name.key in cited.keys]
    groups: list[set[str]] = []
    for text in cited.texts:
        here = {key for key in known if key in text.keys}
        if here:
            joined = [g for g in groups if g & here]
            groups = [g for g in groups if not g & here] + [here.union(*joined)]
    rows = _rows(line.text, clause.names)
    if len(groups) > 1 and len(rows) > 1:
        return Fault("role", clause.start, short(clause.text.strip(), 40), "")
    for amount in clause.amounts:
        homes = [t for t in cited.texts if any(supports(s, amount) for s in t.amounts)]
        if homes and known and not any(key in t.keys for t in homes for key in known):
            return Fault("figure", clause.start, short(clause.text.strip(), 40), "")
    return None
