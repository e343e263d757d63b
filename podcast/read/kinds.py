"""Of what kind a section is: by its name, by what stands in it, and by what the whole text is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from podcast.model import Item, Section, SectionKind
from podcast.read.names import kind_by_name

_NEWS = re.compile(
    r"[週周日月早晚雙快]報|[周日早晚]报|[週周月季]刊|電子報|电子报|快訊|快讯|速報|速覽|週記|要聞|digest|weekly|newsletter|\bnews\b|daily"
    r"|(?:今[日天]|昨[日天]|[本每一上][週周日月]).{0,4}(?:新聞|新闻|大事|重點|重点|焦點|焦点|頭條|头条|動態|动态|回顧|回顾|摘要|精選|精选|盤勢|科技|財經|财经|國際"
    r"|市場|產業|資安|AI\b)"
    r"|(?:新聞|新闻)(?:摘要|整理|重點|重点|回顧|彙整|懶人包|精選|選讀|導讀|早餐)"
    r"|(?:科技|財經|财经|國際|国际|產業|產經|體育|娛樂|生活|社會|地方|醫藥|AI) ?(?:新聞|新闻|動態|動向)$",
    re.IGNORECASE,
)
"""In a title: what the whole calls itself. 「假新聞」 and 「今天不想上班」 do not."""
_TOLD_AS_NEWS = re.compile(
    r"(?:整理|挑|選|帶來|分享|報告|彙整|回顧)[^。！？]{0,16}(?:新聞|新闻|消息|大事|時事|快訊)"
    r"|[一二兩三四五六七八九十\d]+ ?(?:則|條|件|個)[^。！？]{0,16}(?:新聞|新闻|消息|大事|時事)"
)
"""In the introduction: 本週整理三件跟生活有關的新聞。"""
_PERSONAL = re.compile(r"我(?![們国國])")
_ESSAY_HEAD = re.compile(
    r"結論|總結|前情|背景|起因|後來|方法|步驟|為什麼|怎麼|如何|什麼是|材料|作法|做法|小結|心得|前提"
)


_PART_HEAD = re.compile(
    r".{0,12}(?:分析|摘要|預測|指標|比較|觀察|評估|建議|總結|結論|小結|背景|概述|概要|說明|步驟|方法|亮點|展望|趨勢|影響|流程|限制|定義|簡介"
    r"|優劣勢|優缺點|優點|缺點|風險|附錄|資料)"
)
"""What the parts of a report are called, rather than stories."""
_HEADLINE = re.compile(r"[，！？；]|[\u3400-\u9fff].{11}|\S+ \S+ \S+ \S+")
"""Enough words to tell something, unlike 「定義與目標」."""


def kind_of(heading: str, items: Sequence[Item], general: SectionKind) -> SectionKind:
    """``general``: of sections that neither their name nor what stands in them sets apart."""
    if named := kind_by_name(heading):
        return named
    walked = [each for item in items for each in item.walk()]
    if sum(each.kind == "turn" for each in walked) >= 2:
        return "interview"
    return "links" if _is_links(walked) else general


def _is_links(items: Sequence[Item]) -> bool:
    """Three entries at least, nearly all of them a link with a few words."""
    points = [item for item in items if item.kind == "point" and not item.items]
    linked = [item for item in points if item.links and len(item.text) <= 120 and _leads(item)]
    return len(points) >= 3 and len(linked) * 5 >= len(points) * 4 and len(points) * 5 >= len(items) * 4


def _leads(item: Item) -> bool:
    first = item.links[0]
    return first.start <= 4 and first.end - first.start >= 2


def general_kind(
    names: Iterable[str], sections: Sequence[Section], highlights: bool, number: int | None, intro: str = ""
) -> SectionKind:
    """``news`` where the whole is a paper with several stories; else its sections are parts of one text."""
    texts = [item for section in sections for item in section.walk() if item.text]
    prose = [item for item in texts if item.kind == "paragraph"]
    personal = sum(_PERSONAL.search(item.text) is not None for item in prose)
    stories = [section for section in sections if not kind_by_name(section.heading)]
    named = sum(_PART_HEAD.fullmatch(section.heading.strip(" ：:")) is not None for section in stories)
    if not highlights and len(stories) > 1 and named * 3 >= len(stories) * 2:
        return "essay"
    score = 3 * highlights + 2 * any(_NEWS.search(name) for name in names) + (number is not None)
    score += 2 * (len(stories) > 1 and _TOLD_AS_NEWS.search(intro) is not None)
    headlines = sum(_HEADLINE.search(section.heading) is not None for section in stories)
    if not score and headlines * 2 < len(stories):
        return "essay"
    score += len(stories) > 1 and sum(any(i.links for i in s.walk()) for s in stories) * 2 > len(stories)
    score += sum(section.number is not None for section in stories) > 1
    score += sum(item.kind == "point" for item in texts) > len(prose)
    score -= 2 * (personal * 4 > len(prose) > 0)
    score -= any(_ESSAY_HEAD.search(section.heading) for section in stories)
    return "news" if score >= 2 else "essay"
