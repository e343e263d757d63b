"""The digest's blocks as HTML of our own making around escaped text: for the page, and for the notes in the apps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from podcast.episode.links import is_web
from podcast.mandarin.spot import spots
from podcast.model import Emphasis, Item, Link, Section

if TYPE_CHECKING:
    from markupsafe import Markup

TAGS = {"strong": "strong", "em": "em", "mark": "mark", "code": "code", "sub": "sub", "sup": "sup"}


def web_url(url: str | None) -> str | None:
    """``url`` if a browser may be sent there: http and https with a host, nothing that runs."""
    return url.strip() if url and is_web(url) else None


def linked(text: str, links: Sequence[Link] = (), emphasis: Sequence[Emphasis] = ()) -> Markup:
    """The text, escaped, with its emphasis, and its links where a browser may follow them.

    A bare address is shown by its host's name. Of links that overlap the first holds.
    """
    from markupsafe import Markup

    out, at = Markup(""), 0
    for link in sorted(links, key=lambda link: (link.start, link.end)):
        url = web_url(link.url)
        if not url or not at <= link.start <= link.end <= len(text):
            continue
        shown = _set(text, link.start, link.end, emphasis) if link.end > link.start else Markup.escape(_host(url))
        anchor = Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(url, shown)
        out, at = out + _set(text, at, link.start, emphasis) + anchor, link.end
    return out + _set(text, at, len(text), emphasis)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _set(text: str, start: int, end: int, emphasis: Sequence[Emphasis]) -> Markup:
    """``text[start:end]``, each stretch between two edges in the tags that cover it, without readings on the spot."""
    from markupsafe import Markup

    spans = [e for e in emphasis if e.start < end and e.end > start and e.kind in TAGS]
    readings = spots(text)
    inside = (p for e in (*((e.start, e.end) for e in spans), *readings) for p in e if start < p < end)
    edges = sorted({start, end, *inside})
    out = Markup("")
    for a, b in pairwise(edges):
        if any(first <= a and b <= last for first, last in readings):
            continue
        part = Markup.escape(text[a:b])
        for tag in {TAGS[e.kind]: None for e in spans if e.start <= a and b <= e.end}:
            part = Markup("<{0}>{1}</{0}>").format(Markup(tag), part)
        out += part
    return out


@dataclass(frozen=True, slots=True)
class Shower:
    """Shows blocks. ``mark``: attributes of the element of an id; ``at``: what stands behind its text."""

    mark: Callable[[str], Markup]
    at: Callable[[str], Markup]
    pictures: Mapping[str, str] = field(default_factory=dict)  # as the digest names them → where they lie
    plain: bool = False  # for apps, which know few tags: without the page's own classes

    def blocks(self, items: Sequence[Item]) -> Markup:
        from markupsafe import Markup

        return Markup("\n").join(self._blocks(items))

    def _blocks(self, items: Sequence[Item]) -> Iterator[Markup]:
        for listed, run in groupby(items, key=lambda item: item.kind == "point"):
            if listed:
                yield self._list(list(run))
            else:
                for item in run:
                    yield from self._block(item)

    def _list(self, points: Sequence[Item]) -> Markup:
        from markupsafe import Markup

        numbered = all(point.number is not None for point in points)
        tag = Markup("<ol>{}</ol>" if numbered else "<ul>{}</ul>")
        return tag.format(Markup("\n").join(self._point(point, numbered) for point in points))

    def _point(self, item: Item, numbered: bool) -> Markup:
        from markupsafe import Markup

        value = Markup(' value="{}"').format(item.number) if numbered else Markup("")
        ticked = Markup("") if item.done is None else Markup("☑ " if item.done else "☐ ")
        return Markup("<li{}{}>{}{}</li>").format(
            self.mark(item.id), value, ticked + self._text(item), self.blocks(item.items)
        )

    def _block(self, item: Item) -> Iterator[Markup]:
        from markupsafe import Markup

        if item.kind == "heading" or (item.kind == "paragraph" and item.items):  # as version 0.1 kept groups
            element = Markup("<p{}><strong>{}</strong></p>" if self.plain else "<h3{}>{}</h3>")
            yield element.format(self.mark(item.id), self._text(item))
        elif item.kind == "table":
            yield self._table(item)
        elif item.kind == "image":
            yield self._picture(item)
        elif item.code:
            yield Markup("<pre{}><code>{}</code></pre>").format(self.mark(item.id), item.code.text)
        elif item.kind == "quotation":
            yield Markup("<blockquote{}>{}</blockquote>").format(self.mark(item.id), self._text(item))
        elif item.kind == "turn":
            name = Markup("<b>{}</b>：").format(item.speaker) if item.speaker else Markup("")
            yield Markup("<p{}>{}{}</p>").format(self.mark(item.id), name, self._text(item))
        elif item.text or item.links:
            yield Markup("<p{}>{}</p>").format(self.mark(item.id), self._text(item))
        if item.items:
            below = [replace_kind(child) for child in item.items] if item.kind == "paragraph" else item.items
            yield self.blocks(below)

    def _text(self, item: Item) -> Markup:
        from markupsafe import Markup

        number = f"{item.number}. " if item.kind == "heading" and item.number is not None else ""
        shown = Markup.escape(number) + linked(item.text, item.links, item.emphasis)
        return shown if self.plain else Markup('<span class="text">{}</span>{}').format(shown, self.at(item.id))

    def _table(self, item: Item) -> Markup:
        from markupsafe import Markup

        assert item.table is not None
        caption = Markup("<caption>{}</caption>").format(self._text(item)) if item.text else Markup("")
        head = _row(item.table.header, "th")
        body = Markup("").join(_row(row, "td") for row in item.table.rows)
        return Markup("<figure><table{}>{}{}{}</table></figure>").format(
            self.mark(item.id), caption, Markup("<thead>{}</thead>").format(head) if head else "", body
        )

    def _picture(self, item: Item) -> Markup:
        from markupsafe import Markup

        assert item.image is not None
        url = self.pictures.get(item.image.src) or web_url(item.image.src)
        alt = item.image.alt or item.text
        seen = Markup('<img src="{}" alt="{}" loading="lazy">').format(url, alt) if url else Markup("")
        told = self._text(item) if item.text else Markup("") if url else Markup.escape(alt)
        caption = Markup("<figcaption>{}</figcaption>").format(told) if told else Markup("")
        return Markup("<figure{}>{}{}</figure>").format(self.mark(item.id), seen, caption)


def replace_kind(item: Item) -> Item:
    """What stood in a group of version 0.1 was a list, though nothing says so."""
    from dataclasses import replace

    return replace(item, kind="point") if item.kind == "paragraph" else item


def _row(cells: Sequence[str], tag: str) -> Markup:
    from markupsafe import Markup

    told = Markup("").join(Markup("<{0}>{1}</{0}>").format(Markup(tag), linked(cell)) for cell in cells)
    return Markup("<tr>{}</tr>").format(told) if cells else Markup("")


def headed(section: Section) -> Markup:
    """A section's heading, as it was numbered and linked."""
    from markupsafe import Markup

    number = f"{section.number}. " if section.number is not None else ""
    return Markup.escape(number) + linked(section.heading, section.links)
