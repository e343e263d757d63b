"""What somebody said is not told of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.cited import Cited, Fault, quoted, short
from podcast.facts.reading import Clause, Reading, letters, weight
from podcast.facts.who import ROLE, ROLES, SPEECH


def speakers(line: Reading, cited: Cited) -> Iterator[Fault]:
    """What somebody says, told of somebody else."""
    for n, clause in enumerate(line.clauses):
        said = _speaker(clause.text, clause, line)
        if said is None:
            continue
        word, verb_end, key = said
        if key and key not in cited.keys and letters(word) not in cited.letters:
            continue  # `names` tells it
        content = _content(line, n, verb_end)
        if weight(content.grams) < 3:
            continue
        best, homes = 0, []
        for text in cited.texts:
            for sentence in text.sentences:
                shared = sum(weight(content.grams & c.grams) for c in sentence) + 3 * sum(
                    len(content.keys & c.keys) for c in sentence
                )
                if shared > best:
                    best, homes = shared, [(text, sentence)]
                elif shared == best and shared:
                    homes.append((text, sentence))
        if best < 4 or best < 0.35 * weight(content.grams):
            continue
        if not any(_is_by(word, key, text, sentence) for text, sentence in homes):
            text, sentence = homes[0]
            yield Fault("attribution", clause.start, short(clause.text.strip(), 40), short(quoted(sentence, text)))


_OTHERS = re.compile(rf"{ROLES}|[㐀-鿿]{{2,5}}(?:會(?![議計])|部(?!分)|局|院|署|黨|府)")


def _content(line: Reading, n: int, verb_end: int) -> Clause:
    """What is said: the rest of the clause, and of its sentence."""
    clauses: list[Clause] = []
    told = weight(Clause(line.text[verb_end : line.clauses[n].end], 0, 0, 0).grams)
    for clause in line.clauses[n + 1 :]:
        another = told >= 3 and (bool(_OTHERS.search(clause.text[:7])) or bool(clause.names))
        if clause.sentence != line.clauses[n].sentence or another:
            break
        clauses.append(clause)
        told += weight(clause.grams)
    end = clauses[-1].end if clauses else line.clauses[n].end
    names_ = tuple(x for x in line.names if verb_end <= x.start < end)
    return Clause(line.text[verb_end:end], verb_end, end, 0, (), (), names_)


_TOLD = ("對", "向", "跟")
"""Before those to whom it is said."""


def _speaker(text: str, clause: Clause, line: Reading) -> tuple[str, int, str] | None:
    """(who, where what he says begins, the key of his name or "") of a clause in which somebody speaks."""
    found = SPEECH.search(text)
    if (
        not found
        or re.match(r"明|服|話|不定|起來|穿|到底", text[found.end() :])
        or re.search(
            r"(?:聽|據|可以|來|也就是|應該|換句話|簡單|老實|坦白|一般來|總的來|再|先|我|你|您)$", text[: found.start()]
        )
    ):
        return None
    before = text[: found.start()]
    named = [
        x
        for x in clause.names
        if x.start - clause.start < found.start()
        and text[x.start - clause.start - 1 : x.start - clause.start] not in _TOLD
    ]
    role = list(ROLE.finditer(before))
    if named and (not role or named[-1].end - clause.start > role[-1].start()):
        last = named[-1]
        return line.text[last.start : last.end], clause.start + found.end(), last.key
    if role:
        owner = named[-1] if named else None
        return (
            role[-1].group(),
            clause.start + found.end(),
            owner.key if owner and "的" not in before[owner.end - clause.start + 1 : role[-1].start()] else "",
        )
    return None


_SEEN_AS = re.compile(r"被(?:外界)?(?:視為|認為|看作|形容|解讀)|外界|一般認為|普遍認為|業界認為")


def _is_by(word: str, key: str, text: Reading, sentence: tuple[Clause, ...]) -> bool:
    """Whether the sentence, or the one before it where it names nobody, is that speaker's."""
    plain = "".join(c.text for c in sentence)
    if _SEEN_AS.search(plain) and not SPEECH.search(plain) and letters(word) not in letters(plain):
        return False
    keys = frozenset(k for c in sentence for k in c.keys)
    if (key and key in keys) or letters(word) in letters(plain) or _kin(word, plain):
        return True
    before = [c for c in text.clauses if c.sentence < sentence[0].sentence]
    nobody = not keys and not ROLE.search(plain) and not re.search(r"有人|有些人", plain)
    pronoun = re.search("他|她", plain[:6]) is not None and not plain.startswith(("有人", "有些人"))
    if nobody or pronoun or not SPEECH.search(plain):
        earlier = "".join(c.text for c in before)
        return (
            (key and key in frozenset(k for c in before for k in c.keys))
            or letters(word) in letters(earlier)
            or _kin(word, earlier)
        )
    return False


_KINDS = tuple(
    frozenset(words.split())
    for words in (
        "公司 企業 業者 廠商 片廠 業界",
        "公司 董事長 執行長 總經理 總裁 發言人 財務長",
        "編輯 編輯群",
        "官員 政府 主管機關 當局",
        "使用者 用戶 網友 民眾 消費者 觀眾 讀者",
        "分析師 專家 學者 券商 法人 外資 研究員 研究人員 研究團隊",
        "投資人 股東 市場 外界",
        "執行長 董事長 總裁 創辦人",
        "副總裁 主管",
        "基金會 協會",
    )
)
"""Words for the same speaker."""


def _kin(word: str, text: str) -> bool:
    return any(word in kind and any(other in text for other in kind) for kind in _KINDS)
