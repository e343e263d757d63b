"""A negation is neither lost nor added, and nothing is turned into its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from podcast.facts.cited import Cited, Fault, quoted, same_figures, short
from podcast.facts.reading import Clause, Reading, likeness, shared_runs, weight
from podcast.facts.tables import FUNCTION, rows
from podcast.mandarin.han import simplified
from podcast.mandarin.words import frequencies

_NOT = re.compile(
    r"不(?!只|僅|但|過|少|妨|管|論|斷|錯|同(?!意)|見得|得不|如|久|禁|僅|知道|外乎|約而|可思議|可或缺|得了"
    r"|至於|到[零一二兩三四五六七八九十百千\d]|足|滿|超過|止|動產|鏽|孕|丹)|沒(?!錯|收|落|想到)|未(?!來|婚|必|滿|達"
    r"|經核實)|無(?!論|數|比|疑|人機|線|障|限|非|不|時無刻)|(?<![並是絕])非(?!常|洲|法|營|凡|得)|並非"
    r"|絕非|(?<![特個分區差性類級辨告道離派識送])別(?!人|的|家|墅|出|說|忘|針|名|具)|難以|拒絕|否認"
)
_EMPTY = re.compile(
    r"不得不|說不定|無不|非得|不是不|沒有不|能不能|會不會|要不要|是不是|有沒有|願不願意|買不買|夠不夠|跑不跑"
    r"|可不可以|好不好|對不對|差不多|要不是|不一定|比不上|還不是|可不是|不就是|豈不是|不也|不下於"
    r"|沒有別的|沒有其他|沒有另外"
    r"|(?<![看聽領買拿見找吃用等辦達想收賺])不到|不及"
)
_FIRST_TOLD = re.compile(r"首次|首度|第一次|頭一[回次遭]|首見|首例|破天荒|史無前例")
_LITTLE = re.compile(
    r"只(?!要)|僅|才|難|拒|停|失敗|反對|喊停|暫停|擋|罷|禁|(?<!排)除了|以外|之外|等著|等待|尚待|仍待|不"
)
_STAYS = re.compile("還在|仍|依然|依舊")
"""沒有解決 leaves it as it is."""
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
            or _word_denied(clause, cited)
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
            if _from_the_other_side(clause.text, text.clauses[n].text, pair, side):
                continue
            return Fault("negation", clause.start, short(clause.text.strip(), 40), short(text.clauses[n].text.strip()))
    return None


_CONVERSE = re.compile("贏|買進|領先")


def _from_the_other_side(said: str, source: str, pair: tuple[re.Pattern[str], re.Pattern[str]], side: int) -> bool:
    """海豹輸了, where the digest has 雄鷹擊敗海豹: the same, told of the other."""
    mine, theirs = pair[side].search(said), pair[1 - side].search(source)
    if not _CONVERSE.search(pair[0].pattern) or not mine or not theirs:
        return False
    who, before, after = said[: mine.start()], source[: theirs.start()], source[theirs.end() :]
    return bool(shared_runs(who, after)) and not shared_runs(who, before)


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
            same += 4 * same_figures(clause, source)
            around = _around(text, n, bare)
            same += around if only else around // 2
            if same >= 3:
                alike.append((same, text, n))
    alike.sort(key=lambda row: -row[0])
    return [row for row in alike if row[0] >= 0.75 * alike[0][0]] if alike else []


def _likeness_without(pair: tuple[re.Pattern[str], re.Pattern[str]], said: Clause, source: Clause) -> int:
    bare = Clause(pair[1].sub(" ", pair[0].sub(" ", said.bare)), 0, 0, 0)
    return weight(bare.grams & source.grams) + 3 * len(said.keys & source.keys) + 4 * same_figures(said, source)


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


_DENIES = re.compile(r"(?:沒有|沒|並未|未|不會|不再|不)(?=([㐀-鿿]{2}))")


def _word_denied(clause: Clause, cited: Cited) -> Fault | None:
    """沒有衰退, where the digest has 衰退 and denies it nowhere."""
    if _ASKS.search(clause.text) or _EMPTY.search(clause.text):
        return None
    for found in _DENIES.finditer(clause.text):
        verb = found[1]
        if simplified(verb) not in frequencies() or set(verb) & FUNCTION or _BOUND.match(verb):
            continue
        homes = [(t, c) for t in cited.texts for c in t.clauses if verb in c.text]
        before = clause.text[: found.start()]
        for text, home in homes:
            sentence = "".join(c.text for c in text.clauses if c.sentence == home.sentence)
            clean = _LITTLE.search(sentence) or _negators(sentence) or _REFUSED.search(sentence)
            if clean or not shared_runs(before, sentence):
                break
        else:
            if homes:
                return Fault("negation", clause.start, short(clause.text.strip(), 40), short(homes[0][1].text.strip()))
    return None


_BOUND = re.compile(r"超過|達到|突破|低於|高於|多於|少於|排除|知道|清楚|確定")


def _with_mark(line: Reading, clause: Clause) -> str:
    return clause.text + line.text[clause.end : clause.end + 1]


def _differ(line: Reading, said: Clause, text: Reading, n: int) -> Iterator[tuple[str, bool]]:
    """The stretches that both have, and whether one of both denies what the other tells."""
    source = text.clauses[n]
    if _ASKS.search(_with_mark(text, source)) or _FIRST_TOLD.search(text.text):
        return
    refused = any(_REFUSED.search(c.text) for c in text.clauses if c.sentence == source.sentence)
    for i, j, length in shared_runs(said.told, source.told):
        a, b = _denials(said.told, i), _denials(source.told, j)
        anchor = said.told[i : i + length]
        if a % 2 == b % 2:
            yield anchor, False
            continue
        less = said if a < b else source
        if not (
            _negators(less.text.replace(anchor, ""))
            or _STAYS.search(less.text)
            or _LITTLE.search(less.text.replace(anchor, ""))
            or (less is source and refused)
        ):
            yield anchor, True


def _denials(text: str, at: int) -> int:
    """How many negations stand before ``at`` and bear on it: nothing but a few characters between.

    沒有排除降息 denies 排除, and of 降息 it leaves the possibility.
    """
    clean = _EMPTY.sub(lambda m: "　" * len(m.group()), text)
    count = 0
    for found in _NOT.finditer(clean):
        between = clean[found.end() : at]
        if (
            found.end() <= at
            and len(between.replace(" ", "")) <= 4
            and not re.search("排除|的", between + clean[at : at + 1])
        ):
            count += 1
    return count


def _negators(text: str) -> list[int]:
    clean = _EMPTY.sub(lambda m: "　" * len(m.group()), text)
    return [m.end() for m in _NOT.finditer(clean)]
