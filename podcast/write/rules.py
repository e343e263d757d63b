"""Digest → Script by rules: the author's sentences, and a host's words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from podcast.model import Chapter, Digest, Item, Line, Script, Section, Source
from podcast.show import Disclosure, Show
from podcast.write import phrases
from podcast.write.phrases import pick, pick_link

POINT_MS, GROUP_MS, HEADING_MS, CHAPTER_MS = 500, 800, 600, 1200
"""Pauses after a point, the last point of a group, a heading, the last line of a chapter."""

NO_LEADS: Mapping[str, str] = {}
HIGHLIGHTS_TITLE = "重點摘要"
_ENDS = re.compile(r"[。！？!?…~～；;：:，,、.][」』”’）)\"']*$")
_SENTENCE = re.compile(r"[。！？!?…~～]|[.．]$")
_GREETS = re.compile(r"哈囉|嗨|哈嘍|大家|各位|歡迎|您好|你好|早安|午安|晚安|早上好|聽眾|嘿|hi\b|hello\b", re.IGNORECASE)
_WEEKDAYS = "一二三四五六日"
_NUMERALS = "零一二三四五六七八九十"


def script_by_rules(digest: Digest, show: Show, on: date, form: str) -> Script:
    stories = digest.sections
    chapters = [Chapter("開場", _lines(_opening(digest, show, on)))]
    if digest.highlights:
        chapters.append(Chapter(HIGHLIGHTS_TITLE, _lines(_highlights(digest.slug, digest.highlights))))
    elif form == "short":
        chapters.append(Chapter(HIGHLIGHTS_TITLE, _lines(_headlines(stories))))
    if form == "full":
        for n, section in enumerate(stories, 1):
            chapters.append(Chapter(section.heading, _lines(_story(digest, section, n, len(stories)))))
    chapters.append(Chapter("結尾", _lines(_closing(digest, show))))
    return Script(digest.slug, digest.title, tuple(chapters))


def ai_notice(ai: Disclosure) -> str:
    """What listeners have to be told; "" when nothing was made by a machine."""
    if ai.text and ai.voice:
        return "本節目由 AI 生成文字，並以 AI 合成語音。"
    if ai.text:
        return "本節目的文字由 AI 生成。"
    return "本節目的語音由 AI 合成。" if ai.voice else ""


def numeral(n: int) -> str:
    """1 to 99 as said in a count: 一, 十二, 二十."""
    tens, ones = divmod(n, 10)
    if tens == 0 or n == 10:
        return _NUMERALS[n]
    if n > 99:
        return f" {n} "
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _lines(lines: Iterator[Line]) -> tuple[Line, ...]:
    """The lines of a chapter; the last one makes way for the next chapter."""
    *first, last = lines
    return (*first, Line(last.text, last.speaker, last.source, CHAPTER_MS))


def _closed(text: str) -> str:
    """The text with a full stop where it has no end of its own."""
    return text if _ENDS.search(text) else text + "。"


def _line(text: str, *ids: str, pause: int = POINT_MS) -> Line:
    return Line(_closed(text), source=ids, pause_after_ms=pause)


def _opening(digest: Digest, show: Show, on: date) -> Iterator[Line]:
    name = show.title or digest.show or ""
    intro = [item for top in digest.intro for item in top.walk()]
    greeted = bool(intro) and _GREETS.match(intro[0].text) is not None
    if not greeted:
        yield _line(f"哈囉，歡迎收聽《{name}》。")
    for item in intro:
        yield _line(item.text, item.id)
    number = "" if digest.number is None else f"，這裡是{f'《{name}》的' if greeted else ''}第 {digest.number} 集"
    day = f"今天是 {on.year} 年 {on.month} 月 {on.day} 日，星期{_WEEKDAYS[on.weekday()]}"
    yield _line(f"{day}{number}。")
    yield _line(f"這一集的標題是：{digest.title}", "title")
    if notice := ai_notice(show.ai):
        yield _line(notice)


def _highlights(slug: str, highlights: Section) -> Iterator[Line]:
    lead = pick(phrases.HIGHLIGHTS, slug, highlights.id)
    yield _line(lead.replace("{}", highlights.heading), highlights.id, pause=HEADING_MS)
    groups = [item.id for item in highlights.items if _is_group(item)]
    counted = {id: phrases.HIGHLIGHT_GROUP.replace("{n}", numeral(n)) for n, id in enumerate(groups, 1)}
    yield from _points(slug, highlights.id, highlights.items, counted if len(groups) > 1 else {})


def _headlines(stories: tuple[Section, ...]) -> Iterator[Line]:
    yield _line(f"這一集有{numeral(len(stories))}則新聞。", pause=HEADING_MS)
    for n, story in enumerate(stories, 1):
        yield _line(f"第{numeral(n)}則，{story.heading}", story.id)


def _story(digest: Digest, story: Section, n: int, of: int) -> Iterator[Line]:
    options: tuple[str, ...] = phrases.STORY_NEXT
    if of == 1:
        options = phrases.STORY_SAME if story.heading == digest.title else phrases.STORY_ONLY
    elif n in (1, of):
        options = phrases.STORY_FIRST if n == 1 else phrases.STORY_LAST
    lead = pick(options, digest.slug, story.id).replace("{n}", numeral(n))
    yield _line(lead.replace("{}", story.heading), story.id, pause=GROUP_MS)
    yield from _points(digest.slug, story.id, story.items)


def _points(slug: str, parent: str, items: tuple[Item, ...], leads: Mapping[str, str] = NO_LEADS) -> Iterator[Line]:
    """Groups are announced, by ``leads`` where it has their id; points are linked to one another."""
    groups = [item for item in items if _is_group(item)]
    for n, item in enumerate(items, 1):
        if _is_group(item):
            lead = leads.get(item.id) or pick(_group_leads(groups, item), slug, item.id)
            yield _line(lead.replace("{}", item.text), item.id, pause=HEADING_MS)
        else:
            link = pick_link(slug, parent, n, len(items), item.text)
            last = n == len(items) and not item.items
            yield _line(link + item.text, item.id, pause=GROUP_MS if last else POINT_MS)
        yield from _points(slug, item.id, item.items)


def _group_leads(groups: list[Item], item: Item) -> tuple[str, ...]:
    if len(groups) == 1:
        return phrases.GROUP_ONLY
    return phrases.GROUP_FIRST if item is groups[0] else phrases.GROUP_NEXT


def _is_group(item: Item) -> bool:
    """A heading above points, unlike a point that has some of its own."""
    return bool(item.items) and not _SENTENCE.search(item.text)


def _closing(digest: Digest, show: Show) -> Iterator[Line]:
    yield from _sources(digest.sources)
    for top in digest.outro:
        for item in top.walk():
            yield _line(item.text, item.id)
    if not digest.outro:
        yield _line("以上就是這一集的內容，謝謝您的收聽，我們下次見。")
    for top in digest.disclaimer:
        for item in top.walk():
            yield _line(item.text, item.id)
    if notice := ai_notice(show.ai):
        yield _line(f"再次提醒您，{notice}")


def _sources(sources: tuple[Source, ...]) -> Iterator[Line]:
    """All titles, five a line; addresses stand in the show notes."""
    if not sources:
        return
    notes = "，連結都放在節目說明裡" if any(s.url for s in sources) else "，也寫在節目說明裡"
    for start in range(0, len(sources), 5):
        some = sources[start : start + 5]
        lead = "本集的資料來源是" if start == 0 else "還有"
        end = notes if start + 5 >= len(sources) else ""
        yield _line(f"{lead}「{'」、「'.join(s.title for s in some)}」{end}。", *(s.id for s in some))
