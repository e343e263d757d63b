"""What a page's head says about it: title, day, author, picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from podcast.read.dates import day_of
from podcast.read.front import Front

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate", "publish_date", "pubdate",
    "publish-date", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date",
    "parsely-pub-date", "article.published", "published_time", "release_date", "citation_publication_date",
    "weibo: article:create_at", "og:release_date",
)  # fmt: skip
_SEPARATOR = re.compile(
    r"\s*[|｜]\s*|\s+[-–—_]+\s+|(?<=[\u3400-\u9fff])[_–—]+(?=[\u3400-\u9fff])|\s*::\s*|\s*»\s*|\s+•\s+"
)
_PAPER = re.compile(
    r"(?:新聞[網雲]?|通訊社|時報|日報|晚報|週刊|雜誌|電視台?|中心|聯合報|編輯部|news|admin|中時|網站?)$", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"\s*(?:document|untitled(?: document)?|index(?:\.html?)?|home|new page|首頁|無標題(?:文件)?|新網頁|\W*)\s*", re.I
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Meta:
    titles: tuple[str, ...]  # what the head calls the page, each without the site's name
    whole: tuple[str, ...]  # the same, as they stand there
    front: Front


def meta_of(page: Any, timezone: str) -> Meta:
    """Never fails: what cannot be understood is not there."""
    stated = _metas(page)
    records = list(_records(page))
    site = stated.get("og:site_name") or stated.get("application-name") or ""
    heads = [stated.get("og:title", ""), page.xpath("string(//title)"), *(_string(r, "headline") for r in records)]
    heads = [_SPACES.sub(" ", head).strip() for head in heads if head and not _NO_TITLE.fullmatch(head)]
    whole = tuple(dict.fromkeys(heads))
    return Meta(
        titles=tuple(dict.fromkeys(named for head in whole if (named := own_title(head, site)))),
        whole=whole,
        front=Front(
            date=_date(page, stated, records, timezone),
            author=_author(stated, records, site),
            description=(stated.get("og:description") or stated.get("description") or "").strip() or None,
            image=_address(stated.get("og:image") or stated.get("twitter:image") or ""),
            tags=_tags(page, stated),
        ),
    )


def own_title(head: str, site: str) -> str:
    """「甲公司推出新晶片 - 生活 - 某報」→ what the page itself is called."""
    parts = [part for part in _SEPARATOR.split(head) if part and part.strip()]
    if not parts:
        return ""
    kept = [part for part in parts if part != site] or parts
    first = kept[0].strip()
    if len(kept) > 1 and (len(first) < 4 or first.lower() in ("home", "首頁")):
        return max(kept, key=len).strip()
    return first


def _metas(page: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in page.iter("meta"):
        name = (each.get("property") or each.get("name") or each.get("itemprop") or "").strip().lower()
        if name and each.get("content"):
            found.setdefault(name, each.get("content"))
    return found


def _records(page: Any) -> Iterator[dict[str, Any]]:
    """The articles among the page's JSON-LD."""
    for script in page.xpath("//script[@type='application/ld+json']")[:20]:
        text = script.text or ""
        if len(text) > 500_000:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        data = data.get("@graph", data) if isinstance(data, dict) else data
        for each in data if isinstance(data, list) else [data]:
            kind = each.get("@type") if isinstance(each, dict) else None
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(k, str) and re.search(r"Article|Posting|Report|Recipe", k) for k in kinds):
                yield each


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _date(page: Any, stated: dict[str, str], records: list[dict[str, Any]], timezone: str) -> date | None:
    texts = [_string(record, "datePublished") for record in records]
    texts += [stated[name] for name in _PUBLISHED if name in stated]
    times = page.xpath("//article//time|//main//time|//time[@pubdate]|//*[@itemprop='datePublished']|//time")
    texts += [each.get("datetime") or each.get("content") or "".join(each.itertext()) for each in times[:5]]
    return next((day for text in texts if text and len(text) < 80 and (day := day_of(text, timezone))), None)


def _author(stated: dict[str, str], records: list[dict[str, Any]], site: str) -> str | None:
    """The people, not the paper."""
    for record in records:
        value = record.get("author")
        people = value if isinstance(value, list) else [value]
        names = [p.get("name") if isinstance(p, dict) else p for p in people]
        named = [person for name in names if isinstance(name, str) and (person := _person(name, site))]
        if named:
            return "、".join(named[:5])
    return _person(stated.get("author") or stated.get("article:author") or "", site)


def _person(name: str, site: str) -> str | None:
    if "://" in name:
        return None
    name = re.sub(r"^(?:記者|文)[／/：:]?\s*|[／/].*$", "", name.strip()).strip()
    return name if name and name != site and len(name) < 60 and not _PAPER.search(name) else None


def _address(text: str) -> str | None:
    text = text.strip()
    return text if text.startswith(("http://", "https://")) else None


def _tags(page: Any, stated: dict[str, str]) -> tuple[str, ...]:
    named = page.xpath("//meta[@property='article:tag']/@content")
    listed = named if len(named) > 1 else re.split(r"[,，、;]", stated.get("keywords", "") or "".join(named))
    return tuple(dict.fromkeys(tag.strip() for tag in listed if 0 < len(tag.strip()) <= 30))[:20]
