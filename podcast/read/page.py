"""A saved page → the blocks of its article, and what the site put around and into it.

Which element holds the article, `trafilatura` tells; where a page is too short for it, the sentences do. The structure
is our own walk's, so that lists, tables and line numbers stay, and so that everything else can be listed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from podcast.errors import DigestError
from podcast.model import Image, LeftOut
from podcast.read.blocks import Block, Inline, letters
from podcast.read.dates import is_dateline, is_day, stated_day
from podcast.read.front import Front
from podcast.read.furniture import AUTHOR, is_end, is_furniture
from podcast.read.html import FURNITURE_AROUND, Found, Walk, parse
from podcast.read.meta import Meta, meta_of
from podcast.read.names import part_of

ENOUGH = 200
"""Characters. Of less text `trafilatura` gives the whole page."""
LARGE = 3_000_000
"""Characters. `trafilatura` takes minutes for a page of ten megabytes."""
MANY = 100_000
"""Tags. It takes two seconds for so many, and no article has them."""
NEAR = 2_000
"""Characters."""
INSIDE = "page furniture inside the text"
_AROUND_TITLE = "page furniture before the title"
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing|ebar)\d*|social|sns|related\w*|recommend\w*|breadcrumbs?|comments?|disqus|respond|"
    r"sidebar|widget\w*|advert\w*|ads?|adsense|sponsor\w*|promo\w*|newsletter|subscri\w+|footer|nav(?:bar|igation)?|menu|"
    r"toc|table-of-contents|tags?|taglist|keywords?|pagination|pager|prev-next|author-(?:box|bio|info|card)|byline|"
    r"post-meta|entry-meta|meta(?:data|info)?|popular|hot|ranking|trending|copyright|licen[sc]e|article-metaline|mailpoet\w*|mc[-_]embed\w*|mailchimp\w*|convertkit\w*|optin\w*|signup\w*|push|cookie\w*|modal|popup|print|"
    r"font-?size|toolbar|login|search|skip|fb-like|addthis|likes?|reactions?|donate|also-?like|readmore|more-?news|"
    r"further|latest|app-?download|download-app|credit|caption|photo-?credit|figcaption|dateline|timestamp|pubdate|"
    r"fb-post|hidden|sr-only|visually-hidden|screen-reader-text|noprint)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WEAK_CLASS = re.compile(
    r"tags?|taglist|keywords?|meta\w*|info|hot|latest|print|hidden|further|credit|caption|toolbar|menu|toc|skip|noprint",
    re.IGNORECASE,
)
"""Names that an author's sentence may stand under all the same."""
_SURE_CLASS = re.compile(
    r"shar\w+\d*|social|sns|copyright|licen[sc]e|comments?|disqus|respond|subscri\w+|pagination|cookie\w*|donate|reactions?"
    r"|addthis|fb-like|breadcrumbs?|post-copyright|article-metaline|mailpoet\w*|mc[-_]embed\w*|mailchimp\w*|convertkit\w*|optin\w*|push",
    re.IGNORECASE,
)
"""Names that no author's sentence stands under, whatever `trafilatura` takes it for."""
_VIEW = re.compile(r"(?:網頁|線上|雲端)版|瀏覽器|看網頁|browser|web ?version|view online", re.IGNORECASE)
"""At the head of a mail, with a link: where else it can be read."""
_ELSEWHERE = re.compile(
    r"(?:[▸▶►●◎※>＞★☆]\s*)?(?:延伸閱讀|相關(?:新聞|報導|文章|閱讀)|更多(?:新聞|報導|文章)|推薦閱讀|看更多|閱讀更多|"
    r"同場加映|你可能想看|熱門推薦)\s*[：:▸▶►｜|／/】〉》].{0,80}"
)
_TITLE = re.compile(
    r"(?:^|[\s_-])(?:(?:article|post|page|news|entry|container|content|detail)[_-]?(?:name|title|subject|head(?:line|er)?)"
    r"|title|headline|subject)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BANNER = re.compile(r"(?:^|[\s_-])(?:header|masthead|banner|brand|logo|site-?title)(?:$|[\s_-])", re.IGNORECASE)
_DATED = re.compile(r"(?:時間|日期|发表于|date|posted)\s*[：:]?\s*\S", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ICON = re.compile(
    r"(?:^|[_\-.])(?:icons?|logo|share|fb|line|twitter|btn|button|bt|avatar|sprite|pixel|blank|spacer|loading|arrow)(?:$|[_\-.\d])"
)
_SPEAKER = re.compile(r"[^\s：:]{1,12}[：:](?=\s*\S)")
_SENTENCE = re.compile(r"[。！？；!?](?:[」』”’）)]*)$|\.[\"”’)]*$")


def page_blocks(text: str, path: Path, timezone: str) -> tuple[list[Block], list[LeftOut], Front]:
    """The article's blocks, its title first; what is left out; what the page's head states.

    Raises DigestError when the file holds no page.
    """
    try:
        page = parse(text)
    except ValueError as error:
        raise DigestError(f"{path} holds no HTML page ({error}): save the page again.") from None
    meta = meta_of(page, timezone)
    body = page.find("body")
    return _Article(page if body is None else body, meta, _voted(text)).read()


def _voted(text: str) -> str:
    """The letters of what `trafilatura` takes for the page's text."""
    if len(text) > LARGE or text.count("<") > MANY:
        return ""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=False)
    except Exception:  # whatever it stumbles over, the sentences decide then
        return ""
    return letters(found or "")


def _probes(voted: str) -> tuple[str, ...]:
    """Seven bits of it, from all over the text."""
    return tuple(voted[len(voted) * n // 8 :][:24] for n in range(1, 8)) if voted else ()


class _Article:
    def __init__(self, body: Any, meta: Meta, voted: str) -> None:
        self.meta = meta
        self.voted = voted if len(voted) >= ENOUGH else ""
        walk = Walk(probes=_probes(self.voted))
        walk.run(body)
        self.at = 0  # in what was voted for
        self.body, self.found, self.left = body, walk.found, walk.left
        self.likes = [self.liked(each) for each in self.found]
        heads = Counter(match[0] for each in self.found if (match := _SPEAKER.match(each.block.text)))
        self.speakers = tuple(head for head, n in heads.items() if n > 1)

    def liked(self, each: Found) -> bool:
        """Whether it belongs to the text by `trafilatura`'s judgement; where there is none, by its own looks."""
        own = letters(_words(each.block))
        if self.voted:
            return len(own) >= 6 and self.is_voted(own)
        return each.linked * 2 < len(each.block.text) and (bool(_SENTENCE.search(each.block.text)) or len(own) >= 40)

    def is_voted(self, own: str) -> bool:
        """Looked for near the place where the last one stood first: most follow one another."""
        at = self.voted.find(own, self.at, self.at + len(own) + NEAR)
        at = self.voted.find(own) if at < 0 else at
        if at >= 0:
            self.at = at
        return at >= 0

    def read(self) -> tuple[list[Block], list[LeftOut], Front]:
        title = self.title()
        core = self.root(title)
        inside = self.descendants(self.with_title(core, title))
        within = self.descendants(core)
        kept: list[tuple[int, Found]] = []
        for at, each in enumerate(self.found):
            if at == title:
                continue
            lead = each.owner in within or self.likes[at] or _is_text(each)
            if each.owner not in inside or not lead or (title is not None and at < title and not self.stands(at)):
                self.leave(each, FURNITURE_AROUND if each.owner not in inside or not lead else _AROUND_TITLE)
            else:
                kept.append((at, each))
        blocks = self.without_furniture(kept)
        head = (
            [replace(self.found[title].block, depth=1, kind="heading", number=None)]
            if title is not None
            else self.stated()
        )
        least = min((b.depth for b in blocks if b.kind == "heading"), default=2)
        shift = max(0, 2 - least)  # the title alone stands at the top
        if shift:
            blocks = [replace(b, depth=b.depth + shift) if b.kind == "heading" else b for b in blocks]
        return [*head, *blocks], self.left, self.front(title)

    def front(self, title: int | None) -> Front:
        """What the head states, and where it names no day or author, what the lines around the title do."""
        front = self.meta.front
        at = title or 0
        near = sorted(range(max(0, at - 6), min(len(self.found), at + 12)), key=lambda n: abs(n - at))
        texts = [self.found[n].block.text for n in near]
        for text in sorted(texts, key=lambda text: "更新" in text or "修改" in text):  # the day of publishing first
            if len(text) <= 80 and (is_furniture(text) or is_day(text) or is_dateline(text) or _DATED.match(text)):
                day, author = stated_day(text), AUTHOR.search(text)
                front = front.over(Front(date=day[0] if day else None, author=author[1] if author else None))
        return front if front.date else replace(front, date=_hidden_date(self.body.getroottree()))

    # ------------------------------------------------------------ title

    def title(self) -> int | None:
        """Where the page's heading stands: the one that its head names, else its only h1."""
        heads = [at for at, each in enumerate(self.found) if each.block.kind == "heading" and each.block.text]
        wanted = [letters(text) for text in (*self.meta.titles, *self.meta.whole)]
        called = {at: letters(self.found[at].block.text) for at in heads if not self.is_logo(at)}
        for level in (1, 2, 6):
            for stated in wanted:
                for at, own in called.items():
                    if self.found[at].block.depth <= level and len(own) >= 2 and _same(own, stated):
                        return at
        first = next((at for at, each in enumerate(self.found) if each.block.text), None)
        if first is not None and not wanted and "title" in (self.found[first].owner.get("class") or "").split():
            return first  # of a document with a style for its title
        tops = [at for at in heads if self.found[at].block.depth == 1 and not self.is_logo(at)]
        tops = [at for at in tops if self.found[at].linked * 10 < len(self.found[at].block.text) * 9] or tops
        if tops and (len(tops) == 1 or not wanted):
            return self.below_banner(tops[0], heads) if not wanted else tops[0]
        named = [at for at, each in enumerate(self.found) if letters(each.block.text) in wanted and each.block.text]
        if named or tops:
            return (named or tops)[0]
        if heads:
            return None
        return next((at for at, each in enumerate(self.found) if _is_called_title(each)), None)

    def below_banner(self, top: int, heads: list[int]) -> int:
        """The only h2 of a page that names no title and whose h1, in its banner, is the site's."""
        above = [self.found[top].owner, *list(self.found[top].owner.iterancestors())[:3]]
        names = [f"{each.get('class') or ''} {each.get('id') or ''}" for each in above if each.tag != "body"]
        seconds = [at for at in heads if at > top and self.found[at].block.depth == 2]
        banner = any(_BANNER.search(name) for name in names) and not any(each.tag == "article" for each in above)
        return seconds[0] if banner and len(seconds) == 1 else top

    def is_logo(self, at: int) -> bool:
        each = self.found[at]
        return each.linked * 2 > len(each.block.text) and bool(each.owner.xpath(".//a[@href='/' or @href='#']"))

    def stated(self) -> list[Block]:
        if not self.meta.titles:
            return []
        inline = Inline(0)
        inline.add(self.meta.titles[0])
        return [inline.block("heading", 1)] if inline.text else []

    # ------------------------------------------------------------ where the article lies

    def root(self, title: int | None) -> Any:
        """The element that holds the article: the least one with nearly all that is liked, or the title's own."""
        articles = [each for each in self.body.xpath(".//article") if not each.xpath("ancestor::article")]
        if title is not None and len(articles) > 1:
            holder = next((each for each in articles if self.found[title].owner in set(each.iter())), None)
            if holder is not None and any(self.likes[at] for at in self.inside_of(holder)):
                return holder
        weights: Counter[Any] = Counter()
        total = 0
        for each, liked in zip(self.found, self.likes, strict=True):
            if liked:
                size = len(each.block.text)
                total += size
                element = each.owner
                while element is not None:
                    weights[element] += size
                    element = element.getparent()
        root = self.body
        share = 0.95 if self.voted else 0.85
        while total:
            heavy = [child for child in root if weights[child] >= share * total and child.tag not in ("p", "li")]
            if not heavy:
                break
            root = heavy[0]
        return root

    def with_title(self, root: Any, title: int | None) -> Any:
        """A lead may stand beside the title, outside the element that holds the rest: so the least that holds both,
        where that adds little."""
        if title is None or root is self.body:
            return root
        above = set(self.found[title].owner.iterancestors())
        both = next((each for each in root.iterancestors() if each in above), None)
        if both is None or both is self.body:
            return root
        inside, around = (self.unlinked(each) for each in (root, both))
        return both if around <= inside * 1.4 else root

    def unlinked(self, element: Any) -> int:
        """Characters in it that are no links."""
        return sum(len(self.found[at].block.text) - self.found[at].linked for at in self.inside_of(element))

    def descendants(self, root: Any) -> set[Any]:
        return set(root.iter())

    def inside_of(self, element: Any) -> list[int]:
        inside = set(element.iter())
        return [at for at, each in enumerate(self.found) if each.owner in inside]

    def stands(self, at: int) -> bool:
        """A paragraph before the title that is text all the same."""
        return self.likes[at] and bool(self.voted) and len(self.found[at].block.text) >= 40

    # ------------------------------------------------------------ what is no text inside it

    def without_furniture(self, kept: list[tuple[int, Found]]) -> list[Block]:
        total = sum(len(each.block.text) for _, each in kept) or 1
        sizes = self.sizes(kept)
        blocks: list[Block] = []
        seen = over = 0
        listing = False  # below a heading such as 相關新聞
        for n, (at, each) in enumerate(kept):
            if _is_card(each, kept[n + 1][1] if n + 1 < len(kept) else None):
                self.likes[at] = False
        end = max((n for n, (at, each) in enumerate(kept) if self.likes[at] and each.block.text), default=len(kept))
        chinese = any(_HAN.search(title) for title in self.meta.titles)
        for n, (at, each) in enumerate(kept):
            block = each.block
            if self.voted and n > end and block.kind in ("heading", "image", "point"):
                self.leave(each, INSIDE)
                continue
            if chinese and not seen and block.text and not _HAN.search(block.text) and block.kind != "heading":
                self.leave(each, INSIDE)
                continue
            ended = is_end(block.text)
            button = block.kind != "heading" and each.linked * 10 >= len(block.text) * 9
            if over or (ended and not button and self.ends(kept[n + 1 :], seen, total, bool(blocks))):
                over = 1
                self.leave(each, f"{FURNITURE_AROUND.removesuffix(' around the text')} after the text")
                continue
            if ended or (listing and (each.linked or block.kind in ("point", "image")) and not self.likes[at]):
                listing = listing or not button
                self.leave(each, INSIDE)
                continue
            listing = False
            if blocks and n and self.is_caption(each, kept[n - 1][1], blocks[-1]):
                blocks[-1] = replace(blocks[-1], text=block.text, links=block.links, emphasis=block.emphasis)
                continue
            if self.is_furniture(at, each, sizes, total, kept, n):
                if blocks and _captions(each, blocks[-1]):
                    blocks[-1] = replace(blocks[-1], text=block.text, links=block.links, emphasis=block.emphasis)
                else:
                    self.leave(each, INSIDE)
                continue
            seen += len(block.text)
            blocks.append(block)
        return blocks

    def is_caption(self, each: Found, before: Found, last: Block) -> bool:
        """Words that stand alone with a picture in one element."""
        if last is not before.block or last.kind != "image" or last.text or each.block.kind != "paragraph":
            return False
        holder = each.owner if each.owner is before.owner else each.owner.getparent()
        around = (before.owner, before.owner.getparent())
        if holder is None or holder is self.body or holder not in around or len(each.block.text) > 120:
            return False
        return letters("".join(holder.itertext())) == letters(each.block.text)

    def sizes(self, kept: list[tuple[int, Found]]) -> Counter[Any]:
        sizes: Counter[Any] = Counter()
        for _, each in kept:
            element = each.owner
            while element is not None:
                sizes[element] += len(each.block.text)
                element = element.getparent()
        return sizes

    def ends(self, rest: list[tuple[int, Found]], seen: int, total: int, begun: bool) -> bool:
        """Whether the article is over here: little text follows that anyone would take for its own."""
        cards = _below_links([each for _, each in rest])
        liked = [
            each.block for n, (at, each) in enumerate(rest) if self.likes[at] and not each.linked and n not in cards
        ]
        follows = sum(len(block.text) for block in liked if block.kind != "heading" and len(block.text) >= 20)
        return begun and follows * 3 < seen

    def is_furniture(
        self, at: int, each: Found, sizes: Counter[Any], total: int, kept: list[tuple[int, Found]], n: int
    ) -> bool:
        block = each.block
        if block.kind in ("rule", "code", "table"):
            return False
        spoken = block.text.startswith(self.speakers)  # 記者： before two lines or more asks, before one it signs
        if (is_furniture(block.text) and not spoken) or _ELSEWHERE.match(block.text):
            return True
        if each.linked and len(block.text) < 60 and n < 3 and _VIEW.search(block.text):
            return True
        if block.kind == "paragraph" and len(block.text) <= 40 and is_day(block.text):
            return True
        if self.names_author(at, block):
            return True
        if found := self.by_class(each, sizes, total):
            said = each.linked * 2 < len(block.text) and len(block.text) >= 12 and _SENTENCE.search(block.text)
            name = found.strip(" _-")
            liked = self.voted and self.likes[at] and len(block.text) > 30 and not _SURE_CLASS.fullmatch(name)
            if not liked and not (said and _WEAK_CLASS.fullmatch(name)):
                return True
        if block.kind == "image":
            return block.image is not None and _is_icon(block.image)
        linked = each.linked * 10 >= len(block.text) * 9
        if linked and block.kind != "heading" and not self.likes[at] and part_of(_heading_above(kept, n)) == "story":
            return len(block.text) < 60 and not self.announced(kept, n)
        return self.is_stray(at, each, kept, n)

    def names_author(self, at: int, block: Block) -> bool:
        """A few words without a mark, beside a line of buttons, days or minutes of reading: whoever wrote it."""
        if block.kind != "paragraph" or not 1 < len(block.text) <= 12 or not re.fullmatch(r"[\w .·]+", block.text):
            return False
        beside = [self.found[n].block.text for n in (at + 1, at + 2) if n < len(self.found)]
        known = [is_day(text) or is_furniture(text, menu=False) for text in beside]
        dated = any(is_day(text) or re.search(r"\d ?(?:min|分)", text) for text in beside)
        return len(known) == 2 and all(known) and dated

    def announced(self, kept: list[tuple[int, Found]], n: int) -> bool:
        """Whether it stands in a list that a sentence of the text leads to: 這些文章列表如下："""
        lead = next((at for at in range(n, -1, -1) if kept[at][1].block.kind != "point"), None)
        if lead is None or lead == n:
            return False
        text = kept[lead][1].block.text
        sentence = len(text) >= 12 and text.endswith(("：", ":")) and re.search(r"[，。如以]", text) is not None
        return sentence and not kept[lead][1].linked and not _ELSEWHERE.match(text)

    def by_class(self, each: Found, sizes: Counter[Any], total: int) -> str:
        """The name by which a site calls what it puts there; "" where there is none."""
        element = each.owner
        while element is not None and element is not self.body and sizes[element] * 10 < total * 3:
            if found := _CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                return found.group()
            element = element.getparent()
        return ""

    def is_stray(self, at: int, each: Found, kept: list[tuple[int, Found]], n: int) -> bool:
        """A few words that `trafilatura` did not take, before the first sentence or after the last."""
        if not self.voted or self.likes[at] or each.block.kind == "heading" or len(each.block.text) > 60:
            return False
        beside = [kept[i] for i in (n - 1, n + 1) if 0 <= i < len(kept)]
        if any(self.likes[i] and other.owner.getparent() is each.owner.getparent() for i, other in beside):
            return False  # a short line among the paragraphs
        parent = each.owner.getparent()
        if _SENTENCE.search(each.block.text) and any(
            self.likes[i] and other.owner.getparent() is parent and other.owner.tag == each.owner.tag
            for i, other in kept[max(0, n - 8) : n + 9]
        ):
            return False  # a sentence among the text's own, a row of buttons between them
        before = any(self.likes[i] for i, _ in kept[:n])
        after = any(self.likes[i] for i, _ in kept[n + 1 :])
        return not (before and after)

    def leave(self, each: Found, reason: str) -> None:
        text = _words(each.block)
        if text.strip():
            self.left.append(LeftOut(each.block.line, text, reason))


def _below_links(found: list[Found]) -> set[int]:
    """Places of what stands below a heading that is a link: a teaser of another page."""
    below: set[int] = set()
    card = False
    for n, each in enumerate(found):
        if each.block.kind == "heading":
            card = bool(each.block.text) and each.linked * 10 >= len(each.block.text) * 9
        if card:
            below.add(n)
    return below


def _is_called_title(each: Found) -> bool:
    """A page without headings may call an element its title: ``<div class="article-title">``."""
    classes = f"{each.owner.get('class') or ''} {each.owner.get('id') or ''}"
    text = each.block.text
    return (
        4 <= len(text) <= 80 and not each.linked and _TITLE.search(classes) is not None and not _SENTENCE.search(text)
    )


def _is_text(each: Found) -> bool:
    return each.block.kind == "image" or (
        not each.linked and len(each.block.text) >= 40 and _SENTENCE.search(each.block.text) is not None
    )


def _captions(each: Found, before: Block) -> bool:
    """Whether it stands below a picture and is called its caption."""
    named = f"{each.owner.get('class') or ''} {each.owner.tag}"
    return before.kind == "image" and not before.text and "caption" in named.lower() and len(each.block.text) > 4


def _hidden_date(tree: Any) -> date | None:
    """What `htmldate` makes of addresses, scripts and footers, where nothing states the day plainly."""
    from htmldate import find_date

    try:
        found = find_date(tree.getroot(), original_date=True, extensive_search=False)
        return date.fromisoformat(found) if found else None
    except Exception:  # whatever it stumbles over, the day is not known then
        return None


def _is_card(each: Found, following: Found | None) -> bool:
    """A heading that is a link and has no text of its own: another page's."""
    if each.block.kind != "heading" or each.linked * 10 < len(each.block.text) * 9 or not each.block.text:
        return False
    return following is None or following.block.kind in ("heading", "image")


def _is_icon(image: Image) -> bool:
    name = image.src.rsplit("/", 1)[-1].lower()
    return is_furniture(image.alt) or _ICON.search(name) is not None


def _words(block: Block) -> str:
    if block.table:
        return " ".join(cell for row in (block.table.header, *block.table.rows) for cell in row)
    if block.code:
        return block.code.text
    return block.text or (block.image.alt if block.image else "")


def _heading_above(kept: list[tuple[int, Found]], n: int) -> str:
    return next((each.block.text for _, each in reversed(kept[:n]) if each.block.kind == "heading"), "")


def _same(own: str, stated: str) -> bool:
    """Whether a heading is what the head calls the page: the same words, or the page's with the site's name behind."""
    if own == stated:
        return True
    ends = len(own) >= 6 and stated.endswith(own)  # the page's own name behind another, in English for one
    return ends or (len(own) >= 4 and (stated.startswith(own) or (own.startswith(stated) and len(stated) >= 6)))
