"""Markdown's dialects → plain Markdown, line by line: what another program would have turned into something else.

Each line keeps its number. What means nothing to a listener (shortcodes, a table of contents, comments) is listed as
left out; what was meant as text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.model import LeftOut
from podcast.read.templates import filled, outside_code
from podcast.read.tex import plain_formula

_HAN = "\u3400-\u9fff"
_FENCE = re.compile(r"(?:[ \t]|>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+)*(`{3,}|~{3,})")
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(?P<closes>/?)\s*(?P<name>[\w./-]*)(?P<rest>[^{}]*?)/?\s*[%>]\}\}"
    r"|\{%-?\s*(?P<ends>/?)\s*(?P<tag>\w*)(?P<more>[^{}%]*?)-?%\}"
)
_SHORTCODE_OUTSIDE = outside_code(_SHORTCODE)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_TOC = re.compile(
    r"\s*(?:\[TOC\]|\[\[_?TOC_?\]\]|@\[toc\](?:\(.*\))?|\{:toc\}|\{\{TOC\}\}|\[toc\]|\\tableofcontents)\s*", re.I
)
_KRAMDOWN = re.compile(r"\s*\{:[^{}\n]*\}\s*")
_HEAD_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}\n]*\}[ \t]*$")
_CONTAINER = re.compile(r"(\s*):{3,}[ \t]*(?:\{?([\w.!-]+)\}?)?[ \t]*(.*)")
_PYMDOWN = re.compile(r"/{3,}(?:\s*([\w-]+)(?:\s*\|\s*(.*))?)?")
_MKDOCS = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+\"(.*)\")?[ \t]*")
_ALERT = re.compile(r"([> \t]*>[ \t]*)\[!([\w-]+)\][+-]?[ \t]*(.*)")
_WIKI_IMAGE = re.compile(r"!\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_WIKI = re.compile(r"\[\[([^\[\]|\n]+?)(?:\|([^\[\]\n]+))?\]\](?!\()")
_SPACED_WIKI = re.compile(rf"(?<=[{_HAN}]) (\[\[[^\[\]\n]+\]\]) (?=[{_HAN}])")
_BLOCK_ID = re.compile(r"(?:(?<=[\s。！？」』）])|^)\^(?=[\w-]*[A-Za-z])[A-Za-z0-9-]{2,40}\s*$")
"""By which Obsidian links to a paragraph."""
_LONG_COMMENT = re.compile(r"^%%[ \t]*$.*?^%%[ \t]*$|%%(?:(?!%%).){1,2000}?%%", re.MULTILINE | re.DOTALL)
_TOC_LIST = re.compile(r"^[*+-] .*\n(?=\{:\s*toc\b[^}\n]*\})", re.MULTILINE | re.IGNORECASE)
_FIELD = re.compile(r"[\w -]{1,24}::[ \t]+\S.*")
"""key:: value, which Obsidian's queries read."""
_TASK_DAY = re.compile(r"\s*[✅📅⏳🛫➕]\ufe0f?\s*\d{4}-\d{2}-\d{2}")
_TAGS = re.compile(r"(?:#{1,6}[ \t]+)?tags?[ \t]*[:：].*", re.IGNORECASE)
_UNSAYABLE = "\ue004"
_LED_TO_FORMULA = re.compile(
    rf"(?:(?<=[。！？；，、])|^)[^。！？；，、：:#>|*-]{{0,14}}[：:]\s*{_UNSAYABLE}\s*[，,。]?\s*"
)
"""The words that lead to a formula that cannot be said."""
_INLINE_NOTE = re.compile(r"\^\[[^\]\n]+\]")
_EMBED = re.compile(r"(?<!\w)[@%]\[\w*\]\([^)\n]*\)")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
_PERCENT = re.compile(r"%%.*?%%")
_MDX = re.compile(r"(?:import\s.+\sfrom\s+['\"].*|import\s+['\"].*|export\s+(?:const|default|function)\b.*)")
_HEADING = re.compile(r"(#{1,6})(?=[^\s#!])(.*)")
_IMAGE_SIZE = re.compile(r"(!\[[^\]\n]*\]\([^()\s]+)\s+=[\dx%]+(\))")
_RUBY = re.compile(r"\{([\u3400-\u9fff]+)\|([^{}|\n]+)\}")
_HACKMD = re.compile(r"\[(?:name|time|color)=[^\]\n]*\]")
_DISPLAY = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]")
_FORMULA = re.compile(r"(?<![\\$A-Za-z0-9])\$(?![\s$])([^$\n]{1,300}?)(?<![\s\\])\$(?![$A-Za-z0-9])|\\\((.+?)\\\)")
_LOOKS_LIKE_TEX = re.compile(
    r"[\\^_=+<>/]|^[A-Za-z](?:\([a-z]\))?$|^[\dA-Za-z.]{1,6}$|^\d[\d.~/-]{0,6} ?[A-Za-z\u3400-\u9fff]{1,4}$"
    r"|^[A-Za-z]\s*[-*]\s*\w+$"
)
_COMMENT_DIRECTIVE = re.compile(r"\\(?:newpage|pagebreak|clearpage|begin\{.*\}|end\{.*\}|maketitle)\s*")
_KNOWN_CODE = frozenset(("figure", "img", "image", "asset_img", "fig", "picture"))
_DASHES = re.compile(r"^ {0,3}-{3,}(?: +-{3,})+ *$", re.MULTILINE)
_NEEDED = re.compile(r"[{$\[:!%#=\\^]|///|^---\w|---[ ]+---|^\s*(?:import|export|\?\?\?)", re.MULTILINE)
_MARK = re.compile(r"[#$^\[\\{`~]|:::|///|---|::|!!!|\?\?\?|%%|import |export |tags?[ \t]*[:：]", re.I)
"""In a line that may be more than plain Markdown."""


def plain_markdown(text: str) -> tuple[str, list[LeftOut]]:
    """The same lines, with only such markup as markdown-it reads."""
    left: list[LeftOut] = []
    if not _NEEDED.search(text):
        return text, left
    text = _simple_tables(_definitions(_across_lines(filled(text, left), left)))
    return "\n".join(_Lines(text.split("\n"), left).run()), left


def _across_lines(text: str, left: list[LeftOut]) -> str:
    """Shortcodes and comments that end on another line, and the entry that kramdown turns into a table of contents."""
    if "%%" in text:
        text = _LONG_COMMENT.sub(lambda m: _kept_lines(m.group(), text, m, left, "a comment is not read out"), text)
    if "{:" in text:
        text = _TOC_LIST.sub(lambda m: _kept_lines(m.group(), text, m, left, "a mark for another program"), text)
    if "{{" in text or "{%" in text:
        text = re.sub(
            r"\{\{[<%][^{}]*\n[^{}]*[%>]\}\}|\{%[^{}%]*\n[^{}%]*%\}",
            lambda m: _kept_lines(m.group(), text, m, left),
            text,
        )
    return text


def _definitions(text: str) -> str:
    """A term with lines of “: what it means” below it becomes a point of a list."""
    if not re.search(r"^:[ \t]+\S", text, re.MULTILINE):
        return text
    lines = text.split("\n")
    term = -1
    for at, line in enumerate(lines):
        if re.match(r":[ \t]+\S", line) and term >= 0:
            joint = "；" if lines[term].startswith("- **") else "**："
            lines[term] = ("" if joint == "；" else "- **") + lines[term] + joint + line[1:].strip()
            lines[at] = ""
        elif line.strip():
            term = at if not line.startswith((" ", "#", "-", "*", ">", "|", ":")) else -1
    return "\n".join(lines)


def _simple_tables(text: str) -> str:
    """Pandoc's tables, columns set apart by blanks and a line of dashes under the first row, become Markdown's."""
    if not _DASHES.search(text):
        return text
    lines = text.split("\n")
    for at in range(1, len(lines)):
        columns = lines[at].split()
        if not _DASHES.fullmatch(lines[at]) or not lines[at - 1].strip() or (at > 1 and lines[at - 2].strip()):
            continue
        end = next((n for n in range(at + 1, len(lines)) if not lines[n].strip()), len(lines))
        if end > at + 1:
            lines[at] = "|---" * len(columns) + "|"
            for n in (at - 1, *range(at + 1, end)):
                cells = re.split(r"[ \t]{2,}", lines[n].strip().replace("|", "｜"), maxsplit=len(columns) - 1)
                lines[n] = "| " + " | ".join(cells) + " |"
    return "\n".join(lines)


def _kept_lines(
    found: str, text: str, match: re.Match[str], left: list[LeftOut], reason: str = "a shortcode is not read out"
) -> str:
    left.append(LeftOut(text.count("\n", 0, match.start()) + 1, " ".join(found.split()), reason))
    return "\n" * found.count("\n")


class _Lines:
    def __init__(self, lines: list[str], left: list[LeftOut]) -> None:
        self.lines = lines
        self.left = left
        self.fence = ""  # the mark of the open code block
        self.formula = False  # inside a block of $$
        self.dedent = False  # inside an indented box
        self.caption = False  # inside what belongs to the picture above
        self.headed = any(re.match(r" {0,3}#{1,6}[ \t]", line) for line in lines[:2000])

    def run(self) -> Iterator[str]:
        for at, line in enumerate(self.lines):
            yield self.line(line, at)

    def line(self, line: str, at: int) -> str:
        inside = self.fence or self.formula or self.dedent or self.caption
        if not inside and not _MARK.search(line):
            return line
        if match := _FENCE.match(line):
            if not self.fence:
                self.fence = match[1]
            elif match[1].startswith(self.fence) and not line.strip().strip(self.fence[0] + "> "):
                self.fence = ""
            return line
        if self.fence:
            return line
        if line.strip() in ("$$", "\\[", "\\]"):
            self.formula = not self.formula
            return "```tex" if self.formula else "```"
        if self.formula:
            return line
        if self.dedent:
            if line.startswith("    ") or not line.strip():
                return line[4:]
            self.dedent = False
        return self.text(line, at)

    def text(self, line: str, at: int) -> str:
        bare = line.strip()
        if not bare:
            return line
        if _TOC.fullmatch(line) or _KRAMDOWN.fullmatch(line) or _COMMENT_DIRECTIVE.fullmatch(bare):
            return self.leave(at, bare, "a mark for another program")
        if "::" in bare and _FIELD.fullmatch(bare):
            return self.leave(at, bare, "a mark for another program")
        if _TAGS.fullmatch(bare):
            return self.leave(at, bare, "a mark for another program")
        if (bare.startswith(("import ", "export "))) and _MDX.fullmatch(bare):
            return self.leave(at, bare, "a mark for another program")
        if bare.startswith("///") and (match := _PYMDOWN.fullmatch(bare)):
            self.caption = "caption" in (match[1] or "")
            return self.boxed("", match[2] or "", at, bare)
        if self.caption and not bare.startswith(">"):
            line = f"▲ {line.lstrip()}"
        if bare.startswith("#") and ".tabset" in bare:
            return self.leave(at, bare, "a mark for another program")
        if re.fullmatch(r"-{3}[\w-]{2,12}-{3}", bare):
            return self.leave(at, bare, "a mark for another program")
        if ":::" in line and (match := _CONTAINER.fullmatch(line)):
            return self.boxed(match[1], match[3], at, bare)
        if bare.startswith(("!!!", "???")) and (match := _MKDOCS.fullmatch(bare)):
            self.dedent = True
            return self.boxed("", match[2] or "", at, bare)
        if "[!" in line and (match := _ALERT.fullmatch(line)):
            title = self.boxed("", match[3], at, f"[!{match[2]}]")
            return match[1] + title
        if line.startswith("#") and (match := _HEADING.match(line)) and self.is_heading(match, at):
            line = f"{match[1]} {match[2].strip()}"
        return self.inline(line, at)

    def boxed(self, indent: str, title: str, at: int, mark: str) -> str:
        """What opens or closes a box; its title is the author's."""
        title = re.sub(r"\{.*?\}", "", title).strip().strip('"')
        self.leave(at, mark.replace(title, "", 1) if title else mark, "a mark for another program")
        return f"{indent}**{title}**：" if title else ""

    def is_heading(self, match: re.Match[str], at: int) -> bool:
        """``##標題`` is one; ``#晶片`` only where it stands alone and is no list of tags."""
        if len(match[1]) > 1:
            return True
        around = [self.lines[n].strip() for n in (at - 1, at + 1) if 0 <= n < len(self.lines)]
        alone = not any(around[: 1 if at else 0]) and len(match[2]) <= 40 and "#" not in match[2]
        return alone and not self.headed and any(line.strip() for line in self.lines[at + 1 : at + 4])

    def inline(self, line: str, at: int) -> str:
        if "{{" in line or "{%" in line:
            line = _SHORTCODE_OUTSIDE.sub(lambda m: m.group() if m["ticks"] else self.shortcode(m, at), line)
        if "{" in line:
            line = _RUBY.sub(r"\1（\2）", line)
            line = _HEAD_ATTRIBUTES.sub("", line)
        if "[" in line:
            line = _WIKI_IMAGE.sub(self.wiki_image, line)
            line = _SPACED_WIKI.sub(r"\1", line)
            line = _WIKI.sub(lambda m: m[2] or m[1].split("#")[0] or m[1], line)
            line = _HACKMD.sub(lambda m: self.leave(at, m.group(), "a mark for another program"), line)
            line = _IMAGE_SIZE.sub(r"\1\2", line)
            line = _INLINE_NOTE.sub(lambda m: self.leave(at, m.group(), "a footnote is not read out"), line)
            line = _EMBED.sub(lambda m: self.leave(at, m.group(), "a shortcode is not read out"), line)
        if "{:" in line:
            line = _ATTRIBUTES.sub(lambda m: self.leave(at, m.group(), "a mark for another program"), line)
        if "%%" in line:
            line = _PERCENT.sub(lambda m: self.leave(at, m.group(), "a comment is not read out"), line)
        if "[" in line and _TASK_DAY.search(line):
            line = _TASK_DAY.sub(lambda m: self.leave(at, m.group(), "a mark for another program"), line)
        if "^" in line and (match := _BLOCK_ID.search(line)):
            line = line[: match.start()].rstrip() + self.leave(at, match.group(), "a mark for another program")
        if "$" in line or "\\(" in line or "\\[" in line:
            line = _DISPLAY.sub(lambda m: self.formula_of(m, at), line)
            line = _FORMULA.sub(lambda m: self.formula_of(m, at), line)
            line = self.without_formulas(line, at) if _UNSAYABLE in line else line
        return line

    def without_formulas(self, line: str, at: int) -> str:
        """The line without formulas that cannot be said, and without what only leads to one: 記得公式："""
        line = _LED_TO_FORMULA.sub(
            lambda m: self.leave(at, m.group().replace(_UNSAYABLE, ""), "words that lead to a formula"), line
        )
        return line.replace(_UNSAYABLE, "")

    def formula_of(self, match: re.Match[str], at: int) -> str:
        tex = match[1] or match[2]
        if match.group().startswith("$") and not match.group().startswith("$$") and not _LOOKS_LIKE_TEX.search(tex):
            return match.group()
        plain = plain_formula(tex)
        if plain is None:
            self.leave(at, match.group(), "a formula is not read out")
            return _UNSAYABLE
        return re.sub(r"([\\*_`~<\[])", r"\\\1", plain)

    def wiki_image(self, match: re.Match[str]) -> str:
        alt = match[2] if match[2] and not re.fullmatch(r"[\dx]+", match[2]) else ""
        return f"![{alt}](<{match[1].strip()}>)"

    def shortcode(self, match: re.Match[str], at: int) -> str:
        closing, name, rest = (
            match["closes"] or match["ends"],
            match["name"] or match["tag"] or "",
            match["rest"] or match["more"] or "",
        )
        given = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(rest)}
        if name in _KNOWN_CODE and not closing:
            words = re.sub(r"[\"'].*", "", rest).split()
            source = given.get("src") or given.get("link") or (words[0] if words and "=" not in words[0] else "")
            caption = given.get("caption") or given.get("title") or given.get("alt") or " ".join(words[1:])
            if source:
                caption = re.sub(r"[\[\]\"]", "", caption)
                return f'![{given.get("alt", "")}](<{source}> "{caption}")' if caption else f"![](<{source}>)"
        if name in ("raw", "endraw"):
            return ""
        if name == "label" and rest.strip():  # of Hexo's Butterfly: words on a colour
            return re.sub(r"\s+(?:default|blue|pink|red|purple|orange|green|yellow|gray|grey)\s*$", "", rest).strip()
        return self.leave(at, match.group(), "a shortcode is not read out")

    def leave(self, at: int, text: str, reason: str) -> str:
        if text.strip():
            self.left.append(LeftOut(at + 1, text.strip(), reason))
        return ""
