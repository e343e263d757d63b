"""Links whose words mean nothing to a listener: tables of contents, 原文, [1], ↗, and what only leads to an address."""

from __future__ import annotations

import re
from dataclasses import replace

from podcast.model import Link
from podcast.read.blocks import Block, letters, without
from podcast.read.names import part_of
from podcast.read.shaped import Shaped

_NO_WORDS = re.compile(r"[^\w]*")
_CITED = re.compile(r"\[?(\d{1,3})(?:[.、\]）)]\s*|\s+)(\S.*?)\]?")
_SPACES = re.compile(r" *")
_BACK = re.compile(
    r"#(?:_?(?:ftn|edn)_?ref|(?:ftnt|cmnt)_ref|(?:user-content-)?fn_?ref|cite_ref|footnote-anchor|fr-|footnote-ref)",
    re.I,
)
"""From a footnote to its place, as Google Docs, Word, Hexo, Hugo, Substack and wikis name that."""
_ANCHOR_MARK = re.compile(r"[\W\d⁰¹²³⁴-⁹]+|↩︎?|¶|permalink")
_CITATION = re.compile(r"[\[〔［][a-z]{1,2}[\]〕］]|[\[〔［]\s*\d{1,3}(?:[.、:：]?\s*[^\[\]]{1,60})?[\]〕］]")
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
    rf"(?:\W*[^。！？?]{{1,10}}[？?]\s*)?(?:{_WORDS}{{0,12}}|{_WORDS}{{0,10}}(?:更多|詳情|詳細|完整|全文|內容|資訊|報名|訂閱|收看|觀看|試聽|下載)"
    rf"{_WORDS}{{0,4}}[，,]\s*{_WORDS}{{0,6}})"
    rf"(?:點(?:此|我|這裡|选|選|擊)|按(?:此|這裡)|click here){_WORDS}{{0,14}}[。！!~]?",
    re.IGNORECASE,
)
"""A line that only asks for a click; one that also states a price, a day or anything else is said."""
_EMPTY_BRACKETS = re.compile(r"[（(\[【]\s*[、,，|｜/]*\s*[）)\]】]")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_WORD = re.compile(r"[^\W_]")
_REFERENCE = re.compile(r"\s*#\d{1,4}\s*$")


def without_contents(blocks: list[Block], out: Shaped) -> list[Block]:
    """A list whose entries all lead to places in the same text is a table of contents; so is the heading above it."""
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and blocks[end].kind in ("point", "paragraph") and _is_anchor(blocks[end]):
            end += 1
        if end - at >= 2 or (end > at and (blocks[at].kind == "point" or _only_jumps(blocks[at]))):
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


def without_notes(blocks: list[Block], out: Shaped) -> list[Block]:
    """Footnotes and comments at the foot lead back to their place in the text; their addresses stay."""
    kept: list[Block] = []
    for block in blocks:
        if not any(_BACK.match(link.url) for link in block.links):
            kept.append(block)
            continue
        out.leave(block, block.text, "a footnote is not read out")
        if kept and (urls := [link.url for link in block.links if not link.url.startswith("#")]):
            end = len(kept[-1].text)
            kept[-1] = replace(kept[-1], links=(*kept[-1].links, *(Link(end, end, url) for url in urls)))
    return kept


_TIME_OF_RECORDING = re.compile(r"(?:^|[，,\s])[（(\[]?\d{1,2}:\d{2}(?::\d{2})?[）)\]]?\s*(?=[^\d\s])")


def without_times(blocks: list[Block], out: Shaped) -> list[Block]:
    """Of what a recording has at which minute, 00:00 開場, 03:25 …: its listener hears another one."""
    kept: list[Block] = []
    for block in blocks:
        marks = _TIME_OF_RECORDING.findall(block.text) if block.kind == "paragraph" and ":" in block.text else []
        starts = re.search(r"\b0?0:00", block.text) is not None
        if len(marks) >= 2 and starts and len(block.text) < 40 * len(marks):
            out.leave(block, block.text, "the times of a recording")
        else:
            kept.append(block)
    return kept


def _is_anchor(block: Block) -> bool:
    covered = sum(link.end - link.start for link in block.links if link.url.startswith("#"))
    return covered > 0 and covered * 10 >= len(re.sub(r"^[\d.、\s]+", "", block.text)) * 8 > 0


def _only_jumps(block: Block) -> bool:
    """跳至食譜 列印食譜: nothing but links to other places of the page, or to what its program does."""
    words = re.sub(r"[\s|｜/·]+", "", block.text)
    covered = sum(len(re.sub(r"\s", "", block.text[a.start : a.end])) for a in block.links if a.url.startswith("#"))
    return 0 < len(words) <= 30 and covered >= len(words) and not block.text.endswith("。")


def without_anchors(block: Block, out: Shaped) -> Block:
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


def link_words(block: Block, out: Shaped, of_all: bool) -> Block:
    """Words that only a finger can use: ↗, [1], 原文 behind the sentence. Their addresses stay.

    ``of_all``: the first heading, where #2 is the issue's number.
    """
    numbered = block.kind in ("heading", "point") and not of_all and "#" in block.text
    if numbered and (match := _REFERENCE.search(block.text)) and match.start():
        out.leave(block, match.group(), "a mark for another program")
        block = block.cut(match.start(), len(block.text))
    if not block.links or _CLICK.fullmatch(block.text):
        return block  # or goes altogether
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
    return without(block.cut_all(gone), _EMPTY_BRACKETS)


def without_own_name(block: Block, title: str, out: Shaped) -> Block:
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


def wordless(blocks: list[Block], out: Shaped) -> list[Block]:
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
        if block.text and block.kind != "heading" and not _has_words(block.text):
            out.leave(block, block.text, "no words")
            block = replace(block, text="", emphasis=())
        if block.kind != "heading" and len(block.text) < 60 and _STAMP.fullmatch(block.text):
            out.leave(block, block.text, "the line with author and day")
            block = replace(block, text="", emphasis=())
        if block.text and _only_leads(block, following):
            out.leave(block, block.text, "words that lead to a link")
            block = replace(block, text="", emphasis=())
        if len(block.text) in [link.start for link in block.links] and (lead := _LED_AT_END.search(block.text)):
            start = max(lead.start(), *(link.end for link in block.links if link.start < link.end), 0)
            out.leave(block, block.text[start:].strip("，, "), "words that lead to a link")
            block = block.cut(start, len(block.text))
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


def _has_words(text: str) -> bool:
    """Whether there is more to it than dots, stars, emoji and their names."""
    return _WORD.search(_SHORTCODE.sub("", text) if ":" in text else text) is not None


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
