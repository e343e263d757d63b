"""A part of the script as a request to the model, and the model's answer as its lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from podcast.llm import Ask
from podcast.llm.costs import usual_tokens
from podcast.model import Digest, Item, Line, Section
from podcast.show import Presenter, Show
from podcast.text import one_line
from podcast.write.lines import GROUP_MS, fill, line
from podcast.write.markdown import HOST
from podcast.write.parts import Part, beginning, time_of_story
from podcast.write.retell.prompts import prompt
from podcast.write.retell.usage import as_taiwan_says

TOLD = ("highlights", "news", "essay", "letter", "column")
"""Kinds of sections that a model may tell; links, notices and conversations are read as they are."""
MOST_IDS = 200
"""Of an enum in a schema: services take no longer ones."""

_SHOWN = ("table", "image", "code")
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")
_STAGE = re.compile(
    r"[（(【\[〔][^（）()【】\[\]〔〕]{0,6}(?:笑|音樂|音乐|音效|掌聲|掌声|停頓|停顿|轉場|转场|pause|music|laugh)"
    r"[^（）()【】\[\]〔〕]{0,6}[）)】\]〕]",
    re.IGNORECASE,
)
_NODS = re.compile(r"^(?:沒錯|没错|對啊|对啊|對呀|是啊|是的|哇塞?|真的嗎|真的吗|太棒了|好的|嗯+)[，,！!。.～~ ]+")
"""What somebody says who says nothing: cut off the start of a line."""


@dataclass(frozen=True, slots=True)
class Story:
    """A part that a model may tell."""

    part: Part
    section: Section
    texts: Mapping[str, str]  # id → words of what has to be told, in order
    headings: frozenset[str]  # of these, the ids of groups' names
    presenters: tuple[Presenter, ...]  # two in a duo, else none

    @property
    def id(self) -> str:
        return self.section.id

    def local(self, id: str) -> str:
        """As the model knows it, who is not told which story it is: one that moves is not told anew."""
        return id.removeprefix(f"{self.id}.")

    def known(self, local: str) -> str:
        """The digest's id; "" for one that the story has not."""
        id = f"{self.id}.{local}"
        return id if id in self.texts else ""

    @property
    def heading(self) -> str:
        return self.section.heading or self.part.title


def story_of(part: Part, digest: Digest, presenters: Sequence[Presenter]) -> Story | None:
    """None where the rules tell the part: a conversation, a list of links, next to nothing."""
    section = part.section
    if section is None or section.kind not in TOLD or any(item.kind == "turn" for item in section.walk()):
        return None
    kinds = {item.id: item for item in section.walk()}
    words = dict(digest.texts())
    told = dict.fromkeys(id for told in part.lines for id in told.source if id in kinds)
    texts = {id: words[id] for id in told if kinds[id].kind not in _SHOWN and words.get(id)}
    headings = frozenset(id for id in texts if _is_heading(kinds[id]))
    if not set(texts) - headings:
        return None
    return Story(part, section, texts, headings, tuple(presenters))


def _is_heading(item: Item) -> bool:
    return item.kind == "heading" or (bool(item.items) and not re.search("[。！？!?]", item.text))


# ---------------------------------------------------------------- out


def ask_of(story: Story, show: Show, form: str, stories: int) -> Ask:
    """``stories``: how many share the time of a short episode."""
    said = sum(map(len, story.texts.values()))
    length = said if form == "full" else min(said, time_of_story(stories))
    hosts = "".join(_introduced(presenter) for presenter in story.presenters)
    style = fill(prompt(show.root, "duo"), hosts=hosts) if story.presenters else prompt(show.root, "narrator")
    system = fill(
        prompt(show.root, "story"),
        show=show.title,
        language="臺灣的繁體中文（影片、品質、軟體、資訊）" if show.language == "zh-TW" else "大陆使用的简体中文",
        form=fill(prompt(show.root, form), characters=str(length)),
        style=style,
        example=_example(story),
    )
    usual = usual_tokens("字" * length) + 25 * len(story.texts)
    return Ask(story.heading, system, data_of(story), schema_of(story), longest=1500 + 3 * usual, usual=usual)


def _introduced(presenter: Presenter) -> str:
    told = "，".join(filter(None, (presenter.role, presenter.manner)))
    return f"「{presenter.name}」{f'：{told}' if told else ''}。"


def data_of(story: Story) -> str:
    items = [
        {"id": story.local(id), "kind": "heading" if id in story.headings else "point", "text": text}
        for id, text in story.texts.items()
    ]
    return json.dumps({"heading": story.heading, "items": items}, ensure_ascii=False, indent=1)


def schema_of(story: Story) -> Mapping[str, Any]:
    id: dict[str, Any] = {"type": "string"}
    if len(story.texts) <= MOST_IDS:
        id["enum"] = [story.local(each) for each in story.texts]
    entry: dict[str, Any] = {"items": {"type": "array", "items": id}, "text": {"type": "string"}}
    if story.presenters:
        entry = {"speaker": {"type": "string", "enum": [p.name for p in story.presenters]}, **entry}
    return _object({"lines": {"type": "array", "items": _object(entry)}})


def _object(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _example(story: Story) -> str:
    id = next(id for id in story.texts if id not in story.headings)
    line = {"items": [story.local(id)], "text": "……"}
    lines = [{"speaker": p.name, **line} for p in story.presenters] or [line]
    return json.dumps({"lines": lines}, ensure_ascii=False)


# ---------------------------------------------------------------- in


def lines_of(story: Story, value: Mapping[str, Any]) -> tuple[Line, ...]:
    """The model's lines, without what no listener is to hear. A longer pause stands where a group ends."""
    ids = {presenter.name: presenter.speaker for presenter in story.presenters}
    source, found = "".join(story.texts.values()), []
    for entry in value["lines"]:
        text = as_taiwan_says(_cleaned(entry["text"], ids), source)
        if any(map(str.isalnum, text)):
            told = line(text, *dict.fromkeys(filter(None, map(story.known, entry["items"]))))
            found.append(replace(told, speaker=ids.get(entry.get("speaker", ""), HOST)))
    groups = [_group(story, told) for told in found]
    for n in range(len(found) - 1):
        if groups[n] and groups[n + 1] and groups[n] != groups[n + 1]:
            found[n] = replace(found[n], pause_after_ms=GROUP_MS)
    return tuple(found)


def _cleaned(text: str, names: Mapping[str, str]) -> str:
    text = _STAGE.sub("", one_line(_EMPHASIS.sub(r"\2", text)))
    for name in names:
        text = re.sub(rf"^{re.escape(name)}\s*[：:]\s*", "", text)
    return _NODS.sub("", text).strip()


def _group(story: Story, told: Line) -> str:
    """The group that the line begins to tell; "" for one that tells nothing."""
    return story.local(told.source[0]).partition(".")[0] if told.source and "." in story.local(told.source[0]) else ""


def whole_part(story: Story, told: Sequence[Line], form: str) -> Part:
    """The part with the model's lines: announced by the rules, and with what only the page can show in its place."""
    part = story.part
    announced = part.lines[: part.announced]
    if story.presenters:
        others = [p.speaker for p in story.presenters if p.speaker != told[0].speaker]
        announced = tuple(replace(each, speaker=others[0]) for each in announced)
    woven = list(told)
    for each, before in _shown(story) if form == "full" else ():
        at = max((n for n, line in enumerate(woven, 1) if before & set(line.source)), default=0)
        speaker = woven[at - 1].speaker if at else told[0].speaker
        woven.insert(at, replace(each, speaker=speaker))
    return replace(part, lines=(*announced, *woven))


def _shown(story: Story) -> Iterator[tuple[Line, set[str]]]:
    """Lines of the rules about tables, pictures and code, each with the ids of all that stands before it."""
    kinds = {item.id: item.kind for item in story.section.walk()}
    before: set[str] = set()
    for told in story.part.lines[story.part.announced :]:
        if told.source and all(kinds.get(id) in _SHOWN for id in told.source):
            yield told, set(before)
        before |= set(told.source)


def brief(story: Story, stories: int) -> Part:
    """The rules' telling, cut to the time that a story has in the short form: its first points."""
    announced, lines = story.part.lines[: story.part.announced], story.part.lines[story.part.announced :]
    told = (line for line in lines if story.headings.isdisjoint(line.source))
    return replace(story.part, lines=(*announced, *beginning(told, time_of_story(stories))))
