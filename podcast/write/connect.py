"""What leads over from one point of a list to the next, and only where it is true.

A connective claims that another statement follows. So there is none before a label, a question, thanks, a step, a row
of data, a quotation or running prose, and none that says more than "also". Which one stands where hangs on the slug
and on the place in the digest alone: editing one point never changes the words before another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from podcast.language import Host, Phrases
from podcast.model import Item

_LEADS_IN = re.compile(
    r"\W"  # a quotation or an aside
    r"|此外|另[外一]|儘管|尽管|雖|虽|然而|不[過过料僅仅只但論论]|但|而|並|并|且|或|還|还|也|更|甚至|反而|可是|只是|當然|当然"
    r"|目前|如今|現在|现在|現階段|近[年來来日期]|過去|过去|未來|未来|今[年天日]|明年|去年|昨[天日]|之[後前后]|隨[著後]|随着"
    r"|截至|據|据|根據|根据|依據|依照|按照|對|对|針對|针对|至於|至于|關於|关于|透過|通过|為[了此]|为了|在|當|当|自|從|从|跟|和|與|与|以"
    r"|因[此為而为]|由於|由于|所以|於是|于是|結果|结果|同[時樣时样]|如果|若|假如|只要|除[了非此]|即[使便]|就算|無論|无论"
    r"|首先|其[次實中实]|接[著着]|再[來者加来]|最後|最后|最終|最终|總|总|整體|整体|綜合|综合|說到底|簡[單言]|换句|換[句言]|也就是"
    r"|例如|比如|像是|包括|以及|值得|尤其|特別是|特别是|事實上|事实上|實際上|实际上|無獨有偶|反觀|相[較比對较对]"
    r"|這|这|此|該|该|那|其|有[趣人位些]|問題|差不多|好消息|壞消息|看在"
    r"|第[一二三四五六七八九十\d]|[一二三四五六七八九十\d]+[、.．]|[一二三][方是]|\d{1,4} ?[年月:：/.-]"
    r"|上午|下午|早上|晚上|凌晨|中午"
)
"""How a point begins that needs no words before it."""

_ADDRESSES = re.compile(
    r"謝|感謝|感恩|謝|谢|感谢|請|请|歡迎|欢迎|祝|記得|记得|別忘|别忘|快來|快来|一起|讓我們|让我们|我要|敬請|恭喜|抱歉|對不起"
)
"""Thanks, wishes, requests: said to the listener, told of nobody."""

_STEP = re.compile(
    r"[將把取先待等]|加入|倒入|放入|放進|拌|攪|切|洗|煮|炒|煎|蒸|烤|燉|淋|撒|靜置|點選|點擊|選擇|輸入|下載|安裝|登入|按下|執行|準備"
    r"|将|加入|点击|选择|输入|下载|安装|登录|执行|准备"
)
_LABEL = re.compile(
    r"[^。！？!?，,；;]{1,8}[：:]|[^。！？!?，,；;]{1,20}[：:]\s*[-+−＋$]?\d"
    r"|[^。！？!?，,；;]{1,14} ?(?:[—–|｜=＝→]|--? )"
)
"""A name and what belongs to it: 2004 年：150 秒; 甲電信 — 營收 57 億元."""

_DATA_HEADING = re.compile(
    r"步驟|步骤|做法|作法|材料|食材|用料|配料|調味|準備|行程|時間|日期|地點|價格|票價|費用|規格|數據|指標|成績|比分|名單|清單|待辦"
    r"|排行|榜|工具|連結|资料|資訊|標題|一覽|目錄|菜單|步|流程|聯絡|Q&A|問答|行事曆|活動"
)
_ORDERED = re.compile(
    r"步驟|步骤|做法|作法|流程|排行|排名|名次|榜|前[一二三四五六七八九十\d]+名|Top ?\d|steps?\b", re.I
)
_SENTENCE = re.compile(r"[。！？!?]")
_ASKS = re.compile(r"[^。！？!?]*[？?]")
"""In its first sentence."""
_ENDS = re.compile(r"[。！!…」』）)]$")


def connectives(host: Host, slug: str, parent: str, heading: str, points: Sequence[Item]) -> Mapping[str, str]:
    """Id → what leads over to it, for those of a list's points that take something."""
    if len(points) < 2 or _DATA_HEADING.search(heading) or not _is_told(points):
        return {}
    found = {}
    for n, point in enumerate(points, 1):
        if link := _link(host, slug, parent, n, len(points), point):
            found[point.id] = link
    return found


def _is_told(points: Sequence[Item]) -> bool:
    """Whether a list tells something in sentences: no rows of data, no steps, no names."""
    sentences = sum(is_statement(point.text) for point in points)
    steps = sum(_STEP.match(point.text) is not None for point in points)
    return sentences * 3 >= len(points) * 2 and steps * 2 <= len(points)


def needs_numbers(heading: str, points: Sequence[Item]) -> bool:
    """Whether the numbers of a list are to be heard: of steps, rankings and sentences, not of a list of ingredients."""
    if _ORDERED.search(heading):
        return True
    return sum(is_statement(point.text) or bool(_SENTENCE.search(point.text)) for point in points) * 2 >= len(points)


def is_row(point: Item) -> bool:
    """A name and what is told of it, a figure for one: content, unlike the numbered heading of a group."""
    text = point.text
    label = _LABEL.match(text)
    if label and point.number is None:
        return True
    return label is not None and (label.group()[-1] not in "：:" or re.search(r"\d", text[label.end() :]) is not None)


def is_statement(text: str) -> bool:
    """A sentence that tells something, and not to the listener: neither label, question, thanks, nor a bare name."""
    if _LABEL.match(text) or _ADDRESSES.match(text) or _ASKS.match(text):
        return False
    return bool(_ENDS.search(text)) or len(text) >= 16


def _link(host: Host, slug: str, group: str, n: int, of: int, point: Item) -> str:
    """What leads over to point ``n`` (from 1) of ``of``: one in three goes without, as a host would have it.

    Within a group the phrases go round from a start that differs by group, so none comes twice in a row of them.
    """
    if n == 1 or point.number is not None or not is_statement(point.text):
        return ""
    if _LEADS_IN.match(point.text) or _STEP.match(point.text):
        return ""
    if n == of and of > 2:
        return pick(host.point_last, slug, group)
    start = _number(slug, group)
    if not host.point or (of > 3 and (start + n) % 3 == 0):
        return ""
    return host.point[(start + n * 4) % len(host.point)]


def pick(options: Phrases, *place: str) -> str:
    """One of ``options``, always the same for the same place; "" where there are none."""
    return options[_number(*place) % len(options)] if options else ""


def _number(*place: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(place).encode()).digest()[:8], "big")
