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
    r"\b(?:source|credit)s?\b|提供|翻攝|來源|攝影|攝|取自|授權|截圖|出處|photo|image|shutterstock|unsplash|pexels|getty|reuters|路透|法新|美聯|中央社|官網|生成|資料照|[／/∕｜|]",
    re.IGNORECASE,
)
_WITH_CREDIT = re.compile(
    r"[（(【\[]?\s*(?P<caption>[^。]*?)\s*[-–—,，|｜／/]?\s*"
    r"(?:(?:photo|image|picture)s? (?:credit|by|source)s?|sources?|credits?)\s*[:：].{1,60}",
    re.IGNORECASE,
)
_COLON = re.compile("[:：]")
_CAPTION = re.compile(
    r"(?:[▲△▼▽↑]\s*|(?:圖|表|照片|附圖|圖表)\s*[一二三四五六七八九十\d]*\s*[、:：.．／/｜|]\s*|(?:fig(?:ure)?|photo)\.?\s*\d*\s*[:：.]\s*)\S.{1,150}"
)
_ARROW = re.compile(r"^[▲△▼▽↑►▶\s]+")


_OF_PICTURES, _MARKED = (
    re.compile(r"[圖照影攝截示繪生擷]|AI|source|credit", re.IGNORECASE),
    re.compile(r"^[▲△▼▽↑※＊*\s]+"),
)
_CLAUSE = re.compile(r"\s*[，,、；;｜|。]\s*")
_STANDS_FOR = re.compile(
    r"(?:本?圖片?|照片|畫面|影片)?(?:僅|只)?(?:為|供|係)?(?:示意|情境(?:示意)?|資料|參考|配圖|檔案|翻攝)(?:圖片?|照片?|畫面|用|之用)?"
    r"(?:[（(].{0,20}[）)])?|(?:與|非)[^。]{0,8}(?:無關|當事人|本人|事件)|(?:截圖|翻攝|擷取)自.{1,20}"
    r"|AI ?(?:生成|繪製|製)圖?"
)
"""示意圖, 圖片僅供參考, 資料照: what the picture is, not what it shows."""


def _is_credit(text: str) -> bool:
    """Each of its clauses tells whose the picture is, or that it stands for another."""
    if _CREDIT.fullmatch(text) and _CREDITED.search(text):
        return True
    if len(text) > 60 or not _OF_PICTURES.search(text):
        return False
    clauses = [clause for clause in _CLAUSE.split(_MARKED.sub("", text)) if clause]
    return bool(clauses) and all(
        _STANDS_FOR.fullmatch(clause) or (_CREDIT.fullmatch(clause) and _CREDITED.search(clause)) for clause in clauses
    )


def _stands_as_credit(block: Block) -> bool:
    """Without a picture above it: 影片｜三分鐘看懂水庫 in a list, or with a link, is an entry of its author's."""
    return block.text[0] in "（(圖照影翻示攝截" and block.kind != "point" and not block.links


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
        if block.kind == "image" and _is_credit(block.text):
            out.leave(block, block.text, "the credit of a picture")
            block = replace(block, text="", links=(), emphasis=())
        if block.kind not in ("paragraph", "quotation", "point") or len(block.text) > 160:
            kept.append(block)
        elif _is_credit(block.text) and (pictured or _stands_as_credit(block)):
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
