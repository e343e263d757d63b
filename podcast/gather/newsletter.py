"""A mail → its articles: the stories of a newsletter, or the one that it is."""

from __future__ import annotations

import re
from pathlib import Path

from podcast.gather.article import Found, Part
from podcast.gather.page import page_article
from podcast.gather.repeats import letters
from podcast.gather.text import text_article
from podcast.read.html import Found as InPage
from podcast.read.html import Walk, parse
from podcast.read.mail import read_mail

_BYE = re.compile(
    r"unsubscribe|取消訂閱|取消订阅|退訂|退订|view (?:this |it )?(?:email )?(?:in|on) (?:your |a )?browser"
    r"|瀏覽器(?:中)?(?:閱讀|觀看|檢視)|網頁版"
    r"|manage (?:your )?(?:preferences|subscription)|您?(?:會)?收到(?:這|此|本)封?(?:信|郵件|電子報)"
    r"|you(?:'re| are) receiving|update your preferences"
    r"|privacy policy|隱私權?政策|all rights reserved|©|forward (?:this )?to a friend|轉寄給朋友",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(?:(?:read|learn|see) more|continue reading|full story|閱讀(?:全文|更多|原文)"
    r"|(?:繼續|点击|點擊|點此)(?:閱讀|阅读)"
    r"|看全文|全文|更多|詳全文|link|連結|原文(?:連結)?)\W*$",
    re.IGNORECASE,
)
_URL = re.compile(r"^\W*https?://\S+\W*$")
_GREETING = re.compile(r"[^。！？!?；;]{1,14}[，,：:]")
_MARKED = re.compile(r"[。！？!?；;.：:][」』”’\"）)]*$")
_SIGNED = 12  # letters of a line below a letter
_LEAST = 20  # letters below a heading that make it a story


def mail_articles(data: bytes, source: str, path: Path, timezone: str) -> list[Found]:
    """Raises DigestError when the mail holds no text."""
    text, is_html, front = read_mail(data, path, timezone)
    rows, left = _from_html(text) if is_html else _from_text(text)
    stories = _stories(rows)
    if len(stories) < 2:
        found = _without_greeting(_single(text, is_html, rows, source, path, timezone))
        found.title = front.title or found.title
        stories_found = [found]
    else:
        stories_found = []
        for n, (title, parts) in enumerate(stories, 1):
            story = Found(f"{source}#{n}", title or front.title or "", parts)
            stories_found.append(story)
    for found in stories_found:
        found.outlet = front.author or found.outlet
        found.date = front.date or found.date
    stories_found[0].left_out += left
    return stories_found


Row = tuple[str, str, bool]
"""(text, kind, whether it holds a link) of each paragraph of a mail."""


def _from_html(text: str) -> tuple[list[Row], list[str]]:
    try:
        page = parse(text)
    except ValueError:
        return [], []
    walk = Walk(page=True)
    body = page.find("body")
    walk.run(page if body is None else body)
    rows = [row for each in walk.found for row in _rows(each)]
    return _without_frame(rows, [each.text for each in walk.left])


def _rows(each: InPage) -> list[Row]:
    block = each.block
    if block.table:
        cells = (block.table.header, *block.table.rows)
        return [("　".join(cell for cell in row if cell), "row", bool(block.links)) for row in cells if any(row)]
    if block.kind == "rule":
        return [("", "rule", False)]
    if block.kind in ("image", "code") or not block.text:
        return []
    kind = "heading" if block.kind == "heading" or _is_title(block.text, block.all_bold, each.linked) else block.kind
    return [(block.text, kind, bool(block.links))]


def _is_title(text: str, bold: bool, linked: int) -> bool:
    """A bold or a linked line that is no sentence."""
    ended = text.endswith(("。", "！", "？", ".", "：", ":", "；", "，"))
    return 4 <= len(text) <= 90 and not ended and not _MORE.match(text) and (bold or linked * 10 >= len(text) * 9)


def _from_text(text: str) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    blocks = re.split(r"\n\s*\n", text)
    for block in blocks:
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        if all(re.fullmatch(r"([-=*_~#─━])\1{2,}", line) for line in lines):
            rows.append(("", "rule", False))
            continue
        lines = [line for line in lines if not re.fullmatch(r"([-=*_~─━])\1{2,}", line)]
        linked = any(_URL.match(line) for line in lines)
        words = [line for line in lines if not _URL.match(line)]
        for part in text_article("\n".join(words), "", title=" ").parts:
            bare = re.sub(r"^(?:#+|\d{1,2}[.、)）]|[■◆●▶►※★【])\s*", "", part.text).rstrip("】 ")
            alone = len(words) == 1 or part.text == words[0]
            title = alone and 4 <= len(bare) <= 60 and not re.search(r"[。！？；.!?;：:，,]$", bare)
            rows.append((bare if title else part.text, "heading" if title else part.kind, False))
        if linked:
            rows.append(("", "link", True))
    return _without_frame(rows, [])


def _without_frame(rows: list[Row], left: list[str]) -> tuple[list[Row], list[str]]:
    kept: list[Row] = []
    for row in rows:
        if row[0] and (_MORE.match(row[0]) or _URL.match(row[0]) or (_BYE.search(row[0]) and len(row[0]) <= 200)):
            left.append(row[0])
            kept.append(("", "link", True))
        else:
            kept.append(row)
    return kept, left


def _stories(rows: list[Row]) -> list[tuple[str, list[Part]]]:
    """Headings with text below, where most of them lead somewhere: else it is one text with headings inside."""
    stories: list[tuple[str, list[Part], bool]] = [("", [], False)]
    for text, kind, linked in rows:
        if kind == "heading":
            stories.append((text, [], linked))
        elif kind == "rule":
            continue
        else:
            title, parts, before = stories[-1]
            if text:
                parts.append(Part(text, "point" if kind == "point" else "row" if kind == "row" else "paragraph"))
            stories[-1] = (title, parts, before or linked)
    full = [(title, parts, linked) for title, parts, linked in stories if _size(parts) >= _LEAST]
    headed = [each for each in full if each[0]]
    if len(headed) < 2 or sum(linked for *_, linked in headed) * 10 < len(headed) * 6:
        return []
    out: list[tuple[str, list[Part]]] = []
    for title, parts, _ in stories:
        if _size(parts) >= _LEAST:
            out.append((title, parts))
        elif out:  # a heading without text of its own, a few words: with the story before
            out[-1][1].extend([Part(title, "heading")] * bool(title) + parts)
        elif title or parts:
            out.append((title, parts))
    if len(out) > 1 and _size(out[0][1]) < _LEAST:
        first = out.pop(0)
        out[0][1][:0] = [Part(first[0], "heading")] * bool(first[0]) + first[1]
    return out


def _size(parts: list[Part]) -> int:
    return len(letters("".join(part.text for part in parts)))


def _without_greeting(found: Found) -> Found:
    """A letter without the line that greets and those that sign it."""
    parts = found.parts
    if len(parts) > 2 and _GREETING.fullmatch(parts[0].text):
        found.leave(parts.pop(0).text)
    while len(parts) > 2 and len(letters(parts[-1].text)) <= _SIGNED and not _MARKED.search(parts[-1].text):
        if not _MARKED.search(next((part.text for part in reversed(parts) if len(part.text) > 2 * _SIGNED), "")):
            break  # lines here end without a mark anyway
        found.leave(parts.pop().text)
    return found


def _single(text: str, is_html: bool, rows: list[Row], source: str, path: Path, timezone: str) -> Found:
    if not is_html:
        return text_article(text, source, title=" ")
    found = page_article(text, source, path, timezone)
    whole = [Part(row, "paragraph") for row, _, _ in rows if row]
    if _size(found.parts) * 10 < _size(whole) * 7:  # the page reader took a part of the mail for all of it
        found.parts = whole
    return found
