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

GROUP_FIRST = ("先談{}", "首先來看{}", "先來看{}", "首先，談談{}")
GROUP_NEXT = ("接著談{}", "再來看{}", "接下來看{}", "再來談談{}")

HIGHLIGHTS = ("先為您整理{}", "一開始，先來聽{}", "首先帶您聽{}")
HIGHLIGHT_GROUP = "第{n}個部分，{}"

POINT = (
    "另外，", "此外，", "接著，", "再來，", "還有，", "再看下一點，", "接下來，", "再補充一點，",
    "值得留意的是，", "也來看看這一點，", "再往下看，", "值得一提的是，",
)  # fmt: skip
POINT_LAST = ("最後一點，", "最後，")

_CONNECTIVE = re.compile(
    r"[「『（(《“\"'【…—-]"  # a quotation or an aside begins: nothing goes before it
    r"|此外|另外|另一|儘管|尽管|雖|虽|然而|不過|不过|但|而|並|并|且|或|目前|如今|現在|現階段|近[年來日期]|截至|據|据|根據|根据|依據|依照|按照|對於?|对于?|針對|至於|關於"
    r"|因[此為而]|由於|所以|於是|結果|同[時樣]|首先|其[次實中]|接著|再[來者加]|最後|最終|最终|總[體結之而]|总体|整體|綜合|簡[單言]|換[句言]|也就是|例如|比如|像是|包括|以及|還|还|也"
    r"|值得|尤其|特別是|事實上|實際上|無獨有偶|反觀|相[較比對]|這|这|此|該|那|其|如果|若|假如|只要|除[了非此]|在|當|当|自|從|从|隨[著後]|随着|之[後前]|過去|未來|今[年天日]|明年|去年|昨[天日]"
    r"|第[一二三四五六七八九十\d]|[一二三四五六七八九十\d]+[、.．]|一[方是]|二是|三是|更|甚至|反而|可是|只是|當然|不僅|不只|不但|即[使便]|就算|無論|不論|為[了此]|透過|以"
)


def pick(options: tuple[str, ...], *place: str) -> str:
    """One of ``options``, always the same for the same place."""
    return options[_number(*place) % len(options)]


def pick_link(slug: str, group: str, n: int, of: int, text: str) -> str:
    """What leads over to point ``n`` (from 1) of a group of ``of``; "" where the point leads in by itself.

    Within a group the phrases go round one after the other, from a start that differs by group.
    """
    if n == 1 or _CONNECTIVE.match(text):
        return ""
    if n == of and of > 2:
        return pick(POINT_LAST, slug, group)
    start = _number(slug, group)
    return POINT[(start + (n - 2) * 5) % len(POINT)]  # 5 and 12 have no common divisor: no repeat within 12


def _number(*place: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(place).encode()).digest()[:8], "big")
