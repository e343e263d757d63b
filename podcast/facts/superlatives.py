"""The first, the largest, the only one: superlatives and comparisons are the digest's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.cited import Cited, Fault, short
from podcast.facts.reading import Reading, letters

_FIRST = (
    r"首次|首度|首例|首見|首款|首家|首位|首座|首個|首張|第一次|頭一[回次遭個家位張]"
    r"|第一[個家位張款部座支](?!重點|部分|問題|角度|消息|故事|則|件)|破天荒|史無前例|前所未[見有]"
    r"|從來沒有?|從未|未曾|創舉"
)
_ONLY = r"唯一|獨家|獨一無二|絕無僅有|僅有"
_RECORD = r"新高|新低|紀錄|記錄|史上|空前|有史以來|歷史高|歷來|歷年"
_TOP = (
    r"冠軍|龍頭|第一名|第一大|世界第一|全球第一|全台第一|榜首|頭號|居冠|稱霸|獨霸|霸主|王者|老大|之最"
    r"|奪冠|衛冕|封王|封后|首屈一指|數一數二"
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
    "常": "常多",
    "誇": "嚴離慘",
    "慘": "嚴糟差",
    "嚴": "嚴慘糟",
    "強": "強好猛",
    "好": "好佳優強賣完",
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
_OF_ALL = re.compile(rf"(?P<scope>[^，。；：]{{0,10}})(?:{_FIRST}|{_ONLY}|{_MOST.pattern}|{_TOP})")


def _wider(line: Reading, cited: Cited) -> Iterator[Fault]:
    """史上最賣座 where the digest has 今年最賣座: among whom it is the first."""
    for found in _OF_ALL.finditer(line.text):
        for scope in _SCOPES:
            if scope.search(found["scope"]) and not scope.search(cited.whole):
                yield Fault("superlative", found.start(), short(line.written[found.start() : found.end()], 20))
                return


_BOUND = re.compile(r"最[多少高低晚早快慢長短重輕](?:給|可|能|只|罰|判|要|得|會|有|[零一二兩三四五六七八九十百千半\d])")
"""最重罰兩百萬: how far it goes."""
_JUDGED = re.compile(
    r"最[㐀-鿿]{1,2}的?(?:是|爭議|問題|挑戰|看點|亮點|重點|變數|關鍵|不同|差別|焦點|疑問|特色|癥結|難題|懸念|話題)"
)
"""The host's own weighing: 最大的爭議."""


_BIGGER = re.compile(
    r"比([^，。]{1,12}?)(?:還要?|更|都|來得)(?:大|小|多|少|高|低|快|慢|貴|便宜|強|弱|好|差|長|短|早"
    r"|晚)"
)
_COMPARING = re.compile(
    r"比|[高低多少]出|超過|高於|低於|多於|少於|大於|小於|不如|更|較|贏|輸|領先|落後|勝過|最|優於|早於|晚於"
)


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
        if _JUDGED.match(line.text, found.start()) or _BOUND.match(line.text, found.start()):
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
    if quality[0] in "低少小" and "新低" in whole:
        return True
    return bool(re.search(r"頭號|首席|之冠|紀錄|新高", whole)) and quality[0] in "高大多"
