"""What blocks mean together: headings by bold or by number alone, turns of speakers, captions, links without words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace

from podcast.model import Image, LeftOut, Link
from podcast.read.blocks import Block, letters, without
from podcast.read.dates import find_day
from podcast.read.furniture import CREDIT, DATELINE, is_furniture
from podcast.read.marks import number_of
from podcast.read.names import part_of

HEADING_CHARS = 48
_SHAPES = "■□◆◇●○◎▲△▼▽★☆▍▌▎▶►◉"
NUMBERED_LINE = "\ue002"
"""Before a numbered line that text follows at once: heading or not is for this module to say."""
_ENDED = tuple("。；;，,、…：:")
_LABELS = re.compile(
    r"時間|地點|日期|費用|價格|票價|作者|來源|出處|重點|摘要|結論|結果|優點|缺點|註|備註|標題|主題|電話|地址|網址|影片|連結|報名|原因|注意|提醒|"
    r"補充|案例|例如|.*(?:時間|机构|機構|單位|日期|名稱|人數|金額|價格|電話|網址|連結|來源"
    r"|性|案例|情境|重點|方式|策略|影響|特色|用途|功能|說明|優勢|劣勢|風險|角色|成果|建議|範例|原則|內容|項目|類型|版本|階段|目的|條件|標準|流程)|步驟|材料|做法|作法|食材|份量|編按|編輯|目標|背景|問題|建議|方法|定義|第.+|圖.*|表.*|.*[年月日週]|note|tip|ps|p\.s\.?|https?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"([^\s：:，。！？、；（）()「」\[\]|]{1,12}(?: [A-Z][a-z]+){0,2})\s*[：:]\s*")
_NAME_ALONE = re.compile(r"[^\W\d][^：:，。！？、；（）「」\[\]|]{0,24}[：:]?")
_QA = re.compile(r"[QA]\d{0,2}|[問答问](?:題)?", re.IGNORECASE)
_QA_PLAIN = re.compile(r"([QA]\d{0,2})\s*[：:.、．]\s*", re.IGNORECASE)
_CREDIT = re.compile(
    r"[（(【\[]?\s*(?:(?:圖|照片?|圖片|影片|資料照|攝影|圖文|翻攝|示意圖|截圖|首圖|封面)(?:片)?(?:來源|提供|出處|取自)?\s*[／/:：｜|∕]\s*[^。]{1,40}"
    r"|(?:photo|image|picture|credit|source)(?:s)?(?: (?:by|via|from|credit))?\s*[:：/]?\s+[^。]{1,60}"
    r"|[^。，]{1,20}(?:提供|攝影|／攝|/攝|攝)\s*)[）)】\]]?",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"提供|翻攝|來源|攝影|攝|取自|授權|截圖|出處|photo|image|shutterstock|unsplash|pexels|getty|reuters|路透|法新|美聯|中央社|官網|生成|資料照|[／/∕｜|]",
    re.IGNORECASE,
)
_WITH_CREDIT = re.compile(
    r"[（(【\[]?\s*(?P<caption>[^。]*?)\s*[-–—,，|｜／/]?\s*"
    r"(?:photo|image|picture)s? (?:credit|by|source)s?\s*[:：].{1,60}",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:[▲△▼▽↑]\s*|(?:圖|表|照片|附圖|圖表)\s*[一二三四五六七八九十\d]*\s*[、:：.．／/｜|]\s*|(?:fig(?:ure)?|photo)\.?\s*\d*\s*[:：.]\s*)\S.{1,150}"
)
_ARROW = re.compile(r"^[▲△▼▽↑►▶\s]+")
_NO_WORDS = re.compile(r"[^\w]*")
_CITED = re.compile(r"\[?(\d{1,3})(?:[.、\]）)]\s*|\s+)(\S.*?)\]?")
_SPACES = re.compile(r" *")
_ANCHOR_MARK = re.compile(r"[\W\d]+|↩︎?|¶|permalink")
_CITATION = re.compile(r"[\[〔［]\s*\d{1,3}(?:[.、:：]?\s*[^\[\]]{1,60})?[\]〕］]")
"""[1. 某報], that leads to the list of sources."""
_LINK_WORDS = re.compile(
    r"(?:查看|查阅|閱讀|阅读|觀看|观看|前往)?(?:原文|連結|网址|網址|來源|来源|全文|出處|閱讀(?:全文|原文|更多)|更多|詳情|詳見|了解更多|看更多|繼續閱讀|點(?:此|我|這裡)(?:閱讀|看|前往)?|"
    r"(?:原文|相關|文章|新聞|影片|報導|官方)?連結|link|source|read more|more|here|via)\s*\d?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"[，,；;\s]*[^，,。；;！？!?\s]{0,8}(?:連結|链接|網址|原文|全文|出處|傳送門)\s*(?:-+>|→|＞|>|[：:])\s*$"
)
_LED_AT_END = re.compile(
    r"(?:(?:^|(?<=[。！？；!?」』）)])|[，,])\s*[^，,。；;！？!?：:\s]{1,12}[：:]|\s+[-–—]{1,2}|\s*(?:→|->))\s*$"
)
"""What led to the address behind it: …。來源："""
_STAMP = re.compile(
    r"(?:發[佈布表]|更新|刊登|published|posted)(?:時間|日期|於| at| on)?\s*[：:]\s*"
    r"(?:[A-Z][a-z]{2}, )?[\dA-Za-z/ -]{8,12}[T ]?\d{1,2}:\d{2}(?::\d{2})?\s*(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
"""When a piece of news appeared, to the minute."""
_NAVIGATION = re.compile(
    r"\W*(?:回到?(?:首頁|目錄|頂端|上一頁|主頁)|[上下]一[篇期章頁集則]|關於作者|關於我|目錄|首頁"
    r"|back(?: to top)?|home|next|prev(?:ious)?)\W*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"[^，,。；;！!？?]{0,14}(?:連結|链接|原文|全文|詳見|詳情|來源|来源|出處|網址|網站|官網|報名|閱讀|參考|資料|影片|收聽|下載|訂閱|表單|link|source|url|more|read|via|watch|listen)"
    r"[^，,。；;！!？?]{0,8}(?:[：:]|[👉➡→▶🔗])\s*|看更多\s*[👉➡→▶🔗]\s*|(?:[👉➡→▶🔗🎧📺]\ufe0f?\s*)*[：:]?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^，,。；;！!？?]{1,15}[：:]|[\x20-\x7e]{1,60}[：:]")
"""All that stands before an address: of whom it is, or of what."""
_WORDS = r"[^\d，。！？；,]"
_CLICK = re.compile(
    rf"(?:{_WORDS}{{0,12}}|{_WORDS}{{0,10}}(?:更多|詳情|詳細|完整|全文|內容|資訊|報名|訂閱|收看|觀看|試聽|下載)"
    rf"{_WORDS}{{0,4}}[，,]\s*{_WORDS}{{0,6}})"
    rf"(?:點(?:此|我|這裡|选|選|擊)|按(?:此|這裡)|click here){_WORDS}{{0,14}}[。！!~]?",
    re.IGNORECASE,
)
"""A line that only asks for a click; one that also states a price, a day or anything else is said."""
_EMPTY_BRACKETS = re.compile(r"[（(\[【]\s*[、,，|｜/]*\s*[）)\]】]")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:|[^\w]|_")
"""Dots, stars, emoji and their names: a line of nothing else has no words."""
_REFERENCE = re.compile(r"\s*#\d{1,4}\s*$")
_NUMBERED = re.compile(
    r"(?:(?P<cjk>[一二三四五六七八九十]{1,3}\s*[、.．:：]\s*)|(?P<nth>第[一二三四五六七八九十\d]{1,3}[章節、:：]\s*|第[一二三四五六七八九十\d]{1,3}\s)"
    r"|(?P<cjkparen>[（(][一二三四五六七八九十]{1,3}[）)]\s*)|(?P<dot>\d{1,2}\s*[.．、:：)）](?!\d)\s*)|(?P<paren>[（(]\d{1,2}[）)]\s*)"
    r"|(?P<circle>[①-⑳❶-❿]\s*)|(?P<hash>#\d{1,2}\s+)|(?P<zero>0\d\s+)|(?P<boxed>[【\[［]\d{1,2}[】\]］]\s*)|(?P<bar>\d{1,2}\s*[|｜]\s*))(?=\S)"
)


@dataclass(slots=True)
class Shaped:
    blocks: list[Block] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    sources: list[Block] = field(default_factory=list)  # that the text cites in brackets

    def leave(self, block: Block, text: str, reason: str) -> None:
        if text.strip():
            self.left.append(LeftOut(block.line, text.strip(), reason))


def shape(blocks: list[Block], title: str = "") -> Shaped:
    """``title``: what the whole is called: a link of the same name leads to where it can be seen or heard."""
    out = Shaped()
    blocks = [_without_anchors(block, out) for block in _without_contents(blocks, out)]
    head = next((at for at, block in enumerate(blocks) if block.kind == "heading"), -1)
    blocks = [_link_words(_without_own_name(b, title, out), out, of_all=at == head) for at, b in enumerate(blocks)]
    blocks = _captions(blocks, out)
    blocks = _turns(_headed_turns(blocks))
    blocks = _bold_heads(blocks)
    blocks = _numbered_heads(_marked_heads(blocks))
    out.blocks = _wordless(blocks, out)
    return out


# ---------------------------------------------------------------- links


def _without_contents(blocks: list[Block], out: Shaped) -> list[Block]:
    """A list whose entries all lead to places in the same text is a table of contents; so is the heading above it."""
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and blocks[end].kind in ("point", "paragraph") and _is_anchor(blocks[end]):
            end += 1
        if end - at >= 2 or (end > at and blocks[at].kind == "point"):
            if (
                kept
                and kept[-1].kind == "heading"
                and kept[-1].depth > 1
                and (end == len(blocks) or blocks[end].kind in ("heading", "rule"))
            ):
                out.leave(kept[-1], kept[-1].text, "a table of contents")
                kept.pop()
            for block in blocks[at:end]:
                out.leave(block, block.text, "a table of contents")
            at = end
        else:
            kept.append(blocks[at])
            at += 1
    return kept


def _is_anchor(block: Block) -> bool:
    covered = sum(link.end - link.start for link in block.links if link.url.startswith("#"))
    return bool(block.text) and covered * 10 >= len(re.sub(r"^[\d.、\s]+", "", block.text)) * 8 > 0


def _without_anchors(block: Block, out: Shaped) -> Block:
    if not any(link.url.startswith("#") for link in block.links):
        return block
    gone: list[tuple[int, int]] = []
    for link in sorted(block.links, key=lambda each: each.start):
        words = block.text[link.start : link.end]
        if not link.url.startswith("#") or (gone and link.start < gone[-1][1]):
            continue
        if _ANCHOR_MARK.fullmatch(words):
            gone.append((link.start, link.end))
        elif block.kind != "heading" and _CITATION.fullmatch(words):
            out.leave(block, words, "the number of a source")
            behind = _SPACES.match(block.text, link.end)
            end = behind.end() if behind and block.text[behind.end() : behind.end() + 1] > "\u2e7f" else link.end
            gone.append((max(len(block.text[: link.start].rstrip()), gone[-1][1] if gone else 0), end))
    block = block.cut_all(gone)
    return replace(block, links=tuple(link for link in block.links if not link.url.startswith("#")))


def _link_words(block: Block, out: Shaped, of_all: bool) -> Block:
    """Words that only a finger can use: ↗, [1], 原文 behind the sentence. Their addresses stay.

    ``of_all``: the first heading, where #2 is the issue's number.
    """
    numbered = block.kind in ("heading", "point") and not of_all
    if numbered and (match := _REFERENCE.search(block.text)) and match.start():
        out.leave(block, match.group(), "a mark for another program")
        block = block.cut(match.start(), len(block.text))
    if _CLICK.fullmatch(block.text):
        return block  # goes altogether
    gone: list[tuple[int, int]] = []
    for link in sorted((each for each in block.links if each.start < each.end), key=lambda each: each.start):
        words = block.text[link.start : link.end]
        span = (link.start, link.end)
        if _NO_WORDS.fullmatch(words):
            reason = "a link without words"
        elif (
            (cited := _CITED.fullmatch(words))
            and len(words) < 80
            and block.kind != "heading"
            and _is_cited(block, link)
        ):
            title, reason = cited[2].strip(), ""
            out.sources.append(Block("point", title, block.line, 1, (Link(0, len(title), link.url),)))
        elif re.fullmatch(r"\[?\d{1,3}\]?", words) and link.start and block.kind != "heading":
            reason = "the number of a source"
        elif _LINK_WORDS.fullmatch(words.strip(" ()（）[]【】")) and _is_behind(block, link):
            span, reason = _with_brackets(block.text, link), "the words of a link"
        else:
            continue
        if reason == "the words of a link" and (lead := _LEADING.search(block.text[: span[0]])):
            span = (lead.start(), span[1])
        if span[0] >= (gone[-1][1] if gone else 0):
            gone.append(span)
            if reason:
                out.leave(block, block.text[slice(*span)], reason)
    block = block.cut_all(gone)
    return _without_brackets(block)


def _without_own_name(block: Block, title: str, out: Shaped) -> Block:
    """Of a line that is nothing but a link called like the whole text, the address stays."""
    if block.kind == "heading" or not block.links or letters(block.text) != letters(title) or not title:
        return block
    out.leave(block, block.text, "the words of a link")
    return replace(block, text="", emphasis=(), links=tuple(Link(0, 0, each.url) for each in block.links))


def _is_cited(block: Block, link: Link) -> bool:
    """A source after a sentence, unlike a numbered entry that is a link altogether."""
    return link.start > 0 and block.text[: link.start].rstrip()[-1:] in "。！？；.!?」』）)"


def _is_behind(block: Block, link: Link) -> bool:
    before, after = block.text[: link.start].rstrip(), block.text[link.end :].strip(" 。.）)]】」")
    if not before or after:
        return False
    bare = re.fullmatch(r"[\[(（]?[A-Za-z ]+[\])）]?", block.text[link.start : link.end]) is not None
    return bare or before[-1] in ">→＞。！？；.!?」』》）)】（([【…,，:：|｜—-"


def _with_brackets(text: str, link: Link) -> tuple[int, int]:
    start, end = link.start, link.end
    while start and text[start - 1] in " (（[【|｜-—:：,，":
        start -= 1
    while end < len(text) and text[end] in " )）]】":
        end += 1
    return start, end


def _without_brackets(block: Block) -> Block:
    return without(block, _EMPTY_BRACKETS) if block.links else block


def _wordless(blocks: list[Block], out: Shaped) -> list[Block]:
    """Addresses alone hang on the words before them; what only led to them goes."""
    kept: list[Block] = []
    listed = False  # among the sources, where an address is an entry
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            listed = part_of(block.text) == "sources"
        if listed or block.kind in ("table", "image", "code", "rule", "turn"):
            kept.append(block)
            continue
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.text and not _SHORTCODE.sub("", block.text).strip() and block.kind != "heading":
            out.leave(block, block.text, "no words")
            block = replace(block, text="", emphasis=())
        if block.kind != "heading" and len(block.text) < 60 and _STAMP.fullmatch(block.text):
            out.leave(block, block.text, "the line with author and day")
            block = replace(block, text="", emphasis=())
        if block.text and _only_leads(block, following):
            out.leave(block, block.text, "words that lead to a link")
            block = replace(block, text="", emphasis=())
        if len(block.text) in [link.start for link in block.links] and (lead := _LED_AT_END.search(block.text)):
            out.leave(block, lead.group().strip("，, "), "words that lead to a link")
            block = block.cut(lead.start(), len(block.text))
        if block.text or not block.links or not kept:
            kept.append(block)
            continue
        last = next(
            (n for n in range(len(kept) - 1, -1, -1) if kept[n].text or kept[n].kind == "heading"), len(kept) - 1
        )
        at_end = len(kept[last].text)
        kept[last] = replace(
            kept[last], links=(*kept[last].links, *(Link(at_end, at_end, each.url) for each in block.links))
        )
    return [block for block in kept if block.text or not block.empty or block.links or block.kind == "rule"]


def _only_leads(block: Block, following: Block | None) -> bool:
    text = block.text.strip()
    if block.kind == "heading":
        return False
    if block.links and len(text) <= 16 and _NAVIGATION.fullmatch(text):
        return True
    if block.links and _is_bar(block):
        return True
    if block.bare and not [each for each in block.links if each.start < each.end]:
        return _LEAD_IN.fullmatch(text) is not None or _LABEL.fullmatch(text) is not None
    if block.links and (_LINK_WORDS.fullmatch(text) or (_CLICK.fullmatch(text) and len(text) < 30)):
        return True
    wordless = following is not None and not following.text and bool(following.links)
    return wordless and text.endswith(("：", ":")) and len(text) <= 24


def _is_bar(block: Block) -> bool:
    """影片版：YouTube ｜ 嗶哩嗶哩: links side by side and nothing said."""
    words = [link for link in block.links if link.start < link.end]
    if len(words) < 2:
        return False
    rest, at = "", 0
    for link in sorted(words, key=lambda each: each.start):
        rest += block.text[at : link.start] + "\0"
        at = link.end
    rest += block.text[at:]
    return re.fullmatch(r"[^\0，。]{0,12}(?:[：:]\s*)?\0(?:\s*[|｜/／·•‧]\s*\0)+\s*", rest) is not None


# ---------------------------------------------------------------- captions


def _captions(blocks: list[Block], out: Shaped) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        before = kept[-1] if kept else None
        pictured = before is not None and before.kind == "image"
        if (
            len(block.text) <= 160
            and (match := _WITH_CREDIT.fullmatch(block.text))
            and match["caption"]
            and block.kind != "heading"
        ):
            out.leave(block, block.text[match.end("caption") :], "the credit of a picture")
            block = block.cut_all([(0, match.start("caption")), (match.end("caption"), len(block.text))])
        if block.kind == "image" or (pictured and not kept[-1].text):
            block = _without(CREDIT, block, out, "the credit of a picture")
        if block.kind == "image":
            block = replace(block, text=_ARROW.sub("", block.text)) if not block.links else block
        elif block.kind != "heading" and (match := DATELINE.match(block.text)) and match.end() < len(block.text):
            block = _without(DATELINE, block, out, "the line with author and day")
        if block.kind == "image" and _CREDIT.fullmatch(block.text) and _CREDITED.search(block.text):
            out.leave(block, block.text, "the credit of a picture")
            block = replace(block, text="", links=(), emphasis=())
        if block.kind not in ("paragraph", "quotation", "point") or len(block.text) > 160:
            kept.append(block)
        elif (
            _CREDIT.fullmatch(block.text)
            and _CREDITED.search(block.text)
            and (pictured or block.text[0] in "（(圖照影翻示攝截")
        ):
            out.leave(block, block.text, "the credit of a picture")
        elif _CAPTION.fullmatch(block.text) or (pictured and (_is_italic(block) or _says_the_same(block, kept[-1]))):
            text = _ARROW.sub("", block.text)
            if before is not None and pictured and not before.text:
                kept[-1] = replace(before, text=text, links=block.links if text == block.text else ())
            else:
                kept.append(Block("image", text, block.line, 0, image=Image("")))
        else:
            kept.append(block)
    return kept


def _without(pattern: re.Pattern[str], block: Block, out: Shaped, reason: str) -> Block:
    match = pattern.search(block.text)
    if match is None:
        return block
    out.leave(block, match.group(), reason)
    return block.cut(match.start(), match.end())


def _says_the_same(block: Block, picture: Block) -> bool:
    """A caption that repeats what the picture is said to show."""
    alt = picture.image.alt if picture.image else ""
    mine, other = (re.sub(r"\W", "", text)[:24] for text in (block.text, alt))
    return len(other) >= 8 and mine.startswith(other[:16])


def _is_italic(block: Block) -> bool:
    covered = sum(each.end - each.start for each in block.emphasis if each.kind == "em")
    return bool(block.text) and covered * 10 >= len(block.text) * 9 and len(block.text) <= 80


# ---------------------------------------------------------------- speakers


def _headed_turns(blocks: list[Block]) -> list[Block]:
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


def _turns(blocks: list[Block]) -> list[Block]:
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


# ---------------------------------------------------------------- headings by their looks


def _bold_heads(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    level = 1
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            level = max(1, block.depth)
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if _is_bold_head(block, following):
            text = block.text.rstrip("：: ")
            block = replace(block, kind="heading", text=text, depth=level + 1, sure=False, emphasis=(), number=None)
        out.append(block)
    return out


def _is_bold_head(block: Block, following: Block | None) -> bool:
    return (
        block.kind == "paragraph"
        and block.depth == 0
        and block.all_bold
        and 0 < len(block.text) <= HEADING_CHARS
        and not block.text.rstrip("：: ").endswith(_ENDED)
        and following is not None
        and following.kind not in ("heading", "rule")
        and not following.all_bold
        and not is_furniture(block.text)
        and find_day(block.text) is None
    )


def _marked_heads(blocks: list[Block]) -> list[Block]:
    """■ 甲, 🚀 甲, 【甲】 on lines of their own with text below them, two at least with marks of one sort."""
    marks = [_mark(b, blocks[at + 1] if at + 1 < len(blocks) else None) for at, b in enumerate(blocks)]
    sorts = Counter(mark[0] for mark in marks if mark)
    out: list[Block] = []
    level = 1
    for block, mark in zip(blocks, marks, strict=True):
        if mark and sorts[mark[0]] > 1:
            _, start, end = mark
            block = block.cut_all([(0, start), (end, len(block.text))])
            block = replace(block, kind="heading", depth=level + 1, sure=False, emphasis=(), number=None)
        elif block.kind == "heading":
            level = max(1, block.depth)
        out.append(block)
    return out


def _mark(block: Block, following: Block | None) -> tuple[str, int, int] | None:
    """The sort of its mark, where its words begin and where they end; None where it heads nothing."""
    text = block.text
    if block.kind != "paragraph" or block.depth or not 1 < len(text) <= HEADING_CHARS or text.endswith(_ENDED):
        return None
    if following is None or following.kind not in ("paragraph", "quotation", "point", "table", "image"):
        return None
    if following.kind == "paragraph" and following.text[:1] == text[:1]:
        return None  # lines in a row, each with its mark
    if boxed := re.fullmatch(r"([【〔])([^】〕]{1,40})[】〕]", text):
        return boxed[1], boxed.start(2), boxed.end(2)
    if unicodedata.category(text[0]) == "So" and (match := re.match(r"[^\w「『《（(【]+", text)):
        return (text[0] if text[0] in _SHAPES else "emoji"), match.end(), len(text)
    return None


def _numbered_heads(blocks: list[Block]) -> list[Block]:
    """一、…, 3. …, (2) … on lines of their own with text below them, two at least in order."""
    found: dict[int, tuple[str, int]] = {}
    headless = sum(block.kind == "heading" for block in blocks) <= 1
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if each := _numbered(block, following) or (_numbered_story(block, following) if headless else None):
            found[at] = each
    series = _series(found, blocks)
    if not series:
        return [_plain(block) for block in blocks]
    classes: list[str] = []
    out: list[Block] = []
    level = 1
    for at, block in enumerate(blocks):
        if at in series:
            marker = found[at][0]
            if marker not in classes:
                classes.append(marker)
            block = _as_heading(block, level + 1 + classes.index(marker), found[at][1])
        elif block.kind == "heading" and not block.text.startswith(NUMBERED_LINE):
            level, classes = max(1, block.depth), []
        out.append(_plain(block))
    return out


def _plain(block: Block) -> Block:
    if not block.text.startswith(NUMBERED_LINE):
        return block
    block = block.cut(0, 1)
    return replace(block, kind="paragraph", depth=0)


def _as_heading(block: Block, depth: int, number: int) -> Block:
    if block.text.startswith(NUMBERED_LINE):
        block = block.cut(0, 1)
    if block.kind != "point" and (match := _NUMBERED.match(block.text)):
        block = block.cut(0, match.end())
    return replace(block, kind="heading", depth=depth, sure=False, emphasis=(), number=number)


def _numbered(block: Block, following: Block | None) -> tuple[str, int] | None:
    """The class of its number and its value, if it could head what follows."""
    text = block.text.removeprefix(NUMBERED_LINE)
    looks = 0 < len(text) <= HEADING_CHARS and not text.endswith(_ENDED) and following is not None
    if not looks or following is None or following.kind in ("heading", "rule"):
        return None
    if block.kind == "point":
        alone = block.depth == 1 and block.number is not None and following.kind not in ("point", "image")
        alone = alone and following.depth == 0
        return ("dot", block.number) if alone and block.number is not None else None
    if block.kind != "paragraph" and not block.text.startswith(NUMBERED_LINE):
        return None
    match = _NUMBERED.match(text)
    number = number_of(match.group().strip(" :：#第章節")) if match else None
    return (str(match.lastgroup), number) if match and number is not None else None


def _numbered_story(block: Block, following: Block | None) -> tuple[str, int] | None:
    """1. **甲公司推出新晶片**, with points below it: where nothing else heads the stories, these lines do."""
    told = following is not None and following.kind == "point" and following.depth == 2
    heads = told and block.kind == "point" and block.depth == 1 and block.all_bold and len(block.text) <= 160
    return ("story", block.number) if heads and block.number is not None else None


def _series(found: dict[int, tuple[str, int]], blocks: list[Block]) -> set[int]:
    """Those that count on from one another below the same heading."""
    series: set[int] = set()
    last: dict[str, tuple[int, int]] = {}
    for at, block in enumerate(blocks):
        if at in found:
            marker, number = found[at]
            if marker in last and number == last[marker][1] + 1:
                series |= {last[marker][0], at}
            last[marker] = (at, number)
        elif block.kind == "heading":
            last = {}
    return series


def split_numbers(heads: list[Block]) -> list[Block]:
    """Headings without the numbers that count them, where two at least are numbered; others keep theirs."""
    found = [
        (match, number_of(match.group().strip(" :：#第章節"))) if (match := _NUMBERED.match(h.text)) else None
        for h in heads
    ]
    if sum(each is not None and each[1] is not None for each in found) < 2:
        return heads
    return [
        replace(head.cut(0, each[0].end()), number=each[1]) if each and each[1] is not None and each[0] else head
        for head, each in zip(heads, found, strict=True)
    ]
