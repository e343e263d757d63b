"""What is wrong with a telling: its form and language by our own look, its facts by those who check them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from podcast.llm.shape import fault_of
from podcast.mandarin.clean import simplified, simplified_only
from podcast.mandarin.han import is_han
from podcast.model import Chapter, Digest, Line, Script
from podcast.write.parts import time_of_story
from podcast.write.retell.story import Story, lines_of, schema_of

_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:[A-Za-z]{2,})\b", re.ASCII)
_APPEAL = re.compile(
    r"(?:^|(?<=[，。！？；：…、\s]))"
    r"(?:請|快(?=去|加入|下載|報名|訂閱|購買|追蹤)|務必|千萬|記得|別忘了?|歡迎|邀請|(?:大家|各位|您|聽眾)(?=趕快|趕緊|立刻|馬上|快|記得|務必))"
    r"(?:大家|各位|您|你|聽眾|朋友們?|立刻|馬上|趕快|趕緊|記得|務必|先|要|快)*"
    r"(?:到|去|上|點|按|撥|打|掃|加入|追蹤|訂閱|下載|註冊|登入|登記|報名|購買|買|轉帳|匯款|投資|捐|輸入|填|分享|轉發|領)"
)
"""Words that ask the listener to do something."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be spoken, or what no line says."""

    line: int  # from 1 within the model's lines; 0 for an item that none of them tells
    kind: str
    said: str  # what stands in the line; the id of an item that is not told
    cited: str  # what stands in the items that it cites, or in the item

    def __str__(self) -> str:
        """For the author."""
        if not self.line:
            return f"{self.said} is not told"
        rests = f", its items have “{self.cited}”" if self.cited else ""
        return f"line {self.line}: {self.kind} “{self.said}”{rests}"


Facts = Callable[[Script, Digest], Sequence[Problem]]
"""What of a script of one chapter the digest does not bear out, and what of the digest it does not tell."""


def wrong_form(story: Story, value: Mapping[str, Any], language: str, form: str, stories: int) -> str:
    """In words for the model; "" when lines can be made of ``value``."""
    if fault := fault_of(value, schema_of(story)):
        return fault
    if odd := [id for entry in value["lines"] for id in entry["items"] if not story.known(id)]:
        return f"items 裡的 {odd[0]} 不在資料裡"
    lines = lines_of(story, value)
    if not lines:
        return "一句話也沒有"
    if story.presenters and len({line.speaker for line in lines}) < 2 <= len(lines):
        return "兩位主持人都要說話"
    said = sum(len(line.text) for line in lines)
    if form == "short" and said > 1.5 * time_of_story(stories):
        return f"太長了：有 {said} 個字"
    return wrong_language("".join(line.text for line in lines), "".join(story.texts.values()), language)


def wrong_language(said: str, source: str, language: str) -> str:
    """Characters that its source has are the source's."""
    letters = [char for char in said if char.isalpha()]
    share = sum(map(is_han, letters)) / max(1, len(letters))
    usual = [char for char in source if char.isalpha()]
    if share < 0.5 * sum(map(is_han, usual)) / max(1, len(usual)):
        return "請用中文寫"
    if language == "zh-TW":
        odd = sorted({char for char in said if char in simplified_only() and char not in source})
        return f"請用臺灣的繁體中文，不要用簡體字（{''.join(odd[:8])}）" if odd else ""
    odd = sorted({char for char in said if simplified(char) != char and char not in source})
    return f"请用简体中文（{''.join(odd[:8])}）" if len(odd) > 2 else ""


def _addressed(story: Story, lines: Sequence[Line]) -> Iterator[Problem]:
    """What a model may tell the listener to do only in the author's words: a text that it obeys could be anybody's."""
    for n, line in enumerate(lines, 1):
        cited = "".join(story.texts.get(id, "") for id in line.source)
        for found in _ADDRESS.finditer(line.text):
            if found.group() not in cited:
                yield Problem(n, "address", found.group(), "")
        appeal = _APPEAL.search(line.text)
        if appeal and not _APPEAL.search(cited):
            yield Problem(n, "appeal", appeal.group(), "")


def problems_of(story: Story, lines: Sequence[Line], digest: Digest, facts: Facts, form: str) -> tuple[Problem, ...]:
    """Those of its lines; in the full form also what none of them tells."""
    alone = Script(digest.slug, digest.title, (Chapter(story.part.title, tuple(lines)),))
    found = [*_addressed(story, lines), *facts(alone, digest)]
    return tuple(each for each in found if each.line or (form == "full" and each.said in story.texts))


def complaint(story: Story, problems: Sequence[Problem], lines: Sequence[Line]) -> str:
    """For the model, a problem a line."""
    told = []
    for each in problems:
        if each.line:
            text = lines[each.line - 1].text
            rests = f"，它引用的條目寫的是「{each.cited}」" if each.cited else "，它引用的條目裡沒有"
            told.append(f"- 第 {each.line} 句「{text}」：{each.kind}「{each.said}」{rests}。")
        else:
            told.append(f"- 條目 {story.local(each.said)} 沒有說到：「{each.cited}」")
    return "\n".join(told)
