"""Captions and credits of pictures, and the line with place and reporter before the first sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from podcast.model import Image
from podcast.read.blocks import Block
from podcast.read.furniture import CREDIT, DATELINE
from podcast.read.shaped import Shaped

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
_COLON = re.compile("[:：]")
_CAPTION = re.compile(
    r"(?:[▲△▼▽↑]\s*|(?:圖|表|照片|附圖|圖表)\s*[一二三四五六七八九十\d]*\s*[、:：.．／/｜|]\s*|(?:fig(?:ure)?|photo)\.?\s*\d*\s*[:：.]\s*)\S.{1,150}"
)
_ARROW = re.compile(r"^[▲△▼▽↑►▶\s]+")


def captions(blocks: list[Block], out: Shaped) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        before = kept[-1] if kept else None
        pictured = before is not None and before.kind == "image"
        if (
            len(block.text) <= 160
            and block.kind != "heading"
            and _COLON.search(block.text)
            and (match := _WITH_CREDIT.fullmatch(block.text))
            and match["caption"]
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
