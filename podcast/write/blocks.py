"""How each kind of block is said: points with their connectives or numbers, turns, tables, pictures, code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from podcast.language import Language
from podcast.model import Item, Line
from podcast.write.connect import connectives, is_row, is_statement, needs_numbers, pick
from podcast.write.lines import GROUP_MS, HEADING_MS, POINT_MS, announced, fill, letters, line
from podcast.write.silence import ROWS, caption_of, is_left_out, is_small, is_unheard

NOMINAL = re.compile(
    r"(?!來|来|看|談|谈|聊|說|说|先|再|接|首先|最後|最后|第|我|你|您|謝|谢|感謝|請|请|歡迎|欢迎|如果|因|但|而且|[【\[「])[^。！？!?]+(?<![：:])"
)
"""A heading that can follow "let us look at"."""


_CLAUSE = re.compile("，|,(?!\\d)|了$|^(?:[從从把被]|為何|为何)")
"""In a heading: it is a sentence, and nothing that one could look at: 小小兵與獅子王，上法院去了."""
_FIGURE = re.compile(r"[-+−＋~約]?[$＄]?[\d,.]+ ?%?\D{0,6}")
_UNIT = re.compile(r"單位|单位|units?", re.IGNORECASE)
_NOTHING = re.compile(r"n/?a|nil|null|none|tbd|不適用|不适用|未提及|無資料", re.IGNORECASE)
_NAMED = re.compile(r"([^：:。，！？]{1,20})[：:]\s*")
_COUNTED = re.compile(r"第|[一二三四五六七八九十]+[、，]|步驟|Step|\d+[.、]")
SHORT_CELL = 8
"""Characters that can follow 是; what is longer follows a colon."""


def _counts_on(points: Sequence[Item], listed: Sequence[Item]) -> bool:
    """Whether the list counts, or goes on counting where another stopped; a single ① counts nothing."""
    numbers = [point.number for point in points if point.number is not None]
    at = next((n for n, point in enumerate(listed) if point is points[0]), 0)
    before = listed[at - 1].number if at else None
    after = listed[at + len(points)].number if at + len(points) < len(listed) else None
    if len(numbers) > 1:
        return True
    return bool(numbers) and (before == numbers[0] - 1 or after == numbers[0] + 1)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells the blocks of one section, and how."""

    slug: str
    words: Language
    voices: Mapping[str, str]  # a speaker's names and id → the id
    leads: bool = False  # whether points are led over to and groups announced: in news, not in running text
    count_groups: bool = False  # whether groups are counted: the highlights' are
    rows: int = ROWS  # of the largest table that is told row by row
    told: str = ""  # letters of all that is said: a picture whose words are among them needs none
    seen: Collection[str] = ()  # ids of pictures with the words of one before them
    counted: bool = False  # whether what holds these blocks was counted aloud: a second count inside it confuses
    alone: bool = False  # whether one voice speaks all turns, so that names have to be said

    def tell(self, items: Sequence[Item], parent: str, heading: str = "") -> Iterator[Line]:
        """The blocks in their order. ``parent``: id of what holds them; ``heading``: its words."""
        items = [replace(item, kind="heading", number=None) if self._is_group(item) else item for item in items]
        groups = [item for item in items if item.kind == "heading"]
        at, label = 0, heading
        listed = [item for item in items if item.kind == "point"]
        for is_point, run in groupby(items, key=lambda item: item.kind == "point"):
            blocks = list(run)
            if is_point:
                yield from self._list(blocks, listed, parent, label)
            elif texts := [item.text for item in blocks if item.kind not in ("image", "table", "code")]:
                label = texts[-1] if texts[-1].endswith(("：", ":")) else heading
            for n, item in enumerate(() if is_point else blocks, at):
                before, after = items[n - 1] if n else None, items[n + 1] if n + 1 < len(items) else None
                yield from self._block(item, groups, before, after)
            at += len(blocks)

    def _is_group(self, item: Item) -> bool:
        """A point of the news that only names what the points below it tell: no content of its own, no label."""
        if not (self.leads and item.kind == "point" and item.items and NOMINAL.fullmatch(item.text)):
            return False
        told = sum(child.kind == "point" and is_statement(child.text) for child in item.items)
        return told * 2 >= len(item.items) and not is_row(item)

    def _block(self, item: Item, groups: Sequence[Item], before: Item | None, after: Item | None) -> Iterator[Line]:
        if item.kind == "heading":
            if not item.items or not all(map(is_unheard, item.items)):
                yield self._heading(item, groups)
        elif item.kind == "table":
            yield from self._table(item)
        elif item.kind == "turn":
            goes_on = before is not None and before.kind == "turn" and before.speaker == item.speaker
            yield self._turn(item, goes_on)
        elif item.kind == "image":
            known = item.id in self.seen or (self.told and letters(caption_of(item)) in self.told and not item.text)
            if (caption := caption_of(item)) and not known:
                yield line(announced(self.words.host.picture, "caption", caption), item.id)
        elif item.kind == "code":
            formula = item.code is not None and item.code.language == "tex"
            again = before is not None and before.code is not None and (before.code.language == "tex") == formula
            if told := "" if again else self.words.host.formula if formula else self.words.host.code:
                yield line(told, item.id)
        elif item.text and not is_left_out(item, item.items[0] if item.items else after):
            yield self._spoken(item) or line(item.text, item.id)
        if item.items:
            yield from replace(self, count_groups=False).tell(item.items, item.id, item.text)

    def _heading(self, item: Item, groups: Sequence[Item]) -> Line:
        """Announced where points follow, as the author numbered it, or as it is."""
        host = self.words.host
        if self.count_groups and len(groups) > 1 and item in groups:
            wording = fill(host.highlight_group, n=self.words.numeral(groups.index(item) + 1))
            return line(announced(wording, "heading", item.text), item.id, pause=HEADING_MS)
        nominal = NOMINAL.fullmatch(item.text) is not None
        if self.leads and nominal and item.items and all(i.kind in ("point", "heading") for i in item.items):
            options = host.group_next
            if len(groups) == 1:
                options = host.group_only
            elif item is groups[0]:
                options = host.group_first
            text = announced(pick(_fitting(options, item.text), self.slug, item.id), "heading", item.text)
        else:
            numbered = sum(group.number is not None for group in groups) > 1
            text = self._number(item) + item.text if numbered else item.text
        return line(text, item.id, pause=HEADING_MS)

    def _list(self, points: list[Item], listed: list[Item], parent: str, heading: str) -> Iterator[Line]:
        """``listed``: the points of all lists side by side: a picture between two steps does not part them."""
        links: Mapping[str, str] = {}
        if self.leads:
            links = connectives(self.words.host, self.slug, parent, heading, points)
        numbered = not self.counted and _counts_on(points, listed) and needs_numbers(heading, listed)
        inner = replace(self, counted=numbered) if numbered != self.counted else self
        for n, point in enumerate(points, 1):
            last = n == len(points) and not point.items
            lead = self._number(point) if numbered else links.get(point.id, "")
            after = point.items[0] if point.items else None
            if point.text and not is_left_out(point, after, in_list=True):
                pause = GROUP_MS if last else POINT_MS
                yield self._spoken(point, pause) or line(lead + point.text, point.id, pause=pause)
            if point.items:
                yield from inner.tell(point.items, point.id, point.text)

    def _number(self, item: Item) -> str:
        if item.number is None or _COUNTED.match(item.text):
            return ""
        n = self.words.numeral(item.number) if item.number >= 0 else str(item.number)
        return self.words.host.numbered.replace("{n}", n)

    def _turn(self, item: Item, goes_on: bool) -> Line:
        """In the speaker's own voice where there is one, else with the name before it, once as long as he talks."""
        name = item.speaker or ""
        known = self.voices.get(name.casefold())
        if known and not (self.alone and known == "host"):
            return replace(line(item.text, item.id), speaker=known)
        shown = "" if goes_on else self.words.turns.get(re.sub(r"(?<=^[qa])\d+$", "", name.casefold()), name)
        return line(announced(self.words.host.says, "name", shown, item.text) if shown else item.text, item.id)

    def _spoken(self, item: Item, pause: int = POINT_MS) -> Line | None:
        """``**阿哲：** …`` where voices.yaml has 阿哲, though nothing else tells that it is a conversation."""
        match = _NAMED.match(item.text)
        known = self.voices.get(match[1].strip().casefold()) if match else None
        if match is None or known in (None, "host") or not item.text[match.end() :]:
            return None
        if not any(each.kind == "strong" and each.start == 0 and each.end >= match.end(1) for each in item.emphasis):
            return None
        return replace(line(item.text[match.end() :], item.id, pause=pause), speaker=known)

    def _table(self, item: Item) -> Iterator[Line]:
        """Row by row when it is small; else that it is there, and where."""
        host = self.words.host
        if item.table and is_small(item.table, self.rows):
            if item.text:
                yield line(item.text, item.id)
            for row in item.table.rows:
                if text := self._row(item.table.header, row):
                    yield line(text, item.id)
        elif told := announced(host.table_named, "caption", item.text) if item.text else host.table:
            yield line(told, item.id)

    def _row(self, header: Sequence[str], cells: Sequence[str]) -> str:
        """甲電信，月租是 999 元，速率是 100 Mbps: the first cell names the row, the columns name the others."""
        told: list[str] = []
        for n, value in enumerate(cells):
            if not re.search(r"\w", value) or _NOTHING.fullmatch(value):
                continue
            column = header[n] if n < len(header) and n > 0 else ""
            if _UNIT.fullmatch(column) and told:
                told[-1] += f" {value}"
            else:
                told.append(self._cell(column, value))
        return self.words.comma.join(told)

    def _cell(self, column: str, value: str) -> str:
        if not column or not self.words.host.cell:
            return value
        unit = re.fullmatch(r"(.+?)[（(]([^（）()]{1,6})[）)]", column)
        if unit and re.fullmatch(r"[-−+＋]?[\d,.]+", value):
            column, value = unit[1], f"{value} {unit[2]}"
        if (len(value) > SHORT_CELL and not _FIGURE.fullmatch(value)) or re.search(r"[，。；、;]|,(?!\d)", value):
            return announced(self.words.host.says, "name", column, value)
        space = " " if re.match(r"[A-Za-z0-9$+−-]", value) else ""
        return self.words.host.cell.replace("{column}", column.strip()).replace("{value}", space + value)


def _fitting(options: Sequence[str], heading: str) -> tuple[str, ...]:
    """Of wordings that lead over to a heading those that can: before a sentence such as end in a comma."""
    apart = tuple(each for each in options if each.partition("{heading}")[0].endswith(("，", ",")))
    return apart if _CLAUSE.search(heading) else tuple(each for each in options if each not in apart) or apart
