"""What a host says between the author's own sentences.

None of these phrases says anything about a point (no cause, no contrast, no time): the
writer never adds a fact. Which one is used hangs on the slug and on the place in the
digest alone, so editing one point never changes the words before another.
"""

from __future__ import annotations

import hashlib
import re

STORY_FIRST = ("先來看第一則，{}", "今天的第一則，{}", "我們從第一則開始，{}")
STORY_NEXT = ("接下來看第{n}則，{}", "第{n}則，{}", "再來看第{n}則，{}", "我們繼續看第{n}則，{}")
STORY_LAST = ("最後一則，{}", "來到最後一則，{}", "最後來看第{n}則，{}")
STORY_ONLY = ("今天要聊的是，{}", "今天的主題是，{}")
STORY_SAME = ("接下來，我們就進入正題。{}", "我們直接進入主題，{}")  # the heading is the episode's title, just said

GROUP_ONLY = ("來看{}", "談談{}")
GROUP_FIRST = ("先談{}", "首先來看{}", "先來看{}", "首先，談談{}")
GROUP_NEXT = ("接著談{}", "再來看{}", "接下來看{}", "再來談談{}")

HIGHLIGHTS = ("先為您整理{}", "一開始，先來聽{}", "首先帶您聽{}")
HIGHLIGHT_GROUP = "第{n}個部分，{}"

POINT = (
    "另外，", "此外，", "接著，", "再來，", "還有，", "接下來，", "再補充一點，", "再往下看，",
    "值得留意的是，", "值得一提的是，", "繼續看下去，",
)  # fmt: skip
POINT_LAST = ("最後一點，", "最後，")

_CONNECTIVE = re.compile(
    r"\W"  # a quotation or an aside
    r"|此外|另[外一]|儘管|尽管|雖|虽|然而|不[過过料僅仅只但論论]|但|而|並|并|且|或|還|还|也|更|甚至|反而|可是|只是|當然|当然"
    r"|目前|如今|現在|现在|現階段|近[年來来日期]|過去|过去|未來|未来|今[年天日]|明年|去年|昨[天日]|之[後前后]|隨[著後]|随着"
    r"|截至|據|据|根據|根据|依據|依照|按照|對|对|針對|针对|至於|至于|關於|关于|透過|通过|為[了此]|为了|在|當|当|自|從|从|跟|和|與|与|以"
    r"|因[此為而为]|由於|由于|所以|於是|于是|結果|结果|同[時樣时样]|如果|若|假如|只要|除[了非此]|即[使便]|就算|無論|无论"
    r"|首先|其[次實中实]|接著|接着|再[來者加来]|最後|最终|最終|最后|總|总|整體|整体|綜合|综合|說到底|簡[單言]|换句|換[句言]|也就是"
    r"|例如|比如|像是|包括|以及|值得|尤其|特別是|特别是|事實上|事实上|實際上|实际上|無獨有偶|反觀|相[較比對较对]"
    r"|這|这|此|該|该|那|其|有[趣人位些]|問題|差不多|好消息|壞消息"
    r"|第[一二三四五六七八九十\d]|[一二三四五六七八九十\d]+[、.．]|[一二三][方是]"
)
"""How a point begins that needs no words before it."""


def pick(options: tuple[str, ...], *place: str) -> str:
    """One of ``options``, always the same for the same place."""
    return options[_number(*place) % len(options)]


def pick_link(slug: str, group: str, n: int, of: int, text: str) -> str:
    """What leads over to point ``n`` (from 1) of a group of ``of``; "" where none is wanted.

    None before the first, none before a point that leads in by itself, and one in three goes
    without, as a host would have it. Within a group the phrases go round from a start that
    differs by group, so none comes twice in eleven.
    """
    if n == 1 or _CONNECTIVE.match(text):
        return ""
    if n == of and of > 2:
        return pick(POINT_LAST, slug, group)
    start = _number(slug, group)
    if of > 3 and (start + n) % 3 == 0:
        return ""
    return POINT[(start + n * 4) % len(POINT)]


def _number(*place: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(place).encode()).digest()[:8], "big")
