"""First things first: a greeting, the show's name, day and number where they are known, the title, the notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from podcast.model import Digest, Item, Line, Script
from podcast.show import Show
from podcast.text import salutes_one
from podcast.write.announce import titled
from podcast.write.lines import announced, fill, line

_GREETS = re.compile(
    r"哈[囉喽嘍啰]|嗨|大家|各位|歡迎|欢迎|您好|你好|早安|午安|晚安|早上好|晚上好|聽眾|听众|親愛的|亲爱的|嘿|hi\b|hello\b|hey\b",
    re.IGNORECASE,
)
_WELCOMES = re.compile(
    r"歡迎(?:收聽|來到|回到|打開|收看|加入)|欢迎(?:收听|来到|回到|打开|收看|加入)|[這这]裡?里?[是邊边]|我是"
)
SHORT, LONGEST = 60, 220
"""Characters of a greeting: of a whole introduction that only greets, and of one paragraph that welcomes by name."""


def greets(text: str) -> bool:
    """Whether it greets those who listen; 親愛的阿蓉： greets the one to whom a letter is written."""
    return _GREETS.match(text) is not None and not salutes_one(text)


def split_intro(intro: tuple[Item, ...], name: str) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The author's own greeting, said before all else, and the rest of the introduction, said after the notice.

    A greeting is one paragraph: it names or welcomes to the show, or it is all that the introduction has.
    An essay that begins with 早安 is no greeting.
    """
    if not intro or intro[0].kind != "paragraph" or intro[0].items or not greets(intro[0].text):
        return (), intro
    text = intro[0].text
    welcomes = len(text) <= LONGEST and ((bool(name) and name in text) or _WELCOMES.search(text) is not None)
    if welcomes or (len(intro) == 1 and len(text) <= SHORT) or _only_greets(text):
        return intro[:1], intro[1:]
    return (), intro


def _only_greets(text: str) -> bool:
    return all(_GREETS.match(part.strip()) for part in re.split(r"[。！!～~]", text) if part.strip()) and len(text) < 20


def opening(digest: Digest, show: Show, on: date | None, greeting: tuple[Item, ...]) -> Iterator[Line]:
    """``greeting``: the author's, if any; ``on``: the day that is said, if it is known."""
    words, host, name = show.words, show.words.host, show.title or digest.show or ""
    for item in greeting:
        yield line(item.text, item.id)
    begun = bool(greeting) or any(greets(item.text) for item in digest.intro[:1])
    if not begun and host.greeting:
        yield line(fill(host.greeting, show=name))
    told = [_day(on, host.day, words.weekdays)] if on and host.day else []
    if digest.number is not None:
        wording = host.show_episode if begun or not host.greeting else host.episode
        told += [fill(wording, show=name, number=str(digest.number))] if wording else []
    elif begun and host.show and not any(name in item.text for item in greeting):
        told.append(fill(host.show, show=name))
    if told:
        yield line(words.comma.join(told))
    same = titled(digest)
    yield line(announced(host.title, "title", digest.title), "title", *((same.id,) if same else ()))
    if notice := words.disclosure.of(show.ai.text, show.ai.voice):
        yield line(notice)


def _day(on: date, wording: str, weekdays: str) -> str:
    return fill(wording, year=str(on.year), month=str(on.month), day=str(on.day), weekday=weekdays[on.weekday()])


def named_day(script: Script) -> date | None:
    """The day that the host names in the opening of a script, edited or not; None when there is none."""
    for told in script.chapters[0].lines:
        found = None if told.source else re.search(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日", told.text)
        if found:
            with suppress(ValueError):
                return date(*map(int, found.groups()))
    return None


def named_number(script: Script) -> int | None:
    """The episode's number that the host names in the opening of a script, edited or not; None when there is none."""
    lines = (told.text for told in script.chapters[0].lines if not told.source)
    found = next(filter(None, (re.search(r"第 ?(\d{1,9}) ?[集期回話话]", text) for text in lines)), None)
    return int(found[1]) if found else None
