"""What a site's program fills in or takes out of Markdown: code between two tags, comments, values in braces.

Jekyll writes ``{% highlight js %}`` and ``{{ site.baseurl }}``, Hexo ``{% codeblock %}``, Hugo ``{{< highlight go >}}``
around code. Each line keeps its number.
"""

from __future__ import annotations

import re

from podcast.model import LeftOut

_NAMES = r"(highlight|codeblock|code|mermaid|plantuml|flowchart|echarts?|chart|math|katex|diff)"
_OPENS = re.compile(
    rf"[ \t]*(?:\{{%-?[ \t]*{_NAMES}\b([^%{{}}]*?)-?%\}}|\{{\{{[<%][ \t]*{_NAMES}\b([^{{}}]*?)[%>]\}}\}})[ \t]*"
)
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_COMMENT = re.compile(r"\{%-?[ \t]*comment\b[^%{}]*%\}.*?\{%-?[ \t]*endcomment[ \t]*-?%\}", re.DOTALL)
_ADDRESS = re.compile(
    r"\]\((?:[^(){}\n]|\{\{[^{}\n]*\}\})*\)|(?:src|href)=([\"'])(?:\{\{[^{}\n]*\}\}|(?!\1)[^\n])*\1", re.IGNORECASE
)
_VALUE = re.compile(r"\{\{(?![<%])([^{}\n]*)\}\}")
_CODE_SPAN = r"(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")


def outside_code(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """``pattern``, or a span of code, which the caller gives back as it is: it has the group ``ticks``."""
    return re.compile(f"{_CODE_SPAN}|{pattern.pattern}", pattern.flags)


_VALUE_OUTSIDE = outside_code(_VALUE)


def filled(text: str, left: list[LeftOut]) -> str:
    """The text without what a template would have filled in."""
    if "{%" in text:
        text = _COMMENT.sub(lambda m: _left(m, text, left, "a comment is not read out"), text)
    if "{%" in text or "{{" in text:
        text = "\n".join(_fenced(text.split("\n")))
    if "{{" in text:
        text = _ADDRESS.sub(lambda m: _VALUE.sub(_literal, m.group()), text)
        text = _VALUE_OUTSIDE.sub(
            lambda m: m.group() if m["ticks"] else _left(m, text, left, "a shortcode is not read out"), text
        )
    return text


def _fenced(lines: list[str]) -> list[str]:
    """Code between two tags on lines of their own as Markdown has it."""
    fence, ends = "", None
    for at, line in enumerate(lines):
        if ends is not None:
            if ends.fullmatch(line.strip()):
                lines[at], ends = "~~~~", None
        elif match := _FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif not fence and (match := _OPENS.fullmatch(line)):
            closing = _closing(match[1] or match[3])
            if any(closing.fullmatch(each.strip()) for each in lines[at + 1 : at + 500]):
                words = re.sub(r"\b(?:lang|language)[:=]", "", match[2] or match[4] or "").replace('"', "").split()
                language = words[0] if words and re.fullmatch(r"[\w+#-]+", words[0]) else ""
                lines[at], ends = f"~~~~{language}", closing
    return lines


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}|\{{\{{[<%]\s*/\s*{name}\s*[%>]\}}\}}")


def _literal(match: re.Match[str]) -> str:
    """Of ``{{ "/a.png" | relative_url }}`` what is quoted; nothing of ``{{ site.baseurl }}``."""
    quoted = _QUOTED.search(match[1])
    return quoted[1] if quoted else ""


def _left(match: re.Match[str], text: str, left: list[LeftOut], reason: str) -> str:
    left.append(LeftOut(text.count("\n", 0, match.start()) + 1, " ".join(match.group().split()), reason))
    return "\n" * match.group().count("\n")
