"""Of whom the digest says that it is the first, the largest, the most: not told of another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.beside import plain
from podcast.facts.cited import Cited, Fault, short
from podcast.facts.reading import Clause, Reading
from podcast.facts.tables import FUNCTION
from podcast.mandarin.words import words

_MOST = re.compile(
    r"最(大|小|多|少|高|低|快|慢|強|貴|便宜|重要|嚴重|受|常|該|早|晚|長|短|好|差|熱|遠|近(?=的)|老|年輕|重|輕)"
)
_TOP = re.compile(r"龍頭|冠軍|第一名|第一大|居冠|榜首|之冠|奪冠|金牌")
_RANK = re.compile(
    r"第[二三四五六七八九十2-9]|居次|其次|次之|僅次|次[大高多低](?!的)|亞軍|銀牌|銅牌|再來|排第?[二三四五]|跟在後|落後"
)
_BUT = re.compile(r"\s*(?:不過|但是?|可是|至於|而|其他|其餘)")
_IS = re.compile(r"[，\s]*(?:就|正|則|還|都|也)?[是為屬](?:的)?\s?")
_NEITHER = re.compile(r"不是|並非|以外|除了|之外|[？?]|嗎|誰|哪|變數|原因|問題|挑戰|爭議|關鍵|重點|差別|特色")


def foremost(line: Reading, cited: Cited) -> Iterator[Fault]:
    """電動機車的龍頭是山海動力, which the digest has second."""
    for n, clause in enumerate(line.clauses):
        found = [*_MOST.finditer(clause.text), *_TOP.finditer(clause.text)]
        if len(found) != 1 or _NEITHER.search(clause.text):
            continue
        homes = [(t, c) for t in cited.texts for c in t.clauses if _alike(found[0], c.text)]
        if not homes:
            continue
        region = "".join(_region(t, c) for t, c in homes)
        outside = [c for t in cited.texts for c in t.clauses if c.text not in region]
        if _strange(line, n, found[0], region, outside, [c for _, c in homes]):
            yield Fault("superlative", clause.start, short(clause.text.strip(), 40), short(homes[0][1].text.strip()))


def _alike(said: re.Match[str], text: str) -> bool:
    if said.re is _TOP:
        return bool(_TOP.search(text)) or bool(re.search("最[大高多]", text))
    return any(m[1] == said[1] for m in _MOST.finditer(text))


def _region(text: Reading, home: Clause) -> str:
    """What the digest says of its foremost: its clause, with those before it as far as one of another rank."""
    sentence = [c for c in text.clauses if c.sentence == home.sentence]
    at = sentence.index(home)
    start = at
    while start and not _RANK.search(sentence[start - 1].text):
        start -= 1
    after = sentence[at + 1].text if at + 1 < len(sentence) and _IS.match(sentence[at + 1].text) else ""
    return "　".join([*(c.text for c in sentence[start : at + 1]), after])


def _strange(
    line: Reading, n: int, found: re.Match[str], region: str, outside: list[Clause], homes: list[Clause]
) -> bool:
    """Whether who is told of is none of the region."""
    clause = line.clauses[n]
    is_ = _IS.search(clause.text, found.end())
    following = line.clauses[n + 1] if n + 1 < len(line.clauses) else None
    if is_:
        told = clause.text[is_.end() :]
    elif following and (begins := _IS.match(following.text)):
        told = following.text[begins.end() :]
    else:
        told = ""
    for word in _telling(told)[:2]:
        if not _has(word, region) and (_ranked(word, outside) or not any(_has(word, c.text) for c in outside)):
            unheard = not any(char in c.text for char in word for c in (*outside, *homes))
            return unheard or not any(_has(w, region) for w in _telling(told))
    before = _telling(clause.text[: found.start()])
    return bool(before) and any(
        not _has(w, region) and _ranked(w, outside) for w in before[-2:]
    ) and not any(_has(w, region) and not any(_has(w, c.text) for c in outside) for w in before)  # fmt: skip


def _ranked(word: str, outside: list[Clause]) -> bool:
    """Whether the digest gives it another place, or tells of it in a row behind the first."""
    return any(
        _has(word, c.text) and (_RANK.search(c.text) or _BUT.match(c.text) or c.amounts or _MOST.search(c.text))
        for c in outside
    )


def _telling(text: str) -> list[str]:
    found = [text[a:b] for a, b in words(text) if b - a > 1]
    return [
        w for w in found if w not in plain() and not set(w) <= FUNCTION and ("㐀" <= w[0] <= "鿿" or w[0].isalpha())
    ]


def _has(word: str, text: str) -> bool:
    if word.isascii():
        return word.lower() in text.lower()
    return word[:2] in text
