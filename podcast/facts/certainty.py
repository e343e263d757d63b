"""What is planned, expected, reported or somebody's opinion is not told as done; nor what is done as planned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.cited import Cited, Fault, quoted, same_figures, short
from podcast.facts.reading import Clause, Reading, shared_runs, weight
from podcast.facts.who import ROLE

_PLANNED = (
    r"打算|計[畫劃]|預計|預定|擬(?!真|人|定)|準備(?!好|金|率|工)|考慮|有意|研議|洽談|商談|評估(?:中"
    r"|是否)|傾向|爭取|希望|力拚|目標(?:是|為)?|想(?:要|把|用|在|讓|做)?(?!像|法|到|不到|必|起)|可能"
    r"|或許|也許|恐怕|恐(?!怖|慌|龍|懼)|大概(?!是)|可望|有望|有機會|預估|預期|預料|預測|估計"
    r"|推估|看好|據傳|據報|據說|據悉|聽說|傳出(?!後|之後|以後|以來)(?!後|之後|以後|以來)"
    r"|(?<![宣流遺])傳(?=[^統送奇播承真達給出])|消息人士|知情人士|外傳|盛傳"
    r"|如果|假如|若(?!干)|要是|一旦|倘若|只要|萬一|除非|測試(?=中|階段)|試辦|試行|能不能|會不會|要不要|是否|猜測"
    r"|懷疑|指控|聲稱|宣稱|主張|認為|相信|覺得|說法|看法|擔心|疑似|涉嫌|尚未|還沒|遲早|應該|建議|考慮"
    r"|呼籲|提議|提案|草案|規[畫劃]|籌備|申請|談判|協商"
)
_SOON = (
    r"即將|將(?!近|軍|領|心|就|錯)|會(?!議|員|計|長|場|談|晤|同|考|所|面)|快要|就要"
    r"|要(?=[^求聞點素件害是不麼緊])|往後|未來|將來|接下來"
)
_HEDGED = re.compile(
    f"{_PLANNED}|{_SOON}|說|表示|指出|告訴|寫|提到|報導|指|看來|似乎|好像|彷彿|號稱|傳聞|消息|預告|怕|憂|說不定|不一定|八成(?=[是不會要還])"
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
        if _is_somebodys(line, clause):
            continue
        verdicts = [_less_sure(clause, sentence, text, n, cited) for text, n in near]
        if all(verdicts):
            text, n = near[0]
            yield Fault(
                "certainty", clause.start, short(clause.text.strip(), 40), short(quoted(cited.sentence(text, n), text))
            )
            return


def _is_somebodys(line: Reading, clause: Clause) -> bool:
    """周怡君看的是下半年：最大的變數…: what stands behind a colon is said by whom stands before it."""
    start = min(c.start for c in line.clauses if c.sentence == clause.sentence)
    before, colon, _ = line.text[start : clause.start].rpartition("：")
    named = any(start <= n.start < start + len(before) for n in line.names) or ROLE.search(before)
    return bool(colon and named and not _DONE.search(clause.text))


_ROUGHLY = re.compile(r"(?:估計|預估|推估)(?:約|有|是|為|達){0,2}\s?(?=[\d零一二兩三四五六七八九十百千])")
"""About so many: of one figure, not of what follows."""


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
        if hits and all(
            re.search("已經?被?|同意|決定|宣布|核准|通過|確定", b) and not _SOURCE_HEDGED.search(b) for _, b in hits
        ):
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
        homes = [c for c in cited.clauses if same_figures(clause, c) or clause.keys & c.keys]
        if homes and all(_STILL.search(c.text) and not _OVER.search(c.text) for c in homes):
            yield Fault("certainty", clause.start, short(clause.text.strip(), 40), short(homes[0].text.strip()))


_RIGHT = re.compile(r"保留|有權|揚言|威脅|允許|得以|要求|承諾|答應|允諾|保證")
"""What somebody may do, and has not done."""


def _is_open(before: str) -> bool:
    """Whether what stands before it in the digest leaves it open, or denies it."""
    if re.search(r"[還尚][沒未]有?$|未$", before):
        return True
    return bool(
        _RIGHT.search(before) or _SOURCE_HEDGED.search(before) or _SOURCE_SOON.search(before)
    ) and not _DONE.search(before)


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
    start = len(before) - len(source.text)
    before = _ROUGHLY.sub(lambda m: "　" * len(m.group()), before[:start]) + before[start:]
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
