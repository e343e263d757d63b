"""What is not said, and why: a lead-in to something that cannot be heard, a picture without words, a large table."""

from __future__ import annotations

import re

from podcast.model import Digest, Item, Table
from podcast.write.lines import letters

ROWS, COLUMNS, CELL, ALL = 8, 5, 30, 320
"""The largest table that is told row by row: rows, columns, characters of a cell and of all of them."""
MANY_ROWS = 40
"""Rows where a digest has nothing else than tables."""

LEADS = 30
"""Characters of a line that only leads to an address; a longer one tells something too."""
LINK_WORDS = 16
"""Characters over the links of a line that is nothing without them."""

_POINTER = re.compile(
    r"(?:[（(【\[]?(?:更多|完整|相關|相关|詳細|详细)?(?:詳[見情]|详[见情]|請?[見看]|请?[见看]|參[見考閱]|参[见考阅]|另見|另见|原文|全文|出處|出处|來源|来源"
    r"|連結|链接|網址|网址|傳送門|内容|內容|資訊|信息|報名|报名|購票|訂閱|订阅|官網|官网|影片|視頻|視频|视频|PDF|Link|via)+(?:連結|链接|網址|網站|內容)?)"
    r"[：:。.!！）)】\]\s]*"
)
"""Words that are nothing without the address that they point to."""
_CLICK = re.compile(
    r"(?:請|请|可|也可|歡迎|欢迎|或|👉|→)*點(?:選|擊|击|開|我|這|此|以下|下方|[^，。]{0,4}連結)|(?:請|请)?点(?:击|选|开|我|这|此)"
)
_CONTENT = re.compile(r"\d|[，；,].{4,}")
"""In a line that asks for a click: it tells something beside."""
_NO_CAPTION = re.compile(
    r"|(?:images?|pictures?|photos?|imgs?|screenshots?|cover|banner|logo|figure|untitled|alt(?: text)?"
    r"|圖片?|图片?|照片|相片|封面|截圖|截图)[ _-]?\d*"
    r"|[a-z0-9]+(?:[-_][a-z0-9]+)+"
    r"|.*\.(?:jpe?g|png|gif|webp|svg|heic|bmp)(?:\?.*)?|(?=[\w-]*\d{3})[\w-]+|https?://.*",
    re.IGNORECASE | re.ASCII,
)
"""What stands for a caption and tells nothing: a file's name, a word that says that it is a picture."""
_FILE_BEFORE = re.compile(r"^\s*[\w.()-]+\.(?:jpe?g|png|gif|webp|heic)\s*[-–—:：|｜]\s*", re.IGNORECASE)


def is_left_out(item: Item, after: Item | None, in_list: bool = False) -> bool:
    """Whether a text leads to nothing that is heard; ``after``: the block that follows it, if any.

    詳見。 相關連結： 點這裡訂閱。 資料全文： (its address stands on the page and in the notes)
    """
    if item.links and _points_elsewhere(item):
        return True
    if not item.text.rstrip().endswith(("：", ":")):
        return False
    if any(link.start == link.end >= len(item.text.rstrip("：: ")) for link in item.links):
        return len(item.text) <= LEADS
    if len(item.text) > LEADS and re.search(r"[，。]", item.text):
        return after is not None and is_unheard(after)  # it tells something, though its list stands elsewhere
    return (after is None and not in_list) or (after is not None and is_unheard(after))


def _points_elsewhere(item: Item) -> bool:
    if _only_points(item):
        return True
    if _CLICK.match(item.text) and len(item.text) <= 24 and not _CONTENT.search(item.text):
        return True
    bare = any(link.start == link.end for link in item.links)
    return bare and _POINTER.fullmatch(item.text) is not None


def _only_points(item: Item) -> bool:
    """完整報告：PDF, 影片版：YouTube｜Spotify: a label, and short words over a link."""
    words = "".join(item.text[link.start : link.end] for link in item.links)
    if not 0 < len(words) <= LINK_WORDS or item.items:
        return False
    rest = item.text
    for link in sorted(item.links, key=lambda link: -link.start):
        rest = rest[: link.start] + rest[link.end :]
    return re.fullmatch(r"[^：:，。！？]{1,8}[：:][\s｜|/、，。·・]*", rest) is not None


def caption_of(item: Item) -> str:
    """What can be said of a picture; "" where there is only a file's name, or a word that says that it is one."""
    caption = item.text or (item.image.alt if item.image else "")
    caption = _FILE_BEFORE.sub("", caption)
    return "" if _NO_CAPTION.fullmatch(caption.strip()) else caption


def repeated_pictures(digest: Digest) -> frozenset[str]:
    """Ids of pictures whose caption another before them has, or that a paragraph says."""
    if not any(item.kind == "image" for item in digest.walk()):
        return frozenset()
    said = {letters(item.text) for item in digest.walk() if item.kind != "image"}
    found = set()
    for item in digest.walk():
        if item.kind == "image" and (caption := letters(caption_of(item))):
            if caption in said or caption.lstrip("0123456789") in said:
                found.add(item.id)
            said.add(caption)
    return frozenset(found)


def is_unheard(item: Item) -> bool:
    """A block of which nothing is said: a picture without words, for one."""
    if item.kind == "image":
        return not caption_of(item) and not item.items
    return not item.text and item.kind not in ("table", "code") and all(is_unheard(child) for child in item.items)


def is_small(table: Table, rows: int = ROWS) -> bool:
    """Whether a listener can follow the table row by row."""
    cells = [cell for row in (table.header, *table.rows) for cell in row]
    return (
        0 < len(table.rows) <= rows
        and max(map(len, (table.header, *table.rows))) <= COLUMNS
        and max(map(len, cells), default=0) <= CELL
        and sum(map(len, cells)) <= ALL * rows // ROWS
    )


def most_rows(digest: Digest) -> int:
    """How many rows of a table are told: more where tables are all that the digest has, a recipe for one."""
    tables = [item.table for item in digest.walk() if item.table]
    if not tables:
        return ROWS
    in_tables = sum(len(cell) for table in tables for row in table.rows for cell in row)
    return MANY_ROWS if in_tables > sum(len(text) for id, text in digest.texts() if id != "title") else ROWS
