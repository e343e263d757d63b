"""Bullets and numbers that Markdown does not know: •, ・, １．, 一、, （1）, ① → lists that it does."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from podcast.text import columns

MARKER = re.compile(
    r"(?P<bullet>(?:[•‧・·●○◦▪▫■□◆◇►▶➤✓✔※☑✅👉🔹🔸📌🔸]\ufe0f?\s*|[-*+–—]\s+))"
    r"|(?P<dot>[0-9０-９]{1,3}[.．、)）](?![0-9０-９])\s*)"
    r"|(?P<paren>[(（][0-9０-９]{1,3}[)）]\s*)"
    r"|(?P<cjkparen>[(（][一二三四五六七八九十]{1,3}[)）]\s*)"
    r"|(?P<cjk>[一二三四五六七八九十]{1,3}、\s*)"
    r"|(?P<circle>[①-⑳❶-❿]\s*)"
)
_STANDARD = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_FOREIGN = re.compile(
    r"^[ \t]*(?:[•‧・●○◦▪▫■□◆◇►▶➤✓✔※☑✅👉🔹🔸📌①-⑳❶-❿]|[０-９]{1,3}[．、)）]|[0-9]{1,3}(?:[．、）]|[.)](?=[^\s\d.)\]]))"
    r"|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)",
    re.MULTILINE,
)
_OWN_LINE = re.compile(
    r"\s*(?:[#>|<]|!\[|https?://\S+$|(?:[-+•‧・●○◦▪■◆►▶]|\*(?!\*))\s*\S|\d{1,3}[.)、]|`{3}|~{3}|:{3}|\[[^\]]+\]:)"
)
MANY, WIDTH = 5_000, 50
"""Lines that are looked at; columns of the narrowest text that an editor breaks."""
_ALONE = "※👉✅📌☑✓✔"
"""What before a single line is an ornament rather than the mark of a list."""
_SIGNS = re.compile(r"[().（）、．第章節\s【】\[\]［］|｜/]")
"""Around a number."""
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}")
_FENCE = re.compile(r"`{3,}|~{3,}")
_DIGITS = "零一二三四五六七八九"


class Marked(NamedTuple):
    at: int  # index of the line
    indent: int
    marker: str  # its class
    written: str
    text: str


class Levels:
    """Nesting by indentation; where that is lost, by the change of marker (1. above •)."""

    def __init__(self) -> None:
        self.open: list[tuple[int, str]] = []

    def depth(self, indent: int, marker: str) -> int:
        while self.open and indent < self.open[-1][0]:
            self.open.pop()
        same = [at for at, level in enumerate(self.open) if level == (indent, marker)]
        if same:
            del self.open[same[-1] + 1 :]
        else:
            self.open.append((indent, marker))
        return len(self.open)


@lru_cache(maxsize=4096)
def number_of(marker: str) -> int | None:
    """1 of 1., （一）, ①; None of a bullet."""
    core = _SIGNS.sub("", marker)
    if core and "①" <= core <= "⑳":
        return ord(core) - ord("①") + 1
    if core and "❶" <= core <= "❿":
        return ord(core) - ord("❶") + 1
    if core.isdecimal() and len(core) < 7:
        return int(core)
    return chinese_number(core)


def chinese_number(text: str) -> int | None:
    """十二 → 12, 一百零三 → 103, 五二六三 → 5263; None for anything else."""
    if not text or not all(c in "零〇一二三四五六七八九十百" for c in text) or len(text) > 6:
        return None
    text = text.replace("〇", "零")
    if not any(c in "十百" for c in text):
        return int("".join(str(_DIGITS.index(c)) for c in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = (_DIGITS.index(hundreds[-1]) if hundreds else 1) * 100 if "百" in text else 0
    if ten:
        value += (_DIGITS.index(tens.strip("零")[-1]) if tens.strip("零") else 1) * 10
    ones = ones.strip("零")
    return value + (_DIGITS.index(ones) if len(ones) == 1 else 0)


def is_wrapped(text: str) -> bool:
    """Whether an editor broke the lines, all at about one width, rather than their author.

    Looked at are lines that another one follows at once, unless that begins a list, a heading or the like.
    """
    lines = text.split("\n")
    widths = [
        columns(line.strip())
        for line, following in pairwise(lines[:MANY])
        if line.strip() and following.strip() and not _OWN_LINE.match(following) and not _OWN_LINE.match(line)
    ]
    if not widths:
        return True
    longest = sorted(widths)[-1 - len(widths) // 20]  # but for a few with an address or the like
    longer = sum(columns(line) > longest + 12 and not _OWN_LINE.match(line) for line in lines[:MANY])
    if longest < WIDTH or longer > 2 + len(widths) // 10:
        return False
    return sum(longest - 10 <= width for width in widths) * 10 >= len(widths) * 7


def standard_lists(text: str) -> str:
    """The same lines; a run of marked ones that Markdown would take for a paragraph is written as its list.

    A mark before a line of its own changes that line alone: ※ and 👉 are ornaments there, a number stays.
    """
    if not _FOREIGN.search(text):
        return text
    lines = text.split("\n")
    run: list[Marked] = []
    blanks = 0
    fence = ""
    for at, line in enumerate([*lines, ""]):
        bare = line.strip()
        if at < len(lines) and (match := _FENCE.match(bare)):
            fence = "" if fence and bare.startswith(fence) else fence or match.group()
        marked = None if fence or at == len(lines) else _marked(at, line)
        if marked:
            run.append(marked)
            blanks = 0
        elif not bare and at < len(lines):
            blanks += 1
        elif not (run and at < len(lines) and not blanks and line[:1].isspace()):  # else the wrapped rest of an entry
            _rewrite(run, lines)
            run, blanks = [], 0
    _rewrite(run, lines)
    return "\n".join(lines)


def _marked(at: int, line: str) -> Marked | None:
    bare = line.strip()
    match = MARKER.match(bare)
    if match is None or match.end() == len(bare) or _RULE.fullmatch(bare):
        return None
    wide = line.expandtabs(4)
    return Marked(at, len(wide) - len(wide.lstrip()), str(match.lastgroup), match.group(), bare[match.end() :])


def _rewrite(run: list[Marked], lines: list[str]) -> None:
    foreign = [each for each in run if not _STANDARD.match(lines[each.at].strip())]
    if not foreign:
        return
    kinds = [each.marker for each in run]
    alone = len(set(kinds)) == len(kinds) and len({each.indent for each in run}) == 1
    if len(run) == 1 or (alone and all(b.at - a.at > 1 for a, b in pairwise(run))):
        for each in run:
            _rewrite_single(each, lines)
        return
    levels = Levels()
    for each in run:
        depth = levels.depth(each.indent, each.marker)
        number = number_of(each.written)
        mark = "-" if number is None else f"{number}."
        lines[each.at] = "    " * (depth - 1) + f"{mark:<3} {each.text}"


def _rewrite_single(only: Marked, lines: list[str]) -> None:
    """※ and 👉 are ornaments before a line of their own; a number stays."""
    if _STANDARD.match(lines[only.at].strip()) or only.indent >= 4:
        return
    lines[only.at] = only.text if only.written.strip()[0] in _ALONE else lines[only.at].lstrip()
