"""Who speaks in a conversation: names that come back in turn, before a colon or as headings; Q and A."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from podcast.read.blocks import Block

_LABELS = re.compile(
    r"時間|地點|日期|費用|價格|票價|作者|來源|出處|重點|摘要|結論|結果|優點|缺點|註|備註|標題|主題|電話|地址|網址|影片|連結|報名|原因|注意|提醒|"
    r"補充|案例|例如|.*(?:時間|机构|機構|單位|日期|名稱|人數|金額|價格|電話|網址|連結|來源"
    r"|性|案例|情境|重點|方式|策略|影響|特色|用途|功能|說明|優勢|劣勢|風險|角色|成果|建議|範例|原則|內容|項目|類型|版本|階段|目的|條件|標準|流程)|步驟|材料|做法|作法|食材|份量|編按|編輯|目標|背景|問題|建議|方法|定義|第.+|圖.*|表.*|.*[年月日週]|note|tip|ps|p\.s\.?|https?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"([^\s：:，。！？、；（）()「」\[\]|]{1,12}(?: [A-Z][a-z]+){0,2})\s*[：:]\s*")
_NAME_ALONE = re.compile(r"[^\W\d][^：:，。！？、；（）「」\[\]|]{0,24}[：:]?")
_QA = re.compile(r"[QA]\d{0,2}|[問答问](?:題)?", re.IGNORECASE)
_QA_PLAIN = re.compile(r"([QA]\d{0,2})(?:\s*[：:.、．]\s*|(?<=\d)\s+(?=.*[？?]))", re.IGNORECASE)


def headed_turns(blocks: list[Block]) -> list[Block]:
    """Headings that are names and come back in turn, as transcripts have them: 「### 唐鳳：」."""
    heads = [b.text for b in blocks if b.kind == "heading" and len(b.text) <= 40 and _NAME_ALONE.fullmatch(b.text)]
    counts = Counter(text.rstrip("：: ") for text in heads)
    colons = {text.rstrip("：: ") for text in heads if text.endswith(("：", ":"))}
    back = {name for name in counts if counts[name] > (1 if name in colons else 2)}
    headed = [n for n, b in enumerate(blocks[:-1]) if b.kind == "heading" and b.text.rstrip("：: ") in back]
    speak = sum(blocks[n + 1].kind in ("paragraph", "quotation") for n in headed)
    if len(back) < 2 or speak * 4 < len(headed) * 3 or any(_LABELS.fullmatch(name) for name in back):
        return blocks
    names = back | colons
    out: list[Block] = []
    speaker: str | None = None
    for block in blocks:
        if block.kind == "heading":
            speaker = name if (name := block.text.rstrip("：: ")) in names else None
            if speaker:
                continue
        elif speaker and block.kind in ("paragraph", "quotation") and not block.depth:
            block = replace(block, kind="turn", speaker=speaker)
        out.append(block)
    return out


def turns(blocks: list[Block]) -> list[Block]:
    """Names before a colon that come back in turn, or Q and A."""
    marked = {at: found for at, block in enumerate(blocks) if (found := _speaker(block))}
    counts = Counter(name for name, _, _ in marked.values())
    names = {name for name in counts if counts[name] > 1 or _QA.fullmatch(name)}
    bold = {name for name, _, strong in marked.values() if strong}
    asked = sum(counts[name] for name in names if _QA.fullmatch(name))
    if len(names) < 2 or (sum(counts[n] for n in names) < 3 and asked < 2):
        return blocks
    if (
        not asked
        and not bold & names
        and sum(counts[n] for n in names) * 3 < sum(b.kind == "paragraph" for b in blocks)
    ):
        return blocks
    names |= {name for name in bold if counts[name] == 1}
    out: list[Block] = []
    speaker: str | None = None
    for at, block in enumerate(blocks):
        if block.kind in ("heading", "rule"):
            speaker = None
        elif at in marked and marked[at][0] in names:
            speaker, size, _ = marked[at]
            block = replace(block.cut(0, size), kind="turn", speaker=speaker)
            if not block.text and not block.links:
                continue  # the words stand in the next paragraph
        elif speaker and block.kind == "paragraph" and not block.depth:
            block = replace(block, kind="turn", speaker=speaker)
        out.append(block)
    return out


def _speaker(block: Block) -> tuple[str, int, bool] | None:
    """The name, where the words begin, whether it is bold."""
    if block.kind not in ("paragraph", "quotation") or block.depth:
        return None
    match = _SPEAKER.match(block.text) or _QA_PLAIN.match(block.text)
    if match is None:
        return None
    name = match[1].strip()
    strong = any(e.kind == "strong" and e.start == 0 and abs(e.end - match.end(1)) <= 2 for e in block.emphasis)
    if (
        _LABELS.fullmatch(name)
        or (re.search(r"\d", name) and not _QA.fullmatch(name))
        or not any(c.isalpha() for c in name)
    ):
        return None
    return name, match.end(), strong
