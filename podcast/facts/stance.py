"""How a line tells it: done or planned, so or not so, up or down, the first or one of many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from podcast.facts.amounts import supports
from podcast.facts.cited import Cited, Fault, quoted, short
from podcast.facts.reading import Clause, Reading, letters, likeness, shared_runs, weight
from podcast.facts.tables import rows

# ---------------------------------------------------------------- planned, expected, reported, thought

_PLANNED = (
    r"打算|計[畫劃]|預計|預定|擬(?!真|人|定)|準備(?!好|金|率|工)|考慮|有意|研議|洽談|商談|評估(?:中"
    r"|是否)|傾向|爭取|希望|力拚|目標(?:是|為)?|想(?:要|把|用|在|讓|做)?(?!像|法|到|不到|必|起)|可能"
    r"|或許|也許|恐怕|恐(?!怖|慌|龍|懼)|大概(?!是)|可望|有望|有機會|預估|預期|預料|預測|估計"
    r"|推估|看好|據傳|據報|據說|據悉|聽說|傳出(?!後|之後|以後|以來)(?!後|之後|以後|以來)"
    r"|傳(?=[^統送奇播承真達給出])|消息人士|知情人士|外傳|盛傳"
    r"|如果|假如|若(?!干)|要是|一旦|倘若|只要|萬一|除非|測試(?=中|階段)|試辦|試行|能不能|會不會|要不要|是否|猜測"
    r"|懷疑|指控|聲稱|宣稱|主張|認為|相信|覺得|說法|看法|擔心|疑似|涉嫌|尚未|還沒|遲早|應該|建議|考慮"
    r"|呼籲|提議|提案|草案|規[畫劃]|籌備|申請|談判|協商"
)
_SOON = (
    r"即將|將(?!近|軍|領|心|就|錯)|會(?!議|員|計|長|場|談|晤|同|考|所|面)|快要|就要"
    r"|要(?=[^求聞點素件害是不麼緊])|往後|未來|將來|接下來"
)
_HEDGED = re.compile(
    f"{_PLANNED}|{_SOON}|說|表示|指出|告訴|寫|提到|報導|指|看來|似乎|好像|彷彿|號稱|傳聞|消息|預告"
    f"|宣布|宣佈|猜|料想|如期|這下|恐|大概|算過|算了算|粗估|換算"
)
_SOURCE_HEDGED = re.compile(_PLANNED)
_SOURCE_SOON = re.compile(_SOON)
_DONE = re.compile(
    r"已經|已(?=[^久婚故知])|業已|早已|剛剛?(?=[^好才纔性強果巧])|完成了?|正式(?=[^說名])|確定(?!性)"
    r"|證實|敲定|拍板|成功|落幕|定案|生效|裁定|判決|宣判"
)
_TALK = re.compile(r"[？?]|嗎|呢")
_REACHES_ON = re.compile(
    r"據傳|據報|據說|據悉|聽說|傳出(?!後|之後|以後|以來)(?!後|之後|以後|以來)|消息人士|知情人士|外傳"
    r"|盛傳|如果|假如|要是|一旦|倘若|只要|萬一"
    r"|除非|猜測|懷疑|指控|聲稱|宣稱|主張|認為|相信|覺得|說法|看法|擔心|預估|預測|預期|預料|估計|推估"
    r"|料"
)
"""Words that make the rest of their sentence unsure; the others only their own clause."""
_REPORTED = re.compile(r"據報|據傳|據說|據悉|根據報導|[報傳]導指|聽說|傳出(?!後)|外傳|盛傳|消息人士|知情人士")
_TOLD_ON = re.compile(r"報導|據|傳|聽說|消息|說|表示|指出|媒體|爆料|指稱|寫")
_COMPARED = re.compile(r"(?:要是|如果|若)(?:[跟和與拿把]|再?看)?[^，。]*?(?:相比|比一?比|來比|比較|來看|來說)")


def certainty(line: Reading, cited: Cited) -> Iterator[Fault]:
    yield from _done_already(line, cited)
    yield from _under_way(line, cited)
    yield from _only_planned(line, cited)
    for clause in line.clauses:
        if _TALK.search(clause.text) or weight(clause.grams) < 4:
            continue
        found = cited.like(clause, 0.4, 5)
        if not found:
            continue
        best = found[0][0]
        near = [(text, n) for share, text, n in found if share >= 0.8 * best]
        sentence = "".join(c.text for c in line.clauses if c.sentence == clause.sentence)
        verdicts = [_less_sure(clause, sentence, text, n, cited) for text, n in near]
        if all(verdicts):
            text, n = near[0]
            yield Fault(
                "certainty", clause.start, short(clause.text.strip(), 40), short(quoted(cited.sentence(text, n), text))
            )
            return


def _done_already(line: Reading, cited: Cited) -> Iterator[Fault]:
    """What stands behind 已經 in the line, and behind 可能 or 打算 in the digest."""
    for clause in line.clauses:
        done = _DONE.search(clause.text)
        if not done or _TALK.search(clause.text) or _SOURCE_HEDGED.search(clause.text):
            continue
        tail = clause.text[done.end() :]
        least = 1 if sum("㐀" <= c <= "鿿" for c in tail) <= 3 else 2
        runs = [(i, c, c.text[:j]) for c in cited.clauses for i, j, _ in shared_runs(tail, c.text, least)]
        first = min((i for i, _, _ in runs), default=0)
        hits = [(c, before) for i, c, before in runs if i == first]
        if hits and all(_is_open(before) for _, before in hits):
            yield Fault("certainty", clause.start, short(clause.text.strip(), 40), short(hits[0][0].text.strip()))


_PLANS = re.compile(r"打算|準備(?!好|金)|計[畫劃](?!案)|考慮|有意|研擬|希望(?!是)|想要")


def _only_planned(line: Reading, cited: Cited) -> Iterator[Fault]:
    """政府打算追回, where the digest has 已經追回: less than was done."""
    for clause in line.clauses:
        plan = _PLANS.search(clause.text)
        if not plan or _TALK.search(clause.text):
            continue
        tail = clause.text[plan.end() :]
        runs = [(i, c, c.text[:j]) for c in cited.clauses for i, j, _ in shared_runs(tail, c.text)]
        first = min((i for i, _, _ in runs), default=0)
        hits = [(c, before) for i, c, before in runs if i == first]
        if hits and all(re.search("已經?被?", b) and not _SOURCE_HEDGED.search(b) for _, b in hits):
            yield Fault("certainty", clause.start, short(clause.text.strip(), 40), short(hits[0][0].text.strip()))


_STILL = re.compile(r"[還仍尚]在|[還仍]沒|進行中|審[查議]中|要等|等到")
_OVER = re.compile(r"已經?|了(?=[的呢嗎吧]?$)|完成|正式")


def _under_way(line: Reading, cited: Cited) -> Iterator[Fault]:
    """18 到 49 歲也核准了, of whom the digest says 還在審查: the same figure or name, and nothing of a waiting."""
    for clause in line.clauses:
        if not _OVER.search(clause.text) or _STILL.search(line.text) or _TALK.search(clause.text):
            continue
        if not clause.amounts and not clause.keys:
            continue
        homes = [c for c in cited.clauses if _same_figures(clause, c) or clause.keys & c.keys]
        if homes and all(_STILL.search(c.text) and not _OVER.search(c.text) for c in homes):
            yield Fault("certainty", clause.start, short(clause.text.strip(), 40), short(homes[0].text.strip()))


def _is_open(before: str) -> bool:
    """Whether what stands before it in the digest leaves it open, or denies it."""
    if re.search(r"[還尚][沒未]有?$|未$", before):
        return True
    return bool(_SOURCE_HEDGED.search(before) or _SOURCE_SOON.search(before)) and not _DONE.search(before)


def _less_sure(said: Clause, sentence: str, text: Reading, n: int, cited: Cited) -> bool:
    """Whether the digest is less sure of it than the line."""
    around = cited.sentence(text, n)
    source = text.clauses[n]
    before = "".join(c.text for c in around if c.start <= source.start)
    if _REPORTED.search(before) and not _TOLD_ON.search(sentence):
        return True
    if _HEDGED.search(sentence) and not (_DONE.search(said.text) and not _SOURCE_HEDGED.search(sentence)):
        return False
    done = _DONE.search(said.text)
    before = _COMPARED.sub(lambda m: "　" * len(m.group()), before)
    reach = before if done or _REACHES_ON.search(before) else before[len(before) - len(source.text) :]
    if hedge := _SOURCE_HEDGED.search(reach):
        return not (_DONE.search(source.text) and done) and _told_after(said, reach, hedge.end(), source)
    return bool(done and _SOURCE_SOON.search(source.text) and not _DONE.search(source.text))


def _told_after(said: Clause, before: str, at: int, source: Clause) -> bool:
    """Whether what the line tells stands behind the word that makes it unsure."""
    start = len(before) - len(source.text)
    if at <= start:
        return True
    behind = Clause(source.bare[at - start :], 0, 0, 0)
    return weight(behind.grams & said.grams) >= 2 or bool(set(source.amounts) and said.amounts)


# ---------------------------------------------------------------- so, or not so

_NOT = re.compile(
    r"不(?!只|僅|但|過|少|妨|管|論|斷|錯|同(?!意)|見得|得不|如|久|禁|僅|知道|外乎|約而|可思議|可或缺|得了"
    r"|至於|到[零一二兩三四五六七八九十百千\d]|足|滿|超過|止)|沒(?!錯|收|落|想到)|未(?!來|婚|必|滿|達"
    r"|經核實)|無(?!論|數|比|疑|人機|線|障|限|非|不|時無刻)|(?<![並是絕])非(?!常|洲|法|營|凡|得)|並非"
    r"|絕非|(?<![特個分區差性類級辨告道離派識送])別(?!人|的|家|墅|出|說|忘|針|名|具)|難以|拒絕|否認"
)
_EMPTY = re.compile(
    r"不得不|無不|非得|不是不|沒有不|能不能|會不會|要不要|是不是|有沒有|願不願意|買不買|夠不夠|跑不跑"
    r"|可不可以|好不好|對不對|差不多|要不是|不一定|比不上|還不是|可不是|不就是|豈不是|不也|不下於"
    r"|沒有別的|沒有其他|沒有另外"
    r"|(?<![看聽領買拿見找吃用等辦達想收賺])不到|不及"
)
_NEVER_BEFORE = re.compile(r"從來沒有?|從未|未曾|不曾|前所未")
_FIRST_TOLD = re.compile(r"首次|首度|第一次|頭一[回次遭]|首見|首例|破天荒|史無前例")
_LITTLE = re.compile(
    r"只(?!要)|僅|才|難|拒|停|失敗|反對|喊停|暫停|擋|罷|禁|(?<!排)除了|以外|之外|等著|等待|尚待|仍待|不"
)
_REFUSED = re.compile(
    r"駁回|否決|拒絕|擋下|擋了|取消|撤銷|撤回|失敗|未獲|落空|作罷|叫停|喊停|暫停|禁止"
    r"|擺脫|減少|降低"
    r"|避免|免去|免於|省去|無需|戒|遠離"
)
_ASKS = re.compile(r"[？?]|嗎|呢|怎麼|什麼|多少|是否|哪|誰|何時|如何")


@cache
def opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Words of one side and of the other: 年增 and 年減, 支持 and 反對."""
    return tuple((re.compile(one), re.compile(other)) for one, other in rows("opposites.tsv"))


def negation(line: Reading, cited: Cited) -> Iterator[Fault]:
    for clause in line.clauses:
        if (
            fault := _not_yet(clause, cited)
            or _turned(line, clause, cited)
            or _denied(line, clause, cited)
            or _let_in(line, clause, cited)
        ):
            yield fault


_YET = re.compile(r"[還尚][沒未]|至今[沒未]")


def _not_yet(clause: Clause, cited: Cited) -> Fault | None:
    """還沒有人攻擊, where the digest has 已遭利用 and denies nothing."""
    if not _YET.search(clause.text) or _ASKS.search(clause.text) or _negators(cited.whole):
        return None
    done = next((c for c in cited.clauses if re.search("已", c.text)), None)
    return Fault("negation", clause.start, short(clause.text.strip(), 40), short(done.text.strip())) if done else None


def _turned(line: Reading, clause: Clause, cited: Cited) -> Fault | None:
    """The opposite word in what is else the same: 年減 for 年增, 漲價 for 降價."""
    hits = [
        (pair, side)
        for pair in opposites()
        for side in (0, 1)
        if pair[side].search(clause.text) and not pair[1 - side].search(clause.text)
    ]
    for pair, side in hits:
        found = [(text, n) for _, text, n in _near(clause, cited, pair)]
        if not found:
            continue
        found = [(text, n) for text, n in found if not pair[side].search(text.clauses[n].text)]
        signs = [_signs(text.clauses[n].text, pair) for text, n in found]
        told = _sign(clause.text, pair, side)
        known = [s for s in signs if s]
        if known and not any(told in s for s in known):
            if any(
                told in _signs(c.text, pair)
                for c in cited.clauses
                if _likeness_without(pair, clause, c) >= 3 and (c.keys & clause.keys or not clause.keys)
            ):
                continue
            text, n = next((t, n) for (t, n), s in zip(found, signs, strict=True) if s)
            return Fault("negation", clause.start, short(clause.text.strip(), 40), short(text.clauses[n].text.strip()))
    return None


def _near(
    clause: Clause, cited: Cited, pair: tuple[re.Pattern[str], re.Pattern[str]]
) -> list[tuple[int, Reading, int]]:
    """The clauses that share something with this one besides the pair's words, the likest."""
    bare = Clause(
        pair[1].sub(" ", pair[0].sub(" ", clause.bare)), 0, 0, 0, clause.amounts, clause.moments, clause.names
    )
    alike: list[tuple[int, Reading, int]] = []
    only = not any(pair[side].search(cited.whole) for side in (0, 1) if pair[side].search(clause.text))
    for text in cited.texts:
        for n, source in enumerate(text.clauses):
            if not (pair[0].search(source.text) or pair[1].search(source.text)):
                continue
            same = weight(bare.grams & source.grams) + 3 * len(clause.keys & source.keys)
            same += 4 * _same_figures(clause, source)
            around = _around(text, n, bare)
            same += around if only else around // 2
            if same >= 3:
                alike.append((same, text, n))
    alike.sort(key=lambda row: -row[0])
    return [row for row in alike if row[0] >= 0.75 * alike[0][0]] if alike else []


def _likeness_without(pair: tuple[re.Pattern[str], re.Pattern[str]], said: Clause, source: Clause) -> int:
    bare = Clause(pair[1].sub(" ", pair[0].sub(" ", said.bare)), 0, 0, 0)
    return weight(bare.grams & source.grams) + 3 * len(said.keys & source.keys) + 4 * _same_figures(said, source)


def _same_figures(said: Clause, source: Clause) -> int:
    return sum(any(supports(s, a) for s in source.amounts) for a in said.amounts)


def _around(text: Reading, n: int, bare: Clause) -> int:
    source = text.clauses[n]
    return max(
        (weight(bare.grams & c.grams) for c in text.clauses if c.sentence == source.sentence and c is not source),
        default=0,
    )


def _sign(text: str, pair: tuple[re.Pattern[str], re.Pattern[str]], side: int) -> int:
    found = pair[side].search(text)
    assert found is not None
    return (1 if side == 0 else -1) * (-1 if _is_denied(text, found.start()) else 1)


def _signs(text: str, pair: tuple[re.Pattern[str], re.Pattern[str]]) -> frozenset[int]:
    return frozenset(_sign(text, pair, side) for side in (0, 1) if pair[side].search(text))


def _is_denied(text: str, at: int) -> bool:
    clean = _EMPTY.sub(lambda m: "　" * len(m.group()), text)
    return len([m for m in _NOT.finditer(clean) if m.end() <= at and at - m.end() <= 5]) % 2 == 1


def _denied(line: Reading, clause: Clause, cited: Cited) -> Fault | None:
    """A 不 or 沒有 too many, or too few, at once before what both tell."""
    if _ASKS.search(_with_mark(line, clause)) or _FIRST_TOLD.search(line.text):
        return None
    found = cited.like(clause, 0.2, 4)
    if not found:
        return None
    near = [(text, n) for share, text, n in found if share >= 0.4 * found[0][0]]
    told = [(anchor, differ, text, n) for text, n in near for anchor, differ in _differ(line, clause, text, n)]
    for anchor, differ, text, n in told:
        if differ and not any(not d and (a in anchor or anchor in a) for a, d, _, _ in told):
            return Fault(
                "negation", clause.start, short(clause.text.strip(), 40), short(quoted(cited.sentence(text, n), text))
            )
    return None


def _let_in(line: Reading, clause: Clause, cited: Cited) -> Fault | None:
    """Somebody whom the digest leaves out, told of without the 不在名單上 that follows there."""
    sentence = "".join(c.text for c in line.clauses if c.sentence == clause.sentence)
    if _negators(sentence) or _LITTLE.search(sentence) or _ASKS.search(sentence):
        return None
    for text in cited.texts:
        for source, following in pairwise(text.clauses):
            longest = max((n for _, _, n in shared_runs(clause.text, source.text)), default=0)
            told = min(likeness(clause, source)[0] + 0.2, likeness(source, clause)[0])
            same = source.sentence == following.sentence and longest >= 5 and told >= 0.8
            out = any(n <= 5 for n in _negators(following.text.strip()))
            if same and out and not any(likeness(following, c)[0] >= 0.5 for c in line.clauses):
                held = short(text.written[source.start : following.end])
                return Fault("negation", clause.start, short(clause.text.strip(), 40), held)
    return None


def _with_mark(line: Reading, clause: Clause) -> str:
    return clause.text + line.text[clause.end : clause.end + 1]


def _differ(line: Reading, said: Clause, text: Reading, n: int) -> Iterator[tuple[str, bool]]:
    """The stretches that both have, and whether one of both denies what the other tells."""
    source = text.clauses[n]
    if _ASKS.search(_with_mark(text, source)) or _FIRST_TOLD.search(text.text):
        return
    refused = any(_REFUSED.search(c.text) for c in text.clauses if c.sentence == source.sentence)
    for i, j, length in shared_runs(said.bare, source.bare):
        a, b = _denials(said.bare, i), _denials(source.bare, j)
        anchor = said.bare[i : i + length]
        if a % 2 == b % 2:
            yield anchor, False
            continue
        less = said if a < b else source
        if not (_negators(less.text) or _LITTLE.search(less.text.replace(anchor, "")) or (less is source and refused)):
            yield anchor, True


def _denials(text: str, at: int) -> int:
    """How many negations stand before ``at`` and bear on it: nothing but a few characters between.

    沒有排除降息 denies 排除, and of 降息 it leaves the possibility.
    """
    clean = _EMPTY.sub(lambda m: "　" * len(m.group()), text)
    count = 0
    for found in _NOT.finditer(clean):
        between = clean[found.end() : at]
        if found.end() <= at and len(between.replace(" ", "")) <= 4 and "排除" not in between:
            count += 1
    return count


def _negators(text: str) -> list[int]:
    clean = _EMPTY.sub(lambda m: "　" * len(m.group()), text)
    return [m.end() for m in _NOT.finditer(clean)]


# ---------------------------------------------------------------- the first, the largest, the only one

_FIRST = (
    r"首次|首度|首例|首見|首款|首家|首位|首座|首個|首張|第一次|頭一[回次遭個家位張]"
    r"|第一[個家位張款部座支](?!重點|部分|問題|角度|消息|故事|則|件)|破天荒|史無前例|前所未[見有]"
    r"|從來沒有?|從未|未曾|創舉"
)
_ONLY = r"唯一|獨家|獨一無二|絕無僅有|僅有"
_RECORD = r"新高|新低|紀錄|記錄|史上|空前|有史以來|歷史高|歷來|歷年"
_TOP = (
    r"冠軍|龍頭|第一名|第一大|世界第一|全球第一|全台第一|榜首|頭號|居冠|稱霸|獨霸|霸主|王者|老大|之最|首屈一指|數一數二"
)
_MOST = re.compile(
    r"最(?!後|近|終|初|新(?!穎)|好(?:的辦法|是|先|別|不)|多(?=[零一二兩三四五六七八九十百千萬億\d]|也"
    r"|不|只)|少(?=[零一二兩三四五六七八九十百千萬億\d]|也|要|有)|起碼|早先|重要的是|關鍵的是|有趣的是"
    r"|值得|特別的|讓人|直接的|明顯的是|上面|上方|底下|前面|後面|高法院|惠國|愛)([㐀-鿿]{1,2})"
)
_GROUPS = (
    ("first", re.compile(_FIRST)),
    ("only", re.compile(_ONLY)),
    ("record", re.compile(_RECORD)),
    ("top", re.compile(_TOP)),
)
_ALIKE = {
    "大": "大多高巨",
    "多": "多大高",
    "高": "高大多貴",
    "小": "小少低",
    "少": "少低小輕",
    "低": "低少小",
    "貴": "貴高",
    "便宜": "便宜低",
    "快": "快早",
    "早": "早先快",
    "強": "強好猛",
    "好": "好佳優強賣",
    "賣": "賣好高",
    "佳": "好佳優",
    "熱": "熱紅夯受",
    "紅": "熱紅夯受",
    "受": "受熱紅愛",
    "愛": "受愛常",
    "差": "差糟",
    "糟": "差糟",
    "難": "難",
    "兇": "多兇",
    "凶": "多凶",
}


_SCOPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"史上|影史|歷史|有史以來|歷來|史來|人類史",
        r"全球|世界|全世界|舉世",
        r"全國|全台|全臺|國內|台灣|臺灣|本土",
        r"今年|本年|年度",
        r"亞洲|全亞",
        r"歐洲|全歐",
        r"美國|全美|北美",
        r"中國|全中國",
        r"本[季月週]|這[季月週]|當[季月週]",
        r"業界|同業|產業",
    )
)
_OF_ALL = re.compile(rf"(?P<scope>[^，。；：]{{0,6}})(?:{_FIRST}|{_ONLY}|{_MOST.pattern}|{_TOP})")


def _wider(line: Reading, cited: Cited) -> Iterator[Fault]:
    """史上最賣座 where the digest has 今年最賣座: among whom it is the first."""
    for found in _OF_ALL.finditer(line.text):
        for scope in _SCOPES:
            if scope.search(found["scope"]) and not scope.search(cited.whole):
                yield Fault("superlative", found.start(), short(line.written[found.start() : found.end()], 20))
                return


_JUDGED = re.compile(
    r"最[㐀-鿿]{1,2}的?(?:是|爭議|問題|挑戰|看點|亮點|重點|變數|關鍵|不同|差別|焦點|疑問|特色|癥結|難題|懸念|話題)"
)
"""The host's own weighing: 最大的爭議."""


_BIGGER = re.compile(
    r"比([^，。]{1,12}?)(?:還要?|更|都|來得)(?:大|小|多|少|高|低|快|慢|貴|便宜|強|弱|好|差|長|短|早"
    r"|晚)"
)
_COMPARING = re.compile(r"比|超過|高於|低於|多於|少於|大於|小於|不如|更|較|贏|輸|領先|落後|勝過|最|優於|早於|晚於")


def _comparison(line: Reading, cited: Cited) -> Iterator[Fault]:
    """比新加坡還大, where the digest compares, if at all, otherwise."""
    for found in _BIGGER.finditer(line.text):
        than = letters(found[1])
        homes = [c for c in cited.clauses if than in letters(c.text)]
        if than and homes and not any(_COMPARING.search(c.text) for c in homes):
            yield Fault("superlative", found.start(), line.written[found.start() : found.end()])


def superlatives(line: Reading, cited: Cited) -> Iterator[Fault]:
    whole = cited.whole
    yield from _wider(line, cited)
    yield from _comparison(line, cited)
    yield from _apart(line, cited)
    for name, pattern in _GROUPS:
        for found in pattern.finditer(line.text):
            if name == "first" and pattern.search(whole):
                continue
            if name == "top" and (pattern.search(whole) or re.search(r"最大|最高|最多", whole)):
                continue
            if name == "record" and (
                pattern.search(whole) or (_MOST.search(whole) and found.group() in ("史上", "歷來", "歷年", "有史以來"))
            ):
                continue
            if pattern.search(whole) or (name == "only" and re.search(r"只有|只剩|僅|獨", whole)):
                continue
            yield Fault("superlative", found.start(), short(line.written[found.start() : found.end() + 6], 20), "")
            break
    for found in _MOST.finditer(line.text):
        if any(a.start <= found.start() < a.end for a in line.amounts):
            continue  # 最多六分鐘
        if _JUDGED.match(line.text, found.start()):
            continue
        if not _has_most(found[1], whole):
            near = "、".join(m.group() for m in _MOST.finditer(whole))
            ranks = "、".join(re.findall(r"第[二三四五六七八九十\d]+(?:大|高|名|多)", whole))
            yield Fault(
                "superlative",
                found.start(),
                line.written[found.start() : found.end()],
                short("、".join(filter(None, (near, ranks)))),
            )
            break


_APART = re.compile(r"以外|之外|除了|除[^，]{1,8}外|僅次於|不計|不算")


def _apart(line: Reading, cited: Cited) -> Iterator[Fault]:
    """美國總部以外最大 told as 最大: of all but one."""
    for found in _MOST.finditer(line.text):
        homes = [c for c in cited.clauses if any(m[1][0] == found[1][0] for m in _MOST.finditer(c.text))]
        told = "".join(c.text for c in line.clauses)
        if homes and all(_APART.search(c.text) for c in homes) and not _APART.search(told):
            yield Fault(
                "superlative", found.start(), line.written[found.start() : found.end()], short(homes[0].text.strip())
            )


def _has_most(quality: str, whole: str) -> bool:
    for source in _MOST.finditer(whole):
        if (
            source[1] == quality
            or source[1][0] in _ALIKE.get(quality, _ALIKE.get(quality[0], quality[0]))
            or source[1][0] == quality[0]
        ):
            return True
    if quality[0] in "大多高強早" and re.search(rf"{_TOP}|排名第一|(?<!第)第一(?![次個])", whole):
        return True
    return bool(re.search(r"頭號|首席|之冠|紀錄|新高", whole)) and quality[0] in "高大多"
